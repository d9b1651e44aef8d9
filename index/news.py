"""What is new since a day, for a scope: each review with its clear themes and its plainest finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from index.cited import Cited
from index.counting import Counted, CountedReview, Tags
from index.excerpts import excerpt
from index.query import Filters
from index.recurring import Question, Scope, in_scope
from index.tags import UNTAGGED
from ingest.model import Held, Review, Role

_SAYS = (Role.FINDING.value, Role.LESSON.value, Role.RECOMMENDATION.value)
_LOOKED_AT = 8


class Record(Protocol):
    """What is read from; ``ingest.catalogue.Catalogue`` is one."""

    def held_of(self, passage_ids: Sequence[str]) -> Mapping[str, Held]:
        """The named passages that are held, by id."""


@dataclass(frozen=True, slots=True)
class New:
    """A review that came, when, the themes that it carries clearly, how many passages say what was learnt on them, and
    a quote, or ``None`` where none stands by itself.
    """

    counted: CountedReview
    came: datetime
    themes: tuple[str, ...]
    learning: int
    quote: Cited | None


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a scope, the newest first; ``themes`` counts the reviews that carry each clearly."""

    since: datetime
    filters: Filters
    revision: int
    scope: Scope
    new: tuple[New, ...]
    themes: tuple[tuple[str, int], ...]


def news_of(
    counted: Counted,
    came: Sequence[tuple[Review, datetime]],
    since: datetime,
    filters: Filters,
    tags: Tags,
    record: Record,
) -> News:
    """Put together what came: ``came`` are reviews with the moment they were first held, the newest first."""
    chosen, scope = in_scope(counted, Question(filters))
    known = {one.review.id: one for one in chosen}
    new = [_new(known[review.id], moment, tags, record) for review, moment in came if review.id in known]
    themes = Counter(theme for one in new for theme in one.themes)
    ranked = sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))
    return News(since, filters, counted.revision, scope, tuple(new), tuple(ranked))


def _new(one: CountedReview, moment: datetime, tags: Tags, record: Record) -> New:
    weights = Counter(
        spot.passage for carried in one.themes.values() for spot in carried.spots if spot.role in _SAYS and spot.clear
    )
    best = [name for name, _ in weights.most_common(_LOOKED_AT)]
    clear = sorted(
        (theme for theme, carried in one.themes.items() if carried.clear),
        key=lambda theme: (-len(one.themes[theme].spots), theme),
    )
    learning = {spot.passage for carried in one.themes.values() for spot in carried.spots if spot.role in _SAYS}
    return New(one, moment, tuple(clear), len(learning), _quote(best, tags, record))


def _quote(names: Sequence[str], tags: Tags, record: Record) -> Cited | None:
    held, found = record.held_of(names), tags(names)
    for name in names:
        marks = [words for tag in found.get(name, UNTAGGED).themes for words in tag.words]
        span = excerpt(held[name].passage.text, marks) if name in held else None
        if span:
            return Cited(held[name].passage, held[name].document, held[name].review, *span)
    return None
