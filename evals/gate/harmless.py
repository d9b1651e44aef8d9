"""Fictional pages that look as if something were hidden and hide nothing: what honest reports are made of."""

from __future__ import annotations

from reportlab.lib.colors import Color, black, blue, white
from reportlab.pdfgen.canvas import Canvas

from evals.gate.hiding import BEFORE, LEFT, PLAIN, TOP, Draw, Hand, _noise, paragraph, scan


def table_shading(canvas: Canvas, hand: Hand) -> None:
    """Cells shaded before their words, row by row."""
    for row, line in enumerate((*PLAIN, *PLAIN)):
        y = TOP - row * 24
        canvas.setFillColor(Color(0.8, 0.87, 0.95) if row % 2 else Color(0.93, 0.93, 0.93))
        canvas.rect(LEFT - 4, y - 7, 460, 24, stroke=1, fill=1)
        _line(canvas, hand, y, line)


def highlighted_heading(canvas: Canvas, hand: Hand) -> None:
    """A heading on a yellow band."""
    canvas.setFillColor(Color(1, 1, 0.2))
    canvas.rect(LEFT - 4, TOP + 16, 300, 20, stroke=0, fill=1)
    _line(canvas, hand, TOP + 21, "Finding 1")
    paragraph(canvas, hand)


def white_on_dark_bar(canvas: Canvas, hand: Hand) -> None:
    """A white heading on a dark bar."""
    canvas.setFillColor(Color(0.05, 0.2, 0.35))
    canvas.rect(0, TOP + 16, 595, 26, stroke=0, fill=1)
    _line(canvas, hand, TOP + 24, "Chapter 2: what happened", white)
    paragraph(canvas, hand)


def cover_bars(canvas: Canvas, hand: Hand) -> None:
    """Black bars on a cover, beside the words and over none of them."""
    paragraph(canvas, hand)
    canvas.rect(0, 0, 595, 120, stroke=0, fill=1)
    canvas.rect(0, 500, 60, 342, stroke=0, fill=1)


def blacked_out_for_good(canvas: Canvas, hand: Hand) -> None:
    """A redaction that was made properly: a box, and no words beneath."""
    paragraph(canvas, hand)
    _line(canvas, hand, 640, BEFORE)
    start = LEFT + canvas.stringWidth(BEFORE, hand.font, hand.size)
    canvas.rect(start, 637, 110, 13, stroke=0, fill=1)


def underlined_and_struck(canvas: Canvas, hand: Hand) -> None:
    """Lines under and through words."""
    paragraph(canvas, hand)
    for row in range(3):
        canvas.rect(LEFT, TOP - row * 18 - 2, 300, 0.7, stroke=0, fill=1)
        canvas.line(LEFT, TOP - row * 18 + 3, LEFT + 300, TOP - row * 18 + 3)


def watermark_before(canvas: Canvas, hand: Hand) -> None:
    """DRAFT in pale grey across the page, under the words."""
    _watermark(canvas)
    paragraph(canvas, hand)


def watermark_after(canvas: Canvas, hand: Hand) -> None:
    """DRAFT in half transparent grey across the page, over the words."""
    paragraph(canvas, hand)
    canvas.setFillAlpha(0.35)
    _watermark(canvas)


def clipped_cells(canvas: Canvas, hand: Hand) -> None:
    """Words drawn through clips that hold them whole, as word processors write them."""
    for row, line in enumerate(PLAIN):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(LEFT - 2, TOP - row * 18 - 5, 480, 18)
        canvas.clipPath(path, stroke=0)
        _line(canvas, hand, TOP - row * 18, line)
        canvas.restoreState()


def page_background(canvas: Canvas, hand: Hand) -> None:
    """A cream page with a white panel."""
    canvas.setFillColor(Color(0.98, 0.96, 0.9))
    canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.rect(LEFT - 12, 400, 470, 380, stroke=0, fill=1)
    paragraph(canvas, hand)


def marker_pen(canvas: Canvas, hand: Hand) -> None:
    """A half transparent yellow band drawn over the words."""
    paragraph(canvas, hand)
    canvas.setFillColor(Color(1, 0.95, 0.1))
    canvas.setFillAlpha(0.45)
    canvas.rect(LEFT, TOP - 4, 300, 15, stroke=0, fill=1)


def multiplied_band(canvas: Canvas, hand: Hand) -> None:
    """A yellow band over the words that is multiplied with them, as PDF editors highlight."""
    paragraph(canvas, hand)
    canvas.setBlendMode("Multiply")
    canvas.setFillColor(Color(1, 1, 0.3))
    canvas.rect(LEFT, TOP - 4, 300, 15, stroke=0, fill=1)


