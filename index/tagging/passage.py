"""Which themes and agencies a passage carries, with the words that say so.

A theme is judged sentence by sentence, by what speaks for it (``index.tagging.evidence``). How much each kind of
evidence weighs, and what is asked of a theme, are data (``thresholds.yaml``): a logistic regression on the calibration
boards of the fictional library, of which one at a time was left out (``python -m evals.tags --calibrate LETTERS``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from index.shipped import shipped
from index.tagging.agencies import AgencyReader
from index.tagging.boilerplate import SILENT, silent_spans
from index.tagging.evidence import FEATURES, MEANING, WORDS, Evidence, EvidenceReader, weighable
from index.tagging.examples import examples, print_of
from index.tagging.likeness import MeaningLikeness, WordLikeness
from index.tagging.tags import AgencyTag, How, PassageTags, Span, Strength, ThemeTag, joined
from index.vectors.embedding import Vectors
from ingest.model import Held, Role
from ingest.vocabulary.reading import vocabulary
from ingest.vocabulary.terms import Vocabulary


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What each kind of evidence weighs, and what a sentence's sum must reach for each theme, in log-odds.

    ``clear``: how far above that a tag is clear. ``alike``: likeness in words and meaning that shows a theme by itself.
    """

    weights: Mapping[str, float]
    default: float
    clear: float
    alike: float
    themes: Mapping[str, float] = field(default_factory=dict)

    def of(self, theme: str) -> float:
        """What is asked of a theme: its own where it had labels enough."""
        return self.themes.get(theme, self.default)


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with the sum of what speaks for each theme."""

    evidence: Evidence
    score: Vectors


class Tagging:
    """Tags passages. Safe from several threads."""

    def __init__(self, terms: Vocabulary, words: WordLikeness, meaning: MeaningLikeness, limits: Thresholds) -> None:
        self._themes = terms.themes
        self._limits = limits
        self._evidence = EvidenceReader(terms.themes, words, meaning)
        self._agencies = AgencyReader(terms.agencies)
        self._asked = np.array([limits.of(theme.id) for theme in terms.themes])
        self._weights = np.array([limits.weights[name] for name in FEATURES], dtype=np.float32)

    def tags(self, held: Held, vector: Vectors, standing: frozenset[bytes] = frozenset()) -> PassageTags:
        """The tags of a passage; ``standing`` are prints of text that many reviews repeat."""
        silent = silent_spans(held, standing)
        agencies = self._agencies.read(held.passage, silent)
        if held.passage.role in SILENT:
            return PassageTags((), agencies)
        scored = self.scored(self.evidence(held, vector, silent), held.passage.role)
        reached = np.any([one.score >= self._asked for one in scored], axis=0) if scored else np.zeros(0)
        found = (self._theme(int(at), scored) for at in np.flatnonzero(reached))
        themes = sorted((tag for tag in found if tag), key=lambda pair: (-pair[0], pair[1].id))
        return PassageTags(tuple(tag for _, tag in themes), _surest(agencies))

    def evidence(self, held: Held, vector: Vectors, silent: tuple[Span, ...]) -> list[Evidence]:
        """What speaks for each theme in every sentence that may carry a tag."""
        return self._evidence.read(held.passage, vector, silent)

    def scored(self, evidence: list[Evidence], role: Role) -> list[Scored]:
        """The sentences of a passage of that role with their sums."""
        if not evidence:
            return []
        sums = weighable(np.stack([one.read for one in evidence]), role) @ self._weights
        return [Scored(one, row) for one, row in zip(evidence, sums, strict=True)]

    def _theme(self, at: int, sentences: list[Scored]) -> tuple[float, ThemeTag] | None:
        """The tag of one theme, and how far its best sentence is above what is asked."""
        asked = float(self._asked[at])
        above = [one for one in sentences if one.score[at] >= asked]
        words = joined([span for one in above for span in self._shown(one.evidence, at)])
        if not words:
            return None
        cued = any(one.evidence.cues[at].strong for one in above if at in one.evidence.cues)
        alike = any(one.evidence.read[at, [WORDS, MEANING]].sum() >= self._limits.alike for one in above)
        how = How.BOTH if cued and alike else How.CUE if cued else How.MEANING
        most = max(float(one.score[at]) for one in above) - asked
        sure = Strength.CLEAR if most >= self._limits.clear else Strength.POSSIBLE
        return most, ThemeTag(self._themes[at].id, sure, how, words)

    def _shown(self, one: Evidence, at: int) -> list[Span]:
        """The words to show: the cues where there are any, else the words that say most."""
        hits = one.cues.get(at)
        if hits and hits.strong:
            return hits.strong
        return [*(hits.weak if hits else ()), *self._evidence.words.telling(one.sentence, at)]


def _surest(agencies: tuple[AgencyTag, ...]) -> tuple[AgencyTag, ...]:
    return tuple(sorted(agencies, key=lambda tag: (tag.strength is not Strength.CLEAR, tag.words[:1], tag.id)))


@cache
def shipped_thresholds() -> Thresholds:
    """The weights and thresholds that were calibrated."""
    held = shipped("thresholds")
    return Thresholds(held["weights"], held["default"], held["clear"], held["alike"], held["themes"])


@cache
def shipped_words() -> WordLikeness:
    """Likeness in words to all that ships; where the examples were changed since it was made, it is fitted anew."""
    terms = vocabulary()
    given = examples(terms.themes)
    held = WordLikeness.shipped()
    return held if held.made_from == print_of(given) else WordLikeness.fitted(given, [one.id for one in terms.themes])
