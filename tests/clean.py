"""Cleaned documents made by hand, for tests of what reads them."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Page, PageStatus
from ingest.read.layout import Block, CleanDocument, CleanPage

BODY = 11.0


def heading(text: str, level: int = 2) -> tuple[str, dict[str, object]]:
    """A heading of a stated level."""
    return text, {"heading": level}


def clean_document(
    *pages: list[object], title: str | None = None, labels: list[str | None] | None = None
) -> CleanDocument:
    """A document of pages; a page is a list of texts, or of (text, block settings)."""
    made = tuple(
        _page(index, items, labels[index - 1] if labels else None) for index, items in enumerate(pages, start=1)
    )
    return CleanDocument("application/pdf", made, title, (), BODY)


def _page(index: int, items: list[object], label: str | None) -> CleanPage:
    text, blocks = "", []
    for item in items:
        words, settings = item if isinstance(item, tuple) else (item, {})
        start = len(text)
        text += f"{words}\n"
        blocks.append(replace(Block(start, len(text) - 1, BODY), **settings))
    text = text.removesuffix("\n")
    return CleanPage(Page(index, label, text, text, PageStatus.READ), tuple(blocks))
