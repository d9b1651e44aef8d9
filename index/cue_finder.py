"""Where the cues of many terms stand in a text, fast: words that a cue needs are looked for before its pattern."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.tags import Span
from ingest.vocabulary.cues import any_of, pattern, required
from ingest.vocabulary.terms import Agency, Cued


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
        self._by_word: defaultdict[str, list[_Cue]] = defaultdict(list)
        self._exclusions = {term.id: any_of(term.exclusions) for term in terms if term.exclusions}
        for term in terms:
            for cue in (*term.cues, *_capitals(term)):
                self._keep(_Cue(term.id, pattern(cue), weak=False), cue)
            for cue in term.weak_cues:
                self._keep(_Cue(term.id, pattern(cue), weak=True), cue)

    def find(self, text: str) -> Mapping[str, Hits]:
        """The hits in ``text`` by term id, of the terms that have any."""
        found: defaultdict[str, Hits] = defaultdict(Hits)
        lower = text.lower()
        for word, cues in self._by_word.items():
            if word in lower:
                for cue in cues:
                    spans = [match.span() for match in cue.pattern.finditer(text)]
                    if spans:
                        hits = found[cue.term]
                        (hits.weak if cue.weak else hits.strong).extend(spans)
        return {term: kept for term, hits in found.items() if (kept := self._without(term, hits, text))}

    def _keep(self, cue: _Cue, written: str) -> None:
        for word in required(written) or ("",):
            self._by_word[word].append(cue)

    def _without(self, term: str, hits: Hits, text: str) -> Hits | None:
        """The hits outside of the term's exclusions; ``None`` when none is left."""
        exclusions = self._exclusions.get(term)
        if exclusions is None:
            return hits
        outside = [match.span() for match in exclusions.finditer(text)]
        if outside:
            hits = Hits(_beside(hits.strong, outside), _beside(hits.weak, outside))
        return hits if hits.strong or hits.weak else None


def _beside(spans: list[Span], outside: list[Span]) -> list[Span]:
    return [(a, b) for a, b in spans if not any(start < b and a < end for start, end in outside)]


def _capitals(term: Cued) -> tuple[str, ...]:
    """The abbreviations of an agency that can be read as cues: two capitals or more."""
    names = term.abbreviations if isinstance(term, Agency) else ()
    return tuple(name for name in names if re.fullmatch(r"[A-Z][A-Z&]+", name) and name not in term.cues)
