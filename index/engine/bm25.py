"""Words as the lexical half of the search sees them: one tokeniser for every store, for passages and for queries.

The stems and term weights are Qdrant's own BM25 (English Snowball stemmer, English stop words), so that the embedded
engine, a server and the marks on the page agree. A word is a run of letters and digits; a phrase is words in a row,
whatever stands between them that is not a word: a line break, a hyphen, a comma.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qdrant_edge import Bm25

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sparse:
    """A sparse vector: stem ids and their weights."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


def words_of(text: str) -> list[str]:
    """The words of ``text`` in order, in lower case."""
    return [_lower(word) for word in _WORD.findall(text)]


def _lower(text: str) -> str:
    """``text`` in lower case; the one capital that would become two characters, and so two words, is left plain."""
    return text.replace("İ", "I").lower()


def phrase_key(text: str) -> str:
    """``text`` as phrases are matched: lower-case words with single spaces between them."""
    return " ".join(words_of(text))


@cache
def _engine(average: float) -> Bm25:
    from qdrant_edge import Bm25, Bm25Config

    return Bm25(Bm25Config(language="english", avg_len=average))


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> int | None:
    """The id of a word's stem, or ``None`` for a stop word."""
    found = _engine(1.0).embed_query(word).indices
    return found[0] if found else None


def passage_vector(text: str, average: float) -> Sparse:
    """BM25 term weights of a passage, in a library whose passages have ``average`` informative words."""
    vector = _engine(average).embed_document(_lower(text))
    return Sparse(tuple(vector.indices), tuple(vector.values))


def query_vector(text: str) -> Sparse:
    """The stems of a query, each with weight one: the engine multiplies by how rare each is."""
    vector = _engine(1.0).embed_query(_lower(text))
    return Sparse(tuple(vector.indices), tuple(vector.values))


def stems_of(words: Iterable[str]) -> Iterator[int]:
    """The stems of ``words``, stop words passed over, repeats kept."""
    for word in words:
        stem = stem_of(word)
        if stem is not None:
            yield stem


def stems_in(text: str) -> frozenset[int]:
    """The stems of the informative words of a text."""
    return frozenset(stems_of(words_of(text)))


def places(text: str, stems: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """Where words with one of ``stems`` stand in ``text``."""
    found = ((match, stem_of(_lower(match.group()))) for match in _WORD.finditer(text))
    return tuple(match.span() for match, stem in found if stem in stems)


def phrase_places(text: str, phrase: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where ``phrase`` (lower-case words) stands in ``text``: whole words, any case, across line joins."""
    matches = list(_WORD.finditer(text))
    words = [_lower(match.group()) for match in matches]
    size = len(phrase)
    starts = (start for start in range(len(words) - size + 1) if words[start : start + size] == list(phrase))
    return tuple((matches[start].start(), matches[start + size - 1].end()) for start in starts)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How many passages hold each stem: what makes a query word informative, and how long a passage is on average."""

    passages: int
    holding: Mapping[int, int]
    words: int

    @property
    def average(self) -> float:
        """Informative words in a passage, to the nearest ten.

        Rounded because every stored term weight depends on it: an exact mean would change them all with every
        document that is added. The rounding moves a term's weight by a few per cent at most.
        """
        return max(10.0, round(self.words / max(1, self.passages) / 10) * 10.0)

    def weight(self, stem: int) -> float:
        """How informative a stem is (BM25's inverse document frequency, as the engine computes it)."""
        holding = self.holding.get(stem, 0)
        return log(1 + (self.passages - holding + 0.5) / (holding + 0.5))


class VocabularyCount:
    """Counts a library's stems while its passages go by."""

    def __init__(self) -> None:
        self._holding: Counter[int] = Counter()
        self._passages = 0
        self._words = 0

    def add(self, text: str) -> None:
        """Count one passage."""
        stems = list(stems_of(words_of(text)))
        self._holding.update(set(stems))
        self._passages += 1
        self._words += len(stems)

    def result(self) -> Vocabulary:
        """What was counted."""
        return Vocabulary(self._passages, dict(self._holding), self._words)
