"""What Recurring themes shows for an address: the table, what a cell opens, pictures, and what stands beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app import words
from app.address import to_review
from app.house import House
from app.themes import address as theme_address
from app.themes import figures as theme_figures
from app.themes import more as theme_more
from app.themes import tables as theme_tables
from app.themes.address import Asked
from index.counting import Counted
from index.heads import framework_of, heads_by_theme
from index.payload import age_group_ids
from index.recurring import UNKNOWN, By, Cell, Question, Row, Table, sorted_out, table
from ingest.model import Held, Review

_STEPS = 5
"""Steps of one hue by which a cell is shaded, beside its figure."""

MOST_PAIRS = 30
MOST_PASSAGES = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell on the page: its words, its step of shade, where it leads, its name, and whether it is open."""

    cell: Cell
    said: str
    step: int
    link: str
    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    label: str
    total: Shown
    cells: tuple[Shown, ...]


def counted_for(house: House, asked: Asked) -> tuple[Counted, Table, theme_more.More]:
    """Everything that is counted for an address: the page and its exports show the same."""
    framework = framework_of(house.library.folder) if asked.heads else None
    heads = heads_by_theme(framework) if framework else None
    question = Question(asked.filters, asked.by, asked.year_of, heads, asked.hide_below, asked.clear_only)
    counted = house.counts.current()
    board = asked.board if asked.board in theme_more.boards_in(counted) else ""
    theme = asked.trend if asked.trend in theme_more.themes_in(counted, question) else ""
    return counted, table(counted, question), theme_more.more_of(counted, question, board, theme)


def values(house: House, asked: Asked) -> dict[str, Any]:
    """What ``themes.html`` needs."""
    counted, made, more = counted_for(house, asked)
    boards = house.boards()
    groups = _ordered(made, boards)
    names = {value: theme_tables.group(made.question, value, boards) for value, _ in groups}
    rows = _sorted(asked, made)
    return {
        "table": made,
        "by": theme_address.BY,
        "scope": theme_tables.scope_line(made),
        "columns": [(names[value], number) for value, number in groups],
        "lines": [_line(asked, row, [value for value, _ in groups]) for row in rows],
        "caveats": [one.text for one in (*theme_tables.caveats(made), *theme_more.caveats(more))],
        "passages": _passages(house, asked, made),
        "opened": _opened(asked, made, names),
        "unshown": _unshown(asked, made),
        "back": _name(*asked.cell) if asked.cell else "",
        "choices": theme_address.choices(counted, boards),
        "trends": [(name, theme_tables.label(name)) for name in theme_more.themes_in(counted, made.question)],
        "has_heads": asked.heads or framework_of(house.library.folder) is not None,
        "command": theme_tables.command(made.question, theme_more.options(more)),
        "left_out": _left_out(counted, made.question),
        "more": more,
        "pairs": more.pairs[:MOST_PAIRS],
        "boards": boards,
        "bars": theme_figures.bars(made.rows, made.scope.reviews),
        "trend_line": theme_figures.line(more.trend) if more.trend else None,
        "lag": theme_more.lag_line(more.trend) if more.trend else "",
        "label": theme_tables.label,
        "sorts": {name: replace(asked, sort=name, cell=None).address() for name in ("", "name")},
        "export": asked.query(),
    }


def _ordered(made: Table, boards: dict[str, str]) -> list[tuple[str, int]]:
    """Groups in a telling order: ages and years in theirs, boards by name, others by size; unknown last."""
    if made.question.by is By.YEAR:
        return list(made.values)
    if made.question.by is By.AGE_GROUP:
        places = {name: place for place, name in enumerate(age_group_ids())}
        return sorted(made.values, key=lambda pair: places.get(pair[0], len(places)))
    if made.question.by is By.PUBLISHER:
        return sorted(made.values, key=lambda pair: (pair[0] == UNKNOWN, boards.get(pair[0], pair[0])))
    return sorted(made.values, key=lambda pair: (pair[0] == UNKNOWN, -pair[1], pair[0]))


def _sorted(asked: Asked, made: Table) -> list[Row]:
    if asked.sort == "name":
        return sorted(made.rows, key=lambda row: theme_tables.label(row.theme).casefold())
    return list(made.rows)


def _line(asked: Asked, row: Row, groups: list[str]) -> Line:
    by_value = {cell.value: cell for cell in row.cells}
    cells = tuple(_shown(asked, by_value[value]) for value in groups)
    return Line(theme_tables.label(row.theme), _shown(asked, row.total), cells)


def _shown(asked: Asked, cell: Cell) -> Shown:
    at = (cell.theme, cell.value or "")
    if not cell.reviews:
        return Shown(cell, "few" if cell.reviews is None else "–", 0, "", _name(*at), open=False)
    step = min(_STEPS, -(-_STEPS * cell.reviews // max(1, cell.of)))
    link = replace(asked, cell=at).address() + "#opened"
    return Shown(cell, str(cell.reviews), step, link, _name(*at), open=asked.cell == at)


def _name(theme: str, value: str) -> str:
    """A cell's name on the page; the browser's script finds it again by it."""
    return f"at-{theme}-{value}".replace(" ", "_")


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
    sure = "" if cell.clear is None else f", {cell.clear} clearly and {cell.possible} possibly"
    return f"{theme_tables.label(cell.theme)}{where}: {cell.reviews} of {words.count(cell.of, 'review')}{sure}"


def _passages(house: House, asked: Asked, made: Table) -> list[tuple[Review, Held, str]]:
    """For the open cell, the weightiest passage of each review that it counts, up to ``MOST_PASSAGES``."""
    cell = _chosen(asked, made)
    if cell is None or cell.reviews is None:
        return []
    names = cell.passages[:MOST_PASSAGES]
    held = house.library.catalogue.held_of(list(names))
    found = (held.get(passage) for passage in names)
    return [(one.review, one, to_review(one.review.id, passage=one.passage.id)) for one in found if one and one.review]


def _unshown(asked: Asked, made: Table) -> int:
    cell = _chosen(asked, made)
    return max(0, (cell.reviews or 0) - MOST_PASSAGES) if cell else 0


def _left_out(counted: Counted, question: Question) -> list[tuple[Review, str]]:
    """The reviews that would be counted but for something that is missing, and what that is."""
    _, undated, unreadable = sorted_out(counted, question)
    year = "year of publication" if question.year_of == "published" else "year of the incident"
    missing = ((undated, f"no {year} was found"), (unreadable, "not one of its documents could be read"))
    return [(one.review, why) for reviews, why in missing for one in reviews]
