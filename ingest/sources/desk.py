"""The desk at which one visit is written up: entries are counted, files are laid down, and the crawl's caller is told.

Nothing here makes a request. Bytes are safe in the folder of arriving files before anything is said of them.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from ingest.given import Listed
from ingest.model import DocumentKind
from ingest.sources.entry import Entry, Listing
from ingest.sources.expectations import count, disappointment
from ingest.sources.fetching import Answer
from ingest.sources.job import Job, Outcome, Task
from ingest.sources.names import file_name
from ingest.sources.report import Health, SourceReport, Trouble
from ingest.sources.shapes.links import key
from ingest.sources.visits import Found

Say = Callable[[dict[str, Any]], None]
_NATIONS = frozenset({"England", "Wales", "Scotland", "Northern Ireland"})


class Desk:
    """One visit to one source, as it is written up."""

    def __init__(self, task: Task, job: Job, say: Say) -> None:
        self.source, self.known = task.source, job.known
        self.to_fetch: list[Found] = []
        self._task, self._job, self._say = task, job, say
        self._entries: dict[tuple[object, ...], Entry] = {}
        self._found: dict[str, Found] = {}
        self._keys: set[str] = set()
        self._texts: dict[str, bytes] = {}
        self._faults: list[str] = []
        self._opened = False
        self._started = monotonic()
        self._report = SourceReport(task.source.name, Health.COMPLETE)

    # What pages list

    @property
    def sated(self) -> bool:
        """Whether as many entries are known as were asked for."""
        return self._job.most is not None and len(self._entries) >= self._job.most

    def take(self, page: str, listing: Listing) -> None:
        """Take the entries of a page; one that another page lists too is counted once."""
        self._report.pages += 1
        self._report.problems += [f"{page}: {problem}" for problem in listing.problems]
        for entry in listing.entries:
            mark = _mark(entry)
            if mark not in self._entries and not self.sated:
                self._entries[mark] = entry
                self._lay_out(page, entry)

    def opens(self) -> bool:
        """Judge what is listed, once; ``True`` when it is as expected and the files may be asked for."""
        if self._opened:
            return False
        self._opened = True
        counted = count(list(self._entries.values()))
        whole = not self._faults and not self.sated
        report = self._report
        report.entries, report.undated, report.unnamed = counted.entries, counted.undated, counted.unnamed
        reason = disappointment(self.source, counted, self._task.last, whole=whole)
        if reason:
            self.finish(Health.FAILED, reason)
            return False
        for found in self._found.values():
            self._tell("listed", found=asdict(found))
        for address, text in self._texts.items():
            self.receive(self._found[address], Answer(Outcome.GOT, text))
        self.to_fetch += [found for found in self._found.values() if found.fetch and found.address not in self._texts]
        return True

    # What addresses give

    def receive(self, found: Found, answer: Answer) -> None:
        """Lay down what an address gave, and tell of it."""
        if answer.outcome is None:
            self.error(found.address, answer.reason or "it gave nothing")
            return
        said: dict[str, Any] = {"address": found.address, "outcome": answer.outcome, "reason": answer.reason}
        said |= {"moved_to": answer.moved_to, "headers": answer.headers, "when": datetime.now(UTC).isoformat()}
        if answer.body:
            said["sha256"] = hashlib.sha256(answer.body).hexdigest()
        if answer.outcome is Outcome.GOT:
            known = self.known.get(found.address)
            if said["sha256"] in self._job.withdrawn:
                return
            if known is not None and known.sha256 == said["sha256"]:
                said["outcome"] = Outcome.SAME
            else:
                lay_down(Path(self._job.arriving), said["sha256"], file_name(found.address), answer.body)
        if answer.moved_to:
            self.moved(found.address, answer.moved_to)
        if answer.outcome is Outcome.UNREADABLE:
            self._report.unreadable.append(Trouble(found.address, answer.reason or ""))
        self._tell("file", **said)

    def count(self, size: int, *, file: bool) -> None:
        """Count bytes that came over the line."""
        self._report.bytes += size
        self._report.file_bytes += size if file else 0

    # What goes wrong

    def note(self, words: str) -> None:
        """Something that a person may want to know and that changes nothing."""
        if words not in self._report.problems:
            self._report.problems.append(words)

    def fault(self, words: str) -> None:
        """Something that leaves the visit incomplete."""
        if words not in self._faults:
            self._faults.append(words)

    def lost(self, address: str, why: str, *, whole: bool) -> None:
        """A page that did not come. ``whole`` says that without it nothing can be concluded."""
        self.error(address, why)
        if whole:
            self.fault(f"{address}: {why}")

    def error(self, address: str, why: str) -> None:
        """An address that gave nothing this time."""
        self._report.errors.append(Trouble(address, why))

    def forbidden(self, address: str) -> None:
        """An address that robots.txt does not allow."""
        self._report.refused_by_robots.append(address)

    def moved(self, address: str, to: str) -> None:
        """An address that has moved for good."""
        self._report.moved.append(Trouble(address, f"it has moved to {to}"))

    # The end

    def finish(self, health: Health, reason: str) -> None:
        """Settle how the visit ends. What is said first stands."""
        if self._report.health is Health.COMPLETE:
            self._report.health, self._report.reason = health, reason

    def end(self) -> None:
        """Tell that the visit is over."""
        if self._faults:
            self.finish(Health.INCOMPLETE, "; ".join(self._faults[:3]))
        elif self.sated:
            self.finish(Health.LIMITED, f"the first {len(self._entries)} entries")
        self._report.entries = len(self._entries)
        self._report.seconds = round(monotonic() - self._started, 2)
        self._tell("ended", report=self._report.to_json())

    # Inside

    def _lay_out(self, page: str, entry: Entry) -> None:
        """The addresses that an entry gives: its own text under the page's address, and its files."""
        listed = _listed(entry, self._task)
        text = _text_of(entry, record_only=self.source.record_only)
        if text is not None:
            content, ending = text
            whole_page = entry.html is not None and entry.kind != DocumentKind.CATALOGUE_ABSTRACT
            address = page if whole_page and page not in self._texts else f"{page}#{_slug(entry)}{ending}"
            kind = DocumentKind(entry.kind or DocumentKind.CATALOGUE_ABSTRACT)
            self._found[address] = Found(address, entry.title, page, replace(listed, kind=kind))
            self._texts[address] = content
        for link in entry.links:
            if key(link.address) not in self._keys:
                self._keys.add(key(link.address))
                fetch = link.fetch and not self.source.record_only
                self._found[link.address] = Found(link.address, link.text, page, listed, fetch)

    def _tell(self, what: str, **said: Any) -> None:
        self._say({"what": what, "source": self.source.name, **said})


