"""Where the judged passages stand in a library as it is read today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.queries.records import Anchor, Collection
from evals.real.labels import mark
from ingest.model import Held

_OPENING = 8
_KEY = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that anchors mean, by key, and the keys of those that stand nowhere any more."""

    passages: Mapping[str, Held]
    lost: tuple[str, ...]


def key_of(passage_id: str) -> str:
    """The short name under which a passage is judged; it begins with a letter, so that YAML reads no number."""
    return f"p{passage_id[:_KEY]}"


def opening(text: str) -> str:
    """The first words of a passage."""
    return " ".join(text.split()[:_OPENING])


def anchor_of(held: Held, collection: Collection) -> Anchor:
    """What is kept of a judged passage. Of real text no word is."""
    return Anchor(
        id=held.passage.id,
        file=_file(held),
        document=held.document.id[:16],
        page=held.passage.pages[0],
        mark=mark(held.passage.text),
        opens=opening(held.passage.text) if collection is Collection.FICTIONAL else None,
    )


def find(anchors: Mapping[str, Anchor], library: Iterable[Held]) -> Found:
    """Find each anchor's passage: by id; else by file and letters; else by file, first words and nearest page."""
    held = list(library)
    by_id = {one.passage.id: one for one in held}
    by_mark = {(_file(one), mark(one.passage.text)): one for one in reversed(held)}
    opened: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        opened.setdefault((_file(one), opening(one.passage.text)), []).append(one)
    passages = {}
    for key, anchor in anchors.items():
        alike = opened.get((anchor.file, anchor.opens), []) if anchor.opens else []
        nearest = min(alike, key=lambda one: abs(one.passage.pages[0] - anchor.page), default=None)
        found = by_id.get(anchor.id) or by_mark.get((anchor.file, anchor.mark)) or nearest
        if found:
            passages[key] = found
    return Found(passages, tuple(key for key in anchors if key not in passages))


def keys_of(anchors: Mapping[str, Anchor], library: Iterable[Held]) -> dict[str, str]:
    """The key of each judged passage, by the id that it has today."""
    return {held.passage.id: key for key, held in find(anchors, library).passages.items()}


def _file(held: Held) -> str:
    """The folder and name of a document, which outlive changes of its bytes."""
    path = Path(held.document.paths[0])
    return f"{path.parent.name}/{path.name}"
