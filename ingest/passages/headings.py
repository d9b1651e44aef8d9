"""Which blocks of a page are headings, and the path of headings above each block."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.passages.roles import role_of_heading, role_of_opening
from ingest.read.layout import Block
from ingest.written.dates import DATE

_LONGEST = 140
_LONGEST_ITEM = 400
_NUMBERED = re.compile(r"^(?:section |part |chapter )?(\d+(?:\.\d+)*)[.:)]?\s+(?=\S)", re.IGNORECASE)
_APPENDIX = re.compile(r"^(?:appendix|annex)\s+\w{1,3}\b", re.IGNORECASE)
_DATE_LINE = re.compile(rf"(?:[A-Za-z ]{{0,40}}[:\s]\s*)?(?:{DATE.pattern})\W*", re.IGNORECASE)
_ANNOUNCES = re.compile(r":\s*$")
_SENTENCE_END = re.compile(r"[.;,]['\"’”)]*$")
_BULLET = re.compile(r"^[•▪◦●○■□➢✓*–—-]\s")
_SIZE_STEP = 1.08
"""A line this much larger than the body text is set as a heading."""
_NOTE_SIZE = 0.9
_NOTE = re.compile(r"^[\d¹²³⁰-⁹*†]{1,4}\s")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: its words and how deep it stands (1 is the highest)."""

    text: str
    level: int


def heading_of(block: Block, text: str, body_size: float | None) -> Heading | None:
    """The heading that a block is, or ``None``. A stated outline level wins over size, weight, number and case."""
    if block.heading is not None:
        return Heading(text, block.heading)
    if not _could_head(text) or is_note(block, text, body_size):
        return None
    larger = bool(block.size and body_size and block.size >= body_size * _SIZE_STEP)
    shouted = text.isupper() and len(re.findall(r"[A-Z]{2,}", text)) >= 1
    ends = _SENTENCE_END.search(text) or (_ANNOUNCES.search(text) and _NUMBERED.match(text))
    known = len(text.split()) <= 8 and role_of_heading(text) is not None and not ends
    if larger or block.bold or shouted:
        return Heading(text, _level(block, text, body_size))
    if known and (_NUMBERED.match(text) or _APPENDIX.match(text) or _title_like(text)):
        return Heading(text, _level(block, text, body_size))
    return None


def is_note(block: Block, text: str, body_size: float | None) -> bool:
    """Whether a block is a footnote: set smaller than the body and begun with its number."""
    small = bool(block.size and body_size and block.size <= body_size * _NOTE_SIZE)
    return small and "\t" not in text and bool(_NOTE.match(text))


def is_record(heading: str) -> bool:
    """Whether a heading is itself a finding, recommendation or lesson, written out as a sentence."""
    return role_of_opening(heading) is not None and len(heading.split()) >= 8


class HeadingPath:
    """The headings above the present place, outermost first."""

    def __init__(self) -> None:
        self._stack: list[Heading] = []

    def enter(self, heading: Heading) -> None:
        """Step under a heading, leaving those as deep or deeper."""
        while self._stack and self._stack[-1].level >= heading.level:
            self._stack.pop()
        self._stack.append(heading)

    @property
    def texts(self) -> tuple[str, ...]:
        """The path as words."""
        return tuple(heading.text for heading in self._stack)


def _could_head(text: str) -> bool:
    if not re.search(r"[A-Za-z]{3}", text) or _BULLET.match(text) or "\t" in text:
        return False  # a tab parts the cells of a table's row, whose head is often bold
    if _DATE_LINE.fullmatch(text.strip()):
        return False  # covers set their date in bold
    if role_of_opening(text) is not None:
        return len(text) <= _LONGEST_ITEM
    return len(text) <= _LONGEST and len(text.split()) <= 20 and not (_SENTENCE_END.search(text) and len(text) > 40)


def _title_like(text: str) -> bool:
    """A short line that starts with a capital and is no sentence: "Terms of reference"."""
    return text[:1].isupper() and len(text.split()) <= 6 and not re.search(r"[:;,]$", text)


def _level(block: Block, text: str, body_size: float | None) -> int:
    if role_of_opening(text) is not None:
        return 4
    number = _NUMBERED.match(text)
    if number:
        return 1 + len(number[1].split("."))
    if _APPENDIX.match(text):
        return 2
    if block.size and body_size:
        ratio = block.size / body_size
        return 1 if ratio >= 1.6 else 2 if ratio >= 1.25 else 3 if ratio >= _SIZE_STEP else 4
    return 2 if text.isupper() else 3
