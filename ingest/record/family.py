"""Which documents are one review, and what the review is: worked out afresh from all documents' facts.

The result depends only on what is held, never on the order in which it came, so a killed run or another order of
adding ends in the same reviews.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ingest.model import REVIEW_KINDS, Document, DocumentKind, DocumentStatus, Facts, Publisher, Review, ReviewStatus
from ingest.record.fullest import fullest_first
from ingest.written.boards import board_id
from ingest.written.subjects import subject_key
from ingest.written.welsh import ENGLISH, in_english

_YEARS_APART = 2
"""A briefing or response appears within this many years of its report; the same label later is another review."""

_GRADE = {
    DocumentKind.OVERVIEW_REPORT: "A",
    DocumentKind.EXECUTIVE_SUMMARY: "A",
    DocumentKind.LEARNING_SUMMARY: "B",
    DocumentKind.CATALOGUE_ABSTRACT: "C",
    DocumentKind.SEVEN_MINUTE_BRIEFING: "D",
}
_NOT_FACTS = frozenset({DocumentKind.SEVEN_MINUTE_BRIEFING, DocumentKind.RESPONSE, DocumentKind.ACTION_PLAN})
"""Briefings may change details on purpose, and responses speak of other dates: they never state a review's facts."""


def reviews_of(documents: Iterable[Document], published: Mapping[str, bool] | None = None) -> list[Review]:
    """One review for each family of documents; a document whose publisher or subject is unknown stands alone.

    ``published`` says of collected documents, by id, whether an address still has them; of others nothing is known.
    """
    known: dict[tuple[str, str], list[Document]] = defaultdict(list)
    called: dict[tuple[str, str], tuple[str, str]] = {}
    families: list[list[Document]] = []
    for document in fullest_first(d for d in documents if d.kind in REVIEW_KINDS and d.paths):
        facts = document.facts
        if not (facts.publisher and facts.subject):
            families.append([document])
            continue
        key = (board_id(facts.publisher), subject_key(in_english(facts.subject)))
        if key not in known and (document.kind is not DocumentKind.OVERVIEW_REPORT or facts.language != ENGLISH):
            key = called.get(key, key)
        known[key].append(document)
        for alias in _whole(facts):
            called.setdefault((key[0], subject_key(alias)), key)
    for namesakes in known.values():
        families.extend(_by_year(namesakes))
    return sorted((_review(family, published) for family in families), key=lambda review: review.id)


def read_of(documents: Iterable[Document]) -> Review:
    """What one review's own documents say of it, whatever a person corrected. There is at least one."""
    return _review(fullest_first(documents))


def lead_of(documents: Iterable[Document]) -> Document:
    """The document that a review's facts come from first."""
    return fullest_first(documents)[0]


def facts_from(documents: Iterable[Document]) -> list[Document]:
    """Those of a review's documents that state its facts, the weightiest first."""
    family = fullest_first(documents)
    return [d for d in family if d.kind not in _NOT_FACTS and not d.facts.altered] or family


def _whole(facts: Facts) -> list[str]:
    """Other names of the whole review, under which a summary may stand; one child's of several is none of them."""
    members = {child.label for child in facts.subjects} if len(facts.subjects) > 1 else set()
    return [alias for alias in facts.aliases if alias not in members]


def publishers_of(reviews: Iterable[Review]) -> list[Publisher]:
    """The boards of these reviews, each under the name it used last, by name."""
    latest: dict[str, Review] = {}
    for review in sorted(reviews, key=lambda review: (review.year or 0, review.id)):
        if review.publisher_id:
            latest[review.publisher_id] = review
    nations = {key: _nation(key, reviews) for key in latest}
    found = [Publisher(key, review.publisher or key, nations[key]) for key, review in latest.items()]
    return sorted(found, key=lambda publisher: publisher.name)


def _nation(publisher_id: str, reviews: Iterable[Review]) -> str | None:
    return next((r.nation for r in reviews if r.publisher_id == publisher_id and r.nation), None)


def _by_year(namesakes: Sequence[Document]) -> list[list[Document]]:
    """Documents of one board and label, split where the years say that the label was used again.

    They come in order of rank, so that summaries and briefings gather round the report nearest in time.
    """
    families: list[list[Document]] = []
    for document in namesakes:
        near = [family for family in families if _apart(family[0], document) <= _YEARS_APART]
        if near:
            min(near, key=lambda family: _apart(family[0], document)).append(document)
        else:
            families.append([document])
    return families


def _apart(first: Document, second: Document) -> int:
    if first.facts.year is None or second.facts.year is None:
        return 0
    return abs(first.facts.year - second.facts.year)


def _review(family: Sequence[Document], published: Mapping[str, bool] | None = None) -> Review:
    sources = facts_from(family)
    lead = sources[0].facts
    publisher, subject = _first(sources, "publisher"), _first(sources, "subject")
    review_type = _first(sources, "review_type")
    year = next((d.facts.year for d in sources if d.facts.year), None)
    publisher_id = board_id(publisher) if publisher else None
    incident = _first(sources, "incident")
    return Review(
        id=_review_id(publisher_id, year, subject, family[0].id),
        title=subject or lead.title,
        publisher_id=publisher_id,
        publisher=publisher,
        nation=_first(sources, "nation"),
        subject=subject,
        review_type=review_type,
        year=year,
        incident_year=int(incident[:4]) if incident else None,
        age_months_min=_first(sources, "age_months_min"),
        age_months_max=_first(sources, "age_months_max"),
        sex=_first(sources, "sex"),
        children=_first(sources, "children"),
        harm_types=_first(sources, "harm_types") or (),
        method=_first(sources, "method"),
        agencies=_first(sources, "agencies") or (),
        evidence_grade=_grade(family),
        status=_status(family, published or {}),
        documents=tuple(sorted(document.id for document in family)),
    )


def _status(family: Sequence[Document], published: Mapping[str, bool]) -> ReviewStatus:
    """A catalogue's list turns over: that an abstract leaves it says nothing about the report."""
    if all(document.kind is DocumentKind.CATALOGUE_ABSTRACT for document in family):
        return ReviewStatus.RECORD_ONLY
    known = [published[document.id] for document in family if document.id in published]
    return ReviewStatus.NO_LONGER_PUBLISHED if known and not any(known) else ReviewStatus.LIVE


def _first(documents: Sequence[Document], fact: str):  # type: ignore[no-untyped-def]
    """The first stated value of a fact, documents that rank higher first."""
    return next((value for d in documents if (value := getattr(d.facts, fact)) not in (None, ())), None)


def _grade(family: Sequence[Document]) -> str | None:
    """The best evidence that the family can give; see the ladder in README.md."""
    readable = [d for d in family if d.status is not DocumentStatus.UNREADABLE]
    return min((grade for d in readable if (grade := _GRADE.get(d.kind))), default=None)


def _review_id(publisher_id: str | None, year: int | None, subject: str | None, first_document: str) -> str:
    """A slug for people and a hash that settles it; without publisher, year or subject the document is the key."""
    stated = publisher_id and year and subject
    key = f"{publisher_id}|{year}|{subject_key(subject or '')}" if stated else first_document
    slug = "-".join(part for part in (publisher_id, str(year or ""), subject_key(subject or "")) if part)
    return f"{slug or 'review'}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
