"""What a review page shows: which document, part, passage and page. Worked out from the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.address import one, parameters
from ingest.catalogue import Catalogue
from ingest.model import Document, DocumentKind, Page, Passage, Review, Role

PART = 40
"""About so many passages are shown at once; a part ends before a heading where one is near."""

POINTS = (Role.FINDING, Role.LESSON, Role.RECOMMENDATION, Role.GOOD_PRACTICE)
"""Roles that the outline lists by themselves: what most readers come for."""

_KINDS = list(DocumentKind)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of passages that is shown at once: passages ``start`` to ``end`` of the document, with its heading."""

    number: int
    start: int
    end: int
    heading: str
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A review page, opened. ``chosen`` is the passage that is marked; ``page`` the page shown beside it."""

    id: str
    review: Review | None
    documents: tuple[Document, ...]
    document: Document
    passages: tuple[Passage, ...]
    parts: tuple[Part, ...]
    part: Part | None
    chosen: Passage | None
    page: Page | None

    @property
    def shown(self) -> Sequence[Passage]:
        """The passages of the part that is open."""
        return self.passages[self.part.start : self.part.end] if self.part else ()

    def part_of(self, passage: Passage) -> int:
        """The number of the part that a passage stands in."""
        at = self.passages.index(passage)
        return next(part.number for part in self.parts if part.start <= at < part.end)


def open_at(catalogue: Catalogue, address: str) -> Opening | None:
    """Open what the address names; ``None`` when it is not held."""
    given = parameters(address)
    wanted = one(given, "id")
    review, documents = _family(catalogue, wanted)
    if not documents:
        return None
    chosen = catalogue.passage(one(given, "passage")) if one(given, "passage") else None
    document = _document(documents, chosen.document_id if chosen else one(given, "document") or wanted)
    chosen = chosen if chosen and chosen.document_id == document.id else None
    passages = tuple(catalogue.passages(document.id))
    page = _number(one(given, "page")) or (chosen.pages[0] if chosen else None)
    found = parts_of(passages)
    part = _part(found, passages, chosen, _number(one(given, "part")), page)
    first = passages[part.start].pages[0] if part else 1
    shown = catalogue.page(document.id, page or first) or catalogue.page(document.id, 1)
    return Opening(wanted, review, documents, document, passages, found, part, chosen, shown)


def parts_of(passages: Sequence[Passage]) -> tuple[Part, ...]:
    """Cut a document into parts of about ``PART`` passages, before a heading where one is near."""
    cuts = [0]
    while len(passages) - cuts[-1] > PART * 3 // 2:
        cuts.append(_cut(passages, cuts[-1]))
    ends = [*cuts, len(passages)]
    return tuple(_made(number, passages, span) for number, span in enumerate(pairwise(ends), start=1) if passages)


def _cut(passages: Sequence[Passage], start: int) -> int:
    """The best place to end a part: the outermost change of heading near its usual length."""
    near = range(start + PART // 2, start + PART * 3 // 2)
    return min(near, key=lambda at: (_depth(passages[at - 1], passages[at]), abs(at - start - PART)))


def _depth(before: Passage, after: Passage) -> int:
    """How deep the heading changes between two passages; 9 where it does not."""
    pairs = zip(before.heading, after.heading, strict=False)
    same = next((depth for depth, (one_, other) in enumerate(pairs) if one_ != other), None)
    if same is not None:
        return same
    return 9 if before.heading == after.heading else min(len(before.heading), len(after.heading))


def _made(number: int, passages: Sequence[Passage], span: tuple[int, int]) -> Part:
    start, end = span
    inside = passages[start:end]
    heading = next((passage.heading[0] for passage in inside if passage.heading), "")
    return Part(number, start, end, heading, inside[0].pages[0], inside[-1].pages[-1])


def _part(
    parts: Sequence[Part], passages: Sequence[Passage], chosen: Passage | None, asked: int | None, page: int | None
) -> Part | None:
    if not parts:
        return None
    if asked and asked <= len(parts):
        return parts[asked - 1]
    if chosen:
        return next(part for part in parts if chosen in passages[part.start : part.end])
    return next((part for part in parts if page and part.first_page <= page <= part.last_page), parts[0])


def _family(catalogue: Catalogue, wanted: str) -> tuple[Review | None, tuple[Document, ...]]:
    review = catalogue.review(wanted)
    if review is None:
        document = catalogue.document(wanted)
        if document is None or document.review_id is None:
            return None, (document,) if document else ()
        review = catalogue.review(document.review_id)
    members = (catalogue.document(member) for member in (review.documents if review else ()))
    documents = sorted((document for document in members if document), key=lambda item: _KINDS.index(item.kind))
    return review, tuple(documents)


def _document(documents: Sequence[Document], wanted: str) -> Document:
    return next((document for document in documents if document.id == wanted), documents[0])


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,4}", text) else None
