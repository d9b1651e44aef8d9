"""The words of a PDF page where they stand, from pdfium's characters.

Coordinates are those of a reader holding the page so that the text is upright: x grows along the line, y grows down
the page, in points. `Frame.fractions` turns them into fractions of the page as it is displayed. Text that runs in
another direction than most of the page (a sideways margin note, a slanted watermark) has a frame of its own.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

SKEW = 4  # the direction of text that is neither upright nor at a right angle

_SPACES = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x0B, 0x0C, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F))
# pdfium puts these in place of a hyphen that ends a line; U+00AD is a soft hyphen that the file itself wrote.
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0x00: None}
_SUPERSCRIPT = dict(zip(range(0x30, 0x3A), map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), strict=True))
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
HAIR_SPACE = 0x200A


@dataclass(frozen=True, slots=True)
class Frame:
    """How user space lies under the reader's eye: text direction in quarter turns, page box, page rotation."""

    quarter: int
    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in the reader's coordinates."""
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        if self.quarter == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    @property
    def width(self) -> float:
        """Length of the page along the lines of text."""
        return self.top - self.bottom if self.quarter in (1, 3) else self.right - self.left

    @property
    def height(self) -> float:
        """Length of the page across the lines of text."""
        return self.right - self.left if self.quarter in (1, 3) else self.top - self.bottom

    def fractions(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box in the reader's coordinates as fractions of the displayed page, from its top left."""
        left, top = _clip(box[0] / self.width), _clip(box[1] / self.height)
        right, bottom = _clip(box[2] / self.width), _clip(box[3] / self.height)
        turn = ((self.quarter if self.quarter != SKEW else 0) - self.rotation) % 4
        if turn == 1:
            return top, 1 - right, bottom, 1 - left
        if turn == 2:
            return 1 - right, 1 - bottom, 1 - left, 1 - top
        if turn == 3:
            return 1 - bottom, left, 1 - top, right
        return left, top, right, bottom


def _clip(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 5)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space between them; ``y`` is the baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one text direction, in the order of the file."""

    frame: Frame
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Font:
    quarter: int
    size: float
    bold: bool


class _Reader:
    """Walks the characters of one page. Calls into pdfium cost a microsecond each: fonts are asked for by word."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._textpage = page.get_textpage()
        self._handle = self._textpage.raw
        left, bottom, right, top = page.get_bbox()
        rotation = page.get_rotation() // 90
        self._frames = [Frame(q, left, bottom, right, top, rotation) for q in range(5)]
        self._fonts: dict[int | None, _Font] = {}
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(256)

    def font(self, index: int) -> _Font:
        """Direction, size and weight of the character, remembered for each text object of the page."""
        key = ctypes.cast(raw.FPDFText_GetTextObject(self._handle, index), ctypes.c_void_p).value
        found = self._fonts.get(key) if key else None
        if found is None:
            found = self._fonts[key] = self._ask_font(index)
        return found

    def _ask_font(self, index: int) -> _Font:
        matrix = self._matrix
        raw.FPDFText_GetMatrix(self._handle, index, matrix)
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        quarter = round(angle / 90) % 4
        if abs(angle - 90 * round(angle / 90)) > 5:
            quarter = SKEW
        size = raw.FPDFText_GetFontSize(self._handle, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
        length = raw.FPDFText_GetFontInfo(self._handle, index, self._name, 256, None)
        bold = bool(_BOLD.search(self._name.raw[: max(0, length - 1)]))
        bold = bold or raw.FPDFText_GetFontWeight(self._handle, index) >= 600
        return _Font(quarter, round(abs(size), 2) or 1.0, bold)

    def words(self) -> Iterator[tuple[int, Word]]:
        """Each word with its direction. A word ends at a space, or where the next character stands elsewhere."""
        handle, box, ref = self._handle, self._box, ctypes.byref(self._box)
        unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        word: _Growing | None = None
        for index in range(raw.FPDFText_CountChars(handle)):
            code = unicode_of(handle, index)
            if code in _SPACES:
                if word is not None:
                    yield from word.finished()
                    word = None
                continue
            box_of(handle, index, ref)
            if word is not None:
                # Nearly every character follows on the same level in the same font: this path is worth its lines.
                if box.bottom == word.bottom and box.top == word.top and 0 <= box.left - word.edge + 1 < word.reach:
                    word.codes.append(code)
                    word.edge = box.right
                    continue
                if word.takes(code, box.left, box.bottom, box.right, box.top):
                    continue
                yield from word.finished()
            font = self.font(index)
            word = _Growing(self._frames[font.quarter], font, self._baseline(index, font))
            word.begin(code, box.left, box.bottom, box.right, box.top)
        if word is not None:
            yield from word.finished()

    def _baseline(self, index: int, font: _Font) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._handle, index, x, y)
        return self._frames[font.quarter].point(x.value, y.value)[1]

    def frame(self, quarter: int) -> Frame:
        """The frame of one text direction."""
        return self._frames[quarter]

    def close(self) -> None:
        """Give the text page back: pdfium counts references."""
        self._textpage.close()


class _Growing:
    """A word while its characters come in.

    ``bottom``, ``top`` and ``edge`` (the right end) are in user space and hold for upright text only, where the next
    character may be taken without turning coordinates; ``x0`` to ``x1`` are the reader's, up to the last turn.
    """

    def __init__(self, frame: Frame, font: _Font, baseline: float) -> None:
        self._frame, self._font, self._baseline = frame, font, baseline
        self.codes: list[int] = []
        self.bottom = self.top = self.edge = math.nan
        self.reach = 0.8 * font.size + 1
        self._x0 = self._x1 = self._last = self._foot = self._tall = 0.0

    def begin(self, code: int, left: float, bottom: float, right: float, top: float) -> None:
        """Take the first character; its box is in user space."""
        xa, xb, foot, tall = self._turned(left, bottom, right, top)
        self._x0, self._x1, self._last, self._foot, self._tall = xa, xb, xb, foot, tall
        self.codes.append(code)
        if self._frame.quarter == 0:
            self.bottom, self.top, self.edge = bottom, top, right

    def _turned(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        (xa, ya), (xb, yb) = self._frame.point(left, bottom), self._frame.point(right, top)
        return min(xa, xb), max(xa, xb), max(ya, yb), abs(yb - ya)

    def _settle(self) -> None:
        """Bring the reader's coordinates up to date with the characters taken on the fast path."""
        if self.edge == self.edge:  # not NaN
            self._last = self.edge - self._frame.left
            self._x1 = max(self._x1, self._last)

    def takes(self, code: int, left: float, bottom: float, right: float, top: float) -> bool:
        """Take the character if it stands next to the last one on the same line; footnote digits become raised."""
        self._settle()
        xa, xb, foot, tall = self._turned(left, bottom, right, top)
        size, gap = self._font.size, xa - self._last
        if abs(foot - self._foot) > 0.75 * self._tall or gap > 0.8 * size or xb < self._x0 - 0.8 * size:
            return False
        if gap < -1.5 * size and xa > self._x0 - 0.1 and self._frame.quarter != SKEW:
            return False
        if code in _SUPERSCRIPT and tall < 0.8 * self._tall and foot < self._foot - 0.1 * self._tall:
            # A hair space keeps "children" a word of its own where the page prints "children²".
            self.codes += [HAIR_SPACE, _SUPERSCRIPT[code]] if chr(self.codes[-1]).isalpha() else [_SUPERSCRIPT[code]]
        else:
            self.codes.append(code)
        self._x0, self._x1, self._last = min(self._x0, xa), max(self._x1, xb), xb
        if self._frame.quarter == 0:
            self.edge = right
        return True

    def finished(self) -> Iterator[tuple[int, Word]]:
        """The word, unless it lies outside what the page shows or no character of it is known."""
        self._settle()
        frame, font = self._frame, self._font
        middle = (self._x0 + self._x1) / 2
        text = _decoded(self.codes)
        if text and 0 <= middle <= frame.width and 0 <= self._baseline - 0.3 * font.size <= frame.height:
            yield frame.quarter, Word(text, self._x0, self._x1, self._baseline, font.size, font.bold)


def _decoded(codes: list[int]) -> str:
    text = "".join(map(chr, codes))
    if text.isprintable() and text.isascii():
        return text
    # Characters beyond the first plane arrive as two halves; a character that the font does not name arrives as 0.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.translate(_HYPHENS)


def page_words(page: pdfium.PdfPage) -> list[PageWords]:
    """The words of a page by text direction, the direction with most characters first."""
    reader = _Reader(page)
    try:
        found: dict[int, list[Word]] = {}
        for quarter, word in reader.words():
            found.setdefault(quarter, []).append(word)
        groups = [PageWords(reader.frame(q), tuple(words)) for q, words in found.items()]
    finally:
        reader.close()
    return sorted(groups, key=lambda g: -sum(len(w.text) for w in g.words))
