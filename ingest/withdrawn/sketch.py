"""A sketch of a text: enough to know the text again under other bytes, too little to give any of it back.

It holds the smallest of the hashes of all runs of five words (Broder 1997: the bottom-k form of MinHash). Two texts'
sketches say how much of their runs the texts share. Saving a report anew, as another PDF or as a web page, changes
its bytes and next to none of its runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from heapq import nsmallest

RUN, SIZE = 5, 64
ALIKE = 0.5
"""Share of runs from which a text is taken for the same report: two reviews of one board stay well below it."""
_FEWEST = 20
"""Runs below which a text says too little to be known again: only its bytes are."""
_WORD = re.compile(r"\w+")

Sketch = tuple[str, ...]


def sketch_of(texts: Iterable[str]) -> Sketch:
    """The sketch of a document, from the text of its pages in order; empty for one with next to no text."""
    runs = set(runs_of(word for text in texts for word in words_of(text)))
    return tuple(nsmallest(SIZE, runs)) if len(runs) >= _FEWEST else ()


def words_of(text: str) -> list[str]:
    """The words that runs are made of."""
    return _WORD.findall(text.casefold())


def runs_of(words: Iterable[str]) -> Iterator[str]:
    """The hash of every run of five words."""
    last: list[str] = []
    for word in words:
        last.append(word)
        if len(last) > RUN:
            del last[0]
        if len(last) == RUN:
            yield blake2b(" ".join(last).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of runs that two texts have in common, estimated from their sketches."""
    if not one or not other:
        return 0.0
    least = nsmallest(SIZE, {*one, *other})
    both = set(one) & set(other)
    return sum(run in both for run in least) / len(least)
