"""Whether what a source lists is what it is expected to list. A source that goes quiet must be heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.sources.entry import Entry

if TYPE_CHECKING:
    from ingest.sources.register import SourceEntry

_LEAST_SHARE = 0.5
"""Of the last complete count: a list that has lost more than half of it has changed its form, or lost a page."""
_UNPARSED = {"nspcc-list": 0.2}
"""The share of entries that may lack a year or a subject, for shapes whose entries always state both."""
_MORE_UNPARSED = 0.5
"""For other shapes: by how much that share may have grown since the source was last complete."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Entries of one visit: all, those without a year, those without a subject."""

    entries: int
    undated: int = 0
    unnamed: int = 0


def count(entries: list[Entry]) -> Counted:
    """Count a source's entries."""
    undated = sum(entry.year is None and entry.published is None for entry in entries)
    return Counted(len(entries), undated, sum(entry.subject is None for entry in entries))


def disappointment(source: SourceEntry, found: Counted, last: Counted | None, *, whole: bool) -> str | None:
    """Why a source fails its expectations, or ``None``. ``last`` is what its last complete visit counted.

    A list that was not read whole (``whole``) cannot be too short; it can be too long, or not understood.
    """
    if whole and (few := _too_few(source, found.entries, last.entries if last else None)):
        return few
    if found.entries > source.expect_max:
        return f"{found.entries} entries were found, and at most {source.expect_max} are expected"
    return _not_understood(source, found, last)


def _too_few(source: SourceEntry, entries: int, last: int | None) -> str | None:
    if entries == 0:
        return None if source.may_be_empty else "no entry was found: its pages may have been redesigned"
    if entries < source.expect_min:
        return f"{entries} entries were found, and at least {source.expect_min} are expected"
    if last and not (source.may_be_empty or source.starts_anew) and entries < last * _LEAST_SHARE:
        return f"{entries} entries were found, less than half of the {last} found when it was last complete"
    return None


def _not_understood(source: SourceEntry, found: Counted, last: Counted | None) -> str | None:
    before = last or Counted(0)
    undated = ("year", found.undated, before.undated, source.may_lack_year)
    unnamed = ("subject", found.unnamed, before.unnamed, source.may_lack_subject)
    for what, number, earlier, may_lack in (undated, unnamed):
        allowed = 1.0 if may_lack else _allowed(source, earlier, before.entries)
        if found.entries and number / found.entries > allowed:
            share = f"{allowed:.0%}".replace("%", " %")
            return f"{number} of {found.entries} entries have no {what}, and at most {share} may lack one"
    return None


def _allowed(source: SourceEntry, earlier: int, entries: int) -> float:
    if source.unparsed_max is not None:
        return source.unparsed_max
    return _UNPARSED.get(source.shape, earlier / entries + _MORE_UNPARSED if entries else 1.0)
