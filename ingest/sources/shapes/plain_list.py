"""The simplest reading of a page: every document that it links to is an entry."""

from __future__ import annotations

from parsel import Selector

from ingest.sources.entry import Entry, Fetched, Link, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.links import is_file, key, whole


def read(page: Fetched, source: SourceEntry) -> Listing:
    """An entry for each document linked, by the link's own words."""
    selector = Selector(text=page.body.decode(page.encoding or "utf-8", "replace").replace("\0", ""))
    found: dict[str, Entry] = {}
    for anchor in selector.css("a[href]"):
        address = whole(page.address, anchor.attrib["href"])
        text = " ".join(" ".join(anchor.css("::text").getall()).split())
        if address and is_file(address) and text:
            found.setdefault(key(address), Entry(text, (Link(address, text),), publisher=source.publisher))
    return Listing(tuple(found.values()))
