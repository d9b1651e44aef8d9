"""Where the cues of many terms stand in a text, fast: words that a cue needs are looked for before its pattern."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.tagging.tags import Span
from ingest.vocabulary.cues import flaw, pattern, required
from ingest.vocabulary.terms import Agency, Cued

_BEGINNING = 3
"""Letters; no word that a cue needs is shorter."""


@dataclass(slots=True)
class Hits:
    """Where one term's cues stand, and its weak cues."""

    strong: list[Span] = field(default_factory=list)
    weak: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cue:
    term: str
    pattern: re.Pattern[str]
    weak: bool


class CueFinder:
    """Finds the cues of ``terms``. A cue within one of its term's exclusions does not count."""

    def __init__(self, terms: Sequence[Cued]) -> None:
        self._cues: list[_Cue] = []
        self._all_of: list[list[frozenset[str]]] = []
        self._needing: defaultdict[str, list[int]] = defaultdict(list)
        self._exclusions = {term.id: [(pattern(one), required(one)) for one in term.exclusions] for term in terms}
        for term in terms:
            for cue in (*term.cues, *_names(term)):
                self._keep(_Cue(term.id, pattern(cue), weak=False), cue)
            for cue in term.weak_cues:
                self._keep(_Cue(term.id, pattern(cue), weak=True), cue)
        self._words = _by_beginning(
            {*self._needing, *(word for needed in self._all_of for one in needed for word in one)}
        )

    def find(self, text: str) -> Mapping[str, Hits]:
        """The hits in ``text`` by term id, of the terms that have any."""
        found: defaultdict[str, Hits] = defaultdict(Hits)
        for number in self._worth_trying(text):
            cue = self._cues[number]
            spans = [match.span() for match in cue.pattern.finditer(text)]
            if spans:
                hits = found[cue.term]
                (hits.weak if cue.weak else hits.strong).extend(spans)
        lower = text.lower()
        return {term: kept for term, hits in found.items() if (kept := self._without(term, hits, text, lower))}

    def _worth_trying(self, text: str) -> list[int]:
        """The cues of which a word that they need is there, each once."""
        lower = text.lower()
        beginnings = {lower[at : at + _BEGINNING] for at in range(len(lower))} & self._words.keys()
        there = {word for beginning in beginnings for word in self._words[beginning] if word in lower}
        numbers = {number for word in there for number in self._needing.get(word, ())}
        every = sorted({*self._needing.get("", ()), *numbers})
        return [number for number in every if all(not there.isdisjoint(words) for words in self._all_of[number])]

    def _keep(self, cue: _Cue, written: str) -> None:
        for word in required(written) or ("",):
            self._needing[word].append(len(self._cues))
        self._all_of.append(_needed(written))
        self._cues.append(cue)

    def _without(self, term: str, hits: Hits, text: str, lower: str) -> Hits | None:
        """The hits outside of the term's exclusions; ``None`` when none is left."""
        outside = [
            match.span()
            for exclusion, needed in self._exclusions[term]
            if not needed or any(word in lower for word in needed)
            for match in exclusion.finditer(text)
        ]
        if outside:
            hits = Hits(_beside(hits.strong, outside), _beside(hits.weak, outside))
        return hits if hits.strong or hits.weak else None


def _beside(spans: list[Span], outside: list[Span]) -> list[Span]:
    return [(a, b) for a, b in spans if not any(start < b and a < end for start, end in outside)]


def _names(term: Cued) -> tuple[str, ...]:
    """What an agency is called, as cues, with abbreviations of two capitals or more; a theme's name may be any word."""
    if not isinstance(term, Agency):
        return ()
    capitals = (name for name in term.abbreviations if re.fullmatch(r"[A-Z][A-Z&]+", name))
    known = {*term.cues, *term.weak_cues}
    return tuple(name for name in dict.fromkeys((*capitals, *term.names)) if name not in known and not flaw(name))


def _needed(cue: str) -> list[frozenset[str]]:
    """For each word or group of a cue that must match, the words of which one must be there."""
    parts, depth = [""], 0
    for before, letter in zip(f" {cue}", cue, strict=False):
        depth += 0 if before == "\\" else (letter in "([") - (letter in ")]")
        if depth == 0 and letter == "|":
            return []
        if depth == 0 and letter == " ":
            parts.append("")
        else:
            parts[-1] += letter
    if any(part[:1] in {"?", "*", "+", "{"} for part in parts):
        return []
    return [words for part in parts if part and (words := required(part))]


def _by_beginning(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by their first letters: a text has few of all beginnings, so few words need be looked for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if word:
            found[word[:_BEGINNING]].append(word)
    return dict(found)
