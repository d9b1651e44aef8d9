"""What a response says to each recommendation of a report: the passages under its number, by number and title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ingest.model import Document, DocumentKind, Passage, Role
from ingest.passages.items import mark_of
from ingest.passages.recording import Record

Answers = Mapping[str, tuple[str, ...]]

_ANSWERS = re.compile(r"\bresponses?\b|\bresponds?\b|\b(?:action|improvement) plan\b", re.IGNORECASE)
_INQUIRY = re.compile(r"\b(?P<name>[A-Z][\w-]*(?: [A-Z0-9][\w-]*)*) Inquiry\b")
_BEFORE = re.compile(r"^(?:(?:The|UK|Public|Independent|Module \d+)\b ?)+")
_MODULE = re.compile(r"\bModule (?P<number>\d+)\b", re.IGNORECASE)
_SAYS = re.compile(r"(?:\b[a-z]+\b\W+){3}")
_LITTLE = frozenset(["a", "an", "and", "by", "for", "in", "of", "on", "the", "to", "with"])
_ALIKE = 0.5
_NEW = 0.05
"""With so few words of its own a passage only repeats the recommendation: a footnote's number, a broken word."""
_OPENING = 30
"""Passages at the beginning of a document in which an inquiry names itself."""


def answers_of(records: Sequence[Record], response: Sequence[Passage]) -> Answers:
    """The ids of the passages that answer each numbered recommendation; the recommendation's own words are left out."""
    asked = {bare(record.number): record for record in records if record.kind is Role.RECOMMENDATION and record.number}
    found: dict[str, list[str]] = {}
    present: Record | None = None
    for passage in response:
        begun = _begins(passage, asked, present)
        if begun is not None or passage.role is Role.APPENDIX or not passage.heading:
            present = begun
        if present is None or present.number is None:
            continue
        if _SAYS.search(passage.text) and not _repeats(passage, present):
            found.setdefault(present.number, []).append(passage.id)
        if "\t" in passage.text:
            present = None  # a row of a table answers for itself alone
    return {number: tuple(ids) for number, ids in found.items()}


def answers_to(document: Document) -> bool:
    """Whether a document is a response, by its kind or its title."""
    kinds = (DocumentKind.RESPONSE, DocumentKind.ACTION_PLAN)
    return document.kind in kinds or bool(_ANSWERS.search(document.title))


def inquiries_of(document: Document, passages: Sequence[Passage]) -> frozenset[tuple[str, str]]:
    """The modules of inquiries that a document says it belongs to, by its title and its first pages."""
    text = "\n".join((document.title, *(passage.text for passage in passages[:_OPENING])))
    modules = Counter(match["number"] for match in _MODULE.finditer(text))
    names = {_BEFORE.sub("", match["name"]) for match in _INQUIRY.finditer(text)} - {""}
    return frozenset((name, module) for name in names for module, _ in modules.most_common(1))


def bare(number: str | None) -> str:
    """A number without the letter of its list: "R3" and "3" are one."""
    return (number or "").removeprefix("R").rstrip(".").lower()


def _begins(passage: Passage, asked: Mapping[str, Record], present: Record | None) -> Record | None:
    """The recommendation that an answer begins with here, in its words or its heading, where the title agrees."""
    for text in (passage.text, *passage.heading[-1:]):
        mark = mark_of(text)
        record = asked.get(bare(mark.number))
        named = mark.kind is Role.RECOMMENDATION or (text is passage.text and passage.role is Role.RESPONSE)
        if named and record is not None and record is not present:
            return record if _agree(re.split(r"[\t\n]", text[mark.end :])[0], record) else None
    return None


def _agree(title: str, record: Record) -> bool:
    """Whether most words of a title are the recommendation's; a report without titles is matched by number alone."""
    words = _words(title)
    known = _words(record.title or "") or _words(record.text)
    if not words or record.title is None:
        return True
    return len(words & known) / min(len(words), len(known)) >= _ALIKE


def _repeats(passage: Passage, record: Record) -> bool:
    """Whether a passage only repeats the recommendation."""
    words = list(_in_order(passage.text[mark_of(passage.text).end :]))
    said = frozenset(_in_order(" ".join((record.title or "", record.text))))
    return "\t" not in passage.text and sum(word not in said for word in words) <= len(words) * _NEW


def _words(text: str) -> frozenset[str]:
    return frozenset(_in_order(text)) - _LITTLE


def _in_order(text: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"\w+", text.casefold()))
