"""What a person let through: by page, with the reasons that were known then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from ingest.model import Hold

Releases = Mapping[int, frozenset[str]]
"""Pages of one document that a person let through, with the reasons that were known then."""


def reasons_by_page(holds: Iterable[Hold]) -> dict[int, frozenset[str]]:
    """The reasons against each page."""
    ordered = sorted(holds, key=lambda hold: hold.page)
    return {page: frozenset(hold.reason for hold in found) for page, found in groupby(ordered, lambda hold: hold.page)}


def is_released(page: int, reasons: frozenset[str], releases: Releases) -> bool:
    """Whether a person let the page through knowing all of these reasons: another reason needs another look."""
    return page in releases and reasons <= releases[page]
