"""Where things lie on disk: one folder a library.

LIBRARY/
  catalogue.sqlite      the record of everything
  archive/              bytes, by hash
  arriving/             files collected and not read yet
  index/                derived, may be deleted
  cache/                derived, may be deleted
  writing.lock          held by the one process that changes the library
  collecting.lock       held by the one process that collects: for hours, in which the library can be changed
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.archive import Archive
from ingest.catalogue import Catalogue
from ingest.errors import BadArgument, LibraryDamaged, LibraryLocked
from ingest.record.database import Database
from ingest.record.quarantine import Quarantine
from ingest.sources.visits import Visits
from ingest.withdrawn.tombstones import Tombstones


class Library:
    """An open library: its catalogue, its archive and its folders."""

    def __init__(self, folder: Path, catalogue_url: str | None = None) -> None:
        self.folder = folder
        self.archive = Archive(folder / "archive")
        self.arriving = folder / "arriving"
        self.index_folder = folder / "index"
        self.cache_folder = folder / "cache"
        self.database = Database(catalogue_url or f"sqlite:///{folder / 'catalogue.sqlite'}")
        self.catalogue = Catalogue(self.database)
        self.visits = Visits(self.database)
        self.quarantine = Quarantine(self.database)
        self.tombstones = Tombstones(self.database)

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Library:
        """Open the library in ``folder``; ``create`` makes one where there is none.

        ``COMMONTHREAD_CATALOGUE_URL`` names another database for the catalogue. Raises ``BadArgument`` where there is
        no library, ``LibraryDamaged`` where the folder cannot be used.
        """
        folder = folder.expanduser().resolve()
        url = os.environ.get("COMMONTHREAD_CATALOGUE_URL")
        if not create and not url and not (folder / "catalogue.sqlite").exists():
            raise BadArgument(f"There is no library in {folder}. Add documents first: commonthread add PATH")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise LibraryDamaged(f"{folder}: {problem.strerror}") from problem
        return cls(folder, url)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for changes, or raise ``LibraryLocked``. A process that is killed lets go by itself."""
        busy = f"Another Common Thread command is changing the library in {self.folder}. Nothing was changed; try again"
        with self._alone("writing.lock", f"{busy} when it has finished."):
            yield

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Be the one that collects, or raise ``LibraryLocked``; adding and searching go on meanwhile."""
        busy = f"Another Common Thread command is collecting into {self.folder}. Nothing was asked for; try again"
        with self._alone("collecting.lock", f"{busy} when it has finished."):
            yield

    @contextmanager
    def _alone(self, name: str, busy: str) -> Iterator[None]:
        lock = FileLock(self.folder / name, timeout=0)
        try:
            lock.acquire()
        except Timeout as problem:
            raise LibraryLocked(busy) from problem
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Let go of the files."""
        self.database.close()
