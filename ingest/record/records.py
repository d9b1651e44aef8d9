"""Rows to records and back: the one place that knows both shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ingest.model import (
    Child,
    Document,
    DocumentKind,
    DocumentStatus,
    Evidence,
    Facts,
    FurnitureKind,
    LineBox,
    Page,
    PageStatus,
    Passage,
    Review,
    ReviewStatus,
    Role,
    SetAside,
    Span,
)
from ingest.record.tables.held import DocumentRow, PageRow, PassageRow, ReviewRow


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """A document's facts as plain JSON."""
    return asdict(facts)


def facts_from_json(data: dict[str, Any]) -> Facts:
    """The facts that :func:`facts_to_json` wrote."""
    records = {
        "kind": DocumentKind(data["kind"]),
        "evidence": tuple(Evidence(**item) for item in data["evidence"]),
        "subjects": tuple(Child(**item) for item in data.get("subjects", ())),
        "period": tuple(data["period"]) if data.get("period") else None,
    }
    lists = {name: tuple(data.get(name, ())) for name in ("harm_types", "agencies", "aliases", "contradicted")}
    return Facts(**{**data, **lists, **records})


def document_from_row(row: DocumentRow, paths: Sequence[str]) -> Document:
    """A document with every path it was given under."""
    return Document(
        id=row.id,
        kind=DocumentKind(row.kind),
        title=row.title,
        status=DocumentStatus(row.status),
        media_type=row.media_type,
        pages=row.pages,
        unreadable_pages=tuple(row.unreadable_pages),
        reason=row.reason,
        paths=tuple(paths),
        source_url=row.source_url,
        review_id=row.review_id,
        facts=facts_from_json(row.facts),
    )


def review_from_row(row: ReviewRow, documents: Sequence[str]) -> Review:
    """A review with the ids of its documents."""
    return Review(
        id=row.id,
        title=row.title,
        publisher_id=row.publisher_id,
        publisher=row.publisher,
        nation=row.nation,
        subject=row.subject,
        review_type=row.review_type,
        year=row.year,
        incident_year=row.incident_year,
        age_months_min=row.age_months_min,
        age_months_max=row.age_months_max,
        sex=row.sex,
        children=row.children,
        harm_types=tuple(row.harm_types),
        method=row.method,
        agencies=tuple(row.agencies),
        evidence_grade=row.evidence_grade,
        status=ReviewStatus(row.status),
        documents=tuple(documents),
    )


def review_to_row(review: Review) -> ReviewRow:
    """A row for a review; its documents point at it."""
    values = {name: value for name, value in asdict(review).items() if name != "documents"}
    lists = {name: list(values[name]) for name in ("harm_types", "agencies")}
    return ReviewRow(**{**values, **lists, "status": review.status.value})


def page_to_row(document_id: str, page: Page) -> PageRow:
    """A row for a page; boxes are rounded to a tenth of a thousandth of the page, well under a pixel."""
    return PageRow(
        document_id=document_id,
        number=page.index,
        label=page.label,
        raw=page.raw,
        text=page.text,
        status=page.status.value,
        furniture=[[item.kind.value, item.line, item.text] for item in page.furniture],
        lines=[[b.start, b.end, *(round(x, 4) for x in (b.left, b.top, b.right, b.bottom))] for b in page.lines],
    )


def page_from_row(row: PageRow) -> Page:
    """The page that :func:`page_to_row` stored."""
    return Page(
        index=row.number,
        label=row.label,
        raw=row.raw,
        text=row.text,
        status=PageStatus(row.status),
        furniture=tuple(SetAside(FurnitureKind(kind), line, text) for kind, line, text in row.furniture),
        lines=tuple(LineBox(*values) for values in row.lines),
    )


def passage_to_row(passage: Passage) -> PassageRow:
    """A row for a passage."""
    return PassageRow(
        id=passage.id,
        document_id=passage.document_id,
        place=passage.order,
        role=passage.role.value,
        heading=list(passage.heading),
        number=passage.number,
        text=passage.text,
        spans=[[span.page, span.start, span.end] for span in passage.spans],
        page_labels=list(passage.page_labels),
    )


def passage_from_row(row: PassageRow) -> Passage:
    """The passage that :func:`passage_to_row` stored."""
    spans = tuple(Span(*values) for values in row.spans)
    return Passage(
        id=row.id,
        document_id=row.document_id,
        order=row.place,
        spans=spans,
        text=row.text,
        role=Role(row.role),
        heading=tuple(row.heading),
        number=row.number,
        pages=tuple(dict.fromkeys(span.page for span in spans)),
        page_labels=tuple(row.page_labels),
    )
