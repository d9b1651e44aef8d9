"""Fits the change of the model by which recommendations are compared: ``python -m evals.families_fit``; minutes.

It learns from families_training.yaml alone, written like families.yaml: the same point in other words is to be nearer
than another act on the same subject, than the same sentence on another subject, and than every other recommendation.
A training point that comes near a point of families.yaml is left out, so that neither half is learnt by heart; only
how many were left out is said. The change is of low rank (Hu et al., "LoRA", 2021) and is written to index/asks.yaml.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from evals.families import HALVES, points_of
from index.config import IndexConfig
from index.desk import embedder_of
from index.recommendations.ask import bare_ask
from index.recommendations.meaning import Factor, as_data
from index.vectors.embedding import PACKAGE, Embedder
from ingest.written.timescales import timescale_in

if TYPE_CHECKING:
    from torch import Tensor, nn

TRAINING = Path(__file__).with_name("families_training.yaml")
SHIPPED = Path(str(files("index").joinpath("data", "asks.yaml")))
_APART = 0.65
"""Cosine of the unchanged model from which a training point is taken for a point of families.yaml."""
_PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip
_SIZE = 5
_SAME = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the change is fitted; chosen on the calibration half."""

    rank: int = 4
    rate: float = 5e-4
    rounds: int = 3
    points: int = 8
    """Points in a batch."""
    sharp: float = 20.0
    """What a cosine is multiplied by before it is compared with others."""
    own: float = 3.0
    """How many times a point's own near miss and stock sentence count."""
    border: float = 0.5
    """The cosine that is to part the same point from another."""
    seed: int = 7


def asks_in(points: Sequence[Sequence[str]]) -> list[str]:
    """The recommendations of points, as they are compared."""
    return [bare_ask(text, timescale_in(text)) for point in points for text in point]


def training_points(embedder: Embedder) -> tuple[list[list[str]], int]:
    """The points to learn from, and how many were left out for being near one of families.yaml."""
    points = points_of(yaml.safe_load(TRAINING.read_text("utf-8")))
    measured = [point[:_SAME] for name in HALVES for point in points_of(name)]
    theirs = embedder.encode_passages(asks_in(measured))
    ours = embedder.encode_passages(asks_in([point[:_SAME] for point in points]))
    nearest = (ours @ theirs.T).max(axis=1).reshape(len(points), _SAME).max(axis=1)
    kept = [point for point, near in zip(points, nearest, strict=True) if near < _APART]
    return kept, len(points) - len(kept)


class Learner:
    """The packaged model with a change that is learnt beside its weights, which stay."""

    def __init__(self, recipe: Recipe) -> None:
        import torch
        from transformers import AutoModel, AutoTokenizer

        folder = str(Path(str(files(PACKAGE))) / "model")
        torch.manual_seed(recipe.seed)
        self._torch = torch
        self._words = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self._model = AutoModel.from_pretrained(folder, local_files_only=True).eval().requires_grad_(False)
        self._factors: dict[str, tuple[nn.Parameter, nn.Parameter]] = {}
        for number, layer in enumerate(self._model.encoder.layer):
            for part in _PARTS:
                self._learn(f"encoder.layer.{number}.{part}.weight", layer.get_submodule(part), recipe.rank)

    def _learn(self, name: str, module: nn.Linear, rank: int) -> None:
        torch = self._torch
        wide, narrow = module.weight.shape
        up = torch.nn.Parameter(torch.zeros(wide, rank))
        down = torch.nn.Parameter(torch.randn(rank, narrow) / narrow**0.5)
        self._factors[name] = (up, down)
        module.register_forward_hook(lambda _, given, answer: answer + 2 * (given[0] @ down.T) @ up.T)

    @property
    def learnt(self) -> list[nn.Parameter]:
        """What is fitted."""
        return [factor for pair in self._factors.values() for factor in pair]

    def factors(self) -> dict[str, tuple[Factor, Factor]]:
        """What was fitted, by the name of the weight that it is added to."""
        return {
            name: (2 * up.detach().numpy(), down.detach().numpy().astype(np.float32))
            for name, (up, down) in self._factors.items()
        }

    def vectors(self, asks: Sequence[str]) -> Tensor:
        """Unit vectors through which can be learnt."""
        given = self._words(list(asks), return_tensors="pt", padding=True, truncation=True, max_length=128)
        read = self._model(**given).last_hidden_state
        present = given["attention_mask"].unsqueeze(-1).float()
        pooled: Tensor = (read * present).sum(1) / present.sum(1)
        return self._torch.nn.functional.normalize(pooled, dim=1)


def loss_of(vectors: Tensor, recipe: Recipe) -> Tensor:
    """How far a batch is from what is wanted: of each pair against all others, and of a point's own pairs by level."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as missed

    size = len(vectors)
    number = torch.arange(size)
    point, stated = number // _SIZE, number % _SIZE < _SAME
    itself = torch.eye(size, dtype=torch.bool)
    within = point[:, None] == point[None]
    same = within & stated[:, None] & stated[None] & ~itself
    own = within & ~same & ~itself
    cosines = vectors @ vectors.T
    weighed = recipe.sharp * cosines + own.float() * float(np.log(recipe.own))
    others = weighed.masked_fill(same | itself, -1e9).logsumexp(1, keepdim=True)
    ranked = (torch.logaddexp(others, recipe.sharp * cosines) - recipe.sharp * cosines)[same].mean()
    levels = 12 * (cosines - recipe.border)[same | own]
    return ranked + missed(levels, same[same | own].float(), pos_weight=torch.tensor(1.5))


def fit(points: Sequence[Sequence[str]], recipe: Recipe) -> dict[str, tuple[Factor, Factor]]:
    """The change, by weight; the same for the same points on the same machine."""
    import torch

    learner, rng, left = Learner(recipe), random.Random(recipe.seed), list(points)  # noqa: S311 - nothing secret
    steps = recipe.rounds * (len(left) // recipe.points)
    chooser = torch.optim.AdamW(learner.learnt, lr=recipe.rate, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(
        chooser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.05, 1 - step / steps)
    )
    for _ in range(recipe.rounds):
        rng.shuffle(left)
        for start in range(0, len(left) - recipe.points + 1, recipe.points):
            loss = loss_of(learner.vectors(asks_in(left[start : start + recipe.points])), recipe)
            chooser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(learner.learnt, 1.0)
            chooser.step()
            pace.step()
    return learner.factors()


def write(file: Path, recipe: Recipe) -> str:
    """Fit the change, write it, and say what it was made from."""
    embedder = embedder_of(IndexConfig())
    points, left_out = training_points(embedder)
    print_of = hashlib.sha256(f"{recipe}\n{points}".encode()).hexdigest()[:12]
    record = as_data(embedder.fingerprint, print_of, fit(points, recipe))
    head = "# A change to the packaged model, by which recommendations are compared: python -m evals.families_fit.\n"
    file.write_text(head + yaml.safe_dump(record, width=10**9), "utf-8")
    return f"{len(points)} points learnt, {left_out} left out for being near a point that is measured; {file.name}"


if __name__ == "__main__":
    sys.stdout.write(write(SHIPPED, Recipe()) + "\n")
