"""What a list of findings or recommendations is made of: slices of passages, one an item, row or paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Passage, Role, Span
from ingest.passages.items import Style, is_numbered_paragraph, mark_of

KINDS = (Role.FINDING, Role.RECOMMENDATION, Role.LESSON, Role.GOOD_PRACTICE)

_WHOM = re.compile(
    r"^(?:for|lead|leads|body|agency|agencies|who|owner|responsib\w+|addressee|organisation|to)\b"
    r"|lead (?:agency|officer)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:by(?: when)?|when|timescales?|deadline|date|target(?: date)?|due(?: date)?|completion)\b", re.IGNORECASE
)
_ACTION = re.compile(r"^(?:actions?|recommendations?|what|task)\b", re.IGNORECASE)
_NONE = re.compile(r"^\W*(?:n/?a|none|tbc)?\W*$", re.IGNORECASE)
_QUESTION = re.compile(r"\W*questions?\b", re.IGNORECASE)
_NOT_WORDS = re.compile(r"(?:\n(?!.*[a-z]{3}).*)+$")
"""Lines at the end that hold no words, such as an ISBN."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold, by the words at their head."""

    names: tuple[str, ...] = ()

    def whom(self, part: Part) -> str | None:
        """The cell that says who is to act."""
        return self._cell(part, _WHOM)

    def when(self, part: Part) -> str | None:
        """The cell that says by when."""
        return self._cell(part, _WHEN)

    def action(self, part: Part) -> str | None:
        """The cell that says what is to be done."""
        return self._cell(part, _ACTION)

    def _cell(self, part: Part, name: re.Pattern[str]) -> str | None:
        if len(part.cells) != len(self.names):
            return None
        cells = (cell.strip() for cell, head in zip(part.cells, self.names, strict=True) if name.search(head.strip()))
        return next((cell for cell in cells if not _NONE.match(cell)), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A slice ``passage.text[start:end]`` and how it begins."""

    passage: Passage
    start: int
    end: int
    kind: Role
    style: Style

    @property
    def text(self) -> str:
        """The slice itself."""
        return self.passage.text[self.start : self.end]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table's row; none where it is no row."""
        return tuple(self.text.split("\t")) if "\t" in self.text else ()

    @property
    def columns(self) -> Columns | None:
        """The heads of a table's columns, where this row is the one that names them."""
        known = sum(bool(p.search(cell.strip())) for cell in self.cells for p in (_WHOM, _WHEN, _ACTION))
        short = all(len(cell.split()) <= 6 for cell in self.cells)
        return Columns(self.cells) if known >= 2 and short else None

    @property
    def titled(self) -> bool:
        """Whether it stands under a heading of its own: "Recommendation 3: A better approach"."""
        return _titled(self.passage, self.kind)

    @property
    def is_title(self) -> bool:
        """Whether it is such a heading itself."""
        return bool(self.passage.heading) and self.text.strip() == self.passage.heading[-1].strip()

    @property
    def title(self) -> str | None:
        """The words of its own heading after the number."""
        if not self.titled:
            return None
        heading = self.passage.heading[-1]
        return heading[mark_of(heading).end :].strip() or None

    @property
    def number(self) -> str | None:
        """The number that its own heading states."""
        return mark_of(self.passage.heading[-1]).number if self.titled else None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The slices of the pages that it is made of."""
        return tuple(_sliced(self.passage, self.start, self.end))


def parts_of(passage: Passage) -> Iterator[Part]:
    """The parts of a passage that belongs to a list; nothing for any other passage."""
    mark = mark_of(passage.text)
    planned = passage.role is Role.RESPONSE and "\t" in passage.text
    if passage.role is Role.APPENDIX or not (passage.role in KINDS or mark.style is Style.NAMED or planned):
        return
    if passage.role is not Role.RECOMMENDATION and _QUESTION.match(passage.text):
        return  # of the terms of reference, or for a team
    length = len(passage.text) - len((_NOT_WORDS.search(passage.text) or [""])[0])
    starts = [0, *_further_items(passage.text[:length])]
    for start, end in zip(starts, [*(at - 1 for at in starts[1:]), length], strict=True):
        here = mark_of(passage.text[start:end])
        kind = here.kind or mark.kind or (passage.role if passage.role in KINDS else Role.RECOMMENDATION)
        alone = here.style is Style.PLAIN and not is_numbered_paragraph(passage.text) and _titled(passage, kind)
        yield Part(passage, start, end, kind, Style.NAMED if alone else here.style)


def _titled(passage: Passage, kind: Role) -> bool:
    if kind is not Role.RECOMMENDATION or not passage.heading:
        return False
    return mark_of(passage.heading[-1]).kind is Role.RECOMMENDATION


def _further_items(text: str) -> Iterator[int]:
    """Where further items of the same style begin, in a passage that holds several short ones."""
    first, _, rest = text.partition("\n")
    style = mark_of(first).style
    if not rest or style is Style.PLAIN or first.rstrip().endswith(":"):
        return
    at = len(first) + 1
    for line in rest.split("\n"):
        if mark_of(line).style is style and not is_numbered_paragraph(line):
            yield at
        at += len(line) + 1


def _sliced(passage: Passage, start: int, end: int) -> Iterator[Span]:
    """The part [start, end) of a passage's text as spans of its pages."""
    offset = 0
    for span in passage.spans:
        length = span.end - span.start
        first, last = max(start - offset, 0), min(end - offset, length)
        if first < last:
            yield Span(span.page, span.start + first, span.start + last)
        offset += length + 1
