"""Pages to passages: headed paragraphs and numbered items, each small enough to be read whole by the model.

A passage is one numbered paragraph, or neighbouring paragraphs of together 60 to 220 words. It never crosses a
heading, a finding or a recommendation, and never holds more word pieces than the model reads. Its text is made of
exact slices of the cleaned pages.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Passage, Role, Span
from ingest.passages.headings import HeadingPath, heading_of, is_note, is_record
from ingest.passages.roles import role_of, role_of_opening
from ingest.passages.sentences import pieces
from ingest.passages.tokens import PASSAGE_TOKENS, count_tokens
from ingest.passages.wording import reread
from ingest.read.layout import Block, CleanDocument, CleanPage

FEWEST_WORDS, MOST_WORDS = 60, 220

_PARAGRAPH_NUMBER = re.compile(r"^(?:para(?:graph)?\.?\s+)?(\d+(?:[.-]\d+)+)[.:)]?\s+(?=\S)", re.IGNORECASE)
_ITEM_NUMBER = re.compile(
    r"^(?:[\w-]+ ){0,2}(?:recommendation|finding|learning(?: point)?|lesson)s?\s+(?:no\.?\s*)?([\w.]+?)\b[.:)–-]?\s"
    r"|^(R\d+)\b[.:)]?\s|^\(?(\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[•▪◦●○■□➢✓*–—-]|o(?=\s+[A-Z]))\s+")
_ASKS = re.compile(r"\b(?:should|must|recommend\w*|needs? to|is to|are to|will)\b", re.IGNORECASE)
"""A numbered paragraph after a boxed recommendation goes on with the chapter, unless it asks for something itself."""
_RECORDS = frozenset({Role.RECOMMENDATION, Role.FINDING, Role.LESSON})


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or list item, whole, even where it runs over a page break."""

    spans: tuple[Span, ...]
    text: str
    heading: tuple[str, ...]
    note: bool = False

    @property
    def role(self) -> Role:
        """What it does in its report; footnotes stand with the back matter."""
        if self.note:
            return Role.APPENDIX
        if _under_its_own_heading(self) and _PARAGRAPH_NUMBER.match(self.text) and not _ASKS.search(self.text):
            return role_of(self.heading[:-1], self.text)
        return role_of(self.heading, self.text)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def passages_of(document: CleanDocument, document_id: str) -> tuple[Passage, ...]:
    """Every passage of a cleaned document, in reading order, with ids that depend only on its words and pages."""
    texts = {page.page.index: page.page.text for page in document.pages}
    labels = {page.page.index: page.page.label for page in document.pages}
    groups = _groups(units_of(document))
    seen: Counter[str] = Counter()
    parts = (part for group in groups for part in _fitted(group, texts))
    return reread([_passage(part, document_id, order, texts, labels, seen) for order, part in enumerate(parts)])


def units_of(document: CleanDocument) -> Iterator[Unit]:
    """Paragraphs and items with the headings above them; a heading that is itself a record is a unit of its own."""
    path = HeadingPath()
    waiting: Unit | None = None
    for page, block in _blocks(document.pages):
        text = page.page.text[block.start : block.end]
        span = Span(page.page.index, block.start, block.end)
        if waiting is not None and block.continues:
            waiting = replace(waiting, spans=(*waiting.spans, span), text=f"{waiting.text}\n{text}")
            continue
        if is_note(block, text, document.body_size):
            yield Unit((span,), text, path.texts, note=True)
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        heading = heading_of(block, text, document.body_size)
        if heading is not None:
            path.enter(heading)
        if heading is None or is_record(text):
            waiting = Unit((span,), text, path.texts)
    if waiting is not None:
        yield waiting


def _blocks(pages: Sequence[CleanPage]) -> Iterator[tuple[CleanPage, Block]]:
    return ((page, block) for page in pages for block in page.blocks if page.page.text[block.start : block.end].strip())


def _groups(units: Iterable[Unit]) -> list[list[Unit]]:
    """Units that make one passage: a record or numbered paragraph with its bullets, or short neighbours together."""
    groups: list[list[Unit]] = []
    for unit in units:
        if groups and _together(groups[-1][0], unit) and _joins(groups[-1], unit):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _together(first: Unit, unit: Unit) -> bool:
    return first.heading == unit.heading and first.note == unit.note


