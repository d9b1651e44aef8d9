"""Citations: where a quote stands in words, and the bibliography of all that a document quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app import words
from app.papers.paper import Quote
from app.papers.references import Reference
from index.quoting.cited import Cited
from ingest.library import Library
from ingest.model import Document, Passage, Review, ReviewStatus

Retrieved = Callable[[Document], date | None]
"""When a document was fetched or given; ``None`` where that is not recorded."""


def quote(cited: Cited, lead: str | None = None) -> Quote:
    """A slice of a passage as a quote; ``lead`` stands before it."""
    return Quote(cited.text, citation(cited), cited.passage.id, cited.start, cited.end, lead)


def citation(cited: Cited) -> str:
    """Review, publisher, year, document and pages: "Child AR, Northmere LSCB, 2018, overview report, p. 6"."""
    return f"{source(cited.document, cited.review)}, {words.pages(cited.passage)}"


def source(document: Document, review: Review | None) -> str:
    """The same without the pages."""
    title = review.title if review else document.title
    publisher = review.publisher if review else document.facts.publisher
    year = (review.year if review else None) or document.facts.year
    parts = (title, publisher or "publisher not stated", str(year) if year else "year not stated")
    return ", ".join((*parts, words.term(document.kind)))


def lead_of(passage: Passage) -> str:
    """What a passage is, for the line above its quote: "Finding 3", "Recommendation"."""
    role = words.label(passage.role.value)
    return f"{role} {passage.number}" if passage.number and passage.number.isdigit() else role


def bibliography(used: Iterable[tuple[Document, Review | None]], retrieved: Retrieved) -> list[Reference]:
    """Each document that was used, once, by publisher, year and title."""
    known = {document.id: (document, review) for document, review in used}
    found = [_reference(document, review, retrieved(document)) for document, review in known.values()]
    return sorted(found, key=lambda one: (one.publisher or "", one.year or 0, one.title, one.kind))


def _reference(document: Document, review: Review | None, day: date | None) -> Reference:
    return Reference(
        key=review.id if review else document.id[:12],
        publisher=review.publisher if review else document.facts.publisher,
        year=(review.year if review else None) or document.facts.year,
        title=review.title if review else document.title,
        kind=words.label(document.kind),
        address=document.source_url,
        retrieved=day,
        status=review.status if review else ReviewStatus.LIVE,
    )


def fetched(library: Library, document: Document) -> date | None:
    """The day on which a document was last fetched or given."""
    day = library.catalogue.fetched(document.id)
    return day.date() if day else None
