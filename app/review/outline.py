"""The outline of a document: its headings in order, and its findings and recommendations, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.review.opening import POINTS, Opening
from ingest.model import Passage, Role

_FEW = 40
"""A document with more headings than this shows the deeper ones of the open part only."""
_CLIP = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading or a point, at the passage it stands over or is."""

    depth: int
    words: str
    passage: Passage
    here: bool


def headings(opening: Opening) -> list[Entry]:
    """Headings of the first two levels; in a long document the second level of the open part only."""
    shown = {passage.id for passage in opening.shown}
    entries = [
        Entry(depth, words, passage, passage.id in shown)
        for passage, news in changes(opening.passages)
        for depth, words in news
        if depth < 2
    ]
    few = len(entries) <= _FEW
    return [entry for entry in entries if few or entry.depth == 0 or entry.here]


def points(opening: Opening) -> dict[Role, list[Entry]]:
    """Findings, lessons, recommendations and good practice, by role, as the first words of each."""
    shown = {passage.id for passage in opening.shown}
    found: dict[Role, list[Entry]] = {role: [] for role in POINTS}
    for passage in opening.passages:
        if passage.role in found:
            found[passage.role].append(Entry(0, clipped(passage.text), passage, passage.id in shown))
    return {role: entries for role, entries in found.items() if entries}


def changes(passages: Sequence[Passage]) -> Iterator[tuple[Passage, list[tuple[int, str]]]]:
    """Each passage with the headings that begin above it, as (depth, words); depth 0 is under the document's title."""
    root = _root(passages)
    before: tuple[str, ...] = ()
    for passage in passages:
        path = passage.heading[1:] if root and passage.heading[:1] == (root,) else passage.heading
        same = next((at for at, (old, new) in enumerate(zip(before, path, strict=False)) if old != new), None)
        start = min(len(before), len(path)) if same is None else same
        yield passage, list(enumerate(path))[start:]
        before = path


def clipped(text: str) -> str:
    """The first words of a text, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= _CLIP else line[:_CLIP].rsplit(" ", 1)[0] + " …"


def _root(passages: Sequence[Passage]) -> str:
    """The heading over (nearly) everything: the document's own title, which the page shows already."""
    tops = Counter(passage.heading[0] for passage in passages if passage.heading)
    if not tops:
        return ""
    name, number = tops.most_common(1)[0]
    return name if number > 0.8 * len(passages) and len(passages) > 2 else ""