def _joins(group: list[Unit], unit: Unit) -> bool:
    words = sum(member.words for member in group)
    if words + unit.words > MOST_WORDS or not _short_enough("\n".join(m.text for m in (*group, unit))):
        return False
    first, role = group[0], unit.role
    if _PARAGRAPH_NUMBER.match(unit.text) or role_of_opening(unit.text):
        return False
    if role is Role.RESPONSE and _ITEM_NUMBER.match(unit.text):
        return False  # each row of an action plan answers a recommendation of its own
    bullet = bool(_BULLET.match(unit.text))
    if role is Role.RECOMMENDATION and _under_its_own_heading(unit):
        return True
    if role in _RECORDS:
        return _belongs_to_record(group, unit, bullet=bullet)
    if _numbered(first):
        return bullet or bool(_ITEM_NUMBER.match(unit.text)) or group[-1].text.rstrip().endswith(":")
    return words < FEWEST_WORDS or bullet or unit.words < FEWEST_WORDS // 3


def _belongs_to_record(group: list[Unit], unit: Unit, *, bullet: bool) -> bool:
    """Under findings and recommendations each item stands alone; only the list that an item announces goes with it."""
    if _ITEM_NUMBER.match(unit.text) and not bullet and not _announces(group):
        return False
    if _announces(group):
        return True
    started_as_list = len(group) > 1 and _announces(group[:1]) and bool(_BULLET.match(group[-1].text))
    return started_as_list and bullet and _numbered(group[0])


def _under_its_own_heading(unit: Unit) -> bool:
    """A recommendation with a title: all that stands under "Recommendation 3: …" is one recommendation."""
    return bool(unit.heading) and role_of_opening(unit.heading[-1]) is Role.RECOMMENDATION


def _announces(group: list[Unit]) -> bool:
    return _numbered(group[0]) and group[-1].text.rstrip().endswith(":")


def _numbered(unit: Unit) -> bool:
    return bool(_PARAGRAPH_NUMBER.match(unit.text) or _ITEM_NUMBER.match(unit.text) or role_of_opening(unit.text))


def _short_enough(text: str) -> bool:
    return count_tokens(text) <= PASSAGE_TOKENS


def _fits(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS and _short_enough(text)


def _fitted(group: list[Unit], texts: dict[int, str]) -> Iterator[list[Unit]]:
    """The group as it is, or a unit that is too long cut between sentences."""
    if len(group) > 1 or _fits(group[0].text):
        yield group
        return
    unit = group[0]
    for start, end in pieces(unit.text, _fits):
        spans = tuple(_sliced(unit.spans, start, end))
        text = "\n".join(texts[s.page][s.start : s.end] for s in spans)
        yield [replace(unit, spans=spans, text=text)]


def _sliced(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """The part [start, end) of the spans' texts as joined by newlines, as spans again."""
    offset = 0
    for span in spans:
        length = span.end - span.start
        first, last = max(start - offset, 0), min(end - offset, length)
        if first < last:
            yield Span(span.page, span.start + first, span.start + last)
        offset += length + 1


def _merged(units: Sequence[Unit]) -> tuple[Span, ...]:
    """The units' spans, neighbours on one page made into one slice that keeps the newline between them."""
    merged: list[Span] = []
    for span in (span for unit in units for span in unit.spans):
        if merged and merged[-1].page == span.page and span.start - merged[-1].end <= 1:
            merged[-1] = Span(span.page, merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def _passage(
    group: list[Unit],
    document_id: str,
    order: int,
    texts: dict[int, str],
    labels: dict[int, str | None],
    seen: Counter[str],
) -> Passage:
    spans = _merged(group)
    text = "\n".join(texts[span.page][span.start : span.end] for span in spans)
    pages = tuple(dict.fromkeys(span.page for span in spans))
    heading = group[0].heading
    return Passage(
        id=_passage_id(document_id, pages, text, seen),
        document_id=document_id,
        order=order,
        spans=spans,
        text=text,
        role=replace(group[0], text=text).role,
        heading=heading,
        number=_number(text) or (_number(heading[-1]) if _under_its_own_heading(group[0]) else None),
        pages=pages,
        page_labels=tuple(labels[page] for page in pages),
    )


def _number(text: str) -> str | None:
    match = _PARAGRAPH_NUMBER.match(text) or _ITEM_NUMBER.match(text)
    return next((part for part in match.groups() if part), None) if match else None


def _passage_id(document_id: str, pages: tuple[int, ...], text: str, seen: Counter[str]) -> str:
    """A hash of document, pages and text; the same words twice on one page are told apart by their order."""
    key = f"{document_id}\n{','.join(map(str, pages))}\n{text}"
    seen[key] += 1
    repeat = f"\n{seen[key]}" if seen[key] > 1 else ""
    return hashlib.sha256((key + repeat).encode()).hexdigest()[:24]
