"""Has this been recommended before? How often, by whom, of whom, when, in what words, and what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from index.desk import manifest_of, tags_of
from index.errors import BadQuery
from index.recommendations.ask import bare_ask
from index.recommendations.families import Grouping, grouped
from index.recommendations.gathered import Gathered, Recommendation, chosen, gathered_of
from index.recommendations.meaning import Comparing, comparing
from index.recurring.counts import Counts
from index.recurring.table import Question, Scope, in_scope
from index.searching.query import Filters
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import Embedder, Vectors
from ingest.written.timescales import timescale_in

if TYPE_CHECKING:
    from ingest.library import Library

FILE = "recommendations.sqlite"
"""Vectors of asks, in the library's cache; ``index.purge`` removes the file with every withdrawal."""
LONGEST = 6_000
"""Characters of a draft recommendation: about two pages."""
SHORTEST = 4
_BATCH = 256
"""Asks that are embedded before their vectors are kept and progress is said."""
_NEAREST = 3
_POSSIBLE = 10
_EXAMPLES = 3


Pace = Callable[[int, int], None]
"""Told how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Family:
    """Recommendations in scope that ask for the same, oldest first. ``reviews`` are ids, each once.

    ``best`` are the best worded by a stated rule: those that name who, what and by when, the shortest first; where none
    does, those that name who and what. ``middle`` is the one nearest to all the others.
    """

    middle: Recommendation
    members: tuple[Recommendation, ...]
    reviews: tuple[str, ...]
    best: tuple[Recommendation, ...]

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of publication, where any is known."""
        known = [one.year for one in self.members if one.year]
        return (min(known), max(known)) if known else None

    @property
    def boards(self) -> tuple[str, ...]:
        """Who published them, in the order of time."""
        return tuple(dict.fromkeys(one.publisher for one in self.members if one.publisher))

    @property
    def agencies(self) -> tuple[tuple[str, int], ...]:
        """The agencies asked, each with the number of recommendations that ask it, the most often asked first."""
        counts = Counter(agency for one in self.members for agency in one.record.addressees)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Listing:
    """Families in scope, those of most reviews first; ``alone`` counts recommendations that nothing else asks for."""

    filters: Filters
    revision: int
    scope: Scope
    recommendations: int
    inquiries: int
    families: tuple[Family, ...]
    alone: int


@dataclass(frozen=True, slots=True)
class Before:
    """Whether something was recommended before: ``family`` gathers what asks for the same, or is ``None``.

    ``possible`` may ask for the same: a person judges, and they are not counted. ``nearest`` are the nearest others.
    """

    filters: Filters
    revision: int
    scope: Scope
    recommendations: int
    inquiries: int
    family: Family | None
    possible: tuple[Recommendation, ...]
    nearest: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class _State:
    gathered: Gathered
    vectors: Vectors
    grouping: Grouping


