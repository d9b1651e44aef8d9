"""A report as it comes off an office scanner: pictures of pages, without a letter of text."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_DOTS_PER_INCH = 120
_POINTS_PER_INCH = 72
_QUALITY = 60


def scan(pdf: bytes) -> bytes:
    """Picture every page of a PDF and bind the pictures into another."""
    file = BytesIO()
    canvas = Canvas(file, invariant=1, pageCompression=0)
    canvas.setTitle("Scanned document")
    canvas.setCreator("MFP Scan to Email")
    for picture in _pictures(pdf):
        width, height = (side * _POINTS_PER_INCH / _DOTS_PER_INCH for side in picture.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(_jpeg(picture)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _pictures(pdf: bytes) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, grayscale=True).to_pil()


def _jpeg(picture: Image.Image) -> BytesIO:
    file = BytesIO()
    picture.convert("L").save(file, "JPEG", quality=_QUALITY)
    file.seek(0)
    return file
