"""Chooses what the tagger asks of a theme, on the calibration boards alone, and writes what it ships with.

One board at a time is left out, the likenesses are fitted on the others, and the left-out board is scored. Cues were
written with these same boards in view, so every second right hit of a cue is set aside here: otherwise cues would be
trusted for a reach that they do not have elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

import index
from evals.tag_truth import Item
from index.boilerplate import silent_spans
from index.cache import VectorCache, text_key
from index.embedding import Embedder, Vectors
from index.examples import Example, told
from index.likeness import MeaningLikeness, WordLikeness
from index.negation import within
from index.tagging import Tagging, Thresholds
from ingest.vocabulary.reading import vocabulary

CUE, WEAK = 0.35, 0.06
_FEW = 12
_GRID = np.arange(0.20, 0.61, 0.01)
_TRUSTED = 0.75


Marks = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Scores:
    """One row an item, one column a theme: the best score among its sentences, and what is true."""

    score: Marks
    true: Marks


@dataclass(frozen=True, slots=True)
class Bench:
    """The calibration items, and all examples with their vectors: those of the items come last, in their order."""

    items: Sequence[Item]
    given: Sequence[Example]
    embedded: Vectors

    @classmethod
    def of(cls, found: Sequence[Item], cache: VectorCache, embedder: Embedder) -> Bench:
        """The bench of these items; vectors that ``cache`` lacks are made."""
        mine = [item for item in found if item.calibration]
        given = (*told(vocabulary().themes), *map(example_of, mine))
        texts = {text_key(example.text): example.text for example in given}
        held = cache.get(embedder.fingerprint, list(texts))
        missing = [key for key in texts if key not in held]
        if missing:
            made = embedder.encode_passages([texts[key] for key in missing])
            cache.put(embedder.fingerprint, dict(zip(missing, made, strict=True)))
            held = cache.get(embedder.fingerprint, list(texts))
        return cls(mine, given, np.array([held[text_key(example.text)] for example in given]))

    def left_out(self, limits: Thresholds) -> dict[str, Tagging]:
        """For each board, a tagging fitted on the others."""
        names, first = names_of(), len(self.given) - len(self.items)
        boards = [board_of(item) for item in self.items]
        found = {}
        for board in sorted(set(boards)):
            kept = [*range(first), *(first + at for at, one in enumerate(boards) if one != board)]
            others = [self.given[at] for at in kept]
            meaning = MeaningLikeness.fitted("", others, names, self.embedded[kept])
            found[board] = Tagging(vocabulary(), WordLikeness(others, names), meaning, limits)
        return found


def calibrate(bench: Bench, vectors: Mapping[str, Vectors], model: str) -> str:
    """Write the examples, the likeness in meaning and the thresholds; what was chosen, in words."""
    chosen = thresholds(_scores(bench, vectors), names_of())
    meaning = MeaningLikeness.fitted(model, bench.given, names_of(), bench.embedded)
    sentences = [example_of(item) for item in bench.items]
    _write("confirmed", _CONFIRMED, [{"text": one.text, "themes": list(one.themes)} for one in sentences])
    _write("likeness", _LIKENESS, meaning.as_data())
    _write("thresholds", _THRESHOLDS, chosen)
    counts = f"{len(sentences)} items, {len(bench.given)} examples"
    return f"{counts}: threshold {chosen['default']}, clear from {chosen['clear']} above it"


def names_of() -> list[str]:
    """The ids of the themes, in order."""
    return [theme.id for theme in vocabulary().themes]


def board_of(item: Item) -> str:
    """The board of an item."""
    return item.board.split("-")[0]


def example_of(item: Item) -> Example:
    """An item as an example."""
    return Example(" ".join(item.text.split()), tuple(item.themes))


def _scores(bench: Bench, vectors: Mapping[str, Vectors]) -> Scores:
    """The score of every item by what was fitted on the other boards."""
    taggings = bench.left_out(Thresholds(CUE, WEAK, 0, 0))
    rows = [_best(taggings[board_of(item)], item, vectors[item.held.passage.id]) for item in bench.items]
    true = np.array([[name in item.themes for name in names_of()] for item in bench.items], dtype=float)
    return Scores(_half_of_the_cues(np.array(rows), true), true)


def _best(tagging: Tagging, item: Item, vector: Vectors) -> Marks:
    scored = tagging.scored(item.held.passage.text, vector, silent_spans(item.held))
    inside = [one.score for one in scored if within(item.place, (one.sentence.span,))]
    return np.asarray(np.max(inside, axis=0)) if inside else np.full(len(names_of()), -1.0)


def _half_of_the_cues(score: Marks, true: Marks) -> Marks:
    """Every second right score that a cue may have carried loses what the cue gave it."""
    lowered = score.copy()
    rows, columns = np.nonzero((true > 0) & (score > CUE))
    lowered[rows[::2], columns[::2]] -= CUE
    return lowered


def thresholds(given: Scores, names: Sequence[str]) -> dict[str, Any]:
    """One threshold for all, and one for each theme with labels enough, drawn towards the common one."""
    common = _best_threshold(given.score, given.true)
    own = {}
    for at, name in enumerate(names):
        labels = int(given.true[:, at].sum())
        if labels >= _FEW:
            mine = _best_threshold(given.score[:, at], given.true[:, at])
            share = labels / (labels + 30)
            own[name] = round(float(share * mine + (1 - share) * common), 3)
    return {"cue": CUE, "weak": WEAK, "default": common, "clear": _clear(given, common), "themes": own}


def _best_threshold(score: Marks, true: Marks) -> float:
    """Where the harmonic mean of precision and recall is highest; the middle of a flat top."""
    marks = np.array([_f1(score >= limit, true > 0) for limit in _GRID])
    return round(float(_GRID[marks >= marks.max() - 0.005].mean()), 3)


def _f1(said: Marks, true: Marks) -> float:
    right = float((said & true).sum())
    return 2 * right / max(1.0, float(said.sum() + true.sum()))


def _clear(given: Scores, common: float) -> float:
    """How far above the threshold three in four are right."""
    for more in np.arange(0, 0.5, 0.02):
        said = given.score >= common + more
        if said.sum() and (given.true[said]).mean() >= _TRUSTED:
            return round(float(more), 3)
    return 0.5


def vectors_of(found: Sequence[Item], cache: VectorCache, model: str) -> dict[str, Vectors]:
    """The vectors of the items' passages, as the index was built with them."""
    keys = {item.held.passage.id: text_key(item.held.passage.text) for item in found}
    held = cache.get(model, list(set(keys.values())))
    return {name: held[key] for name, key in keys.items()}


def _write(name: str, head: str, content: object) -> None:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=118)
    Path(index.__path__[0], f"{name}.yaml").write_text(f"{head}{text}", encoding="utf-8")


_MADE = "# Made by: python -m evals.tags --calibrate. Do not edit: change what it is made from.\n"
_CONFIRMED = (
    _MADE + "# Sentences of the fictional calibration boards (evals/fictional) with the themes that their writer says\n"
    "# they have. Every one is invented; none is of a real report or of a test board.\n"
)
_LIKENESS = _MADE + "# What a passage's vector is worth for each theme: float16, one row a dimension, base64.\n"
_THRESHOLDS = (
    _MADE
    + "# What a sentence must reach for each theme: likeness in words and meaning, and more for a cue or weak cue.\n"
    "# `default` where there were too few labels; `clear` is how far above it a tag is clear and not just possible.\n"
)
