"""The sentences of a document with what stands above them: what every reader of facts goes through."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Evidence, Role
from ingest.passages.roles import role_of
from ingest.passages.sentences import sentence_spans
from ingest.passages.structure import Unit, units_of
from ingest.read.layout import CleanDocument
from ingest.written.needed import needed

_NOT_THE_CASE = frozenset(
    {Role.RECOMMENDATION, Role.BOILERPLATE, Role.GOOD_PRACTICE, Role.TERMS_OF_REFERENCE, Role.APPENDIX}
)
_GENERAL = needed(
    r"\b(?:where|whenever|if|when|in which|any|every|each) (?:a|any|the|another)? ?(?:child|children|baby"
    r"|case)\b(?= (?:has|have|had|is|are|dies|may))"
    r"|\bmust (?:be|hold|commission|consider|publish)\b|\babuse (?:or|and) neglect (?:is|are) (?:known|suspected)"
    r"|\btraining (?:in|on|about|and)\b|\b(?:purpose|aim)s? of (?:a|an|the|this|serious|these)\b"
    r"|\bstatutory guidance\b"
    r"|\bcriteria for\b(?![^.]{0,60}\bmet\b)|\bresearch (?:shows|suggests|tells|has)\b|\bnationally\b"
    r"|\bin line with national\b",
    re.IGNORECASE,
)
"""What holds of every case: law, purpose, training, research."""
_LEAD, _LONG = 60, 45
_FIRST_HEADING = re.compile(
    r"^(?:(?:Section|SECTION|Part|PART)\s+)?(?:1(?:\.0)?[.):]?|A[.):])\s+[A-Z]|^(?i:introduction|contents"
    r"|foreword)\s*$"
)
_FEW = 25
"""The first sentences of the text: where a report says what it is about."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: its words, the role and headings above it, its paragraph, and how many sentences came before.

    ``of_the_case`` says that it can tell of the case, being no recommendation, question, law or repeated text;
    ``on_cover`` that it is a line of the cover. ``parts`` are the slices of pages that it is made of, each with its
    place in ``text``: mostly one, two where the sentence runs over a page break.
    """

    text: str
    role: Role
    heading: tuple[str, ...]
    paragraph: int
    order: int
    parts: tuple[tuple[int, int, str], ...]
    of_the_case: bool
    on_cover: bool = False

    @property
    def early(self) -> bool:
        """Whether it stands where a report says what it is about."""
        return self.order < _FEW

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of a table's row; empty for other sentences."""
        return tuple(cell.strip() for cell in self.text.split("\t")) if "\t" in self.text else ()

    def evidence(self, fact: str, at: int = 0, value: str | None = None, *, clear: bool = True) -> Evidence:
        """This sentence as the ground of a fact: the slice of a page that holds the place ``at``."""
        place = bisect_right([start for start, _, _ in self.parts], at) - 1
        _, page, words = self.parts[max(place, 0)]
        return Evidence(fact, page, words.strip(), "clear" if clear else "possible", value)


def told(document: CleanDocument) -> tuple[Told, ...]:
    """The lines of the cover, then every sentence of a document in reading order."""
    texts = {page.page.index: page.page.text for page in document.pages}
    cover = cover_of(document)
    page, end = (cover[0].parts[0][1], max(at for at, _ in _cover_spans(document))) if cover else (0, 0)
    body = (unit for unit in units_of(document) if (unit.spans[0].page, unit.spans[0].start) >= (page, end))
    return (*cover, *_numbered(body, texts))


def cover_of(document: CleanDocument) -> tuple[Told, ...]:
    """The lines before the first heading of the text, its first long paragraph or the end of the first page."""
    page = next((page.page for page in document.pages if page.page.text.strip()), None)
    if page is None:
        return ()
    return tuple(
        Told(words, Role.FRONT_MATTER, (), -1, 0, ((0, page.index, words),), of_the_case=False, on_cover=True)
        for end, start in _cover_spans(document)
        if (words := page.text[start:end].strip())
    )


def _cover_spans(document: CleanDocument) -> list[tuple[int, int]]:
    """Where each line of the cover ends and starts on the first page that has text."""
    spans: list[tuple[int, int]] = []
    page = next((page for page in document.pages if page.page.text.strip()), None)
    for block in page.blocks if page else ():
        text = page.page.text[block.start : block.end] if page else ""
        into_the_text = bool(spans) and ((block.heading or 0) > 1 or bool(_FIRST_HEADING.match(text)))
        if into_the_text or len(text.split()) > _LONG or len(spans) >= _FEW:
            break
        spans.append((block.end, block.start))
    return spans


def _numbered(units: Iterator[Unit], texts: dict[int, str]) -> Iterator[Told]:
    order = 0
    for paragraph, unit in enumerate(units):
        role = role_of(unit.heading, unit.text)
        joined = " ".join(texts[span.page][span.start : span.end] for span in unit.spans)
        spans = [(0, len(joined))] if "\t" in joined else _with_what_follows(joined, sentence_spans(joined))
        for start, end in spans:
            parts, text = tuple(_parts(unit, texts, start, end)), joined[start:end]
            tells = not (role in _NOT_THE_CASE or text.rstrip().endswith("?") or _GENERAL.search(text))
            yield Told(text, role, unit.heading, paragraph, order, parts, of_the_case=tells)
            order += 1


def _with_what_follows(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A short lead with a colon goes with what it leads to: "Period reviewed: May 2010 to March 2011"."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        led = joined and text[joined[-1][1] - 1] == ":" and joined[-1][1] - joined[-1][0] <= _LEAD
        joined[-1:] = [(joined[-1][0], end)] if led else [*joined[-1:], (start, end)]
    return joined


def _parts(unit: Unit, texts: dict[int, str], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    offset = 0
    for span in unit.spans:
        length = span.end - span.start
        first, last = max(start - offset, 0), min(end - offset, length)
        if first < last:
            yield max(offset - start, 0), span.page, texts[span.page][span.start + first : span.start + last]
        offset += length + 1
