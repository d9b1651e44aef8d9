"""What is asked of the index, and what it answers: the records that the command line and the app share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.model import Document, Passage, Review


class Mode(StrEnum):
    """How passages are found: by words, by meaning, or by both."""

    KEYWORD = "keyword"
    DENSE = "dense"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Filters:
    """Any-of within one filter, all-of across them. An empty filter lets everything through.

    Items without a value (an undated review under ``from_year``) are left out by a filter that needs the value.
    ``kinds`` are document kinds; ``reviews_only`` leaves out inspections, inquiries, procedures and the like.
    """

    themes: tuple[str, ...] = ()
    age_groups: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    review_types: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    reviews_only: bool = False


@dataclass(frozen=True, slots=True)
class Bridged:
    """Words of a passage that the query does not have: they are another name of ``term``, which its ``query`` names."""

    query: str
    term: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage matched: the words of the query that stand in it (as they stand), and its place in each list.

    A rank is ``None`` when the passage is not in that list. ``marks`` are the words' places in the passage text.
    ``sentence`` is the place of the sentence nearest in meaning, where meaning was compared. ``filters`` are those that
    were set, each with the passage's own values that let it through.
    """

    words: tuple[str, ...]
    lexical_rank: int | None
    dense_rank: int | None
    marks: tuple[tuple[int, int], ...] = ()
    bridges: tuple[Bridged, ...] = ()
    sentence: tuple[int, int] | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found, with the document it is a slice of."""

    passage: Passage
    document: Document
    score: float
    why: Why
    themes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One review (or one document that belongs to no review: ``review`` is ``None``) with its best passages first.

    ``more`` counts its further close passages; ``close`` says whether any of its passages is close.
    """

    review: Review | None
    score: float
    passages: tuple[PassageHit, ...]
    more: int = 0
    close: bool = True

    @property
    def document(self) -> Document:
        """The document of the best passage."""
        return self.passages[0].document


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a search says: what was asked, what was searched, what was found.

    ``facets`` maps a filter's name to counts of *results* (reviews, each once) that would remain under each value.
    ``close`` counts the reviews that hold a close passage; ``nothing_found`` says that none does, and then
    ``results`` are merely the nearest.
    """

    query: str
    filters: Filters
    library_revision: int
    reviews_searched: int
    documents_searched: int
    passages_searched: int
    nothing_found: bool
    close: int
    results: tuple[Result, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
