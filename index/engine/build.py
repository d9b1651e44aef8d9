"""Brings the index up to the library's revision: new in before old out, nothing embedded twice.

Passages are embedded first, then tagged (a tag needs the passage's vector), then written.

Killed at any instant, the next run completes: vectors are kept as they are made (``cache.py``), the store that is being
written has no readers yet or is changed point by point (``shelf.py``), and the manifest that publishes it comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Protocol, TypeVar

from index.engine.bm25 import Vocabulary, VocabularyCount, passage_vector
from index.engine.manifest import Manifest, Recipe, read_manifest, write_manifest, write_vocabulary
from index.engine.payload import Tagger, embedded_text, payload_of, untagged
from index.engine.shelf import Shelf, writing
from index.engine.store import HASH, PassageStore, Point
from index.errors import IndexMismatch
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import Embedder, Vectors
from ingest.model import Held

_Item = TypeVar("_Item")

CHUNK = 1_024
"""Passages sorted by length together, and written together."""

SLICE = 128
"""Passages embedded between two commits of the cache and two calls of the progress bar."""


class PassageRecord(Protocol):
    """What the index is built from; ``ingest.catalogue.Catalogue`` is one."""

    def revision(self) -> int:
        """Grows with every change."""

    def held(self) -> Iterator[Held]:
        """Every passage of every current document."""

    def held_of(self, passage_ids: Sequence[str]) -> dict[str, Held]:
        """The named passages that are held."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: passages done of those to do, and how fast."""

    done: int
    total: int
    per_second: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``changed`` is false when the index was already at the library's revision."""

    changed: bool
    revision: int
    passages: int
    added: int
    removed: int
    embedded: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What must change for the store to hold what the library holds."""

    write: frozenset[str]
    remove: frozenset[str]
    only_adds: bool


class Builder:
    """Builds one index: the library's record, the shelf its stores stand on, a model and a cache."""

    def __init__(
        self,
        record: PassageRecord,
        folder: Path,
        shelf: Shelf,
        embedder: Embedder,
        cache: VectorCache,
        *,
        tagger: Tagger = untagged,
        vocabulary: str = "none",
    ) -> None:
        self._record = record
        self._folder = folder
        self._shelf = shelf
        self._embedder = embedder
        self._cache = cache
        self._tagger = tagger
        self._vocabulary = vocabulary
        self._embedded = 0

    def build(self, progress: Callable[[Progress], None] | None = None, *, rebuild: bool = False) -> BuildReport:
        """Bring the index up to date. ``rebuild`` makes it anew, also for another model (vectors are still reused)."""
        started = monotonic()
        with writing(self._folder):
            current = None if rebuild else self._current()
            revision = self._record.revision()
            if current and self._is_current(current, revision):
                self._shelf.sweep(current.place)
                return BuildReport(False, revision, current.passages, 0, 0, 0, monotonic() - started)
            self._embed(progress)
            wanted, words, keys = self._survey()
            recipe = self._recipe(words)
            base = current if current and current.recipe == recipe and current.engine == self._shelf.engine else None
            plan = self._plan(wanted, base)
            place, store = self._shelf.draft(recipe, base, only_adds=plan.only_adds)
            self._fill(store, wanted, recipe, progress)
            store.flush()
            store.close()
            write_vocabulary(self._folder, place, words)
            write_manifest(self._folder, Manifest(recipe, revision, len(wanted), self._shelf.engine, place))
            self._shelf.sweep(place)
            self._cache.keep_only(keys)
        return BuildReport(
            True,
            revision,
            len(wanted),
            len(plan.write),
            len(plan.remove),
            self._embedded,
            monotonic() - started,
        )

    def _current(self) -> Manifest | None:
        """The published index; refused when another model made it, since re-embedding a library takes hours."""
        manifest = read_manifest(self._folder)
        if manifest and manifest.recipe.model != self._embedder.fingerprint:
            raise IndexMismatch(
                f"The index was made with the model {manifest.recipe.model}, and {self._embedder.fingerprint} is "
                "asked for. Make it anew with: commonthread index --rebuild"
            )
        return manifest

    def _is_current(self, manifest: Manifest, revision: int) -> bool:
        expected = Recipe(self._embedder.fingerprint, self._embedder.dim, manifest.recipe.average, self._vocabulary)
        return (manifest.revision, manifest.recipe, manifest.engine) == (
            revision,
            expected,
            self._shelf.engine,
        )

    def _embed(self, progress: Callable[[Progress], None] | None) -> None:
        """Put the vector of every passage into the cache."""
        missing = {text_key(embedded_text(held)) for held in self._record.held()}
        missing -= self._cache.known(self._embedder.fingerprint)
        pace = _Pace(len(missing), progress)
        texts = (embedded_text(held) for held in self._record.held()) if missing else iter(())
        for chunk in _chunks((text for text in texts if text_key(text) in missing), CHUNK):
            fresh = {key: text for text in chunk if (key := text_key(text)) in missing}
            self._vectors(list(fresh.values()), pace)
            missing -= fresh.keys()

    def _survey(self) -> tuple[dict[str, str], Vocabulary, set[bytes]]:
        """What the library holds: the content hash of each passage, the words, and the keys of the texts."""
        hashes, words, keys = {}, VocabularyCount(), set()
        for held in self._record.held():
            hashes[held.passage.id] = payload_of(held, self._tagger(held))[HASH]
            words.add(embedded_text(held))
            keys.add(text_key(embedded_text(held)))
        return hashes, words.result(), keys

    def _recipe(self, words: Vocabulary) -> Recipe:
        return Recipe(self._embedder.fingerprint, self._embedder.dim, words.average, self._vocabulary)

    def _plan(self, wanted: Mapping[str, str], base: Manifest | None) -> Plan:
        held = self._hashes(base)
        write = frozenset(passage for passage, content in wanted.items() if held.get(passage) != content)
        remove = frozenset(held.keys() - wanted.keys())
        return Plan(write, remove, only_adds=not remove and write.isdisjoint(held))

    def _hashes(self, base: Manifest | None) -> dict[str, str]:
        if base is None:
            return {}
        try:
            store = self._shelf.open(base.place)
        except FileNotFoundError:
            return {}
        hashes = store.hashes()
        store.close()
        return hashes

    def _fill(
        self,
        store: PassageStore,
        wanted: Mapping[str, str],
        recipe: Recipe,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        """Write what the draft lacks, then remove what it has too much."""
        present = store.hashes()
        todo = {passage for passage, content in wanted.items() if present.get(passage) != content}
        pace = _Pace(len(todo), None if self._embedded else progress)
        chosen = (held for held in self._record.held() if held.passage.id in todo)
        for chunk in _chunks(chosen, CHUNK):
            vectors = self._vectors([embedded_text(held) for held in chunk], pace)
            store.upsert([self._point(held, vectors, recipe.average) for held in chunk])
        store.delete(sorted(present.keys() - wanted.keys()))

    def _point(self, held: Held, vectors: Mapping[bytes, Vectors], average: float) -> Point:
        text = embedded_text(held)
        payload = payload_of(held, self._tagger(held))
        return Point(held.passage.id, vectors[text_key(text)].tolist(), passage_vector(text, average), payload)

    def _vectors(self, texts: Sequence[str], pace: _Pace) -> dict[bytes, Vectors]:
        by_key = {text_key(text): text for text in texts}
        model = self._embedder.fingerprint
        vectors = self._cache.get(model, list(by_key))
        missing = sorted((len(text), key) for key, text in by_key.items() if key not in vectors)
        pace.add(len(texts) - len(missing))
        for batch in _chunks((key for _, key in missing), SLICE):
            made = self._embedder.encode_passages([by_key[key] for key in batch])
            fresh = dict(zip(batch, made, strict=True))
            self._cache.put(model, fresh)
            vectors.update(fresh)
            self._embedded += len(batch)
            pace.add(len(batch))
        return vectors


class _Pace:
    """Turns counts into progress reports."""

    def __init__(self, total: int, hook: Callable[[Progress], None] | None) -> None:
        self._total = total
        self._hook = hook
        self._done = 0
        self._started = monotonic()

    def add(self, count: int) -> None:
        """``count`` more are done."""
        self._done += count
        if self._hook and count:
            speed = self._done / max(1e-6, monotonic() - self._started)
            self._hook(Progress(self._done, self._total, speed, max(0, self._total - self._done) / speed))


def _chunks(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
