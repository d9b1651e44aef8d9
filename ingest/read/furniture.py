"""Running headers, footers and page numbers, told by what comes back on page after page in the same place.

One page alone proves nothing, so a document of one or two pages loses only lines that say "Page 1 of 2". A number in
a line must follow the page number, or stay the same: "Recommendation 1", "Recommendation 2" at the head of
successive pages are headings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from ingest.model import FurnitureKind
from ingest.read.edges import Edge, compact, edge_lines
from ingest.read.layout import RawPage

_NEAR = 0.012  # how far a running line may move from page to page
_ROMAN = re.compile(r"^[ivxlc]{1,7}$", re.I)
_PAGE = re.compile(
    r"^\W*(?:page|p\.?|tudalen)\W*(\d{1,4}|[ivxlc]{1,7})(?:\W*(?:of|o|\||/)\W*(\d{1,4}))?\W*$"
    r"|^\W*(\d{1,4})\s*(?:\||of|/)\s*(?:page\W*)?(\d{1,4})?\W*(?:page)?\W*$"
    r"|^[-–—\s|]*(\d{1,4}|[ivxlc]{1,7})[-–—\s|]*$",
    re.I,
)
_SAYS_PAGE = re.compile(r"^\W*page\W*\d{1,4}(?:\W*(?:of|\||/)\W*\d{1,4})?\W*$|^\W*\d{1,4}\W*\|\W*page\W*$", re.I)
_NAMED = re.compile(r"\bpage\W*(\d{1,4})(?:\W*(?:of|\||/)\W*\d{1,4})?\W*$", re.I)
_COUNTED = re.compile(
    r"^(?:recommendation|(?:key |priority )?finding|lesson|learning(?: point)?|appendix|annex|chapter|section|part|"
    r"theme|question|step|action|figure|table)s? #(?: \S+)?$"
)
_DIGITS = re.compile(r"\d+")


def furniture(pages: Sequence[RawPage], texts: Sequence[Sequence[str]]) -> list[dict[int, FurnitureKind]]:
    """For each page its furniture by line number; ``texts`` are the tidied lines."""
    found: list[dict[int, FurnitureKind]] = [{} for _ in pages]
    edges = [e for number, page in enumerate(pages) for e in edge_lines(number, page, texts[number])]
    body = _body_size(pages)
    for edge in [*_running(edges, len(pages), body), *_page_numbers(edges, len(pages))]:
        found[edge.page].setdefault(edge.line, _kind(edge))
    short = _of_cover(edges, " ".join(texts[0]), body) if 1 < len(pages) <= 4 else []
    for edge in [*_echoes(edges, found, body), *_signed(edges, body), *short]:
        found[edge.page].setdefault(edge.line, _kind(edge))
    for edge in _same_slot(edges, found):
        found[edge.page].setdefault(edge.line, _kind(edge))
    return found


def _kind(edge: Edge) -> FurnitureKind:
    if _PAGE.match(compact(edge.text)):
        return FurnitureKind.PAGE_NUMBER
    return FurnitureKind.HEADER if edge.header else FurnitureKind.FOOTER


def _running(edges: list[Edge], pages: int, body: float | None) -> list[Edge]:
    """Lines that come back in the same words at the same height, and do not hang together with the text."""
    groups: dict[tuple[str, bool], list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.key, edge.header].append(edge)
    levels = [_level(group) for group in groups.values()]
    levels = [v for v in levels if _comes_back(v, pages, body) and _numbers_follow(v, body)]
    while True:
        taken = {(e.page, e.line) for v in levels for e in v}
        free = [v for v in levels if sum(_hangs(e, taken) for e in v) <= 0.5 * len(v)]
        if len(free) == len(levels):
            return [e for v in levels for e in v]
        levels = free


def _hangs(edge: Edge, taken: set[tuple[int, int]]) -> bool:
    """True when the line is set like the next line towards the text, and that one is text."""
    return edge.neighbour is not None and (edge.page, edge.neighbour) not in taken


def _level(group: list[Edge]) -> list[Edge]:
    """The members that stand at the commonest height (odd and even pages may differ in nothing else)."""
    places = [e.place for e in group if e.place is not None]
    if not places:
        return group
    middle = max(places, key=lambda p: sum(1 for q in places if abs(p - q) <= _NEAR))
    return [e for e in group if e.place is not None and abs(e.place - middle) <= _NEAR]


def _comes_back(level: list[Edge], pages: int, body: float | None) -> bool:
    on = {e.page for e in level}
    count = len(on)
    # Footnotes that cite one source again and again stand at varying depth, or on pages far apart.
    depths = Counter(e.depth for e in level)
    if depths.most_common(1)[0][1] < 0.6 * len(level) or count < 0.3 * (max(on) - min(on) + 1):
        return False
    large = body is not None and any(e.size is not None and e.size > 1.25 * body for e in level)
    if large:
        return count >= max(3, 0.5 * pages)
    if count >= 3:
        return True
    # Two pages are enough only at the very edge, word for word.
    same = len({e.text for e in level}) == 1
    outermost = all(e.place is not None and min(e.place, 1 - e.place) < 0.075 for e in level)
    return count == 2 and pages >= 3 and same and outermost


def _numbers_follow(level: list[Edge], body: float | None) -> bool:
    """True when each number in the line is the same on all pages, or goes up with the page, or is the page count.

    Headings that count ("Recommendation 1", large type) may happen to go up with the page: they are no furniture.
    """
    width = min(len(e.numbers) for e in level)
    columns = [[(e.page, e.numbers[i]) for e in level] for i in range(width)]
    counts = any(len({number for _, number in column}) > 1 for column in columns)
    heading = all(_COUNTED.match(e.key) or (body and e.size and e.size > 1.1 * body) for e in level)
    return not (counts and heading) and all(map(_follows, columns))


def _follows(values: list[tuple[int, int]]) -> bool:
    steps = Counter(number - page for page, number in values)
    fixed = Counter(number for _, number in values)
    # Sections that are numbered afresh have several offsets; each must hold for pages together.
    steady = sum(n for n in steps.values() if n >= 2)
    return max(fixed.values()) >= 0.8 * len(values) or steady >= 0.6 * len(values)


def _page_numbers(edges: list[Edge], pages: int) -> list[Edge]:
    """Lines that are page numbers and nothing else, when they count with the pages (or say that they are pages)."""
    alone = [e for e in edges if _PAGE.match(compact(e.text))]
    if pages <= 2:
        return [e for e in alone if _SAYS_PAGE.match(compact(e.text)) and (e.numbers or (0,))[0] == e.page + 1]
    counting = [(e.page, _value(e)) for e in alone]
    offsets = Counter(value - page for page, value in counting if value)
    return [
        e
        for e, (page, value) in zip(alone, counting, strict=True)
        if _SAYS_PAGE.match(compact(e.text)) or (value and offsets[value - page] >= 2)
    ]


def _value(edge: Edge) -> int:
    if edge.numbers:
        return edge.numbers[0]
    words = [w for w in re.findall(r"[a-z]+", compact(edge.text).casefold()) if _ROMAN.match(w)]
    return roman(words[-1]) if words else 0


def roman(text: str) -> int:
    """Value of a roman numeral."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    digits = [values.get(c, 0) for c in text.casefold()]
    return sum(-d if d < max(digits[n:]) else d for n, d in enumerate(digits))


