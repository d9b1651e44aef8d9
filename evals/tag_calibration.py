"""Chooses what the tagger weighs and asks of a theme, and writes what it ships with.

It stands on the calibration boards and on half of the labelled inspection letters, of which no word is kept: only the
weights and thresholds. One board, or a quarter of the letters, is left out at a time: what is fitted on the others
scores it. Cues were written with the boards in view, so every second right cue of theirs is set aside here: otherwise
cues would be trusted for a reach that they do not have elsewhere.
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
from index.tagging.boilerplate import SILENT, silent_spans
from index.tagging.evidence import CUE, FEATURES, READ, weighable
from index.tagging.examples import Example, told
from index.tagging.likeness import MeaningLikeness, WordLikeness
from index.tagging.negation import within
from index.tagging.passage import Tagging, Thresholds
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import Embedder, Vectors
from ingest.vocabulary.reading import vocabulary

UNWEIGHED = Thresholds(dict.fromkeys(FEATURES, 0.0), 0, 0, 0)
_FEW = 12
_DRAW = 30
_GRID = np.arange(-3.0, 1.51, 0.1)
_TRUSTED = 0.75
_ALIKE = 0.4
_PENALTY = 1.0
_NOT_READ = -99.0


Marks = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One row an item, one column a theme: what is weighed, its board, what is true, and what may be passed over."""

    weighed: Marks
    readable: Marks
    boards: Marks
    true: Marks
    optional: Marks

    def fitted(self, rows: Marks) -> tuple[Marks, float]:
        """The weights of some rows and what is added to every sum."""
        chosen = rows & self.readable
        weights = logistic(self.weighed[chosen].reshape(-1, len(FEATURES)), self.true[chosen].reshape(-1))
        return weights[:-1], float(weights[-1])

    def left_out(self) -> Marks:
        """The sums of every item by the weights of the other boards."""
        sums = np.full(self.true.shape, _NOT_READ)
        for board in sorted(set(self.boards)):
            weights, added = self.fitted(self.boards != board)
            mine = (self.boards == board) & self.readable
            sums[mine] = self.weighed[mine] @ weights + added
        return sums


@dataclass(frozen=True, slots=True)
class Bench:
    """The calibration items, and all examples with their vectors: those of the items come last, in their order.

    ``letters`` are passages of the letters with their vectors: they are weighed, and are no examples.
    """

    items: Sequence[Item]
    given: Sequence[Example]
    embedded: Vectors
    letters: Sequence[tuple[Item, Vectors]] = ()

    @classmethod
    def of(
        cls,
        found: Sequence[Item],
        cache: VectorCache,
        embedder: Embedder,
        letters: Sequence[tuple[Item, Vectors]] = (),
    ) -> Bench:
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
        return cls(mine, given, np.array([held[text_key(example.text)] for example in given]), letters)

    def left_out(self, limits: Thresholds) -> dict[str, Tagging]:
        """For each board, a tagging fitted on the others."""
        names, first = names_of(), len(self.given) - len(self.items)
        boards = [board_of(item) for item in self.items]
        found = {}
        for board in sorted(set(boards)):
            kept = [*range(first), *(first + at for at, one in enumerate(boards) if one != board)]
            found[board] = self._fitted(kept, names, limits)
        return found

    def whole(self, limits: Thresholds) -> Tagging:
        """A tagging fitted on all examples."""
        return self._fitted(list(range(len(self.given))), names_of(), limits)

    def _fitted(self, kept: list[int], names: Sequence[str], limits: Thresholds) -> Tagging:
        given = [self.given[at] for at in kept]
        meaning = MeaningLikeness.fitted("", given, names, self.embedded[kept])
        return Tagging(vocabulary(), WordLikeness.fitted(given, names), meaning, limits)


def calibrate(bench: Bench, vectors: Mapping[str, Vectors], model: str) -> str:
    """Write the examples, the likenesses, the weights and the thresholds; what was chosen, in words."""
    table = _table(bench, vectors)
    weights, added = table.fitted(np.ones(len(table.true), dtype=bool))
    chosen = thresholds(table.left_out(), table, names_of(), added)
    words = WordLikeness.fitted(bench.given, names_of())
    meaning = MeaningLikeness.fitted(model, bench.given, names_of(), bench.embedded)
    sentences = [example_of(item) for item in bench.items]
    told_of = dict(zip(FEATURES, (round(float(weight), 3) for weight in weights), strict=True))
    _write("confirmed", _CONFIRMED, [{"text": one.text, "themes": list(one.themes)} for one in sentences])
    _write("likeness", _LIKENESS, meaning.as_data())
    _write("words", _WORDS, words.as_data())
    _write("thresholds", _THRESHOLDS, {**chosen, "weights": told_of})
    counts = f"{len(sentences)} items, {len(bench.letters)} of letters, {len(bench.given)} examples"
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


