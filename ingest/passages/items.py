"""How an item of a list begins: "Recommendation 3: …", "R4.", "5.12 …", a bullet, "Housing staff: …", a table's row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from ingest.model import Role


class Style(IntEnum):
    """How plainly an item says that it is one; a list is read by the plainest style that it holds."""

    PLAIN = 0
    BULLET = 1
    NUMBERED = 2
    NAMED = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of an item: its style, the kind and number it states, and where its own words begin."""

    style: Style
    kind: Role | None = None
    number: str | None = None
    end: int = 0


_PARAGRAPH = r"(?:para(?:graph)?\.?\s+)?\(?[A-Za-z]?\d+(?:[.-]\d+)*[.:)]*\s+"
_BULLET = r"(?:[•▪◦●○■□➢✓*–—-]|o(?=\s+[A-Z]))\s+"
_COUNT = (
    r"(?:[A-Z]?\d+(?:[.-]\d+)*|(?-i:[A-Z])|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve)\b"
)
_NAMED = re.compile(
    rf"(?:{_BULLET})?(?:{_PARAGRAPH})?(?:(?:[\w'’-]+ ){{0,2}}(?P<name>recommendation|finding|lesson"
    rf"|learning(?: point| theme)?|(?:key|practice) (?:message|issue|learning)|question)s?"
    rf" (?:no\.? ?|number )?(?P<number>{_COUNT})"
    r"(?:[.:)]+(?:\s+|$)|\s*[–—-]+\s+|\t|\s*$|\s+(?-i:(?=[A-Z])))"
    r"|(?:[\w'’-]+ ){0,2}(?P<alone>recommendation|finding|lesson|learning(?: point)?"
    r"|(?:key|practice) (?:message|learning)):\s+"
    r"|(?P<short>R\d+(?:\.\d+)*)[.:)]*\s+)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\(?(?:para(?:graph)?\.?\s+)?(?P<number>[A-Z]?\d{1,3}(?:[.-]\d{1,3})*|[a-z](?=[.)])|[ivx]{1,5}(?=[.)]))"
    r"(?:[.:)]+\s+|\s*\t|\s+(?=[A-Z\"“‘']))(?=\S)"
)
_RUNNING = re.compile(r"(?:para(?:graph)?\.?\s+)?\d+(?:[.-]\d+)+[.:)]?\s")
_STARTS_BULLET = re.compile(_BULLET)
_LABEL = re.compile(r"(?P<label>[A-Z][\w'’,&/ -]{2,80}?):\s+(?=[a-z])")
_LONG_LABEL = 10
_KINDS = {"recommendation": Role.RECOMMENDATION, "question": Role.RECOMMENDATION, "lesson": Role.LESSON}
_MESSAGES = re.compile(r"messages?\b", re.IGNORECASE)


def mark_of(text: str) -> Mark:
    """How a text begins."""
    named = _NAMED.match(text)
    if named:
        return Mark(Style.NAMED, _kind(named), named["number"] or named["short"], named.end())
    numbered = _NUMBERED.match(text)
    if numbered:
        return Mark(Style.NUMBERED, None, numbered["number"], numbered.end())
    bullet = _STARTS_BULLET.match(text)
    if bullet:
        inner = _NUMBERED.match(text, bullet.end())
        number = inner["number"] if inner else None
        return Mark(Style.BULLET, None, number, inner.end() if inner else bullet.end())
    return Mark(Style.BULLET) if label_of(text) or "\t" in text else Mark(Style.PLAIN)


def label_of(text: str) -> str | None:
    """Whom a line is for, where it says so before a colon: "Health visitors: ask …"."""
    bullet = _STARTS_BULLET.match(text)
    label = _LABEL.match(text, bullet.end() if bullet else 0)
    return label["label"] if label and len(label["label"].split()) <= _LONG_LABEL else None


def is_numbered_paragraph(text: str) -> bool:
    """Whether it is a paragraph of the running report, such as "5.12 …", and no item of a list."""
    return (
        bool(re.match(r"(?:para(?:graph)?\.?\s+)?\d+(?:[.-]\d+)+[.:)]?\s", text)) and mark_of(text).style < Style.NAMED
    )


def _kind(named: re.Match[str]) -> Role:
    name = (named["name"] or named["alone"] or "recommendation").lower()
    if _MESSAGES.search(name):
        return Role.LESSON
    return _KINDS.get(name, Role.FINDING)
