"""Reports that are published whole as web pages: the page's own text, cleaned, is the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parsel import Selector

from ingest.sources.entry import Entry, Fetched, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.blocks import UNREADABLE, Block, blocks_of, scope, selector_of
from ingest.sources.shapes.dated import published_of
from ingest.sources.shapes.links import key
from ingest.sources.shapes.list_page import heading_of, page_title
from ingest.sources.shapes.onward import onward
from ingest.sources.shapes.titles import subject_of, topic_of, year_in
from ingest.sources.shapes.words import cleaned, is_refused, kind_in, speaks_of_a_review
from ingest.sources.shapes.written import sections_of, written

FEWEST_WORDS = 150
_FURNITURE = re.compile(
    r"^(?:skip to (?:main )?content|toggle contrast|quickly leave (?:this|the) (?:site|website)"
    r"|print(?: this page)?|share(?: this)?"
    r"|back to top|top of page|search(?: this site)?"
    r"|menu|close|home|next|previous|last updated\b.*|accept(?: all)?(?: cookies)?"
    r"|you are here\b.*|page \d+ of \d+|tweet|facebook|email)$",
    re.IGNORECASE,
)


def read(page: Fetched, source: SourceEntry) -> Listing:
    """The report on the page; an entry page of a source that says which links lead on gives those alone."""
    selector = selector_of(page)
    if selector is None:
        return Listing(problems=(f"{page.address}: {UNREADABLE}",))
    if source.follow is not None and key(page.address) in {key(address) for address in source.start_urls}:
        return Listing(follow=onward(selector, page, source))
    entry = report_of(selector, page, source)
    if entry is None:
        return Listing(problems=(f"{page.address}: there is no report on this page",))
    return Listing((entry,))


def report_of(selector: Selector, page: Fetched, source: SourceEntry) -> Entry | None:
    """The page as a report, where it has the words of one and speaks of a review; else ``None``."""
    blocks = [block for block in blocks_of(scope(selector, source.links.within)) if not _FURNITURE.match(block.text)]
    title = _title(selector, blocks)
    words = sum(len(block.text.split()) for block in blocks)
    subject = subject_of(title)
    named = f"{title} {page_title(selector)}"
    if words < FEWEST_WORDS or is_refused(title, has_subject=subject is not None):
        return None
    if not speaks_of_a_review(named) and not (subject and any(speaks_of_a_review(b.text) for b in blocks)):
        return None
    published = published_of(selector, [block.text for block in blocks])
    kind = kind_in(title)
    return Entry(
        title=title,
        year=int(published[:4]) if published else year_in(title),
        publisher=source.publisher,
        subject=subject or topic_of(title),
        published=published,
        html=written(title, (), tuple(sections_of(_without_title(blocks, title))), kind),
        kind=kind.value,
    )


def _title(selector: Selector, blocks: list[Block]) -> str:
    """The first heading of the report's part; else that of the page; else the page's title without the site's name."""
    first = next((block.text for block in blocks if block.heading == 1), "")
    return cleaned(first or heading_of(selector)) or "Untitled"


def _without_title(blocks: Iterable[Block], title: str) -> Iterator[Block]:
    return (block for block in blocks if not (block.heading == 1 and cleaned(block.text) == title))
