"""What the annual analysis shows for an address: the table of ten, ages, agencies, what a figure opens, the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from app import words
from app.address import to_review
from app.annual import gathering
from app.annual.address import AGE, AGENCY, BEFORE, Asked
from app.annual.gathering import Evidence
from app.house import House
from app.reports import annual as report
from app.reports.annual import Analysis
from app.themes import address as theme_address
from app.themes.tables import label
from index.annual.points import Annual, Point
from index.quoting.cited import Cited
from index.recurring.table import Cell, Question
from ingest.model import Held, Review

_STEPS = 5
MOST_PASSAGES = 60
_WIDEST = 100.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on the page: its words, its step of shade, where it leads, its name, and whether it is open."""

    said: str
    step: int
    link: str
    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the picture: its figure, the period, and its width in percent of the reviews of that period."""

    shown: Shown
    said: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A learning point: a row of each table, and what is said and quoted of it."""

    point: Point
    label: str
    place: str
    now: Shown
    before: Shown
    ages: tuple[Shown, ...]
    agencies: tuple[Shown, ...]
    bars: tuple[Bar, Bar]
    said: tuple[str, ...]
    offered: tuple[tuple[Cited, bool], ...]


def made_for(house: House, asked: Asked, now: datetime) -> tuple[Evidence, Analysis]:
    """Everything that is counted for an address: the page and its exports show the same."""
    heads = gathering.heads_of(house.library) if asked.heads else None
    question = Question(
        asked.filters, None, asked.year_of, heads, hide_below=asked.hide_below, clear_only=asked.clear_only
    )
    counted = gathering.counted_in(house.library, house.counts, question, asked.years, asked.before, now)
    evidence = gathering.evidence_in(house.library, counted, lambda: house.recommending)
    return evidence, gathering.analysis_of(house.library, evidence, asked.use, now)


def form(house: House, asked: Asked) -> dict[str, Any]:
    """What the form needs, whatever is in scope."""
    found = theme_address.choices(house.counts.current(), house.boards())
    return {
        "choices": found,
        "has_heads": asked.heads or gathering.heads_of(house.library) is not None,
        "known": [str(year) for year in _known(house)],
    }


def values(house: House, asked: Asked) -> dict[str, Any]:
    """What ``annual.html`` needs beside the form. Raises as ``made_for`` does."""
    evidence, made = made_for(house, asked, datetime.now(UTC))
    annual = made.annual
    agencies = report.foremost(annual)
    opened = _cell(asked, annual)
    return {
        "annual": annual,
        "scope": report.scope_line(annual),
        "lines": [_line(asked, point, agencies, evidence, made) for point in annual.points],
        "ages": [(report.age(value), number) for value, number in annual.ages],
        "agencies": [(report.agency(name), dict(annual.agencies)[name]) for name in agencies],
        "told_apart": any(point.change in report.SPOKEN_OF for point in annual.points),
        "changes": report.CHANGES,
        "place_before": report.place_before,
        "opened_in": _part(asked),
        "opened": _opened(asked, annual, opened),
        "passages": _passages(house, opened),
        "unshown": max(0, (opened.reviews or 0) - MOST_PASSAGES) if opened else 0,
        "back": _name(*asked.cell) if asked.cell else "",
        "listed": [one.text for one in (*report.listed(annual), *report.comparison(annual))] if annual.points else [],
        "left_out": [one.text for one in report.left_out(annual)],
        "caveats": [one.text for one in report.caveats(annual)],
        "command": made.command,
        "picked": made.picked,
        "unpicked": replace(asked, use=(), cell=None).address(),
        "others": [(label(point.theme), report.figure(point.now)) for point in annual.others],
        "export": asked.query(),
        "compared": made.families is not None,
        "sides": (str(annual.period.years), str(annual.before.years)),
    }


def _known(house: House) -> Sequence[int]:
    return sorted({one.review.year for one in house.counts.current().reviews if one.review.year})


