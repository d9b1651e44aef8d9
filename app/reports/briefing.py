"""The thematic briefing: what reviews show on a theme, in figures with their denominators and exact quotes.

Two to four pages for a board. What connects the quotes is counted; what it means for one's own services is left to a
person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from app import repeat, words
from app.papers import charts, cite, theme_error
from app.papers.cite import Retrieved
from app.papers.paper import Block, Heading, Paper, Paragraph, Picture, Points, Prompt, Sentence, Table
from app.papers.phrases import sentence
from app.papers.references import Reference
from app.papers.scoped import counted_scope
from index.quoting.briefing_evidence import Evidence, Excerpt, Figure, Section
from index.quoting.excerpts import MOST_WORDS
from index.recurring.table import UNKNOWN

_FEW = 3
_SMALL = 30
_AGENCIES = 6
_ASKED = 3

HEADINGS = {
    Section.FINDINGS: "What the reviews found",
    Section.RECOMMENDATIONS: "What was recommended, and to whom",
    Section.VOICES: "What children and families said",
    Section.GOOD_PRACTICE: "Good practice",
    Section.AGAINST: "What speaks against it",
}
"""The heading of each part that quotes."""

_STATED = {
    Section.FINDINGS: ("brief-findings", "brief-no-findings"),
    Section.RECOMMENDATIONS: ("brief-recommended", "brief-no-recommended"),
    Section.VOICES: ("brief-voices", "brief-no-voices"),
    Section.GOOD_PRACTICE: ("brief-good", "brief-no-good"),
}


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a briefing is made of: the evidence, the quotes that stand in each part, and how it is made again.

    ``picked`` says that a person chose the quotes.
    """

    evidence: Evidence
    quotes: Mapping[Section, Sequence[Excerpt]]
    references: tuple[Reference, ...]
    made: datetime
    command: str
    picked: bool = False


def briefing(made: Briefing, *, drawn: bool = True) -> Paper:
    """The whole briefing; on a screen that shows the tables it need not be ``drawn``."""
    theme = theme_of(made.evidence)
    day = words.day(made.made.date().isoformat())
    parts = (*_opening(made), *_closing(made))
    if made.evidence.carriers:
        shown = _shown(made.evidence, drawn=drawn)
        parts = (*_opening(made), *shown, *_quoted(made), *_left(made), *_closing(made))
    return Paper(
        f"Thematic briefing: {theme}",
        f"From {words.count(made.evidence.scope.reviews, 'published review')} in scope, {day}",
        parts,
        keywords=("thematic briefing", *made.evidence.themes),
    )


def theme_of(evidence: Evidence) -> str:
    """What the briefing is about, in words."""
    return " or ".join(_named(evidence))


def _named(evidence: Evidence) -> list[str]:
    return [words.named("themes", theme) for theme in evidence.themes]


def bibliography(quotes: Mapping[Section, Sequence[Excerpt]], retrieved: Retrieved) -> tuple[Reference, ...]:
    """The references of these quotes."""
    every = (one.cited for found in quotes.values() for one in found)
    return tuple(cite.bibliography(((cited.document, cited.review) for cited in every), retrieved))


def about(made: Briefing) -> list[tuple[str, str]]:
    """What stands on the first sheet of the figures: what was asked and counted, caveats, and the command."""
    evidence = made.evidence
    return [
        ("Theme", theme_of(evidence)),
        ("Filters", repeat.in_words(evidence.filters)),
        *(("Counted", one.text) for one in _counted(evidence)),
        *(("Caveat", one.text) for one in caveats(evidence)),
        ("Command", made.command),
    ]


def caveats(evidence: Evidence) -> list[Sentence]:
    """What travels with every figure."""
    found = [sentence("caveat-published")]
    if evidence.decided:
        found.append(sentence("caveat-decided", decided=(evidence.decided, len(evidence.carriers))))
    elif evidence.carriers:
        found.append(sentence("caveat-undecided"))
    found.append(theme_error.caveat())
    if evidence.filters.publishers:
        found.append(sentence("caveat-boards"))
    return found


