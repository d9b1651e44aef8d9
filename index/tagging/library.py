"""Tags a library: everything at once, from vectors that are there already, and only what is not tagged yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Protocol

import numpy as np

from index.engine.payload import Tags, embedded_text
from index.tagging.boilerplate import silent_spans, standing_text
from index.tagging.decided import Decisions, laid_over
from index.tagging.examples import examples
from index.tagging.likeness import MeaningLikeness, MeaningSource
from index.tagging.store import TagStore
from index.tagging.tags import UNTAGGED, Part, PassageTags, Strength
from index.tagging.version import version
from index.tagging.workers import MANY, Job, tag_all
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import Embedder, Vectors
from ingest.model import Held
from ingest.vocabulary.reading import vocabulary

_CHUNK = 256


class Passages(Protocol):
    """What is tagged; ``ingest.catalogue.Catalogue`` is one."""

    def held(self) -> Iterator[Held]:
        """Every passage of every current document."""


class LibraryTagger:
    """Gives a passage's tags for the index. The first that is asked for has the whole library tagged.

    Vectors come from ``cache`` and are never made here, but those of the examples where the model is not the shipped
    one; a passage without a vector is tagged by its words alone, and anew when it has one. What is kept is a machine's;
    ``decisions`` gives what people decided on passages, which is laid over it for the index.
    """

    def __init__(
        self,
        record: Passages,
        cache: VectorCache,
        kept: TagStore,
        embedder: Embedder,
        decisions: Callable[[Sequence[str]], Decisions] = lambda _passages: {},
    ) -> None:
        self._record = record
        self._cache = cache
        self._kept = kept
        self._embedder = embedder
        self._decisions = decisions
        self._found: dict[str, PassageTags] | None = None

    def __call__(self, held: Held) -> Tags:
        """See ``index.engine.payload.Tagger``."""
        if self._found is None:
            machine = self.refresh()
            self._found = laid_over(machine, self._decisions(list(machine)))
        return payload_tags(self._found.get(held.passage.id, UNTAGGED))

    def refresh(self) -> dict[str, PassageTags]:
        """Tag what is not tagged yet, forget what is no longer held, and give the tags of all."""
        standing, stamps = standing_text(self._record.held()), self._kept.stamps()
        wanted = self._wanted(standing)
        todo = {name for name, stamp in wanted.items() if stamps.get(name) != stamp}
        if todo:
            jobs = self._jobs(held for held in self._record.held() if held.passage.id in todo)
            for done in tag_all(jobs, len(todo) >= MANY, self._meaning(), standing):
                self._kept.put({name: (wanted[name], tags) for name, tags in done.items()})
        self._kept.keep_only(wanted)
        return self._kept.get(list(wanted))

    def _wanted(self, standing: frozenset[bytes]) -> dict[str, str]:
        """The stamp that each passage's tags should have."""
        known = self._cache.known(self._embedder.fingerprint)
        return {
            held.passage.id: self._stamp(held, standing, text_key(embedded_text(held)) in known)
            for held in self._record.held()
        }

    def _jobs(self, passages: Iterator[Held]) -> Iterator[Job]:
        blank = np.zeros(self._embedder.dim, dtype=np.float32)
        while chunk := list(islice(passages, _CHUNK)):
            vectors = self._vectors(chunk)
            yield [(held, vectors.get(held.passage.id, blank)) for held in chunk]

    def _vectors(self, chunk: Sequence[Held]) -> dict[str, Vectors]:
        keys = {held.passage.id: text_key(embedded_text(held)) for held in chunk}
        found = self._cache.get(self._embedder.fingerprint, list(set(keys.values())))
        return {name: found[key] for name, key in keys.items() if key in found}

    def _stamp(self, held: Held, standing: frozenset[bytes], embedded: bool) -> str:
        passage = held.passage
        silent = silent_spans(held, standing)
        made_from = (version(), self._embedder.fingerprint, passage.role, passage.heading, silent, embedded)
        return hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]

    def _meaning(self) -> MeaningLikeness:
        terms = vocabulary()
        themes = [theme.id for theme in terms.themes]
        given = examples(terms.themes)
        return MeaningSource(self._embedder.fingerprint, given, themes, self._embedder.encode_passages).likeness


def payload_tags(tags: PassageTags) -> Tags:
    """The tags as the index stores them: all themes, those that are clear, all agencies, those asked to act."""
    return Tags(
        themes=tuple(tag.id for tag in tags.themes),
        agencies=tuple(tag.id for tag in tags.agencies),
        clear_themes=tuple(tag.id for tag in tags.themes if tag.strength is Strength.CLEAR),
        addressees=tuple(tag.id for tag in tags.agencies if tag.role is Part.ADDRESSEE),
    )
