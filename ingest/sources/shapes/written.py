"""Small pages that this project writes: the same content gives the same bytes, so that what is unchanged is not new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ingest.model import DocumentKind

KIND_META = "commonthread-kind"
"""The name of the ``meta`` element in which a written page says what kind of document it is."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs under it. ``level`` is that of the heading; ``listed`` sets them as a list."""

    heading: str | None
    paragraphs: tuple[str, ...]
    level: int = 2
    listed: bool = False


def written(title: str, front: Sequence[str], sections: Sequence[Section], kind: DocumentKind) -> bytes:
    """A page of a title, front lines and sections, in UTF-8."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta name="{KIND_META}" content="{kind.value}">',
        f"<title>{escape(title)}</title>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in front),
        *(line for section in sections for line in _section(section)),
        "</main>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _section(section: Section) -> list[str]:
    lines = [f"<h{section.level}>{escape(section.heading)}</h{section.level}>"] if section.heading else []
    tag = "li" if section.listed else "p"
    body = [f"<{tag}>{escape(text)}</{tag}>" for text in section.paragraphs]
    return [*lines, *(["<ul>", *body, "</ul>"] if section.listed else body)]
