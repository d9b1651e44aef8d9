"""Tables for a spreadsheet: sheets of plain cells, with what was counted, how, and how to repeat it."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``name`` is at most 31 characters; every row has as many cells as the header."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets with what they stand on: pairs of a name and its value (query, filters, counts, caveats, command)."""

    title: str
    about: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
