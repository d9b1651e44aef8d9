"""What a reader hands to the cleaner: lines where they stand, and nothing decided about them."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Page, PageStatus


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page in reading order.

    The box is in fractions of the page from the top left, or ``None`` where the format has no layout. ``size`` is the
    font size in points and ``heading`` the outline level (1 is the highest) where the format states them.
    """

    text: str
    box: tuple[float, float, float, float] | None = None
    size: float | None = None
    bold: bool = False
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as read: its place in the file (from 1), its printed label, its lines in reading order."""

    index: int
    label: str | None
    lines: tuple[Line, ...]
    status: PageStatus


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A whole file as read. ``title`` is what the file's own metadata claims, which is often junk."""

    media_type: str
    pages: tuple[RawPage, ...]
    title: str | None = None
    outline: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or heading line inside a cleaned page: ``text[start:end]``.

    ``continues`` says that the paragraph runs on from the block before it, on the page before.
    """

    start: int
    end: int
    size: float | None = None
    bold: bool = False
    heading: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A cleaned page with its blocks in reading order; blocks never overlap and cover all of ``page.text``."""

    page: Page
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """A whole file, cleaned: what structure.py and facts.py read. ``body_size`` is the commonest font size."""

    media_type: str
    pages: tuple[CleanPage, ...]
    title: str | None
    outline: tuple[tuple[int, str, int], ...]
    body_size: float | None
