"""Small real files made for the tests of reading: each function writes one file and says what is odd about it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE, LEADING, MARGIN = "Helvetica", 11, 14, 72

PARAGRAPHS = (
    "The health visitor saw the family at home on four occasions and recorded that the baby was gaining weight.",
    "Information about the father was held by the probation service, and nobody in the health service had asked him.",
    "The practice did not know that the mother had moved, because the letter was sent to her former address in error.",
    "Good practice was seen when the nursery worker wrote down what the child had said and told her manager at once.",
)


def pdf(
    path: Path,
    pages: Sequence[Sequence[str]],
    header: Callable[[int], str] | None = None,
    footer: Callable[[int], str] | None = None,
    size: tuple[float, float] = A4,
) -> Path:
    """Pages of wrapped paragraphs; a text that starts with # is a bold heading."""
    canvas = Canvas(str(path), pagesize=size)
    width, height = size
    for number, paragraphs in enumerate(pages, start=1):
        canvas.setFont(FONT, 9)
        if header:
            canvas.drawString(MARGIN, height - 36, header(number))
        y = height - 90
        for paragraph in paragraphs:
            y = _paragraph(canvas, paragraph, MARGIN, y, width - 2 * MARGIN) - 9
        canvas.setFont(FONT, 9)
        if footer:
            canvas.drawCentredString(width / 2, 30, footer(number))
        canvas.showPage()
    canvas.save()
    return path


def _paragraph(canvas: Canvas, text: str, x: float, y: float, width: float) -> float:
    font, size = ("Helvetica-Bold", 15) if text.startswith("#") else (FONT, SIZE)
    canvas.setFont(font, size)
    for line in simpleSplit(text.lstrip("# "), font, size, width):
        canvas.drawString(x, y, line)
        y -= size * LEADING / SIZE
    return y


def two_columns(path: Path, left: str, right: str, heading: str, interleaved: bool) -> Path:
    """A heading over two columns, written column by column or line by line."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(MARGIN, 760, heading)
    canvas.setFont(FONT, SIZE)
    columns = [simpleSplit(text, FONT, SIZE, 210) for text in (left, right)]
    placed = [
        (x, 720 - LEADING * row, line)
        for x, lines in zip((MARGIN, 310), columns, strict=True)
        for row, line in enumerate(lines)
    ]
    if interleaved:
        placed.sort(key=lambda p: (-p[1], p[0]))
    for x, y, line in placed:
        canvas.drawString(x, y, line)
    canvas.save()
    return path


def table(path: Path, rows: Sequence[Sequence[str]], ruled: bool, size: tuple[float, float] = landscape(A4)) -> Path:
    """A table with wrapped cells (ruled), or with one line a cell (not ruled)."""
    canvas = Canvas(str(path), pagesize=size)
    column = (size[0] - 2 * MARGIN) / len(rows[0])
    y = size[1] - MARGIN
    canvas.setFont(FONT, 10)
    for row in rows:
        cells = [simpleSplit(cell, FONT, 10, column - 12) if ruled else [cell] for cell in row]
        tall = 12 * max(map(len, cells)) + 8
        for number, lines in enumerate(cells):
            x = MARGIN + column * number
            if ruled:
                canvas.rect(x, y - tall, column, tall)
            for depth, line in enumerate(lines):
                canvas.drawString(x + 5, y - 12 * (depth + 1), line)
        y -= tall
    canvas.save()
    return path


def drawn(path: Path, draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> Path:
    """One page drawn by the test itself."""
    canvas = Canvas(str(path), pagesize=size)
    draw(canvas)
    canvas.save()
    return path


def picture_page(path: Path, words: str = "The scanned words") -> Path:
    """A page that is a picture of words, as a scanner makes it."""
    image = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(image).text((150, 200), words, fill=0, font_size=48)
    return drawn(path, lambda c: c.drawImage(ImageReader(image), 0, 0, *A4))


def rewritten(path: Path, change: Callable[[PdfWriter], None]) -> Path:
    """The same file after a change made with pypdf."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(path.read_bytes())))
    change(writer)
    writer.write(path)
    return path


def roman_then_arabic(path: Path, front: int, body: int) -> Path:
    """Printed labels i, ii, … and then 1, 2, …"""

    def label(writer: PdfWriter) -> None:
        writer.set_page_label(0, front - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
        writer.set_page_label(front, front + body - 1, style=PageLabelStyle.DECIMAL)

    return rewritten(pdf(path, [[PARAGRAPHS[n % 4]] for n in range(front + body)]), label)


def raw_pdf(path: Path, objects: Sequence[bytes]) -> Path:
    """A file from its objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(bytes(out))
    return path


def without_pages(path: Path) -> Path:
    """A valid file of no pages."""
    return raw_pdf(path, [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def page_tree_in_a_ring(path: Path) -> Path:
    """A page tree that contains itself."""
    ring = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 900000000 /Parent 2 0 R >>"
    return raw_pdf(path, [b"<< /Type /Catalog /Pages 2 0 R >>", ring, ring])


def bomb(path: Path, megabytes: int) -> Path:
    """A page whose content inflates to very much text, packed twice."""
    line = b"BT /F1 12 Tf 10 10 Td (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n"
    packed = zlib.compressobj(9)
    once = b"".join(packed.compress(line * 16384) for _ in range(megabytes)) + packed.flush()
    twice = zlib.compress(once, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (len(twice), twice)
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return raw_pdf(path, [b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, stream])


def word_file(path: Path, build: Callable[[docx.document.Document], None]) -> Path:
    """A Word file built with python-docx."""
    document = docx.Document()
    build(document)
    document.save(str(path))
    return path


def word_bomb(path: Path) -> Path:
    """A Word file whose text would unpack to hundreds of megabytes."""
    word_file(path, lambda document: document.add_paragraph("small"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/huge.xml", b"0" * (400 * 2**20))
    return path
