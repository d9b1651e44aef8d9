"""Bytes kept once, by the SHA-256 of what they are."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises ``OSError`` as reading does."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Archive:
    """A folder of files named by their hash; written to a temporary name and renamed, so none is ever half there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._folder

    def place(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, whether or not they are there yet."""
        return self._folder / sha256[:2] / sha256

    def put(self, path: Path, sha256: str) -> Path:
        """Keep a copy of ``path``, whose bytes have this hash; nothing is written when it is kept already.

        Raises ``OSError`` when the file cannot be read, or is no longer the file that was hashed.
        """
        target = self.place(sha256)
        if target.exists():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".partial-")
        try:
            with os.fdopen(handle, "wb") as copy, path.open("rb") as file:
                shutil.copyfileobj(file, copy, _CHUNK)
                copy.flush()
                os.fsync(copy.fileno())
            if sha256_of(Path(name)) != sha256:
                raise OSError(None, "the file changed while it was being read")
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return target

    def hashes(self) -> set[str]:
        """Every hash that is kept."""
        return {path.name for path in self._folder.glob("??/*") if not path.name.startswith(".")}

    def sweep(self) -> None:
        """Remove what a killed process left half written."""
        for partial in self._folder.glob("??/.partial-*"):
            partial.unlink(missing_ok=True)
