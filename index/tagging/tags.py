"""What was read out of a passage: its themes and agencies, how sure that is, and the words that say so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Span = tuple[int, int]
"""A place in the passage's text: ``text[start:end]``."""


class Strength(StrEnum):
    """How plainly a passage carries a tag; what is possible is for a person to look at."""

    CLEAR = "clear"
    POSSIBLE = "possible"


class How(StrEnum):
    """What a tag rests on: words of the vocabulary, likeness of meaning, or both; or a person alone, who added it."""

    CUE = "cue"
    MEANING = "meaning"
    BOTH = "both"
    PERSON = "person"


class Part(StrEnum):
    """The part that an agency plays in a passage."""

    INVOLVED = "involved"
    ADDRESSEE = "addressee"
    AUTHOR = "author"
    COMMISSIONER = "commissioner"


@dataclass(frozen=True, slots=True)
class By:
    """The person who accepted or added a tag, and when (UTC)."""

    name: str
    when: datetime
    verdict: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ThemeTag:
    """A theme that a passage speaks of; ``words`` are the places of the words that show it, in order.

    ``by`` is the person who decided it, or ``None`` for what only a machine says.
    """

    id: str
    strength: Strength
    how: How
    words: tuple[Span, ...]
    by: By | None = None


@dataclass(frozen=True, slots=True)
class AgencyTag:
    """An agency in a passage; ``words`` is empty where only the heading names it. ``by`` is as for a theme."""

    id: str
    role: Part
    strength: Strength
    words: tuple[Span, ...]
    by: By | None = None


@dataclass(frozen=True, slots=True)
class PassageTags:
    """All that was read out of one passage, the surest first."""

    themes: tuple[ThemeTag, ...] = ()
    agencies: tuple[AgencyTag, ...] = ()


UNTAGGED = PassageTags()


def written(tags: PassageTags) -> str:
    """A machine's tags as they are kept: places only, never the words, so that no text is kept twice."""
    themes = [[tag.id, tag.strength, tag.how, tag.words] for tag in tags.themes]
    agencies = [[tag.id, tag.role, tag.strength, tag.words] for tag in tags.agencies]
    return json.dumps([themes, agencies], separators=(",", ":"))


def read(line: str) -> PassageTags:
    """The tags that :func:`written` wrote."""
    themes, agencies = json.loads(line)
    return PassageTags(
        tuple(ThemeTag(name, Strength(sure), How(how), _spans(words)) for name, sure, how, words in themes),
        tuple(AgencyTag(name, Part(part), Strength(sure), _spans(words)) for name, part, sure, words in agencies),
    )


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """Places in order, those that overlap as one."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def _spans(given: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in given)
