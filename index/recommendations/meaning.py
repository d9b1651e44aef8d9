"""The vectors by which recommendations are compared: of the packaged model, with a small change to its weights.

A sentence model takes another act on the same subject for nearly the same point. The change was fitted on hand-made
recommendations, so that the same act in other words is nearer than another act (``python -m evals.families_fit``). It
is of low rank (Hu et al., "LoRA", 2021) and so small enough to ship. Any other model is used as it is, with figures of
its own.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.recommendations.families import Nearness
from index.shipped import shipped
from index.vectors.bert import Changes
from index.vectors.embedding import Embedder, SentenceTransformerEmbedder

_FILE = "asks"
_STEPS = 127

FITTED = Nearness(clear=0.72, possible=0.57)
PLAIN = Nearness(clear=0.72, possible=0.51)
"""For any model that the change does not belong to."""

Factor = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Comparing:
    """What turns asks into vectors, and from which cosine on they are the same point."""

    embedder: Embedder
    nearness: Nearness


def comparing(embedder: Embedder) -> Comparing:
    """How asks are compared in a library that is searched by ``embedder``."""
    held = shipped(_FILE)
    if not isinstance(embedder, SentenceTransformerEmbedder) or embedder.fingerprint != held["model"]:
        return Comparing(embedder, PLAIN)
    return Comparing(embedder.changed(f"asks-{held['made_from']}", lambda: changes_in(held["weights"])), FITTED)


def as_data(model: str, made_from: str, factors: Mapping[str, tuple[Factor, Factor]]) -> dict[str, Any]:
    """The record that is shipped: of each weight two factors, whose product is its change, in 255 steps."""
    weights = {
        name: {side: _packed(factor) for side, factor in zip(("up", "down"), (up, down.T), strict=True)}
        for name, (up, down) in factors.items()
    }
    return {"model": model, "made_from": made_from, "weights": weights}


def changes_in(weights: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Changes:
    """What is added to each weight, from the ``weights`` of the record that is shipped."""
    return {name: _unpacked(sides["up"]) @ _unpacked(sides["down"]).T for name, sides in weights.items()}


def _packed(factor: Factor) -> dict[str, Any]:
    """A factor, a column for each rank."""
    scale = np.maximum(np.abs(factor).max(axis=0) / _STEPS, 1e-12)
    steps = np.rint(factor / scale).astype("i1")
    return {
        "scale": [float(f"{one:.6g}") for one in scale],
        "steps": base64.b64encode(steps.tobytes()).decode(),
    }


def _unpacked(held: Mapping[str, Any]) -> Factor:
    scale = np.asarray(held["scale"], dtype=np.float32)
    steps = np.frombuffer(base64.b64decode(held["steps"]), dtype="i1").reshape(-1, len(scale))
    return np.asarray(steps * scale, dtype=np.float32)
