"""The scoping note: what similar reviews offer to each heading of a scope, and the questions left to a person.

The headings follow the order of a local template for scoping a review. Nothing of the pasted summary stands in the note
but what was read from it as values of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from pydantic import TypeAdapter

from app import repeat, words
from app.contract.similar import named, said
from app.reports import cite
from app.reports.cite import Retrieved
from app.reports.paper import Block, Heading, Paper, Paragraph, Points, Prompt, Quote, Table
from app.reports.phrases import sentence
from app.reports.references import Reference
from index.case import Case, Signal
from index.cited import Cited
from index.counterpart import Counterpart
from index.processes import Part, Process
from index.scoping import Scoping
from index.similar import Likes
from ingest.vocabulary.lines import strict

_MOST_ENQUIRIES = 12
_MOST_RECOMMENDED = 12
_FEW = 3
_COURTS = (Process.INQUEST, Process.CRIMINAL)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a scoping note is made of: the case, the reviews compared and chosen, and what the chosen ones say."""

    likes: Likes
    chosen: tuple[Counterpart, ...]
    scoping: Scoping
    references: tuple[Reference, ...]
    made: datetime
    command: str


def scoping_note(scope: Scope) -> Paper:
    """The whole note."""
    blocks = (
        *_opening(scope),
        *_issues(scope),
        Heading(1, "Expert opinion"),
        _prompt("expert"),
        *_period(scope.scoping),
        *_organisations(scope.scoping),
        *_people(scope.scoping),
        *_parallel(scope.scoping),
        Heading(1, "Organisations in other areas"),
        _prompt("other-areas"),
        *_courts(scope.scoping),
        *_unanswered(),
        *_timescales(scope.scoping),
        *_method(scope.scoping),
        Heading(1, "Liaison"),
        _prompt("liaison"),
        *_references(scope.references),
        *_how_made(scope),
    )
    subject = f"Similar reviews and what they offer to a new scope, {words.day(scope.made.date().isoformat())}"
    return Paper("Scoping note", subject, blocks, contents=True, keywords=("scoping", "similar reviews"))


def used(scoping: Scoping) -> list[Cited]:
    """Every slice that a note on this scoping may quote, for its bibliography."""
    return [
        *(enquiry.cited for enquiry in scoping.enquiries[:_MOST_ENQUIRIES]),
        *(cited for found in scoping.beside.values() for cited in found),
        *(cited for found in scoping.took_part.values() for cited in found),
        *scoping.findings,
        *(one.cited for one in scoping.recommended[:_MOST_RECOMMENDED]),
        *scoping.good_practice,
    ]


def _opening(scope: Scope) -> Iterator[Block]:
    likes = scope.likes
    yield Heading(1, "In short")
    yield Paragraph(
        (
            sentence("scoping-read", reviews=len(scope.scoping.reviews), searched=likes.reviews),
            sentence("scoping-sharing", sharing=(likes.sharing, likes.reviews)),
            *((sentence("scoping-few"),) if likes.sharing < _FEW else ()),
            sentence("caveat-published"),
        )
    )
    yield Heading(1, "Decision to review")
    yield _prompt("decision")


def _issues(scope: Scope) -> Iterator[Block]:
    scoping = scope.scoping
    yield Heading(1, "Key issues")
    yield Heading(2, "What was read of this case")
    yield _case(scope.likes.case)
    yield _prompt("issues")
    yield _prompt("identity")
    yield Heading(2, "Similar reviews")
    yield Paragraph((sentence("scoping-chosen"),))
    yield _similar(scope.chosen)
    yield from _found(scoping)
    yield from _already(scoping)
    yield from _good(scoping)
    yield from _silent(scoping)
    yield from _enquiries(scoping)
    yield Heading(2, "Research")
    yield _prompt("research")


def _case(case: Case) -> Table:
    rows = [("Age", words.age(case.ages.youngest, case.ages.oldest) if case.ages else "not stated")]
    for signal, name in ((Signal.HARM, "Harm"), (Signal.THEMES, "Themes"), (Signal.AGENCIES, "Agencies")):
        values = [named(signal, trait.value) for trait in case.of(signal)]
        rows.append((name, "; ".join(values) or "none read"))
    return Table("What was read of this case", ("Signal", "Values"), tuple(rows), (1, 4))


