"""The annual analysis: the ten most frequent learning points of a period, beside the period before.

Every figure stands with its denominator, every place with those that share it, and a change is spoken of only where the
numbers bear it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from app import repeat, words
from app.papers import charts, cite, theme_error
from app.papers.cite import Retrieved
from app.papers.paper import Block, Heading, Paper, Paragraph, Picture, Points, Prompt, Sentence, Table
from app.papers.phrases import sentence
from app.papers.references import Reference
from app.themes.tables import label
from index.annual.points import MOST, SMALL, Annual, Change, Point, Years
from index.annual.quotes import MOST_WORDS
from index.quoting.cited import Cited
from index.recurring.table import UNKNOWN, Cell, YearOf

if TYPE_CHECKING:
    from index.recommendations.recommending import Family

AGENCIES = 5
"""Agencies that stand in the table, those that most points name first; the workbook has them all."""

CHANGES = {
    Change.NOTHING_BEFORE: "nothing to compare",
    Change.HIDDEN: "hidden",
    Change.FEW: "too few to say",
    Change.MORE: "larger share",
    Change.FEWER: "smaller share",
    Change.ALIKE: "no clear difference",
}
"""A change in words, for a cell of a table."""

SPOKEN_OF = {Change.MORE: "annual-more", Change.FEWER: "annual-fewer", Change.ALIKE: "annual-alike"}
"""The phrases of changes that the numbers bear speaking of."""


@dataclass(frozen=True, slots=True)
class Families:
    """What other reviews recommend as well as those of the period, most reviews first; ``of`` reviews were searched."""

    found: tuple[Family, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an annual analysis is made of, and how it is made again. ``picked`` says that a person chose the quotes."""

    annual: Annual
    quotes: Mapping[str, Sequence[Cited]]
    families: Mapping[str, Families] | None
    references: tuple[Reference, ...]
    made: datetime
    command: str
    picked: bool = False


def analysis(made: Analysis) -> Paper:
    """The whole analysis."""
    annual = made.annual
    parts: tuple[Block, ...] = (*_opening(annual),)
    if annual.points:
        parts = (*parts, *_most(annual), *_by_age(annual), *_by_agency(annual), *_said(made))
    return Paper(
        f"Annual analysis: learning points of {annual.period.years}",
        f"The ten most frequent, beside {annual.before.years}, {words.day(made.made.date().isoformat())}",
        (*parts, *_gaps(annual), *_closing(made)),
        keywords=("annual analysis", "learning points", str(annual.period.years)),
    )


def when(years: Years, which: YearOf) -> str:
    """Which reviews are of a period: "published in 2018", "of incidents in 2016 to 2018"."""
    verb = "published" if which is YearOf.PUBLISHED else "of incidents"
    return f"{verb} in {years}" if years.number == 1 else f"{verb} from {years}"


def scope_line(annual: Annual) -> str:
    """What was counted, in one line: "2 reviews published in 2018, beside 1 review published in 2017"."""
    which = annual.question.year_of
    sides = [
        f"{words.count(side.reviews, 'review')} {when(side.years, which)}" for side in (annual.period, annual.before)
    ]
    line = f"{sides[0]}, beside {sides[1]}"
    unread = annual.period.unread + annual.before.unread + annual.unread
    missing = [f"{n} {name}" for n, name in ((annual.undated, "undated"), (unread, "unreadable")) if n]
    if missing:
        line += f"; {' and '.join(missing)} {'is' if annual.undated + unread == 1 else 'are'} not counted"
    return line


def bibliography(quotes: Mapping[str, Sequence[Cited]], retrieved: Retrieved) -> tuple[Reference, ...]:
    """The references of these quotes."""
    every = (one for found in quotes.values() for one in found)
    return tuple(cite.bibliography(((one.document, one.review) for one in every), retrieved))


def command(annual: Annual, more: Mapping[str, str | bool | None] = {}) -> str:
    """The command that makes the same again, whatever the year in which it is run."""
    question, years, before = annual.question, annual.period.years, annual.before.years
    options: dict[str, str | int | bool | None] = {}
    for first, last, one, side in (("from", "to", "year", years), ("against-from", "against-to", "against", before)):
        options |= {one: side.first} if side.number == 1 else {first: side.first, last: side.last}
    options |= {
        "year-of": question.year_of.value if question.year_of is not YearOf.PUBLISHED else None,
        "heads": question.heads is not None,
        "clear-only": question.clear_only,
        "hide-below": question.hide_below,
        **more,
    }
    return repeat.command("annual", question.filters, options)


def about(made: Analysis) -> list[tuple[str, str]]:
    """What stands on the first sheet of the figures: what was asked and counted, caveats, and the command."""
    annual = made.annual
    which = annual.question.year_of
    return [
        ("Question", f"Learning points of reviews {when(annual.period.years, which)}"),
        ("Beside", f"Reviews {when(annual.before.years, which)}"),
        ("Filters", repeat.in_words(annual.question.filters)),
        *(("Counted", one.text) for one in (*counted(annual), *left_out(annual))),
        *(("Caveat", one.text) for one in caveats(annual)),
        ("Command", made.command),
    ]


