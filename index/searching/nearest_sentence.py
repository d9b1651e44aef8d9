"""The sentence of a passage that is nearest to the query: where to begin to read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from index.vectors.cache import text_key
from index.vectors.embedding import Embedder, Vectors
from ingest.passages.sentences import sentence_spans

BUDGET = 96
"""Sentences of one answer that are compared: about a fifth of a second the first time. Passages beyond have none."""

_KEPT = 8_192

Place = tuple[int, int]


class NearestSentence:
    """Compares sentences with a query by their vectors, which it keeps. Safe from several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[bytes, Vectors] = OrderedDict()
        self._lock = Lock()

    def places(self, query: Vectors, texts: Sequence[str]) -> list[Place | None]:
        """For each text the place of its sentence nearest to ``query``; ``None`` once the budget is spent."""
        spans, left = [], BUDGET
        for text in texts:
            found = sentence_spans(text)
            left -= len(found)
            spans.append(found if left >= 0 else [])
        sentences = [text[slice(*span)] for text, found in zip(texts, spans, strict=True) for span in found]
        vectors = self._vectors(sentences)
        return [self._best(query, text, found, vectors) for text, found in zip(texts, spans, strict=True)]

    def _best(self, query: Vectors, text: str, spans: Sequence[Place], vectors: dict[bytes, Vectors]) -> Place | None:
        return max(spans, key=lambda span: float(query @ vectors[text_key(text[slice(*span)])]), default=None)

    def _vectors(self, sentences: Sequence[str]) -> dict[bytes, Vectors]:
        wanted = {text_key(sentence): sentence for sentence in sentences}
        with self._lock:
            known = {key: self._kept[key] for key in wanted if key in self._kept}
        missing = [key for key in wanted if key not in known]
        if missing:
            known |= zip(missing, self._embedder.encode_passages([wanted[key] for key in missing]), strict=True)
        with self._lock:
            for key in wanted:
                self._kept[key] = known[key]
                self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return known