def _similar(chosen: Sequence[Counterpart]) -> Table:
    header = ("Review", "Facts", "In common", "What differs")
    return Table("Similar reviews", header, tuple(_row(one) for one in chosen), (1.3, 1.6, 2, 2))


def _row(one: Counterpart) -> tuple[str, ...]:
    common = []
    for signal, compared in one.like.signals.items():
        both = [value for value in compared.case if value in compared.review]
        if signal is Signal.CIRCUMSTANCES and (compared.score or 0) >= 0.5:
            common.append("like circumstances")
        elif both:
            common.append(f"{signal.value}: {', '.join(named(signal, value) for value in both[:3])}")
    differs = " ".join(said(difference) for difference in one.differences)
    return one.review.title, words.review_line(one.review), "; ".join(common) or "little", differs or "nothing read"


def _found(scoping: Scoping) -> Iterator[Block]:
    yield Heading(2, "What they found")
    of = len({cited.review.id for cited in scoping.findings if cited.review})
    yield Paragraph((sentence("scoping-found", reviews=(of, len(scoping.reviews))),))
    yield from _quotes(scoping.findings)


def _already(scoping: Scoping) -> Iterator[Block]:
    yield Heading(2, "What was already recommended")
    reviews = {one.cited.review.id for one in scoping.recommended if one.cited.review}
    yield Paragraph((sentence("scoping-recommended", number=len(scoping.recommended), reviews=len(reviews)),))
    for one in scoping.recommended[:_MOST_RECOMMENDED]:
        asked = ", ".join(words.named("agencies", name) for name in one.record.addressees)
        number = f"Recommendation {one.record.number}" if one.record.number else "Recommendation"
        yield cite.quote(one.cited, f"{number}{f', to {asked}' if asked else ''}")


def _good(scoping: Scoping) -> Iterator[Block]:
    yield Heading(2, "Good practice and counter-examples")
    of = len({cited.review.id for cited in scoping.good_practice if cited.review})
    if not of:
        yield Paragraph((sentence("scoping-no-good", reviews=len(scoping.reviews)),))
        return
    yield Paragraph((sentence("scoping-good", reviews=(of, len(scoping.reviews))),))
    yield from _quotes(scoping.good_practice)


def _silent(scoping: Scoping) -> Iterator[Block]:
    yield Heading(2, "What they did not examine")
    number = len(scoping.reviews)
    if scoping.silent:
        yield Paragraph((sentence("scoping-silent", reviews=number), sentence("scoping-absence")))
    else:
        yield Paragraph((sentence("scoping-covered", reviews=number), sentence("scoping-absence")))
    rows = tuple(
        (words.named("themes", theme), f"{len(ids)} of {number}" if ids else f"none found in {number}")
        for theme, ids in list(scoping.themes.items())[:25]
    )
    yield Table("Themes of the case, then others of these reviews", ("Theme", "Reviews"), rows, (3, 1))


def _enquiries(scoping: Scoping) -> Iterator[Block]:
    yield Heading(2, "Lines of enquiry used before")
    if not scoping.enquiries:
        yield Paragraph((sentence("scoping-no-enquiries", reviews=len(scoping.reviews)),))
        return
    yield Paragraph((sentence("scoping-enquiries", number=len(scoping.enquiries)),))
    for enquiry in scoping.enquiries[:_MOST_ENQUIRIES]:
        lead = f"Asked by {len(enquiry.reviews)} of these reviews" if len(enquiry.reviews) > 1 else None
        yield cite.quote(enquiry.cited, lead)


def _period(scoping: Scoping) -> Iterator[Block]:
    yield Heading(1, "Period to be reviewed")
    yield Paragraph((sentence("scoping-periods", reviews=(len(scoping.periods), len(scoping.reviews))),))
    if scoping.periods:
        rows = tuple(
            (review.title, words.day(first) or "not stated", words.day(last) or "not stated")
            for review, first, last in scoping.periods
        )
        yield Table("Periods that similar reviews looked at", ("Review", "From", "To"), rows, (2, 1, 1))
    yield _prompt("period")


def _organisations(scoping: Scoping) -> Iterator[Block]:
    number = len(scoping.reviews)
    yield Heading(1, "Organisations to be involved")
    yield Paragraph((sentence("scoping-agencies", reviews=number),))
    rows = tuple((words.named("agencies", name), f"{len(ids)} of {number}") for name, ids in scoping.agencies.items())
    if rows:
        yield Table("Agencies involved in similar reviews", ("Agency", "Reviews"), rows, (3, 1))
    yield _prompt("organisations")


