"""Where the stores of an index stand, and how a new one takes the place of the old.

Embedded engine: a published shard is never changed. A change makes a new shard beside it, and publishing is one rename
of the manifest; so any number of processes read while one writes, and a killed writer leaves nothing but a folder that
nothing names. Server: the collection is changed in place, new before old, and made anew only for another recipe.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from index.engine.edge import EdgeStore, copy_shard
from index.engine.manifest import Manifest, Recipe
from index.engine.server import ServerStore
from index.engine.store import PassageStore
from index.errors import IndexLocked

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_NAME = re.compile(r"^(?P<engine>edge|server)-[0-9a-f]{12}-(?P<number>\d+)")


class Shelf(Protocol):
    """Opens, drafts and sweeps the stores of one index."""

    engine: str

    def open(self, place: str) -> PassageStore:
        """The store at ``place``, to read; ``FileNotFoundError`` when it is gone."""

    def draft(self, recipe: Recipe, base: Manifest | None, *, only_adds: bool) -> tuple[str, PassageStore]:
        """A store to write and its place. It starts from ``base`` where the engine can, else empty."""

    def sweep(self, keep: str) -> None:
        """Remove every store of this index but the one at ``keep``."""


class EdgeShelf:
    """Shards of Qdrant Edge in the index folder."""

    engine = "edge"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, place: str) -> PassageStore:
        """See ``Shelf``."""
        return EdgeStore.open(self._folder / place)

    def draft(self, recipe: Recipe, base: Manifest | None, *, only_adds: bool) -> tuple[str, PassageStore]:
        """See ``Shelf``. What was removed or replaced must not linger in the files, so then the shard is made anew."""
        numbers = [0, *(_number(path.name) for path in self._folder.glob("edge-*"))]
        place = f"edge-{recipe.fingerprint}-{max(numbers) + 1}"
        if base is None or not only_adds:
            return place, EdgeStore.create(self._folder / place, recipe.dim)
        copy_shard(self._folder / base.place, self._folder / place)
        return place, EdgeStore.open(self._folder / place)

    def sweep(self, keep: str) -> None:
        """See ``Shelf``. A reader that holds an old shard keeps its open files; the folder goes at once."""
        for path in self._folder.glob("edge-*"):
            if path.name.split(".")[0] != keep:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


class ServerShelf:
    """Collections on a Qdrant server. Their names carry ``prefix``, so that libraries can share a server."""

    engine = "server"

    def __init__(self, client: QdrantClient, prefix: str, folder: Path) -> None:
        self._client = client
        self._prefix = prefix
        self._folder = folder

    def open(self, place: str) -> PassageStore:
        """See ``Shelf``."""
        if not self._client.collection_exists(f"{self._prefix}-{place}"):
            raise FileNotFoundError(place)
        return ServerStore(self._client, f"{self._prefix}-{place}")

    def draft(self, recipe: Recipe, base: Manifest | None, *, only_adds: bool) -> tuple[str, PassageStore]:
        """See ``Shelf``. Without a base an unfinished collection of the same recipe is gone on with."""
        place = base.place if base else f"server-{recipe.fingerprint}-{self._next()}"
        return place, ServerStore.create(self._client, f"{self._prefix}-{place}", recipe.dim)

    def sweep(self, keep: str) -> None:
        """See ``Shelf``."""
        for name in self._collections():
            if name != f"{self._prefix}-{keep}":
                self._client.delete_collection(name)
        for path in self._folder.glob("server-*"):
            if path.name.split(".")[0] != keep:
                path.unlink(missing_ok=True)

    def _next(self) -> int:
        return max([0, *(_number(name.removeprefix(f"{self._prefix}-")) for name in self._collections())]) + 1

    def _collections(self) -> list[str]:
        names = [collection.name for collection in self._client.get_collections().collections]
        return [name for name in names if _NAME.match(name.removeprefix(f"{self._prefix}-"))]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the index for changes; ``IndexLocked`` when another process does. A killed holder lets go by itself."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "index.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as problem:
        raise IndexLocked(
            f"Another Common Thread process is indexing {folder.parent}. Searching goes on meanwhile; wait until it "
            "has finished, then run this again."
        ) from problem
    try:
        yield
    finally:
        lock.release()


def _number(name: str) -> int:
    match = _NAME.match(name)
    return int(match["number"]) if match else 0
