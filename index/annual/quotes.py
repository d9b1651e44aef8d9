"""Which words stand for a learning point: findings and recommendations of different reviews, by one stated rule.

A finding or lesson first, then a recommendation, then what is left; passages that carry the point clearly, by words
that name it, before others; of each review one quote for a point at most, from reviews, publishers and nations that
were quoted least; what says nearly the same left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.annual.points import LEARNING, Annual, Point, carrying
from index.cases.recurrence import Record
from index.engine.bm25 import stems_in
from index.errors import BadQuery
from index.quoting.cited import Cited
from index.quoting.excerpts import excerpt, same_words
from index.recurring.counting import CountedReview, Spot, Tags
from index.tagging.tags import UNTAGGED, PassageTags, Span
from ingest.model import Held, Role

MOST_WORDS = 45
QUOTES, FIRST_QUOTES = 2, 3
"""Quotes for a point, and for each of the first three."""
_FIRST = 3
OFFERED = 6
_LOOKED_AT = 30
_SPOTS = 4
_FOUND = (Role.FINDING.value, Role.LESSON.value)
_ASKED = (Role.RECOMMENDATION.value,)
_ENDS = re.compile(r"[.!?][\"'’”)\]]*$")
_STARTS = re.compile(r"[\"'“‘(]?[A-Z\d]")
"""A whole sentence: headings, entries of a list, and what begins on the page before are not quoted."""
_LEADS_IN = re.compile(
    r"\bthe following\b|\bas follows\b|\bfollowing (?:action|recommendation)|\bin (?:the|this) table\b", re.IGNORECASE
)
"""What leads in to the recommendations and says nothing itself."""
_FEWEST_WORDS = 10
_TURNS = (_FOUND, _ASKED, LEARNING)

Offered = Mapping[str, Sequence[Cited]]
"""For each point the quotes that are offered, those that stand unless a person chooses first."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A review that carries the point, with its passages on it that may be quoted."""

    counted: CountedReview
    clear: bool
    spots: tuple[Spot, ...]

    @property
    def kinds(self) -> tuple[object, ...]:
        """What is quoted in turn; the review itself weighs most."""
        review = self.counted.review
        own = ("review", review.id)
        return own, own, ("publisher", review.publisher_id), ("nation", review.nation)


@dataclass(slots=True)
class _Choosing:
    """What was chosen so far, over all points."""

    held: Mapping[str, Held]
    tags: Mapping[str, PassageTags]
    heads: Mapping[str, Sequence[str]] | None
    used: Counter[object] = field(default_factory=Counter)
    quoted: set[str] = field(default_factory=set)
    said: list[frozenset[int]] = field(default_factory=list)
    cuts: dict[tuple[str, str], tuple[Cited, frozenset[int]] | None] = field(default_factory=dict)

    def next(self, theme: str, of: Sequence[_Candidate], roles: Sequence[str], quoted: set[str]) -> Cited | None:
        """One more quote for a point, from a review that is not in ``quoted``, which it joins."""
        left = [one for one in of if one.counted.review.id not in quoted]
        left.sort(key=lambda one: (not one.clear, sum(self.used[kind] for kind in one.kinds)))
        pairs = [(one, spot) for one in left for spot in one.spots if spot.role in roles]
        pairs.sort(key=lambda pair: not (pair[1].clear and self._marks(theme, pair[1].passage)))
        for one, spot in pairs:
            cited = self._cut(theme, spot.passage)
            if cited:
                self.used.update(one.kinds)
                self.quoted.add(cited.passage.id)
                self.said.append(stems_in(cited.text))
                quoted.add(one.counted.review.id)
                return cited
        return None

    def _cut(self, theme: str, name: str) -> Cited | None:
        """The words of a passage to quote; ``None`` where they say what is quoted already."""
        if (theme, name) not in self.cuts:
            self.cuts[theme, name] = self._stands(theme, name)
        cut = self.cuts[theme, name]
        if cut is None or name in self.quoted or any(same_words(cut[1], other) for other in self.said):
            return None
        return cut[0]

    def _stands(self, theme: str, name: str) -> tuple[Cited, frozenset[int]] | None:
        """The words of a passage that stand by themselves, with their stems."""
        held = self.held.get(name)
        span = excerpt(held.passage.text, self._marks(theme, name), MOST_WORDS) if held else None
        if held is None or span is None or not _stands(held.passage.text[slice(*span)]):
            return None
        cited = Cited(held.passage, held.document, held.review, *span)
        return cited, stems_in(cited.text)

    def _marks(self, theme: str, name: str) -> list[Span]:
        """The places of the words that show a point."""
        of = [tag for tag in self.tags.get(name, UNTAGGED).themes if theme in self._names(tag.id)]
        return [span for tag in of for span in tag.words]

    def _names(self, theme: str) -> Sequence[str]:
        return (theme,) if self.heads is None else self.heads.get(theme, ())


