"""The counted reviews of a library, kept for as long as neither the library nor its index has changed."""

from __future__ import annotations

import hashlib
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from index.counted_file import FILE, load, save
from index.counting import Counted, counted_of
from index.desk import manifest_of, tags_of

if TYPE_CHECKING:
    from index.manifest import Manifest
    from ingest.library import Library

_WORTH_KEEPING = 1.0
"""Seconds of counting from which the result is kept in the cache folder."""


class Counts:
    """Counts a library when first asked, and again when something has changed. Safe from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = Lock()
        self._stamp: tuple[object, ...] = ()
        self._counted: Counted | None = None

    def current(self) -> Counted:
        """Every review as it is counted now."""
        with self._lock:
            revision, manifest = self._library.catalogue.revision(), manifest_of(self._library)
            if self._counted is None or (revision, manifest) != self._stamp:
                self._counted = self._made(revision, _mark(revision, manifest))
                self._stamp = (revision, manifest)
            return self._counted

    def _made(self, revision: int, mark: str) -> Counted:
        """From the file where it is of this mark, else counted."""
        library, file = self._library, self._library.cache_folder / FILE
        kept = load(file, mark, revision, library.catalogue.reviews()) if file.exists() else None
        if kept:
            return kept
        started = perf_counter()
        counted = counted_of(library.catalogue, lambda passages: tags_of(library, passages))
        if counted.revision == revision and perf_counter() - started >= _WORTH_KEEPING:
            save(file, mark, counted)
        return counted


def _mark(revision: int, manifest: Manifest | None) -> str:
    return f"{revision}-{hashlib.sha256(repr(manifest).encode()).hexdigest()[:16]}"
