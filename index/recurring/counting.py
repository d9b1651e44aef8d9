"""What is counted: each review once, with the themes that its passages carry. Every figure is made from these alone.

An analyst's figure must be defensible years later, so the records name the passages behind each theme, and the tables
of ``index.recurring.table`` only count them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.engine.payload import age_groups
from index.tagging.review_themes import Carried, carried_by, is_clear
from index.tagging.tags import UNTAGGED, PassageTags
from ingest.model import Document, DocumentStatus, Passage, Review

Tags = Callable[[Sequence[str]], Mapping[str, PassageTags]]
"""From passages' ids to their tags; ``index.desk.tags_of`` of a library."""

_AT_ONCE = 64
"""Reviews whose tags are read together."""


class Record(Protocol):
    """What is counted from; ``ingest.catalogue.Catalogue`` is one."""

    def revision(self) -> int:
        """The library revision."""

    def reviews(self) -> Sequence[Review]:
        """Every review."""

    def documents(self) -> Sequence[Document]:
        """Every document."""

    def document(self, document_id: str) -> Document | None:
        """One document."""

    def passages(self, document_id: str) -> Sequence[Passage]:
        """A document's passages in order."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One passage that carries a theme, with its role and the agencies that are named in it."""

    passage: str
    role: str
    clear: bool
    decided: bool
    agencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class CountedTheme:
    """A theme of a review: whether clear (by the rule of ``review_themes``), and its passages, the weightiest first."""

    clear: bool
    spots: tuple[Spot, ...]
    roles: frozenset[str]
    agencies: frozenset[str]
    decided: bool


@dataclass(frozen=True, slots=True)
class CountedReview:
    """One review as it is counted.

    ``agencies`` are those that its facts or any of its passages name; ``roles`` are those of all its passages;
    ``readable`` is false where not one of its documents could be read.
    """

    review: Review
    age_groups: tuple[str, ...]
    agencies: frozenset[str]
    roles: frozenset[str]
    themes: Mapping[str, CountedTheme]
    readable: bool


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Counted:
    """Every review of a library at one revision. Equal to itself alone, so that what is made of it can be kept."""

    revision: int
    reviews: tuple[CountedReview, ...]


def counted_of(record: Record, tags: Tags) -> Counted:
    """Read the whole library once. It takes as long as reading its passages; ``index.recurring.counts`` keeps it."""
    revision = record.revision()
    return Counted(revision, counted_reviews(record, tags, record.reviews()))


def counted_reviews(record: Record, tags: Tags, reviews: Sequence[Review]) -> tuple[CountedReview, ...]:
    """Some reviews as they are counted, in the same order."""
    documents = _documents(record, reviews)
    counted: list[CountedReview] = []
    for start in range(0, len(reviews), _AT_ONCE):
        some = reviews[start : start + _AT_ONCE]
        held = [[passage for key in review.documents for passage in record.passages(key)] for review in some]
        found = tags([passage.id for passages in held for passage in passages])
        counted += [_counted(review, passages, documents, found) for review, passages in zip(some, held, strict=True)]
    return tuple(counted)


def _documents(record: Record, reviews: Sequence[Review]) -> dict[str, Document]:
    """The documents of these reviews: of many, all documents are read in one go."""
    if len(reviews) > _AT_ONCE:
        return {document.id: document for document in record.documents()}
    found = (record.document(key) for review in reviews for key in review.documents)
    return {document.id: document for document in found if document}


def _counted(
    review: Review, passages: Sequence[Passage], documents: Mapping[str, Document], found: Mapping[str, PassageTags]
) -> CountedReview:
    named = {passage.id: frozenset(tag.id for tag in found.get(passage.id, UNTAGGED).agencies) for passage in passages}
    held = [documents[key] for key in review.documents if key in documents]
    return CountedReview(
        review=review,
        age_groups=tuple(age_groups(review.age_months_min, review.age_months_max)),
        agencies=frozenset(review.agencies).union(*named.values()),
        roles=frozenset(passage.role.value for passage in passages),
        themes={theme: _theme(carried, named) for theme, carried in carried_by(passages, found).items()},
        readable=any(document.status is not DocumentStatus.UNREADABLE for document in held),
    )


def _theme(carried: Sequence[Carried], named: Mapping[str, frozenset[str]]) -> CountedTheme:
    spots = tuple(
        Spot(one.passage.id, one.passage.role.value, one.clear, one.decided, named[one.passage.id]) for one in carried
    )
    return CountedTheme(
        clear=is_clear(carried),
        spots=spots,
        roles=frozenset(spot.role for spot in spots),
        agencies=frozenset(name for spot in spots for name in spot.agencies),
        decided=any(spot.decided for spot in spots),
    )