def _opening(made: Briefing) -> Iterator[Block]:
    evidence, scope = made.evidence, made.evidence.scope
    number = len(evidence.carriers)
    themes = len(evidence.themes)
    asked = sentence("brief-asked", theme=theme_of(evidence))
    if themes > 1:
        asked = sentence("brief-asked-any", number=themes, themes="; ".join(_named(evidence)))
    years = words.years(scope.years)
    found = [asked, sentence("brief-scope", reviews=scope.reviews, years=years), _strength(evidence)]
    found += _in_parts(evidence)
    if 0 < number < _FEW:
        found.append(sentence("brief-few"))
    yield Heading(1, "In short")
    trust = [sentence("caveat-at-end")] if number else []
    yield Paragraph((*found, sentence("caveat-published"), *trust))


def _strength(evidence: Evidence) -> Sentence:
    number = len(evidence.carriers)
    found = (number, evidence.scope.reviews)
    if not number:
        return sentence("brief-none")
    if evidence.clear == number:
        return sentence("brief-found-clear", found=found)
    if not evidence.clear:
        return sentence("brief-found-possible", found=found)
    return sentence("brief-found", found=found, clear=evidence.clear, possible=number - evidence.clear)


def _in_parts(evidence: Evidence) -> Iterator[Sentence]:
    found, recommended = (len(evidence.in_role[one]) for one in (Section.FINDINGS, Section.RECOMMENDATIONS))
    if found and recommended:
        yield sentence("brief-short", found=found, recommended=recommended)
    elif found:
        yield sentence("brief-short-found", found=found)
    elif recommended:
        yield sentence("brief-short-recommended", recommended=recommended)


def _shown(evidence: Evidence, *, drawn: bool) -> Iterator[Block]:
    yield Heading(1, "How often it was found")
    small = (sentence("brief-small"),) if evidence.scope.reviews < _SMALL else ()
    yield Paragraph((sentence("brief-ages"), *small))
    known = [figure for figure in evidence.ages if figure.of]
    if drawn:
        yield _picture(known)
    yield _table("Reviews with the theme, by the child's age", "Age", [(_age(figure), figure) for figure in known])
    yield _table(
        "Reviews with the theme, by year of publication",
        "Published",
        [("Year not stated" if figure.value == UNKNOWN else figure.value, figure) for figure in evidence.periods],
    )


def _picture(known: Sequence[Figure]) -> Picture:
    ages = [_age(figure) for figure in known]
    reviews, of = [figure.reviews for figure in known], [figure.of for figure in known]
    said = "; ".join(f"{age}: {number} of {whole}" for age, number, whole in zip(ages, reviews, of, strict=True))
    caption = "Reviews with the theme, of all of the age; the figures stand in the table below"
    return Picture(charts.bars(ages, reviews, of, "Reviews"), caption, f"{said}.")


def _table(caption: str, name: str, figures: Sequence[tuple[str, Figure]]) -> Table:
    rows = tuple((label, f"{one.reviews} of {one.of}", str(one.clear)) for label, one in figures)
    return Table(caption, (name, "Reviews", "Of these clearly"), rows, (3, 1, 1))


def _age(figure: Figure) -> str:
    return "Age not stated" if figure.value == UNKNOWN else words.label(figure.value)


def _quoted(made: Briefing) -> Iterator[Block]:
    for section in (Section.FINDINGS, Section.RECOMMENDATIONS, Section.VOICES, Section.GOOD_PRACTICE):
        yield Heading(1, HEADINGS[section])
        yield Paragraph(tuple(_stated(made, section)))
        if section is Section.RECOMMENDATIONS:
            yield from _to_whom(made.evidence)
        yield from _quotes(made, section)
    yield from _against(made)


def _stated(made: Briefing, section: Section) -> Iterator[Sentence]:
    """How many of those with the theme speak of it in the part, and why nothing is quoted where nothing is."""
    some, none = _STATED[section]
    stated, carriers = len(made.evidence.in_role[section]), len(made.evidence.carriers)
    if not stated:
        yield sentence(none, carriers=carriers)
        return
    yield sentence(some, stated=(stated, carriers))
    if not made.quotes[section]:
        yield sentence("brief-nothing-quoted" if made.evidence.offered[section] else "brief-nothing-fit")


def _quotes(made: Briefing, section: Section) -> Iterator[Block]:
    for one in made.quotes[section]:
        yield cite.quote(one.cited, lead_of(one))


def lead_of(one: Excerpt) -> str | None:
    """What stands above a quote: what it is, and whom it asks."""
    if one.section in (Section.VOICES, Section.GOOD_PRACTICE):
        return None
    asked = ", ".join(_agency(name) for name in one.agencies)
    return cite.lead_of(one.cited.passage) + (f", to {asked}" if asked else "")


