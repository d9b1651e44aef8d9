"""What the gate has against a file, and the file without the pages that it holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.gate.identifying import identifying_in
from ingest.gate.reasons import FILE, Findings
from ingest.gate.releases import Releases, is_released, reasons_by_page
from ingest.model import Hold, Page, PageStatus
from ingest.read.layout import CleanDocument, CleanPage
from ingest.read.sniff import Format


def inspect(path: Path, document: CleanDocument) -> Findings:
    """All that the gate has against a file that was just read, page by page; released pages are named too."""
    pages = tuple(page.page for page in document.pages)
    found = _of_format(path, document.media_type, pages)
    visible = [Hold(page.index, reason) for page in pages for reason in identifying_in(page.text)]
    holds = {*found.holds, *visible}
    return Findings(tuple(sorted(holds, key=lambda hold: (hold.page, hold.reason))), found.notes)


def shut(document: CleanDocument, findings: Findings, releases: Releases) -> CleanDocument:
    """The document without the words of the pages that are held and were not released for the same reasons."""
    against = reasons_by_page(findings.holds)
    held = {page for page, reasons in against.items() if not is_released(page, reasons, releases)}
    if not held - {FILE}:
        return document
    pages = tuple(_emptied(page) if page.page.index in held else page for page in document.pages)
    outline = tuple(entry for entry in document.outline if entry[2] not in held)
    return replace(document, pages=_apart(pages, held), outline=outline)


def _of_format(path: Path, media_type: str, pages: tuple[Page, ...]) -> Findings:
    if media_type == Format.PDF:
        from ingest.gate import pdf

        return pdf.inspect(path, path.read_bytes())
    if media_type == Format.DOCX:
        from ingest.gate import word

        return word.inspect(path.read_bytes(), pages)
    if media_type == Format.HTML:
        from ingest.gate import web

        return web.inspect(path.read_bytes(), pages)
    return Findings()


def _emptied(page: CleanPage) -> CleanPage:
    bare = replace(page.page, raw="", text="", status=PageStatus.HELD_BACK, furniture=(), lines=())
    return CleanPage(bare, ())


def _apart(pages: tuple[CleanPage, ...], held: set[int]) -> tuple[CleanPage, ...]:
    """A paragraph that ran on from a held page starts anew: it must not be joined to what stands before the gap."""
    mended, after_gap = [], False
    for page in pages:
        if page.page.index in held:
            after_gap = True
        elif after_gap and page.blocks:
            blocks = tuple(replace(block, continues=False) for block in page.blocks)
            page, after_gap = replace(page, blocks=blocks), False
        mended.append(page)
    return tuple(mended)
