"""Tags a library: everything at once, from vectors that are there already, and only what is not tagged yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

import numpy as np

from index.boilerplate import silent_spans, standing_text
from index.cache import VectorCache, text_key
from index.embedding import Embedder, Vectors
from index.examples import examples
from index.likeness import MeaningSource
from index.payload import Tags, embedded_text
from index.tag_store import TagStore
from index.tag_version import version
from index.tagging import Tagging, shipped_thresholds, shipped_words
from index.tags import UNTAGGED, Part, PassageTags, Strength
from ingest.model import Held
from ingest.vocabulary.reading import vocabulary

_CHUNK = 512


class Passages(Protocol):
    """What is tagged; ``ingest.catalogue.Catalogue`` is one."""

    def held(self) -> Iterator[Held]:
        """Every passage of every current document."""


class LibraryTagger:
    """Gives a passage's tags for the index. The first that is asked for has the whole library tagged.

    Vectors come from ``cache`` and are never made here, but those of the examples where the model is not the shipped
    one; a passage without a vector is tagged by its words alone, and anew when it has one.
    """

    def __init__(self, record: Passages, cache: VectorCache, kept: TagStore, embedder: Embedder) -> None:
        self._record = record
        self._cache = cache
        self._kept = kept
        self._embedder = embedder
        self._found: dict[str, PassageTags] | None = None

    def __call__(self, held: Held) -> Tags:
        """See ``index.payload.Tagger``."""
        if self._found is None:
            self._found = self.refresh()
        return payload_tags(self._found.get(held.passage.id, UNTAGGED))

    def refresh(self) -> dict[str, PassageTags]:
        """Tag what is not tagged yet, forget what is no longer held, and give the tags of all."""
        standing, stamps, names = standing_text(self._record.held()), self._kept.stamps(), []
        made: Tagging | None = None
        passages = self._record.held()
        while chunk := list(islice(passages, _CHUNK)):
            names += [held.passage.id for held in chunk]
            vectors = self._vectors(chunk)
            marks = {held.passage.id: self._stamp(held, standing, held.passage.id in vectors) for held in chunk}
            todo = [held for held in chunk if stamps.get(held.passage.id) != marks[held.passage.id]]
            if todo:
                made = made or self._tagging()
                self._kept.put(
                    {
                        held.passage.id: (marks[held.passage.id], self._tags(made, held, vectors, standing))
                        for held in todo
                    }
                )
        self._kept.keep_only(names)
        return self._kept.get(names)

    def _tags(
        self, tagging: Tagging, held: Held, vectors: dict[str, Vectors], standing: frozenset[bytes]
    ) -> PassageTags:
        vector = vectors.get(held.passage.id)
        blank = np.zeros(self._embedder.dim, dtype=np.float32)
        return tagging.tags(held, blank if vector is None else vector, standing)

    def _vectors(self, chunk: Sequence[Held]) -> dict[str, Vectors]:
        keys = {held.passage.id: text_key(embedded_text(held)) for held in chunk}
        found = self._cache.get(self._embedder.fingerprint, list(set(keys.values())))
        return {name: found[key] for name, key in keys.items() if key in found}

    def _stamp(self, held: Held, standing: frozenset[bytes], embedded: bool) -> str:
        passage = held.passage
        silent = silent_spans(held, standing)
        made_from = (version(), self._embedder.fingerprint, passage.role, passage.heading, silent, embedded)
        return hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]

    def _tagging(self) -> Tagging:
        terms = vocabulary()
        themes = [theme.id for theme in terms.themes]
        given = examples(terms.themes)
        meaning = MeaningSource(self._embedder.fingerprint, given, themes, self._embedder.encode_passages).likeness
        return Tagging(terms, shipped_words(), meaning, shipped_thresholds())


def payload_tags(tags: PassageTags) -> Tags:
    """The tags as the index stores them: all themes, those that are clear, all agencies, those asked to act."""
    return Tags(
        themes=tuple(tag.id for tag in tags.themes),
        agencies=tuple(tag.id for tag in tags.agencies),
        clear_themes=tuple(tag.id for tag in tags.themes if tag.strength is Strength.CLEAR),
        addressees=tuple(tag.id for tag in tags.agencies if tag.role is Part.ADDRESSEE),
    )
