"""What a passage store must do, and the records it speaks in. ``edge.py`` and ``server.py`` do it.

Both keep two named vectors (``dense`` and ``bm25``) and the same payload for a passage, so that an index can move from
one machine's embedded engine to a server, and so that one set of tests holds for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from index.engine.bm25 import Sparse

YES, NO = "yes", "no"

DENSE = "dense"
LEXICAL = "bm25"

PASSAGE = "passage_id"
DOCUMENT = "document_id"
GROUP = "group"
"""The review a passage belongs to, or its document where there is no review: what results are listed by."""
IS_REVIEW = "is_review"
"""``"yes"`` or ``"no"``: the embedded engine's Python face takes a boolean for a number and matches nothing."""
KIND = "kind"
ROLE = "role"
PUBLISHER = "publisher"
"""The board's id, which outlives its names; a document that belongs to no review has only a name."""
PUBLISHER_KEYS = "publisher_keys"
"""The publisher's name and id: a filter may give either."""
NATION = "nation"
YEAR = "year"
REVIEW_TYPE = "review_type"
AGE_GROUPS = "age_groups"
HARMS = "harms"
THEMES = "themes"
AGENCIES = "agencies"
CLEAR_THEMES = "clear_themes"
"""Those of ``themes`` that the passage carries clearly, not just possibly."""
ADDRESSEES = "addressees"
"""Those of ``agencies`` that the passage asks to act."""
ORDER = "order"
WORDS = "words"
"""The passage's words for phrase match, see ``bm25.phrase_key``."""
HASH = "hash"

KEYWORD_FIELDS = (
    IS_REVIEW,
    DOCUMENT,
    GROUP,
    KIND,
    ROLE,
    PUBLISHER,
    PUBLISHER_KEYS,
    NATION,
    REVIEW_TYPE,
    AGE_GROUPS,
    HARMS,
    THEMES,
    AGENCIES,
    CLEAR_THEMES,
    ADDRESSEES,
)

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One passage as it is stored. ``dense`` is a unit vector."""

    id: str
    dense: Sequence[float]
    bm25: Sparse
    payload: Payload


@dataclass(frozen=True, slots=True)
class StoreFilter:
    """All of: each field of ``any_of`` has one of its values, no field of ``none_of`` has, each phrase stands in it."""

    any_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    none_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    is_review: bool | None = None
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreHit:
    """A passage that a query found; a higher score is nearer."""

    id: str
    score: float
    payload: Payload


EVERYTHING = StoreFilter()


class PassageStore(Protocol):
    """Keeps points by passage id. Reading is safe from several threads; one thread writes."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Keep these points, in place of any of the same ids."""

    def delete(self, ids: Iterable[str]) -> None:
        """Let these points go; ids that are not held are passed over."""

    def hashes(self) -> dict[str, str]:
        """The content hash of every held passage, by passage id."""

    def nearest(self, vector: Sequence[float], where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        """The passages nearest to ``vector`` by cosine, nearest first, with these payload fields."""

    def nearest_to_each(
        self, vectors: Sequence[Sequence[float]], where: StoreFilter, limit: int, fields: Sequence[str]
    ) -> list[list[StoreHit]]:
        """The same for each of several vectors, in their order, asked in one go."""

    def lexical(self, vector: Sparse, where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        """The passages with the highest BM25 scores, highest first; all hold one of the words."""

    def vectors(self, ids: Sequence[str]) -> list[list[float]]:
        """The dense vectors of those of these passages that are held."""

    def rows(self, where: StoreFilter, fields: Sequence[str]) -> Iterator[Payload]:
        """These payload fields of every passage in scope, in no particular order."""

    def distinct(self, field: str, where: StoreFilter) -> dict[str, int]:
        """How many passages in scope have each value of ``field``."""

    def count(self, where: StoreFilter) -> int:
        """How many passages are in scope."""

    def flush(self) -> None:
        """Return when everything upserted or deleted would survive the loss of the process."""

    def close(self) -> None:
        """Let go of files and connections."""


def point_id(passage_id: str) -> str:
    """The engine's id of a passage: engines take numbers and UUIDs only."""
    return str(uuid5(NAMESPACE_URL, passage_id))
