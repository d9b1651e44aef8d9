"""The agencies that were involved with the family: those whose doings the case itself tells of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.facts.told import Told
from ingest.model import Evidence, Role
from ingest.vocabulary.cues import any_of, pattern, required
from ingest.vocabulary.reading import vocabulary

_WEIGHT = {
    Role.SUMMARY: 1.0,
    Role.NARRATIVE: 1.0,
    Role.FAMILY_BACKGROUND: 1.0,
    Role.GOOD_PRACTICE: 1.0,
    Role.ANALYSIS: 0.5,
    Role.FINDING: 0.5,
    Role.LESSON: 0.5,
    Role.PRACTITIONER_VIEW: 0.5,
    Role.METHODOLOGY: 0.5,
}
_SHORT = 70
_NEVER = frozenset({"safeguarding-partnership"})
_BYSTANDERS = frozenset({"cafcass-courts", "immigration-other", "health-commissioner", "domestic-abuse-services", "probation"})
"""Named in many reports that they had no part in: courts that sentence, commissioners that are told to act."""


@dataclass(frozen=True, slots=True)
class _Agency:
    id: str
    cues: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    exclusions: re.Pattern[str]


@cache
def _agencies() -> tuple[_Agency, ...]:
    return tuple(
        _Agency(
            term.id,
            tuple((pattern(cue), required(cue)) for cue in term.cues),
            any_of(term.exclusions),
        )
        for term in vocabulary().agencies
        if term.id not in _NEVER
    )


def agencies_of(sentences: Sequence[Told]) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Every agency that the case tells of often enough, the most often first, with the first sentence of each."""
    least = 0.5 if len(sentences) < _SHORT else 1.0
    weight: defaultdict[str, float] = defaultdict(float)
    first: dict[str, tuple[Told, int]] = {}
    for told in sentences:
        worth = 0.0 if told.on_cover or told.text.rstrip().endswith("?") else _WEIGHT.get(told.role, 0.0)
        for agency, at in mentions(told) if worth else ():
            weight[agency] += worth
            first.setdefault(agency, (told, at))
    chosen = [agency for agency, worth in sorted(weight.items(), key=lambda item: -item[1]) if worth >= (3.0 if agency in _BYSTANDERS else least)]
    grounds = (first[a][0].evidence("agencies", first[a][1], a, clear=weight[a] >= 2) for a in chosen)
    return tuple(chosen), tuple(grounds)


def mentions(told: Told) -> Iterator[tuple[str, int]]:
    """The agencies that a sentence names, each once, with the place."""
    lower = told.text.lower()
    for agency in _agencies():
        at = _mention(agency, told.text, lower)
        if at is not None:
            yield agency.id, at


def _mention(agency: _Agency, text: str, lower: str) -> int | None:
    """Where the agency is named, outside of the phrases that only look like it."""
    outside: list[tuple[int, int]] | None = None
    for cue, words in agency.cues:
        if words and not any(word in lower for word in words):
            continue
        for match in cue.finditer(text):
            if outside is None:
                outside = [other.span() for other in agency.exclusions.finditer(text)]
            if not any(start < match.end() and match.start() < end for start, end in outside):
                return match.start()
    return None
