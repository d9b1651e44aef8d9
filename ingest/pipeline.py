"""From files to the record: find, recognise by hash, read in workers, archive, store, regroup.

One document's failure never stops the run. Each document is stored in one transaction after its bytes are safe in the
archive, so a run that is killed anywhere is completed by running it again: what is stored is passed over, what is not
is read.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.archive import sha256_of
from ingest.errors import BadArgument, BadDocument
from ingest.library import Library
from ingest.model import DocumentStatus, Reading, Refusal, Snapshot
from ingest.read.ocr import find_tesseract

if TYPE_CHECKING:
    from ingest.read.worker import Limits

READER_VERSION = "1"
"""Raised when a change to reading, structure, facts or families should make held documents be read again."""

Step = Callable[[str], None]
"""Told of every step before it is taken; the tests kill the run there."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: the file just finished, and how many of how many."""

    path: str
    done: int
    total: int


@dataclass(slots=True)
class AddReport:
    """What a run did. Every file it was given is in exactly one of ``added``, ``unchanged`` and ``unreadable``.

    ``partly_read`` names files that are in, with what could not be read of them.
    """

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    unreadable: list[Refusal] = field(default_factory=list)
    partly_read: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """What is left to do after hashing: files to read, and files with the same bytes as one of those."""

    to_read: dict[Path, str] = field(default_factory=dict)
    twins: list[tuple[Path, str]] = field(default_factory=list)


def add(
    library: Library,
    paths: Sequence[Path],
    *,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    step: Step = lambda _: None,
) -> AddReport:
    """Take files and folders into the library. Raises ``BadArgument`` for a path that is not there."""
    run = _Run(library, step)
    with library.writing():
        library.archive.sweep()
        work = run.recognise(paths)
        for done, (path, outcome) in enumerate(_read(work, limits), start=1):
            run.keep(path, work.to_read[path], outcome)
            progress(Progress(str(path), done, len(work.to_read)))
        run.name_twins(work.twins)
        step("regroup")
        regroup(library)
    return run.report


def regroup(library: Library) -> bool:
    """Work the reviews out again from all documents; ``True`` when something changed.

    Decisions are led to the new ids of what was read anew, and corrected facts put in place of what was read.
    """
    if library.catalogue.grouped_by() == READER_VERSION:
        return False
    from ingest.corrections import corrected
    from ingest.decisions import Ledger
    from ingest.family import publishers_of, reviews_of

    read, ledger = reviews_of(library.catalogue.documents()), Ledger(library.database)
    ledger.settle(read, library.catalogue.passages)
    reviews = corrected(read, ledger.on([review.id for review in read]))
    return library.catalogue.regroup(reviews, publishers_of(reviews), READER_VERSION)


def reader() -> str:
    """The name of today's reader: with OCR installed, pages that were pictures are worth reading again."""
    return f"{READER_VERSION}{'+ocr' if find_tesseract() else ''}"


def files_in(paths: Iterable[Path]) -> Iterator[Path | Refusal]:
    """Every file under ``paths`` in a stable order; hidden files are passed over, closed folders are refused."""
    for path in paths:
        if not os.path.lexists(path):
            raise BadArgument(f"{path}: there is no such file or folder")
        if path.is_dir():
            yield from _files_under(path)
        else:
            yield path


def _files_under(folder: Path) -> Iterator[Path | Refusal]:
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))
    yield from (Refusal(str(problem.filename), _closed(problem)) for problem in closed)


def _read(work: _Work, limits: Limits | None) -> Iterator[tuple[Path, Reading | BadDocument]]:
    """Read what must be read. The readers are loaded only then: most runs find nothing new."""
    if not work.to_read:
        return
    from ingest.examination import examine
    from ingest.read.worker import Limits, read_many

    yield from read_many(list(work.to_read), limits or Limits(), examine)


class _Run:
    """One run of :func:`add`: what it found held when it began, and its report so far."""

    def __init__(self, library: Library, step: Step) -> None:
        self.report = AddReport()
        self._library, self._catalogue, self._step, self._reader = library, library.catalogue, step, reader()
        self._held = {document.id: document for document in self._catalogue.documents()}
        self._readers = self._catalogue.readers()
        self._refused = self._catalogue.refused()

    def recognise(self, paths: Sequence[Path]) -> _Work:
        """Hash every file and report what is held already; the rest is work."""
        work = _Work()
        for found in files_in(paths):
            if isinstance(found, Refusal):
                self._refuse(found)
                continue
            try:
                self._sort(found, sha256_of(found), work)
            except OSError as problem:
                self._refuse(Refusal(str(found), _closed(problem)))
        return work

    def keep(self, path: Path, sha256: str, outcome: Reading | BadDocument) -> None:
        """Archive and store what a worker made of a file, or list why it could not."""
        if isinstance(outcome, BadDocument):
            self._step("refuse")
            self._refuse(Refusal(str(path), outcome.reason, sha256))
            return
        self._step("archive")
        try:
            self._library.archive.put(path, sha256)
        except OSError as problem:
            self._refuse(Refusal(str(path), _closed(problem), sha256))
            return
        self._step("store")
        self._catalogue.store(sha256, str(path), outcome, self._reader, _snapshot(path, sha256))
        self._step("stored")
        self._report(path, outcome.status, outcome.reason, self.report.added)

    def name_twins(self, twins: Sequence[tuple[Path, str]]) -> None:
        """Give files that are the same bytes as one just read their place beside it, or the same refusal."""
        refused = {refusal.sha256: refusal.reason for refusal in self.report.unreadable}
        for path, sha256 in twins:
            document = self._catalogue.document(sha256)
            if document is None:
                self._refuse(Refusal(str(path), refused.get(sha256, "the same file could not be read"), sha256))
                continue
            self._step("rename")
            self._catalogue.rename(sha256, str(path), _snapshot(path, sha256))
            self._report(path, document.status, document.reason, self.report.added)

    def _sort(self, path: Path, sha256: str, work: _Work) -> None:
        document = self._held.get(sha256)
        if document is not None and self._readers[sha256] == self._reader:
            if str(path) not in document.paths:
                self._step("rename")
                self._catalogue.rename(sha256, str(path), _snapshot(path, sha256))
            self._report(path, document.status, document.reason, self.report.unchanged)
        elif (refusal := self._refused.get(str(path))) and refusal == (sha256, self._reader):
            self.report.unreadable.append(Refusal(str(path), self._catalogue.reason(str(path)), sha256))
        elif sha256 in work.to_read.values():
            work.twins.append((path, sha256))
        else:
            work.to_read[path] = sha256

    def _report(self, path: Path, status: DocumentStatus, reason: str | None, readable: list[str]) -> None:
        if status is DocumentStatus.UNREADABLE:
            self.report.unreadable.append(Refusal(str(path), reason or "no text could be read"))
            return
        if status is DocumentStatus.PARTLY_READ:
            self.report.partly_read.append(Refusal(str(path), reason or "some pages could not be read"))
        readable.append(str(path))

    def _refuse(self, refusal: Refusal) -> None:
        self._catalogue.refuse(refusal, self._reader)
        self.report.unreadable.append(refusal)


def _closed(problem: OSError) -> str:
    return f"cannot be opened ({problem.strerror or problem})"


def _snapshot(path: Path, sha256: str) -> Snapshot:
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Snapshot(sha256, path.absolute().as_uri(), datetime.now(UTC), path.stat().st_size, media_type)
