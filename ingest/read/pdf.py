"""PDF: text and layout by pdfium, structure by pypdf (docs/adr/0002-pdf-reader.md)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import BadDocument
from ingest.model import PageStatus
from ingest.read.layout import Line, RawDocument, RawPage
from ingest.read.ocr import Ocr
from ingest.read.pdf_lines import page_lines
from ingest.read.pdf_mend import mended
from ingest.read.pdf_structure import structure
from ingest.read.sniff import Format

MAX_PAGES = 10_000
_FEW = 20  # letters and digits below which a page with a picture counts as not read (pitfalls, section 4)


def read(path: Path, data: bytes, ocr: Ocr | None = None) -> RawDocument:
    """Every page of a PDF; one bad page costs that page only."""
    document = opened(path, data)
    try:
        count = _page_count(path, document)
        known = structure(data, count)
        problems: list[str] = []
        pages = [_page(document, i, known.labels[i], ocr, problems) for i in range(count)]
    finally:
        document.close()
    if all(p.status is PageStatus.UNREADABLE and not p.lines for p in pages) and len(problems) == count:
        raise BadDocument(str(path), "the file is damaged: none of its pages could be read")
    if not _has_end(data):
        problems.append("the file ends early: pages may be missing")
        pages = [replace(p, status=PageStatus.UNREADABLE) if p.status is PageStatus.EMPTY else p for p in pages]
    return RawDocument(Format.PDF, tuple(pages), known.title, known.outline, tuple(problems))


def opened(path: Path, data: bytes) -> pdfium.PdfDocument:
    """The file opened by pdfium, mended where it is damaged; ``BadDocument`` where it cannot be."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # pdfium may report the error of an earlier file; a file that needs a password says that it is encrypted.
        if "password" in str(error).lower() and b"/Encrypt" in data:
            raise BadDocument(str(path), "protected with a password") from error
    whole = mended(data)
    if whole is None:
        cut = "the file is damaged or cut short, and no page is left that could be read"
        raise BadDocument(str(path), "the file has no pages" if _has_end(data) else cut)
    try:
        return pdfium.PdfDocument(whole)
    except pdfium.PdfiumError as error:
        raise BadDocument(str(path), "the file is damaged: it cannot be opened as a PDF") from error


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data[-2048:]


def _page_count(path: Path, document: pdfium.PdfDocument) -> int:
    count = len(document)
    if count < 1:
        raise BadDocument(str(path), "the file has no pages")
    if count > MAX_PAGES:
        raise BadDocument(str(path), f"the file claims {count:,} pages; more than {MAX_PAGES:,} are not read")
    return count


def _page(document: pdfium.PdfDocument, index: int, label: str | None, ocr: Ocr | None, problems: list[str]) -> RawPage:
    # Malformed pages raise whatever the code happens to trip over (pitfalls, section 4): the page is named, the rest
    # of the file is read. Running out of memory is the file's failure, not the page's.
    try:
        page = document[index]
        try:
            lines, status = _content(page, ocr)
        finally:
            page.close()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - see above
        problems.append(f"page {index + 1} is damaged and could not be read")
        return RawPage(index + 1, label, (), PageStatus.UNREADABLE)
    return RawPage(index + 1, label, lines, status)


def _content(page: pdfium.PdfPage, ocr: Ocr | None) -> tuple[tuple[Line, ...], PageStatus]:
    lines = tuple(page_lines(page))
    letters = sum(1 for line in lines for c in line.text if c.isalnum())
    if letters >= _FEW or not _is_picture(page):
        return lines, PageStatus.READ if letters else PageStatus.EMPTY
    seen = ocr.lines(page) if ocr else ()
    if sum(len(line.text) for line in seen) > letters:
        return seen, PageStatus.OCR
    return lines, PageStatus.UNREADABLE


def _is_picture(page: pdfium.PdfPage) -> bool:
    """True when an image covers a good part of the page, or when the page is drawn (text turned into outlines)."""
    width, height = page.get_size()
    drawn = 0
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if abs((right - left) * (top - bottom)) > 0.05 * width * height:
                return True
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            drawn += 1
            if drawn > 200:
                return True
    return False
