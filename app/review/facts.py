"""The facts of a review as rows of a table, each with the words it was read from, and who decided it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import words
from app.review.chips import decided_line
from app.review.opening import Opening
from ingest.decided import corrections
from ingest.decided.corrections import FACTS, Value
from ingest.decided.decisions import Decision, Verdict
from ingest.decided.stated import Stated, stated
from ingest.model import Document, Evidence, Facts, Review

_NOT_STATED = "not stated, or not read"
_NAMES = {
    "publisher": "Publisher",
    "nation": "Nation",
    "subject": "Subject",
    "review_type": "Type of review",
    "published": "Published",
    "incident": "Incident",
    "age": "Age of the child",
    "sex": "Sex",
    "children": "Number of children",
    "harm_types": "Harm",
    "method": "Method",
    "agencies": "Agencies",
    "fatal": "The child died",
    "cp_plan": "Child protection plan",
    "looked_after": "Looked after",
    "period": "Period reviewed",
    "completed": "Completed",
    "author": "Author",
}
_TERMS = {"harm_types": "harms", "agencies": "agencies", "method": "methods"}
_DATES = ("published", "incident", "completed", "period")
_ANSWERS = ("fatal", "cp_plan", "looked_after")


@dataclass(frozen=True, slots=True)
class Row:
    """One fact; ``evidence`` is where it was read, in ``document``; ``decided`` says who decided it, where one did.

    ``form`` says how a correction is written; it is empty where nothing can be corrected.
    """

    name: str
    value: str
    known: bool
    evidence: Evidence | None
    document: Document | None
    fact: str = ""
    form: str = ""
    written: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    many: bool = False
    decided: str = ""
    read: str = ""


def rows(opening: Opening, decisions: Sequence[Decision] = ()) -> list[Row]:
    """The facts of the open review, or of the document where there is no review."""
    if opening.review:
        return rows_of(opening.review, opening.documents, decisions)
    return [_plain(name, fact, value, opening.documents) for name, fact, value in _of_document(opening.document)]


def rows_of(review: Review, documents: Sequence[Document], decisions: Sequence[Decision]) -> list[Row]:
    """The facts of a review, as they stand."""
    found = stated(review, documents, decisions)
    grade = review.evidence_grade
    meaning = f"{grade}: {words.GRADES.get(grade, 'no meaning is recorded')}" if grade else ""
    return [
        *(_row(fact) for name, fact in found.items() if name != "subject"),
        _row(found["subject"]),
        _plain("Evidence grade", "grade", meaning, documents),
    ]


def name_of(fact: str) -> str:
    """What a fact is called on the pages."""
    return _NAMES[fact]


def in_words(name: str, value: Value) -> str:
    """A value as a reader sees it; nothing for one that is not stated."""
    if not value:
        return ""
    if name in _TERMS:
        return "; ".join(words.named(_TERMS[name], one) for one in value)
    if name == "age":
        return words.age(value[0], value[-1])
    if name in _DATES:
        return " to ".join(words.day(date) for date in value)
    if name in _ANSWERS:
        return "Yes" if value[0] else "No"
    return words.label(value[0]) if name in ("review_type", "sex") else str(value[0])


def _row(fact: Stated) -> Row:
    shape, value, decision = FACTS[fact.name], in_words(fact.name, fact.value), fact.decision
    doubt = ", possible" if fact.doubtful and not fact.contradicted else ", stated in two ways" if fact.doubtful else ""
    return Row(
        name=_NAMES[fact.name],
        value=value + doubt or _NOT_STATED,
        known=bool(value),
        evidence=fact.evidence,
        document=fact.document,
        fact=fact.name,
        form=shape.form,
        written=corrections.written(fact.name, fact.value) if fact.value else "",
        choices=tuple((one, _choice(fact.name, one)) for one in corrections.choices_of(fact.name)),
        chosen=tuple(_chosen(fact)),
        many=shape.many,
        decided=_decided(decision) if decision else "",
        read=in_words(fact.name, fact.read) or "not stated",
    )


def _chosen(fact: Stated) -> list[str]:
    if fact.name in _ANSWERS:
        return ["yes" if one else "no" for one in fact.value]
    return [str(one) for one in fact.value]


def _choice(name: str, one: str) -> str:
    return words.named(_TERMS.get(name, name), one)


def _decided(decision: Decision) -> str:
    done = "Confirmed" if decision.verdict is Verdict.ACCEPT else "Corrected"
    return f"{done} by {decided_line(decision.decided_by, decision.decided, decision.note)}."


def _of_document(document: Document) -> list[tuple[str, str, str]]:
    facts: Facts = document.facts
    return [
        ("Kind", "kind", f"{words.label(document.kind)} (not a case review)"),
        ("Publisher", "publisher", facts.publisher or ""),
        ("Nation", "nation", facts.nation or ""),
        ("Published", "published", words.day(facts.published)),
        ("Pages", "pages", str(document.pages)),
    ]


def _plain(name: str, fact: str, value: str, documents: Sequence[Document]) -> Row:
    if not value:
        return Row(name, _NOT_STATED, False, None, None)
    for document in documents:
        evidence = words.evidence_of(document, fact)
        if evidence:
            doubt = ", possible" if evidence.confidence == "possible" else ""
            return Row(name, value + doubt, True, evidence, document)
    return Row(name, value, True, None, None)