def _people(scoping: Scoping) -> Iterator[Block]:
    yield Heading(1, "Involvement of family and practitioners")
    for part, phrase in ((Part.FAMILY, "scoping-family"), (Part.PRACTITIONERS, "scoping-practitioners")):
        found = scoping.took_part.get(part, ())
        yield Paragraph((sentence(phrase, reviews=(len(found), len(scoping.reviews))),))
        yield from _quotes(found[:4], leads=False)
    yield _prompt("family")


def _parallel(scoping: Scoping) -> Iterator[Block]:
    yield Heading(1, "Parallel processes")
    number = len(scoping.reviews)
    beside = sum(bool(one.processes) for one in scoping.delays)
    if not beside:
        yield Paragraph((sentence("scoping-no-beside", reviews=number),))
    else:
        yield Paragraph((sentence("scoping-beside", reviews=(beside, number)),))
        rows = tuple(
            (
                one.review.title,
                "; ".join(process.value for process in one.processes) or "none read",
                words.count(one.months, "month") if one.months is not None else "not stated",
            )
            for one in scoping.delays
        )
        header = ("Review", "Processes named", "Incident to publication")
        yield Table("Processes beside similar reviews", header, rows, (1.4, 3, 1.2))
    yield _prompt("parallel")


def _courts(scoping: Scoping) -> Iterator[Block]:
    yield Heading(1, "Coroner and criminal investigations")
    for process in _COURTS:
        yield from _quotes(scoping.beside.get(process, ())[:3], leads=False)
    yield _prompt("coroner")


def _unanswered() -> Iterator[Block]:
    for heading, name in (("Media and publication", "media"), ("Legal advice", "legal")):
        yield Heading(1, heading)
        yield _prompt(name)


def _timescales(scoping: Scoping) -> Iterator[Block]:
    yield Heading(1, "Timescales")
    known = [one.months for one in scoping.delays if one.months is not None]
    if known:
        yield Paragraph((sentence("scoping-delay", least=min(known), most=max(known), reviews=len(known)),))
    yield _prompt("timescales")


def _method(scoping: Scoping) -> Iterator[Block]:
    yield Heading(1, "Method and lead reviewer")
    named_by = sum(len(ids) for ids in scoping.methods.values())
    yield Paragraph((sentence("scoping-methods", reviews=(named_by, len(scoping.reviews))),))
    titles = {review.id: review.title for review in scoping.reviews}
    rows = tuple(
        (words.named("methods", name), f"{len(ids)} of {len(scoping.reviews)}", ", ".join(titles[key] for key in ids))
        for name, ids in scoping.methods.items()
    )
    if rows:
        yield Table("Methods of similar reviews", ("Method", "Reviews", "Which"), rows, (2, 1, 2))
    yield _prompt("author")


def _references(references: Sequence[Reference]) -> Iterator[Block]:
    yield Heading(1, "References")
    yield Points(tuple(sentence("reference", line=one.line) for one in references))


def _how_made(scope: Scope) -> Iterator[Block]:
    likes = scope.likes
    yield Heading(1, "How this note was made")
    yield Points(
        (
            sentence("made-searched", reviews=likes.reviews, revision=str(likes.revision)),
            sentence("made-undated", undated=likes.undated),
            sentence("made-unread", unreadable=likes.unreadable),
            sentence("made-filters", filters=repeat.in_words(likes.filters)),
            sentence("made-command", command=scope.command),
            sentence("made-on", day=words.day(scope.made.date().isoformat()), version=version("commonthread")),
            sentence("caveat-published"),
            sentence("caveat-machine"),
        )
    )


def _quotes(found: Sequence[Cited], *, leads: bool = True) -> Iterator[Quote]:
    for cited in found:
        yield cite.quote(cited, cite.lead_of(cited.passage) if leads else None)


def _prompt(name: str) -> Prompt:
    return Prompt(_prompts()[name])


@cache
def _prompts() -> dict[str, str]:
    text = files("app.reports").joinpath("prompts.yaml").read_text("utf-8")
    found, _ = strict(text, "prompts.yaml", TypeAdapter(dict[str, str]))
    return found


def bibliography(scoping: Scoping, retrieved: Retrieved) -> tuple[Reference, ...]:
    """The references of a note on this scoping."""
    return tuple(cite.bibliography(((one.document, one.review) for one in used(scoping)), retrieved))
