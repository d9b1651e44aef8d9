"""Vectors kept by what they were made from, so that nothing is embedded twice: not after a crash, not in a rebuild.

A key is the model's fingerprint and the SHA-256 of the text; a text is never stored here. Each batch is one
transaction: a killed process loses at most the batch it was in.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from index.errors import IndexDamaged
from index.vectors.embedding import Vectors


def text_key(text: str) -> bytes:
    """The key of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class VectorCache:
    """A SQLite file of vectors. A damaged file is set aside by deleting it: it only saves time."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = self._open(file)
        except sqlite3.DatabaseError as problem:
            raise IndexDamaged(
                f"The cache {file} cannot be read ({problem}). Delete it; it only saves time."
            ) from problem

    def __enter__(self) -> VectorCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, model: str, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors held for ``keys``, by key."""
        found: dict[bytes, Vectors] = {}
        for key in keys:
            row = self._database.execute(
                "SELECT vector FROM vectors WHERE model = ? AND text = ?", (model, key)
            ).fetchone()
            if row:
                found[key] = np.frombuffer(row[0], dtype="<f4")
        return found

    def known(self, model: str) -> set[bytes]:
        """The keys of all vectors of a model."""
        return {key for (key,) in self._database.execute("SELECT text FROM vectors WHERE model = ?", (model,))}

    def put(self, model: str, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep these vectors; they are safe when this returns."""
        rows = [(model, text, vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def keep_only(self, keys: Iterable[bytes]) -> int:
        """Forget every vector of a text that is not among ``keys`` (withdrawn means gone); how many that was."""
        with self._database:
            self._database.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (text BLOB PRIMARY KEY)")
            self._database.execute("DELETE FROM wanted")
            self._database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((key,) for key in keys))
            gone = self._database.execute("DELETE FROM vectors WHERE text NOT IN (SELECT text FROM wanted)")
            return gone.rowcount

    def compact(self) -> None:
        """Write the file anew without anything that was deleted, its log included, as far as nobody else reads it."""
        self._database.execute("VACUUM")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @staticmethod
    def _open(file: Path) -> sqlite3.Connection:
        database = sqlite3.connect(file, timeout=30)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA secure_delete = ON")
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (model TEXT, text BLOB, vector BLOB, PRIMARY KEY (model, text)) "
            "WITHOUT ROWID"
        )
        return database