def counted(annual: Annual) -> list[Sentence]:
    """What is in scope."""
    which = annual.question.year_of
    return [
        sentence(
            "annual-scope",
            reviews=annual.period.reviews,
            period=when(annual.period.years, which),
            before=annual.before.reviews,
            earlier=when(annual.before.years, which),
        ),
        sentence("annual-revision", revision=str(annual.revision)),
    ]


def left_out(annual: Annual) -> list[Sentence]:
    """What was not counted, and why."""
    now, before = annual.period, annual.before
    said = [
        sentence("scope-undated", undated=annual.undated),
        sentence("annual-unread", now=now.unread, before=before.unread, neither=annual.unread),
        sentence("annual-silent", now=(now.silent, now.reviews), before=(before.silent, before.reviews)),
    ]
    return [*said, sentence("annual-concealed", points=annual.concealed)] if annual.question.hide_below > 1 else said


def caveats(annual: Annual) -> list[Sentence]:
    """What travels with every figure."""
    question = annual.question
    said = [sentence("caveat-published"), sentence("caveat-years")]
    said.append(theme_error.decided(sum(point.now.decided for point in annual.points)))
    said += [theme_error.caveat(clear_only=question.clear_only), sentence("annual-measured")]
    if question.filters.publishers:
        said.append(sentence("caveat-boards"))
    if question.hide_below > 1:
        said.append(sentence("caveat-hidden", below=question.hide_below))
    return said


def comparison(annual: Annual) -> list[Sentence]:
    """How far the two periods can be compared."""
    if not annual.before.reviews:
        return [sentence("annual-nothing-before", earlier=when(annual.before.years, annual.question.year_of))]
    said = []
    if min(annual.period.reviews, annual.before.reviews) < SMALL:
        said.append(sentence("annual-few", small=SMALL))
    else:
        said.append(sentence("annual-compared"))
    if annual.period.years.number != annual.before.years.number:
        said.append(sentence("annual-lengths", now=annual.period.years.number, before=annual.before.years.number))
    return said


def figure(cell: Cell) -> str:
    """A figure with its denominator, or that it is hidden."""
    return f"{'few' if cell.reviews is None else cell.reviews} of {cell.of}"


def place(point: Point) -> str:
    """A place, and whether others have it."""
    return _placed(point.place, point.shared)


def place_before(point: Point) -> str:
    """The place in the period before."""
    if point.place_before is not None:
        return _placed(point.place_before, point.shared_before)
    return {Change.NOTHING_BEFORE: "no reviews", Change.HIDDEN: "hidden"}.get(point.change, "not found")


def _placed(place: int, shared: bool) -> str:
    return f"{place}, shared" if shared else str(place)


def age(value: str) -> str:
    """An age group in words."""
    return "Age not stated" if value == UNKNOWN else words.label(value)


def agency(value: str) -> str:
    """An agency in words."""
    return words.named("agencies", value)


def foremost(annual: Annual) -> list[str]:
    """The agencies that stand in the table."""
    weights = {name: 0 for name, _ in annual.agencies}
    for cell in (cell for point in annual.points for cell in point.agencies):
        weights[cell.value or ""] += cell.reviews or 0
    named = [name for name, number in weights.items() if number]
    return sorted(named, key=lambda name: (-weights[name], agency(name)))[:AGENCIES]


def point_said(point: Point, families: Families | None) -> list[Sentence]:
    """What is counted of one learning point."""
    reviews, clear, possible = (point.now.reviews or 0, point.now.of), point.now.clear, point.now.possible
    if clear is None or possible is None:
        said = [sentence("annual-point-plain", now=reviews)]
    else:
        said = [sentence("annual-point", now=reviews, clear=clear, possible=possible)]
    said += _beside(point)
    if families and families.found:
        best = families.found[0]
        years = words.years(best.years)
        most = (len(best.reviews), families.of)
        said.append(sentence("annual-families", families=len(families.found), most=most, years=years))
    return said


def _beside(point: Point) -> Iterator[Sentence]:
    if point.change is Change.NOTHING_BEFORE:
        return
    if point.before.reviews is None:
        yield sentence("annual-before-hidden")
        return
    yield sentence("annual-before", before=(point.before.reviews, point.before.of))
    if point.change in SPOKEN_OF:
        yield sentence(SPOKEN_OF[point.change])
    if point.again:
        placed = sentence("annual-again", most=MOST, place=point.place_before or 0)
        yield sentence("annual-again-shared", place=point.place_before or 0) if point.shared_before else placed
    else:
        yield sentence("annual-not-again", most=MOST)


def _opening(annual: Annual) -> Iterator[Block]:
    yield Heading(1, "In short")
    said = [sentence("annual-asked", period=when(annual.period.years, annual.question.year_of))]
    if annual.question.heads is not None:
        said.append(sentence("annual-heads"))
    said.append(counted(annual)[0])
    if annual.points:
        said += listed(annual)
    else:
        said.append(sentence("annual-none"))
    trust = [sentence("caveat-at-end")] if annual.points else []
    yield Paragraph((*said, *comparison(annual), sentence("caveat-published"), *trust))


