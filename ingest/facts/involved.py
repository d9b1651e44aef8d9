"""The agencies that were involved with the family: those whose doings the case itself tells of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
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
    Role.CONCLUSION: 0.5,
}
_SHORT = 70
_NEVER = frozenset({"safeguarding-partnership"})
_BYSTANDERS = frozenset({"cafcass-courts", "immigration-other", "health-commissioner", "domestic-abuse-services"})
"""Named in many reports that they had no part in: courts that sentence, commissioners that are told to act."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """One way of naming an agency, and the phrases that only look like it."""

    agency: str
    pattern: re.Pattern[str]
    exclusions: re.Pattern[str]


@cache
def _cues() -> dict[str, tuple[_Cue, ...]]:
    """The cues by a word that each needs: looking for the words first spares nearly all of the matching."""
    found: defaultdict[str, list[_Cue]] = defaultdict(list)
    for term in vocabulary().agencies:
        exclusions = any_of(term.exclusions)
        for cue in term.cues if term.id not in _NEVER else ():
            for word in required(cue) or {""}:
                found[word].append(_Cue(term.id, pattern(cue), exclusions))
    return {word: tuple(cues) for word, cues in found.items()}


def agencies_of(sentences: Sequence[Told]) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Every agency that the case tells of often enough, the most often first, with the first sentence of each."""
    least = 0.5
    weight: defaultdict[str, float] = defaultdict(float)
    first: dict[str, tuple[Told, int]] = {}
    for told in sentences:
        worth = 0.0 if told.on_cover or told.text.rstrip().endswith("?") else _WEIGHT.get(told.role, 0.0)
        for agency, at in mentions(told).items() if worth else ():
            weight[agency] += worth
            first.setdefault(agency, (told, at))
    chosen = [
        agency
        for agency, worth in sorted(weight.items(), key=lambda item: -item[1])
        if worth >= (3.0 if agency in _BYSTANDERS else least)
    ]
    grounds = (first[a][0].evidence("agencies", first[a][1], a, clear=weight[a] >= 2) for a in chosen)
    return tuple(chosen), tuple(grounds)


def mentions(told: Told) -> dict[str, int]:
    """The agencies that a sentence names, each with the place where it is named first."""
    lower, found = told.text.lower(), {}
    for word, cues in _cues().items():
        for cue in cues if word in lower else ():
            at = _place(cue, told.text) if cue.agency not in found else None
            if at is not None:
                found[cue.agency] = at
    return found


def _place(cue: _Cue, text: str) -> int | None:
    """Where a cue stands outside of the phrases that only look like it."""
    for match in cue.pattern.finditer(text):
        outside = (other.span() for other in cue.exclusions.finditer(text))
        if not any(start < match.end() and match.start() < end for start, end in outside):
            return match.start()
    return None
