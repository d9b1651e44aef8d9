"""What was collected: sources, their crawls, and every address with what was last found there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from ingest.record.tables.base import Base


class SourceRow(Base):
    """One row a place that is collected. ``health`` is one word; the latest crawl's report holds the reason."""

    __tablename__ = "sources"
    name: Mapped[str] = mapped_column(primary_key=True)
    publisher: Mapped[str | None]
    health: Mapped[str]
    last_complete: Mapped[datetime | None]


class CrawlRow(Base):
    """One row a visit to a source: its report as data. ``complete`` says whether anything may be concluded from it."""

    __tablename__ = "crawls"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source: Mapped[str] = mapped_column(index=True)
    started: Mapped[datetime]
    ended: Mapped[datetime | None]
    complete: Mapped[bool]
    entries: Mapped[int]
    report: Mapped[dict[str, Any]]


class AddressRow(Base):
    """One row an address that a source lists: where it was found, what is said of it there, what it gave last.

    ``status`` is "live", "gone", or "recorded" where the link is kept and its file is not to be fetched. Two sources
    may list one address: it is published as long as one of them has it live.
    """

    __tablename__ = "addresses"
    source: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True, index=True)
    found_on: Mapped[str | None]
    link_text: Mapped[str | None]
    listed: Mapped[dict[str, Any]]
    status: Mapped[str]
    moved_to: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    headers: Mapped[dict[str, Any]]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    gone_since: Mapped[datetime | None]


class VersionRow(Base):
    """One row a file that an address gave, by the hash of its bytes. Replaced files stay; the one seen last is held."""

    __tablename__ = "versions"
    address: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
