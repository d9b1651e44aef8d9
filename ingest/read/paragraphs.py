"""Where one paragraph ends and the next begins, from the lines of a page.

A break is believed when the page shows it: a gap, another font size or weight, a bullet or number, an outdent, or a
line that ends although the next word would have fitted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.read.layout import Line

_BULLET = re.compile(r"^(?:[•●○◦▪■□▫‣⁃∙·✓✔➢➤►▶\uf000-\uf0ff]|[-–—*o§]\s)")
_NUMBER = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3})+[.):]?|\d{1,3}[.)]|\(?[a-z]\)|\(?[ivx]{1,5}[.)]|[A-Z]\.|[A-Z]{1,2}\d{1,3}[.):])\s+\S"
)
_LABEL = re.compile(
    r"^(?:Recommendations?|Findings?|Key finding|Priority finding|Lessons?|Learning(?: point)?|Practice learning|"
    r"Appendix|Annex|Chapter|Section|Part|Theme|Question|Step|Action)\s+(?:\d{1,3}(?:\.\d+)*|[A-Z]|[IVX]+)\b\s*[:.–-]?",
    re.I,
)
_DOTTED = re.compile(r"^\d{1,3}(?:\.\d{1,3})+[.):]?\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*[\s\u200a]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_OPEN_END = re.compile(r"(?:,|\b(?:and|or|the|a|an|of|to|in|for|with|by|at|on|from|that|which|who|was|were|is))$", re.I)


@dataclass(frozen=True, slots=True)
class Measure:
    """The habits of a document: distance between lines by font size, and where full lines end.

    ``pitch`` is in heights of a line, so that it holds for pages of any shape. ``right`` is the right margin as a
    fraction of the page, ``width`` the length of a line wrapped by hand.
    """

    pitch: dict[int, float]
    width: int | None
    right: float = 0.0

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> Measure:
        """Learn from the pages."""
        steps: dict[int, Counter[int]] = {}
        flowing: dict[int, Counter[int]] = {}
        for lines in pages:
            for size, step, flows in _steps(lines):
                steps.setdefault(size, Counter())[step] += 1
                flowing.setdefault(size, Counter())[step] += flows
        lengths = sorted(len(line.text) for lines in pages for line in lines if line.box is None and line.text)
        widest = lengths[int(0.95 * (len(lengths) - 1))] if len(lengths) > 10 else None
        ends = sorted(line.box[2] for lines in pages for line in lines if line.box and not line.cell)
        right = ends[int(0.9 * (len(ends) - 1))] if ends else 0.0
        return cls(_pitches(steps, flowing), widest, right)


def _steps(lines: Sequence[Line]) -> Iterator[tuple[int, int, bool]]:
    """Font size, step in fiftieths of a line height, and whether a sentence runs over it, for neighbouring lines."""
    scale = _scale(lines)
    for a, b in pairwise(lines):
        step = _step(a, b)
        if step is not None and a.size and b.size == a.size:
            yield round(a.size), round(step / (a.size * scale) * 50), not ends_sentence(a.text) and b.text[:1].islower()


def _pitches(steps: dict[int, Counter[int]], flowing: dict[int, Counter[int]]) -> dict[int, float]:
    """Distance between lines by size; sizes of a few lines (titles, covers) take no more than the body's."""
    if not steps:
        return {}
    usual = {size: _usual(counts, flowing[size]) for size, counts in steps.items()}
    body = usual[max(steps, key=lambda size: steps[size].total())]
    return {size: p if steps[size].total() >= 8 else min(p, 1.1 * body) for size, p in usual.items()}


def _usual(counts: Counter[int], flowing: Counter[int]) -> float:
    """The smallest step that is nearly as common as the commonest: paragraphs of one line step further.

    A wide step that hardly any sentence runs over is not a line's but a paragraph's: each is one line long.
    """
    around = {s: counts[s - 1] + counts[s] + counts[s + 1] for s in list(counts)}
    step = min(s for s, n in around.items() if n >= 0.4 * max(around.values()))
    runs = flowing[step - 1] + flowing[step] + flowing[step + 1]
    return 1.1 if step > 72 and runs < 0.25 * around[step] else step / 50


