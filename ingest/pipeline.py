"""From files to the record: find, recognise by hash, read in workers, archive, store, regroup.

One document's failure never stops the run. Each document is stored in one transaction after its bytes are safe in the
archive, so a run that is killed anywhere is completed by running it again: what is stored is passed over, what is not
is read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.archive import sha256_of
from ingest.errors import BadArgument, BadDocument
from ingest.given import Given
from ingest.library import Library
from ingest.model import Document, DocumentStatus, Reading, Refusal, Snapshot
from ingest.read.ocr import find_tesseract

if TYPE_CHECKING:
    from ingest.read.worker import Limits

READER_VERSION = "3"
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

    to_read: dict[Given, str] = field(default_factory=dict)
    twins: list[tuple[Given, str]] = field(default_factory=list)


def add(
    library: Library,
    paths: Sequence[Path | Given],
    *,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    step: Step = lambda _: None,
) -> AddReport:
    """Take files and folders into the library, and files that were collected under their address.

    Raises ``BadArgument`` for a path that is not there.
    """
    run = _Run(library, step)
    with library.writing():
        library.archive.sweep()
        work = run.recognise(paths)
        for done, (given, outcome) in enumerate(_read(library, work, limits), start=1):
            run.keep(given, work.to_read[given], outcome)
            progress(Progress(given.name, done, len(work.to_read)))
        run.name_twins(work.twins)
        step("regroup")
        regroup(library)
    return run.report


def regroup(library: Library) -> bool:
    """Work the reviews out again from all documents; ``True`` when something changed.

    Decisions and shortlists are led to the new ids of what was read anew; corrected facts stand in place of those read.
    """
    if library.catalogue.grouped_by() == READER_VERSION:
        return False
    from ingest.decided.corrections import corrected
    from ingest.decided.decisions import Ledger
    from ingest.decided.shortlists import Shortlists
    from ingest.record.family import publishers_of, reviews_of

    read, ledger = reviews_of(_told(library), library.visits.published()), Ledger(library.database)
    ledger.settle(read, library.catalogue.passages)
    Shortlists(library.database).settle(read, library.catalogue.passages)
    reviews = corrected(read, ledger.on([review.id for review in read]))
    return library.catalogue.regroup(reviews, publishers_of(reviews), READER_VERSION)


def _told(library: Library) -> Iterator[Document]:
    """All documents; what one does not say of itself is taken from the page that lists it."""
    listed = library.visits.listed()
    for document in library.catalogue.documents():
        page = listed.get(document.id)
        yield replace(document, facts=page.completing(document.facts)) if page else document


def reader() -> str:
    """The name of today's reader: with OCR installed, pages that were pictures are worth reading again."""
    return f"{READER_VERSION}{'+ocr' if find_tesseract() else ''}"


def files_in(paths: Iterable[Path | Given]) -> Iterator[Given | Refusal]:
    """Every file under ``paths`` in a stable order; hidden files are passed over, closed folders are refused."""
    for path in paths:
        if isinstance(path, Given):
            yield path
            continue
        if not os.path.lexists(path):
            raise BadArgument(f"{path}: there is no such file or folder")
        if path.is_dir():
            yield from _files_under(path)
        else:
            yield Given(path)


def _files_under(folder: Path) -> Iterator[Given | Refusal]:
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Given(Path(root, name)) for name in sorted(names) if not name.startswith("."))
    yield from (Refusal(str(problem.filename), _closed(problem)) for problem in closed)


def _read(library: Library, work: _Work, limits: Limits | None) -> Iterator[tuple[Given, Reading | BadDocument]]:
    """Read what must be read. The readers are loaded only then: most runs find nothing new."""
    if not work.to_read:
        return
    from ingest.decided.shortlisted import anchor_all
    from ingest.decided.shortlists import Shortlists
    from ingest.examination import examine
    from ingest.read.worker import Limits, read_many

    anchor_all(Shortlists(library.database), library.catalogue)

    given = list(work.to_read)
    told = partial(examine, released=library.quarantine.releases())
    outcomes = read_many([one.file for one in given], limits or Limits(), told)
    yield from ((one, outcome) for one, (_, outcome) in zip(given, outcomes, strict=True))


