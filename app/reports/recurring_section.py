"""The section "Recurring themes" of a review: its relation to earlier reviews, in 150 to 300 words with quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Protocol

from app import repeat, words
from app.papers import cite, theme_error
from app.papers.cite import Retrieved
from app.papers.paper import Block, Heading, Paper, Paragraph, Points, Quote, Sentence
from app.papers.phrases import sentence
from app.papers.references import Reference
from app.papers.scoped import counted_scope
from index.cases.recurrence import FEWEST_CITED, Recurrence, Recurring, Standing
from index.cases.recurrence import MOST_WORDS as QUOTED_WORDS
from index.quoting.cited import Cited
from index.recurring.counting import CountedReview
from ingest.model import Document, Review
from ingest.record.fullest import fullest_first

FEWEST_WORDS, MOST_WORDS = 150, 300
SECTION = "Relation to earlier reviews"
"""The heading under which the section stands."""


class Record(Protocol):
    """Where documents are held; ``ingest.catalogue.Catalogue`` is one."""

    def document(self, document_id: str) -> Document | None:
        """One document."""


@dataclass(frozen=True, slots=True)
class Section:
    """What the section is made of: the themes that stand in it with their quotes; ``references`` of every cited review.

    ``picked`` says that a person chose the themes and quotes.
    """

    recurrence: Recurrence
    themes: tuple[Standing, ...]
    references: tuple[Reference, ...]
    made: datetime
    command: str
    picked: bool = False


def recurring_section(made: Section) -> Paper:
    """The section, and beneath it its references and how it was made."""
    body = body_of(made.recurrence, made.themes)
    blocks = (Heading(1, SECTION), *body, *_closing(made, length(body)))
    subject = f"Relation of this case to earlier reviews, {words.day(made.made.date().isoformat())}"
    return Paper("Recurring themes", subject, blocks, keywords=("recurring themes", "similar reviews"))


def body_of(recurrence: Recurrence, themes: Sequence[Standing]) -> tuple[Block, ...]:
    """The section itself, whose words are counted."""
    number, reviews = len(recurrence.cited), recurrence.likes.reviews
    of_themes = (block for one, quotes in themes for block in _theme(one, quotes, number, reviews))
    return (Paragraph(tuple(_opening(recurrence))), *of_themes)


def by_rule(recurrence: Recurrence) -> tuple[Standing, ...]:
    """The themes and quotes that stand where no person chose.

    Each theme with a quote, as long as the words last; then second quotes up to the fewest words of a section.
    """
    found: list[Standing] = []
    for one in recurrence.themes:
        more = [*found, (one, one.offered[:1])]
        if length(body_of(recurrence, more)) > MOST_WORDS:
            break
        found = more
    for place, (one, quotes) in enumerate(found):
        if length(body_of(recurrence, found)) >= FEWEST_WORDS:
            break
        more = [*found[:place], (one, one.offered[: len(quotes) + 1]), *found[place + 1 :]]
        if length(body_of(recurrence, more)) <= MOST_WORDS:
            found = more
    return tuple(found)


def length(blocks: Sequence[Block]) -> int:
    """Words of sentences and quotes."""
    return sum(len(text.split()) for block in blocks for text in _texts(block))


def bibliography(
    recurrence: Recurrence, themes: Sequence[Standing], record: Record, retrieved: Retrieved
) -> tuple[Reference, ...]:
    """The references of every cited review: of the documents that are quoted, else of its fullest."""
    quotes = [quote for _, found in themes for quote in found]
    used: list[tuple[Document, Review | None]] = [(quote.document, quote.review) for quote in quotes]
    quoted = {review.id for _, review in used if review}
    for one in recurrence.cited:
        if one.review.id not in quoted:
            held = [document for key in one.review.documents if (document := record.document(key))]
            used += [(document, one.review) for document in fullest_first(held)[:1]]
    return tuple(cite.bibliography(used, retrieved))


def about(made: Section) -> list[tuple[str, str]]:
    """What stands on the first sheet of the figures."""
    likes = made.recurrence.likes
    return [
        ("Filters", repeat.in_words(likes.filters)),
        *(("Counted", one.text) for one in _counted(made)),
        *(("Caveat", one.text) for one in _caveats()),
        ("Command", made.command),
    ]


def _texts(block: Block) -> list[str]:
    if isinstance(block, Quote):
        return [block.text]
    return [one.text for one in block.sentences] if isinstance(block, Paragraph) else []


def _opening(recurrence: Recurrence) -> Iterator[Sentence]:
    likes, cited = recurrence.likes, recurrence.cited
    yield sentence("recurring-compared", reviews=likes.reviews, sharing=(likes.sharing, likes.reviews))
    if likes.sharing < FEWEST_CITED:
        yield sentence("recurring-few")
    known = [one.review.year for one in cited if one.review.year]
    span = words.years((min(known), max(known)) if known else None)
    yield sentence("recurring-cited", cited=len(cited), years=span, names="; ".join(map(_name, cited)))
    if not recurrence.themes:
        yield sentence("recurring-no-themes")


def _name(one: CountedReview) -> str:
    """A cited review in few words: its title and year."""
    return f"{one.review.title} ({one.review.year})" if one.review.year else one.review.title


def stated(one: Recurring, cited: int, reviews: int) -> Paragraph:
    """What is counted of a theme, over the cited reviews and over all that were compared."""
    found = sentence(
        "recurring-theme",
        theme=words.named("themes", one.theme),
        cited=(len(one.cited), cited),
        all=(len(one.every), reviews),
    )
    asked = sentence("recurring-not-recommended")
    if one.asked:
        asked = sentence("recurring-recommended", asked=(len(one.asked), cited))
    return Paragraph((found, asked))


def _theme(one: Recurring, quotes: Sequence[Cited], cited: int, reviews: int) -> Iterator[Block]:
    yield stated(one, cited, reviews)
    for quote in quotes:
        yield cite.quote(quote)


def _closing(made: Section, number: int) -> Iterator[Block]:
    yield Heading(1, "References")
    yield Points(tuple(sentence("reference", line=one.line) for one in made.references), small=True)
    yield Heading(1, "How this section was made")
    yield Points(
        (
            sentence("recurring-words", words=number),
            *_counted(made),
            sentence("recurring-picked" if made.picked else "recurring-by-rule", most=QUOTED_WORDS),
            sentence("made-filters", filters=repeat.in_words(made.recurrence.likes.filters)),
            sentence("made-command", command=made.command),
            sentence("made-on", day=words.day(made.made.date().isoformat()), version=version("commonthread")),
            *_caveats(),
        ),
        small=True,
    )


def _counted(made: Section) -> list[Sentence]:
    likes = made.recurrence.likes
    return counted_scope(likes.reviews, likes.undated, likes.unreadable, likes.revision)


def _caveats() -> list[Sentence]:
    return [sentence("caveat-published"), sentence("caveat-machine"), theme_error.caveat()]
