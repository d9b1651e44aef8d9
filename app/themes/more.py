"""Beside the table of themes: pairs, thin evidence, one board beside the rest, and a theme over the years."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app import words
from app.papers.paper import Sentence
from app.papers.phrases import sentence
from app.papers.tables import Sheet, Workbook
from app.themes import tables as theme_tables
from app.themes.tables import figure, label
from index.errors import BadQuery
from index.recurring.board import BoardAndRest, beside
from index.recurring.counting import Counted
from index.recurring.pairs import Pair, pairs
from index.recurring.table import By, Cell, Question, Table, YearOf, in_scope
from index.recurring.thin import Thin, thin
from index.recurring.years import Lag, Trend, lag, trend
from ingest.vocabulary.lines import nearest

Json = dict[str, Any]

MOST_PAIRS = 30
"""Pairs on the page; exports have them all."""


@dataclass(frozen=True, slots=True)
class More:
    """``board`` and ``trend`` are there where a publisher or a theme was chosen, ``lag`` where years are counted by."""

    pairs: tuple[Pair, ...]
    thin: Thin
    lag: Lag | None = None
    board: BoardAndRest | None = None
    trend: Trend | None = None

    @property
    def shown_pairs(self) -> tuple[Pair, ...]:
        """Those that the page has room for."""
        return self.pairs[:MOST_PAIRS]


def more_of(counted: Counted, question: Question, board: str = "", theme: str = "") -> More:
    """Count. Raises ``BadQuery`` for a board that published none of the reviews, or a theme that none carries."""
    dated = question.by is By.YEAR or question.year_of is YearOf.INCIDENT or theme
    return More(
        pairs(counted, question),
        thin(counted, question),
        lag(in_scope(counted, question)[0]) if dated else None,
        beside(counted, question, _known("board", board, boards_in(counted))) if board else None,
        trend(counted, question, _known("theme", theme, themes_in(counted, question))) if theme else None,
    )


def boards_in(counted: Counted) -> list[str]:
    """The publishers of the counted reviews, by id."""
    return sorted({one.review.publisher_id for one in counted.reviews if one.review.publisher_id})


def themes_in(counted: Counted, question: Question) -> list[str]:
    """The themes that some review carries, or the heads."""
    if question.heads is not None:
        return sorted({head for heads in question.heads.values() for head in heads})
    return sorted({theme for one in counted.reviews for theme in one.themes})


def caveats(more: More) -> list[Sentence]:
    """What must be said with them."""
    said = [sentence("caveat-pairs")] if more.pairs else []
    if more.board:
        said += [sentence("caveat-beside", own=more.board.own, rest=more.board.rest), sentence("caveat-boards")]
    return [*said, sentence("caveat-years")] if more.lag else said


def options(more: More) -> dict[str, str | bool | None]:
    """The options of ``themes`` that give them again."""
    return {"board": more.board.publisher if more.board else None, "trend": more.trend.theme if more.trend else None}


def sheets(more: More, boards: Mapping[str, str]) -> tuple[Sheet, ...]:
    """A sheet for each."""
    found = [
        Sheet(
            "Pairs",
            ("Theme", "And", "Reviews with both", "Of"),
            tuple((label(one.first), label(one.second), figure(one.reviews), one.of) for one in more.pairs),
        ),
        Sheet("Thin evidence", ("What", "Name", "Reviews", "Of"), tuple(_thin(more.thin))),
    ]
    if more.board:
        found.append(_board(more.board, boards))
    if more.trend:
        found.append(_years(more.trend))
    return (*found, _lag(more.lag)) if more.lag else tuple(found)


def workbook(table: Table, more: More, boards: Mapping[str, str]) -> Workbook:
    """The table and all that stands beside it, as sheets."""
    line = theme_tables.command(table.question, options(more))
    said = [("Lag", lag_line(more.lag))] if more.lag else []
    return theme_tables.workbook(table, boards, sheets(more, boards), caveats(more), line, said)


def as_json(more: More, boards: Mapping[str, str], asked: Collection[str]) -> Json:
    """Those that are ``asked`` for by name, as JSON, with what must be said of them."""
    side = more.board
    every = {
        "pairs": [
            {"themes": [one.first, one.second], "reviews": one.reviews, "of": one.of, "hidden": one.reviews is None}
            for one in more.pairs
        ],
        "thin": {
            "themes": [{"theme": name, "reviews": number} for name, number in more.thin.themes],
            "age_groups": [{"age_group": name, "reviews": number} for name, number in more.thin.ages],
            "of": more.thin.of,
        },
        "board": side
        and {
            "publisher": side.publisher,
            "label": boards.get(side.publisher, side.publisher),
            "unnamed": side.unnamed,
            "rows": [{"theme": one.theme, "board": _short(one.own), "rest": _short(one.rest)} for one in side.rows],
        },
        "trend": more.trend and _trend(more.trend),
    }
    said = caveats(replace(more, pairs=more.pairs if "pairs" in asked else ()))
    took = {"lag": lag_json(more.lag)} if more.lag else {}
    shown = {name: value for name, value in every.items() if name in asked}
    return {**took, **shown, "caveats": [one.text for one in said]}


def lag_line(found: Lag) -> str:
    """How long reviews took: "From incident to publication: 2 years in the middle (1 to 4 years), over 20 of …"."""
    if not found.of:
        return "No review is in scope, so how long reviews took to come out cannot be said."
    if found.median is None:
        return (
            f"None of {words.count(found.of, 'review')} states both the year of the incident and that of publication."
        )
    middle = f"{found.median:g} {'year' if found.median == 1 else 'years'}"
    first, last = found.years[0][0], found.years[-1][0]
    span = "all the same" if first == last else f"{first} to {words.count(last, 'year')}"
    return (
        f"From incident to publication: {middle} in the middle ({span}), "
        f"over {found.known} of {words.count(found.of, 'review')} that state both."
    )


def _known(what: str, given: str, known: list[str]) -> str:
    if given in known:
        return given
    raise BadQuery(f"No {what} {given!r} among the reviews that are counted{nearest(given, known)}")


def _thin(found: Thin) -> list[tuple[str | int, ...]]:
    themes = [("Theme", label(name), figure(number), found.of) for name, number in found.themes]
    return [*themes, *(("Age group", words.label(name), figure(number), found.of) for name, number in found.ages)]


def _board(side: BoardAndRest, boards: Mapping[str, str]) -> Sheet:
    name = boards.get(side.publisher, side.publisher)
    header = ("Theme", f"{name}: reviews", "Of", "All other boards: reviews", "Of these")
    rows = (
        (label(one.theme), figure(one.own.reviews), one.own.of, figure(one.rest.reviews), one.rest.of)
        for one in side.rows
    )
    return Sheet("Board and rest", header, tuple(rows))


def _years(found: Trend) -> Sheet:
    header = ("Year", f"{label(found.theme)}: published in it", "Of", "Incident in it", "Of these")
    rows = (
        (one.year, figure(one.published.reviews), one.published.of, figure(one.incident.reviews), one.incident.of)
        for one in found.years
    )
    return Sheet("Years", header, tuple(rows))


def _lag(found: Lag) -> Sheet:
    return Sheet(
        "Lag", ("Years to publication", "Reviews", "Of"), tuple((took, n, found.known) for took, n in found.years)
    )


def _trend(found: Trend) -> Json:
    return {
        "theme": found.theme,
        "years": [
            {"year": one.year, "published": _short(one.published), "incident": _short(one.incident)}
            for one in found.years
        ],
        "undated": {which.value: found.undated[which] for which in YearOf},
        "lag": lag_json(found.lag),
    }


def lag_json(found: Lag) -> Json:
    """How many reviews took how many years from incident to publication."""
    return {
        "years": [{"years": took, "reviews": number} for took, number in found.years],
        "median": found.median,
        "reviews": found.known,
        "of": found.of,
    }


def _short(cell: Cell) -> Json:
    return {"reviews": cell.reviews, "clear": cell.clear, "of": cell.of, "hidden": cell.reviews is None}
