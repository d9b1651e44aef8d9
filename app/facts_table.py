"""The facts of a review as rows of a table, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    values = _of_document(opening.document)
    if opening.review:
        values = [*_of_review(opening.review), *_of_case(opening.documents), *_grade(opening.review)]
    return [_row(name, fact, value, opening.documents) for name, fact, value in values]


def _of_review(review: Review) -> list[tuple[str, str, str]]:
    return [
        ("Publisher", "publisher", review.publisher or ""),
        ("Nation", "nation", review.nation or ""),
        ("Type of review", "review_type", words.label(review.review_type) if review.review_type else ""),
        ("Published", "published", str(review.year or "")),
        ("Incident", "incident", str(review.incident_year or "")),
        ("Age of the child", "age", words.age(review.age_months_min, review.age_months_max)),
        ("Sex", "sex", words.label(review.sex) if review.sex else ""),
        ("Number of children", "children", str(review.children or "")),
        ("Harm", "harm", _list("harms", review.harm_types)),
        ("Method", "method", words.named("methods", review.method) if review.method else ""),
        ("Agencies", "agencies", _list("agencies", review.agencies)),
    ]


def _of_case(documents: Sequence[Document]) -> list[tuple[str, str, str]]:
    """What the documents say of the case and the review beyond what is searched by; the first to state it decides."""
    told = [document.facts for document in documents if not document.facts.altered] or [d.facts for d in documents]
    period = next((facts.period for facts in told if facts.period), (None, None))
    return [
        ("The child died", "fatal", _yes_or_no(facts.fatal for facts in told)),
        ("Child protection plan", "cp_plan", _yes_or_no(facts.cp_plan for facts in told)),
        ("Looked after", "looked_after", _yes_or_no(facts.looked_after for facts in told)),
        ("Period reviewed", "period", " to ".join(words.day(date) for date in period if date)),
        ("Completed", "completed", words.day(next((facts.completed for facts in told if facts.completed), None))),
        ("Author", "author", next((facts.author for facts in told if facts.author), "")),
    ]


def _grade(review: Review) -> list[tuple[str, str, str]]:
    grade = review.evidence_grade
    meaning = f"{grade}: {words.GRADES.get(grade, 'no meaning is recorded')}" if grade else ""
    return [("Evidence grade", "grade", meaning)]


def _yes_or_no(stated: Iterable[bool | None]) -> str:
    value = next((value for value in stated if value is not None), None)
    return "" if value is None else "Yes" if value else "No"


def _of_document(document: Document) -> list[tuple[str, str, str]]:
    facts: Facts = document.facts
    return [
        ("Kind", "kind", f"{words.label(document.kind)} (not a case review)"),
        ("Publisher", "publisher", facts.publisher or ""),
        ("Nation", "nation", facts.nation or ""),
        ("Published", "published", words.day(facts.published)),
        ("Pages", "pages", str(document.pages)),
    ]


def _list(kind: str, values: Sequence[str]) -> str:
    return "; ".join(words.named(kind, value) for value in values)


def _row(name: str, fact: str, value: str, documents: Sequence[Document]) -> Row:
    if not value:
        return Row(name, _NOT_STATED, False, None, None)
    for document in documents:
        evidence = words.evidence_of(document, fact)
        if evidence:
            doubt = ", possible" if evidence.confidence == "possible" else ""
            return Row(name, value + doubt, True, evidence, document)
    return Row(name, value, True, None, None)
