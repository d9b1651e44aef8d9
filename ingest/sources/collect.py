"""A collection from beginning to end: visit the sources, record what came, read what is new, conclude what is gone.

Whatever is done twice comes out the same, so a run that is killed anywhere is completed by the next one: bytes lie in
the folder of arriving files before the ledger names them, and stay there until they have been read.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ingest.archive import sha256_of
from ingest.errors import CrawlFailed, NoContact
from ingest.given import Given
from ingest.library import Library
from ingest.model import Refusal
from ingest.pipeline import AddReport, Progress, Step, add, reader, regroup
from ingest.record.tables.kept_out import TombstoneRow
from ingest.sources.crawl import crawl
from ingest.sources.job import CrawlLimits, Job, Outcome, Task
from ingest.sources.names import file_name
from ingest.sources.register import SourceEntry
from ingest.sources.report import Health, SourceReport, Trouble, report_from_json
from ingest.sources.visits import Found, Gotten, Known, listed_from_json

CONTACT = "COMMONTHREAD_CONTACT"
_OFTEN, _AT_ONCE = 0.5, 50
_REACHABLE = re.compile(r"[!-~]+@[!-~]+\.[!-~]+|https?://[!-~]+\.[!-~]+")


@dataclass(slots=True)
class Collected:
    """What a run came to: a report for each source, and what reading the new files gave."""

    reports: list[SourceReport] = field(default_factory=list)
    added: AddReport = field(default_factory=AddReport)


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a run has come: the source spoken of last, and how many of how many are done."""

    source: str
    done: int
    total: int


def contact(sources: Sequence[SourceEntry]) -> str | None:
    """The contact that is sent with every request. Raises ``NoContact`` where one is needed and none is set."""
    given = os.environ.get(CONTACT, "").strip()
    if given and not _REACHABLE.fullmatch(given):
        raise NoContact(f"{CONTACT} is “{given}”, which is neither an e-mail address nor a web address.")
    if not given and not all(source.loopback for source in sources):
        raise NoContact(
            "Nothing was asked for, because those who publish could not tell who asks. Set a contact first, an e-mail "
            f"address or a web address: export {CONTACT}=name@example.org"
        )
    return given or None


def collect(
    library: Library,
    sources: Sequence[SourceEntry],
    *,
    most: int | None = None,
    limits: CrawlLimits | None = None,
    progress: Callable[[Pace], None] = lambda _: None,
    reading: Callable[[Progress], None] = lambda _: None,
    step: Step = lambda _: None,
) -> Collected:
    """Collect from these sources. ``most`` is how many entries of each are wanted; then nothing is concluded.

    Raises ``NoContact`` before anything is asked for, and ``LibraryLocked`` while another command collects.
    """
    asked = contact(sources)
    with library.collecting():
        run = _Run(library, sources, step)
        run.visit(run.job(asked, most, limits or CrawlLimits()), progress)
        run.read(reading)
        return run.conclude()


