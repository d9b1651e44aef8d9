"""Repeat learning: what a board's own reviews said more than once, and what was said to have been done between.

A theme repeats where two or more of the board's reviews carry it clearly in a finding, lesson or recommendation; a
recommendation repeats where two or more of its reviews ask for the same. What was done is what documents say: answers
to the recommendations, and passages on the same theme that speak of action. That nothing is found there does not mean
that nothing was done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import BadQuery
from index.recommendations.recommending import Family, Recommending
from index.recurring.counting import CountedReview, CountedTheme
from index.recurring.counts import Counts
from index.searching.query import Filters
from ingest.model import Document, Passage, Review, Role
from ingest.passages.answers import answers_to
from ingest.passages.sentences import sentence_spans
from ingest.vocabulary.lines import nearest

if TYPE_CHECKING:
    from ingest.library import Library

_SAID = frozenset({Role.FINDING.value, Role.LESSON.value, Role.RECOMMENDATION.value})
_SPEAKS = frozenset(
    {Role.RESPONSE, Role.CONCLUSION, Role.ANALYSIS, Role.FINDING, Role.SUMMARY, Role.LESSON, Role.APPENDIX}
)
_MOST = 3
_ACTION = re.compile(
    r"\baction plan|\bsigned off\b|\b(?:has|have|had) (?:now|since|already) (?:been )?\w+"
    r"|\bsince (?:the|that|this) (?:review|report)\b|\b(?:earlier|previous) (?:\w+ ){0,2}reviews? (?:recommended|asked)"
    r"|\b(?:was|were) (?:introduced|launched|re-?launched|implemented|issued|commissioned|completed)"
    r" (?:in|by|after|following)\b"
    r"|\baudit\w* (?:in|of) [\w ]{0,40}(?:found|showed)\b|\bprogress (?:is|was|has|on|against)\b|\bin response to th",
    re.IGNORECASE,
)
"""Words by which a report speaks of what was done."""


@dataclass(frozen=True, slots=True)
class Done:
    """A passage that answers a recommendation, or speaks of action in its sentence ``start:end``."""

    passage: Passage
    document: Document
    review: Review
    answers: bool
    start: int
    end: int

    @property
    def text(self) -> str:
        """The exact words."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Time:
    """One of the reviews that said it, with the passages that say it, the weightiest first."""

    review: Review
    passages: tuple[Passage, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class RepeatedTheme:
    """A theme that several of a board's reviews carry, in time order, with what was said to have been done."""

    theme: str
    times: tuple[Time, ...]
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class RepeatedRecommendation:
    """A recommendation that several of a board's reviews make, in time order, with what was said to have been done."""

    family: Family
    done: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """What repeats among a board's reviews. ``undated`` are its reviews whose order is not known: they come last."""

    publisher: str
    name: str
    revision: int
    reviews: tuple[Review, ...]
    undated: int
    themes: tuple[RepeatedTheme, ...]
    recommendations: tuple[RepeatedRecommendation, ...]


def repeats_of(library: Library, publisher: str, counts: Counts, recommending: Recommending) -> Repeats:
    """What repeats among the reviews of a board, by its id. Raises ``BadQuery`` for one that is not held."""
    counted = counts.current()
    own = [one for one in counted.reviews if one.review.publisher_id == publisher]
    if not own:
        known = sorted({one.review.publisher_id for one in counted.reviews if one.review.publisher_id})
        raise BadQuery(f"No review of {publisher!r} is held{nearest(publisher, known)}")
    own.sort(key=lambda one: (one.review.year or 9999, one.review.id))
    read = _Read(library, own)
    families = recommending.families(Filters(publishers=(publisher,))).families
    themes = [found for theme in _themes(own) if (found := _repeated(theme, own, read))]
    themes.sort(key=lambda one: (-len(one.times), one.theme))
    return Repeats(
        publisher=publisher,
        name=own[-1].review.publisher or publisher,
        revision=counted.revision,
        reviews=tuple(one.review for one in own),
        undated=sum(one.review.year is None for one in own),
        themes=tuple(themes),
        recommendations=tuple(
            RepeatedRecommendation(family, tuple(_answers(family, read))[:_MOST])
            for family in families
            if len(family.reviews) > 1
        ),
    )


class _Read:
    """The passages and documents of a board's reviews."""

    def __init__(self, library: Library, own: Sequence[CountedReview]) -> None:
        catalogue = library.catalogue
        self.documents = {key: held for one in own for key in one.review.documents if (held := catalogue.document(key))}
        self.passages: Mapping[str, Passage] = {
            passage.id: passage for key in self.documents for passage in catalogue.passages(key)
        }
        self.reviews = {one.review.id: one.review for one in own}

    def done(self, passage: Passage, *, answers: bool = False) -> Done | None:
        """The passage as something done, where its review is the board's own."""
        document = self.documents[passage.document_id]
        review = self.reviews.get(document.review_id or "")
        answers = answers or answers_to(document)
        span = (0, len(passage.text)) if answers else _acting(passage)
        return Done(passage, document, review, answers, *span) if review and span else None


def _acting(passage: Passage) -> tuple[int, int] | None:
    """The first sentence that speaks of action, in a passage that does not tell what went before the review."""
    if passage.role not in _SPEAKS:
        return None
    return next((span for span in sentence_spans(passage.text) if _ACTION.search(passage.text[slice(*span)])), None)


def _themes(own: Sequence[CountedReview]) -> list[str]:
    return sorted({theme for one in own for theme in one.themes})


def _repeated(theme: str, own: Sequence[CountedReview], read: _Read) -> RepeatedTheme | None:
    said = [(one, one.themes[theme]) for one in own if theme in one.themes and _says(one.themes[theme])]
    if len(said) < 2:
        return None
    times = tuple(_time(one.review, carried, read) for one, carried in said)
    first = times[0].review.year or 9999
    after = [(one, one.themes[theme]) for one in own if theme in one.themes and (one.review.year or 9999) >= first]
    return RepeatedTheme(theme, times, tuple(_acts(after, read))[:_MOST])


def _says(carried: CountedTheme) -> bool:
    return carried.clear and any(spot.clear and spot.role in _SAID for spot in carried.spots)


def _time(review: Review, carried: CountedTheme, read: _Read) -> Time:
    spots = [spot for spot in carried.spots if spot.clear and spot.role in _SAID and spot.passage in read.passages]
    passages = tuple(read.passages[spot.passage] for spot in spots)[:_MOST]
    return Time(review, passages, tuple(read.documents[passage.document_id] for passage in passages))


def _acts(carriers: Sequence[tuple[CountedReview, CountedTheme]], read: _Read) -> Iterator[Done]:
    """Passages that carry the theme and speak of action, responses and action plans first."""
    found = [
        done
        for _, carried in carriers
        for spot in carried.spots
        if spot.passage in read.passages and (done := read.done(read.passages[spot.passage]))
    ]
    yield from sorted(found, key=lambda one: (not one.answers, one.review.year or 9999))


def _answers(family: Family, read: _Read) -> Iterator[Done]:
    """The answers to the family's recommendations."""
    for member in family.members:
        for response in member.responses:
            for passage in response.passages:
                if passage.id in read.passages and (done := read.done(passage, answers=True)):
                    yield done
