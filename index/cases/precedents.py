"""Everything that answers "has this happened before?", over one library: reads a case, and finds its likes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.cases.case import Case
from index.cases.counterpart import Counterpart, counterparts
from index.cases.meaning import MeaningFinder
from index.cases.reader import CaseReader, case_of_review
from index.cases.similar import Ablation, Comparer, Likes
from index.desk import embedder_of, shelf_of, vectors_of
from index.errors import BadQuery
from index.recurring.counts import Counts
from index.searching.query import Filters
from index.searching.reader import IndexReader
from index.vectors.cache import VectorCache, text_key

if TYPE_CHECKING:
    from index.config import IndexConfig
    from index.vectors.embedding import Embedder, Vectors
    from ingest.library import Library


class Precedents:
    """Cases and their likes in one library; to be kept and shared by threads. What is heavy is loaded when needed."""

    def __init__(self, library: Library, config: IndexConfig, embedder: Embedder | None = None) -> None:
        self.counts = Counts(library)
        self._library = library
        self._config = config
        self._embedder = embedder or embedder_of(config)

    def read(self, text: str) -> Case:
        """The case that a pasted text tells; nothing of it is kept. Raises ``BadQuery``."""
        return self._reader.read(text)

    def of_review(self, review_id: str) -> Case:
        """A held review as a case. Raises ``BadQuery`` for one that is not held."""
        counted = next((one for one in self.counts.current().reviews if one.review.id == review_id), None)
        if counted is None:
            raise BadQuery(f"There is no review with the id {review_id} in this library.")
        catalogue = self._library.catalogue
        case = case_of_review(
            counted, [passage for key in counted.review.documents for passage in catalogue.passages(key)]
        )
        return replace(case, vectors=self._indexed(case.parts))

    def likes(self, case: Case, filters: Filters | None = None, ablation: Ablation | None = None) -> Likes:
        """Every review in scope, the nearest first."""
        return self._comparer.likes(case, filters, ablation)

    def counterparts(self, likes: Likes, limit: int) -> list[Counterpart]:
        """The nearest reviews with their evidence, what differs, and what was found and recommended."""
        return counterparts(likes, self._library.catalogue, limit)

    def _indexed(self, texts: Sequence[str]) -> Vectors | None:
        """The vectors that the index was made from; ``None`` where it lacks one of them."""
        file = vectors_of(self._library)
        if not texts or not file.exists():
            return None
        keys = [text_key(text) for text in texts]
        with VectorCache(file) as cache:
            found = cache.get(self._embedder.fingerprint, keys)
        return np.stack([found[key] for key in keys]) if found.keys() >= set(keys) else None

    @cached_property
    def _reader(self) -> CaseReader:
        return CaseReader(self._embedder)

    @cached_property
    def _comparer(self) -> Comparer:
        shelf = shelf_of(self._library, self._config)
        reader = IndexReader(self._library.index_folder, shelf, self._embedder.fingerprint)
        return Comparer(self.counts.current, MeaningFinder(reader, self._reader.vectors))
