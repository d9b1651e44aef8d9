"""What an open cell, bar or point of Recurring themes shows underneath: the weightiest passage of each review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app import words
from app.address import to_review
from app.briefing import address as briefing_address
from app.house import House
from app.themes import address as theme_address
from app.themes import tables as theme_tables
from app.themes.address import Asked, Side
from app.themes.more import More
from app.themes.shown import name_of
from index.recurring.counting import Counted, CountedReview, Spot
from index.recurring.pairs import both
from index.recurring.table import UNDATED, UNKNOWN, By, Cell, Question, Table, YearOf
from index.searching.query import Filters
from ingest.model import Held, Review

MOST = 60
"""Reviews whose passages are shown; a filter brings the others up."""

_FIELDS = {
    By.AGE_GROUP: "age_groups",
    By.AGENCY: "agencies",
    By.HARM: "harms",
    By.NATION: "nations",
    By.PUBLISHER: "publishers",
    By.REVIEW_TYPE: "review_types",
    By.ROLE: "roles",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage with the theme it shows, whether the passage and its review carry it clearly, and who said so."""

    theme: str
    held: Held
    link: str
    clear: bool
    decided: bool


@dataclass(frozen=True, slots=True)
class Carrying:
    """One review that the figure counts."""

    review: Review
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The figure in words, its reviews, how many more there are, its name on the page, a search in them, a briefing."""

    said: str
    reviews: tuple[Carrying, ...]
    unshown: int
    back: str
    search: str
    briefing: str


def opened(house: House, asked: Asked, counted: Counted, made: Table, more: More) -> Opened | None:
    """What the address opens; ``None`` where that holds no figure now, or a hidden one."""
    if asked.cell is None:
        return None
    cells = tuple(cell for cell in _cells(asked, counted, made, more) if cell.reviews)
    if not cells:
        return None
    first, *_ = cells
    ranked = [one for one, _ in first.ranked[:MOST]]
    spots = {(one.review.id, cell.theme): cell.spot(carried) for cell in cells for one, carried in cell.carriers}
    return Opened(
        _said(asked, cells, made.question, house.boards()),
        _carrying(house, ranked, [cell.theme for cell in cells], spots),
        max(0, (first.reviews or 0) - MOST),
        name_of(*asked.cell, asked.side),
        _search(asked, first),
        _briefing(asked, first),
    )


def _cells(asked: Asked, counted: Counted, made: Table, more: More) -> Sequence[Cell]:
    """The cells that are open: one, or one for each theme of a pair."""
    theme, value = asked.cell or ("", "")
    if asked.side in (Side.TABLE, Side.BAR, Side.THIN):
        return _of_table(made, theme, value)
    if asked.side is Side.PAIR:
        known = any((one.first, one.second) == (theme, value) for one in more.shown_pairs)
        return (both(counted, made.question, theme, value) or ()) if known else ()
    if asked.side in (Side.OWN, Side.REST):
        rows = more.board.rows if more.board else ()
        return [one.own if asked.side is Side.OWN else one.rest for one in rows if one.theme == theme]
    which = asked.year_of.value if asked.side is Side.POINT else asked.side.value
    years = more.trend.years if more.trend and more.trend.theme == theme else ()
    return [getattr(one, which) for one in years if str(one.year) == value]


def _of_table(made: Table, theme: str, value: str) -> Sequence[Cell]:
    row = next((row for row in made.rows if row.theme == theme), None)
    if row is None:
        return ()
    apart = (row.undated,) if row.undated else ()
    return (row.total,) if not value else [cell for cell in (*row.cells, *apart) if cell.value == value]


def _said(asked: Asked, cells: Sequence[Cell], question: Question, boards: dict[str, str]) -> str:
    cell = cells[0]
    name = " and ".join(theme_tables.label(one.theme) for one in cells)
    where = {
        Side.OWN: boards.get(asked.board, asked.board),
        Side.REST: "all other boards",
        Side.PUBLISHED: f"published in {cell.value}",
        Side.INCIDENT: f"incident in {cell.value}",
        Side.POINT: f"{'incident' if asked.year_of == 'incident' else 'published'} in {cell.value}",
    }.get(asked.side, theme_tables.group(question, cell.value, boards) if cell.value else "")
    sure = "" if len(cells) > 1 or cell.clear is None else f", {cell.clear} clearly and {cell.possible} possibly"
    return f"{name}{f', {where}' if where else ''}: {cell.reviews} of {words.count(cell.of, 'review')}{sure}"


def _carrying(
    house: House, reviews: Sequence[CountedReview], themes: Sequence[str], spots: dict[tuple[str, str], Spot]
) -> tuple[Carrying, ...]:
    shown = {(one.review.id, theme): spots[one.review.id, theme] for one in reviews for theme in themes}
    held = house.library.catalogue.held_of(list(dict.fromkeys(spot.passage for spot in shown.values())))
    found = []
    for one in reviews:
        pieces = tuple(
            Piece(theme, held[spot.passage], to_review(one.review.id, passage=spot.passage), spot.clear, spot.decided)
            for theme in themes
            if (spot := shown[one.review.id, theme]).passage in held
        )
        found.append(Carrying(one.review, pieces))
    return tuple(one for one in found if one.pieces)


def _search(asked: Asked, cell: Cell) -> str:
    """The Search page, limited to the theme and the group of a cell; empty where a search knows no such limit."""
    question = cell.question
    field = _FIELDS.get(question.by) if question.by else None
    if question.heads is not None or asked.side not in (Side.TABLE, Side.BAR, Side.THIN):
        return ""
    limits: dict[str, tuple[str, ...]] = {"themes": (cell.theme,)}
    if cell.value and (field is None or cell.value in (UNKNOWN, UNDATED)):
        return ""
    if cell.value and field:
        limits[field] = (cell.value,)
    filters: Filters = replace(asked.filters, **limits)  # type: ignore[arg-type]
    return theme_address.to_search(replace(asked, filters=filters))


def _briefing(asked: Asked, cell: Cell) -> str:
    """A briefing on the theme of a cell and its group; empty where it has no such scope, or would show what is hidden.

    A briefing reads every part of a review, so a limit to some parts is not taken along.
    """
    question, value = cell.question, cell.value
    if question.heads is not None or question.hide_below or asked.side not in (Side.TABLE, Side.BAR, Side.THIN):
        return ""
    limits: dict[str, object] = {"themes": (cell.theme,), "roles": ()}
    if value in (UNKNOWN, UNDATED):
        return ""
    if value and question.by is By.YEAR and asked.year_of is YearOf.PUBLISHED:
        limits |= {"from_year": int(value), "to_year": int(value)}
    elif value and question.by in _FIELDS and question.by is not By.ROLE:
        limits[_FIELDS[question.by]] = (value,)
    elif value:
        return ""
    return briefing_address.Asked(replace(asked.filters, **limits)).address()  # type: ignore[arg-type]
