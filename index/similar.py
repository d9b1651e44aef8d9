"""Reviews like a case: every signal with its own score and its evidence on both sides, and what differs.

A review's place is the mean of its signals' scores, each times its weight. Where a review does not state what a signal
compares, the mean of the other reviews stands in for its score, so that silence neither helps nor harms it, and the
signal is shown as not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from index.case import Ages, Case, Signal
from index.case_reader import ages_of
from index.counting import Counted, CountedReview
from index.meaning import Meaning, MeaningFinder
from index.nearness import age_nearness, harm_nearness, rarities, shared
from index.query import Filters
from index.recurring import Question, in_scope

WEIGHTS: Mapping[Signal, float] = MappingProxyType(
    {
        Signal.CIRCUMSTANCES: 0.38,
        Signal.THEMES: 0.26,
        Signal.AGE: 0.12,
        Signal.HARM: 0.18,
        Signal.AGENCIES: 0.06,
    }
)
"""What each signal counts for (``python -m evals.similar`` measures each one's worth; set on its calibration half)."""

SHARED = 0.5
"""The score from which a signal counts as shared."""
MANY = 2
"""A review that shares more signals than this is like the case in more than one way."""
_UNSTATED = 0.3
"""Stands in for a score where no review states the signal."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One signal between the case and a review: ``score`` is ``None`` where one of them does not state it.

    ``case`` and ``review`` are the values that make the score, those in common first; ``passages`` are ids on the
    review's side that show it, the best first; ``parts`` pairs a part of the case's text with its nearest passage.
    """

    score: float | None
    case: tuple[str, ...]
    review: tuple[str, ...]
    passages: tuple[str, ...] = ()
    parts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Like:
    """A review with its nearness to a case: 0 to 1, its signals, and how many of them it shares."""

    counted: CountedReview
    score: float
    signals: Mapping[Signal, Compared]

    @property
    def shared(self) -> int:
        """How many signals the two share."""
        return sum(1 for one in self.signals.values() if one.score is not None and one.score >= SHARED)


@dataclass(frozen=True, slots=True)
class Likes:
    """Reviews in scope by nearness, the nearest first. ``sharing`` counts those that share more than two signals."""

    case: Case
    revision: int
    filters: Filters
    reviews: int
    undated: int
    unreadable: int
    found: tuple[Like, ...]
    sharing: int


@dataclass(frozen=True, slots=True)
class Ablation:
    """Signals that are left out and weights that are used instead; for measuring, and for a user's own weights."""

    without: frozenset[Signal] = frozenset()
    weights: Mapping[Signal, float] = field(default_factory=lambda: WEIGHTS)


class Comparer:
    """Compares cases with the reviews of one library. Safe from several threads."""

    def __init__(self, counted: Callable[[], Counted], meaning: MeaningFinder) -> None:
        self._counted = counted
        self._meaning = meaning
        self._rare: tuple[Counted | None, dict[Signal, dict[str, float]]] = (None, {})

    def likes(self, case: Case, filters: Filters | None = None, ablation: Ablation | None = None) -> Likes:
        """Every review in scope, the nearest first. Raises ``BadQuery`` and what opening the index raises."""
        filters, ablation = filters or Filters(), ablation or Ablation()
        counted = self._counted()
        chosen, scope = in_scope(counted, Question(filters))
        chosen = [one for one in chosen if one.review.id != case.review_id]
        meaning = self._meaning.near(case, frozenset(one.review.id for one in chosen))
        rare = self._rarities_of(counted)
        compared = [(one, _signals(case, one, meaning, rare)) for one in chosen]
        weights = {s: w for s, w in ablation.weights.items() if s not in ablation.without}
        stand_in = {signal: _mean([found[signal].score for _, found in compared]) for signal in weights}
        likes = [Like(one, _score(found, weights, stand_in, case), found) for one, found in compared]
        likes.sort(key=lambda like: (-like.score, like.counted.review.id))
        sharing = sum(like.shared > MANY for like in likes)
        return Likes(
            case, counted.revision, filters, len(chosen), scope.undated, scope.unreadable, tuple(likes), sharing
        )

    def _rarities_of(self, counted: Counted) -> dict[Signal, dict[str, float]]:
        """Rarities, made once for the reviews as they are counted."""
        known, rare = self._rare
        if known is not counted:
            rare = _rarities(counted)
            self._rare = (counted, rare)
        return rare


def _rarities(counted: Counted) -> dict[Signal, dict[str, float]]:
    """How rare each theme and agency is among all reviews: what all have in common says little."""
    themes: dict[str, int] = {}
    agencies: dict[str, int] = {}
    for one in counted.reviews:
        for theme in one.themes:
            themes[theme] = themes.get(theme, 0) + 1
        for agency in one.agencies:
            agencies[agency] = agencies.get(agency, 0) + 1
    number = len(counted.reviews)
    return {Signal.THEMES: rarities(themes, number), Signal.AGENCIES: rarities(agencies, number)}


def _signals(
    case: Case, one: CountedReview, meaning: Mapping[str, Meaning], rare: Mapping[Signal, Mapping[str, float]]
) -> dict[Signal, Compared]:
    near = meaning.get(one.review.id)
    return {
        Signal.CIRCUMSTANCES: Compared(near.score, (), (), near.passages, near.pairs)
        if near
        else Compared(0.0 if case.parts else None, (), ()),
        Signal.THEMES: _of_themes(case, one, rare[Signal.THEMES]),
        Signal.AGE: _of_age(case, one),
        Signal.HARM: _of_harm(case, one),
        Signal.AGENCIES: _of_agencies(case, one, rare[Signal.AGENCIES]),
    }


def _of_themes(case: Case, one: CountedReview, rare: Mapping[str, float]) -> Compared:
    wanted = {trait.value: trait.weight for trait in case.of(Signal.THEMES)}
    held = {theme: 1.0 if carried.clear else 0.5 for theme, carried in one.themes.items()}
    both = sorted(wanted.keys() & held.keys(), key=lambda theme: (-wanted[theme] * held[theme] * rare[theme], theme))
    passages = tuple(dict.fromkeys(one.themes[theme].spots[0].passage for theme in both))
    return Compared(shared(wanted, held, rare), _first(both, wanted), _first(both, held), passages)


def _of_age(case: Case, one: CountedReview) -> Compared:
    own, other = case.ages, ages_of(one.review)
    score = age_nearness((own.youngest, own.oldest) if own else None, (other.youngest, other.oldest) if other else None)
    return Compared(score, _months(own), _months(other))


def _of_harm(case: Case, one: CountedReview) -> Compared:
    wanted = {trait.value: trait.weight for trait in case.of(Signal.HARM)}
    held = dict.fromkeys(one.review.harm_types, 1.0)
    both = sorted(wanted.keys() & held.keys())
    return Compared(harm_nearness(wanted, held), _first(both, wanted), _first(both, held))


def _of_agencies(case: Case, one: CountedReview, rare: Mapping[str, float]) -> Compared:
    wanted = {trait.value: trait.weight for trait in case.of(Signal.AGENCIES)}
    held = dict.fromkeys(one.review.agencies or sorted(one.agencies), 1.0)
    both = sorted(wanted.keys() & held.keys())
    return Compared(shared(wanted, held, rare), _first(both, wanted), _first(both, held))


def _first(both: Sequence[str], all_of: Mapping[str, float]) -> tuple[str, ...]:
    return (*both, *(name for name in sorted(all_of, key=lambda n: (-all_of[n], n)) if name not in both))


def _months(ages: Ages | None) -> tuple[str, ...]:
    return tuple(str(months) for months in dict.fromkeys((ages.youngest, ages.oldest))) if ages else ()


def _mean(scores: Sequence[float | None]) -> float:
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else _UNSTATED


def _score(
    found: Mapping[Signal, Compared],
    weights: Mapping[Signal, float],
    stand_in: Mapping[Signal, float],
    case: Case,
) -> float:
    stated = {signal: weight for signal, weight in weights.items() if _states(case, signal)}
    total = sum(stated.values())
    if not total:
        return 0.0
    scores = {signal: found[signal].score for signal in stated}
    return (
        sum(
            weight * (score if (score := scores[signal]) is not None else stand_in[signal])
            for signal, weight in stated.items()
        )
        / total
    )


def _states(case: Case, signal: Signal) -> bool:
    """Whether the case says anything that the signal compares."""
    if signal is Signal.AGE:
        return case.ages is not None
    return bool(case.parts) if signal is Signal.CIRCUMSTANCES else bool(case.of(signal))