def _scale(lines: Sequence[Line]) -> float:
    """Height of a line box for each point of font size, as a fraction of the page."""
    found = [(line.box[3] - line.box[1]) / line.size for line in lines if line.box and line.size]
    return max(1e-4, median(found)) if found else 1.15 / 842


def _step(a: Line, b: Line) -> float | None:
    if a.box is None or b.box is None:
        return None
    step = b.box[3] - a.box[3]
    return step if 0 < step < 0.1 else None


def starts_item(text: str) -> bool:
    """True for a bullet, a numbered paragraph or a labelled item."""
    return bool(_BULLET.match(text) or _NUMBER.match(text) or _LABEL.match(text))


def ends_sentence(text: str) -> bool:
    """True when the text ends like a sentence, footnote number and quotation mark allowed."""
    return bool(_SENTENCE_END.search(text))


class Joiner:
    """Decides line by line for one page whether the next line goes on with the paragraph."""

    def __init__(self, lines: Sequence[Line], measure: Measure) -> None:
        self._lines = lines
        self._measure = measure
        self._scale = _scale(lines)
        self._right: dict[int, float] = {}

    def _right_edge(self, number: int) -> float:
        """Where full lines end around this one: the furthest right among neighbours in the same column.

        Headings and covers have too few lines to tell; lines of other sizes do, or the margin of the document.
        """
        if number not in self._right:
            self._right[number] = self._widest(self._lines[number], number)
        return self._right[number]

    def _widest(self, line: Line, number: int) -> float:
        if line.box is None:
            return 0.0
        near = self._lines[max(0, number - 12) : number + 13]
        column = [o for o in near if o.box and _overlap(o.box, line.box) and o.cell == line.cell]
        ends = [o.box[2] for o in column if o.box and o.size == line.size]
        if len(ends) < 6:
            ends += [o.box[2] for o in column if o.box]
        if len(self._lines) < 15 and line.cell is None:
            ends.append(self._measure.right)
        return max(ends)

    def goes_on(self, first: int, last: int, number: int) -> bool:
        """Whether line ``number`` belongs to the paragraph of lines ``first`` to ``last``."""
        before, line = self._lines[last], self._lines[number]
        if not before.text or not line.text or before.heading != line.heading or before.cell != line.cell:
            return False
        if not _same_face(before, line) or self._begins_item(last, number):
            return False
        if "\t" in before.text and "\t" in line.text:
            return False  # two rows of a table without rules
        if before.box is None or line.box is None:
            return self._goes_on_unboxed(last, number)
        if _beside_or_above(before, line):
            return False
        if self._gap(before, line) or self._outdent(first, last, number):
            return False
        return not self._ended_by_hand(last, number)

    def _begins_item(self, last: int, number: int) -> bool:
        before, line = self._lines[last], self._lines[number]
        if _BULLET.match(line.text):
            # A dash may also stand inside a sentence; a bullet never does.
            return line.text[0] not in "-–—*o" or not _OPEN_END.search(before.text)
        if not (_NUMBER.match(line.text) or _LABEL.match(line.text)):
            return False
        if ends_sentence(before.text) or before.bold != line.bold:
            return True
        if line.box is None or before.box is None:
            return len(before.text) < 0.75 * (self._measure.width or 80)
        return self._fits(last, number) or line.box[0] < before.box[0] - 0.015

    def _goes_on_unboxed(self, last: int, number: int) -> bool:
        """Text wrapped by hand: a line well short of the usual width that ends a sentence ends the paragraph."""
        before, line = self._lines[last], self._lines[number]
        width = self._measure.width
        if width is None or width > 140:
            return False
        word = len(line.text.split(maxsplit=1)[0])
        fits = len(before.text) + word + 1 < 0.9 * width
        if not fits or line.text[0].islower():
            return True
        return not ends_sentence(before.text) and len(before.text) > 0.6 * width

    def _gap(self, before: Line, line: Line) -> bool:
        size = before.size or 10.0
        step = (_box(line)[3] - _box(before)[3]) / (size * self._scale)
        return step > 1.3 * self._measure.pitch.get(round(size), 1.05) + 0.03

    def _outdent(self, first: int, last: int, number: int) -> bool:
        """A line that comes back to the left of a hanging paragraph, or is indented after a finished sentence."""
        head, before, line = self._lines[first], self._lines[last], self._lines[number]
        if starts_item(head.text) and last > first and _box(line)[0] < _box(before)[0] - 0.012:
            return True
        indented = _box(line)[0] > _box(before)[0] + 0.02
        hanging = starts_item(head.text) and last == first
        return indented and not hanging and ends_sentence(before.text)

    def _ended_by_hand(self, last: int, number: int) -> bool:
        """True when the next words would have fitted on the line and the next line begins like a new sentence."""
        before, line = self._lines[last], self._lines[number]
        if line.text[0].islower() or not self._fits(last, number):
            return False
        if ends_sentence(before.text) or before.bold:
            return True
        # An unfinished line that is a little short has met an unbreakable word, not the end of its paragraph.
        return not _OPEN_END.search(before.text) and self._shortfall(last) > 0.2

    def _fits(self, last: int, number: int) -> bool:
        before, line = self._lines[last], self._lines[number]
        if before.box is None or line.box is None:
            return False
        per_char = (line.box[2] - line.box[0]) / max(1, len(line.text))
        word = len(line.text.split(maxsplit=1)[0]) + 1
        return before.box[2] + (word + 2) * per_char < self._right_edge(last)

    def _shortfall(self, number: int) -> float:
        """How much of the column's width the line leaves empty at its right."""
        box = self._lines[number].box
        if box is None:
            return 0.0
        right = self._right_edge(number)
        return (right - box[2]) / max(0.01, right - box[0])


