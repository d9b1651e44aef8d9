"""The counted reviews of a library, kept for as long as neither the library nor its index has changed."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from index.counting import Counted, counted_of
from index.desk import manifest_of, tags_of

if TYPE_CHECKING:
    from ingest.library import Library


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
            stamp = (self._library.catalogue.revision(), manifest_of(self._library))
            if self._counted is None or stamp != self._stamp:
                library = self._library
                self._counted = counted_of(library.catalogue, lambda passages: tags_of(library, passages))
                self._stamp = stamp
            return self._counted
