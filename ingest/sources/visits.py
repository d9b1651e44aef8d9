"""The ledger of what was collected: sources, visits, addresses, and every version of what an address gave.

A file's bytes are safe before a row here says that they were fetched, so a run that is killed is completed by the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.given import Given, Listed
from ingest.model import DocumentKind
from ingest.record.database import Database, raise_revision
from ingest.record.tables.collected import AddressRow, CrawlRow, SourceRow, VersionRow
from ingest.record.tables.held import DocumentRow
from ingest.record.tables.kept_out import TombstoneRow
from ingest.sources.expectations import Counted
from ingest.sources.report import UNSOUND, Health, SourceReport, report_from_json

if TYPE_CHECKING:
    from ingest.sources.register import SourceEntry

LIVE, GONE, RECORDED = "live", "gone", "recorded"


@dataclass(frozen=True, slots=True)
class Known:
    """What an address gave when it was last fetched, and what a server needs to say that it is the same."""

    sha256: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A link or a text of its own, as a source lists it now."""

    address: str
    text: str
    found_on: str
    listed: Listed
    fetch: bool = True


@dataclass(frozen=True, slots=True)
class Gotten:
    """What an address gave: the hash of its bytes, where a redirect led, and the headers that came with them."""

    sha256: str
    when: datetime
    moved_to: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """One header by its lower-case name."""
        return dict(self.headers).get(name)


@dataclass(frozen=True, slots=True)
class Visited:
    """A source as it was when last visited; ``report`` is ``None`` before the first visit."""

    name: str
    publisher: str | None
    health: Health
    last_complete: datetime | None
    last_visited: datetime | None
    report: SourceReport | None

    @property
    def in_words(self) -> str:
        """Health with its reason."""
        return self.report.in_words if self.report else self.health.value


