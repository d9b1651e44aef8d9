"""The role of each passage, read again with the whole document known: its headings, its lists and its own wording.

Where passages begin and end is settled before (`structure`), by headings and openings alone; this only says better what
each of them does. Words inside a passage may do something else than the passage: :func:`voices` tells them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from ingest.model import Passage, Role
from ingest.passages.items import Style, mark_of
from ingest.passages.manner import weighing
from ingest.passages.roles import bare_heading, role_of_heading
from ingest.passages.sentences import sentence_spans
from ingest.vocabulary.entries import Entry, Pattern, many
from ingest.vocabulary.lines import strict
from ingest.vocabulary.reading import vocabulary


class WordingEntry(Entry):
    """An entry of wording.yaml."""

    role: Role
    headings: tuple[Pattern, ...] = ()
    sentences: tuple[Pattern, ...] = ()
    within: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A sentence ``text[start:end]`` of a passage and what it does."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class _Document:
    """What must be known of all of a document to read one of its passages."""

    title: str | None
    named: frozenset[tuple[str, ...]]
    briefing: bool
    answers: bool
    long: bool


_RECORDS = frozenset({Role.FINDING, Role.LESSON, Role.RECOMMENDATION, Role.GOOD_PRACTICE})
_DISCUSSED = frozenset({Role.FINDING, Role.LESSON})
_CLOSED = frozenset({Role.RECOMMENDATION, Role.APPENDIX, Role.RESPONSE})
"""Roles that no wording of a sentence changes."""
_INNER_ONLY = frozenset(
    {Role.RESPONSE, Role.LESSON, Role.SUMMARY, Role.CONCLUSION, Role.FRONT_MATTER, Role.METHODOLOGY}
)
"""Roles that a heading within an analysis or a narrative does not give: "Progress and closure"."""
_SHARE = 0.5
_LONG = 1800
_WEIGHS, _PLAINLY_WEIGHS = -3.0, 2.5
_NEARLY_ALL = 0.7
_COVER = 60
_FEWEST_SECTIONS = 3
_KIND_OF_REPORT = re.compile(
    r"\b(?:report|briefing|(?:learning|executive) summary|(?:case|practice|learning|thematic|management|rapid) review"
    r"|summary of (?:the|a) (?:serious|significant|child|case|review)|response|action plan)\b",
    re.IGNORECASE,
)
_ASKS_WHY = re.compile(r"(?:why|how|what|who|when|where|meet|about|introduc\w+|before|the )\b", re.IGNORECASE)
_BRIEFING = re.compile(r"\b(?:seven|7)[ -]minute|\bbriefing\b", re.IGNORECASE)
_RESPONSE = re.compile(r"\bresponses?\b|\b(?:action|improvement) plan\b", re.IGNORECASE)
_LEARNING = re.compile(r"\blearn|\blesson|\bmessage", re.IGNORECASE)
_KEY = re.compile(r"\bkey (?:learning|messages?|lessons?)\b|\blessons\b", re.IGNORECASE)
_CASE = re.compile(
    r"\b(?:died|dead|injur\w+|fractur\w+|bruis\w+|born|arrested|convicted|admitted|found|overdose|ambulance|lived with"
    r"|aged?|months old|years old|pleaded|charged|inquest|coroner)\b",
    re.IGNORECASE,
)
_MAKING = re.compile(
    r"\b(?:the panel|reviewers?|authors?|chair|methodology|chronolog\w+|guidance|commissioned|reports? (?:was|were|is)"
    r"|learning event|regulations?|this report)\b",
    re.IGNORECASE,
)
_HOUSEHOLD = re.compile(
    r"\b(?:lives? with|lived with|(?:is|was) (?:aged )?\d{2}\b|aged \d+|white british|grew up"
    r"|(?:half-|step-?)?(?:brother|sister)s?|first child|only child|relationship\tage|ethnic|nationality|separated"
    r"|stepmother|stepfather|grandmother)\b",
    re.IGNORECASE,
)
_SPOKEN = (Role.FAMILY_VIEW, Role.PRACTITIONER_VIEW)
_GOES_ON = re.compile(
    r"[\"“‘']|(?:She|He|They|One|Several|Both|Another|All|Some|Her|His|Their)\b|The \w+ (?:said|told|felt)\b"
)
_SUBJECT = re.compile(r"^(?:baby|child|infant|young person|family) (?:[A-Z]{1,3}\d?|[A-Z][a-z]+)$", re.IGNORECASE)
_INTRODUCES = re.compile(r"\bintroduction\b", re.IGNORECASE)
_FOREWORDS = re.compile(r"\b(?:introduction|executive summary)\b", re.IGNORECASE)


def reread(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with the roles that the whole document gives them."""
    document = _known(passages)
    cover = _cover(passages)
    return tuple(
        replace(passage, role=Role.FRONT_MATTER if place < cover else _role(passage, document))
        for place, passage in enumerate(passages)
    )


