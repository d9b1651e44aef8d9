"""What a person should look at first: tags that are only possible, and facts that are possible or contradicted.

The order is by how much a decision settles:

1. a fact that a document states in two ways;
2. a tag in a finding, recommendation or lesson that decides whether its review carries the theme;
3. a possible fact that reviews are searched or counted by;
4. such a deciding tag in analysis, a conclusion or good practice;
5. any other tag in a finding, recommendation or lesson;
6. a deciding tag anywhere else; 7. any other fact; 8. any other tag, analysis before the rest.

Within a step the theme that fewer reviews carry comes first. A tag decides when, as the rule of ``review_themes`` has
it, accepting it makes its theme a clear one of the review, or rejecting it takes the theme away. Of several in one
review the weightiest is listed as deciding, since the others need no look once it is accepted. Text that is repeated in
several documents of a review is listed once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.tagging.boilerplate import print_of
from index.tagging.review_themes import HEAVY, MIDDLE
from index.tagging.tags import UNTAGGED, AgencyTag, PassageTags, Strength, ThemeTag
from ingest.decided.decisions import About, Decision
from ingest.decided.stated import Stated, stated
from ingest.model import Document, Held, Passage, Review

_SEARCHED_BY = frozenset(
    ("publisher", "nation", "review_type", "published", "age", "harm_types", "agencies", "subject", "children")
)


@dataclass(frozen=True, slots=True)
class TagDoubt:
    """A possible tag of a passage; ``reviews`` is how many reviews carry the same, of ``Queue.reviews``."""

    step: int
    about: About
    tag: ThemeTag | AgencyTag
    passage: Passage
    document: Document
    review: Review
    decides: bool
    reviews: int


@dataclass(frozen=True, slots=True)
class FactDoubt:
    """A fact of a review that is possible or contradicted."""

    step: int
    fact: Stated
    review: Review


@dataclass(frozen=True, slots=True)
class Queue:
    """All doubts, the most useful first, and what they are of: tags and facts of ``reviews`` reviews."""

    doubts: tuple[TagDoubt | FactDoubt, ...]
    reviews: int
    tags: int
    tags_decided: int
    facts: int
    facts_decided: int

    def of(self, about: About | None) -> tuple[TagDoubt | FactDoubt, ...]:
        """The doubts about one kind of thing, or all."""
        return tuple(one for one in self.doubts if about is None or _about(one) is about)


@dataclass(frozen=True, slots=True)
class _Found:
    """One tag of a review, where it stands."""

    about: About
    tag: ThemeTag | AgencyTag
    held: Held


def queue_of(
    passages: Iterable[Held],
    documents: Mapping[str, Document],
    tags: Mapping[str, PassageTags],
    decisions: Mapping[str, Sequence[Decision]],
) -> Queue:
    """The queue of a library: its passages (those of one review together), documents, tags as they stand, decisions."""
    reviews: dict[str, Review] = {}
    found: list[_Found] = []
    in_order = sorted((one for one in passages if one.review), key=_of_review)
    for _, group in groupby(in_order, key=_of_review):
        for held in _once(group):
            if held.review:
                reviews[held.review.id] = held.review
            carried = tags.get(held.passage.id, UNTAGGED)
            found += [_Found(About.THEME, tag, held) for tag in carried.themes]
            found += [_Found(About.AGENCY, tag, held) for tag in carried.agencies]
    facts = [(review, fact) for review in reviews.values() for fact in _facts(review, documents, decisions)]
    doubts: list[TagDoubt | FactDoubt] = [
        *_tag_doubts(found),
        *(_fact_doubt(review, fact) for review, fact in facts if fact.doubtful),
    ]
    return Queue(
        doubts=tuple(sorted(doubts, key=_order)),
        reviews=len(reviews),
        tags=len(found),
        tags_decided=sum(one.tag.by is not None for one in found),
        facts=sum(bool(fact.value) for _, fact in facts),
        facts_decided=sum(fact.decision is not None for _, fact in facts),
    )


def why(doubt: TagDoubt | FactDoubt, reviews: int) -> str:
    """Why a doubt is worth a look, in a sentence; ``reviews`` are those of the queue."""
    if isinstance(doubt, FactDoubt):
        if doubt.fact.contradicted:
            return "A document of this review states it in two ways."
        return "The words it was read from may mean something else."
    rare = (
        f"{doubt.reviews} of {reviews} reviews carry it"
        if doubt.reviews > 1
        else f"no other of {reviews} reviews has it"
    )
    if doubt.decides:
        return f"This tag decides whether the review carries the theme; {rare}."
    return f"The words may mean something else; {rare}."


def _facts(
    review: Review, documents: Mapping[str, Document], decisions: Mapping[str, Sequence[Decision]]
) -> Iterable[Stated]:
    held = [documents[one] for one in review.documents if one in documents]
    return stated(review, held, decisions.get(review.id, ())).values() if held else ()


def _tag_doubts(found: Sequence[_Found]) -> Iterable[TagDoubt]:
    by_pair: defaultdict[tuple[str, About, str], list[_Found]] = defaultdict(list)
    for one in found:
        by_pair[(_of_review(one.held), one.about, one.tag.id)].append(one)
    carrying = Counter((about, term) for _, about, term in by_pair)
    for (_, about, term), every in by_pair.items():
        deciding = _deciding(every) if about is About.THEME else None
        for one in every:
            if one.tag.strength is Strength.POSSIBLE:
                yield _doubt(one, one is deciding, carrying[(about, term)])


def _deciding(every: Sequence[_Found]) -> _Found | None:
    """The weightiest possible tag on which it hangs whether the review carries the theme, or carries it clearly."""
    clear = [one for one in every if one.tag.strength is Strength.CLEAR]
    if len(clear) > 1 or any(_weight(one.held.passage) == 3 for one in clear):
        return None
    possible = [one for one in every if one not in clear]
    first = max(possible, key=lambda one: (_weight(one.held.passage), -one.held.passage.order), default=None)
    hangs = first and (_weight(first.held.passage) == 3 or clear or len(every) == 1)
    return first if hangs else None


def _doubt(one: _Found, decides: bool, reviews: int) -> TagDoubt:
    held, weight = one.held, _weight(one.held.passage)
    step = {3: 2, 2: 4, 1: 6}[weight] if decides else {3: 5, 2: 8, 1: 9}[weight]
    assert held.review is not None  # noqa: S101 - only passages of reviews are looked at
    return TagDoubt(step, one.about, one.tag, held.passage, held.document, held.review, decides, reviews)


def _fact_doubt(review: Review, fact: Stated) -> FactDoubt:
    step = 1 if fact.contradicted else 3 if fact.name in _SEARCHED_BY else 7
    return FactDoubt(step, fact, review)


def _order(doubt: TagDoubt | FactDoubt) -> tuple[object, ...]:
    if isinstance(doubt, FactDoubt):
        return (doubt.step, 0, doubt.review.id, 0, doubt.fact.name)
    return (doubt.step, doubt.reviews, doubt.review.id, doubt.passage.order, f"{doubt.passage.id} {doubt.tag.id}")


def _about(doubt: TagDoubt | FactDoubt) -> About:
    return About.FACT if isinstance(doubt, FactDoubt) else doubt.about


def _weight(passage: Passage) -> int:
    return 3 if passage.role in HEAVY else 2 if passage.role in MIDDLE else 1


def _of_review(held: Held) -> str:
    return held.review.id if held.review else ""


def _once(passages: Iterable[Held]) -> Iterable[Held]:
    kept: dict[bytes | str, Held] = {}
    for held in passages:
        kept.setdefault(print_of(held.passage.text) or held.passage.id, held)
    return kept.values()
