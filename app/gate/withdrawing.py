"""Withdrawing from end to end, as the command and the page do it: the record, the bytes, and all that was derived."""

from __future__ import annotations

from collections.abc import Callable

from index.config import IndexConfig
from index.engine.build import Progress
from index.purge import purge
from index.vectors.embedding import Embedder
from ingest.library import Library
from ingest.withdrawn import withdrawal
from ingest.withdrawn.tombstones import WithdrawalReason
from ingest.withdrawn.withdrawal import Going, Step


def withdraw(
    library: Library,
    what: Going,
    reason: WithdrawalReason,
    *,
    progress: Callable[[Progress], None] | None = None,
    embedder: Embedder | None = None,
    step: Step = lambda _: None,
) -> None:
    """Take it away everywhere. Stopped at any point, ``finish`` or the next withdrawal goes on with it."""
    with library.writing():
        withdrawal.withdraw(library, what, reason, step)
        _finish(library, progress, embedder, step)


def finish(
    library: Library,
    *,
    progress: Callable[[Progress], None] | None = None,
    embedder: Embedder | None = None,
    step: Step = lambda _: None,
) -> int:
    """Go on with every withdrawal that was stopped before its end; how many documents these are."""
    with library.writing():
        return _finish(library, progress, embedder, step)


def _finish(
    library: Library, progress: Callable[[Progress], None] | None, embedder: Embedder | None, step: Step
) -> int:
    waiting = [stone.sha256 for stone in library.tombstones.unfinished()]
    if withdrawal.finish(library, step):
        step("index")
        purge(library, IndexConfig.from_environment(), progress, embedder=embedder)
        step("finished")
        library.tombstones.finish(waiting)
    return len(waiting)
