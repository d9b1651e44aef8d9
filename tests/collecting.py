"""What the tests of collecting share: invented reports, and a source of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.library import Library
from ingest.sources.collect import collect
from ingest.sources.job import CrawlLimits
from ingest.sources.register import SourceEntry
from ingest.sources.report import SourceReport
from tests.web_server import Site

QUICK = CrawlLimits(request_seconds=1.5, source_seconds=60, pages=12, depth=8)


def report_on(child: str, year: int = 2018, more: str = "") -> str:
    """A report on an invented child, as a text file."""
    return (
        f"Serious case review: Child {child}\nNorthmere Local Safeguarding Children Board\nPublished March {year}\n\n"
        "This is a fictional document written for tests. The board, the places and the people are invented.\n\n"
        f"1. Introduction\n\n1.1 This review concerns Child {child}, who was five months old when he was injured in "
        f"November 2016. {more}\n"
    )


def links(*children: str, folder: str = "/files/") -> str:
    """A list of links to the reports on these children."""
    items = (
        f'<li><a href="{folder}child-{c}.docx">Child {c} serious case review, March 2018</a></li>' for c in children
    )
    return f"<h1>Reviews</h1><ul>{''.join(items)}</ul>".replace(".docx", ".txt?download=1")


def place_of(child: str, folder: str = "/files/") -> str:
    """The path of the report on a child."""
    return f"{folder}child-{child}.txt?download=1"


def publish(site: Site, *children: str, page: str = "/reviews/", folder: str = "/files/") -> None:
    """A page with links to reports, and the reports."""
    site.html(page, links(*children, folder=folder))
    for child in children:
        site.file(place_of(child, folder), report_on(child))


def source(site: Site, name: str = "Northmere", page: str = "/reviews/", **settings: Any) -> SourceEntry:
    """A source on this machine, asked without delay."""
    given = {
        "name": name,
        "publisher": "Northmere Local Safeguarding Children Board",
        "nation": "England",
        "shape": "list-page",
        "start_urls": (f"{site.root}{page}",),
        "expect_min": 1,
        "expect_max": 50,
        "delay": 0,
        "links": {"address": "/files"},
        **settings,
    }
    return SourceEntry.model_validate(given)


def run(library: Library, *sources: SourceEntry, limits: CrawlLimits = QUICK, **how: Any) -> dict[str, SourceReport]:
    """Collect, and give the reports by source."""
    return {report.source: report for report in collect(library, sources, limits=limits, **how).reports}


def state(library: Library) -> object:
    """All that a library holds and knows of addresses, whatever the day."""
    with library.database.reading() as session:
        from sqlalchemy import select

        from ingest.record.tables.collected import AddressRow, VersionRow

        addresses = sorted((r.source, r.address, r.status, r.link_text) for r in session.scalars(select(AddressRow)))
        versions = sorted((row.address, row.sha256) for row in session.scalars(select(VersionRow)))
    catalogue = library.catalogue
    documents = [(d.id, d.paths, d.kind, d.source_url, d.review_id, d.facts) for d in catalogue.documents()]
    return addresses, versions, documents, catalogue.reviews(), catalogue.refusals(), library.archive.hashes()


def folder_of(library: Library) -> Path:
    """Where arriving files lie."""
    return library.arriving
