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
from app.reports import charts, cite, theme_error
from app.reports.cite import Retrieved
from app.reports.paper import Block, Heading, Paper, Paragraph, Picture, Points, Prompt, Sentence, Table
from app.reports.phrases import sentence
from app.reports.references import Reference
from index.briefing_evidence import Evidence, Excerpt, Figure, Section
from index.excerpts import MOST_WORDS
from index.recurring import UNKNOWN

_FEW = 3
_SMALL = 30
_AGENCIES = 8
_ASKED = 3


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


def briefing(made: Briefing) -> Paper:
    """The whole briefing."""
    theme = theme_of(made.evidence)
    day = words.day(made.made.date().isoformat())
    parts = (*_opening(made), *_closing(made))
    if made.evidence.carriers:
        parts = (*_opening(made), *_shown(made.evidence), *_quoted(made), *_left(made), *_closing(made))
    return Paper(
        f"Thematic briefing: {theme}",
        f"What {words.count(made.evidence.scope.reviews, 'published review')} in scope show, {day}",
        parts,
        keywords=("thematic briefing", *made.evidence.themes),
    )


def theme_of(evidence: Evidence) -> str:
    """What the briefing is about, in words."""
    return " or ".join(words.named("themes", theme) for theme in evidence.themes)


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
    if evidence.carriers:
        found.append(sentence("caveat-decided", decided=(evidence.decided, len(evidence.carriers))))
    found.append(theme_error.caveat())
    if evidence.filters.publishers:
        found.append(sentence("caveat-boards"))
    return found


def _opening(made: Briefing) -> Iterator[Block]:
    evidence, scope = made.evidence, made.evidence.scope
    number = len(evidence.carriers)
    found = [
        sentence("brief-asked", theme=theme_of(evidence)),
        sentence("brief-scope", reviews=scope.reviews, years=words.years(scope.years)),
    ]
    if number:
        possible = number - evidence.clear
        found.append(sentence("brief-found", found=(number, scope.reviews), clear=evidence.clear, possible=possible))
    else:
        found.append(sentence("brief-none"))
    if 0 < number < _FEW:
        found.append(sentence("brief-few"))
    yield Heading(1, "In short")
    yield Paragraph((*found, sentence("caveat-published")))


def _shown(evidence: Evidence) -> Iterator[Block]:
    yield Heading(1, "How often it was found")
    small = (sentence("brief-small"),) if evidence.scope.reviews < _SMALL else ()
    yield Paragraph((sentence("brief-ages"), *small))
    known = [figure for figure in evidence.ages if figure.of]
    caption = "Reviews in which the theme was found, by the child's age"
    yield Picture(
        charts.bars(
            [_age(figure) for figure in known],
            [figure.reviews for figure in known],
            [figure.of for figure in known],
            "Reviews",
        ),
        caption,
        "; ".join(f"{_age(figure)}: {figure.reviews} of {figure.of}" for figure in known) + ".",
    )
    yield _table(caption, "Age", [(_age(figure), figure) for figure in known])
    yield _table(
        "Reviews in which the theme was found, by year of publication",
        "Published",
        [("Year not stated" if figure.value == UNKNOWN else figure.value, figure) for figure in evidence.periods],
    )


def _table(caption: str, name: str, figures: Sequence[tuple[str, Figure]]) -> Table:
    rows = tuple((label, f"{one.reviews} of {one.of}", str(one.clear)) for label, one in figures)
    return Table(caption, (name, "Reviews", "Of these clearly"), rows, (3, 1, 1))


def _age(figure: Figure) -> str:
    return "Age not stated" if figure.value == UNKNOWN else words.label(figure.value)


