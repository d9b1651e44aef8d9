"""Findings, recommendations, lessons and good practice as records, each whole, derived from a document's passages.

A record is made of exact slices of passages, joined by a newline where there are several. What the model could not read
at once is one record again here; what a report lists twice, in its chapter and in an appendix, is one record with both
places. A list is read by the plainest style that it holds: where items are named ("Recommendation 1"), what stands
between them is discussion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Passage, Role, Span
from ingest.passages.addressees import Asked, agencies_in, asked_in
from ingest.passages.items import Style, is_numbered_paragraph, mark_of
from ingest.passages.parts import Columns, Part, parts_of
from ingest.written.timescales import is_timescale, timescale_in


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in its document; ``spans`` are slices of the cleaned pages."""

    heading: tuple[str, ...]
    pages: tuple[int, ...]
    page_labels: tuple[str | None, ...]
    passage_ids: tuple[str, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One finding, recommendation, lesson or good practice. ``addressed_to`` are the words that name who is asked.

    ``repeated`` are the further places of the same document that state it.
    """

    kind: Role
    number: str | None
    title: str | None
    text: str
    heading: tuple[str, ...]
    pages: tuple[int, ...]
    page_labels: tuple[str | None, ...]
    passage_ids: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    timescale: str | None = None
    addressed_to: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    repeated: tuple[Place, ...] = ()


_ALIKE = 0.85
_FEWEST_TO_CUT = 150
_ASKS = re.compile(
    r"\b(?:should|must|shall|recommend(?:s|ed)?|needs? to|(?:is|are) (?:asked )?to|will|ought to)\b|\?\s*$"
    r"|^\W*[A-Z]\w+ to [a-z]"
)
_ANNOUNCES = re.compile(r"[:;]\s*$|\b(?:and|or)\s*$")
_INTRODUCES = re.compile(
    r"\b(?:the following|as follows)\b(?! \w+ing\b)|\brecommendations? (?:are|were|is) (?:made|set|listed)|:\s*$",
    re.IGNORECASE,
)
_SENTENCE = 14
"""A heading with this many words says all of the finding itself."""
_FEWEST_CELLS, _SHORT = 2, 8
_FOUND = (Role.FINDING, Role.LESSON)
_COUNTED = re.compile(r"\d{1,2}[.)]\s")
_DISCUSSION = 40
_DOES = re.compile(
    r"(?:Adopt|Agree|Amend|Arrange|Audit|Bring|Carry|Check|Clarify|Commission|Consider|Create|Design|Develop|Ensure"
    r"|Establish|Extend|Fund|Give|Identify|Implement|Improve|Include|Introduce|Issue|Make|Monitor|Offer|Produce|Promote"
    r"|Provide|Publish|Raise|Record|Remind|Remove|Replace|Report|Request|Require|Review|Revise|Seek|Set|Share"
    r"|Strengthen|Support|Test|Train|Update|Use|Work|Write)\s+[a-z]"
)
_TO_A_TEAM = re.compile(r"\bquestions? for (?:your|teams?|practi|discussion|reflect)", re.IGNORECASE)


def records_of(passages: Sequence[Passage]) -> tuple[Record, ...]:
    """Every record of a document, in reading order."""
    parts = list(_outer(part for passage in passages for part in parts_of(passage)))
    named = any(part.style is Style.NAMED and part.kind in _FOUND for part in parts)
    return _once(record for run in _runs(parts) for record in _records(run, named=named))


def _outer(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts without those titles under which a finding is named once more, in its own words."""
    every = list(parts)
    held = {part.passage.heading for part in every if part.style is Style.NAMED and not part.is_title}
    yield from (part for part in every if not (part.kind in _FOUND and part.is_title and part.passage.heading in held))


def _runs(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Neighbouring parts of one kind and one chapter."""
    run: list[Part] = []
    for part in parts:
        if run and (part.kind != run[0].kind or part.passage.heading[:2] != run[0].passage.heading[:2]):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _records(run: list[Part], *, named: bool) -> Iterator[Record]:
    least = max((part.style for part in run if _starts(part, Style.PLAIN)), default=Style.PLAIN)
    if run[0].kind in _FOUND:
        if named and least < Style.NAMED and _discusses(run):
            return  # where findings are named elsewhere, this is the discussion around them
        least = Style.PLAIN if least is Style.BULLET else least
    planned = all(part.passage.role is Role.RESPONSE for part in run)
    if not planned or least is Style.NAMED or _tabled(run):
        for group in _grouped(run, Style.PLAIN if run[0].kind is Role.GOOD_PRACTICE else least):
            yield _record(group, run)


def _discusses(run: list[Part]) -> bool:
    """Whether these are paragraphs about findings, and no list of short ones."""
    words = sum(len(part.text.split()) for part in run) / len(run)
    return words >= _DISCUSSION and not any(_COUNTED.match(part.text) for part in run)


def _tabled(run: list[Part]) -> bool:
    """Whether it is the table of an action plan: its columns are named, or its rows are numbered."""
    numbered = [part for part in run if len(part.cells) > _FEWEST_CELLS and part.style is Style.NUMBERED]
    return any(part.columns for part in run) or len(numbered) > 1


def _grouped(run: list[Part], least: Style) -> Iterator[list[Part]]:
    """The parts that make one record each; what stands between records belongs to none."""
    group: list[Part] = []
    for part in run:
        if group and _goes_on(group, part):
            group.append(part)
            continue
        if group:
            yield group
        group = [part] if _starts(part, least) else []
    if group:
        yield group


def _starts(part: Part, least: Style) -> bool:
    if (
        part.columns is not None
        or part.style < least
        or _TO_A_TEAM.search(f"{part.passage.heading[-1:]} {part.text[:80]}")
    ):
        return False
    if part.kind in _FOUND and part.text.rstrip().endswith("?") and ". " not in part.text[mark_of(part.text).end :]:
        return False
    if part.kind is Role.RECOMMENDATION and part.style < Style.NAMED:
        listed = (
            part.style is Style.BULLET or _COUNTED.match(part.text) or _DOES.match(part.text[mark_of(part.text).end :])
        )
        return bool(part.titled or part.cells or listed or _asks(part))
    return bool(re.search(r"[a-z]{3}", part.text))


def _asks(part: Part) -> bool:
    return bool(_ASKS.search(part.text)) and not _INTRODUCES.search(part.text[:200])


def _goes_on(group: list[Part], part: Part) -> bool:
    """Whether a part is more of the record before it: the rest under its title, its list, or what a cut left over."""
    first, last = group[0], group[-1]
    if part.passage.heading != first.passage.heading or mark_of(part.text).style is Style.NAMED or part.cells:
        return False
    if first.titled or (first.is_title and first.kind in _FOUND and len(first.text.split()) < _SENTENCE):
        return not is_numbered_paragraph(part.text)
    if part.style in (Style.BULLET, Style.NUMBERED) and not is_numbered_paragraph(part.text):
        listed = bool(_ANNOUNCES.search(group[0].text) or len(group) > 1)
        return listed and first.style > part.style and last.passage.id != part.passage.id
    return _cut(last, part)


def _cut(last: Part, part: Part) -> bool:
    """Whether the two were one paragraph, too long for the model to read at once."""
    if part.style is not Style.PLAIN or len(last.text.split()) + len(part.text.split()) < _FEWEST_TO_CUT:
        return False
    end, start = last.passage.spans[-1], part.passage.spans[0]
    return (start.page == end.page and 0 <= start.start - end.end <= 1) or start.page == end.page + 1


def _record(group: list[Part], run: list[Part]) -> Record:
    first, mark = group[0], mark_of(group[0].text)
    text = "\n".join(part.text for part in group)
    before = reversed(run[: run.index(first)])
    columns = next((p.columns for p in before if p.columns is not None), None) or columns_by_content(first)
    asked = Asked()
    timescale = None
    if first.kind is Role.RECOMMENDATION:
        body = text.removeprefix(f"{first.passage.heading[-1]}\n") if first.titled else text
        asked = asked_in(columns.action(first) or body, first.passage.heading[1:], columns.whom(first))
        timescale = columns.when(first) or timescale_in(body)
    place = _place(group)
    return Record(
        kind=first.kind,
        number=mark.number or first.number,
        title=first.title,
        text=text,
        heading=place.heading,
        pages=place.pages,
        page_labels=place.page_labels,
        passage_ids=place.passage_ids,
        addressees=asked.agencies,
        timescale=timescale,
        addressed_to=asked.words,
        spans=place.spans,
    )


def columns_by_content(part: Part) -> Columns:
    """The columns of a row whose heads are not known: a cell that is a date, and a short one that names agencies."""
    names = ["action" if len(cell.split()) > _SHORT else "" for cell in part.cells]
    for place, cell in enumerate(part.cells):
        if len(cell.split()) <= _SHORT and place > 0:
            names[place] = (
                "by when" if is_timescale(cell) else "who" if "who" not in names and agencies_in(cell) else ""
            )
    return Columns(tuple(names))


def _place(group: list[Part]) -> Place:
    spans = tuple(span for part in group for span in part.spans)
    labels = {n: label for part in group for n, label in zip(part.passage.pages, part.passage.page_labels, strict=True)}
    pages = tuple(dict.fromkeys(span.page for span in spans))
    ids = tuple(dict.fromkeys(part.passage.id for part in group))
    return Place(group[0].passage.heading, pages, tuple(labels[page] for page in pages), ids, spans)


def _once(records: Iterable[Record]) -> tuple[Record, ...]:
    """What is stated twice is one record, at its first place, with the other places beside it."""
    kept: list[Record] = []
    for record in records:
        place = next((n for n, other in enumerate(kept) if _same(other, record)), None)
        if place is None:
            kept.append(record)
            continue
        again = Place(record.heading, record.pages, record.page_labels, record.passage_ids, record.spans)
        kept[place] = replace(kept[place], repeated=(*kept[place].repeated, again))
    return tuple(kept)


def _same(one: Record, other: Record) -> bool:
    if one.kind is not other.kind or not (one.number == other.number or None in (one.number, other.number)):
        return False
    ours, theirs = _words(one.text), _words(other.text)
    if not ours or not theirs:
        return False
    if one.number and one.title and one.title == other.title:
        return True
    return len(ours & theirs) / len(ours | theirs) >= _ALIKE


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text[mark_of(text).end :].casefold()))
