"""What reviews say on a theme: counts over all that are in scope, and quotes chosen by one stated rule.

The counts are those of ``index.recurring.table``: each review once, n of N. Quotes are chosen so that no review, year
or nation speaks for all: clear before possible, at most one of each review in a part, reviews taken in turn from
publishers, nations and spans of years that were quoted least, the newest first, and what says nearly the same left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from index.engine.payload import age_group_ids
from index.errors import BadQuery
from index.quoting.cited import NOTHING, Cited
from index.quoting.excerpts import alike, excerpt, sentence_with
from index.recurring.counting import Counted, CountedReview, Spot, Tags
from index.recurring.table import UNKNOWN, Question, Scope, in_scope
from index.searching.query import Filters
from index.tagging.tags import UNTAGGED, Part, PassageTags, Span
from ingest.model import Held, Role
from ingest.vocabulary.lines import nearest
from ingest.vocabulary.reading import vocabulary

_BAND = 5
"""Years of publication that are counted together."""
_OFFERED = 2
"""For each quote that stands in a part, how many are offered to choose from."""
_LOOKED_AT = 40
_SPOTS = 6
_FOUND = frozenset({Role.FINDING.value, Role.LESSON.value})
_NO_PART = re.compile(
    r"\b(?:no evidence that|nothing to suggest|(?:was|were|is|are) not (?:a|an|the) (?:factor|cause|issue|feature)"
    r"|(?:did|does|would|could) not (?:have )?(?:\w+ )?(?:contribut|affect|chang|alter|prevent|predict|made? a)\w*)\b",
    re.IGNORECASE,
)
"""Words that deny a theme its part in what happened."""
_WELL = re.compile(
    r"\b(?:good practice|good example|well[- ](?:done|shared|managed|recorded|coordinated)|appropriate(?:ly)?|timely"
    r"|prompt(?:ly)?|effective(?:ly)?|thorough(?:ly)?|strong|commend\w*)\b",
    re.IGNORECASE,
)
_NOT_WELL = re.compile(
    r"n[o'’]t\b|\b(?:never|no|nor|neither|should|could|must|needs?|would|lack\w*|without|fail\w*|less|more|rather|if"
    r"|insufficient\w*|ensure\w*|unless|until|how|whether|but|however|although|missed|opportunit\w+|learn\w*)\b",
    re.IGNORECASE,
)
"""Words by which a sentence that speaks of good work asks for it, or denies it."""


class Section(StrEnum):
    """A part of a briefing that quotes."""

    FINDINGS = "findings"
    RECOMMENDATIONS = "recommendations"
    VOICES = "voices"
    GOOD_PRACTICE = "good-practice"
    AGAINST = "against"


LIMITS = {
    Section.FINDINGS: 3,
    Section.RECOMMENDATIONS: 4,
    Section.VOICES: 2,
    Section.GOOD_PRACTICE: 2,
    Section.AGAINST: 2,
}
"""Quotes that stand in each part, unless a person chooses."""

_ROLES = {
    Section.FINDINGS: _FOUND,
    Section.RECOMMENDATIONS: frozenset({Role.RECOMMENDATION.value}),
    Section.VOICES: frozenset({Role.FAMILY_VIEW.value}),
    Section.GOOD_PRACTICE: frozenset({Role.GOOD_PRACTICE.value}),
    Section.AGAINST: frozenset({Role.ANALYSIS.value, Role.CONCLUSION.value, Role.FINDING.value, Role.LESSON.value}),
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote that is offered for a part; ``agencies`` are those that a recommendation asks."""

    section: Section
    cited: Cited
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """``reviews`` of ``of`` under a value, ``clear`` of them clearly."""

    value: str
    reviews: int
    clear: int
    of: int


