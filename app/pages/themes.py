"""Recurring themes: in how many reviews each theme stands, by what an analyst counts by; a cell opens its passages."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from app import theme_address, theme_tables, words
from app.address import to_review
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from app.theme_address import Asked
from index.errors import IndexingError
from index.heads import framework_of, heads_by_theme
from index.payload import AGE_GROUPS
from index.recurring import By, Cell, Question, Row, Table, table
from ingest.errors import VocabularyError
from ingest.model import Held, Review

_turns = itertools.count(1)
_STEPS = 5
"""Steps of one hue by which a cell is shaded, beside its figure."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it stands on the page: its words, its step of shade, where it leads, and whether it is open."""

    cell: Cell
    said: str
    step: int
    link: str
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    label: str
    total: Shown
    cells: tuple[Shown, ...]


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Counting the reviews…", "themes")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The page for an address, as HTML."""
    asked = theme_address.read(address)
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "asked": asked}
    try:
        made = table(house.counts.current(), _question(house, asked))
    except (IndexingError, VocabularyError) as problem:
        return render(
            "trouble.html",
            heading="The themes could not be counted",
            what=str(problem),
            kept="Nothing was changed.",
            address=asked.address(),
            title="Recurring themes",
            level="h1",
            **frame,
        )
    values = _ordered(made)
    return render("themes.html", **frame, **_values(house, asked, made, values))


def _question(house: House, asked: Asked) -> Question:
    framework = framework_of(house.library.folder) if asked.heads else None
    heads = heads_by_theme(framework) if framework else None
    return Question(asked.filters, asked.by, asked.year_of, heads, asked.hide_below, asked.clear_only)


def _values(house: House, asked: Asked, made: Table, values: list[tuple[str, int]]) -> dict[str, Any]:
    boards = house.boards()
    names = {value: _group(made.question, value, boards) for value, _ in values}
    return {
        "table": made,
        "by": theme_address.BY,
        "scope": theme_tables.scope_line(made),
        "columns": [(names[value], number) for value, number in values],
        "lines": [_line(asked, row, [value for value, _ in values]) for row in made.rows],
        "caveats": [one.text for one in theme_tables.caveats(made)],
        "passages": _passages(house, asked, made),
        "opened": _opened(asked, made, names),
        "choices": theme_address.choices(house.counts.current(), boards),
        "has_heads": framework_of(house.library.folder) is not None if not asked.heads else True,
        "command": theme_tables.command(made.question),
    }


def _ordered(made: Table) -> list[tuple[str, int]]:
    """Groups in an order that means something: ages and years in theirs, others by size, unknown last."""
    if made.question.by is By.AGE_GROUP:
        places = {name: place for place, (name, _, _) in enumerate(AGE_GROUPS)}
        return sorted(made.values, key=lambda pair: places.get(pair[0], len(places)))
    if made.question.by in (By.YEAR, By.PUBLISHER):
        return list(made.values)
    return sorted(made.values, key=lambda pair: (pair[0] == "unknown", -pair[1], pair[0]))


def _group(question: Question, value: str, boards: dict[str, str]) -> str:
    return boards.get(value, value) if question.by is By.PUBLISHER else theme_tables.group(question, value)


def _line(asked: Asked, row: Row, values: list[str]) -> Line:
    by_value = {cell.value: cell for cell in row.cells}
    cells = tuple(_shown(asked, by_value[value]) for value in values)
    return Line(theme_tables.label(row.theme), _shown(asked, row.total), cells)


def _shown(asked: Asked, cell: Cell) -> Shown:
    if cell.reviews is None:
        return Shown(cell, "few", 0, "", open=False)
    step = -(-_STEPS * cell.reviews // cell.of) if cell.of else 0
    here = asked.cell == (cell.theme, cell.value or "")
    link = replace(asked, cell=(cell.theme, cell.value or "")).address() + "#opened" if cell.reviews else ""
    return Shown(cell, str(cell.reviews) if cell.reviews else "–", step, link, open=here)


def _chosen(asked: Asked, made: Table) -> Cell | None:
    theme, value = asked.cell or ("", "")
    row = next((row for row in made.rows if row.theme == theme), None)
    if row is None:
        return None
    return row.total if not value else next((cell for cell in row.cells if cell.value == value), None)


def _opened(asked: Asked, made: Table, names: dict[str, str]) -> str:
    cell = _chosen(asked, made)
    if cell is None or cell.reviews is None:
        return ""
    where = f", {names[cell.value]}" if cell.value else ""
    figure = f"{cell.reviews} of {words.count(cell.of, 'review')}"
    return f"{theme_tables.label(cell.theme)}{where}: {figure}, {cell.clear} clearly and {cell.possible} possibly"


def _passages(house: House, asked: Asked, made: Table) -> list[tuple[Review, Held, str]]:
    """For the open cell, the weightiest passage of every review that it counts."""
    cell = _chosen(asked, made)
    if cell is None or cell.reviews is None:
        return []
    held = house.library.catalogue.held_of(list(cell.passages))
    found = (held.get(passage) for passage in cell.passages)
    return [(one.review, one, to_review(one.review.id, passage=one.passage.id)) for one in found if one and one.review]