def _cover(passages: Sequence[Passage]) -> int:
    """How many passages stand on the cover: the short ones at the beginning, under titles."""
    if len({passage.heading for passage in passages}) < _FEWEST_SECTIONS:
        return 0
    heads = (passage.heading[1:] if len(passage.heading) > 1 else passage.heading for passage in passages)
    covers = (
        passage.pages[0] == 1 and len(passage.text.split()) <= _COVER and not any(map(_opens_a_section, headed))
        for passage, headed in zip(passages, heads, strict=True)
    )
    return next((place for place, on_it in enumerate(covers) if not on_it), 0)


def _opens_a_section(heading: str) -> bool:
    named = role_of_heading(heading) is not None or _ASKS_WHY.match(bare_heading(heading)) is not None
    return named and (_KIND_OF_REPORT.search(heading) is None or _ASKS_WHY.match(bare_heading(heading)) is not None)


def voices(passage: Passage) -> tuple[Voice, ...]:
    """The sentences of a passage, each with what it does: as the passage does, where its wording says nothing else."""
    told = _told(passage.text, passage.role)
    return tuple(Voice(start, end, role or passage.role) for start, end, role in told)


def _told(text: str, role: Role) -> Iterator[tuple[int, int, Role | None]]:
    """The sentences with the role that their wording gives; who spoke goes on speaking: "She said that …"."""
    before: Role | None = None
    for start, end in sentence_spans(text):
        voice = _voice(text[start:end], role)
        if voice is None and before in _SPOKEN and _GOES_ON.match(text[start:end]):
            voice = before
        yield start, end, voice
        before = voice


def _known(passages: Sequence[Passage]) -> _Document:
    heads = " \n".join(passage.heading[0] for passage in passages[:3] if passage.heading)
    first = " ".join((heads, *(passage.text[:200] for passage in passages[:2])))
    named = frozenset(passage.heading for passage in passages if _named(passage) in _DISCUSSED)
    words = sum(len(passage.text.split()) for passage in passages)
    return _Document(
        _title(passages), named, bool(_BRIEFING.search(first)), bool(_RESPONSE.search(heads)), words > _LONG
    )


def _title(passages: Sequence[Passage]) -> str | None:
    """The heading over nearly everything: the document's own title, which gives no role."""
    tops = Counter(passage.heading[0] for passage in passages if len(passage.heading) > 1)
    top, count = tops.most_common(1)[0] if tops else ("", 0)
    return top if count >= _NEARLY_ALL * sum(bool(passage.heading) for passage in passages) else None


def _role(passage: Passage, document: _Document) -> Role:
    headings = passage.heading[1:] if passage.heading[:1] == (document.title,) else passage.heading
    named = _named(passage)
    if named is not None:
        return _learned(passage, named, headings, document)
    if document.answers and passage.heading and passage.role is not Role.APPENDIX:
        return Role.RESPONSE
    if passage.role is Role.APPENDIX and role_of_heading(" ".join(passage.heading[-1:])) is Role.APPENDIX:
        return _by_wording(passage, passage.role)
    role = _by_place(passage, headings, document)
    if role in _DISCUSSED and not _listed(passage):
        role = _discussed(headings, role, document)
    return _by_wording(passage, role)


def _named(passage: Passage) -> Role | None:
    """The kind that an item states of itself."""
    mark = mark_of(passage.text)
    if mark.style is not Style.NAMED or passage.role in (Role.APPENDIX, Role.RESPONSE):
        return None
    if passage.text.lstrip()[:8].lower() == "question":
        return passage.role
    return mark.kind


def _learned(passage: Passage, kind: Role, headings: Sequence[str], document: _Document) -> Role:
    """Learning points are findings, unless they stand among lessons or make up a briefing."""
    if kind is not Role.FINDING or not _LEARNING.search(passage.text[: mark_of(passage.text).end]):
        return kind
    among = any(_KEY.search(heading) for heading in headings)
    open_ = not any(_of_heading(heading, document) for heading in headings)
    return Role.LESSON if among or (document.briefing and open_) else kind


