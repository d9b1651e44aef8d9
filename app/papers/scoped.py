"""What was in scope and what was left out of it, as every paper that counts says it."""

from __future__ import annotations

from app.papers.paper import Sentence
from app.papers.phrases import sentence


def counted_scope(reviews: int, undated: int, unreadable: int, revision: int) -> list[Sentence]:
    """How many reviews were counted at which state of the library, and how many could not be."""
    found = [sentence("scope-reviews", reviews=reviews, revision=str(revision))]
    if not undated and not unreadable:
        return [*found, sentence("scope-none-left")]
    left = (("scope-undated", "undated", undated), ("scope-unread", "unreadable", unreadable))
    return [*found, *(sentence(phrase, **{name: number}) for phrase, name, number in left)]
