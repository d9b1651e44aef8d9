"""Which document of a review speaks first: the fullest, in English, dated. One order wherever documents are chosen."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.model import Document, DocumentKind
from ingest.written.welsh import ENGLISH

_KINDS = (
    DocumentKind.OVERVIEW_REPORT,
    DocumentKind.EXECUTIVE_SUMMARY,
    DocumentKind.LEARNING_SUMMARY,
    DocumentKind.CATALOGUE_ABSTRACT,
    DocumentKind.SEVEN_MINUTE_BRIEFING,
    DocumentKind.RESPONSE,
    DocumentKind.ACTION_PLAN,
)
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}


def fullest_first(documents: Iterable[Document]) -> list[Document]:
    """Documents of a review in the order in which they are asked what it says.

    English before Welsh, reports before what is about them, dated before undated; then by date and hash, so that the
    order never depends on the order in which they came.
    """
    return sorted(documents, key=_rank)


def _rank(document: Document) -> tuple[bool, int, bool, str, str]:
    facts = document.facts
    other = facts.language != ENGLISH
    rank = _RANK.get(document.kind, len(_RANK))
    return other, rank, facts.published is None, facts.published or "", document.id