def _agency(name: str) -> str:
    return words.named("agencies", name)


def _to_whom(evidence: Evidence) -> Iterator[Block]:
    asked = [one for one in evidence.agencies if one.asked][:_ASKED]
    of = len(evidence.in_role[Section.RECOMMENDATIONS])
    if asked:
        yield Paragraph((sentence("brief-to-whom"),))
        yield Points(tuple(sentence("brief-asks", agency=_agency(one.agency), asked=(one.asked, of)) for one in asked))
    elif of:
        yield Paragraph((sentence("brief-to-nobody"),))


def _against(made: Briefing) -> Iterator[Block]:
    evidence = made.evidence
    yield Heading(1, HEADINGS[Section.AGAINST])
    without = evidence.scope.reviews - len(evidence.carriers)
    found = [sentence("brief-everywhere", reviews=evidence.scope.reviews)]
    if without:
        found = [sentence("brief-without", without=(without, evidence.scope.reviews))]
    if evidence.looked:
        found.append(sentence("brief-looked", looked=evidence.looked))
        outcome = "brief-nothing-quoted" if evidence.offered[Section.AGAINST] else "brief-no-against"
        found.append(sentence("brief-against" if made.quotes[Section.AGAINST] else outcome))
    yield Paragraph(tuple(found))
    yield from _quotes(made, Section.AGAINST)


def _left(made: Briefing) -> Iterator[Block]:
    evidence = made.evidence
    yield Heading(1, "Gaps")
    yield Points((*_thin_ages(evidence), _answered(evidence), sentence("scoping-absence")))
    yield Heading(1, "Implications by agency")
    yield from _agencies(evidence)
    yield Prompt("What does this mean for our own services, who will act on it, and how will it be known?")


def _thin_ages(evidence: Evidence) -> Iterator[Sentence]:
    known = [one for one in evidence.ages if one.value != UNKNOWN]
    for phrase, groups in (
        ("brief-no-ages", [words.term(one.value) for one in known if not one.of]),
        ("brief-thin-ages", [words.term(one.value) for one in known if one.of and one.reviews < _FEW]),
    ):
        if groups:
            yield sentence(phrase, groups="; ".join(groups))


def _answered(evidence: Evidence) -> Sentence:
    if evidence.answered:
        return sentence("brief-answered", answered=(evidence.answered, len(evidence.carriers)))
    return sentence("brief-not-answered", carriers=len(evidence.carriers))


def _agencies(evidence: Evidence) -> Iterator[Block]:
    if not evidence.agencies:
        yield Paragraph((sentence("brief-no-agencies"),))
        return
    number = len(evidence.carriers)
    yield Paragraph((sentence("brief-agencies", carriers=number),))
    rows = tuple(
        (_agency(one.agency), *(f"{count} of {number}" for count in (one.named, one.found, one.asked)))
        for one in evidence.agencies[:_AGENCIES]
    )
    header = ("Agency", "Named with the theme", "In a finding or lesson", "Asked to act")
    some = (
        f"; {len(rows)} of the {len(evidence.agencies)} agencies that are named"
        if evidence.agencies[_AGENCIES:]
        else ""
    )
    yield Table(f"Agencies and the theme, by number of reviews{some}", header, rows, (2.2, 1, 1, 1))


def _closing(made: Briefing) -> Iterator[Block]:
    if made.references:
        yield Heading(1, "References")
        yield Points(tuple(sentence("reference", line=one.line) for one in made.references), small=True)
    yield Heading(1, "How this briefing was made")
    quoting = sentence("brief-picked" if made.picked else "brief-quoted", most=MOST_WORDS)
    yield Points(
        (
            *_counted(made.evidence),
            sentence("made-filters", filters=repeat.in_words(made.evidence.filters)),
            *((quoting,) if made.evidence.carriers else ()),
            sentence("made-command", command=made.command),
            sentence("made-on", day=words.day(made.made.date().isoformat()), version=version("commonthread")),
            *caveats(made.evidence),
        ),
        small=True,
    )


def _counted(evidence: Evidence) -> list[Sentence]:
    scope = evidence.scope
    return counted_scope(scope.reviews, scope.undated, scope.unreadable, evidence.revision)