class Recommending:
    """The recommendations of one library; to be kept and shared by threads. Worked out anew when something changed."""

    def __init__(self, library: Library, embedder: Embedder, counts: Counts | None = None) -> None:
        self._library = library
        self._model = embedder
        self._counts = counts or Counts(library)
        self._lock = Lock()
        self._stamp: tuple[object, ...] = ()
        self._state: _State | None = None

    def families(self, filters: Filters | None = None) -> Listing:
        """What was recommended more than once. Raises ``BadQuery`` for filters that cannot be."""
        filters = filters or Filters()
        state = self._current()
        within, scope = self._scoped(state, filters)
        found = [self._family(state, numbers, within) for numbers in state.grouping.families]
        kept = [family for family in found if family and len(family.members) > 1]
        kept.sort(key=lambda one: (-len(one.reviews), -len(one.members), one.middle.id))
        alone = len(within) - sum(len(family.members) for family in kept)
        return Listing(
            filters, state.gathered.revision, scope, len(within), _inquiries(within.values()), tuple(kept), alone
        )

    def before(self, text: str, filters: Filters | None = None) -> Before:
        """What in scope asks for the same as ``text``, which is not kept. Raises ``BadQuery``."""
        filters = filters or Filters()
        ask = _checked(text)
        state = self._current()
        within, scope = self._scoped(state, filters)
        nearness = self._comparing.nearness
        scores = (state.vectors @ self._comparing.embedder.encode_passages([ask])[0]).tolist() if within else []
        same = _same(scores, nearness.clear, state.grouping)
        numbers = sorted((at for at in same if at in within), key=lambda at: -scores[at])
        family = self._family(state, numbers, within) if numbers else None
        others = sorted((at for at in within if at not in same), key=lambda at: -scores[at])
        return Before(
            filters,
            state.gathered.revision,
            scope,
            len(within),
            _inquiries(within.values()),
            family,
            tuple(within[at] for at in others if scores[at] >= nearness.possible)[:_POSSIBLE],
            tuple(within[at] for at in others if scores[at] < nearness.possible)[:_NEAREST],
        )

    def gathered(self) -> tuple[Gathered, Grouping]:
        """Every recommendation, and how they group."""
        state = self._current()
        return state.gathered, state.grouping

    def prepare(self, progress: Pace | None = None) -> None:
        """Make and keep the vectors that are missing, so that whoever asks first need not wait for them."""
        self._vectors([one.ask for one in self._gather().every], progress)

    def _scoped(self, state: _State, filters: Filters) -> tuple[dict[int, Recommendation], Scope]:
        of_reviews = replace(filters, themes=(), agencies=(), roles=())
        reviews, scope = in_scope(self._counts.current(), Question(of_reviews))
        ids = frozenset(one.review.id for one in reviews)
        numbers = {one.id: at for at, one in enumerate(state.gathered.every)}
        return {numbers[one.id]: one for one in chosen(state.gathered, filters, ids)}, scope

    def _family(self, state: _State, numbers: Sequence[int], within: Mapping[int, Recommendation]) -> Family | None:
        present = [at for at in numbers if at in within]
        if not present:
            return None
        members = tuple(within[at] for at in sorted(present))  # gathered in the order of time
        reviews = tuple(dict.fromkeys(one.review.id for one in members if one.review))
        return Family(within[present[0]], members, reviews, best_worded(members))

    def _current(self) -> _State:
        with self._lock:
            stamp = (self._library.catalogue.revision(), manifest_of(self._library))
            if self._state is None or stamp != self._stamp:
                self._state = self._read()
                self._stamp = stamp
            return self._state

    def _read(self) -> _State:
        gathered = self._gather()
        vectors = self._vectors([one.ask for one in gathered.every])
        grouping = grouped(vectors, self._comparing.nearness) if len(vectors) else Grouping(())
        return _State(gathered, vectors, grouping)

    def _gather(self) -> Gathered:
        return gathered_of(self._library.catalogue, lambda passages: tags_of(self._library, passages))

    def _vectors(self, asks: Sequence[str], progress: Pace | None = None) -> Vectors:
        if not asks:
            return np.zeros((0, 0), dtype=np.float32)
        with VectorCache(self._library.cache_folder / FILE) as cache:
            return kept_vectors(asks, self._comparing.embedder, cache, progress)

    @cached_property
    def _comparing(self) -> Comparing:
        return comparing(self._model)


def kept_vectors(texts: Sequence[str], embedder: Embedder, cache: VectorCache, progress: Pace | None = None) -> Vectors:
    """A vector for each text, a row each: from ``cache`` where it was embedded before, and kept there otherwise."""
    model = embedder.fingerprint
    keys = [text_key(text) for text in texts]
    found = cache.get(model, list(dict.fromkeys(keys)))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    waiting = sorted(missing.items(), key=lambda pair: len(pair[1]))  # texts of like length together are quicker
    for start in range(0, len(waiting), _BATCH):
        batch = waiting[start : start + _BATCH]
        vectors = embedder.encode_passages([text for _, text in batch])
        new = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
        cache.put(model, new)
        found |= new
        if progress:
            progress(min(start + _BATCH, len(waiting)), len(waiting))
    if set(found) != cache.known(model):
        cache.keep_only(found)
    return np.stack([found[key] for key in keys])


def best_worded(members: Sequence[Recommendation]) -> tuple[Recommendation, ...]:
    """Those that name who, what and by when, the shortest first; where none does, who and what; else none."""
    whole = [one for one in members if one.named.whole]
    enough = whole or [one for one in members if one.named.who and one.named.what]
    return tuple(sorted(enough, key=lambda one: (len(one.record.text), one.id))[:_EXAMPLES])


def _same(scores: Sequence[float], clear: float, grouping: Grouping) -> frozenset[int]:
    """The members of the families to every member of which something is near."""
    near = (family for family in grouping.families if all(scores[at] >= clear for at in family))
    return frozenset(at for family in near for at in family)


def _inquiries(found: Iterable[Recommendation]) -> int:
    return len({one.document.id for one in found if one.review is None})


def _checked(text: str) -> str:
    if len(text) > LONGEST:
        raise BadQuery(
            f"The text is {len(text):,} characters long; one recommendation may have {LONGEST:,}. Give one at a time."
        )
    if len(text.split()) < SHORTEST:
        raise BadQuery("This is too short to be a recommendation. Give it in a sentence.")
    return bare_ask(" ".join(text.split()), timescale_in(text))
