"""Which themes and agencies a passage carries, with the words that say so.

A theme is judged sentence by sentence: what its cues say, how like the sentence's words are to the theme's examples,
and how like the passage's meaning is. The weights and thresholds are data (``thresholds.yaml``), chosen on the
calibration boards of the fictional library by leaving out one board at a time (``python -m evals.tags --calibrate``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from index.agencies import AgencyReader
from index.boilerplate import SILENT, silent_spans
from index.cue_finder import CueFinder, Hits
from index.embedding import Vectors
from index.examples import data, examples
from index.likeness import MeaningLikeness, Sentence, WordLikeness, sentence_of
from index.negation import denied, within
from index.tags import AgencyTag, How, PassageTags, Span, Strength, ThemeTag, joined
from ingest.model import Held
from ingest.sentences import sentence_spans
from ingest.vocabulary.reading import vocabulary
from ingest.vocabulary.terms import Vocabulary

_FEW, _LITTLE = 3, 0.2
"""A sentence of fewer informative words ("Learning point 2:") is alike by chance: its likeness counts for little."""

_DENIABLE = frozenset({"harm", "parents-family", "environment-identity"})
"""Groups of themes that a passage can deny. What practice lacked is a finding, not a denial."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a sentence must reach for each theme, and what each kind of evidence counts for."""

    cue: float
    weak: float
    default: float
    clear: float
    themes: Mapping[str, float] = field(default_factory=dict)

    def of(self, theme: str) -> float:
        """What is asked of a theme: its own where it had labels enough."""
        return self.themes.get(theme, self.default)


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with what speaks for each theme: likeness in words and meaning, and with the cues that count."""

    sentence: Sentence
    likeness: Vectors
    score: Vectors
    cues: Mapping[int, Hits]


class Tagging:
    """Tags passages. Safe from several threads."""

    def __init__(self, terms: Vocabulary, words: WordLikeness, meaning: MeaningLikeness, limits: Thresholds) -> None:
        self._themes = terms.themes
        self._words = words
        self._meaning = meaning
        self._limits = limits
        self._cues = CueFinder(terms.themes)
        self._agencies = AgencyReader(terms.agencies)
        self._place = {theme.id: at for at, theme in enumerate(terms.themes)}
        self._deniable = np.array([theme.group in _DENIABLE for theme in terms.themes])
        self._asked = np.array([limits.of(theme.id) for theme in terms.themes])

    def tags(self, held: Held, vector: Vectors, standing: frozenset[bytes] = frozenset()) -> PassageTags:
        """The tags of a passage; ``standing`` are prints of text that many reviews repeat."""
        silent = silent_spans(held, standing)
        agencies = self._agencies.read(held.passage, silent)
        if held.passage.role in SILENT:
            return PassageTags((), agencies)
        scored = self.scored(held.passage.text, vector, silent)
        reached = np.any([one.score >= self._asked for one in scored], axis=0) if scored else np.zeros(0)
        found = (self._theme(int(at), scored) for at in np.flatnonzero(reached))
        themes = sorted((tag for tag in found if tag), key=lambda pair: (-pair[0], pair[1].id))
        return PassageTags(tuple(tag for _, tag in themes), _surest(agencies))

    def scored(self, text: str, vector: Vectors, silent: tuple[Span, ...]) -> list[Scored]:
        """Every sentence that may carry a tag, with what speaks for each theme."""
        hits, not_so, meaning = self._cues.find(text), denied(text), self._meaning.scores(vector)
        spans = [span for span in sentence_spans(text) if not within(span, silent)]
        return [self._scored(text, span, hits, not_so, meaning) for span in spans]

    def _scored(
        self, text: str, span: Span, hits: Mapping[str, Hits], not_so: tuple[Span, ...], meaning: Vectors
    ) -> Scored:
        whole = sentence_of(text, span)
        likeness = self._words.scores(whole) + meaning
        if within(span, not_so):
            left = self._words.scores(sentence_of(text, span, not_so))
            likeness = np.where(self._deniable, np.minimum(left, likeness), likeness)
        if len(set(whole.stems)) < _FEW:
            likeness = np.minimum(likeness, _LITTLE)
        cues, told = {}, np.zeros_like(likeness)
        for theme, found in hits.items():
            at = self._place[theme]
            kept = _in_sentence(found, span, not_so if self._deniable[at] else ())
            if kept:
                cues[at] = kept
                told[at] = self._limits.cue * bool(kept.strong) + self._limits.weak * bool(kept.weak)
        return Scored(whole, likeness, likeness + told, cues)

    def _theme(self, at: int, sentences: list[Scored]) -> tuple[float, ThemeTag] | None:
        """The tag of one theme, and how far its best sentence is above what is asked."""
        asked = float(self._asked[at])
        above = [one for one in sentences if one.score[at] >= asked]
        words = joined([span for one in above for span in self._shown(one, at)])
        if not words:
            return None
        cued = any(one.cues[at].strong for one in above if at in one.cues)
        alike = any(one.likeness[at] >= asked for one in above)
        how = How.BOTH if cued and alike else How.CUE if cued else How.MEANING
        most = max(float(one.score[at]) for one in above) - asked
        sure = Strength.CLEAR if most >= self._limits.clear else Strength.POSSIBLE
        return most, ThemeTag(self._themes[at].id, sure, how, words)

    def _shown(self, one: Scored, at: int) -> list[Span]:
        """The words to show: the cues where there are any, else the words that say most."""
        hits = one.cues.get(at)
        if hits and hits.strong:
            return hits.strong
        return [*(hits.weak if hits else ()), *self._words.telling(one.sentence, at)]


def _in_sentence(hits: Hits, span: Span, not_so: tuple[Span, ...]) -> Hits | None:
    def kept(places: list[Span]) -> list[Span]:
        inside = [place for place in places if span[0] <= place[0] and place[1] <= span[1]]
        return [place for place in inside if not within(place, not_so)]

    strong, weak = kept(hits.strong), kept(hits.weak)
    return Hits(strong, weak) if strong or weak else None


def _surest(agencies: tuple[AgencyTag, ...]) -> tuple[AgencyTag, ...]:
    return tuple(sorted(agencies, key=lambda tag: (tag.strength is not Strength.CLEAR, tag.words[:1], tag.id)))


@cache
def shipped_thresholds() -> Thresholds:
    """The thresholds that were calibrated."""
    held = data("thresholds")
    return Thresholds(held["cue"], held["weak"], held["default"], held["clear"], held["themes"])


@cache
def shipped_words() -> WordLikeness:
    """Likeness in words to all that ships; it is fitted when first asked for, in about a second."""
    terms = vocabulary()
    return WordLikeness(examples(terms.themes), [theme.id for theme in terms.themes])
