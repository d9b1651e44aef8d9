"""Lines of a PDF page in reading order, with their boxes, from its words and its drawn rules."""

from __future__ import annotations

from collections.abc import Iterable

import pypdfium2 as pdfium

from ingest.read.layout import Line
from ingest.read.pdf_columns import MARKER, Piece, Row, pieces, reading_order, rows
from ingest.read.pdf_frame import Frame, PageWords, Word
from ingest.read.pdf_tables import Table, rules, tables
from ingest.read.pdf_text import page_words

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RIGHT_TO_LEFT = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))


def page_lines(page: pdfium.PdfPage) -> list[Line]:
    """Every line of the page: the main text in reading order, then text that runs in other directions."""
    groups = page_words(page)
    if not groups:
        return []
    main, *others = groups
    lines = _main_lines(page, main)
    for group in others:
        lines += [_line([item], group.frame) for item in pieces(group.words, [])]
    return [line for line in lines if line.text]


def _main_lines(page: pdfium.PdfPage, main: PageWords) -> list[Line]:
    level, upright = rules(page, main.frame)
    grids = tables(level, upright)
    free, inside = _sorted_into(main.words, grids)
    walls = [(r.at, r.start, r.end) for r in upright]
    found = pieces(free, walls)
    found += [_stand_in(n, grids[n], words) for n, words in sorted(inside.items())]
    lines: list[Line] = []
    for row in reading_order(found):
        table = row[0].table
        if table is None:
            lines.append(_line(row, main.frame))
        else:
            lines += _table_lines(grids[table], inside[table], main.frame, 1000 * table)
    return lines


def _stand_in(number: int, grid: Table, words: list[Word]) -> Piece:
    """A piece as large as the table, so that it finds its place among the text."""
    left, right, top, bottom = grid.columns[0], grid.columns[-1], grid.rows[0], grid.rows[-1]
    return Piece(left, right, top, bottom, top, words[0].size, (), table=number)


def _sorted_into(words: tuple[Word, ...], grids: list[Table]) -> tuple[tuple[Word, ...], dict[int, list[Word]]]:
    if not grids:
        return words, {}
    free: list[Word] = []
    inside: dict[int, list[Word]] = {}
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.size
        number = next((n for n, g in enumerate(grids) if g.cell(x, y) is not None), None)
        if number is None:
            free.append(word)
        else:
            inside.setdefault(number, []).append(word)
    return tuple(free), inside


def _table_lines(grid: Table, words: list[Word], frame: Frame, offset: int) -> list[Line]:
    """Cell by cell along each row; a word that spans columns belongs where it begins."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        place = grid.cell(word.x0 + min(2.0, (word.x1 - word.x0) / 2), word.y - 0.3 * word.size)
        cells.setdefault(place or (0, 0), []).append(word)
    lines: list[Line] = []
    for (row, column), content in sorted(cells.items()):
        cell_rows = rows(pieces(tuple(content), []))
        lines += [_line(r, frame, (offset + row, column)) for r in cell_rows]
    return lines


def _line(row: Row, frame: Frame, cell: tuple[int, int] | None = None) -> Line:
    words = [w for p in row for w in p.words]
    size = _main_size(words)
    # Bullets and footnote numbers have fonts of their own that would make the line look taller than it is.
    main = [w for w in words if w.size == size]
    top, bottom = min(w.y - 0.9 * size for w in main), max(w.y + 0.25 * size for w in main)
    box = (min(w.x0 for w in words), top, max(w.x1 for w in words), bottom)
    letters = sum(len(w.text) for w in words)
    bold = sum(len(w.text) for w in words if w.bold) > 0.8 * letters
    return Line(_text(row, size), frame.fractions(box), size, bold, cell=cell)


def _main_size(words: list[Word]) -> float:
    chars: dict[float, int] = {}
    for word in words:
        chars[word.size] = chars.get(word.size, 0) + len(word.text)
    return max(chars, key=lambda s: (chars[s], s))


def _text(row: Row, size: float) -> str:
    """The words of a row with a tab where a wide gap stands (an unruled table, a contents line)."""
    if _right_to_left(w.text for p in row for w in p.words):
        row = row[::-1]
    text = ""
    last: Word | None = None
    for item in row:
        for word in item.words:
            if last is not None:
                wide = word.x0 - last.x1 > 2.5 * size and not MARKER.match(text)
                text += "\t" if wide else " "
            text += _raised(word, last, size)
            last = word
    return text.strip()


def _raised(word: Word, last: Word | None, size: float) -> str:
    """A footnote number as raised digits, so that it is not read as part of the sentence."""
    small = last is not None and word.size < 0.75 * size and word.y < last.y - 0.15 * size
    return word.text.translate(_SUPERSCRIPT) if small and word.text.isdecimal() else word.text


def _right_to_left(texts: Iterable[str]) -> bool:
    letters = [c for t in texts if not t.isascii() for c in t if c.isalpha() and not c.isascii()]
    odd = sum(1 for c in letters if any(a <= ord(c) <= b for a, b in _RIGHT_TO_LEFT))
    return odd > 0 and odd > 0.5 * len(letters)