def offered_of(found: Annual, tags: Tags, record: Record) -> dict[str, tuple[Cited, ...]]:
    """The quotes that are offered for each point. Those that stand are chosen for all points before any further."""
    candidates = {point.theme: _candidates(point) for point in found.points}
    names = sorted({spot.passage for of in candidates.values() for one in of for spot in one.spots})
    choosing = _Choosing(record.held_of(names), tags(names), found.question.heads)
    quoted: dict[str, set[str]] = {point.theme: set() for point in found.points}
    offered: dict[str, list[Cited]] = {point.theme: [] for point in found.points}
    for number, point in enumerate(found.points):
        limit = FIRST_QUOTES if number < _FIRST else QUOTES
        for roles in (*_TURNS, LEARNING):
            if len(offered[point.theme]) < limit:
                one = choosing.next(point.theme, candidates[point.theme], roles, quoted[point.theme])
                offered[point.theme] += [one] if one else []
    for theme, of in offered.items():
        while len(of) < OFFERED and (one := choosing.next(theme, candidates[theme], LEARNING, quoted[theme])):
            of.append(one)
    return {theme: tuple(of) for theme, of in offered.items()}


def standing(found: Annual, offered: Offered, use: Sequence[str] = ()) -> dict[str, tuple[Cited, ...]]:
    """The quotes that stand under each point: the first of those offered, or those of ``use`` (passages) in order.

    Raises ``BadQuery`` for a passage that is not offered.
    """
    if not use:
        limits = [FIRST_QUOTES if number < _FIRST else QUOTES for number in range(len(found.points))]
        pairs = zip(found.points, limits, strict=True)
        return {point.theme: tuple(offered[point.theme][:limit]) for point, limit in pairs}
    known = {one.passage.id for of in offered.values() for one in of}
    unknown = next((name for name in use if name not in known), None)
    if unknown:
        raise BadQuery(f"The passage {unknown[:40]} is not among those offered for this analysis.")
    order = {name: place for place, name in enumerate(use)}
    return {
        theme: tuple(sorted((one for one in of if one.passage.id in order), key=lambda one: order[one.passage.id]))
        for theme, of in offered.items()
    }


def _candidates(point: Point) -> list[_Candidate]:
    """The reviews that carry a point, clear and newest first, with their passages, clear first."""
    found = sorted(carrying(point), key=lambda one: (not one[1], -(one[0].review.year or 0), one[0].review.id))
    return [
        _Candidate(one, clear, tuple(sorted(_of(spots), key=lambda spot: not spot.clear)))
        for one, clear, spots in found[:_LOOKED_AT]
    ]


def _of(spots: Sequence[Spot]) -> list[Spot]:
    """Of each role no more than are looked at."""
    return [spot for role in LEARNING for spot in [one for one in spots if one.role == role][:_SPOTS]]


def _stands(text: str) -> bool:
    """Whether words can be quoted by themselves."""
    whole = _STARTS.match(text) and _ENDS.search(text) and not _LEADS_IN.search(text)
    return bool(whole) and len(text.split()) >= _FEWEST_WORDS
