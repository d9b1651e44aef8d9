"""Web pages: the main text by trafilatura, with its headings, lists and tables; one page a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import trafilatura
from lxml import etree

from ingest.errors import BadDocument
from ingest.model import PageStatus
from ingest.read.layout import Line, RawDocument, RawPage
from ingest.read.sniff import Format, decode

_MIN_WORDS = 60  # fewer words of main text than this and there is no report on the page
_OUR_OWN, _HEAD = b'<meta name="commonthread-kind"', 2048  # a short page that this project wrote is no empty one
_BLOCKS = {"p", "head", "item", "row", "quote", "code", "fw"}
_END = Line("")


def read(path: Path, data: bytes) -> RawDocument:
    """The main text of a web page, or the reason why there is none."""
    source = decode(data) if not _declares_encoding(data) else data
    found = trafilatura.bare_extraction(
        source,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        include_links=False,
        as_dict=False,
    )
    body = getattr(found, "body", None)
    lines = tuple(_lines(body)) if body is not None else ()
    fewest = 1 if _OUR_OWN in data[:_HEAD] else _MIN_WORDS
    if sum(len(line.text.split()) for line in lines) < fewest:
        raise BadDocument(str(path), "a web page without a report: it has next to no text of its own")
    title = getattr(found, "title", None)
    page = RawPage(1, None, lines, PageStatus.READ)
    return RawDocument(Format.HTML, (page,), " ".join(str(title).split()) if title else None)


def _declares_encoding(data: bytes) -> bool:
    return b"charset" in data[:2048].lower() and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _lines(element: etree._Element) -> Iterator[Line]:
    """One line for each paragraph, heading, list item or table row, each followed by a line without text."""
    tag = str(element.tag)
    if tag == "row":
        yield from _row(element)
    elif tag in _BLOCKS and not any(str(c.tag) in _BLOCKS or c.tag == "table" for c in element.iterdescendants()):
        yield from _block(element)
    else:
        yield from _loose(element.text)
        for child in element:
            if isinstance(child.tag, str):
                yield from _lines(child)
            yield from _loose(child.tail)


def _loose(text: str | None) -> Iterator[Line]:
    words = " ".join((text or "").split())
    if words:
        yield Line(words)
        yield _END


def _block(element: etree._Element) -> Iterator[Line]:
    broken = any(True for _ in element.iter("lb"))
    text = _text(element) if broken else " ".join("".join(map(str, element.itertext())).split())
    lines = [" ".join(part.split()) for part in text.split("\n")]
    heading = _level(element) if element.tag == "head" else None
    for line in filter(None, lines):
        yield Line(line, heading=heading)
        yield _END


def _text(element: etree._Element) -> str:
    """Text of an element with its line breaks."""
    text = element.text or ""
    for child in element:
        text += "\n" if child.tag == "lb" else _text(child)
        text += child.tail or ""
    return text


def _row(element: etree._Element) -> Iterator[Line]:
    cells = [" ".join("".join(map(str, cell.itertext())).split()) for cell in element.iter("cell")]
    if any(cells):
        yield Line("\t".join(cells).strip("\t"))
        yield _END


def _level(element: etree._Element) -> int:
    mark = str(element.get("rend") or "")
    return int(mark[1]) if len(mark) == 2 and mark[0] == "h" and mark[1].isdigit() else 2
