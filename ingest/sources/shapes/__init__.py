"""How each kind of page is read: one pure function a shape, from a fetched page and its source to what it lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ingest.sources.entry import Fetched, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes import govuk, html_report, list_page, nspcc_list, portfolio

Reader = Callable[[Fetched, SourceEntry], Listing]

SHAPES: Mapping[str, Reader] = {
    "nspcc-list": nspcc_list.read,
    "govuk": govuk.read,
    "list-page": list_page.read,
    "portfolio": portfolio.read,
    "html-report": html_report.read,
}
"""The reader of each shape, by the word that the register uses."""