def listed(annual: Annual) -> list[Sentence]:
    """How many points are listed of how many, and that the last place is shared with some that are not."""
    if not annual.others:
        return [sentence("annual-all", points=len(annual.points))]
    every = len(annual.points) + len(annual.others)
    said = [sentence("annual-found", points=every, listed=len(annual.points))]
    tied, left = annual.tied
    return [*said, sentence("annual-tied", tied=tied, left=left)] if left else said


def _most(annual: Annual) -> Iterator[Block]:
    now, before = str(annual.period.years), str(annual.before.years)
    yield Heading(1, "The most frequent learning points")
    names = [label(point.theme) for point in annual.points]
    sides = [[(cell.reviews, cell.of) for cell in cells] for cells in zip(*_pairs(annual), strict=True)]
    told = "; ".join(
        f"{name}: {figure(point.now)} in {now}, {figure(point.before)} in {before}"
        for name, point in zip(names, annual.points, strict=True)
    )
    caption = f"Reviews that carry each learning point: {now}, and {before}"
    told_apart = any(point.change in SPOKEN_OF for point in annual.points)
    rows = tuple(
        (
            label(point.theme),
            place(point),
            figure(point.now),
            "few" if point.now.clear is None else str(point.now.clear),
            figure(point.before),
            place_before(point),
            *((CHANGES[point.change],) if told_apart else ()),
        )
        for point in annual.points
    )
    header: tuple[str, ...] = ("Learning point", "Place", f"Reviews, {now}", "Clearly")
    header = (*header, f"Reviews, {before}", "Place then")
    widths: tuple[float, ...] = (2.4, 0.9, 1.1, 0.8, 1.1, 0.9)
    if told_apart:
        header, widths = (*header, "Change"), (*widths, 1)
    yield Table("The most frequent learning points, by number of reviews", header, rows, widths)
    yield Picture(charts.pairs(names, sides[0], sides[1], (now, before)), caption, f"{told}.")


def _pairs(annual: Annual) -> list[tuple[Cell, Cell]]:
    return [(point.now, point.before) for point in annual.points]


def _by_age(annual: Annual) -> Iterator[Block]:
    yield Heading(1, "By the child’s age")
    yield Paragraph((sentence("brief-ages"), *_small(annual)))
    header = ("Learning point", *(age(value) for value, _ in annual.ages))
    rows = tuple((label(point.theme), *(figure(cell) for cell in point.ages)) for point in annual.points)
    yield Table("Learning points by the child’s age, by number of reviews", header, rows, _widths(header))


def _by_agency(annual: Annual) -> Iterator[Block]:
    shown = foremost(annual)
    yield Heading(1, "By agency")
    if not shown:
        yield Paragraph((sentence("annual-no-agencies"),))
        return
    yield Paragraph((sentence("annual-agencies", listed=len(shown)), *_small(annual)))
    header = ("Learning point", *(agency(name) for name in shown))
    rows = tuple(
        (label(point.theme), *(figure({cell.value: cell for cell in point.agencies}[name]) for name in shown))
        for point in annual.points
    )
    yield Table("Learning points by agency named with them, by number of reviews", header, rows, _widths(header))


def _widths(header: Sequence[str]) -> tuple[float, ...]:
    return (1.45, *(1 for _ in header[1:]))


def _small(annual: Annual) -> list[Sentence]:
    return [sentence("brief-small")] if annual.period.reviews < SMALL else []


def _said(made: Analysis) -> Iterator[Block]:
    yield Heading(1, "What the reviews said")
    if made.families is None:
        yield Paragraph((sentence("annual-no-families"),))
    for point in made.annual.points:
        yield Heading(2, label(point.theme))
        yield Paragraph(tuple(point_said(point, (made.families or {}).get(point.theme))))
        for cited in made.quotes[point.theme]:
            yield cite.quote(cited, cite.lead_of(cited.passage))


def _gaps(annual: Annual) -> Iterator[Block]:
    yield Heading(1, "What is not counted")
    yield Points((*left_out(annual), sentence("annual-absence")))
    yield Prompt(
        "Which of these points were learned here before, what was done about them, and why was it not sustained?"
    )


def _closing(made: Analysis) -> Iterator[Block]:
    annual = made.annual
    if made.references:
        yield Heading(1, "References")
        yield Points(tuple(sentence("reference", line=one.line) for one in made.references))
    yield Heading(1, "How this analysis was made")
    quoting = sentence("brief-picked" if made.picked else "annual-quoted", most=MOST_WORDS)
    yield Points(
        (
            sentence("annual-places"),
            counted(annual)[1],
            sentence("made-filters", filters=repeat.in_words(annual.question.filters)),
            quoting,
            sentence("made-command", command=made.command),
            sentence("made-on", day=words.day(made.made.date().isoformat()), version=version("commonthread")),
            *caveats(annual)[1:],
        )
    )
