"""The section "Recurring themes" of a review: its relation to earlier reviews, in 150 to 300 words with quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Protocol

from app import repeat, words
from app.reports import cite, theme_error
from app.reports.cite import Retrieved
from app.reports.paper import Block, Heading, Paper, Paragraph, Points, Quote, Sentence
from app.reports.phrases import sentence
from app.reports.references import Reference
from index.recurrence import FEWEST_CITED, Recurrence, Recurring
from ingest.fullest import fullest_first
from ingest.model import Document, Review

FEWEST_WORDS, MOST_WORDS = 150, 300


class Record(Protocol):
    """Where documents are held; ``ingest.catalogue.Catalogue`` is one."""

    def document(self, document_id: str) -> Document | None:
        """One document."""


@dataclass(frozen=True, slots=True)
class Section:
    """What the section is made of; ``references`` are of every cited review."""

    recurrence: Recurrence
    references: tuple[Reference, ...]
    made: datetime
    command: str


def recurring_section(made: Section) -> Paper:
    """The section, and beneath it its references and how it was made."""
    body = tuple(_body(made.recurrence))
    blocks = (Heading(1, "Recurring themes"), *body, *_closing(made, length(body)))
    subject = f"Relation of this case to earlier reviews, {words.day(made.made.date().isoformat())}"
    return Paper("Recurring themes", subject, blocks, keywords=("recurring themes", "similar reviews"))


def length(blocks: Sequence[Block]) -> int:
    """Words of sentences and quotes."""
    return sum(len(text.split()) for block in blocks for text in _texts(block))


def bibliography(recurrence: Recurrence, record: Record, retrieved: Retrieved) -> tuple[Reference, ...]:
    """The references of every cited review: of the documents that are quoted, else of its fullest."""
    shown = {block.passage for block in _body(recurrence) if isinstance(block, Quote)}
    quotes = [one.quote for one in recurrence.themes if one.quote and one.quote.passage.id in shown]
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


def _body(recurrence: Recurrence) -> Iterator[Block]:
    """Themes are added as long as the words last; quotes come first to three, then while there is room."""
    blocks = [Paragraph(tuple(_opening(recurrence)))]
    so_far = length(blocks)
    yield from blocks
    for one in recurrence.themes:
        added = tuple(_theme(one, len(recurrence.cited), recurrence.likes.reviews))
        if so_far + length(added) > MOST_WORDS:
            break
        so_far += length(added)
        yield from added


def _opening(recurrence: Recurrence) -> Iterator[Sentence]:
    likes, cited = recurrence.likes, recurrence.cited
    yield sentence("recurring-compared", reviews=likes.reviews, sharing=(likes.sharing, likes.reviews))
    if likes.sharing < FEWEST_CITED:
        yield sentence("recurring-few")
    known = [one.review.year for one in cited if one.review.year]
    yield sentence("recurring-cited", cited=len(cited), years=words.years((min(known), max(known)) if known else None))
    if not recurrence.themes:
        yield sentence("recurring-no-themes")


def _theme(one: Recurring, cited: int, reviews: int) -> Iterator[Block]:
    found = sentence(
        "recurring-theme",
        theme=words.named("themes", one.theme),
        cited=(len(one.cited), cited),
        all=(len(one.every), reviews),
    )
    yield Paragraph((found, sentence("recurring-recommended", asked=(len(one.asked), cited))))
    if one.quote:
        yield cite.quote(one.quote)


def _closing(made: Section, number: int) -> Iterator[Block]:
    yield Heading(1, "References")
    yield Points(tuple(sentence("reference", line=one.line) for one in made.references))
    yield Heading(1, "How this section was made")
    yield Points(
        (
            sentence("recurring-words", words=number),
            *_counted(made),
            sentence("made-filters", filters=repeat.in_words(made.recurrence.likes.filters)),
            sentence("made-command", command=made.command),
            sentence("made-on", day=words.day(made.made.date().isoformat()), version=version("commonthread")),
            *_caveats(),
        )
    )


def _counted(made: Section) -> list[Sentence]:
    likes = made.recurrence.likes
    return [
        sentence("scope-reviews", reviews=likes.reviews, revision=str(likes.revision)),
        sentence("scope-undated", undated=likes.undated),
        sentence("scope-unread", unreadable=likes.unreadable),
    ]


def _caveats() -> list[Sentence]:
    return [sentence("caveat-published"), sentence("caveat-machine"), theme_error.caveat()]
