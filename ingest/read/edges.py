"""Lines near the top and bottom of pages: where headers, footers and page numbers may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.read.layout import Line, RawPage

_EDGE = 0.125  # how deep from the top or bottom edge furniture may stand
_SPACED = re.compile(r"(?<!\S)(?:\S ){2,}\S(?!\S)")
_DIGITS = re.compile(r"\d+")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line near the top or bottom of a page, and how it stands there.

    ``key`` is its text with numbers as #; ``depth`` is how many lines stand between it and the edge; ``neighbour`` is
    the next line towards the text when that follows at the distance and in the size of one paragraph.
    """

    page: int
    line: int
    header: bool
    text: str
    key: str
    numbers: tuple[int, ...]
    place: float | None
    size: float | None
    depth: int
    neighbour: int | None


def compact(text: str) -> str:
    """Letter-spaced words closed up: "P a g e 3 | 25" is "Page3| 25"."""
    return _SPACED.sub(lambda m: m.group().replace(" ", ""), text)


def edge_lines(number: int, page: RawPage, texts: Sequence[str]) -> list[Edge]:
    """Lines that stand where furniture stands: at the edges where there are boxes, else first and last."""
    filled = [n for n, text in enumerate(texts) if text]
    found = []
    for n in filled:
        line = page.lines[n]
        if line.cell is not None or line.heading is not None:
            continue
        header = _is_header(line, filled, n)
        if header is not None:
            found.append(_edge(number, n, header, texts[n], page.lines))
    return found


def _is_header(line: Line, filled: list[int], number: int) -> bool | None:
    if line.box is not None:
        if line.box[3] <= _EDGE or line.box[1] < 0.06:
            return True
        return False if line.box[1] >= 1 - _EDGE else None
    # Without boxes only the outermost lines, and never the middle of a short page.
    rank = filled.index(number) if number in filled[:2] + filled[-2:] else -1
    if rank < 0 or len(filled) < 5:
        return None
    return rank < 2


def _edge(number: int, n: int, header: bool, text: str, lines: Sequence[Line]) -> Edge:
    closed = compact(text).casefold()
    key = re.sub(r"\W+", " ", _DIGITS.sub("#", closed)).strip() or closed
    numbers = tuple(map(int, _DIGITS.findall(closed)[:6]))
    box, size = lines[n].box, lines[n].size
    if box is None:
        return Edge(number, n, header, text, key, numbers, None, size, 0, None)
    place, depth = (box[1] + box[3]) / 2, _depth(box, header, lines)
    return Edge(number, n, header, text, key, numbers, place, size, depth, _neighbour(n, box, header, lines))


def _depth(box: Box, header: bool, lines: Sequence[Line]) -> int:
    bottoms = (line.box[3] for line in lines if line.box is not None)
    return sum(1 for b in bottoms if (b < box[3] - 0.004 if header else b > box[3] + 0.004))


def _neighbour(n: int, box: Box, header: bool, lines: Sequence[Line]) -> int | None:
    """The nearest line of the same size below a header or above a footer, within a line's distance."""
    height = box[3] - box[1]
    for number, line in enumerate(lines):
        if number == n or line.box is None or line.size != lines[n].size or not line.text.strip():
            continue
        step = line.box[3] - box[3] if header else box[3] - line.box[3]
        beside = min(line.box[2], box[2]) > max(line.box[0], box[0])
        if beside and 0.3 * height < step < 1.45 * height:
            return number
    return None
