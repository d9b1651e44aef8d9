"""Pictures of pages, drawn from the held bytes, with a passage marked on them.

pypdfium2 is not safe in several threads, so one lock is held around every call into it.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from ingest.model import LineBox, Page, Passage

NARROWEST, USUAL, WIDEST = 200, 900, 1800
_TALLEST = 4
_MARK, _EDGE = (255, 242, 179), (11, 85, 99)
_KEPT = 48

_drawing = threading.Lock()


class NoPicture(Exception):
    """A page that cannot be drawn; the message says why, in words for the reader."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page in fractions of its width and height from the top left."""

    left: float
    top: float
    right: float
    bottom: float


class Pictures:
    """Draws pages, and keeps the latest few."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def png(self, file: Path, page: Page, passage: Passage | None, width: int) -> bytes:
        """The page as a PNG. Raises ``NoPicture``."""
        width = min(max(width, NARROWEST), WIDEST)
        key = (file.name, page.index, passage.id if passage else "", width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        drawn = _encode(_marked(_draw(file, page.index, width), boxes(page, passage) if passage else []))
        with self._lock:
            self._kept[key] = drawn
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return drawn


def boxes(page: Page, passage: Passage) -> list[Box]:
    """Where a passage stands on a page: one box for each run of lines that follow one another down a column."""
    spans = [span for span in passage.spans if span.page == page.index]
    lines = [line for line in page.lines if any(line.start < span.end and span.start < line.end for span in spans)]
    found: list[Box] = []
    for line in lines:
        if found and _follows(found[-1], line):
            found[-1] = _union(found[-1], line)
        else:
            found.append(Box(line.left, line.top, line.right, line.bottom))
    return found


def _follows(box: Box, line: LineBox) -> bool:
    height = line.bottom - line.top
    below = -height < line.top - box.bottom < 2 * height
    return below and line.left < box.right and box.left < line.right


def _union(box: Box, line: LineBox) -> Box:
    return Box(
        min(box.left, line.left), min(box.top, line.top), max(box.right, line.right), max(box.bottom, line.bottom)
    )


def _draw(file: Path, number: int, width: int) -> Image.Image:
    with _drawing:
        try:
            pdf = pdfium.PdfDocument(file)
        except (pdfium.PdfiumError, OSError) as problem:
            raise NoPicture("The held file cannot be drawn as pages.") from problem
        try:
            return _draw_page(pdf, number, width)
        except pdfium.PdfiumError as problem:
            raise NoPicture(f"Page {number} cannot be drawn.") from problem
        finally:
            pdf.close()


def _draw_page(pdf: pdfium.PdfDocument, number: int, width: int) -> Image.Image:
    if not 1 <= number <= len(pdf):
        raise NoPicture(f"The file has no page {number}.")
    page = pdf[number - 1]
    across, down = page.get_size()
    scale = min((width - 0.01) / max(across, 1), width * _TALLEST / max(down, 1))  # pdfium rounds up
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    page.close()
    return picture


def _marked(picture: Image.Image, marks: Iterable[Box]) -> Image.Image:
    """Marks lie on the page as a marker pen would, so that the words stay; an edge says it without colour."""
    across, down = picture.size
    pen = ImageDraw.Draw(picture)
    for box in marks:
        edge = round(across / 130)
        corners = (
            max(round(box.left * across) - edge, 0),
            max(round(box.top * down) - edge, 0),
            min(round(box.right * across) + edge, across - 1),
            min(round(box.bottom * down) + edge, down - 1),
        )
        if corners[0] < corners[2] and corners[1] < corners[3]:
            under = picture.crop(corners)
            picture.paste(ImageChops.multiply(under, Image.new("RGB", under.size, _MARK)), corners[:2])
            pen.rectangle(corners, outline=_EDGE, width=max(round(across / 400), 2))
    return picture


def _encode(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.quantize(128).save(buffer, "PNG")
    return buffer.getvalue()