def _same_face(before: Line, line: Line) -> bool:
    """Same size and weight; a bold phrase may run over the line end into plain text."""
    if before.size and line.size and abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return False
    if before.bold == line.bold:
        return True
    return line.text[0].islower() and not ends_sentence(before.text)


def _beside_or_above(before: Line, line: Line) -> bool:
    """True when the next line stands higher: another column, another cell."""
    return _box(line)[3] <= _box(before)[3] - 0.002


def _box(line: Line) -> tuple[float, float, float, float]:
    """The box of a line that is known to have one."""
    return line.box or (0.0, 0.0, 0.0, 0.0)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.3 * min(a[2] - a[0], b[2] - b[0])


def runs_on(last: Line, first: Line, right: float) -> bool:
    """Whether a paragraph goes on across a page break, from its last line to the first overleaf.

    After a finished sentence it does when the last line was full: the last line of a paragraph rarely is. ``right`` is
    the margin of the document.
    """
    if last.heading is not None or first.heading is not None or last.cell or first.cell:
        return False
    if not _same_face(last, first) or (starts_item(first.text) and not first.text[0].islower()):
        return False
    if first.text[0].islower():
        return not last.text.endswith(".")
    if last.bold or (last.box is None and ends_sentence(last.text)):
        return False
    return bool(_OPEN_END.search(last.text)) or _is_full(last, first, right)


def _is_full(last: Line, first: Line, right: float) -> bool:
    if last.box is None or first.box is None or last.box[2] - last.box[0] < 0.25:
        return False
    per_char = (last.box[2] - last.box[0]) / max(1, len(last.text))
    return last.box[2] + (len(first.text.split(maxsplit=1)[0]) + 1) * per_char > right


def usual_size(pages: Sequence[Sequence[Line]]) -> float | None:
    """The font size of most letters."""
    counts: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            if line.size:
                counts[line.size] += len(line.text)
    return counts.most_common(1)[0][0] if counts else None
