"""The NSPCC's list pages of case reviews: recently published, the monthly update, and the pages of single years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.model import DocumentKind
from ingest.sources.entry import Abstract, Entry, Fetched, Link, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes import nspcc_grammar as grammar
from ingest.sources.shapes.blocks import UNREADABLE, Block, blocks_of, scope, selector_of
from ingest.sources.shapes.links import allowed, whole
from ingest.sources.shapes.titles import publisher_at
from ingest.sources.shapes.written import Section, written

_HEADINGS = {
    "incident": "What happened",
    "background": "Background",
    "learning": "Learning",
    "recommendations": "Recommendations",
    "model": "Model of review",
    "keywords": "Keywords",
}
_WHAT = (
    "Catalogue abstract: an entry of a list of case reviews, in the words of its compilers, and not the review itself."
)


@dataclass(slots=True)
class _Open:
    """An entry while its lines are gathered."""

    title: grammar.Title
    lines: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def read(page: Fetched, source: SourceEntry) -> Listing:
    """Every entry of the page, in order. A page that is no web page, or has none, is a problem in words."""
    selector = selector_of(page)
    if selector is None:
        return Listing(problems=(f"{page.address}: {UNREADABLE}",))
    found = [_entry(entry) for entry in _gathered(blocks_of(scope(selector, source.links.within)), page, source)]
    return Listing(tuple(found))


def _gathered(blocks: Iterator[Block], page: Fetched, source: SourceEntry) -> list[_Open]:
    entries: list[_Open] = []
    for block in blocks:
        links = list(_links(block, page, source))
        for line in _lines(block):
            title = grammar.title_of(line)
            if title is not None:
                entries.append(_Open(title))
            elif entries and not grammar.is_furniture(line) and not grammar.is_link_line(line):
                entries[-1].lines.append(line)
        if entries:
            entries[-1].links.extend(links)
    return entries


def _lines(block: Block) -> list[str]:
    return [line for line in grammar.split_run_on(block.text) if line]


def _links(block: Block, page: Fetched, source: SourceEntry) -> Iterator[Link]:
    for anchor in block.anchors:
        address = whole(page.address, anchor.href)
        words = block.text[anchor.start : anchor.end].strip(" >")
        if address and words and (grammar.is_link_line(words) or grammar.is_link_line(block.text)):
            yield Link(address, words, fetch=allowed(source.links, address, words))


def _entry(entry: _Open) -> Entry:
    title, parts = entry.title, grammar.parts_of(entry.lines)
    publisher = publisher_at(title.board, title.year) if title.board else None
    return Entry(
        title=title.words,
        links=tuple(dict.fromkeys(entry.links)),
        year=title.year,
        publisher=publisher,
        anonymous=title.anonymous,
        subject=title.subject,
        published=title.published,
        abstract=_abstract(parts),
        html=written(title.words, _front(title, publisher), tuple(_sections(parts)), DocumentKind.CATALOGUE_ABSTRACT),
        kind=DocumentKind.CATALOGUE_ABSTRACT.value,
    )


def _abstract(parts: Sequence[grammar.Part]) -> Abstract:
    blocks: dict[str, str] = {}
    for part in parts:
        blocks[part.name] = f"{blocks[part.name]}\n{part.text}" if part.name in blocks else part.text
    keywords = grammar.keywords_in(blocks.pop("keywords", ""))
    return Abstract(**blocks, keywords=keywords)


def _front(title: grammar.Title, publisher: str | None) -> list[str]:
    """What the page is, and what the title says, said so that it can be read without it."""
    stated = [
        ("Publisher", "not named" if title.anonymous else publisher),
        ("Subject", title.subject),
        ("Published", title.published_words),
    ]
    return [_WHAT, *(f"{name}: {value}" for name, value in stated if value)]


def _sections(parts: Sequence[grammar.Part]) -> Iterator[Section]:
    """Each block under its heading, its points one by one where it is a list of them."""
    for part in parts:
        heading = grammar.heading_of(part) or _HEADINGS[part.name]
        points = grammar.points_of(part)
        yield Section(heading, points or tuple(part.text.split("\n")), listed=bool(points))