class Visits:
    """The ledger of one library. Safe to use from several threads: each call has its own session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def known(self) -> dict[str, Known]:
        """What each address gave last, by address."""
        with self._database.reading() as session:
            current = _current(session)
            rows = session.scalars(select(AddressRow).order_by(AddressRow.last_seen))
            found: dict[str, Known] = {}
            for row in rows:
                version = current.get(row.address)
                if version and (row.address not in found or row.etag or row.last_modified):
                    found[row.address] = Known(version.sha256, row.etag, row.last_modified)
            return found

    def status(self, source: str) -> dict[str, str]:
        """The status of every address of a source."""
        with self._database.reading() as session:
            rows = session.execute(select(AddressRow.address, AddressRow.status).where(AddressRow.source == source))
            return dict(rows.tuples().all())

    def published(self) -> dict[str, bool]:
        """For each document that was collected, whether a source still has it."""
        found: dict[str, bool] = {}
        with self._database.reading() as session:
            for row, version in _addresses(session):
                found[version.sha256] = found.get(version.sha256, False) or row.status == LIVE
        return found

    def listed(self) -> dict[str, Listed]:
        """For each document that was collected, what the first source that has it says of it."""
        found: dict[str, Listed] = {}
        with self._database.reading() as session:
            for row, version in _addresses(session):
                found.setdefault(version.sha256, listed_from_json(row.listed))
        return found

    def given(self) -> Iterator[tuple[str, Given]]:
        """Every address with the hash of what it gave last, as a file to take in; the caller says where its bytes are.

        The order is fixed, so that of two addresses with the same bytes the same one is always read first.
        """
        with self._database.reading() as session:
            for row, version in _addresses(session):
                listed, when = listed_from_json(row.listed), _utc(version.first_seen)
                yield version.sha256, Given(Path(version.sha256), row.address, row.source, when, listed)

    def sources(self) -> list[Visited]:
        """Every source that was ever visited, by name."""
        with self._database.reading() as session:
            latest: dict[str, CrawlRow] = {}
            for crawl in session.scalars(select(CrawlRow).order_by(CrawlRow.id)):
                latest[crawl.source] = crawl
            rows = session.scalars(select(SourceRow).order_by(SourceRow.name))
            return [_visited(row, latest.get(row.name)) for row in rows]

    def last_good(self, source: str) -> Counted | None:
        """What the last complete visit to a source counted."""
        asked = select(CrawlRow).where(CrawlRow.source == source, CrawlRow.complete)
        with self._database.reading() as session:
            crawl = session.scalar(asked.order_by(CrawlRow.id.desc()).limit(1))
            report = report_from_json(crawl.report) if crawl else None
        return Counted(report.entries, report.undated, report.unnamed) if report else None

    # Writing

    def keep(self, came: Iterable[tuple[str, Found, Gotten]]) -> None:
        """Record bytes that addresses gave, each with its source. They must be safe already."""
        with self._database.record() as session:
            for source, found, gotten in came:
                row = session.get(AddressRow, (source, found.address)) or _row(session, source, found, gotten.when)
                row.etag, row.last_modified = gotten.header("etag"), gotten.header("last-modified")
                row.headers, row.moved_to = dict(gotten.headers), gotten.moved_to
                version = session.get(VersionRow, (found.address, gotten.sha256))
                if version is None:
                    version = VersionRow(address=found.address, sha256=gotten.sha256, first_seen=gotten.when)
                    session.add(version)
                version.last_seen = gotten.when

    def conclude(
        self,
        entry: SourceEntry,
        report: SourceReport,
        seen: Sequence[Found],
        gone: Iterable[str],
        times: tuple[datetime, datetime],
    ) -> None:
        """Record how a visit ended and, of a complete one, what is no longer listed.

        ``gone`` are addresses that answered with 404 or 410. An unsound visit changes nothing but the health.
        """
        with self._database.record() as session:
            if report.health is not Health.FAILED and self._addresses(session, entry, report, seen, set(gone)):
                _repoint(session)
                raise_revision(session)
            _health(session, entry, report, times)

    def _addresses(
        self, session: Session, entry: SourceEntry, report: SourceReport, seen: Sequence[Found], gone: set[str]
    ) -> bool:
        """Bring every address of a source up to what was seen; whether what is held of any has changed."""
        now, current = datetime.now(UTC), _current(session)
        before = {row.address: (row.status, row.listed) for row in _of(session, entry.name)}
        for found in seen:
            row = _row(session, entry.name, found, now)
            row.status = GONE if found.address in gone else LIVE if found.fetch else RECORDED
            if found.address in current and row.status == LIVE:
                current[found.address].last_seen = now
        session.flush()
        dropped = set(before) - {found.address for found in seen} if report.health is Health.COMPLETE else set()
        for row in _of(session, entry.name):
            if row.address in dropped:
                row.status = GONE
            if row.status == GONE and before.get(row.address, (LIVE, {}))[0] != GONE:
                report.gone.append(row.address)
                row.gone_since = now
            elif row.status != GONE:
                report.returned += before.get(row.address, (LIVE, {}))[0] == GONE
                row.gone_since = None
        report.gone.sort()
        return before != {row.address: (row.status, row.listed) for row in _of(session, entry.name)}


def listed_from_json(data: dict[str, Any]) -> Listed:
    """What a page says of a document, as the ledger keeps it."""
    kind = data.get("kind")
    return Listed(**{**data, "kind": DocumentKind(kind) if kind else None})


def _of(session: Session, source: str) -> list[AddressRow]:
    return list(session.scalars(select(AddressRow).where(AddressRow.source == source)))


def _row(session: Session, source: str, found: Found, now: datetime) -> AddressRow:
    row = session.get(AddressRow, (source, found.address))
    if row is None:
        row = AddressRow(source=source, address=found.address, first_seen=now, status=LIVE, headers={})
        session.add(row)
    row.found_on, row.link_text, row.listed, row.last_seen = found.found_on, found.text, asdict(found.listed), now
    if _is_withdrawn(session, found.address):  # what a list page says of it goes too
        row.link_text, row.listed = None, asdict(Listed(""))
    return row


def _is_withdrawn(session: Session, address: str) -> bool:
    gave = select(VersionRow.sha256).where(VersionRow.address == address)
    return session.scalar(select(TombstoneRow.sha256).where(TombstoneRow.sha256.in_(gave)).limit(1)) is not None


def _current(session: Session) -> dict[str, VersionRow]:
    """The version of each address that was seen last."""
    rows = session.scalars(select(VersionRow).order_by(VersionRow.last_seen, VersionRow.sha256))
    return {row.address: row for row in rows}


def _addresses(session: Session) -> Iterator[tuple[AddressRow, VersionRow]]:
    current = _current(session)
    for row in session.scalars(select(AddressRow).order_by(AddressRow.address, AddressRow.source)):
        if row.address in current:
            yield row, current[row.address]


def _repoint(session: Session) -> None:
    """Name a published address for every document whose named one is gone."""
    live: defaultdict[str, list[str]] = defaultdict(list)
    for row, version in _addresses(session):
        if row.status == LIVE:
            live[version.sha256].append(row.address)
    for document in session.scalars(select(DocumentRow).where(DocumentRow.source_url.is_not(None))):
        if document.id in live and document.source_url not in live[document.id]:
            document.source_url = live[document.id][0]


def _health(session: Session, entry: SourceEntry, report: SourceReport, times: tuple[datetime, datetime]) -> None:
    started, ended = times
    complete = report.health is Health.COMPLETE
    session.add(
        CrawlRow(
            source=entry.name,
            started=started,
            ended=ended,
            complete=complete,
            entries=report.entries,
            report=report.to_json(),
        )
    )
    row = session.get(SourceRow, entry.name)
    if row is None:
        row = SourceRow(name=entry.name, last_complete=None)
        session.add(row)
    row.publisher, row.health = entry.publisher, report.health.value
    if complete:
        row.last_complete = ended


def _visited(row: SourceRow, crawl: CrawlRow | None) -> Visited:
    report = report_from_json(crawl.report) if crawl else None
    visited = _utc(crawl.ended or crawl.started) if crawl else None
    return Visited(row.name, row.publisher, Health(row.health), _utc(row.last_complete), visited, report)


def _utc(when: datetime | None) -> datetime | None:
    """SQLite forgets the zone; all that is written is UTC."""
    return when.replace(tzinfo=UTC) if when and when.tzinfo is None else when


def unsound(reports: Iterable[SourceReport]) -> list[SourceReport]:
    """The reports of a run that a person must hear of."""
    return [report for report in reports if report.health in UNSOUND]
