"""Pictures of counted themes as places on a drawing; ``theme_figures.html`` draws them, each figure on its data.

Every bar and point leads to its passages. Places across are shares of the width in percent, places down are pixels, so
that words keep their size on any screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import words
from app.themes.address import Asked, Side
from app.themes.shown import Shown, shown
from app.themes.tables import label
from index.recurring.table import Cell, Row
from index.recurring.years import Trend

MOST = 15
_HIGH = 130
_TOP = 24
_YEAR = 52


@dataclass(frozen=True, slots=True)
class Bar:
    """A theme's bar: ``width`` of the whole is filled, ``clear`` of it darker. ``said`` are its figures in words."""

    label: str
    said: str
    width: float
    clear: float
    shown: Shown


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from the top down, and how many themes the picture leaves to the table."""

    bars: tuple[Bar, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Point:
    """A year: its place, the height of the column of its reviews, the height of the theme's point, and the words.

    ``said`` stands on the column, ``named`` says it to whoever cannot see it: "2018: 3 of 7 reviews".
    """

    year: int
    at: float
    column: float
    top: float
    point: float | None
    said: str
    named: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the order of the years; ``base`` is where the columns stand, ``wide`` the least width in pixels."""

    points: tuple[Point, ...]
    base: int
    high: int
    wide: int
    step: float


def bars(asked: Asked, rows: Sequence[Row], of: int) -> Bars:
    """The most frequent themes of a table. One that none has, or whose figure is hidden, has no bar."""
    some = [row for row in rows if row.total.reviews][:MOST]
    return Bars(tuple(_bar(asked, row.total, of) for row in some), len(rows) - len(some))


def line(asked: Asked, found: Trend) -> Line:
    """The theme in the years that were asked for: light columns are all reviews of a year, the line those with it."""
    cells = [(one.year, getattr(one, asked.year_of.value)) for one in found.years]
    most = max([cell.of for _, cell in cells], default=0) or 1
    step = 100 / max(1, len(cells))
    points = tuple(
        _point(year, cell, place * step + step / 2, most, shown(asked, cell, str(year), Side.POINT))
        for place, (year, cell) in enumerate(cells)
    )
    return Line(points, _TOP + _HIGH, _TOP + _HIGH + 24, len(points) * _YEAR, step)


def _bar(asked: Asked, cell: Cell, of: int) -> Bar:
    number = cell.reviews or 0
    said = f"{number} of {words.count(of, 'review')}" + ("" if cell.clear is None else f", {cell.clear} clear")
    share = 100 / max(1, of)
    return Bar(label(cell.theme), said, number * share, (cell.clear or 0) * share, shown(asked, cell, "", Side.BAR))


def _point(year: int, cell: Cell, at: float, most: int, one: Shown) -> Point:
    column = cell.of / most * _HIGH
    point = None if cell.reviews is None or not cell.of else _TOP + _HIGH - cell.reviews / most * _HIGH
    number = "few" if cell.reviews is None else str(cell.reviews)
    named = f"{year}: {number} of {words.count(cell.of, 'review')}" if cell.of else f"{year}: no review"
    said = f"{number} of {cell.of}" if cell.of else ""
    return Point(year, at, column, _TOP + _HIGH - column, point, said, named, one)
