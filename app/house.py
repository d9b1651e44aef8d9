"""What every page stands on: the open library, and a searcher that is opened when first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from app.briefing.kept import Gathered
from app.draft.kept import Checks
from app.scope.cases import Cases
from app.web.downloads import Downloads
from index.searching.query import Answer, Filters
from index.tagging.doubts import Queue
from index.tagging.store import FILE as TAGS
from index.tagging.tags import PassageTags
from ingest.decided.decisions import Decision, Ledger
from ingest.library import Library

if TYPE_CHECKING:
    from index.cases.precedents import Precedents
    from index.drafts.draft import DraftChecker
    from index.recommendations.recommending import Recommending
    from index.recurring.counts import Counts


class Searching(Protocol):
    """As much of ``index.searching.search.Searcher`` as the pages use."""

    def search(self, text: str, filters: Filters, limit: int, passages_per_result: int) -> Answer:
        """Answer a query."""


class House:
    """The library and its searcher, shared by all pages and threads."""

    def __init__(self, library: Library, open_searcher: Callable[[Library], Searching]) -> None:
        self.library = library
        self._open = open_searcher
        self._searcher: Searching | None = None
        self._queue: tuple[tuple[int, float], Queue] | None = None
        self._lock = threading.Lock()
        self.downloads = Downloads()
        self.cases = Cases()
        self.checks = Checks()
        self.gathered = Gathered()
        self.base: str | None = None
        """The address that the app is bound to, where it knows it: links in a feed must be whole."""

    @cached_property
    def precedents(self) -> Precedents:
        """Cases like a case, and the counted reviews; the model is loaded when first used."""
        from index.cases.precedents import Precedents
        from index.config import IndexConfig

        return Precedents(self.library, IndexConfig.from_environment())

    @cached_property
    def recommending(self) -> Recommending:
        """Recommendations and their families; read when first asked for."""
        from index.config import IndexConfig
        from index.desk import embedder_of
        from index.recommendations.recommending import Recommending

        return Recommending(self.library, embedder_of(IndexConfig.from_environment()), self.counts)

    @cached_property
    def drafts(self) -> DraftChecker:
        """Checks drafts; opened when first asked for."""
        from index.config import IndexConfig
        from index.desk import embedder_of
        from index.drafts.draft import DraftChecker

        config = IndexConfig.from_environment()
        return DraftChecker(self.library, config, embedder_of(config), self.counts)

    @property
    def counts(self) -> Counts:
        """The counted reviews, kept while nothing changes."""
        return self.precedents.counts

    def search(self, text: str, filters: Filters, limit: int, passages_per_result: int = 8) -> Answer:
        """Answer a query; raises the errors of ``index.errors`` in words fit for the page."""
        with self._lock:
            if self._searcher is None:
                self._searcher = self._open(self.library)
        return self._searcher.search(text, filters, limit, passages_per_result)

    def tags(self, passages: Sequence[str]) -> dict[str, PassageTags]:
        """The tags of passages with the places of their words; none for a library that is not indexed."""
        from index.desk import tags_of

        return tags_of(self.library, passages)

    def decisions(self, targets: Sequence[str]) -> dict[str, tuple[Decision, ...]]:
        """What people decided on passages or reviews, by their ids."""
        return Ledger(self.library.database).on(targets)

    def queue(self) -> Queue:
        """What a person should look at first; worked out once for each state of the library and its tags."""
        from app.deciding.queue import queue_in

        state = (self.library.catalogue.revision(), self._tagged())
        with self._lock:
            if self._queue is None or self._queue[0] != state:
                self._queue = (state, queue_in(self.library))
            return self._queue[1]

    def waiting(self) -> list[Decision]:
        """Decisions whose passage or review is not held as it was."""
        return Ledger(self.library.database).waiting(review.id for review in self.library.catalogue.reviews())

    def _tagged(self) -> float:
        """When the tags were last made."""
        file = self.library.cache_folder / TAGS
        return file.stat().st_mtime if file.exists() else 0.0

    def boards(self) -> dict[str, str]:
        """The name that each board used last, by its id."""
        return {publisher.id: publisher.name for publisher in self.library.catalogue.publishers()}

    def updated(self) -> datetime | None:
        """When the library last changed, in local time; ``None`` for one that holds nothing yet."""
        changed = self.library.catalogue.changed()
        return changed.astimezone() if changed else None

    def close(self) -> None:
        """Let go of the library; the index goes with the last search in it."""
        self._searcher = None
        self.library.close()
