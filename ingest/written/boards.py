"""The names of boards, partnerships and committees as reports write them, and the board behind a name."""

from __future__ import annotations

import re

from ingest.written.publishers import publisher_named
from ingest.written.welsh import board_in

_PLACE = r"[A-Z][\w'’-]+(?:,?[ \t]+(?:(?:and|AND|&|of|upon|the|on)[ \t]+)?[A-Z][\w'’-]+){0,5}?"
_BODY = (
    r"(?:Local |Regional |LOCAL |REGIONAL )?(?:"
    r"Safeguarding (?:Children(?:['’]s)? |Adults and Children )?(?:Board|Partnership)(?: for Northern Ireland)?"
    r"|SAFEGUARDING (?:CHILDREN )?(?:BOARD|PARTNERSHIP)"
    r"|Child Protection Committee|CHILD PROTECTION COMMITTEE"
    r"|Area Child Protection Committee)"
)
_NAME = re.compile(rf"(?<![\w-])({_PLACE})[ \t]+({_BODY})(?![\w-])")
_SHORT = re.compile(rf"(?<![\w-])({_PLACE})[ \t]+(?:LSCB|LSCP|RSCB|SCB|SCP|CPC)(?![\w-])")
_LEADING = re.compile(
    r"^(?:(?:the|this|a|an|by|for|to|of|from|our|report|presented|published|commissioned)\s+)+", re.IGNORECASE
)
_GENERIC = frozenset({"local", "regional", "the", "the local", "area", "each", "every"})
_GUIDANCE = (
    ("England", r"Working Together to Safeguard Children|\bOfsted\b"),
    ("Wales", r"\bEstyn\b|Care Inspectorate Wales|Wales Safeguarding Procedures|All Wales Child Protection"),
    ("Scotland", r"National Guidance for Child Protection in Scotland|Children's Reporter"),
    ("Northern Ireland", r"Health and Social Care Trust|Co-operating to Safeguard Children"),
)
_SMALL = frozenset({"and", "of", "upon", "the", "on", "for"})


def board_names(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Every board named in ``text`` with the place of its name, in order, tidied from capitals."""
    return [(_tidy(match[0]), match.span()) for match in _NAME.finditer(text) if match[1].lower() not in _GENERIC]


def short_names(text: str) -> list[str]:
    """Boards by their short names: "Northmere LSCB"."""
    return [_tidy(match[0]) for match in _SHORT.finditer(text) if match[1].lower() not in _GENERIC]


def board_id(name: str) -> str:
    """An id for the board behind a name: its place, so that a board keeps its id when it becomes a partnership."""
    known = publisher_named(name)
    if known:
        return known.id
    match, welsh = _NAME.search(name), board_in(name)
    place = match[1] if match else welsh[1] if welsh else name
    return re.sub(r"[^a-z0-9]+", "-", _LEADING.sub("", place).casefold().replace("&", "and")).strip("-")


def nation_of(name: str) -> str | None:
    """The nation that the form of a board's name settles, or ``None``."""
    if re.search(r"child protection committee", name, re.IGNORECASE) and not re.search(r"area", name, re.IGNORECASE):
        return "Scotland"
    if re.search(r"for northern ireland", name, re.IGNORECASE):
        return "Northern Ireland"
    if re.search(r"local safeguarding|safeguarding children partnership", name, re.IGNORECASE):
        return "England"
    return None


def nation_in(text: str) -> str | None:
    """The nation whose guidance or inspectorate a report works under, where only one nation's is named."""
    named = {nation for nation, pattern in _GUIDANCE if re.search(pattern, text)}
    return named.pop() if len(named) == 1 else None


def _tidy(name: str) -> str:
    name = _LEADING.sub("", re.sub(r"\s+", " ", name))
    if not name.isupper():
        return name
    words = [word.lower() if word.lower() in _SMALL else word.title() for word in name.split()]
    return " ".join(words)
