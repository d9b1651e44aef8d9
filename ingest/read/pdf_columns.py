"""Reading order from geometry: rows, and columns where a gutter parts two texts.

Files say nothing reliable about order: columns come interleaved line by line, and headers after footers. So pieces of
lines are sorted by where they stand. Two things look like columns and are not: tables (short cells, or rows that begin
level on both sides) and lists (a narrow column of numbers or bullets).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.read.pdf_frame import Word

MARKER = re.compile(r"^(?:[^\w\s]|[\uf000-\uf0ff]|o|\(?\w{1,4}[.):]?|\d+(?:\.\d+)+\.?|[A-Z]\d{1,2}[.:]?)$")
_MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line without a wide gap in it, or a whole table (``table`` is then its number on the page)."""

    x0: float
    x1: float
    top: float
    bottom: float
    y: float
    size: float
    words: tuple[Word, ...]
    table: int | None = None

    @property
    def chars(self) -> int:
        """Length of the text, near enough."""
        return sum(len(w.text) + 1 for w in self.words)


Row = list[Piece]


def piece(words: list[Word]) -> Piece:
    """A piece from neighbouring words of one line."""
    size = max(w.size for w in words)
    y = words[-1].y if len(words) < 3 else median(w.y for w in words)
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    return Piece(x0, x1, y - 0.9 * size, y + 0.25 * size, y, size, tuple(words))


def pieces(words: tuple[Word, ...], walls: list[tuple[float, float, float]]) -> list[Piece]:
    """Cut the words, in the order of the file, into pieces; ``walls`` are upright rules (x, top, bottom)."""
    found: list[Piece] = []
    current: list[Word] = []
    for word in words:
        if current and not _together(current[-1], word, walls):
            found.append(piece(current))
            current = []
        current.append(word)
    if current:
        found.append(piece(current))
    return _with_markers(found)


def _together(last: Word, word: Word, walls: list[tuple[float, float, float]]) -> bool:
    size = max(last.size, word.size)
    gap = word.x0 - last.x1
    if abs(word.y - last.y) > 0.4 * size or gap > 0.7 * size or gap < -0.7 * size:
        return False
    return not any(last.x1 - 1 <= x <= word.x0 + 1 and top <= word.y <= bottom for x, top, bottom in walls)


def _with_markers(found: list[Piece]) -> list[Piece]:
    """Join a bullet or number to the text it stands before, so that lists are not taken for columns."""
    joined: list[Piece] = []
    for right in found:
        left = joined[-1] if joined else None
        if left and len(left.words) == 1 and MARKER.match(left.words[0].text):
            gap = right.x0 - left.x1
            if abs(left.y - right.y) <= 0.4 * right.size and 0 <= gap <= 4 * right.size:
                joined[-1] = piece([*left.words, *right.words])
                continue
        joined.append(right)
    return joined


def rows(found: list[Piece]) -> list[Row]:
    """Pieces on one baseline, from the left; rows from the top. A table is a row of its own."""
    lines: list[Row] = []
    for item in sorted(found, key=lambda p: p.y):
        row = lines[-1] if lines else None
        level = row is not None and abs(row[0].y - item.y) <= 0.4 * min(row[0].size, item.size) + 0.5
        if row is not None and level and item.table is None and row[0].table is None:
            row.append(item)
        else:
            lines.append([item])
    for row in lines:
        row.sort(key=lambda p: p.x0)
    return sorted(lines, key=lambda r: r[0].top if r[0].table is not None else r[0].y - 0.5 * r[0].size)


def reading_order(found: list[Piece], depth: int = 0) -> list[Row]:
    """The rows of a page in the order in which a person reads them."""
    if depth < _MAX_DEPTH:
        for edge in _edges(found):
            bands = _bands(rows(found), edge)
            if any(_are_columns(band, edge) for band in bands):
                return [row for band in bands for row in _band_order(band, edge, depth)]
    return rows(found)


def _band_order(band: list[Row], edge: float, depth: int) -> list[Row]:
    if not _are_columns(band, edge):
        return band
    left, right = _sides(band, edge)
    return reading_order(left, depth + 1) + reading_order(right, depth + 1)


