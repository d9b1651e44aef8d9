"""What in a sentence speaks for each theme, as numbers that one small formula weighs.

Every number means the same for all themes, so that few labelled passages suffice to weigh them
(``python -m evals.tags --calibrate LETTERS``): likeness in words and in meaning, cues, the heading above, the other
themes that the sentence speaks of, and what part of its report it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.tagging.cue_finder import CueFinder, Hits
from index.tagging.likeness import MeaningLikeness, Sentence, WordLikeness, sentence_of
from index.tagging.negation import denied, within
from index.tagging.tags import Span
from index.vectors.embedding import Vectors
from ingest.model import Passage, Role
from ingest.passages.sentences import sentence_spans
from ingest.vocabulary.terms import Theme

READ = ("words", "passage", "meaning", "heading", "heading_cue", "length", "cue", "more_cues", "weak", "elsewhere")
"""What is read of a sentence for a theme: likeness of its words, of all the passage's, of its meaning, of the words of
its headings; whether a cue is in its headings; how long its passage is, since a long one touches on much; whether a cue
is in it, and again; a weak cue in it; a cue elsewhere in the passage."""

_ROLES = {
    Role.FINDING: "finding",
    Role.RECOMMENDATION: "asked",
    Role.LESSON: "asked",
    Role.RESPONSE: "asked",
    Role.NARRATIVE: "told",
    Role.FAMILY_BACKGROUND: "told",
    Role.GOOD_PRACTICE: "praised",
    Role.FAMILY_VIEW: "viewed",
    Role.PRACTITIONER_VIEW: "viewed",
}
_PARTS = ("finding", "asked", "told", "praised", "viewed")
FEATURES = (*READ, "rival", "others", "cue_words", "cue_meaning", "words_meaning", *_PARTS)
"""What is weighed: that, the best likeness and the cues of other themes, three products, and the part of the report."""

WORDS, MEANING, LENGTH, CUE = (READ.index(name) for name in ("words", "meaning", "length", "cue"))
_ABOVE = 2
_OTHERS = 4
_FEW, _LITTLE = 3, 0.1
"""A sentence of fewer informative words ("Learning point 2:") is alike by chance: its likeness counts for little."""

_DENIABLE = frozenset({"harm", "parents-family", "environment-identity"})
"""Groups of themes that a passage can deny. What practice lacked is a finding, not a denial."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, what was read of it (one row a theme, one column each of ``READ``), and the cues that count."""

    sentence: Sentence
    read: Vectors
    cues: Mapping[int, Hits]


class EvidenceReader:
    """Reads the evidence of passages. Safe from several threads."""

    def __init__(self, themes: tuple[Theme, ...], words: WordLikeness, meaning: MeaningLikeness) -> None:
        self.words = words
        self._meaning = meaning
        self._cues = CueFinder(themes)
        self._place = {theme.id: at for at, theme in enumerate(themes)}
        self._deniable = np.array([theme.group in _DENIABLE for theme in themes])
        self._above = lru_cache(maxsize=512)(self._heading)

    def read(self, passage: Passage, vector: Vectors, silent: tuple[Span, ...]) -> list[Evidence]:
        """The evidence of every sentence that may carry a tag."""
        text = passage.text
        hits, not_so = self._cues.find(text), denied(text)
        common = np.zeros((len(self._place), len(READ)), dtype=np.float32)
        common[:, 1] = self.words.scores(sentence_of(text, (0, len(text))))
        common[:, MEANING] = self._meaning.scores(vector)
        common[:, 3:5] = self._above(passage.heading[-_ABOVE:])
        spans = [span for span in sentence_spans(text) if not within(span, silent)]
        common[:, LENGTH] = np.log1p(len(spans))
        return [self._sentence(text, span, common, hits, not_so) for span in spans]

    def _sentence(
        self, text: str, span: Span, common: Vectors, hits: Mapping[str, Hits], not_so: tuple[Span, ...]
    ) -> Evidence:
        whole, read = sentence_of(text, span), common.copy()
        read[:, WORDS] = self.words.scores(whole)
        if within(span, not_so):
            left = self.words.scores(sentence_of(text, span, not_so))
            read[:, WORDS] = np.where(self._deniable, np.minimum(left, read[:, WORDS]), read[:, WORDS])
        if len(set(whole.stems)) < _FEW:
            read[:, WORDS : MEANING + 1] = np.minimum(read[:, WORDS : MEANING + 1], _LITTLE)
        cues = {}
        for theme, found in hits.items():
            at = self._place[theme]
            kept = in_sentence(found, span, not_so if self._deniable[at] else ())
            strong = len(kept.strong)
            read[at, CUE:] = (strong > 0, min(max(strong - 1, 0), 2), bool(kept.weak), len(found.strong) > strong)
            if kept.strong or kept.weak:
                cues[at] = kept
        return Evidence(whole, read, cues)

    def _heading(self, heading: tuple[str, ...]) -> Vectors:
        """Likeness of the words of headings, and whether a cue is there."""
        text = " . ".join(heading)
        found = np.zeros((len(self._place), 2), dtype=np.float32)
        if text:
            found[:, 0] = self.words.scores(sentence_of(text, (0, len(text))))
            for theme, hits in self._cues.find(text).items():
                found[self._place[theme], 1] = bool(hits.strong)
        return found


def weighable(read: Vectors, role: Role) -> Vectors:
    """From what was read (sentence, theme, ``READ``) to what is weighed (sentence, theme, ``FEATURES``)."""
    words, meaning, cue = read[..., WORDS], read[..., MEANING], read[..., CUE]
    alike = words + meaning
    best = np.sort(alike, axis=-1)
    rival = np.where(alike == best[..., -1:], best[..., -2:-1], best[..., -1:])
    others = np.minimum(cue.sum(axis=-1, keepdims=True) - cue, _OTHERS)
    made = np.stack([rival, others, cue * words, cue * meaning, words * meaning], axis=-1)
    part = np.array([_ROLES.get(role) == name for name in _PARTS], dtype=np.float32)
    return np.concatenate([read, made, np.broadcast_to(part, (*alike.shape, len(part)))], axis=-1)


def in_sentence(hits: Hits, span: Span, not_so: tuple[Span, ...]) -> Hits:
    """The hits that stand in a sentence and are not denied."""

    def kept(places: list[Span]) -> list[Span]:
        inside = [place for place in places if span[0] <= place[0] and place[1] <= span[1]]
        return [place for place in inside if not within(place, not_so)]

    return Hits(kept(hits.strong), kept(hits.weak))