def _line(asked: Asked, point: Point, agencies: Sequence[str], evidence: Evidence, made: Analysis) -> Line:
    by_agency = {cell.value: cell for cell in point.agencies}
    now, before = _shown(asked, point.now, ""), _shown(asked, point.before, BEFORE)
    years = (made.annual.period.years, made.annual.before.years)
    standing = {one.passage.id for one in made.quotes[point.theme]}
    families = (made.families or {}).get(point.theme)
    return Line(
        point,
        label(point.theme),
        report.place(point),
        now,
        before,
        tuple(_shown(asked, cell, f"{AGE}{cell.value}") for cell in point.ages),
        tuple(_shown(asked, by_agency[name], f"{AGENCY}{name}") for name in agencies),
        (_bar(now, point.now, str(years[0])), _bar(before, point.before, str(years[1]))),
        tuple(one.text for one in report.point_said(point, families)),
        tuple((one, one.passage.id in standing) for one in _in_order(evidence, made, point)),
    )


def _in_order(evidence: Evidence, made: Analysis, point: Point) -> Iterator[Cited]:
    """The quotes that stand, in their order, then the others that are offered."""
    standing = made.quotes[point.theme]
    yield from standing
    yield from (one for one in evidence.offered[point.theme] if one not in standing)


def _shown(asked: Asked, cell: Cell, group: str) -> Shown:
    name, said = _name(cell.theme, group), report.figure(cell)
    if not cell.reviews:
        return Shown(said, 0, "", name, open=False)
    step = min(_STEPS, -(-_STEPS * cell.reviews // max(1, cell.of)))
    link = asked.at(cell.theme, group).address() + "#opened"
    return Shown(said, step, link, name, asked.cell == (cell.theme, group))


def _bar(shown: Shown, cell: Cell, years: str) -> Bar:
    return Bar(shown, f"{shown.said} in {years}", _WIDEST * (cell.reviews or 0) / max(1, cell.of))


def _name(theme: str, group: str) -> str:
    """A figure's name on the page; the browser's script finds it again by it."""
    return f"at-{theme}-{group}".replace(" ", "_").replace(":", "-")


def _cell(asked: Asked, annual: Annual) -> Cell | None:
    """The figure that is open, where it is there and not hidden."""
    theme, group = asked.cell or ("", "")
    point = next((point for point in annual.points if point.theme == theme), None)
    if point is None:
        return None
    cells = {
        "": point.now,
        BEFORE: point.before,
        **{f"{AGE}{cell.value}": cell for cell in point.ages},
        **{f"{AGENCY}{cell.value}": cell for cell in point.agencies},
    }
    cell = cells.get(group)
    return cell if cell and cell.reviews else None


def _part(asked: Asked) -> str:
    """Under which table passages are opened."""
    group = asked.cell[1] if asked.cell else ""
    return "ages" if group.startswith(AGE) else "agencies" if group.startswith(AGENCY) else ""


def _opened(asked: Asked, annual: Annual, cell: Cell | None) -> str:
    if cell is None:
        return ""
    group = asked.cell[1] if asked.cell else ""
    side = annual.before if group == BEFORE else annual.period
    named = report.age(cell.value or "") if group.startswith(AGE) else report.agency(cell.value or "")
    where = f", {named}" if cell.value else ""
    years = report.when(side.years, annual.question.year_of)
    return f"{label(cell.theme)}{where}: {cell.reviews} of {words.count(cell.of, 'review')} {years}"


def _passages(house: House, cell: Cell | None) -> list[tuple[Review, Held, str]]:
    """The weightiest finding, lesson or recommendation of each review that a figure counts."""
    if cell is None:
        return []
    names = cell.passages[:MOST_PASSAGES]
    held = house.library.catalogue.held_of(list(names))
    found = (held.get(passage) for passage in names)
    return [(one.review, one, to_review(one.review.id, passage=one.passage.id)) for one in found if one and one.review]
