"""Every recommendation of every review as one record: what is asked, of whom, by when, and what was answered.

A review's recommendations are those of its fullest document; a summary that states them again is named beside them and
counts nothing. Reports of inquiries are kept too, and never counted as reviews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.engine.bm25 import stems_in
from index.recommendations.ask import Named, ask_of, named_in
from index.recommendations.wording import overlap
from index.searching.query import Filters
from index.tagging.tags import UNTAGGED, PassageTags
from ingest.model import Document, DocumentKind, Passage, Review, Role
from ingest.passages.answers import answers_of, answers_to, bare, inquiries_of
from ingest.passages.recording import Record, records_of
from ingest.record.fullest import fullest_first

_REPEATS = 0.5
"""Shared wording from which a recommendation of a summary, under the same number or none, repeats one of the report."""

Tags = Callable[[Sequence[str]], Mapping[str, PassageTags]]


class Held(Protocol):
    """What recommendations are gathered from; ``ingest.catalogue.Catalogue`` is one."""

    def revision(self) -> int:
        """The library revision."""

    def reviews(self) -> Sequence[Review]:
        """Every review."""

    def documents(self) -> Sequence[Document]:
        """Every document."""

    def passages(self, document_id: str) -> Sequence[Passage]:
        """A document's passages in order."""


@dataclass(frozen=True, slots=True)
class Response:
    """Passages of another document that answer a recommendation."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation. ``ask`` is what it asks, without number, addressee and timescale: what is compared.

    ``passage`` is its first; ``themes`` are those of its passages; ``also_in`` are documents of the review that state
    it again; ``review`` is ``None`` for an inquiry's.
    """

    id: str
    record: Record
    passage: Passage
    document: Document
    review: Review | None
    ask: str
    named: Named
    themes: tuple[str, ...]
    also_in: tuple[Document, ...] = ()
    responses: tuple[Response, ...] = ()

    @property
    def year(self) -> int | None:
        """Year of publication."""
        return self.review.year if self.review else self.document.facts.year

    @property
    def publisher(self) -> str | None:
        """Who published it."""
        return self.review.publisher if self.review else self.document.facts.publisher

    @property
    def source(self) -> str:
        """What is counted once: the review, or else the document."""
        return self.review.id if self.review else self.document.id


@dataclass(frozen=True, slots=True)
class Gathered:
    """All recommendations of a library at one revision, oldest first."""

    revision: int
    every: tuple[Recommendation, ...]


def gathered_of(held: Held, tags: Tags) -> Gathered:
    """Read the whole library once; keep the result for its revision."""
    revision = held.revision()
    documents = {document.id: document for document in held.documents()}
    found = [one for review in held.reviews() for one in _of_review(review, held, documents)]
    inquiries = [document for document in documents.values() if document.kind is DocumentKind.INQUIRY]
    found += [one for document in inquiries for one in _of_inquiry(document, inquiries, held)]
    found.sort(key=lambda one: (one.year or 9999, one.source, one.document.id, one.passage.order))
    tagged = tags([passage for one in found for passage in one.record.passage_ids])
    return Gathered(revision, tuple(_with_themes(_told_apart(found), tagged)))


def chosen(gathered: Gathered, filters: Filters, reviews: frozenset[str]) -> tuple[Recommendation, ...]:
    """The recommendations in scope: of ``reviews``, on any of the themes, to any of the agencies that are asked for."""
    themes, agencies = set(filters.themes), set(filters.agencies)
    return tuple(
        one
        for one in gathered.every
        if (one.review.id in reviews if one.review else _open_to_inquiries(one, filters))
        and (not themes or themes & set(one.themes))
        and (not agencies or agencies & set(one.record.addressees))
    )


def _open_to_inquiries(one: Recommendation, filters: Filters) -> bool:
    """Whether an inquiry's recommendation is in a scope: one that asks for nothing that only reviews have."""
    of_reviews = (filters.age_groups, filters.harms, filters.review_types, filters.nations, filters.publishers)
    if filters.reviews_only or any(of_reviews):
        return False
    low, high = filters.from_year, filters.to_year
    if one.year is None:
        return low is None and high is None
    return (low is None or one.year >= low) and (high is None or one.year <= high)


def _of_review(review: Review, held: Held, documents: Mapping[str, Document]) -> Iterator[Recommendation]:
    ranked = fullest_first(documents[key] for key in review.documents if key in documents)
    read = {one.id: (one, held.passages(one.id)) for one in ranked}
    stated = [(one, _asked(passages)) for one, passages in read.values() if not answers_to(one)]
    stated = [(one, records) for one, records in stated if records]
    if not stated:
        return
    fullest, records = stated[0]
    responses = [(one, passages) for one, passages in read.values() if answers_to(one) and one.id != fullest.id]
    answered = _answered(records, responses)
    passages = {passage.id: passage for passage in read[fullest.id][1]}
    for record in records:
        again = tuple(one for one, others in stated[1:] if any(_repeats(record, other) for other in others))
        yield _made(record, passages, fullest, review, again, answered.get(record.number or "", ()))


def _of_inquiry(document: Document, inquiries: Sequence[Document], held: Held) -> Iterator[Recommendation]:
    passages = held.passages(document.id)
    records = [] if answers_to(document) else _asked(passages)
    if not records:
        return
    asked = inquiries_of(document, passages)
    others = ((one, held.passages(one.id)) for one in inquiries if answers_to(one))
    answered = _answered(records, [(one, said) for one, said in others if asked & inquiries_of(one, said)])
    by_id = {passage.id: passage for passage in passages}
    for record in records:
        yield _made(record, by_id, document, None, (), answered.get(record.number or "", ()))


def _asked(passages: Sequence[Passage]) -> list[Record]:
    return [record for record in records_of(passages) if record.kind is Role.RECOMMENDATION]


def _answered(
    records: Sequence[Record], responses: Sequence[tuple[Document, Sequence[Passage]]]
) -> dict[str, tuple[Response, ...]]:
    found: dict[str, tuple[Response, ...]] = {}
    for document, passages in responses:
        by_id = {passage.id: passage for passage in passages}
        for number, ids in answers_of(records, passages).items():
            response = Response(document, tuple(by_id[key] for key in ids))
            found[number] = (*found.get(number, ()), response)
    return found


def _made(
    record: Record,
    passages: Mapping[str, Passage],
    document: Document,
    review: Review | None,
    also_in: tuple[Document, ...],
    responses: tuple[Response, ...],
) -> Recommendation:
    first = record.passage_ids[0]
    named = named_in(record)
    return Recommendation(
        first, record, passages[first], document, review, ask_of(record), named, (), also_in, responses
    )


def _repeats(record: Record, other: Record) -> bool:
    numbers = {bare(record.number), bare(other.number)} - {""}
    alike = overlap(stems_in(ask_of(record)), stems_in(ask_of(other)))
    numbered = bool(record.number and other.number)
    return len(numbers) <= 1 and (numbered or alike >= _REPEATS)


def _told_apart(found: Sequence[Recommendation]) -> Iterator[Recommendation]:
    """Each with an id of its own: rows of one table stand in one passage."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.id] += 1
        yield one if seen[one.id] == 1 else replace(one, id=f"{one.id}.{seen[one.id]}")


def _with_themes(found: Iterator[Recommendation], tagged: Mapping[str, PassageTags]) -> Iterator[Recommendation]:
    for one in found:
        tags = (tag for key in one.record.passage_ids for tag in tagged.get(key, UNTAGGED).themes)
        yield replace(one, themes=tuple(dict.fromkeys(tag.id for tag in tags)))
