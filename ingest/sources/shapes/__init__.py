"""How each kind of page is read: one pure function a shape, from a fetched page and its source to what it lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ingest.sources.entry import Fetched, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes import plain_list

Reader = Callable[[Fetched, SourceEntry], Listing]

SHAPES: Mapping[str, Reader] = {
    "nspcc-list": plain_list.read,
    "govuk": plain_list.read,
    "list-page": plain_list.read,
    "portfolio": plain_list.read,
    "html-report": plain_list.read,
}
"""The reader of each shape, by the word that the register uses."""
