"""The words that show a tag, as they are said beside it: on hover, and opened by key or tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.tagging.tags import AgencyTag, How, PassageTags, Strength, ThemeTag
from ingest.model import Passage

Told = Mapping[str, Mapping[str, str]]
"""For ``themes`` and ``agencies``, what is said of each by id."""

_HOW = {
    How.CUE: "It says {words}.",
    How.BOTH: "It says {words}, and is like other passages on this theme.",
    How.MEANING: "Its words {words} are like those of other passages on this theme.",
    How.PERSON: "No words were marked for it.",
}


def told_by(passage: Passage, tags: PassageTags) -> Told:
    """What is said of each tag of a passage."""
    return {
        "themes": {tag.id: _theme(passage, tag) for tag in tags.themes},
        "agencies": {tag.id: _agency(passage, tag) for tag in tags.agencies},
    }


def _theme(passage: Passage, tag: ThemeTag) -> str:
    return _sure(tag.strength) + _HOW[tag.how].format(words=_quoted(passage, tag.words))


def _agency(passage: Passage, tag: AgencyTag) -> str:
    words = f", by {_quoted(passage, tag.words)}" if tag.words else ", as its heading says"
    part = {"addressee": "asked to act"}.get(tag.role, tag.role)
    return f"{_sure(tag.strength)}Named here as {part}{words}."


def _sure(strength: Strength) -> str:
    return "Possible. " if strength is Strength.POSSIBLE else ""


def _quoted(passage: Passage, places: Sequence[tuple[int, int]]) -> str:
    words = dict.fromkeys(" ".join(passage.text[start:end].split()) for start, end in places)
    return ", ".join(f"“{one}”" for one in words)
