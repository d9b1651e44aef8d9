"""Small pages that this project writes: the same content gives the same bytes, so that what is unchanged is not new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from ingest.model import DocumentKind
from ingest.sources.shapes.blocks import Block

KIND_META = "commonthread-kind"
"""The name of the ``meta`` element in which a written page says what kind of document it is."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs under it. ``level`` is that of the heading; ``listed`` sets them as a list.

    ``rows`` are those of a table, cell by cell.
    """

    heading: str | None
    paragraphs: tuple[str, ...]
    level: int = 2
    listed: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def written(title: str, front: Sequence[str], sections: Sequence[Section], kind: DocumentKind) -> bytes:
    """A page of a title, front lines and sections, in UTF-8."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta name="{KIND_META}" content="{kind.value}">',
        f"<title>{_plain(title)}</title>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{_plain(title)}</h1>",
        *(f"<p>{_plain(line)}</p>" for line in front),
        *(line for section in sections for line in _section(section)),
        "</main>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _section(section: Section) -> list[str]:
    lines = [f"<h{section.level}>{_plain(section.heading)}</h{section.level}>"] if section.heading else []
    tag = "li" if section.listed else "p"
    body = [f"<{tag}>{_plain(text)}</{tag}>" for text in section.paragraphs]
    rows = ["<tr>" + "".join(f"<td>{_plain(cell)}</td>" for cell in row) + "</tr>" for row in section.rows]
    lines += ["<ul>", *body, "</ul>"] if section.listed else body
    return [*lines, *(["<table>", *rows, "</table>"] if rows else [])]


def sections_of(blocks: Iterable[Block]) -> Iterator[Section]:
    """The blocks of a page as sections: headings, paragraphs, lists and tables as they stood."""
    for kind, group in groupby(blocks, key=_kind):
        held = list(group)
        if kind == "heading":
            yield from (Section(one.text, (), level=min(max(one.heading, 2), 6)) for one in held)
        elif kind == "table":
            yield Section(None, (), rows=_rows(held))
        else:
            texts = tuple(one.text for one in held if one.text)
            if texts:
                yield Section(None, texts, listed=kind == "list")


def _kind(block: Block) -> str:
    if block.cell is not None:
        return "table"
    return "heading" if block.heading else "list" if block.listed else "text"


def _rows(blocks: Iterable[Block]) -> tuple[tuple[str, ...], ...]:
    """Rows of cells; what stands in one cell is one text."""
    cells: dict[int, dict[int, list[str]]] = {}
    for block in blocks:
        row, cell = block.cell or (0, 0)
        cells.setdefault(row, {}).setdefault(cell, []).append(block.text)
    return tuple(tuple(" ".join(texts) for texts in row.values()) for row in cells.values())


def _plain(text: str) -> str:
    return escape(text, quote=False)
