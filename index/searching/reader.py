"""The published index as a running search sees it: opened when needed, exchanged when a newer one is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

from index.engine.bm25 import Vocabulary
from index.engine.manifest import FILE, Manifest, read_manifest, read_vocabulary
from index.engine.shelf import Shelf
from index.engine.store import PassageStore
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.searching.census import Census

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """An index that can be searched."""

    manifest: Manifest
    store: PassageStore
    vocabulary: Vocabulary
    census: Census


class Reader(Protocol):
    """Gives the index that is published now."""

    def current(self) -> Opened:
        """The published index. Raises ``IndexMissing``, ``IndexMismatch`` or ``IndexDamaged``."""


class IndexReader:
    """Reads the index in ``folder``. Safe from several threads; a search keeps what it was given to its end.

    ``model`` is the fingerprint of the model that queries are embedded with: an index of another model is refused.
    """

    def __init__(self, folder: Path, shelf: Shelf, model: str | None) -> None:
        self._folder = folder
        self._shelf = shelf
        self._model = model
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._opened: Opened | None = None

    def current(self) -> Opened:
        """See ``Reader``."""
        stamp = self._stamp_now()
        with self._lock:
            if self._opened is None or stamp != self._stamp:
                self._opened = self._open()
                self._stamp = stamp
            return self._opened

    def _stamp_now(self) -> tuple[int, int]:
        try:
            status = (self._folder / FILE).stat()
        except FileNotFoundError:
            raise IndexMissing("Nothing has been indexed yet. Run: commonthread index") from None
        return status.st_mtime_ns, status.st_ino

    def _open(self) -> Opened:
        """The old store is not closed: a search in another thread may be in it. It goes when the last one lets go."""
        for _ in range(_TRIES):
            manifest = read_manifest(self._folder)
            if manifest is None:
                raise IndexMissing("Nothing has been indexed yet. Run: commonthread index")
            self._check(manifest)
            try:
                store = self._shelf.open(manifest.place)
                vocabulary = read_vocabulary(self._folder, manifest.place)
                return Opened(manifest, store, vocabulary, Census(store))
            except FileNotFoundError:
                continue  # a newer one was published since the manifest was read
        raise IndexDamaged("The search index is incomplete. Make it anew: commonthread index --rebuild.")

    def _check(self, manifest: Manifest) -> None:
        if self._model is not None and manifest.recipe.model != self._model:
            raise IndexMismatch(
                f"The index was made with the model {manifest.recipe.model}, and searches would use {self._model}. "
                "Use the same model, or make the index anew: commonthread index --rebuild"
            )
        if manifest.engine != self._shelf.engine:
            raise IndexMismatch(
                f"The index stands on the engine {manifest.engine!r}, and {self._shelf.engine!r} is asked for "
                "(COMMONTHREAD_QDRANT_URL). Bring it up to date with: commonthread index"
            )
