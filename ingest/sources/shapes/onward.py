"""Further pages of a source: the next pages of a list, and the pages that its rule says lead on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from parsel import Selector

from ingest.sources.entry import Fetched
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.links import allowed, is_file, key, plain, same_site, whole
from ingest.sources.shapes.words import cleaned, is_welsh

MOST_PAGES = 200
_PAGE_NAMES = frozenset({"page", "paged", "wpv_paged", "start", "offset", "pg", "pagenumber", "pageno", "currentpage"})
_PAGE_PATH = re.compile(r"^(?P<before>.*?)/page/(?P<number>\d+)/?$")


def onward(selector: Selector, page: Fetched, source: SourceEntry) -> tuple[str, ...]:
    """Addresses on the same site still to be read, each once, without the page itself."""
    found: dict[str, str] = {}
    for href, text in _anchors(selector):
        address = whole(page.address, href)
        if address is None or is_file(address) or not same_site(address, page.address):
            continue
        address = plain(address)
        if is_welsh(text, address) and not is_welsh("", page.address):
            continue  # a page in two languages is followed in the one that the source starts in
        if key(address) != key(page.address) and (is_next(address, page.address) or _leads_on(source, address, text)):
            found.setdefault(key(address), address)
    return tuple(found.values())


def _anchors(selector: Selector) -> Iterator[tuple[str, str]]:
    for anchor in selector.css("a[href], link[rel=next][href]"):
        yield anchor.attrib["href"], cleaned(" ".join(anchor.css("::text").getall()))


def _leads_on(source: SourceEntry, address: str, text: str) -> bool:
    return source.follow is not None and allowed(source.follow, address, text)


def is_next(address: str, here: str) -> bool:
    """Whether an address is another page of the list at ``here``: the same but for the number of a page."""
    one, other = _place_in_list(address), _place_in_list(here)
    if one is None or other is None or one[0] != other[0]:
        return False
    return {one[1], other[1]} != {0, 1} and one[1] != other[1] and 0 < one[1] <= _most(address)


def _most(address: str) -> int:
    names = {name.lower() for name, _ in parse_qsl(urlsplit(address).query)}
    return MOST_PAGES * 100 if names & {"start", "offset"} else MOST_PAGES


def _place_in_list(address: str) -> tuple[str, int] | None:
    """The list that an address is a page of, and which page; ``None`` for a page number that is no number."""
    parts = urlsplit(address)
    by_path = _PAGE_PATH.match(parts.path)
    path = (by_path["before"] if by_path else parts.path).rstrip("/")
    rest, number = [], int(by_path["number"]) if by_path and len(by_path["number"]) < 9 else 0
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() not in _PAGE_NAMES:
            rest.append((name, value))
        elif value.isascii() and value.isdigit() and len(value) < 9:
            number = int(value)
        else:
            return None
    return f"{path}?{sorted(rest)}", number