def _edges(found: list[Piece]) -> list[float]:
    """Where a right-hand column may begin: left edges shared by several pieces, well inside the page."""
    if len(found) < 8:
        return []
    left, right = min(p.x0 for p in found), max(p.x1 for p in found)
    counts: Counter[int] = Counter()
    for item in found:
        if 0.2 < (item.x0 - left) / max(1.0, right - left) < 0.8:
            counts[round(item.x0 / 3)] += 1
    best = [b for b, n in counts.most_common(6) if n + counts[b - 1] + counts[b + 1] >= 4]
    return [min(p.x0 for p in found if abs(round(p.x0 / 3) - b) <= 1) for b in best[:4]]


def _bands(lines: list[Row], edge: float) -> list[list[Row]]:
    """Cut the page where a line crosses the gutter, or where both sides pause: headings, headers, footers."""
    height = median([r[0].size for r in lines]) if lines else 10.0
    bands: list[list[Row]] = []
    fresh = True
    last = -1e9
    for row in lines:
        crosses = any(p.x0 < edge - 2 and p.x1 > edge - 2 for p in row) or _is_heading(row, edge, lines, height)
        if fresh or crosses or row[0].top - last > 2.2 * height:
            bands.append([])
        bands[-1].append(row)
        fresh = crosses
        last = max(last, max(p.bottom for p in row)) if not fresh else max(p.bottom for p in row)
    return bands


def _crosses(item: Piece, edge: float) -> bool:
    """True for a piece that runs over the gutter, or that stands alone in it: a centred page number."""
    return item.x0 < edge - 2 and (item.x1 > edge - 2 or item.x0 > edge - 2.5 * item.size)


def _is_heading(row: Row, edge: float, lines: list[Row], height: float) -> bool:
    """True for a short large line at the left with nothing beside it: it heads both columns."""
    item = row[0]
    if item.size < 1.2 * height or any(p.x0 >= edge - 2 for p in row):
        return False
    beside = (p for other in lines for p in other if p.x0 >= edge - 2)
    return not any(p.bottom > item.top and p.top < item.bottom for p in beside)


def _sides(band: list[Row], edge: float) -> tuple[list[Piece], list[Piece]]:
    everything = [p for row in band for p in row]
    return [p for p in everything if p.x0 < edge - 2], [p for p in everything if p.x0 >= edge - 2]


def _are_columns(band: list[Row], edge: float) -> bool:
    left, right = (rows(side) for side in _sides(band, edge))
    if min(len(left), len(right)) < 2 or len(left) + len(right) < 7:
        return False
    # One overfull line may reach into the gutter.
    if sum(1 for row in left for p in row if edge - p.x1 < 0.5 * p.size) > 1:
        return False
    ratio = _width(left) / max(1.0, _width(right))
    if not 0.4 <= ratio <= 2.5 or not (_is_prose(left) and _is_prose(right)):
        return False
    return _beside(left, right) and not _level_rows(left, right)


def _width(lines: list[Row]) -> float:
    return max(r[-1].x1 for r in lines) - min(r[0].x0 for r in lines)


def _is_prose(lines: list[Row]) -> bool:
    """True when most lines are filled like running text, not like the cells of a table."""
    widths = sorted(r[-1].x1 - r[0].x0 for r in lines)
    chars = median(sum(p.chars for p in r) for r in lines)
    return median(widths) >= 0.55 * widths[int(0.9 * (len(widths) - 1))] and chars >= 16


def _beside(left: list[Row], right: list[Row]) -> bool:
    """True when the two sides stand next to each other rather than one above the other."""
    top = max(left[0][0].top, right[0][0].top)
    bottom = min(left[-1][0].bottom, right[-1][0].bottom)
    shorter = min(side[-1][0].bottom - side[0][0].top for side in (left, right))
    return bottom - top >= 0.5 * shorter


def _level_rows(left: list[Row], right: list[Row]) -> bool:
    """True when paragraphs on both sides begin level again and again: the rows of a table without rules."""
    a, b = _starts(left), _starts(right)
    if len(a) < 3 or len(b) < 3:
        return False
    level = sum(1 for y in a if any(abs(y - z) < 3 for z in b))
    return level >= 0.75 * max(len(a), len(b))


def _starts(lines: list[Row]) -> list[float]:
    """Where paragraphs begin: after a gap wider than the usual one."""
    ys = [r[0].y for r in lines]
    steps = [b - a for a, b in pairwise(ys)]
    usual = median(steps) if steps else 0.0
    usual = min(steps, default=0.0) if min(steps, default=0.0) > 0.7 * usual else usual
    return [ys[0]] + [b for a, b in pairwise(ys) if b - a > 1.25 * usual]
