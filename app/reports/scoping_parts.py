"""The parts of a scoping note that speak of the chosen reviews alone, whether a case or a shortlist chose them.

``whose`` says in words of which themes a part speaks: those of the case, or those that the reviews share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from app import words
from app.papers import cite
from app.papers.cite import Retrieved
from app.papers.paper import Block, Heading, Paragraph, Points, Prompt, Quote, Table
from app.papers.phrases import sentence
from app.papers.references import Reference
from index.cases.processes import Part, Process
from index.cases.scoping import Recommended, Scoping
from index.quoting.cited import Cited
from ingest.vocabulary.lines import strict

OF_CASE, SHARED, CARRIED = "of the case", "that more than one of them carries", "that it clearly carries"
_MOST_ENQUIRIES = 12
_MOST_RECOMMENDED = 12
_COURTS = (Process.INQUEST, Process.CRIMINAL)


def found(scoping: Scoping, whose: str) -> Iterator[Block]:
    """What the reviews found, quoted."""
    yield Heading(2, "What they found")
    of = len({cited.review.id for cited in scoping.findings if cited.review})
    yield Paragraph((sentence("scoping-found", whose=whose, reviews=(of, len(scoping.reviews))),))
    yield from _quotes(scoping.findings)


def already(scoping: Scoping, whose: str) -> Iterator[Block]:
    """What was recommended already, with what was published in answer."""
    yield Heading(2, "What was already recommended")
    reviews = {one.cited.review.id for one in scoping.recommended if one.cited.review}
    number = len(scoping.recommended)
    yield Paragraph((sentence("scoping-recommended", whose=whose, number=number, reviews=len(reviews)),))
    if not number:
        return
    quoted = _quoted(scoping)
    answered = sum(bool(one.answers) for one in scoping.recommended)
    told = sentence("scoping-answered", answered=(answered, number)) if answered else sentence("scoping-unanswered")
    some = (sentence("scoping-quoted", quoted=len(quoted)),) if len(quoted) < number else ()
    again = sum(one.again is not None for one in quoted)
    compared = sentence("scoping-again", again=(again, len(quoted)))
    yield Paragraph((told, *some, compared if scoping.compared else sentence("scoping-not-compared")))
    for one in quoted:
        asked = ", ".join(words.named("agencies", name) for name in one.record.addressees)
        number_of = f"Recommendation {one.record.number}" if one.record.number else "Recommendation"
        yield cite.quote(one.cited, f"{number_of}{f', to {asked}' if asked else ''}")
        yield from _again(one, scoping.compared)
        yield from (cite.quote(answer, "What was published in answer") for answer in one.answers[:1])


def _again(one: Recommended, held: int | None) -> Iterator[Block]:
    """In how many reviews it was made, by whom and when, and its best wording where that is another."""
    if one.again is None or held is None:
        return
    reviews, years = (len(one.again.reviews), held), words.years(one.again.years)
    yield Paragraph((sentence("scoping-made", reviews=reviews, years=years, boards="; ".join(one.again.boards)),))
    best = one.again.best
    if best and best.passage.id != one.cited.passage.id:
        yield cite.quote(best, "Best worded of these")


def _quoted(scoping: Scoping) -> list[Recommended]:
    """The recommendations that a note quotes, those that were answered first."""
    return sorted(scoping.recommended, key=lambda one: not one.answers)[:_MOST_RECOMMENDED]


def good(scoping: Scoping, whose: str) -> Iterator[Block]:
    """Good practice, or that none was found."""
    yield Heading(2, "Good practice and counter-examples")
    of = len({cited.review.id for cited in scoping.good_practice if cited.review})
    if not of:
        yield Paragraph((sentence("scoping-no-good", whose=whose, reviews=len(scoping.reviews)),))
        return
    yield Paragraph((sentence("scoping-good", whose=whose, reviews=(of, len(scoping.reviews))),))
    yield from _quotes(scoping.good_practice)


def enquiries(scoping: Scoping) -> Iterator[Block]:
    """Questions of their terms of reference."""
    yield Heading(2, "Lines of enquiry used before")
    if not scoping.enquiries:
        yield Paragraph((sentence("scoping-no-enquiries", reviews=len(scoping.reviews)),))
        return
    yield Paragraph((sentence("scoping-enquiries", number=len(scoping.enquiries)),))
    for enquiry in scoping.enquiries[:_MOST_ENQUIRIES]:
        lead = f"Asked by {len(enquiry.reviews)} of these reviews" if len(enquiry.reviews) > 1 else None
        yield cite.quote(enquiry.cited, lead)


def period(scoping: Scoping) -> Iterator[Block]:
    """Periods that they looked at."""
    yield Heading(1, "Period to be reviewed")
    yield Paragraph((sentence("scoping-periods", reviews=(len(scoping.periods), len(scoping.reviews))),))
    if scoping.periods:
        rows = tuple(
            (review.title, words.day(first) or "not stated", words.day(last) or "not stated")
            for review, first, last in scoping.periods
        )
        yield Table("Periods that these reviews looked at", ("Review", "From", "To"), rows, (2, 1, 1))
    yield prompt("period")


def organisations(scoping: Scoping) -> Iterator[Block]:
    """Agencies that took part."""
    number = len(scoping.reviews)
    yield Heading(1, "Organisations to be involved")
    yield Paragraph((sentence("scoping-agencies", reviews=number),))
    rows = tuple((words.named("agencies", name), f"{len(ids)} of {number}") for name, ids in scoping.agencies.items())
    if rows:
        yield Table("Agencies involved in these reviews", ("Agency", "Reviews"), rows, (3, 1))
    yield prompt("organisations")


def people(scoping: Scoping) -> Iterator[Block]:
    """How family and practitioners took part."""
    yield Heading(1, "Involvement of family and practitioners")
    for part, phrase in ((Part.FAMILY, "scoping-family"), (Part.PRACTITIONERS, "scoping-practitioners")):
        found = scoping.took_part.get(part, ())
        yield Paragraph((sentence(phrase, reviews=(len(found), len(scoping.reviews))),))
        yield from _quotes(found[:4], leads=False)
    yield prompt("family")


def parallel(scoping: Scoping) -> Iterator[Block]:
    """Other processes, and how long the reviews took."""
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
        yield Table("Processes beside these reviews", header, rows, (1.4, 3, 1.2))
    yield prompt("parallel")


def courts(scoping: Scoping) -> Iterator[Block]:
    """What they say of coroner and courts."""
    yield Heading(1, "Coroner and criminal investigations")
    for process in _COURTS:
        yield from _quotes(scoping.beside.get(process, ())[:3], leads=False)
    yield prompt("coroner")


def unanswered() -> Iterator[Block]:
    """Headings that reviews cannot answer."""
    for heading, name in (("Media and publication", "media"), ("Legal advice", "legal")):
        yield Heading(1, heading)
        yield prompt(name)


def timescales(scoping: Scoping) -> Iterator[Block]:
    """How long they took."""
    yield Heading(1, "Timescales")
    known = [one.months for one in scoping.delays if one.months is not None]
    if known:
        yield Paragraph((sentence("scoping-delay", least=min(known), most=max(known), reviews=len(known)),))
    yield prompt("timescales")


def method(scoping: Scoping) -> Iterator[Block]:
    """Methods that they used."""
    yield Heading(1, "Method and lead reviewer")
    named_by = sum(len(ids) for ids in scoping.methods.values())
    number = len(scoping.reviews)
    every = sentence("scoping-methods-all", reviews=number)
    yield Paragraph((every if named_by == number else sentence("scoping-methods", reviews=(named_by, number)),))
    titles = {review.id: review.title for review in scoping.reviews}
    rows = tuple(
        (words.named("methods", name), f"{len(ids)} of {len(scoping.reviews)}", ", ".join(titles[key] for key in ids))
        for name, ids in scoping.methods.items()
    )
    if rows:
        yield Table("Methods of these reviews", ("Method", "Reviews", "Which"), rows, (2, 1, 2))
    yield prompt("author")


def references(references: Sequence[Reference]) -> Iterator[Block]:
    """The bibliography."""
    yield Heading(1, "References")
    yield Points(tuple(sentence("reference", line=one.line) for one in references))


def _quotes(found: Sequence[Cited], *, leads: bool = True) -> Iterator[Quote]:
    for cited in found:
        yield cite.quote(cited, cite.lead_of(cited.passage) if leads else None)


def prompt(name: str) -> Prompt:
    """A question that is left to a person."""
    return Prompt(_prompts()[name])


@cache
def _prompts() -> dict[str, str]:
    text = files("app.reports").joinpath("prompts.yaml").read_text("utf-8")
    found, _ = strict(text, "prompts.yaml", TypeAdapter(dict[str, str]))
    return found


def used(scoping: Scoping) -> list[Cited]:
    """Every slice that a note on this scoping may quote, for its bibliography."""
    return [
        *(enquiry.cited for enquiry in scoping.enquiries[:_MOST_ENQUIRIES]),
        *(cited for found in scoping.beside.values() for cited in found),
        *(cited for found in scoping.took_part.values() for cited in found),
        *scoping.findings,
        *(one.cited for one in _quoted(scoping)),
        *(answer for one in _quoted(scoping) for answer in one.answers[:1]),
        *(one.again.best for one in _quoted(scoping) if one.again and one.again.best),
        *scoping.good_practice,
    ]


def bibliography(scoping: Scoping, retrieved: Retrieved) -> tuple[Reference, ...]:
    """The references of a note on this scoping."""
    return tuple(cite.bibliography(((one.document, one.review) for one in used(scoping)), retrieved))


def after_issues(scoping: Scoping) -> Iterator[Block]:
    """The headings behind "Key issues", in the order of the template."""
    yield Heading(1, "Expert opinion")
    yield prompt("expert")
    yield from period(scoping)
    yield from organisations(scoping)
    yield from people(scoping)
    yield from parallel(scoping)
    yield Heading(1, "Organisations in other areas")
    yield prompt("other-areas")
    yield from courts(scoping)
    yield from unanswered()
    yield from timescales(scoping)
    yield from method(scoping)
    yield Heading(1, "Liaison")
    yield prompt("liaison")


def share(ids: Collection[str], of: int) -> str:
    """How many of a number of reviews, as a cell."""
    return f"{len(ids)} of {of}" if ids else f"none found in {of}"
