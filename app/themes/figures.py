"""Pictures of counted themes as places on a drawing; ``theme_figures.html`` draws them, each figure on its data.

Places across are shares of the width in percent, places down are pixels, so that words keep their size on any screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.themes.tables import label
from index.recurring import Cell, Row
from index.recurring_years import Trend

MOST = 15
_WIDEST = 62.0
_ROW = 44
_HIGH = 130
_TOP = 24
_YEAR = 46


@dataclass(frozen=True, slots=True)
class Bar:
    """A theme's bar: ``clear`` of its ``width`` is drawn darker. ``top`` is where its words begin."""

    label: str
    said: str
    top: int
    width: float
    clear: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from the top down, what the picture says in words, and how many themes it leaves to the table."""

    bars: tuple[Bar, ...]
    high: int
    told: str
    left: int


@dataclass(frozen=True, slots=True)
class Point:
    """A year: its place, the height of the column of its reviews, the height of the theme's point, and the words."""

    year: int
    at: float
    column: float
    top: float
    point: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the order of the years; ``base`` is where the columns stand, ``wide`` the least width in pixels."""

    points: tuple[Point, ...]
    base: int
    high: int
    wide: int
    step: float
    told: str


def bars(rows: Sequence[Row], of: int) -> Bars:
    """The most frequent themes of a table. One whose figure is hidden has no bar."""
    shown = [row for row in rows if row.total.reviews is not None][:MOST]
    made = tuple(_bar(row.total, place, of) for place, row in enumerate(shown))
    told = "; ".join(f"{bar.label} {bar.said}" for bar in made)
    return Bars(made, len(made) * _ROW + 4, told, len(rows) - len(made))


def line(found: Trend) -> Line:
    """The theme among the reviews published in each year: light columns are all reviews, the line those with it."""
    most = max([one.published.of for one in found.years], default=0) or 1
    step = 100 / max(1, len(found.years))
    points = tuple(
        _point(one.year, one.published, place * step + step / 2, most) for place, one in enumerate(found.years)
    )
    told = "; ".join(f"{point.year} {point.said}" for point in points if point.column)
    return Line(points, _TOP + _HIGH, _TOP + _HIGH + 24, len(points) * _YEAR, step, told)


def _bar(cell: Cell, place: int, of: int) -> Bar:
    number = cell.reviews or 0
    said = f"{number} of {of}" + ("" if cell.clear is None else f", {cell.clear} clear")
    share = _WIDEST / max(1, of)
    return Bar(label(cell.theme), said, place * _ROW, number * share, (cell.clear or 0) * share)


def _point(year: int, cell: Cell, at: float, most: int) -> Point:
    column = cell.of / most * _HIGH
    point = None if cell.reviews is None or not cell.of else _TOP + _HIGH - cell.reviews / most * _HIGH
    said = "" if not cell.of else f"{'few' if cell.reviews is None else cell.reviews} of {cell.of}"
    return Point(year, at, column, _TOP + _HIGH - column, point, said)
