"""Which themes of a case recur in the reviews nearest to it, in how many, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.cases.case import Signal
from index.cases.similar import Like, Likes
from index.errors import BadQuery
from index.quoting.cited import NOTHING, Cited
from index.quoting.excerpts import alike, excerpt
from index.recurring.counting import CountedReview, Tags
from index.tagging.tags import UNTAGGED
from ingest.model import Held, Role

MOST_WORDS = 35
MOST_CITED, FEWEST_CITED = 6, 3
_SIGNALS = 2
"""Signals of which a similar review shares more."""
_MOST_THEMES = 6
_WENT_WELL = "good-practice"
"""The one theme that is not of learning: nearly every review carries it, and that it recurs says little of a case."""
_OFFERED = 3
"""Quotes that are offered for a theme, each of another review."""
_ROLES = (Role.FINDING.value, Role.LESSON.value, Role.RECOMMENDATION.value, Role.ANALYSIS.value)


class Record(Protocol):
    """What is read from; ``ingest.catalogue.Catalogue`` is one."""

    def held_of(self, passage_ids: Sequence[str]) -> Mapping[str, Held]:
        """The named passages that are held, by id."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """One theme of the case: ids of the cited reviews and of all in scope that carry it, those cited that recommend on
    it, and the quotes offered for it, the plainest first; none where nothing of it stands by itself.
    """

    theme: str
    cited: tuple[str, ...]
    every: tuple[str, ...]
    asked: tuple[str, ...]
    offered: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The reviews that are cited, nearest first, and the themes that recur in them, the most frequent first."""

    likes: Likes
    cited: tuple[CountedReview, ...]
    themes: tuple[Recurring, ...]


Standing = tuple[Recurring, tuple[Cited, ...]]
"""A theme with the quotes that stand under it."""


def recurrence_of(likes: Likes, tags: Tags, record: Record) -> Recurrence:
    """Choose reviews, themes and quotes: three to six reviews, those alike in more than two signals first."""
    cited = [like.counted for like in _cited(likes)]
    everyone = [like.counted for like in likes.found]
    wanted = [trait.value for trait in likes.case.of(Signal.THEMES) if trait.value != _WENT_WELL]
    ranked = sorted(wanted, key=lambda theme: -sum(theme in one.themes for one in cited))[:_MOST_THEMES]
    themes = [theme for theme in ranked if any(theme in one.themes for one in cited)]
    quotes = _quotes(themes, cited, tags, record)
    return Recurrence(likes, tuple(cited), tuple(_recurring(theme, cited, everyone, quotes[theme]) for theme in themes))


def picked(recurrence: Recurrence, use: Sequence[str]) -> tuple[Standing, ...]:
    """What a person chose, in order: ``use`` names themes of the case and passages that are offered for them.

    A theme stands where it or a passage of it is named first; ``NOTHING`` alone stands for no theme. Raises
    ``BadQuery`` for what is not offered.
    """
    if tuple(use) == (NOTHING,):
        return ()
    themes = {one.theme: one for one in recurrence.themes}
    known = {quote.passage.id: (one, quote) for one in recurrence.themes for quote in one.offered}
    unknown = [name for name in use if name not in known and name not in themes]
    if unknown:
        raise BadQuery(f"{unknown[0][:40]} is not among the themes and passages offered for this section.")
    order: dict[str, list[Cited]] = {}
    for name in dict.fromkeys(use):
        one = themes.get(name) or known[name][0]
        order.setdefault(one.theme, []).extend([known[name][1]] if name in known else [])
    return tuple((themes[theme], tuple(quotes)) for theme, quotes in order.items())


def _cited(likes: Likes) -> list[Like]:
    similar = [like for like in likes.found if like.shared > _SIGNALS][:MOST_CITED]
    return similar if len(similar) >= FEWEST_CITED else list(likes.found[:FEWEST_CITED])


def _recurring(
    theme: str, cited: Sequence[CountedReview], everyone: Sequence[CountedReview], offered: Sequence[Cited]
) -> Recurring:
    asked = [
        one.review.id
        for one in cited
        if theme in one.themes and Role.RECOMMENDATION.value in {spot.role for spot in one.themes[theme].spots}
    ]
    return Recurring(
        theme,
        tuple(one.review.id for one in cited if theme in one.themes),
        tuple(one.review.id for one in everyone if theme in one.themes),
        tuple(asked),
        tuple(offered),
    )


def _quotes(
    themes: Sequence[str], cited: Sequence[CountedReview], tags: Tags, record: Record
) -> dict[str, list[Cited]]:
    """For each theme the plainest words of the cited reviews, those quoted least first; no passage under two themes."""
    spots = {(theme, one.review.id): _spots(theme, one) for theme in themes for one in cited}
    names = sorted({name for found in spots.values() for name in found})
    held, found_tags = record.held_of(names), tags(names)
    quoted: Counter[str] = Counter()
    found: dict[str, list[Cited]] = {theme: [] for theme in themes}
    for theme in [theme for _ in range(_OFFERED) for theme in themes]:
        taken = [quote for every in found.values() for quote in every]
        here = {quote.review.id for quote in found[theme] if quote.review}
        left = [one for one in cited if one.review.id not in here]
        for one in sorted(left, key=lambda one: quoted[one.review.id]):
            marks = {
                name: [w for tag in found_tags.get(name, UNTAGGED).themes if tag.id == theme for w in tag.words]
                for name in spots[theme, one.review.id]
            }
            cut = (_cut(held[name], words) for name, words in marks.items() if name in held)
            chosen = next((c for c in cut if c and not any(_same(c, other) for other in taken)), None)
            if chosen:
                found[theme].append(chosen)
                quoted[one.review.id] += 1
                break
    return found


def _spots(theme: str, one: CountedReview) -> list[str]:
    """Passages of a review on a theme, in the order of the parts they stand in, the clear ones first."""
    if theme not in one.themes:
        return []
    return [
        spot.passage
        for role in _ROLES
        for spot in sorted(one.themes[theme].spots, key=lambda spot: not spot.clear)
        if spot.role == role
    ]


def _same(first: Cited, second: Cited) -> bool:
    return first.passage.id == second.passage.id or alike(first.text, second.text)


def _cut(held: Held, marks: Sequence[tuple[int, int]]) -> Cited | None:
    span = excerpt(held.passage.text, marks, MOST_WORDS)
    return Cited(held.passage, held.document, held.review, *span) if span else None
