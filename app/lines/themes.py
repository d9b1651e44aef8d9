"""Themes, pairs, thin evidence, a board beside the rest and a theme over the years, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from app import words
from app.themes import more as theme_more
from app.themes import tables as theme_tables
from app.themes.more import More
from app.themes.tables import label
from index.recurring.board import BoardAndRest
from index.recurring.table import Cell, Table
from index.recurring.thin import FEW
from index.recurring.years import Trend

_MOST_PAIRS = 40


def lines(table: Table, more: More, boards: Mapping[str, str], asked: Collection[str]) -> Iterator[str]:
    """The table, those that are ``asked`` for by name, and at the end what must be said with them, each once."""
    yield from theme_tables.lines(table, boards)
    if "pairs" in asked:
        yield from _pairs(more)
    if "thin" in asked:
        yield from _thin(more)
    if more.board:
        yield from _board(more.board, boards)
    if more.trend:
        yield from _trend(more.trend)
    if more.lag:
        yield theme_more.lag_line(more.lag)
    further = theme_more.caveats(replace(more, pairs=more.pairs if "pairs" in asked else ()))
    yield from dict.fromkeys(one.text for one in (*theme_tables.caveats(table), *further))


def of(number: int | None, whole: int) -> str:
    """A figure with its denominator."""
    return f"{'hidden' if number is None else number} of {whole}"


def _pairs(more: More) -> Iterator[str]:
    yield "Themes that stand together in reviews"
    for one in more.pairs[:_MOST_PAIRS]:
        yield f"{of(one.reviews, one.of):>12}  {label(one.first)} + {label(one.second)}"
    if len(more.pairs) > _MOST_PAIRS:
        yield f"{'':14}and {len(more.pairs) - _MOST_PAIRS} more pairs: --json and --xlsx have them all"


def _thin(more: More) -> Iterator[str]:
    yield f"In fewer than {FEW} reviews"
    for name, number in more.thin.themes:
        yield f"{of(number, more.thin.of):>12}  {label(name)}"
    for name, number in more.thin.ages:
        yield f"{of(number, more.thin.of):>12}  Age group: {words.label(name)}"


def _board(side: BoardAndRest, boards: Mapping[str, str]) -> Iterator[str]:
    yield f"{boards.get(side.publisher, side.publisher)}, and all other boards"
    for one in side.rows:
        yield f"{_of(one.own):>12} {_of(one.rest):>14}  {label(one.theme)}"


def _trend(found: Trend) -> Iterator[str]:
    yield f"{label(found.theme)}, by year of publication, and by year of the incident"
    for one in found.years:
        yield f"{one.year}  {_of(one.published):>12} {_of(one.incident):>14}"


def _of(cell: Cell) -> str:
    return of(cell.reviews, cell.of)
