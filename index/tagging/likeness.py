"""How like a passage is to what is known to be about each theme, in meaning (its vector) and in telling words.

Both are ridge regressions on the examples: small, exact, the same on every run, and made of nothing but text that
ships. A sentence's likeness in words is a sum over its words, so the words that earned it can be shown.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from index.engine.bm25 import stem_of
from index.shipped import shipped
from index.tagging.examples import Example, print_of
from index.tagging.tags import Span
from index.vectors.embedding import Vectors

_WORD = re.compile(r"[^\W_]+")

RIDGE = 1.0
_KINDS = {"stems": "<u4", "rare": "<f4", "scale": "<f4"}
_TELLING = 0.6
_MOST = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: where it stands, and its informative words with their stems and places."""

    span: Span
    stems: tuple[int, ...]
    places: tuple[Span, ...]


def sentence_of(text: str, span: Span, without: Sequence[Span] = ()) -> Sentence:
    """The informative words of ``text`` within ``span``, leaving out those within ``without``."""
    stems, places = [], []
    for match in _WORD.finditer(text, *span):
        stem = stem_of(match.group().lower())
        if stem is not None and not any(start < match.end() and match.start() < end for start, end in without):
            stems.append(stem)
            places.append(match.span())
    return Sentence(span, tuple(stems), tuple(places))


