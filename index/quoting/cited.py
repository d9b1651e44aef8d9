"""A slice of a passage with the document and review it stands in: what every statement in a document rests on."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Document, Passage, Review

NOTHING = "none"
"""What a person says in place of passages who wants none of them quoted."""


@dataclass(frozen=True, slots=True)
class Cited:
    """The slice ``start:end`` of a passage's text."""

    passage: Passage
    document: Document
    review: Review | None
    start: int
    end: int

    @property
    def text(self) -> str:
        """The exact words."""
        return self.passage.text[self.start : self.end]


def whole(passage: Passage, document: Document, review: Review | None) -> Cited:
    """All of a passage."""
    return Cited(passage, document, review, 0, len(passage.text))
