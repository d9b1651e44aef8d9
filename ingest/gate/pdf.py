"""The gate for PDF files: hidden text page by page, redactions that were never applied, attachments and properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.gate.pdf_hidden import hidden_on
from ingest.gate.pdf_objects import notes_on
from ingest.gate.properties import notes_of
from ingest.gate.reasons import FILE, Findings, Reason
from ingest.model import Hold
from ingest.read.pdf import opened

_LETTER = re.compile(r"[^\W_]")


def inspect(path: Path, data: bytes) -> Findings:
    """What is hidden in a PDF. A page that cannot be examined is held for that: it is not let through unseen."""
    document = opened(path, data)
    try:
        holds = [Hold(number + 1, reason) for number in range(len(document)) for reason in _page(document, number)]
        if raw.FPDFDoc_GetAttachmentCount(document.raw) > 0:
            holds.append(Hold(FILE, Reason.ATTACHMENT))
        return Findings(tuple(holds), notes_of(document.get_metadata_value("Author")))
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, number: int) -> list[Reason]:
    # Malformed pages raise whatever the code happens to trip over, as in ingest/read/pdf.py; running out of memory is
    # the file's failure, not the page's.
    try:
        page = document[number]
        try:
            return sorted({*_marked(page), *hidden_on(page)})
        finally:
            page.close()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - see above
        return [Reason.UNCHECKED]


def _marked(page: pdfium.PdfPage) -> Iterator[Reason]:
    for note in notes_on(page.raw):
        if note.kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            yield Reason.ATTACHMENT
        elif note.kind == raw.FPDF_ANNOT_REDACT:
            textpage = page.get_textpage()
            if _LETTER.search(textpage.get_text_bounded(*note.box)):
                yield Reason.REDACTION
            textpage.close()
