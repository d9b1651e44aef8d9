"""A document before it is written in any format: headings, counted sentences, exact quotes, tables and pictures.

Every sentence is either a :class:`Sentence`, made from a fixed phrase and the values that stand in it, or a
:class:`Quote`, an exact slice of a passage. Nothing else can be said in a paper, so all of it can be derived again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_DOUBLE = re.compile('["“”]')

Value = str | int | tuple[int, int]
"""What may stand in a phrase: words, a number, or n of N."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence from the phrase called ``phrase`` with ``values`` in its places; ``text`` is how it reads."""

    phrase: str
    text: str
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Quote:
    """The slice ``start:end`` of a passage's text, with where it stands in words. ``lead`` stands before it in bold."""

    text: str
    citation: str
    passage: str
    start: int
    end: int
    lead: str | None = None

    @property
    def marked(self) -> str:
        """The words in quotation marks: double ones, or single ones where the words have double ones of their own."""
        return f"‘{self.text}’" if _DOUBLE.search(self.text) else f"“{self.text}”"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` counts from 1 and no level is passed over on the way down."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list; ``numbered`` where the order means something, ``small`` for what stands behind a paper and not in it."""

    items: tuple[Sentence, ...]
    numbered: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. The first row names the columns, the first column names the rows.

    ``widths`` are shares of the page's width, one a column; without them all are alike.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as PNG, with its caption and the words that say the same to somebody who cannot see it."""

    png: bytes
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that the evidence does not answer, left for a person to answer in the document."""

    text: str


Block = Heading | Paragraph | Points | Quote | Table | Picture | Prompt


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document. ``contents`` asks for a table of contents; ``subject`` is the line under the title."""

    title: str
    subject: str
    blocks: tuple[Block, ...]
    contents: bool = False
    keywords: tuple[str, ...] = field(default=())
