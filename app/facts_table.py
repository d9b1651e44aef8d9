"""The facts of a review as rows of a table, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import words
from app.opening import Opening
from ingest.model import Document, Evidence, Facts, Review

_NOT_STATED = "not stated, or not read"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact; ``evidence`` is where it was read, in ``document``."""

    name: str
    value: str
    known: bool
    evidence: Evidence | None
    document: Document | None


def rows(opening: Opening) -> list[Row]:
    """The facts of the open review, or of the document where there is no review."""
    values = _of_review(opening.review) if opening.review else _of_document(opening.document)
    return [_row(name, fact, value, opening.documents) for name, fact, value in values]


def _of_review(review: Review) -> list[tuple[str, str, str]]:
    grade = review.evidence_grade
    return [
        ("Publisher", "publisher", review.publisher or ""),
        ("Nation", "nation", review.nation or ""),
        ("Type of review", "review_type", words.label(review.review_type) if review.review_type else ""),
        ("Published", "published", str(review.year or "")),
        ("Incident", "incident", str(review.incident_year or "")),
        ("Age of the child", "age", words.age(review.age_months_min, review.age_months_max)),
        ("Sex", "sex", words.label(review.sex) if review.sex else ""),
        ("Number of children", "children", str(review.children or "")),
        ("Harm", "harm", _list(review.harm_types)),
        ("Method", "method", words.label(review.method) if review.method else ""),
        ("Agencies", "agencies", _list(review.agencies)),
        ("Evidence grade", "grade", f"{grade}: {words.GRADES.get(grade, 'no meaning is recorded')}" if grade else ""),
    ]


def _of_document(document: Document) -> list[tuple[str, str, str]]:
    facts: Facts = document.facts
    return [
        ("Kind", "kind", f"{words.label(document.kind)} (not a case review)"),
        ("Publisher", "publisher", facts.publisher or ""),
        ("Nation", "nation", facts.nation or ""),
        ("Published", "published", words.day(facts.published)),
        ("Pages", "pages", str(document.pages)),
    ]


def _list(values: Sequence[str]) -> str:
    return "; ".join(words.label(value) if at == 0 else words.term(value) for at, value in enumerate(values))


def _row(name: str, fact: str, value: str, documents: Sequence[Document]) -> Row:
    if not value:
        return Row(name, _NOT_STATED, False, None, None)
    for document in documents:
        evidence = words.evidence_of(document, fact)
        if evidence:
            return Row(name, value, True, evidence, document)
    return Row(name, value, True, None, None)
