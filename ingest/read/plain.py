"""Plain text: form feeds end pages, blank lines end paragraphs, and lines may be wrapped by hand or not.

Text that converters made carries marks of Markdown: headings keep their level, and the marks are dropped, as a web
page's tags are.
"""

from __future__ import annotations

import re
from pathlib import Path

from ingest.errors import BadDocument
from ingest.model import PageStatus
from ingest.read.layout import Line, RawDocument, RawPage
from ingest.read.sniff import Format, decode

_WIDEST_WRAP = 140  # a line longer than this was not wrapped by hand: in such a file each line is a paragraph


_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)(.*?)\s*#*$")
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|br)\s*/?>", re.I)
_STRONG = re.compile(r"(?<![*\w])(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1(?![*\w])")


def read(path: Path, data: bytes) -> RawDocument:
    """The lines of a text file, page by page."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "")
    if not text.strip():
        raise BadDocument(str(path), "the file is empty")
    parts = text.split("\f")
    while parts and not parts[-1].strip():
        parts.pop()
    unwrapped = sum(1 for line in text.split("\n") if len(line) > _WIDEST_WRAP) >= 3
    pages = tuple(_page(number, part, unwrapped) for number, part in enumerate(parts, start=1))
    return RawDocument(Format.PLAIN, pages)


def _page(number: int, text: str, unwrapped: bool) -> RawPage:
    lines: list[Line] = []
    for written in text.split("\n"):
        line = _line(written)
        if line.heading is not None:
            lines += [Line(""), line, Line("")]
        else:
            lines += [line, Line("")] if unwrapped and line.text else [line]
    status = PageStatus.READ if text.strip() else PageStatus.EMPTY
    return RawPage(number, None, tuple(lines), status)


def _line(written: str) -> Line:
    text = _STRONG.sub(r"\2", _TAG.sub("", written)).strip()
    heading = _HEADING.match(text)
    return Line(heading.group(2), heading=len(heading.group(1))) if heading else Line(text)
