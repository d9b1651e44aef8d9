"""Reviews that have a page each: portfolio items, news items, the pages of a list that says little itself."""

from __future__ import annotations

from dataclasses import replace

from parsel import Selector

from ingest.sources.entry import Entry, Fetched, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.blocks import UNREADABLE, blocks_of, scope, selector_of
from ingest.sources.shapes.dated import published_of
from ingest.sources.shapes.html_report import report_of
from ingest.sources.shapes.links import file_words, is_file, key, plain, same_site, whole
from ingest.sources.shapes.list_page import entries_of, heading_of
from ingest.sources.shapes.onward import is_next, onward
from ingest.sources.shapes.titles import subject_of, year_in
from ingest.sources.shapes.words import cleaned, is_refused, is_welsh, speaks_of_a_review


def read(page: Fetched, source: SourceEntry) -> Listing:
    """An entry page or a further page of it leads to the items; an item is an entry with its documents or its text."""
    selector = selector_of(page)
    if selector is None:
        return Listing(problems=(f"{page.address}: {UNREADABLE}",))
    if _is_index(page, source):
        follow = dict.fromkeys((*onward(selector, page, source), *_items(selector, page, source)))
        found = entries_of(selector, page, source) if _is_list(selector) else _item(selector, page, source)
        return Listing(found, tuple(follow))
    return Listing(_item(selector, page, source))


def _is_index(page: Fetched, source: SourceEntry) -> bool:
    starts = source.start_urls
    return any(key(page.address) == key(start) or is_next(page.address, start) for start in starts)


def _is_list(selector: Selector) -> bool:
    """Whether an entry page is a list. Where no list of a site is known, its source starts from one of the items."""
    return subject_of(heading_of(selector)) is None


def _items(selector: Selector, page: Fetched, source: SourceEntry) -> list[str]:
    """Without a rule: the links of the page's own part, on its site, whose words or address name a review."""
    if source.follow is not None:
        return []
    found: dict[str, str] = {}
    for block in blocks_of(scope(selector, source.links.within)):
        for anchor in block.anchors:
            address = whole(page.address, anchor.href)
            words = f"{cleaned(block.text[anchor.start : anchor.end])} {file_words(address or '')}"
            if address and key(address) != key(page.address) and _names_an_item(address, words, page.address):
                found.setdefault(key(address), plain(address))
    return list(found.values())


def _names_an_item(address: str, words: str, here: str) -> bool:
    subject = subject_of(words.title() if words.islower() else words)
    return (
        not is_file(address)
        and not is_welsh(words, address)
        and same_site(address, here)
        and not is_refused(words, has_subject=subject is not None)
        and (speaks_of_a_review(words) or subject is not None)
    )


def _item(selector: Selector, page: Fetched, source: SourceEntry) -> tuple[Entry, ...]:
    """The reviews of an item: by its links, each with what the page says of all; without links, by its text."""
    entries = entries_of(selector, page, source)
    if not entries:
        report = report_of(selector, page, source)
        return (report,) if report else ()
    lines = [block.text for block in blocks_of(scope(selector, source.links.within))]
    title = heading_of(selector)
    subject, published = subject_of(title), published_of(selector, lines)
    year = int(published[:4]) if published else year_in(title)
    if subject:
        entries = _joined(entries, subject)
    return tuple(
        replace(
            entry,
            subject=subject if subject and len(entries) == 1 else entry.subject,
            year=entry.year or year,
            published=entry.published or published,
        )
        for entry in entries
    )


def _joined(entries: tuple[Entry, ...], subject: str) -> tuple[Entry, ...]:
    """An item about one review holds its documents alone, whatever their links are called."""
    first, *others = entries
    strangers = [one for one in others if one.subject and subject_of(one.title) not in (None, subject)]
    kin = [one for one in others if one not in strangers]
    links = tuple(link for one in (first, *kin) for link in one.links)
    year = next((one.year for one in (first, *kin) if one.year), None)
    return (replace(first, links=links, year=year), *strangers)
