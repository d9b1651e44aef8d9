"""Fictional pages on which words are hidden, one way each: what a publisher's failed redaction looks like in a file.

Every function draws one page on a canvas. All names and places are invented. The words that a reader cannot see are
those of ``SECRET``; everything else on the page can be seen.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import matplotlib
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SCAN_FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
SECRET = "Marigold Quillfeather"  # noqa: S105 - an invented name
BEFORE = "The family were known to services. The child's name is "
AFTER = " and the school was told."
PLAIN = (
    "The health visitor saw the family at home on four occasions that winter.",
    "Nobody had asked who else lived in the household or cared for the baby.",
    "The partnership should assure itself that fathers are seen and heard.",
)
LEFT, TOP, LEADING = 72.0, 740.0, 18.0


@dataclass(frozen=True, slots=True)
class Hand:
    """How a page is written: font and size."""

    font: str
    size: float = 11.0


Draw = Callable[[Canvas, Hand], None]


def paragraph(canvas: Canvas, hand: Hand, top: float = TOP, lines: tuple[str, ...] = PLAIN) -> float:
    """Plain lines of text; the place below them."""
    canvas.setFont(hand.font, hand.size)
    canvas.setFillColor(black)
    for number, line in enumerate(lines):
        canvas.drawString(LEFT, top - number * LEADING, line)
    return top - len(lines) * LEADING


def sentence(canvas: Canvas, hand: Hand, y: float, top: float = TOP) -> tuple[float, float, float, float]:
    """The sentence that holds the secret, as one string; the box of the secret (left, bottom, width, height)."""
    paragraph(canvas, hand, top)
    canvas.drawString(LEFT, y, BEFORE + SECRET + AFTER)
    start = LEFT + canvas.stringWidth(BEFORE, hand.font, hand.size)
    return start, y - 0.25 * hand.size, canvas.stringWidth(SECRET, hand.font, hand.size), 1.15 * hand.size


def black_box(canvas: Canvas, hand: Hand) -> None:
    """A black rectangle over the name."""
    box = sentence(canvas, hand, 640)
    canvas.setFillColor(black)
    canvas.rect(*box, stroke=0, fill=1)


def white_box(canvas: Canvas, hand: Hand) -> None:
    """A white rectangle over the name."""
    box = sentence(canvas, hand, 640)
    canvas.setFillColor(white)
    canvas.rect(*box, stroke=0, fill=1)


def labelled_box(canvas: Canvas, hand: Hand) -> None:
    """A black rectangle with a white label, so that something can be seen where the name is."""
    left, bottom, width, height = sentence(canvas, hand, 640)
    canvas.setFillColor(black)
    canvas.rect(left, bottom, width, height, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont("Helvetica-Bold", hand.size)
    canvas.drawCentredString(left + width / 2, 640, "REDACTED NAME")


def short_box(canvas: Canvas, hand: Hand) -> None:
    """A box that leaves the tips of tall letters to be seen."""
    left, _, width, _ = sentence(canvas, hand, 640)
    canvas.setFillColor(black)
    canvas.rect(left, 640, width, 0.62 * hand.size, stroke=0, fill=1)


def box_in_form(canvas: Canvas, hand: Hand) -> None:
    """The rectangle stands in a form object."""
    left, bottom, width, height = sentence(canvas, hand, 640)
    canvas.beginForm(f"box{hand.font}")
    canvas.setFillColor(black)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.doForm(f"box{hand.font}")
    canvas.restoreState()


def both_in_form(canvas: Canvas, hand: Hand) -> None:
    """Sentence and rectangle stand in one form object that is moved and scaled."""
    canvas.beginForm(f"both{hand.font}")
    box = sentence(canvas, hand, 640)
    canvas.setFillColor(black)
    canvas.rect(*box, stroke=0, fill=1)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(20, 60)
    canvas.scale(0.9, 0.9)
    canvas.doForm(f"both{hand.font}")
    canvas.restoreState()


def picture_over(canvas: Canvas, hand: Hand) -> None:
    """A picture placed over the name."""
    left, bottom, width, height = sentence(canvas, hand, 640)
    canvas.drawImage(_noise(), left, bottom, width, height)


def shading_over(canvas: Canvas, hand: Hand) -> None:
    """A colour run over the name."""
    left, bottom, width, height = sentence(canvas, hand, 640)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left, bottom, width, height)
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(left, bottom, left + width, bottom, (Color(0.2, 0.2, 0.6), Color(0.6, 0.2, 0.2)))
    canvas.restoreState()


def thick_line(canvas: Canvas, hand: Hand) -> None:
    """A thick line drawn along the name."""
    left, bottom, width, height = sentence(canvas, hand, 640)
    canvas.setStrokeColor(black)
    canvas.setLineWidth(height)
    canvas.line(left, bottom + height / 2, left + width, bottom + height / 2)


def many_strips(canvas: Canvas, hand: Hand) -> None:
    """A box made of strips, each too low to cover a line."""
    left, bottom, width, height = sentence(canvas, hand, 640)
    canvas.setFillColor(black)
    for strip in range(4):
        canvas.rect(left, bottom + strip * height / 4, width, height / 4 + 0.2, stroke=0, fill=1)


def curved_blob(canvas: Canvas, hand: Hand) -> None:
    """A filled rounded shape over the name, on a turned page."""
    canvas.setPageRotation(90)
    left, bottom, width, height = sentence(canvas, hand, 400, top=500)
    canvas.setFillColor(Color(0.3, 0.3, 0.3))
    canvas.roundRect(left - 4, bottom - 2, width + 8, height + 4, 4, stroke=0, fill=1)


def white_words(canvas: Canvas, hand: Hand) -> None:
    """White words on the white page."""
    paragraph(canvas, hand)
    canvas.setFillColor(white)
    canvas.drawString(LEFT, 640, BEFORE + SECRET)


def pale_words(canvas: Canvas, hand: Hand) -> None:
    """Words a shade off the paper."""
    paragraph(canvas, hand)
    canvas.setFillColor(Color(0.985, 0.985, 0.98))
    canvas.drawString(LEFT, 640, BEFORE + SECRET)


def dark_on_dark(canvas: Canvas, hand: Hand) -> None:
    """Black words on a bar that was black before them."""
    y = paragraph(canvas, hand) - 30
    canvas.rect(LEFT, y - 4, 400, 18, stroke=0, fill=1)
    canvas.drawString(LEFT + 4, y, SECRET)


def own_colour_panel(canvas: Canvas, hand: Hand) -> None:
    """Blue words on a panel of the same blue."""
    y = paragraph(canvas, hand) - 30
    canvas.setFillColor(Color(0.1, 0.2, 0.5))
    canvas.rect(LEFT, y - 4, 400, 18, stroke=0, fill=1)
    canvas.setFillColor(Color(0.11, 0.2, 0.5))
    canvas.drawString(LEFT + 4, y, SECRET)


def unpainted_words(canvas: Canvas, hand: Hand) -> None:
    """Words in render mode 3."""
    paragraph(canvas, hand)
    _mode(canvas, hand, 3, 640, SECRET)


def clear_words(canvas: Canvas, hand: Hand) -> None:
    """Words that are wholly transparent."""
    paragraph(canvas, hand)
    canvas.setFillAlpha(0)
    canvas.drawString(LEFT, 640, SECRET)


def tiny_words(canvas: Canvas, hand: Hand) -> None:
    """Words half a point high."""
    paragraph(canvas, hand)
    canvas.setFont(hand.font, 0.5)
    canvas.drawString(LEFT, 640, SECRET)


def scaled_to_nothing(canvas: Canvas, hand: Hand) -> None:
    """Words at full size, scaled down to nothing by the page."""
    paragraph(canvas, hand)
    canvas.saveState()
    canvas.translate(LEFT, 640)
    canvas.scale(0.03, 0.03)
    canvas.drawString(0, 0, SECRET)
    canvas.restoreState()


def off_the_page(canvas: Canvas, hand: Hand) -> None:
    """Words to the right of the page."""
    paragraph(canvas, hand)
    canvas.drawString(640, 640, SECRET)


def cropped_away(canvas: Canvas, hand: Hand) -> None:
    """Words on the sheet and outside its crop box."""
    canvas.setCropBox((40, 100, 560, 800))
    paragraph(canvas, hand)
    canvas.drawString(LEFT, 60, SECRET)


def blotted_scan(canvas: Canvas, hand: Hand) -> None:
    """A scan on which the name is blacked out, over machine-read words that still hold it."""
    lines = (*PLAIN, BEFORE + SECRET + AFTER)
    _scan(canvas, hand, lines, blot=True)


def vignette_under_text(canvas: Canvas, hand: Hand) -> None:
    """A whole page of words under a page-filling photograph."""
    sentence(canvas, hand, 640)
    canvas.drawImage(_photo(), 0, 0, 595, 842)


HIDDEN: tuple[Draw, ...] = (
    *(black_box, white_box, labelled_box, short_box, box_in_form, both_in_form, picture_over, shading_over),
    *(thick_line, many_strips, curved_blob, white_words, pale_words, dark_on_dark, own_colour_panel),
    *(unpainted_words, clear_words, tiny_words, scaled_to_nothing, off_the_page, cropped_away),
    *(blotted_scan, vignette_under_text),
)


def _mode(canvas: Canvas, hand: Hand, mode: Literal[3], y: float, text: str) -> None:
    words = canvas.beginText(LEFT, y)
    words.setFont(hand.font, hand.size)
    words.setTextRenderMode(mode)
    words.textOut(text)
    canvas.drawText(words)


def _scan(canvas: Canvas, hand: Hand, lines: tuple[str, ...], *, blot: bool) -> None:
    """A picture of lines, with the same lines unpainted over it, as programs that read scans write them."""
    scale = 2
    picture = Image.effect_noise((595 * scale, 842 * scale), 6).point(lambda level: min(255, level + 115))
    pen = ImageDraw.Draw(picture)
    words = Hand(scan_font(), hand.size)
    letter = ImageFont.truetype(str(SCAN_FONT), words.size * scale)
    for number, line in enumerate(lines):
        x, y = LEFT + 1, TOP - number * LEADING - 1
        for word in line.split(" "):
            pen.text((x * scale, (842 - y) * scale), word, fill=25, font=letter, anchor="ls")
            width = canvas.stringWidth(word, words.font, words.size)
            if blot and word in SECRET.split():
                pen.rectangle(((x - 1) * scale, (842 - y - 10) * scale, (x + width + 1) * scale, (845 - y) * scale), 0)
            x += width + canvas.stringWidth(" ", words.font, words.size)
    canvas.drawImage(_reader(picture), 0, 0, 595, 842)
    for number, line in enumerate(lines):
        _mode(canvas, words, 3, TOP - number * LEADING, line)


def scan_font() -> str:
    """A font that both the picture and the page can use, registered under its name."""
    pdfmetrics.registerFont(TTFont(SCAN_FONT.stem, str(SCAN_FONT)))
    return SCAN_FONT.stem


def scan(canvas: Canvas, hand: Hand) -> None:
    """A scan with its machine-read words, nothing blacked out: harmless."""
    _scan(canvas, hand, (*PLAIN, *PLAIN), blot=False)


def _noise() -> ImageReader:
    return _reader(Image.effect_noise((120, 20), 90))


def _photo() -> ImageReader:
    return _reader(Image.effect_noise((60, 84), 110).resize((595, 842)))


def _reader(picture: Image.Image) -> ImageReader:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)