class _Run:
    """One run of :func:`add`: what it found held when it began, and its report so far."""

    def __init__(self, library: Library, step: Step) -> None:
        self.report = AddReport()
        self._library, self._catalogue, self._step, self._reader = library, library.catalogue, step, reader()
        self._held = {document.id: document for document in self._catalogue.documents()}
        self._readers = self._catalogue.readers()
        self._refused = self._catalogue.refused()
        self._stones = {stone.sha256: stone for stone in library.tombstones.every()}

    def recognise(self, paths: Sequence[Path | Given]) -> _Work:
        """Hash every file and report what is held already; the rest is work."""
        work = _Work()
        for found in files_in(paths):
            if isinstance(found, Refusal):
                self._refuse(found)
                continue
            try:
                self._sort(found, sha256_of(found.file), work)
            except OSError as problem:
                self._refuse(Refusal(found.name, _closed(problem)))
        return work

    def keep(self, given: Given, sha256: str, outcome: Reading | BadDocument) -> None:
        """Archive and store what a worker made of a file, or list why it could not."""
        if isinstance(outcome, BadDocument):
            self._step("refuse")
            self._refuse(Refusal(given.name, outcome.reason, sha256))
            return
        if stone := self._library.tombstones.of_text(page.text for page in outcome.pages):
            self._refuse(Refusal(given.name, f"{stone.in_words}, here under other bytes: it is not taken back", sha256))
            return
        self._step("archive")
        try:
            self._library.archive.put(given.file, sha256)
        except OSError as problem:
            self._refuse(Refusal(given.name, _closed(problem), sha256))
            return
        self._step("store")
        if given.listed:
            outcome = replace(outcome, facts=given.listed.stating(outcome.facts))
        self._catalogue.store(sha256, given.name, outcome, self._reader, _snapshot(given, sha256))
        self._step("stored")
        self._report(given, outcome.status, outcome.reason, self.report.added)

    def name_twins(self, twins: Sequence[tuple[Given, str]]) -> None:
        """Give files that are the same bytes as one just read their place beside it, or the same refusal."""
        refused = {refusal.sha256: refusal.reason for refusal in self.report.unreadable}
        for given, sha256 in twins:
            document = self._catalogue.document(sha256)
            if document is None:
                self._refuse(Refusal(given.name, refused.get(sha256, "the same file could not be read"), sha256))
                continue
            self._step("rename")
            self._catalogue.rename(sha256, given.name, _snapshot(given, sha256))
            self._report(given, document.status, document.reason, self.report.added)

    def _sort(self, given: Given, sha256: str, work: _Work) -> None:
        document = self._held.get(sha256)
        if stone := self._stones.get(sha256):
            self._refuse(Refusal(given.name, f"{stone.in_words}: it is not taken back", sha256))
        elif document is not None and self._readers[sha256] == self._reader:
            if given.name not in document.paths:
                self._step("rename")
                self._catalogue.rename(sha256, given.name, _snapshot(given, sha256))
            self._report(given, document.status, document.reason, self.report.unchanged)
        elif (refusal := self._refused.get(given.name)) and refusal == (sha256, self._reader):
            self.report.unreadable.append(Refusal(given.name, self._catalogue.reason(given.name), sha256))
        elif sha256 in work.to_read.values():
            work.twins.append((given, sha256))
        else:
            work.to_read[given] = sha256

    def _report(self, given: Given, status: DocumentStatus, reason: str | None, readable: list[str]) -> None:
        if status is DocumentStatus.UNREADABLE:
            self.report.unreadable.append(Refusal(given.name, reason or "no text could be read"))
            return
        if status is DocumentStatus.PARTLY_READ:
            self.report.partly_read.append(Refusal(given.name, reason or "some pages could not be read"))
        readable.append(given.name)

    def _refuse(self, refusal: Refusal) -> None:
        self._catalogue.refuse(refusal, self._reader)
        self.report.unreadable.append(refusal)


def _closed(problem: OSError) -> str:
    return f"cannot be opened ({problem.strerror or problem})"


def _snapshot(given: Given, sha256: str) -> Snapshot:
    media_type = guess_type(given.file.name)[0] or "application/octet-stream"
    fetched = given.fetched or datetime.now(UTC)
    return Snapshot(sha256, given.place, fetched, given.file.stat().st_size, media_type, given.source)
