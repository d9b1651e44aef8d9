"""What was collected: sources, their crawls, and every address with what was last found there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ingest.tables.base import Base


class SourceRow(Base):
    """One row a place that is collected."""

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
    """One row an address that a source lists: where it was found, and what it was when last seen."""

    __tablename__ = "addresses"
    address: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    found_on: Mapped[str | None]
    link_text: Mapped[str | None]
    status: Mapped[str]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    headers: Mapped[dict[str, Any]]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    gone_since: Mapped[datetime | None]


class VersionRow(Base):
    """One row a file that an address gave, by the hash of its bytes: replaced files stay, oldest first by time."""

    __tablename__ = "versions"
    address: Mapped[str] = mapped_column(ForeignKey("addresses.address", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
