"""Tags kept by passage, so that search, ``show`` and the app need not work them out again.

Derived and deletable: places of words only, no text. A row carries a stamp of all that it was made from, and one whose
stamp is another is made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from index.errors import IndexDamaged
from index.tagging.tags import PassageTags, read, written

FILE = "tags.sqlite"
_AT_ONCE = 500


class TagStore:
    """A SQLite file of tags. A damaged one is deleted by hand: it only saves time."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _open(file)
        except sqlite3.DatabaseError as problem:
            raise IndexDamaged(
                f"The tags {file} cannot be read ({problem}). Delete it; it only saves time."
            ) from problem

    def __enter__(self) -> TagStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def stamps(self) -> dict[str, str]:
        """The stamp of every passage that has tags here."""
        return dict(self._database.execute("SELECT passage, stamp FROM tags"))

    def get(self, passages: Sequence[str]) -> dict[str, PassageTags]:
        """The tags of those passages that have any here."""
        found = {}
        for start in range(0, len(passages), _AT_ONCE):
            names = passages[start : start + _AT_ONCE]
            marks = ",".join("?" * len(names))
            query = f"SELECT passage, tags FROM tags WHERE passage IN ({marks})"  # noqa: S608 - marks alone
            found.update({name: read(line) for name, line in self._database.execute(query, names)})
        return found

    def lines(self) -> Iterator[tuple[str, str]]:
        """Every passage with its tags as they are kept."""
        yield from self._database.execute("SELECT passage, tags FROM tags")

    def put(self, tags: Mapping[str, tuple[str, PassageTags]]) -> None:
        """Keep these, each with its stamp; they are safe when this returns."""
        rows = [(name, stamp, written(found)) for name, (stamp, found) in tags.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO tags VALUES (?, ?, ?)", rows)

    def keep_only(self, passages: Iterable[str]) -> None:
        """Forget every passage that is not among these: withdrawn means gone."""
        gone = self.stamps().keys() - set(passages)
        with self._database:
            self._database.executemany("DELETE FROM tags WHERE passage = ?", ((name,) for name in gone))

    def compact(self) -> None:
        """Write the file anew without anything that was deleted, its log included, as far as nobody else reads it."""
        self._database.execute("VACUUM")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _open(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=30)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA secure_delete = ON")
    database.execute("CREATE TABLE IF NOT EXISTS tags (passage TEXT PRIMARY KEY, stamp TEXT, tags TEXT) WITHOUT ROWID")
    return database