@dataclass(frozen=True, slots=True)
class AgencyFigure:
    """In how many of the reviews that carry the theme an agency is named with it, in a finding, and asked to act."""

    agency: str
    named: int
    found: int
    asked: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a briefing on ``themes`` (any of them) rests on.

    ``carriers`` are ids of the reviews that carry it, ``in_role`` those that do so in a passage of each part's roles;
    ``decided`` counts those in which a person decided a tag of it, ``answered`` those with a response or plan on it;
    ``looked`` are the reviews whose passages were read for counter-evidence. ``offered`` has quotes in order.
    """

    themes: tuple[str, ...]
    filters: Filters
    revision: int
    scope: Scope
    carriers: tuple[str, ...]
    clear: int
    decided: int
    answered: int
    in_role: Mapping[Section, tuple[str, ...]]
    ages: tuple[Figure, ...]
    periods: tuple[Figure, ...]
    agencies: tuple[AgencyFigure, ...]
    looked: int
    offered: Mapping[Section, tuple[Excerpt, ...]]


class Record(Protocol):
    """What is read from; ``ingest.catalogue.Catalogue`` is one."""

    def held_of(self, passage_ids: Sequence[str]) -> Mapping[str, Held]:
        """The named passages that are held, by id."""


@dataclass(frozen=True, slots=True)
class _Carrier:
    """A review that carries the theme, with its passages on it, the weightiest first."""

    counted: CountedReview
    clear: bool
    decided: bool
    spots: tuple[Spot, ...]

    @property
    def id(self) -> str:
        return self.counted.review.id

    def of_roles(self, roles: Iterable[str]) -> list[Spot]:
        wanted = frozenset(roles)
        return sorted((spot for spot in self.spots if spot.role in wanted), key=lambda spot: not spot.clear)


def evidence_of(counted: Counted, filters: Filters, tags: Tags, record: Record) -> Evidence:
    """The evidence on the themes of ``filters``, over the reviews that its other filters keep. Raises ``BadQuery``."""
    _check(filters)
    chosen, scope = in_scope(counted, Question(replace(filters, themes=())))
    carriers = [carrier for one in chosen if (carrier := _carrier(one, filters.themes))]
    asked = _asked(carriers, tags)
    offered, looked = _offered(carriers, asked, filters.themes, tags, record)
    return Evidence(
        themes=filters.themes,
        filters=filters,
        revision=counted.revision,
        scope=scope,
        carriers=tuple(one.id for one in carriers),
        clear=sum(one.clear for one in carriers),
        decided=sum(one.decided for one in carriers),
        answered=sum(bool(one.of_roles({Role.RESPONSE.value})) for one in carriers),
        in_role={
            section: tuple(one.id for one in carriers if one.of_roles(roles)) for section, roles in _ROLES.items()
        },
        ages=tuple(_by_age(chosen, carriers)),
        periods=tuple(_by_period(chosen, carriers)),
        agencies=tuple(_by_agency(carriers, asked)),
        looked=looked,
        offered=offered,
    )


def standing(evidence: Evidence, use: Sequence[str] = ()) -> dict[Section, tuple[Excerpt, ...]]:
    """The quotes that stand in each part: the first of those offered, or those of ``use`` (ids of passages) in order.

    ``NOTHING`` alone stands for no quote at all. Raises ``BadQuery`` for a passage that is not offered.
    """
    if not use:
        return {section: found[: LIMITS[section]] for section, found in evidence.offered.items()}
    if tuple(use) == (NOTHING,):
        return dict.fromkeys(evidence.offered, ())
    known = {one.cited.passage.id: one for found in evidence.offered.values() for one in found}
    unknown = [name for name in use if name not in known]
    if unknown:
        raise BadQuery(f"The passage {unknown[0][:40]} is not among those offered for this briefing.")
    wanted = [known[name] for name in dict.fromkeys(use)]
    return {section: tuple(one for one in wanted if one.section is section) for section in evidence.offered}


def _check(filters: Filters) -> None:
    known = [theme.id for theme in vocabulary().themes]
    if not filters.themes:
        raise BadQuery("A briefing needs a theme. Name one with --theme.")
    for theme in filters.themes:
        if theme not in known:
            raise BadQuery(f"There is no theme {theme[:80]!r}{nearest(theme, known)}")
    if filters.roles or filters.kinds:
        raise BadQuery("A briefing uses every part and kind of document of a review: leave --role and --kind out.")


def _carrier(one: CountedReview, themes: Sequence[str]) -> _Carrier | None:
    carried = [one.themes[theme] for theme in themes if theme in one.themes]
    if not carried:
        return None
    spots: dict[str, Spot] = {}
    for spot in (spot for theme in carried for spot in theme.spots):
        if spot.passage not in spots or spot.clear:
            spots[spot.passage] = spot
    return _Carrier(one, any(c.clear for c in carried), any(c.decided for c in carried), tuple(spots.values()))


def _asked(carriers: Sequence[_Carrier], tags: Tags) -> dict[str, tuple[str, ...]]:
    """For each recommendation on the theme the agencies that it asks."""
    spots = [spot.passage for one in carriers for spot in one.of_roles(_ROLES[Section.RECOMMENDATIONS])]
    found = tags(spots)
    return {
        name: tuple(tag.id for tag in found.get(name, UNTAGGED).agencies if tag.role is Part.ADDRESSEE)
        for name in spots
    }


def _by_age(chosen: Sequence[CountedReview], carriers: Sequence[_Carrier]) -> Iterator[Figure]:
    def ages(one: CountedReview) -> tuple[str, ...]:
        return one.age_groups or (UNKNOWN,)

    order = [*age_group_ids(), UNKNOWN]
    return (figure for figure in _figures(order, ages, chosen, carriers) if figure.of or figure.value != UNKNOWN)


def _by_period(chosen: Sequence[CountedReview], carriers: Sequence[_Carrier]) -> Iterator[Figure]:
    """Spans of years of publication, the first and last no longer than reviews in scope reach."""
    known = [one.review.year for one in chosen if one.review.year]
    earliest, latest = min(known, default=0), max(known, default=0)

    def years(one: CountedReview) -> tuple[str, ...]:
        start = _band(one)
        if not start:
            return (UNKNOWN,)
        first, last = max(start, earliest), min(start + _BAND - 1, latest)
        return (str(first) if first == last else f"{first} to {last}",)

    return _figures(sorted({name for one in chosen for name in years(one)}), years, chosen, carriers)


def _band(one: CountedReview) -> int:
    """The first year of the span in which a review was published; 0 where its year is not known."""
    return (one.review.year or 0) // _BAND * _BAND


def _figures(
    order: Iterable[str],
    values_of: Callable[[CountedReview], Sequence[str]],
    chosen: Sequence[CountedReview],
    carriers: Sequence[_Carrier],
) -> Iterator[Figure]:
    for value in order:
        held = [one for one in carriers if value in values_of(one.counted)]
        yield Figure(value, len(held), sum(one.clear for one in held), sum(value in values_of(one) for one in chosen))


def _by_agency(carriers: Sequence[_Carrier], asked: Mapping[str, Sequence[str]]) -> list[AgencyFigure]:
    named: defaultdict[str, set[str]] = defaultdict(set)
    found: defaultdict[str, set[str]] = defaultdict(set)
    asks: defaultdict[str, set[str]] = defaultdict(set)
    for one in carriers:
        for spot in one.spots:
            for agency in spot.agencies:
                named[agency].add(one.id)
                if spot.role in _FOUND:
                    found[agency].add(one.id)
            for agency in asked.get(spot.passage, ()):
                asks[agency].add(one.id)
    figures = [AgencyFigure(name, len(ids), len(found[name]), len(asks[name])) for name, ids in named.items()]
    return sorted(figures, key=lambda one: (-one.asked, -one.found, -one.named, one.agency))


def _offered(
    carriers: Sequence[_Carrier],
    asked: Mapping[str, tuple[str, ...]],
    themes: Sequence[str],
    tags: Tags,
    record: Record,
) -> tuple[dict[Section, tuple[Excerpt, ...]], int]:
    """Quotes for each part, and how many reviews were read for counter-evidence."""
    shortlist = {section: _in_turn([one for one in carriers if one.of_roles(_ROLES[section])]) for section in Section}
    wanted = {
        spot.passage
        for section, found in shortlist.items()
        for one in found
        for spot in one.of_roles(_ROLES[section])[:_SPOTS]
    }
    held = record.held_of(sorted(wanted))
    marks = _marks(tags(sorted(wanted)), themes)
    taken: list[Excerpt] = []
    offered = {}
    for section in Section:
        of_part = _quoted(section, shortlist[section], held, marks, asked, taken)
        offered[section] = tuple(of_part)
        taken += of_part
    return offered, len(shortlist[Section.AGAINST])


def _quoted(
    section: Section,
    reviews: Sequence[_Carrier],
    held: Mapping[str, Held],
    marks: Mapping[str, Sequence[Span]],
    asked: Mapping[str, tuple[str, ...]],
    taken: Sequence[Excerpt],
) -> list[Excerpt]:
    found: list[Excerpt] = []
    for one in reviews:
        for spot in one.of_roles(_ROLES[section])[:_SPOTS]:
            cited = _cut(section, held.get(spot.passage), marks.get(spot.passage, ()))
            if cited and not any(_same(cited, other.cited) for other in (*taken, *found)):
                found.append(Excerpt(section, cited, asked.get(spot.passage, ())))
                break
        if len(found) == LIMITS[section] * _OFFERED:
            break
    return found


def _cut(section: Section, held: Held | None, marks: Sequence[Span]) -> Cited | None:
    if held is None:
        return None
    text = held.passage.text
    span = sentence_with(text, _against, marks) if section is Section.AGAINST else excerpt(text, marks)
    return Cited(held.passage, held.document, held.review, *span) if span else None


def _against(sentence: str) -> bool:
    """Whether a sentence sets something against a theme: done well, or without part in what happened."""
    return bool(_NO_PART.search(sentence) or (_WELL.search(sentence) and not _NOT_WELL.search(sentence)))


def _same(first: Cited, second: Cited) -> bool:
    return first.passage.id == second.passage.id or alike(first.text, second.text)


def _marks(found: Mapping[str, PassageTags], themes: Sequence[str]) -> dict[str, list[Span]]:
    return {
        name: [span for tag in tags.themes if tag.id in themes for span in tag.words] for name, tags in found.items()
    }


def _in_turn(reviews: Sequence[_Carrier]) -> list[_Carrier]:
    """The reviews in turn from publishers, nations and spans of years that were taken least, clear and newest first."""
    ranked = sorted(reviews, key=lambda one: (not one.clear, -(one.counted.review.year or 0), one.id))
    left: defaultdict[tuple[bool, tuple[object, ...]], deque[tuple[int, _Carrier]]] = defaultdict(deque)
    for place, one in enumerate(ranked):
        left[not one.clear, _kinds(one)].append((place, one))
    taken: list[_Carrier] = []
    used: Counter[object] = Counter()
    while left and len(taken) < _LOOKED_AT:
        best = min(left, key=lambda alike: (alike[0], sum(used[kind] for kind in alike[1]), left[alike][0][0]))
        taken.append(left[best].popleft()[1])
        used.update(best[1])
        if not left[best]:
            del left[best]
    return taken


def _kinds(one: _Carrier) -> tuple[object, ...]:
    review = one.counted.review
    return ("nation", review.nation), ("publisher", review.publisher_id), ("years", _band(one.counted))
