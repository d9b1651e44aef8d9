"""The counted reviews of a library. After a change only those are counted again that it touched."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from index.desk import manifest_of, tags_of
from index.recurring.counted_file import FILE, Kept, load, save
from index.recurring.counting import Counted, counted_reviews
from index.recurring.review_state import COUNTING, states_of
from index.tagging.version import version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engine.manifest import Manifest
    from ingest.library import Library
    from ingest.model import Review

_WORTH_KEEPING = 1.0
"""Seconds of counting from which the result is kept in the cache folder."""


class Counts:
    """Counts a library when first asked, and what has changed when asked again. Safe from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = Lock()
        self._stamp: tuple[object, ...] = ()
        self._counted: Counted | None = None
        self._kept: Kept | None = None

    def current(self) -> Counted:
        """Every review as it is counted now."""
        with self._lock:
            revision, manifest = self._library.catalogue.revision(), manifest_of(self._library)
            if self._counted is None or (revision, manifest) != self._stamp:
                with _uninterrupted():
                    self._counted = self._made(revision, _mark(revision, manifest))
                self._stamp = (revision, manifest)
            return self._counted

    def _made(self, revision: int, mark: str) -> Counted:
        """What is kept of this mark, else what is kept and unchanged, with the rest counted."""
        reviews = self._library.catalogue.reviews()
        kept = load(self._library.cache_folder / FILE, reviews) if self._kept is None else self._kept
        if kept.mark != mark or kept.reviews.keys() != {one.id for one in reviews}:
            kept = self._renewed(kept, reviews, mark)
        self._kept = kept
        return Counted(revision, tuple(kept.reviews[one.id] for one in reviews))

    def _renewed(self, kept: Kept, reviews: Sequence[Review], mark: str) -> Kept:
        library = self._library
        tags_of(library, ())  # where they were lost they are made anew, before anything is compared
        states = states_of(library, reviews)
        known = {
            name: one for name, one in kept.reviews.items() if name in states and kept.states.get(name) == states[name]
        }
        changed = [one for one in reviews if one.id not in known]
        started = perf_counter()
        counted = counted_reviews(library.catalogue, lambda passages: tags_of(library, passages), changed)
        seconds = perf_counter() - started
        found = known | {one.review.id: one for one in counted}
        if changed:  # what changed while it was counted is counted again when next asked
            again = states_of(library, changed)
            states = {name: state for name, state in states.items() if again.get(name, state) == state}
        renewed = Kept(mark, found, states)
        if seconds >= _WORTH_KEEPING:
            self._save(renewed)
        return renewed

    def _save(self, kept: Kept) -> None:
        """Write the file; nothing of a library that has changed meanwhile, for what was withdrawn is not kept."""
        file = self._library.cache_folder / FILE
        if self._is_current(kept):
            save(file, kept)
            if not self._is_current(kept):
                file.unlink(missing_ok=True)

    def _is_current(self, kept: Kept) -> bool:
        return _mark(self._library.catalogue.revision(), manifest_of(self._library)) == kept.mark


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off the search for unused cycles: among hundreds of thousands of records without any it takes most of the
    time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _mark(revision: int, manifest: Manifest | None) -> str:
    made_from = f"{COUNTING} {version()} {manifest!r}"
    return f"{revision}-{hashlib.sha256(made_from.encode()).hexdigest()[:16]}"
