"""How a decision finds its passage again when its document has been read anew and the passage has another id.

A passage's id changes with every character of it, so a better reader gives other ids. Its letters and digits in order
change far less: not with spaces, hyphens, quotation marks or ligatures. A passage is found again only where exactly the
same letters stand in the same document, and where several do, only by its place among as many as there were. Nothing
is guessed: where a paragraph was cut or joined otherwise, it is not found.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ingest.model import Passage, Review

Sha = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Anchor(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PassageAnchor(_Anchor):
    """A passage by its document, first page and letters; ``place`` counts from 1 among the ``of`` with these letters.

    It holds no word of the report.
    """

    document: Sha
    page: int = Field(ge=1)
    letters: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    place: int = Field(ge=1)
    of: int = Field(ge=1)


class ReviewAnchor(_Anchor):
    """A review by its documents, the one first that gave its facts."""

    documents: Annotated[tuple[Sha, ...], Field(min_length=1)]


Anchor = PassageAnchor | ReviewAnchor


def passage_anchor(passage: Passage, siblings: Iterable[Passage]) -> PassageAnchor:
    """The anchor of a passage among the passages of its document."""
    mine = _letters(passage.text)
    alike = [other.id for other in siblings if _letters(other.text) == mine]
    return PassageAnchor(
        document=passage.document_id,
        page=passage.pages[0],
        letters=mine,
        place=alike.index(passage.id) + 1,
        of=len(alike),
    )


def passage_at(anchor: PassageAnchor, passages: Iterable[Passage]) -> str | None:
    """The id of the passage that the anchor names among the passages of its document, or ``None``."""
    alike = [passage for passage in passages if _letters(passage.text) == anchor.letters]
    if len(alike) == anchor.of:
        return alike[anchor.place - 1].id
    here = [passage for passage in alike if passage.pages[0] == anchor.page]
    return here[0].id if len(here) == 1 else None


def review_anchor(review: Review, lead: str) -> ReviewAnchor:
    """The anchor of a review; ``lead`` is the document that gave its facts."""
    return ReviewAnchor(documents=(lead, *(document for document in review.documents if document != lead)))


def review_at(anchor: ReviewAnchor, reviews: Sequence[Review]) -> str | None:
    """The id of the review that holds the anchor's first document, or ``None``."""
    return next((review.id for review in reviews if anchor.documents[0] in review.documents), None)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return hashlib.sha256("".join(filter(str.isalnum, plain)).encode()).hexdigest()[:32]
