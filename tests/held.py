"""Passages, documents and reviews made by hand, a record of them in memory, and a small embedder: all real objects."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.engine.bm25 import words_of
from index.engine.build import Builder, BuildReport
from index.engine.shelf import EdgeShelf, Shelf
from index.searching.reader import IndexReader
from index.searching.search import Searcher
from index.vectors.cache import VectorCache
from index.vectors.embedding import Embedder, Vectors, unit
from ingest.model import (
    Document,
    DocumentKind,
    DocumentStatus,
    Facts,
    Held,
    Passage,
    Review,
    ReviewStatus,
    Role,
    Span,
)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def review(name: str, **known: object) -> Review:
    unknown = Review(
        id=name, title=name, publisher_id=None, publisher=None, nation=None, subject=None, review_type=None, year=None,
        incident_year=None, age_months_min=None, age_months_max=None, sex=None, children=None, harm_types=(),
        method=None, agencies=(), evidence_grade=None, status=ReviewStatus.LIVE,
    )  # fmt: skip
    return replace(unknown, **known)


def document(
    name: str, kind: DocumentKind = DocumentKind.OVERVIEW_REPORT, review_id: str | None = None, **facts: object
) -> Document:
    known = Facts(kind, name, **facts)
    return Document(
        sha(name), kind, name, DocumentStatus.READ, "text/plain", 1, (), None, (name,), None, review_id, known
    )


def held(
    text: str, of: Review | Document, order: int = 0, role: Role = Role.NARRATIVE, kind: str | None = None
) -> Held:
    """A passage of a review's overview report, or of a document that belongs to no review."""
    owner = of if isinstance(of, Review) else None
    source = of if isinstance(of, Document) else document(kind or of.id, DocumentKind(kind or "overview-report"), of.id)
    name = sha(f"{source.id} {order} {text}")[:32]
    passage = Passage(name, source.id, order, (Span(1, 0, len(text)),), text, role, (), None, (1,), (None,))
    return Held(passage, source, owner)


class MemoryRecord:
    """What is held, in a list. ``change`` puts other passages in and raises the revision."""

    def __init__(self, passages: Sequence[Held] = ()) -> None:
        self._held = {one.passage.id: one for one in passages}
        self._revision = 1

    def revision(self) -> int:
        return self._revision

    def held(self) -> Iterator[Held]:
        return iter(list(self._held.values()))

    def held_of(self, passage_ids: Sequence[str]) -> dict[str, Held]:
        return {name: self._held[name] for name in passage_ids if name in self._held}

    def change(self, passages: Sequence[Held]) -> None:
        self._held = {one.passage.id: one for one in passages}
        self._revision += 1


class WordEmbedder:
    """Each word is a fixed direction, a text the sum of its words: near when words are shared."""

    def __init__(self, dim: int = 48, name: str = "words") -> None:
        self.dim = dim
        self.fingerprint = f"{name}-{dim}"
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return unit(np.stack([self._sum(text) for text in texts]))

    def encode_query(self, text: str) -> Vectors:
        return unit(self._sum(text)[None, :])[0]

    def _sum(self, text: str) -> Vectors:
        total = np.full(self.dim, 1e-3, dtype=np.float32)
        for word in words_of(text):
            total += _direction(word, self.dim)
        return total


@functools.cache
def _direction(word: str, dim: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
    return np.random.default_rng(seed).standard_normal(dim).astype(np.float32)


def build(
    folder: Path, record: MemoryRecord, embedder: Embedder, shelf: Shelf | None = None, *, rebuild: bool = False
) -> BuildReport:
    index = folder / "index"
    with VectorCache(folder / "cache" / "vectors.sqlite") as cache:
        return Builder(record, index, shelf or EdgeShelf(index), embedder, cache).build(rebuild=rebuild)


def searcher(folder: Path, record: MemoryRecord, embedder: Embedder | None, shelf: Shelf | None = None) -> Searcher:
    index = folder / "index"
    reader = IndexReader(index, shelf or EdgeShelf(index), embedder.fingerprint if embedder else None)
    return Searcher(record, reader, embedder)
