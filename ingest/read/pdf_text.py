"""The words of a PDF page from pdfium's characters.

Every question to pdfium costs about a microsecond, and a page has thousands of characters. So the text of a page is
fetched at once and cut at its spaces, and a word is asked only for its first and last character; where the answer is
odd (a raised digit, a turn, a gap), the word is walked character by character.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.read.pdf_frame import SKEW, Frame, PageWords, Word

# pdfium puts these in place of a hyphen that ends a line (U+00AD is a soft hyphen that the file itself wrote), and 0
# for a character that the font does not name.
_STAND_INS = {0x02: "-", 0xFFFE: "-", 0x00: None}
_TOKEN = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_MAY_BE_RAISED = re.compile(r"\D\d|[\x00\ud800-\udfff]")  # or is a half of a character beyond the first plane
_SUPERSCRIPT = dict(zip(range(0x30, 0x3A), map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), strict=True))
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_HAIR_SPACE = 0x200A


@dataclass(frozen=True, slots=True)
class _Font:
    """Direction, size and weight of text; ``drop`` is how far the baseline stands above the foot of a character."""

    quarter: int
    size: float
    bold: bool
    drop: float


class _Reader:
    """Walks the characters of one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._textpage = page.get_textpage()
        self._handle = self._textpage.raw
        left, bottom, right, top = page.get_bbox()
        rotation = page.get_rotation() // 90
        self._frames = [Frame(q, left, bottom, right, top, rotation) for q in range(5)]
        self._fonts: dict[int, _Font] = {}
        self._bold: dict[int, bool] = {}
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(256)

    def font(self, index: int) -> _Font:
        """The font of a character, remembered for each text object of the page; its box must have been asked for."""
        item = raw.FPDFText_GetTextObject(self._handle, index)
        if not item:
            return self._ask_font(index, False)
        key = ctypes.addressof(item.contents)
        found = self._fonts.get(key)
        if found is None:
            found = self._fonts[key] = self._ask_font(index, self._is_bold(index, raw.FPDFTextObj_GetFont(item)))
        return found

    def _is_bold(self, index: int, font: raw.FPDF_FONT) -> bool:
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._bold:
            length = raw.FPDFText_GetFontInfo(self._handle, index, self._name, 256, None)
            named = _BOLD.search(self._name.raw[: max(0, length - 1)]) is not None
            self._bold[key] = named or raw.FPDFText_GetFontWeight(self._handle, index) >= 600
        return self._bold[key]

    def _ask_font(self, index: int, bold: bool) -> _Font:
        matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetMatrix(self._handle, index, matrix)
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        quarter = round(angle / 90) % 4
        if abs(angle - 90 * round(angle / 90)) > 5:
            quarter = SKEW
        size = raw.FPDFText_GetFontSize(self._handle, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
        raw.FPDFText_GetCharOrigin(self._handle, index, x, y)
        _, _, foot, _ = turned(self._frames[quarter], self._box)
        drop = foot - self._frames[quarter].point(x.value, y.value)[1]
        return _Font(quarter, round(abs(size), 2) or 1.0, bold, drop)

    def words(self) -> Iterator[tuple[int, Word]]:
        """Each word with its direction."""
        count = raw.FPDFText_CountChars(self._handle)
        text = self._text(count)
        if text is None:
            yield from self._walked(0, count)
            return
        for match in _TOKEN.finditer(text):
            yield from self._word(match.group(), match.start(), match.end())

    def _text(self, count: int) -> str | None:
        """The characters of the page in one piece, or None where pdfium leaves some out and indices would differ."""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(self._handle, 0, count, buffer)
        return "".join(map(chr, buffer[:count])) if written == count + 1 else None

    def _word(self, text: str, start: int, end: int) -> Iterator[tuple[int, Word]]:
        """A word by its ends, if it is upright, level and no wider than such a word can be."""
        box, box_of = self._box, raw.FPDFText_GetLooseCharBox
        box_of(self._handle, end - 1, box)
        right, bottom, top = box.right, box.bottom, box.top
        if end - start > 1:
            box_of(self._handle, start, box)
        font = self.font(start)
        width = right - box.left
        odd = font.quarter or bottom != box.bottom or top != box.top or width > 0.75 * font.size * len(text) + 1
        if odd or width < 0 or (not text.isalpha() and _MAY_BE_RAISED.search(text)):
            yield from self._walked(start, end)
            return
        frame = self._frames[0]
        if not text.isascii() or not text.isprintable():
            text = text.translate(_STAND_INS)
        foot = frame.top - bottom
        word = Word(text, box.left - frame.left, right - frame.left, foot - font.drop, font.size, font.bold)
        if _is_shown(word, frame):
            yield 0, word

    def _walked(self, start: int, end: int) -> Iterator[tuple[int, Word]]:
        """Words character by character: one ends at a space, or where the next character stands elsewhere."""
        word: _Growing | None = None
        for index in range(start, end):
            code = raw.FPDFText_GetUnicode(self._handle, index)
            raw.FPDFText_GetLooseCharBox(self._handle, index, self._box)
            space = chr(code).isspace()
            if word is not None and not space and word.takes(code, self._box):
                continue
            if word is not None:
                yield from word.finished()
            font = self.font(index)
            word = None if space else _Growing(self._frames[font.quarter], font, code, self._box)
        if word is not None:
            yield from word.finished()

    def frame(self, quarter: int) -> Frame:
        """The frame of one text direction."""
        return self._frames[quarter]

    def close(self) -> None:
        """Give the text page back: pdfium counts references."""
        self._textpage.close()


def turned(frame: Frame, box: raw.FS_RECTF) -> tuple[float, float, float, float]:
    """Left, right, foot and height of a character's box in the reader's coordinates."""
    (xa, ya), (xb, yb) = frame.point(box.left, box.bottom), frame.point(box.right, box.top)
    return min(xa, xb), max(xa, xb), max(ya, yb), abs(yb - ya)


class _Growing:
    """A word while its characters come in."""

    def __init__(self, frame: Frame, font: _Font, code: int, box: raw.FS_RECTF) -> None:
        self._frame, self._font = frame, font
        self._x0, self._x1, self._foot, self._tall = turned(frame, box)
        self._last = self._x1
        self._codes = [code]

    def takes(self, code: int, box: raw.FS_RECTF) -> bool:
        """Take the character if it stands next to the last one on the same line; footnote digits become raised."""
        xa, xb, foot, tall = turned(self._frame, box)
        size, gap = self._font.size, xa - self._last
        if abs(foot - self._foot) > 0.75 * self._tall or gap > 0.8 * size or xb < self._x0 - 0.8 * size:
            return False
        if gap < -1.5 * size and xa > self._x0 - 0.1 and self._frame.quarter != SKEW:
            return False
        if code in _SUPERSCRIPT and tall < 0.8 * self._tall and foot < self._foot - 0.1 * self._tall:
            # A hair space keeps "children" a word of its own where the page prints "children²".
            if chr(self._codes[-1]).isalpha():
                self._codes.append(_HAIR_SPACE)
            code = _SUPERSCRIPT[code]
        self._codes.append(code)
        self._x0, self._x1, self._last = min(self._x0, xa), max(self._x1, xb), xb
        return True

    def finished(self) -> Iterator[tuple[int, Word]]:
        """The word, unless it lies outside what the page shows or no character of it is known."""
        # Characters beyond the first plane arrive as two halves.
        text = "".join(map(chr, self._codes)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        font = self._font
        text = text.translate(_STAND_INS)
        word = Word(text, self._x0, self._x1, self._foot - font.drop, font.size, font.bold)
        if text and _is_shown(word, self._frame):
            yield self._frame.quarter, word


def _is_shown(word: Word, frame: Frame) -> bool:
    """True when the middle of a word lies on the page as displayed: text outside the crop box is not read."""
    return 0 <= word.x0 + word.x1 <= 2 * frame.width and 0 <= word.y - 0.3 * word.size <= frame.height


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
