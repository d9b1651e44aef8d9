"""What stands on a shortlist with what finds it again: the anchor of a held review or passage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from ingest.decided.anchors import Anchor, passage_anchor, review_anchor
from ingest.decided.shortlists import Item, Kind, Shortlists
from ingest.model import Document, Passage, Review
from ingest.record.family import lead_of


class Held(Protocol):
    """What anchors are made from; ``ingest.catalogue.Catalogue`` is one."""

    def review(self, review_id: str) -> Review | None:
        """One review."""

    def document(self, document_id: str) -> Document | None:
        """One document."""

    def passage(self, passage_id: str) -> Passage | None:
        """One passage."""

    def passages(self, document_id: str) -> list[Passage]:
        """A document's passages in order."""


def anchored(items: Iterable[Item], held: Held) -> tuple[Item, ...]:
    """The items, each that is held with an anchor."""
    return tuple(replace(item, anchor=_anchor_of(item, held) or item.anchor) for item in items)


def anchor_all(lists: Shortlists, held: Held) -> None:
    """Give an anchor to what has none yet, as lists of earlier versions; to be called before anything is read anew."""
    for one in lists.every():
        without = [item for item in one.items if item.anchor is None]
        if found := [item for item in anchored(without, held) if item.anchor]:
            lists.anchor(one.name, found)


def _anchor_of(item: Item, held: Held) -> Anchor | None:
    if item.kind is Kind.PASSAGE:
        passage = held.passage(item.id)
        return passage_anchor(passage, held.passages(passage.document_id)) if passage else None
    review = held.review(item.id)
    documents = [found for key in (review.documents if review else ()) if (found := held.document(key))]
    return review_anchor(review, lead_of(documents).id) if review and documents else None
