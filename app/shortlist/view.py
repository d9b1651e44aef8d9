"""Shortlists as people see them: each item with what it is, or that it is not held; and what may be done to a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import words
from app.errors import NothingFound
from app.papers import cite
from index.quoting.cited import Cited, whole
from ingest.decided.anchors import PassageAnchor, ReviewAnchor
from ingest.decided.shortlisted import anchored
from ingest.decided.shortlists import Item, Kind, Shortlist, Shortlists
from ingest.model import Document, Review

if TYPE_CHECKING:
    from ingest.library import Library


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with what it names; neither ``review`` nor ``cited`` for one that is not held as it was, and waits.

    ``stood`` is then the document in which it stood, where that is held.
    """

    item: Item
    review: Review | None
    cited: Cited | None
    stood: Document | None = None

    @property
    def held(self) -> bool:
        """Whether what it names is held."""
        return self.review is not None or self.cited is not None

    @property
    def page(self) -> int | None:
        """The page on which a passage that waits stood."""
        return self.item.anchor.page if isinstance(self.item.anchor, PassageAnchor) else None

    @property
    def title(self) -> str:
        """What it is called in a line."""
        if self.cited:
            return cite.citation(self.cited)
        return self.review.title if self.review else f"Not held as it was: {self.item.id}"


def listed(library: Library, shortlist: Shortlist) -> list[Listed]:
    """The items of a list, in its order."""
    catalogue = library.catalogue
    held = catalogue.held_of([item.id for item in shortlist.items if item.kind is Kind.PASSAGE])
    found = []
    for item in shortlist.items:
        one = held.get(item.id)
        cited = whole(one.passage, one.document, one.review) if one else None
        review = catalogue.review(item.id) if item.kind is Kind.REVIEW else (one.review if one else None)
        stood = None if one or review else _stood(library, item)
        found.append(Listed(item, review, cited, stood))
    return found


def _stood(library: Library, item: Item) -> Document | None:
    match item.anchor:
        case PassageAnchor():
            return library.catalogue.document(item.anchor.document)
        case ReviewAnchor():
            return library.catalogue.document(item.anchor.documents[0])
    return None


def add(library: Library, name: str, item_id: str, note: str = "") -> str:
    """Put a review or passage on a list, whichever the id names; what was done, in words. Raises ``NothingFound``."""
    catalogue = library.catalogue
    if catalogue.review(item_id):
        kind = Kind.REVIEW
    elif catalogue.passage(item_id):
        kind = Kind.PASSAGE
    else:
        raise NothingFound(f"There is no review or passage with the id {item_id} in this library. Nothing was added.")
    lists = Shortlists(library.database)
    (item,) = anchored([Item(item_id, kind, note)], catalogue)
    fresh = lists.add(name, item)
    kept = next(one for one in lists.every() if any(item.id == item_id for item in one.items))
    number = words.count(len(kept.items), "item")
    done = "Added to" if fresh else "It is already on"
    return f"{done} “{kept.name}” ({number})."


def reviews_of(items: Sequence[Listed]) -> list[str]:
    """The ids of the reviews that a list speaks of, each once, in its order."""
    return list(dict.fromkeys(one.review.id for one in items if one.review))