class WordLikeness:
    """Likeness in telling words: what each word's stem is worth for each theme. Columns are in the order of themes."""

    def __init__(self, stems: Sequence[int], rare: Vectors, unknown: float, weights: Vectors, made_from: str) -> None:
        self.made_from = made_from
        self._rows = {stem: row for row, stem in enumerate(stems)}
        self._rare = rare
        self._unknown = unknown
        self._weights = weights

    @classmethod
    def fitted(cls, given: Sequence[Example], themes: Sequence[str]) -> WordLikeness:
        """Fit it on examples; this takes seconds."""
        sentences = [frozenset(sentence_of(example.text, (0, len(example.text))).stems) for example in given]
        counts = Counter(stem for sentence in sentences for stem in sentence)
        stems, unknown = sorted(counts), float(np.log1p(len(given)))
        rare = np.log1p(len(given) / np.array([counts[stem] for stem in stems], dtype=np.float32))
        rows = {stem: row for row, stem in enumerate(stems)}
        features = np.zeros((len(given), len(stems)), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            columns = sorted(rows[stem] for stem in sentence)
            features[row, columns] = rare[columns] / max(float(np.linalg.norm(rare[columns])), 1e-9)
        return cls(stems, rare, unknown, ridge(features, labels(given, themes)), print_of(given))

    @classmethod
    def shipped(cls) -> WordLikeness:
        """The one that was made beforehand (``python -m evals.tags --calibrate LETTERS``)."""
        return cls.read(shipped("words"))

    @classmethod
    def read(cls, held: Mapping[str, Any]) -> WordLikeness:
        """One from its record (:meth:`as_data`)."""
        stems, rare, scale = (_unpacked(held[name], kind) for name, kind in _KINDS.items())
        weights = _unpacked(held["weights"], "i1").reshape(len(stems), -1) * scale
        return cls(stems.tolist(), rare, held["unknown"], weights.astype(np.float32), held["made_from"])

    def as_data(self) -> dict[str, str | float]:
        """The record that :meth:`read` takes: a theme's weights in 255 steps."""
        scale = np.abs(self._weights).max(axis=0) / 127
        return {
            "made_from": self.made_from,
            "unknown": self._unknown,
            "stems": _packed(np.array(list(self._rows)), "<u4"),
            "rare": _packed(self._rare, "<f4"),
            "scale": _packed(scale, "<f4"),
            "weights": _packed(np.rint(self._weights / np.maximum(scale, 1e-12)), "i1"),
        }

    def scores(self, sentence: Sentence) -> Vectors:
        """The likeness of a sentence to each theme."""
        columns, weights = self._features(sentence)
        return np.asarray(weights @ self._weights[columns], dtype=np.float32)

    def telling(self, sentence: Sentence, theme: int) -> list[Span]:
        """The places of the few words that say most for a theme, in order."""
        worth = {stem: float(self._weights[row, theme] * self._rare[row]) for stem, row in self._known(sentence)}
        best = sorted((value, stem) for stem, value in worth.items() if value > 0)[::-1]
        enough, told, chosen = _TELLING * sum(value for value, _ in best), 0.0, set()
        for value, stem in best[:_MOST]:
            if told < enough:
                chosen.add(stem)
                told += value
        pairs = zip(sentence.stems, sentence.places, strict=True)
        return [place for stem, place in pairs if stem in chosen]

    def _known(self, sentence: Sentence) -> list[tuple[int, int]]:
        return [(stem, self._rows[stem]) for stem in dict.fromkeys(sentence.stems) if stem in self._rows]

    def _features(self, sentence: Sentence) -> tuple[list[int], Vectors]:
        """The rows of the known words and their weights: rarity, in a sentence of length one."""
        known = [row for _, row in self._known(sentence)]
        rare = self._rare[known]
        strange = len(set(sentence.stems)) - len(known)
        length = np.sqrt(float(rare @ rare) + strange * self._unknown**2)
        return known, np.asarray(rare / max(length, 1e-9))


@dataclass(frozen=True)
class MeaningLikeness:
    """Likeness in meaning: what a passage's vector is worth for each theme, for one model and one set of examples."""

    model: str
    made_from: str
    weights: Vectors

    def scores(self, vector: Vectors) -> Vectors:
        """The likeness of a passage to each theme."""
        return np.asarray(vector @ self.weights, dtype=np.float32)

    @classmethod
    def fitted(cls, model: str, given: Sequence[Example], themes: Sequence[str], vectors: Vectors) -> MeaningLikeness:
        """Fit it on examples whose vectors are known."""
        return cls(model, print_of(given), ridge(vectors.astype(np.float64), labels(given, themes)).astype(np.float32))

    @classmethod
    def shipped(cls) -> MeaningLikeness:
        """The one that was made beforehand with the packaged model (``python -m evals.tags --calibrate LETTERS``)."""
        held = shipped("likeness")
        numbers = _unpacked(held["weights"], "<f2")
        return cls(held["model"], held["made_from"], numbers.reshape(-1, held["themes"]).astype(np.float32))

    def as_data(self) -> dict[str, str | int]:
        """The record that :meth:`shipped` reads."""
        return {
            "model": self.model,
            "made_from": self.made_from,
            "themes": int(self.weights.shape[1]),
            "weights": _packed(self.weights, "<f2"),
        }


@dataclass(frozen=True)
class MeaningSource:
    """Gives the likeness for a model: the shipped one where it fits, else one fitted with ``vectors_of``."""

    model: str
    given: Sequence[Example]
    themes: Sequence[str]
    vectors_of: Callable[[Sequence[str]], Vectors]

    @cached_property
    def likeness(self) -> MeaningLikeness:
        """See the class."""
        held = MeaningLikeness.shipped()
        if (held.model, held.made_from) == (self.model, print_of(self.given)):
            return held
        vectors = self.vectors_of([example.text for example in self.given])
        return MeaningLikeness.fitted(self.model, self.given, self.themes, vectors)


def labels(given: Sequence[Example], themes: Sequence[str]) -> Vectors:
    """One row an example, one column a theme: 1 where the example is about the theme."""
    column = {theme: at for at, theme in enumerate(themes)}
    table = np.zeros((len(given), len(themes)), dtype=np.float32)
    for row, example in enumerate(given):
        table[row, [column[theme] for theme in example.themes if theme in column]] = 1
    return table


def _packed(numbers: npt.NDArray[Any], kind: str) -> str:
    return base64.b64encode(numbers.astype(kind).tobytes()).decode()


def _unpacked(written: str, kind: str) -> npt.NDArray[Any]:
    return np.frombuffer(base64.b64decode(written), dtype=kind)


def ridge(features: npt.NDArray[Any], wanted: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The weights of a ridge regression without intercept, solved by the examples, which are fewer than the words."""
    likeness = features @ features.T
    answer = np.linalg.solve(likeness + RIDGE * np.eye(len(features)), wanted)
    return np.asarray(features.T @ answer)
