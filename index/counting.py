"""What is counted: each review once, with the themes that its passages carry. Every figure is made from these alone.

An analyst's figure must be defensible years later, so the records name the passages behind each theme, and the tables
of ``index.recurring`` only count them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.payload import age_groups
from index.review_themes import Carried, carried_by, is_clear
from index.tags import UNTAGGED, PassageTags
from ingest.model import Document, DocumentStatus, Passage, Review

Tags = Callable[[Sequence[str]], Mapping[str, PassageTags]]
"""From passages' ids to their tags; ``index.desk.tags_of`` of a library."""


class Record(Protocol):
    """What is counted from; ``ingest.catalogue.Catalogue`` is one."""

    def revision(self) -> int:
        """The library revision."""

    def reviews(self) -> Sequence[Review]:
        """Every review."""

    def documents(self) -> Sequence[Document]:
        """Every document."""

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
    """Read the whole library once. Takes as long as reading its passages does; keep the result for its revision."""
    revision = record.revision()
    documents = {document.id: document for document in record.documents()}
    return Counted(revision, tuple(_counted(review, record, documents, tags) for review in record.reviews()))


def _counted(review: Review, record: Record, documents: Mapping[str, Document], tags: Tags) -> CountedReview:
    passages = [passage for key in review.documents for passage in record.passages(key)]
    found = tags([passage.id for passage in passages])
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
