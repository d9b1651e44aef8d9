"""Sources and what is new, as the command line, the Library page and the feed show them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from ingest.library import Library
from ingest.record.arrivals import newest
from ingest.sources.report import SourceReport
from ingest.sources.visits import Visited

Json = dict[str, Any]


def sources(library: Library) -> list[Json]:
    """Every source that was ever visited, with its health as one word and in words."""
    return [source(visited) for visited in library.visits.sources()]


def source(visited: Visited) -> Json:
    """One source as ``status`` and ``collect --list`` give it."""
    report = visited.report
    return {
        "name": visited.name,
        "publisher": visited.publisher,
        "health": visited.health.value,
        "in_words": visited.in_words,
        "last_complete": visited.last_complete.isoformat() if visited.last_complete else None,
        "last_visited": visited.last_visited.isoformat() if visited.last_visited else None,
        "entries": report.entries if report else None,
        "expected": list(report.expected) if report else None,
    }


def new_since(library: Library, day: datetime) -> Json:
    """The reviews that came on or after a day, newest first."""
    start = datetime.combine(day.date(), time()).astimezone()
    found = [
        {"id": review.id, "title": review.title, "publisher": review.publisher, "year": review.year}
        | {"first_held": came.isoformat(), "status": review.status.value}
        for review, came in newest(library, start)
    ]
    return {"date": day.date().isoformat(), "reviews": found}


def counted(report: SourceReport) -> list[str]:
    """What a visit came to, as the cells of a table."""
    least, most, last = report.expected
    before = f", {last} last time" if last is not None else ""
    return [
        report.source,
        report.in_words,
        f"{report.entries} of {least} to {most}{before}",
        str(report.new),
        str(report.changed),
        str(len(report.gone)),
        str(len(report.unreadable)),
        str(len(report.refused_by_robots)),
        str(len(report.errors)),
        f"{report.seconds:.0f} s",
    ]


COLUMNS = (
    *("Source", "Health", "Entries, of expected", "New", "Changed", "Gone", "Unreadable"),
    *("Refused by robots.txt", "Errors", "Duration"),
)