def framed(canvas: Canvas, hand: Hand) -> None:
    """A frame drawn around words after them, filled nowhere but along its edge."""
    paragraph(canvas, hand)
    path = canvas.beginPath()
    path.rect(LEFT - 10, 690, 480, 70)
    path.rect(LEFT - 7, 693, 474, 64)
    canvas.setFillColor(Color(0.1, 0.3, 0.3))
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def picture_beside(canvas: Canvas, hand: Hand) -> None:
    """A picture below the words."""
    paragraph(canvas, hand)
    canvas.drawImage(_noise(), LEFT, 300, 400, 300)


def picture_behind(canvas: Canvas, hand: Hand) -> None:
    """White words on a dark picture."""
    canvas.setFillColor(Color(0.1, 0.1, 0.2))
    canvas.drawImage(_noise(), 0, 600, 595, 242)
    canvas.rect(40, 690, 515, 90, stroke=0, fill=1)
    for row, line in enumerate(PLAIN):
        _line(canvas, hand, TOP - row * 18, line, white)


def printed_twice(canvas: Canvas, hand: Hand) -> None:
    """A heading printed twice to look bold, over a band."""
    canvas.setFillColor(Color(0.9, 0.9, 1))
    canvas.rect(LEFT - 4, TOP + 16, 300, 20, stroke=0, fill=1)
    for shift in (0, 0.35):
        canvas.saveState()
        canvas.translate(shift, 0)
        _line(canvas, hand, TOP + 21, "Recommendations")
        canvas.restoreState()
    paragraph(canvas, hand)


def shadowed(canvas: Canvas, hand: Hand) -> None:
    """A white heading with a shadow, on a coloured band."""
    canvas.setFillColor(Color(0.2, 0.5, 0.5))
    canvas.rect(LEFT - 4, TOP + 14, 300, 26, stroke=0, fill=1)
    _line(canvas, Hand(hand.font, 16), TOP + 19, "Learning points", Color(0.1, 0.2, 0.2))
    canvas.saveState()
    canvas.translate(-0.8, 0.8)
    _line(canvas, Hand(hand.font, 16), TOP + 19, "Learning points", white)
    canvas.restoreState()
    paragraph(canvas, hand)


def footnotes_and_grey(canvas: Canvas, hand: Hand) -> None:
    """A small footnote, and a line in light grey that can still be read."""
    paragraph(canvas, hand)
    _line(canvas, Hand(hand.font, 5), 60, "1 Figures were given by the board.")
    _line(canvas, hand, 100, "Page left for notes", Color(0.78, 0.78, 0.78))


def sideways(canvas: Canvas, hand: Hand) -> None:
    """A landscape table on an upright page, with shaded cells."""
    canvas.translate(300, 80)
    canvas.rotate(90)
    for row, line in enumerate(PLAIN):
        canvas.setFillColor(Color(0.85, 0.9, 0.85))
        canvas.rect(-4, row * 30 - 8, 480, 26, stroke=1, fill=1)
        canvas.setFillColor(black)
        canvas.setFont(hand.font, hand.size)
        canvas.drawString(0, row * 30, line)


def linked(canvas: Canvas, hand: Hand) -> None:
    """A blue link with its annotation."""
    paragraph(canvas, hand)
    _line(canvas, hand, 640, "www.northmere.example", blue)
    canvas.linkURL("https://www.northmere.example/", (LEFT, 636, LEFT + 150, 652))


HARMLESS: tuple[Draw, ...] = (
    *(table_shading, highlighted_heading, white_on_dark_bar, cover_bars, blacked_out_for_good, underlined_and_struck),
    *(watermark_before, watermark_after, clipped_cells, page_background, marker_pen, multiplied_band, framed),
    *(picture_beside, picture_behind, printed_twice, shadowed, footnotes_and_grey, sideways, linked, scan),
)


def _line(canvas: Canvas, hand: Hand, y: float, text: str, colour: Color = black) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(hand.font, hand.size)
    canvas.drawString(LEFT, y, text)


def _watermark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.translate(297, 421)
    canvas.rotate(45)
    canvas.setFillColor(Color(0.85, 0.85, 0.85))
    canvas.setFont("Helvetica-Bold", 110)
    canvas.drawCentredString(0, 0, "DRAFT")
    canvas.restoreState()
