"""What a query's words are also called: "DNA" is typed, "was not brought" stands in the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.engine.bm25 import Sparse, query_vector, stem_of, words_of
from ingest.vocabulary.bridge import named_in

_MOST = 12
"""Terms of one query that are bridged: a pasted page names dozens, and says itself what it is about."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the words of a query to a term of the vocabulary, and to the stems of its other names.

    ``names`` are the stems of each other name that says something by itself; "under 1" leaves a bare number.
    """

    query: str
    term: str
    stems: frozenset[int]
    names: tuple[frozenset[int], ...] = ()


def bridges_of(text: str, own: frozenset[int]) -> tuple[Bridge, ...]:
    """The bridges from ``text``, whose own stems are ``own``; those that lead to no further word are left out."""
    return tuple(_bridges(text, own))[:_MOST]


def _bridges(text: str, own: frozenset[int]) -> Iterator[Bridge]:
    for named in named_in(text):
        stems = frozenset(stem for name in named.term.names for stem in query_vector(name).indices) - own
        if stems:
            yield Bridge(named.words, named.term.label, stems, tuple(_telling(named.term.names, own)))


def _telling(names: Sequence[str], own: frozenset[int]) -> Iterator[frozenset[int]]:
    """The stems of names that hold a word of three letters at least beside the query's own."""
    for name in names:
        stems = frozenset(query_vector(name).indices)
        words = [word for word in words_of(name) if word.isalpha() and len(word) > 2]
        if any(stem_of(word) in stems - own for word in words):
            yield stems


def widened(query: Sparse, bridges: Sequence[Bridge], weight: float) -> Sparse:
    """``query`` with the stems of the bridges: ``weight`` over the root of their number, so that a term with many names
    does not drown the words that were typed."""
    weights = dict(zip(query.indices, query.values, strict=True))
    for bridge in bridges:
        share = weight / len(bridge.stems) ** 0.5
        for stem in bridge.stems:
            weights[stem] = max(weights.get(stem, 0.0), share)
    stems = sorted(weights)
    return Sparse(tuple(stems), tuple(weights[stem] for stem in stems))
