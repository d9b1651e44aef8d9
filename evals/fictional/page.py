"""What stands round the text of a printed page: margins, running lines, numbers and the cover's colour."""

import re
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from evals.fictional.look import Look
from evals.fictional.text import Front

MARGIN = 68.0
GUTTER = 24.0
_HEADER_RISE = 40.0
_FOOTER_RISE = 36.0
_NUMERALS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

_SIDES = {1: ("left",), 2: ("left", "right"), 3: ("left", "centre", "right")}


@dataclass(frozen=True)
class Entry:
    """A heading and the physical page that it fell on."""

    level: int
    text: str
    page: int
    key: str


@dataclass(frozen=True)
class Layout:
    """What one pass over the document tells the next; the passes end when nothing moves any more."""

    front: int = 1
    total: int = 1
    entries: tuple[Entry, ...] = ()


def label(page: int, layout: Layout, front: Front) -> str:
    """The number that a reader sees on a page, and that the PDF's own page labels must agree with."""
    if front.front_labels is None:
        return str(page)
    return _roman(page) if page <= layout.front else str(page - layout.front)


def footer_line(page: int, layout: Layout, front: Front) -> str:
    """The footer of one page; letter-spaced, it reads P a g e  3."""
    count = layout.total - (layout.front if front.front_labels else 0)
    line = (front.footer or "").replace("{n}", label(page, layout, front)).replace("{N}", str(count))
    return "  ".join(map(_spaced, line.split())) if front.letter_spaced_footer else line


def templates(look: Look, front: Front, layout: Layout) -> list[PageTemplate]:
    """The four kinds of page. The header is drawn before the text and the footer after it, as by Word."""

    def header(canvas: Canvas, doc: BaseDocTemplate) -> None:
        _draw_header(canvas, look, front.header or "")

    def footer(canvas: Canvas, doc: BaseDocTemplate) -> None:
        _draw_footer(canvas, look, footer_line(canvas.getPageNumber(), layout, front))

    def cover(canvas: Canvas, doc: BaseDocTemplate) -> None:
        _draw_cover(canvas, look)
        if front.front_labels:
            canvas.addPageLabel(0, "ROMAN_LOWER", 1)
            canvas.addPageLabel(layout.front, "ARABIC", 1)

    wide = landscape(A4)
    return [
        PageTemplate("cover", _frames(A4, 1), onPage=cover),
        PageTemplate("front", _frames(A4, 1), onPage=header, onPageEnd=footer),
        PageTemplate("body", _frames(A4, front.columns), onPage=header, onPageEnd=footer),
        PageTemplate("landscape", _frames(wide, 1), onPage=header, onPageEnd=footer, pagesize=wide),
    ]


def column_width(front: Front) -> float:
    """How wide a line of the body is."""
    return _width(A4[0], front.columns)


def wide_width() -> float:
    """How wide a table may be on a landscape page."""
    return _width(landscape(A4)[0], 1)


def _width(page: float, columns: int) -> float:
    return (page - 2 * MARGIN - (columns - 1) * GUTTER) / columns


def _frames(size: tuple[float, float], columns: int) -> list[Frame]:
    width, height = _width(size[0], columns), size[1] - 2 * MARGIN
    lefts = (MARGIN + at * (width + GUTTER) for at in range(columns))
    return [Frame(left, MARGIN, width, height, 0, 0, 0, 0) for left in lefts]


def _roman(number: int) -> str:
    for value, sign in _NUMERALS:
        if number >= value:
            return sign + _roman(number - value)
    return ""


def _spaced(word: str) -> str:
    return " ".join(word) if word.isalpha() else word


def _draw_header(canvas: Canvas, look: Look, line: str) -> None:
    """Wide gaps in the typed line are tab stops: left, centre and right. A line with more stays as it is."""
    if not line:
        return
    parts = re.split(r"\s{2,}", line.strip())
    if len(parts) not in _SIDES:
        parts = [line]
    width, height = _size(canvas)
    _small(canvas, look)
    for side, part in zip(_SIDES[len(parts)], parts, strict=True):
        _draw_line(canvas, side, height - _HEADER_RISE, part)
    canvas.setLineWidth(0.5)
    canvas.setStrokeColor(HexColor("#a0a0a0"))
    canvas.line(MARGIN, height - _HEADER_RISE - 6, width - MARGIN, height - _HEADER_RISE - 6)


def _draw_footer(canvas: Canvas, look: Look, line: str) -> None:
    _small(canvas, look)
    _draw_line(canvas, look.footer, _FOOTER_RISE, line)


def _draw_line(canvas: Canvas, side: str, y: float, line: str) -> None:
    width = _size(canvas)[0]
    match side:
        case "left":
            canvas.drawString(MARGIN, y, line)
        case "centre":
            canvas.drawCentredString(width / 2, y, line)
        case _:
            canvas.drawRightString(width - MARGIN, y, line)


def _size(canvas: Canvas) -> tuple[float, float]:
    """The size of the page in hand, which reportlab knows but does not tell."""
    width, height = canvas._pagesize  # type: ignore[attr-defined]
    return width, height


def _small(canvas: Canvas, look: Look) -> None:
    canvas.setFont({"Times": "Times-Roman"}.get(look.body, look.body), 8.5)
    canvas.setFillColor(HexColor("#505050"))


def _draw_cover(canvas: Canvas, look: Look) -> None:
    width, height = _size(canvas)
    canvas.setFillColor(HexColor(look.colour))
    if look.cover == "band":
        canvas.rect(0, height - 92, width, 92, stroke=0, fill=1)
        canvas.rect(0, 0, width, 18, stroke=0, fill=1)
    elif look.cover == "rule":
        canvas.rect(MARGIN, height - 96, width - 2 * MARGIN, 4, stroke=0, fill=1)