def lay_down(folder: Path, sha256: str, name: str, body: bytes) -> Path:
    """Keep bytes under their hash, whole or not there; whoever reads them holds them against the hash once more."""
    place = folder / sha256 / name
    if place.exists():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".partial-")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    Path(temporary).replace(place)
    return place


def _mark(entry: Entry) -> tuple[object, ...]:
    """What makes two entries one: all that is said of it, and where its files are."""
    said = (" ".join(entry.title.casefold().split()), entry.year, entry.publisher, entry.subject)
    return (*said, entry.html, tuple(key(link.address) for link in entry.links))


def _slug(entry: Entry) -> str:
    """A name for an entry within its page, which stays the same when a word of its text is mended."""
    said = (entry.title, entry.year, entry.publisher, *(key(link.address) for link in entry.links))
    return hashlib.sha256("|".join(str(part).casefold() for part in said).encode()).hexdigest()[:12]


def _listed(entry: Entry, task: Task) -> Listed:
    source = task.source
    own = source.publisher if source.shape != "nspcc-list" else None
    return Listed(
        title=entry.title,
        publisher=None if entry.anonymous else entry.publisher or own,
        nation=source.nation if source.nation in _NATIONS else None,
        subject=entry.subject,
        published=entry.published or (str(entry.year) if entry.year else None),
    )


def _text_of(entry: Entry, *, record_only: bool) -> tuple[bytes, str] | None:
    """The text of an entry that has one, and the ending of its name; of one that may not be fetched, its record."""
    if entry.html is not None:
        return entry.html, ".html"
    if record_only:
        lines = dict.fromkeys([entry.title, *(link.text for link in entry.links)])
        return "\n\n".join(lines).encode(), ".txt"
    return None