def _quoted(made: Briefing) -> Iterator[Block]:
    yield from _part(made, Section.FINDINGS, "What the reviews found", "brief-findings")
    yield Heading(1, "What was recommended, and to whom")
    yield Paragraph((_stated(made.evidence, Section.RECOMMENDATIONS, "brief-recommended"), *_to_whom(made.evidence)))
    yield from _quotes(made, Section.RECOMMENDATIONS)
    yield from _part(made, Section.VOICES, "What children and families said", "brief-voices")
    yield from _part(made, Section.GOOD_PRACTICE, "Good practice", "brief-good")
    yield from _against(made)


def _part(made: Briefing, section: Section, heading: str, phrase: str) -> Iterator[Block]:
    yield Heading(1, heading)
    found = _stated(made.evidence, section, phrase)
    nothing = not made.quotes[section] and bool(made.evidence.in_role[section])
    yield Paragraph((found, sentence("brief-nothing-quoted")) if nothing else (found,))
    yield from _quotes(made, section)


def _stated(evidence: Evidence, section: Section, phrase: str) -> Sentence:
    return sentence(phrase, stated=(len(evidence.in_role[section]), len(evidence.carriers)))


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


def _to_whom(evidence: Evidence) -> Iterator[Sentence]:
    asked = [one for one in evidence.agencies if one.asked][:_ASKED]
    of = len(evidence.in_role[Section.RECOMMENDATIONS])
    if asked:
        yield sentence("brief-to-whom")
        for one in asked:
            yield sentence("brief-asks", agency=_agency(one.agency), asked=(one.asked, of))
    elif of:
        yield sentence("brief-to-nobody")


def _against(made: Briefing) -> Iterator[Block]:
    evidence = made.evidence
    yield Heading(1, "What speaks against it")
    without = evidence.scope.reviews - len(evidence.carriers)
    found = "brief-against" if made.quotes[Section.AGAINST] else "brief-no-against"
    if evidence.offered[Section.AGAINST] and not made.quotes[Section.AGAINST]:
        found = "brief-nothing-quoted"
    yield Paragraph(
        (
            sentence("brief-without", without=(without, evidence.scope.reviews)),
            sentence("brief-looked", looked=evidence.looked),
            sentence(found),
        )
    )
    yield from _quotes(made, Section.AGAINST)


def _left(made: Briefing) -> Iterator[Block]:
    evidence = made.evidence
    yield Heading(1, "Gaps")
    found = []
    for phrase, groups in (
        ("brief-no-ages", [_age(one) for one in evidence.ages if not one.of]),
        ("brief-thin-ages", [_age(one) for one in evidence.ages if one.of and one.reviews < _FEW]),
    ):
        if groups:
            found.append(sentence(phrase, groups="; ".join(groups)))
    found.append(sentence("brief-answered", answered=(evidence.answered, len(evidence.carriers))))
    found.append(sentence("scoping-absence"))
    yield Points(tuple(found))
    yield Heading(1, "Implications by agency")
    yield from _agencies(evidence)
    yield Prompt("What does this mean for our own services, who will act on it, and how will it be known?")


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
    yield Table("Agencies and the theme, by number of reviews", header, rows, (2.2, 1, 1, 1))


def _closing(made: Briefing) -> Iterator[Block]:
    if made.references:
        yield Heading(1, "References")
        yield Points(tuple(sentence("reference", line=one.line) for one in made.references))
    yield Heading(1, "How this briefing was made")
    quoting = sentence("brief-picked" if made.picked else "brief-quoted", most=MOST_WORDS)
    yield Points(
        (
            *_counted(made.evidence),
            sentence("made-filters", filters=repeat.in_words(made.evidence.filters)),
            quoting,
            sentence("made-command", command=made.command),
            sentence("made-on", day=words.day(made.made.date().isoformat()), version=version("commonthread")),
            *caveats(made.evidence),
        )
    )


def _counted(evidence: Evidence) -> list[Sentence]:
    scope = evidence.scope
    return [
        sentence("scope-reviews", reviews=scope.reviews, revision=str(evidence.revision)),
        sentence("scope-undated", undated=scope.undated),
        sentence("scope-unread", unreadable=scope.unreadable),
    ]
