"""What a reader hands to the cleaner: lines where they stand, and nothing decided about them."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Page, PageStatus


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page in reading order.

    The box is in fractions of the page from the top left, or ``None`` where the format has no layout. ``size`` is the
    font size in points and ``heading`` the outline level (1 is the highest) where the format states them. ``cell`` is
    the place (row, column) in a table of the page. A line without text stands between paragraphs where the format
    itself says where they end.
    """

    text: str
    box: tuple[float, float, float, float] | None = None
    size: float | None = None
    bold: bool = False
    heading: int | None = None
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as read: its place in the file (from 1), its printed label, its lines in reading order."""

    index: int
    label: str | None
    lines: tuple[Line, ...]
    status: PageStatus


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A whole file as read. ``title`` is what the file's own metadata claims, which is often junk.

    ``outline`` holds (level from 1, title, page from 1). ``problems`` says in plain words what could not be read.
    """

    media_type: str
    pages: tuple[RawPage, ...]
    title: str | None = None
    outline: tuple[tuple[int, str, int], ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or heading line inside a cleaned page: ``text[start:end]``.

    The cells of a table row are separated by a tab. ``continues`` says that the paragraph runs on from the last block
    of the same font size on the page before (footnotes may stand between the two).
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
    """A whole file, cleaned: what structure.py and facts.py read. ``body_size`` is the commonest font size.

    ``problems`` says in plain words what could not be read although the rest of the file was.
    """

    media_type: str
    pages: tuple[CleanPage, ...]
    title: str | None
    outline: tuple[tuple[int, str, int], ...]
    body_size: float | None
    problems: tuple[str, ...] = ()
