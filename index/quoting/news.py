"""What is new since a day, for a scope: reviews that came, changed or were taken down, and what the new ones say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from index.quoting.cited import Cited
from index.quoting.excerpts import alike, excerpt
from index.recurring.counting import Counted, CountedReview, Tags
from index.recurring.table import Question, Scope, in_scope
from index.searching.query import Filters
from index.tagging.tags import UNTAGGED
from ingest.model import Held, Role
from ingest.record.arrivals import Arrival

if TYPE_CHECKING:
    from index.recommendations.gathered import Recommendation
    from index.recommendations.recommending import Family

_SAYS = (Role.FINDING.value, Role.LESSON.value, Role.RECOMMENDATION.value)
_LOOKED_AT = 12
_QUOTES = 3
MOST_QUOTED = 30
"""Reviews of which passages are quoted: those that came last."""


class Record(Protocol):
    """What is read from; ``ingest.catalogue.Catalogue`` is one."""

    def held_of(self, passage_ids: Sequence[str]) -> Mapping[str, Held]:
        """The named passages that are held, by id."""


@dataclass(frozen=True, slots=True)
class New:
    """A review to which something happened, and when; the themes that it carries clearly, and how many passages say
    what was learnt on them. ``quotes`` are up to three of these, of different kinds where it has them; none for one
    that is no longer published.
    """

    counted: CountedReview
    when: datetime
    themes: tuple[str, ...]
    learning: int
    quotes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """What a new review recommends and others recommended that were held before: ``before`` of ``of`` that were held,
    published in ``years``. ``quote`` is the new one, or ``None`` where no slice of it stands by itself.
    """

    recommendation: Recommendation
    before: int
    of: int
    years: tuple[int, int] | None
    quote: Cited | None


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a scope, the newest first; ``themes`` counts the new reviews that carry each clearly.

    ``changed`` are reviews that were held and of which a newer or further document came, ``gone`` those that their
    publisher has taken down. No review stands in two of the three. ``older`` is how many reviews of the whole library
    were held before.
    """

    since: datetime
    filters: Filters
    revision: int
    scope: Scope
    new: tuple[New, ...]
    changed: tuple[New, ...]
    gone: tuple[New, ...]
    themes: tuple[tuple[str, int], ...]
    older: int
    again: tuple[Again, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing came, changed or went."""
        return not (self.new or self.changed or self.gone)


def news_of(
    counted: Counted,
    arrivals: Sequence[Arrival],
    since: datetime,
    filters: Filters,
    tags: Tags,
    record: Record,
    families: Sequence[Family] = (),
) -> News:
    """Put together what happened since an aware moment. ``arrivals`` are all reviews, the newest first; ``families``
    all recommendations that were made more than once, where these are to be looked at.
    """
    chosen, scope = in_scope(counted, Question(filters))
    known = {one.review.id: one for one in chosen}
    held = [one for one in arrivals if one.review.id in known]
    came = [one for one in held if one.came >= since]
    went = [one for one in held if one.came < since and one.gone and one.gone >= since]
    left = {one.review.id for one in went}
    other = [
        one for one in held if one.came < since and one.review.id not in left and one.changed and one.changed >= since
    ]
    quoted = (known[one.review.id] for one in came[:MOST_QUOTED])
    quotes = {one.review.id: _quotes(one, filters.themes, tags, record) for one in quoted}
    new = tuple(_new(known[one.review.id], one.came, quotes.get(one.review.id, ())) for one in came)
    themes = Counter(theme for one in new for theme in one.themes)
    return News(
        since,
        filters,
        counted.revision,
        scope,
        new,
        _happened(known, ((one, one.changed) for one in other)),
        _happened(known, ((one, one.gone) for one in went)),
        tuple(sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))),
        sum(one.came < since for one in arrivals),
        tuple(_again(families, came, arrivals, since, filters)),
    )


def _happened(known: Mapping[str, CountedReview], pairs: Iterator[tuple[Arrival, datetime | None]]) -> tuple[New, ...]:
    found = [_new(known[one.review.id], moment) for one, moment in pairs if moment]
    return tuple(sorted(found, key=lambda one: (-one.when.timestamp(), one.counted.review.id)))


def _new(one: CountedReview, when: datetime, quotes: tuple[Cited, ...] = ()) -> New:
    clear = sorted(
        (theme for theme, carried in one.themes.items() if carried.clear),
        key=lambda theme: (-len(one.themes[theme].spots), theme),
    )
    learning = {spot.passage for carried in one.themes.values() for spot in carried.spots if spot.role in _SAYS}
    return New(one, when, tuple(clear), len(learning), quotes)


def _quotes(one: CountedReview, wanted: Sequence[str], tags: Tags, record: Record) -> tuple[Cited, ...]:
    """Passages that say what was learnt, those on the wanted themes first, then those on most themes."""
    names = _weightiest(one, wanted)
    held, found = record.held_of(names), tags(names)
    quotes: list[Cited] = []
    for name in names:
        marks = [words for tag in found.get(name, UNTAGGED).themes for words in tag.words]
        span = excerpt(held[name].passage.text, marks) if name in held else None
        if span:
            cited = Cited(held[name].passage, held[name].document, held[name].review, *span)
            if not any(alike(cited.text, other.text) for other in quotes):
                quotes.append(cited)
    roles = [quote.passage.role for quote in quotes]
    first = [quote for place, quote in enumerate(quotes) if quote.passage.role not in roles[:place]]
    rest = [quote for quote in quotes if quote not in first]
    return tuple((first + rest)[:_QUOTES])


def _weightiest(one: CountedReview, wanted: Sequence[str]) -> list[str]:
    pairs = [
        (spot.passage, theme in wanted)
        for theme, carried in one.themes.items()
        for spot in carried.spots
        if spot.role in _SAYS and spot.clear
    ]
    weights = Counter(passage for passage, _ in pairs)
    on = Counter(passage for passage, is_wanted in pairs if is_wanted)
    ranked = sorted(weights, key=lambda passage: (-on[passage], -weights[passage]))
    return ranked[:_LOOKED_AT]


def _again(
    families: Sequence[Family],
    came: Sequence[Arrival],
    arrivals: Sequence[Arrival],
    since: datetime,
    filters: Filters,
) -> list[Again]:
    new = {one.review.id for one in came}
    older = {one.review.id: one.review.year for one in arrivals if one.came < since}
    found = []
    for family in families:
        made = next((one for one in family.members if one.source in new and _asked_for(one, filters)), None)
        before = [review for review in family.reviews if review in older]
        if made and before:
            years = [year for review in before if (year := older[review])]
            span = (min(years), max(years)) if years else None
            found.append(Again(made, len(before), len(older), span, _words(made)))
    return sorted(found, key=lambda one: (-one.before, one.recommendation.id))


def _words(one: Recommendation) -> Cited | None:
    """The recommendation as a quote: where it stands in its passage, which may hold others."""
    at = one.passage.text.find(one.record.text)
    span = excerpt(one.record.text, ()) if at >= 0 else None
    return Cited(one.passage, one.document, one.review, at + span[0], at + span[1]) if span else None


def _asked_for(one: Recommendation, filters: Filters) -> bool:
    on_theme = not filters.themes or not set(filters.themes).isdisjoint(one.themes)
    return on_theme and (not filters.agencies or not set(filters.agencies).isdisjoint(one.record.addressees))
