"""Why a passage was found, in what can be pointed at: words, other names of what was asked, a sentence, filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.engine import store
from index.engine.bm25 import phrase_places, places, stems_of, words_of
from index.searching.nearest_sentence import NearestSentence
from index.searching.query import Bridged, Filters, Result, Why
from index.searching.request import FACETS, Request, chosen_values
from index.searching.retrieval import Candidate
from index.vectors.embedding import Vectors

_FIELDS = {**FACETS, "publisher": store.PUBLISHER_KEYS}


@dataclass(frozen=True, slots=True)
class Explained:
    """Explains what was found for one request within its filters."""

    request: Request
    filters: Filters

    def why(self, candidate: Candidate, text: str) -> Why:
        """Why this passage, whose text is ``text``."""
        exact = [place for phrase in self.request.phrases for place in phrase_places(text, phrase)]
        marks = _merged([*places(text, self.request.stems), *exact])
        return Why(
            _words(text, marks),
            candidate.lexical_rank,
            candidate.dense_rank,
            marks,
            tuple(self._bridged(text)),
            filters=dict(self._applied(candidate)),
        )

    def _bridged(self, text: str) -> Iterator[Bridged]:
        """A name counts when all of its words stand in the passage: one of them alone may mean anything."""
        present = frozenset(stems_of(words_of(text)))
        for bridge in self.request.bridges:
            told = frozenset(stem for name in bridge.names if name <= present for stem in name)
            words = _words(text, places(text, told)) if told else ()
            if words:
                yield Bridged(bridge.query, bridge.term, words)

    def _applied(self, candidate: Candidate) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, wanted in chosen_values(self.filters).items():
            held = candidate.payload.get(_FIELDS[name])
            own = [str(value) for value in held] if isinstance(held, list) else [str(held)]
            yield name, tuple(value for value in own if name == "year" or value in wanted)


def with_sentences(results: Sequence[Result], sentences: NearestSentence, query: Vectors) -> tuple[Result, ...]:
    """``results`` with the nearest sentence of their passages: the best of each first, for not all may be compared."""
    deepest = max((len(result.passages) for result in results), default=0)
    order = [(at, depth) for depth in range(deepest) for at, one in enumerate(results) if depth < len(one.passages)]
    texts = [results[at].passages[depth].passage.text for at, depth in order]
    found = dict(zip(order, sentences.places(query, texts), strict=True))
    return tuple(
        replace(
            result,
            passages=tuple(
                replace(hit, why=replace(hit.why, sentence=found[at, depth]))
                for depth, hit in enumerate(result.passages)
            ),
        )
        for at, result in enumerate(results)
    )


def _words(text: str, marks: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[start:end] for start, end in marks))


def _merged(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Overlapping places as one, so that a page can be marked without nesting."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
