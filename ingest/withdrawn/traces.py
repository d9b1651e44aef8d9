"""Whether anything of a withdrawn text still lies in a library: asked of every file, and of every held page.

Tombstones hold hashes of runs of words and no words. A file is therefore read for its words as UTF-8 and as UTF-16,
runs are hashed as they were for the sketch, and looked up. Runs that a held page has too (standard sentences, shared by
many reports) are no trace. Files in the archive are held documents by their hash; their words are the held pages.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ingest.library import Library
from ingest.withdrawn.sketch import ALIKE, likeness, runs_of, sketch_of, words_of
from ingest.withdrawn.tombstones import Tombstone

_PIECE, _OVERLAP = 1 << 18, 1 << 12
_SHORT = 8
_EMPTY = re.compile(rb"\0{8,}")


def traces_in(library: Library) -> Iterator[str]:
    """Each trace of a withdrawn document, in words that repeat nothing of it."""
    stones = library.tombstones.every()
    if not stones:
        return
    yield from _unfinished(stones)
    held = {document.id for document in library.catalogue.documents()}
    kept = library.archive.hashes()
    for stone in stones:
        if stone.sha256 in held | kept:
            yield f"withdrawn: document {stone.sha256} is still held. Run: commonthread withdraw --finish"
    sought = {run for stone in stones for run in stone.sketch}
    for document in sorted(held):
        pages = [page.text for page in library.catalogue.pages(document)]
        sketch = sketch_of(pages)
        if any(likeness(stone.sketch, sketch) >= ALIKE for stone in stones):
            yield f"withdrawn: document {document} is a withdrawn report under other bytes; withdraw it too"
        sought -= {run for text in pages for run in runs_of(words_of(text))} if sought else set()
    yield from (f"withdrawn: {place}: holds words of a withdrawn document" for place in _places(library, sought))


def _unfinished(stones: list[Tombstone]) -> Iterator[str]:
    waiting = sum(stone.finished is None for stone in stones)
    if waiting:
        yield f"withdrawn: the withdrawal of {waiting} documents was stopped. Run: commonthread withdraw --finish"


def _places(library: Library, sought: set[str]) -> Iterator[str]:
    archive = library.archive.folder
    for place in sorted(library.folder.rglob("*")) if sought else ():
        if place.is_file() and not place.is_relative_to(archive) and _holds(place, sought):
            yield str(place.relative_to(library.folder))


def _holds(place: Path, sought: set[str]) -> bool:
    try:
        with place.open("rb") as file:
            before = b""
            for piece in _pieces(file):
                data = before + piece
                if any(not sought.isdisjoint(runs_of(words_of(text))) for text in _texts(data)):
                    return True
                before = piece[-_OVERLAP:]
    except FileNotFoundError:
        return False  # a log that its last reader took away meanwhile
    return False


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file from end to end without its emptiness: the engine sets files aside at 32 MB and fills little of them."""
    at = 0
    while True:
        if hasattr(os, "SEEK_DATA"):
            try:
                at = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:
                return  # nothing but a hole to the end
        file.seek(at)
        piece = file.read(_PIECE)
        if not piece:
            return
        at += len(piece)
        yield _EMPTY.sub(b"\0" * _SHORT, piece)


def _texts(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if data.count(0) > len(data) // 8:
        for start in (0, 1):
            yield data[start:].decode("utf-16-le", "replace")
            yield data[start:].decode("utf-16-be", "replace")
