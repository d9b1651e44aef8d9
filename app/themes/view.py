"""What Recurring themes shows for an address: the table, what a cell opens, pictures, and what stands beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.house import House
from app.themes import address as theme_address
from app.themes import figures as theme_figures
from app.themes import more as theme_more
from app.themes import opening as theme_opening
from app.themes import tables as theme_tables
from app.themes.address import Asked, Side
from app.themes.more import More
from app.themes.shown import Shown, shown
from index.recurring.counting import Counted
from index.recurring.heads import framework_of, heads_by_theme
from index.recurring.pairs import Pair
from index.recurring.table import UNDATED, Cell, Question, Row, Table, sorted_out, table
from ingest.model import Review


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; ``undated`` is there where some reviews are counted apart for want of a date."""

    label: str
    total: Shown
    cells: tuple[Shown, ...]
    undated: Shown | None


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two themes and the figure of both."""

    first: str
    second: str
    both: Shown


def counted_for(house: House, asked: Asked) -> tuple[Counted, Table, More]:
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
    linked, asked = asked.revision, replace(asked, revision=0)
    counted, made, more = counted_for(house, asked)
    boards = house.boards()
    order = theme_tables.ordered(made, boards)
    return {
        "table": made,
        "by": theme_address.BY,
        "scope": theme_tables.scope_line(made),
        "columns": [(theme_tables.group(made.question, value, boards), number) for value, number in order],
        "lines": [_line(asked, row, [value for value, _ in order]) for row in _sorted(asked, made)],
        "not_read": theme_tables.NOT_READ,
        "caveats": list(dict.fromkeys(one.text for one in (*theme_tables.caveats(made), *theme_more.caveats(more)))),
        "opened": theme_opening.opened(house, asked, counted, made, more),
        "side": asked.side.value if asked.cell else None,
        "choices": theme_address.choices(counted, boards),
        "trends": [(name, theme_tables.label(name)) for name in theme_more.themes_in(counted, made.question)],
        "has_heads": asked.heads or framework_of(house.library.folder) is not None,
        "command": theme_tables.command(made.question, theme_more.options(more)),
        "left_out": _left_out(counted, made.question),
        "boards": boards,
        "label": theme_tables.label,
        **_beside(asked, made, more),
        **_links(asked, made),
        "changed": linked not in (0, made.revision),
    }


def _beside(asked: Asked, made: Table, more: More) -> dict[str, Any]:
    """The pictures, and the tables that stand beside the first."""
    totals = {row.theme: row.total for row in made.rows}
    return {
        "more": more,
        "bars": theme_figures.bars(asked, made.rows, made.scope.reviews),
        "trend_line": theme_figures.line(asked, more.trend) if more.trend else None,
        "lag": theme_more.lag_line(more.lag) if more.lag else "",
        "years": [
            (
                one.year,
                shown(asked, one.published, str(one.year), Side.PUBLISHED),
                shown(asked, one.incident, str(one.year), Side.INCIDENT),
            )
            for one in (more.trend.years if more.trend else ())
        ],
        "sides": [
            (one.theme, shown(asked, one.own, "", Side.OWN), shown(asked, one.rest, "", Side.REST))
            for one in (more.board.rows if more.board else ())
        ],
        "pairs": [Pairing(one.first, one.second, _pair(asked, totals[one.first], one)) for one in more.shown_pairs],
        "thin_themes": [
            (name, number, shown(asked, totals[name], "", Side.THIN) if name in totals else None)
            for name, number in more.thin.themes
        ],
        "thin_ages": [(name, number, _of_age(asked, name) if number else "") for name, number in more.thin.ages],
    }


def _links(asked: Asked, made: Table) -> dict[str, Any]:
    plain = replace(asked, cell=None, side=Side.TABLE)
    copied = replace(asked, revision=made.revision).address()
    return {
        "sorts": {name: replace(plain, sort=name).address() for name in ("", "name")},
        "export": asked.query(),
        "copied": copied + ("#opened" if asked.cell else ""),
        "search": theme_address.to_search(asked),
    }


def _pair(asked: Asked, cell: Cell, one: Pair) -> Shown:
    return shown(asked, replace(cell, reviews=one.reviews, of=one.of), one.second, Side.PAIR)


def _of_age(asked: Asked, name: str) -> str:
    filters = replace(asked.filters, age_groups=(name,))
    return replace(asked, filters=filters, cell=None, side=Side.TABLE).address()


def _sorted(asked: Asked, made: Table) -> list[Row]:
    if asked.sort == "name":
        return sorted(made.rows, key=lambda row: theme_tables.label(row.theme).casefold())
    return list(made.rows)


def _line(asked: Asked, row: Row, groups: list[str]) -> Line:
    by_value = {cell.value: cell for cell in row.cells}
    cells = tuple(shown(asked, by_value[value], value) for value in groups)
    undated = shown(asked, row.undated, UNDATED) if row.undated else None
    return Line(theme_tables.label(row.theme), shown(asked, row.total), cells, undated)


def _left_out(counted: Counted, question: Question) -> list[tuple[Review, str]]:
    """The reviews that would be counted but for something that is missing, and what that is."""
    _, undated, unreadable = sorted_out(counted, question)
    year = "year of publication" if question.year_of == "published" else "year of the incident"
    missing = ((undated, f"no {year} was found"), (unreadable, "not one of its documents could be read"))
    return [(one.review, why) for reviews, why in missing for one in reviews]
