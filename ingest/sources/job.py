"""What a crawl is asked to do, as it crosses to its own process, and the words in which it answers.

The answer is lines of JSON: ``listed`` (a link or text of its own that a page lists), ``file`` (what an address gave)
and ``ended`` (a source is done, with its report). Nothing is said of the links of a source that fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import TypeAdapter

from ingest.sources.expectations import Counted
from ingest.sources.register import SourceEntry
from ingest.sources.visits import Known

_MB = 2**20


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How much a crawl may cost itself and others: bytes, seconds, pages of a source, steps from its entry pages.

    ``patience`` is the longest Retry-After that is waited for; a host that asks for more is left alone.
    """

    file_bytes: int = 100 * _MB
    page_bytes: int = 10 * _MB
    request_seconds: float = 120.0
    source_seconds: float = 2 * 3600.0
    pages: int = 300
    depth: int = 12
    patience: float = 600.0
    together: int = 4


@dataclass(frozen=True, slots=True)
class Task:
    """One source to visit, with what its last complete visit counted."""

    source: SourceEntry
    last: Counted | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A crawl. ``known`` are addresses whose bytes are held or not wanted; ``withdrawn`` hashes are never kept.

    ``most`` is how many entries of each source are wanted; ``arriving`` is the folder for new files.
    """

    tasks: list[Task]
    arriving: str
    contact: str | None = None
    known: dict[str, Known] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    most: int | None = None
    limits: CrawlLimits = CrawlLimits()


class Outcome(StrEnum):
    """What became of one address."""

    GOT = "got"
    SAME = "same"
    GONE = "gone"
    UNREADABLE = "unreadable"


JOB: TypeAdapter[Job] = TypeAdapter(Job)
