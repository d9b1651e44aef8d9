"""What an index is: which model, settings and vocabulary made it, from which library revision, and where it stands.

The manifest is written last, by renaming: an index that it does not name does not exist. Reading one loads no numpy:
every command asks whether the index is up to date.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from index.engine.bm25 import Vocabulary
from index.engine.payload import SETTINGS
from index.errors import IndexDamaged

FORMAT = 1
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what the points of an index look like. Two recipes are never mixed in one index."""

    model: str
    dim: int
    average: float
    vocabulary: str
    settings: int = SETTINGS

    @property
    def fingerprint(self) -> str:
        """A short name of the recipe, for folders and collections."""
        digest = hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
        return digest[:12]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A published index: how it was made, from what, and the folder or collection (``place``) it stands in."""

    recipe: Recipe
    revision: int
    passages: int
    engine: str
    place: str
    format: int = FORMAT


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the index in ``folder``; ``None`` when nothing has been indexed."""
    try:
        data = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as problem:
        raise _damaged(folder, problem) from problem
    try:
        return Manifest(**{**data, "recipe": Recipe(**data["recipe"])})
    except (TypeError, KeyError) as problem:
        raise _damaged(folder, problem) from problem


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Publish: from the moment this returns, readers see the index that ``manifest`` names."""
    _replace(folder / FILE, json.dumps(asdict(manifest), indent=2).encode())


def read_vocabulary(folder: Path, place: str) -> Vocabulary:
    """The stem counts of the index at ``place``."""
    import numpy as np

    try:
        with np.load(folder / f"{place}.words.npz", allow_pickle=False) as arrays:
            stems, holding, totals = arrays["stems"], arrays["holding"], arrays["totals"]
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError) as problem:
        raise _damaged(folder, problem) from problem
    counts: Mapping[int, int] = dict(zip(stems.tolist(), holding.tolist(), strict=True))
    return Vocabulary(int(totals[0]), counts, int(totals[1]))


def write_vocabulary(folder: Path, place: str, vocabulary: Vocabulary) -> None:
    """Keep the stem counts of the index at ``place``."""
    import numpy as np

    temporary = folder / f"{place}.words.tmp.npz"
    np.savez(
        temporary,
        stems=np.fromiter(vocabulary.holding.keys(), dtype=np.int64),
        holding=np.fromiter(vocabulary.holding.values(), dtype=np.int64),
        totals=np.array([vocabulary.passages, vocabulary.words], dtype=np.int64),
    )
    temporary.replace(folder / f"{place}.words.npz")


def _replace(file: Path, content: bytes) -> None:
    temporary = file.with_suffix(".tmp")
    with temporary.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(file)


def _damaged(folder: Path, problem: Exception) -> IndexDamaged:
    return IndexDamaged(
        f"The search index in {folder} cannot be read ({problem}). Make it anew: commonthread index --rebuild. "
        "The documents themselves are not touched."
    )