class _Run:
    """One run: what was known when it began, and what came since."""

    def __init__(self, library: Library, sources: Sequence[SourceEntry], step: Step) -> None:
        self._library, self._sources, self._step = library, sources, step
        self._started, self._reader = datetime.now(UTC), reader()
        self._before = library.visits.known()
        self._last = {source.name: library.visits.last_good(source.name) for source in sources}
        self._seen: dict[str, dict[str, Found]] = {source.name: {} for source in sources}
        self._gone: dict[str, set[str]] = {source.name: set() for source in sources}
        self._reports = {source.name: SourceReport(source.name) for source in sources}
        self._result = Collected()
        self._came: list[tuple[str, Found, Gotten]] = []
        self._kept = 0.0
        library.arriving.mkdir(exist_ok=True)

    def job(self, asked: str | None, most: int | None, limits: CrawlLimits) -> Job:
        """What the crawl is told. An address is known when its bytes are held, or need not come again."""
        held, withdrawn = set(self._library.catalogue.readers()), _withdrawn(self._library)
        waiting = {sha256 for sha256 in _folders(self._library.arriving) if self._arrived(sha256)}
        refused = self._library.catalogue.refused()
        known = {
            address: version
            for address, version in self._before.items()
            if version.sha256 in held | withdrawn | waiting or refused.get(address) == (version.sha256, self._reader)
        }
        tasks = [Task(source, self._last[source.name]) for source in self._sources]
        return Job(tasks, str(self._library.arriving), asked, known, frozenset(withdrawn), most, limits)

    def visit(self, job: Job, progress: Callable[[Pace], None]) -> None:
        """Run the crawl and record what it says. Sources that it does not reach the end of are incomplete."""
        ended: set[str] = set()
        try:
            for said in crawl(job):
                self._hear(said)
                if said["what"] == "ended":
                    ended.add(said["source"])
                progress(Pace(said["source"], len(ended), len(job.tasks)))
            self._keep()
        except CrawlFailed as problem:
            self._keep()
            for name in self._reports.keys() - ended:
                self._reports[name].reason = str(problem)

    def read(self, reading: Callable[[Progress], None]) -> None:
        """Take what arrived into the library, and what an older reader read."""
        self._step("read")
        self._result.added = add(self._library, list(self._waiting()), progress=reading, step=self._step)
        sources = {address: name for name, seen in self._seen.items() for address in seen}
        for refusal in self._result.added.unreadable:
            if refusal.path in sources:
                self._reports[sources[refusal.path]].unreadable.append(Trouble(refusal.path, refusal.reason))

    def conclude(self) -> Collected:
        """Record how each visit ended and what is gone, group the reviews again, and clear what was read."""
        with self._library.writing():
            for source in self._sources:
                self._step("conclude")
                report, last = self._reports[source.name], self._last[source.name]
                report.expected = (source.expect_min, source.expect_max, last.entries if last else None)
                seen = list(self._seen[source.name].values())
                times = (self._started, datetime.now(UTC))
                self._library.visits.conclude(source, report, seen, self._gone[source.name], times)
                self._result.reports.append(report)
            self._step("regroup")
            regroup(self._library)
        self._step("clear")
        shutil.rmtree(self._library.arriving, ignore_errors=True)
        return self._result

    # What the crawl says

    def _hear(self, said: dict[str, Any]) -> None:
        name = said["source"]
        if said["what"] == "listed":
            found = Found(**{**said["found"], "listed": listed_from_json(said["found"]["listed"])})
            self._seen[name][found.address] = found
        elif said["what"] == "file":
            self._file(name, said)
        else:
            counted = self._reports[name]
            report = report_from_json(said["report"])
            report.new, report.changed, report.unchanged = counted.new, counted.changed, counted.unchanged
            self._reports[name] = report

    def _file(self, name: str, said: dict[str, Any]) -> None:
        address, outcome, report = said["address"], Outcome(said["outcome"]), self._reports[name]
        before = self._before.get(address)
        if outcome is Outcome.GONE:
            self._gone[name].add(address)
        elif outcome is Outcome.UNREADABLE:
            self._refuse(Refusal(address, said["reason"], said.get("sha256")))
        elif said.get("sha256"):
            headers = tuple((header, value) for header, value in said["headers"])
            when = datetime.fromisoformat(said["when"])
            gotten = Gotten(said["sha256"], when, said["moved_to"], headers)
            self._came.append((name, self._seen[name][address], gotten))
            if time.monotonic() - self._kept > _OFTEN or len(self._came) >= _AT_ONCE:
                self._keep()
            _tally(report, before, said["sha256"])
        else:
            report.unchanged += 1

    def _keep(self) -> None:
        """Write up what came: at once where it comes slowly, together where it comes fast."""
        if self._came:
            self._step("ledger")
            self._library.visits.keep(self._came)
        self._came, self._kept = [], time.monotonic()

    def _refuse(self, refusal: Refusal) -> None:
        if self._library.catalogue.refused().get(refusal.path) != (refusal.sha256, self._reader):
            self._library.catalogue.refuse(refusal, self._reader)

    # What is to be read

    def _waiting(self) -> Iterator[Given]:
        readers, withdrawn = self._library.catalogue.readers(), _withdrawn(self._library)
        named = {path for document in self._library.catalogue.documents() for path in _named(document)}
        refused = self._library.catalogue.refused()
        for sha256, given in self._library.visits.given():
            name = given.name
            held = readers.get(sha256) == self._reader and (sha256, name) in named
            if held or sha256 in withdrawn or refused.get(name) == (sha256, self._reader):
                continue
            if (place := self._bytes(sha256, name)) is not None:
                yield replace(given, file=place)

    def _arrived(self, sha256: str) -> Path | None:
        """A file that arrived and is what its folder says; what a power cut left torn is thrown away."""
        for place in sorted((self._library.arriving / sha256).glob("*")):
            if sha256_of(place) == sha256:
                return place
            place.unlink()
        return None

    def _bytes(self, sha256: str, address: str) -> Path | None:
        """Where the bytes are, under the name of their address; what is in the archive is linked there."""
        place = self._library.arriving / sha256 / file_name(address)
        kept = self._arrived(sha256) or self._library.archive.place(sha256)
        if place.exists() or not kept.exists():
            return place if place.exists() else None
        place.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            try:
                os.link(kept, place)
            except OSError:
                shutil.copyfile(kept, place)
        return place


def _folders(arriving: Path) -> list[str]:
    return [place.name for place in arriving.iterdir() if place.is_dir()]


def _named(document: Any) -> Iterator[tuple[str, str]]:
    return ((document.id, path) for path in document.paths)


def _withdrawn(library: Library) -> set[str]:
    with library.database.reading() as session:
        return set(session.scalars(select(TombstoneRow.sha256)))


def _tally(report: SourceReport, before: Known | None, sha256: str) -> None:
    if before is None:
        report.new += 1
    elif before.sha256 == sha256:
        report.unchanged += 1
    else:
        report.changed += 1


def health_of(reports: Sequence[SourceReport]) -> Health | None:
    """The worst health of a run, or ``None`` for a run of no source."""
    order = (Health.FAILED, Health.STOPPED, Health.INCOMPLETE, Health.LIMITED, Health.COMPLETE)
    return next((health for health in order if any(report.health is health for report in reports)), None)