def _echoes(edges: list[Edge], found: list[dict[int, FurnitureKind]], body: float | None) -> list[Edge]:
    """Lines that run elsewhere in the document but stand at another height on pages of another shape."""
    running = {(e.key, e.header, e.size) for e in edges if e.line in found[e.page] and len(e.key) > 8}
    return [e for e in edges if (e.key, e.header, e.size) in running and (not body or (e.size or 0) <= body)]


def _signed(edges: list[Edge], body: float | None) -> list[Edge]:
    """Lines at the very edge that give the page its own number: short documents show them only once."""
    return [e for e in edges if e.depth == 0 and _at_edge(e) and (_names_page(e) or _small_with_number(e, body))]


def _names_page(edge: Edge) -> bool:
    named = _NAMED.search(compact(edge.text))
    return named is not None and int(named.group(1)) == edge.page + 1 and len(edge.text) < 120


def _small_with_number(edge: Edge, body: float | None) -> bool:
    small = body is not None and edge.size is not None and edge.size < 0.9 * body
    return small and bool(edge.numbers) and edge.numbers[-1] == edge.page + 1 and edge.text.rstrip(" |-")[-1].isdigit()


def _at_edge(edge: Edge) -> bool:
    return edge.place is not None and min(edge.place, 1 - edge.place) < 0.075


def _of_cover(edges: list[Edge], cover: str, body: float | None) -> list[Edge]:
    """Small print at the very edge of later pages that only says again what the cover says."""
    words = set(re.findall(r"\w+", cover.casefold()))
    return [
        e
        for e in edges
        if e.page > 0 and e.depth == 0 and _at_edge(e) and body and e.size and e.size < 0.97 * body
        if words.issuperset(re.findall(r"\w+", e.text.casefold()))
    ]


def _same_slot(edges: list[Edge], found: list[dict[int, FurnitureKind]]) -> list[Edge]:
    """Lines that stand exactly where furniture stands on most other pages: headers that change with the chapter."""
    slots: dict[tuple[bool, int], set[int]] = defaultdict(set)
    for edge in edges:
        if edge.line in found[edge.page] and edge.place is not None and edge.size is not None:
            slots[edge.header, round(edge.place * 250)].add(edge.page)
    wanted = {slot for slot, pages in slots.items() if len(pages) >= max(4, 0.4 * len(found))}
    sizes = {(e.header, e.size) for e in edges if e.line in found[e.page]}
    return [
        e
        for e in edges
        if e.place is not None
        and (e.header, round(e.place * 250)) in wanted
        and (e.header, e.size) in sizes
        and _at_edge(e)
        and e.neighbour is None
    ]


def _body_size(pages: Sequence[RawPage]) -> float | None:
    sizes = [line.size for page in pages for line in page.lines if line.size is not None and line.text]
    return median(sizes) if sizes else None