def _listed(passage: Passage) -> bool:
    return mark_of(passage.text).style is Style.NUMBERED and not re.match(r"\d+[.-]\d", passage.text)


def _by_place(passage: Passage, headings: Sequence[str], document: _Document) -> Role:
    """The role that the headings give, the nearest first."""
    found = [role for role in (_of_heading(heading, document) for heading in reversed(headings)) if role]
    if not found or passage.role is Role.APPENDIX:
        return _unheaded(passage, headings, document)
    if passage.role is Role.GOOD_PRACTICE and found[0] is not Role.RECOMMENDATION:
        return passage.role
    outer = found[1] if len(found) > 1 else None
    if outer in (Role.ANALYSIS, Role.NARRATIVE) and found[0] in _INNER_ONLY:
        return outer
    if _FOREWORDS.search(headings[-1]):
        told, making = len(_CASE.findall(passage.text)), len(_MAKING.findall(passage.text))
        summary = told > making or (told == making and not _INTRODUCES.search(headings[-1]))
        return Role.SUMMARY if summary else Role.METHODOLOGY
    if len(headings) > 1 and found[0] is Role.FAMILY_BACKGROUND and _SUBJECT.match(headings[-1]):
        return Role.NARRATIVE  # one account for each of several children
    if found[0] is Role.NARRATIVE and weighing(passage.text) >= _PLAINLY_WEIGHS:
        return Role.ANALYSIS
    return found[0]


def _names_a_theme(heading: str) -> bool:
    """Whether a heading is a theme of practice: "Professional curiosity"."""
    return bare_heading(heading).casefold() in _themes()


@cache
def _themes() -> frozenset[str]:
    return frozenset(name.casefold() for theme in vocabulary().themes for name in theme.names)


def _unheaded(passage: Passage, headings: Sequence[str], document: _Document) -> Role:
    """Under a heading that could stand over anything: by the manner of the text itself."""
    if passage.role is not Role.NARRATIVE or len(passage.heading) == 0:
        return passage.role
    if len(_HOUSEHOLD.findall(passage.text)) >= 4:
        return Role.FAMILY_BACKGROUND
    if passage.heading in document.named:
        return Role.ANALYSIS if document.long else Role.LESSON
    if document.briefing and headings and not _BRIEFING.search(headings[-1]):
        return Role.LESSON
    weighs = any(map(_names_a_theme, headings)) or weighing(passage.text) >= _WEIGHS
    return Role.ANALYSIS if headings and weighs else passage.role


def _discussed(headings: Sequence[str], role: Role, document: _Document) -> Role:
    """What stands around named findings: in a long report that learns, its analysis; in a short one, part of them."""
    learns = any(_LEARNING.search(heading) for heading in headings)
    return Role.ANALYSIS if document.long and document.named and learns else role


def _of_heading(heading: str, document: _Document) -> Role | None:
    bare = bare_heading(heading)
    for role, pattern in _headings():
        if pattern.search(bare) and not (document.answers and role is Role.RECOMMENDATION):
            return role
    return role_of_heading(heading)


def _by_wording(passage: Passage, role: Role) -> Role:
    """The role of most of its words, where they say so themselves."""
    if role in _CLOSED - {Role.APPENDIX}:
        return role
    weight: dict[Role, int] = {}
    for start, end, voice in _told(passage.text, role):
        if voice is not None:
            weight[voice] = weight.get(voice, 0) + end - start
    best = max(weight, key=lambda one: weight[one], default=role)
    return best if weight.get(best, 0) >= _SHARE * len(passage.text) else role


def _voice(sentence: str, role: Role) -> Role | None:
    """What a sentence of a passage with that role does by its own wording."""
    if role in _CLOSED - {Role.APPENDIX}:
        return None
    for other, within, pattern in _sentences():
        if other is not role and (not within or role in within) and pattern.search(sentence):
            return other
    return None


@cache
def _entries() -> tuple[WordingEntry, ...]:
    file = files("ingest.vocabulary").joinpath("wording.yaml")
    return strict(file.read_text(encoding="utf-8"), file.name, many(WordingEntry))[0]


@cache
def _headings() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((entry.role, _any(entry.headings)) for entry in _entries() if entry.headings)


@cache
def _sentences() -> tuple[tuple[Role, frozenset[Role], re.Pattern[str]], ...]:
    return tuple((e.role, frozenset(e.within), _any(e.sentences)) for e in _entries() if e.sentences)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