def _table(bench: Bench, vectors: Mapping[str, Vectors]) -> Table:
    """What is weighed for every item, read by what was fitted on the other boards."""
    taggings, whole = bench.left_out(UNWEIGHED), bench.whole(UNWEIGHED)
    items = [*bench.items, *(item for item, _ in bench.letters)]
    read = [_read(taggings[board_of(item)], item, vectors[item.held.passage.id]) for item in bench.items]
    read += [_read(whole, item, vector) for item, vector in bench.letters]
    true = np.array([[name in item.themes for name in names_of()] for item in items])
    optional = np.array([[item.themes.get(name) == "possible" for name in names_of()] for item in items])
    blank = np.zeros((len(names_of()), len(READ)), dtype=np.float32)
    filled = np.array([blank if one is None else one for one in read])
    _halve_the_cues(filled[: len(bench.items)], true[: len(bench.items)])
    roles = [item.held.passage.role for item in items]
    weighed = np.array([weighable(one, role) for one, role in zip(filled, roles, strict=True)], dtype=np.float64)
    boards = [*map(board_of, bench.items), *_quarters([item for item, _ in bench.letters])]
    return Table(weighed, np.array([one is not None for one in read]), np.array(boards), true, optional)


def _quarters(letters: Sequence[Item]) -> list[str]:
    """The quarter that each passage's letter falls in."""
    files = sorted({item.board for item in letters})
    return [f"letters {files.index(item.board) % 4}" for item in letters]


def _read(tagging: Tagging, item: Item, vector: Vectors) -> Marks | None:
    """The most that any sentence of an item says; ``None`` where the tagger reads none of it."""
    if item.held.passage.role in SILENT:
        return None
    evidence = tagging.evidence(item.held, vector, silent_spans(item.held))
    inside = [one.read for one in evidence if within(item.place, (one.sentence.span,))]
    return np.asarray(np.max(inside, axis=0)) if inside else None


def _halve_the_cues(read: Marks, true: Marks) -> None:
    """Take every second right cue away."""
    rows, columns = np.nonzero(true & (read[:, :, CUE] > 0))
    read[rows[::2], columns[::2], CUE : CUE + 2] = 0


def logistic(features: Marks, wanted: Marks) -> Marks:
    """The weights of a logistic regression, the intercept last, by Newton's method with a ridge on all but that."""
    given = np.hstack([features, np.ones((len(features), 1))])
    penalty = np.diag([_PENALTY] * features.shape[1] + [0.0])
    weights = np.zeros(given.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(given @ weights, -30, 30)))
        slope = given.T @ (wanted - chance) - penalty @ weights
        bend = (given * (chance * (1 - chance))[:, None]).T @ given + penalty
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def thresholds(sums: Marks, table: Table, names: Sequence[str], added: float) -> dict[str, Any]:
    """One threshold for all, and one for each theme with labels enough, drawn towards the common one."""
    common = _best_threshold(sums, table.true, table.optional)
    own = {}
    for at, name in enumerate(names):
        labels = int(table.true[:, at].sum())
        if labels >= _FEW:
            mine = _best_threshold(sums[:, at], table.true[:, at], table.optional[:, at])
            share = labels / (labels + _DRAW)
            own[name] = round(float(share * mine + (1 - share) * common) - added, 3)
    clear = _clear(sums, table.true, common)
    return {"default": round(common - added, 3), "clear": clear, "alike": _ALIKE, "themes": own}


def _best_threshold(sums: Marks, true: Marks, optional: Marks) -> float:
    """Where the harmonic mean of precision and recall is highest; the middle of a flat top."""
    marks = np.array([_f1(sums >= limit, true, optional) for limit in _GRID])
    return float(_GRID[marks >= marks.max() - 0.005].mean())


def _f1(said: Marks, true: Marks, optional: Marks) -> float:
    right = float((said & true).sum())
    missed = float((true & ~optional & ~said).sum())
    return 2 * right / max(1.0, right + float(said.sum()) + missed)


def _clear(sums: Marks, true: Marks, common: float) -> float:
    """How far above the threshold three in four are right."""
    for more in np.arange(0, 4, 0.1):
        said = sums >= common + more
        if said.sum() and true[said].mean() >= _TRUSTED:
            return round(float(more), 3)
    return 4.0


def vectors_of(found: Sequence[Item], cache: VectorCache, model: str) -> dict[str, Vectors]:
    """The vectors of the items' passages, as the index was built with them."""
    keys = {item.held.passage.id: text_key(item.held.passage.text) for item in found}
    held = cache.get(model, list(set(keys.values())))
    return {name: held[key] for name, key in keys.items()}


def _write(name: str, head: str, content: object) -> None:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=118)
    Path(index.__path__[0], "data", f"{name}.yaml").write_text(f"{head}{text}", encoding="utf-8")


_MADE = "# Made by: python -m evals.tags --calibrate LETTERS. Do not edit: change what it is made from.\n"
_CONFIRMED = (
    _MADE + "# Sentences of the fictional calibration boards (evals/fictional) with the themes that their writer says\n"
    "# they have. Every one is invented; none is of a real report or of a test board.\n"
)
_LIKENESS = _MADE + "# What a passage's vector is worth for each theme: float16, one row a dimension, base64.\n"
_WORDS = _MADE + "# What each word's stem is worth for each theme: eight bits, one row a stem, base64.\n"
_THRESHOLDS = (
    _MADE + "# What each kind of evidence weighs, and what a sentence's sum must reach for each theme, in log-odds.\n"
    "# `default` where there were too few labels; `clear` is how far above it a tag is clear and not just possible;\n"
    "# `alike` is the likeness in words and meaning that shows a theme without a cue.\n"
)
