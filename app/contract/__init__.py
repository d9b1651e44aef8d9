"""Records as the JSON that scripts depend on. Keys are a contract: they are added to, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.contract import facts as fact_json
from app.contract import gate as gate_json
from app.contract import sources as sourced
from app.contract.tags import Decisions, Tags, of_passage, themes, undecided, untagged
from index.engine.manifest import Manifest
from index.engine.payload import age_groups
from index.searching.query import Answer, Filters, PassageHit, Result
from index.tagging import version as tag_version
from ingest.catalogue import Catalogue
from ingest.decided.decisions import Decision
from ingest.library import Library
from ingest.model import Document, DocumentKind, Held, Page, Passage, Refusal, Review, Role
from ingest.passages.answers import answers_of, answers_to, inquiries_of
from ingest.passages.recording import Record, records_of
from ingest.record.fullest import fullest_first

Json = dict[str, Any]


def search(answer: Answer) -> Json:
    """What ``search --json`` prints."""
    return {
        "query": answer.query,
        "filters": filters(answer.filters),
        "library_revision": answer.library_revision,
        "reviews_searched": answer.reviews_searched,
        "documents_searched": answer.documents_searched,
        "passages_searched": answer.passages_searched,
        "nothing_found": answer.nothing_found,
        "close": answer.close,
        "left_out": dict(answer.left_out),
        "facets": {name: dict(values) for name, values in answer.facets.items()},
        "results": [_result(result) for result in answer.results],
    }


def filters(asked: Filters) -> Json:
    """Only the filters that are on."""
    return {name: value for name, value in asdict(asked).items() if value not in ((), None, False)}


def review(record: Review) -> Json:
    """A review as every command shows it."""
    return {
        "id": record.id,
        "title": record.title,
        "kind": "review",
        "publisher": record.publisher,
        "nation": record.nation,
        "year": record.year,
        "review_type": record.review_type,
        "age_groups": age_groups(record.age_months_min, record.age_months_max),
        "harm_types": list(record.harm_types),
        "status": record.status.value,
    }


def passage(record: Passage) -> Json:
    """A passage, with the slices of the pages that it is made of."""
    return {
        "id": record.id,
        "text": record.text,
        "role": record.role.value,
        "heading": list(record.heading),
        "number": record.number,
        "pages": list(record.pages),
        "page_labels": list(record.page_labels),
        "spans": [asdict(span) for span in record.spans],
    }


def example(held: Held) -> Json:
    """A passage that stands for a figure, with the document it is a slice of."""
    return {**passage(held.passage), "document": _source(held.document), "review": held.document.review_id}


def document(record: Document) -> Json:
    """A document as ``status`` lists it."""
    return {
        "id": record.id,
        "path": given_as(record),
        "paths": [path for path in record.paths if not is_address(path)],
        "kind": record.kind.value,
        "title": record.title,
        "language": record.facts.language,
        "status": record.status.value,
        "reason": record.reason,
        "pages": record.pages,
        "unreadable_pages": list(record.unreadable_pages),
        "review": record.review_id,
        "source_url": record.source_url,
    }


def given_as(record: Document) -> str | None:
    """The path that a document was given as; ``None`` for one that was only collected."""
    return next((path for path in record.paths if not is_address(path)), None)


def is_address(path: str) -> bool:
    """Whether a document is known by this as a web address, and not as a file."""
    return path.startswith(("http://", "https://"))


def shown(catalogue: Catalogue, record_id: str, tags: Tags = untagged, decisions: Decisions = undecided) -> Json | None:
    """What ``show ID --json`` prints for a review, a document or a passage; ``None`` for an id that is not held."""
    made = decisions([record_id]).get(record_id, ())
    found_review = catalogue.review(record_id)
    if found_review is not None:
        passages = [found for key in found_review.documents for found in catalogue.passages(key)]
        return {**_shown_review(catalogue, found_review, made), "themes": themes(passages, tags)}
    found_document = catalogue.document(record_id)
    if found_document is not None:
        shown_document = _shown_document(catalogue, found_document)
        return {**shown_document, "themes": themes(catalogue.passages(found_document.id), tags)}
    found_passage = catalogue.passage(record_id)
    if found_passage is None:
        return None
    owner = catalogue.document(found_passage.document_id)
    about = {**of_passage(found_passage, tags, made), "document": document(owner) if owner else None}
    return {"type": "passage", **passage(found_passage), **about}


def status(library: Library, manifest: Manifest | None) -> Json:
    """What ``status --json`` prints."""
    catalogue = library.catalogue
    revision, counts, documents = catalogue.revision(), catalogue.counts(), catalogue.documents()
    return {
        "library": str(library.folder),
        "revision": revision,
        "reviews": counts.reviews,
        "passages": counts.passages,
        "pages": counts.pages,
        "documents": [document(record) for record in documents],
        "unreadable": [{"path": item.path, "reason": item.reason} for item in unreadable(catalogue)],
        "sources": sourced.sources(library),
        "index": index_state(manifest, revision),
        **gate_json.of_library(library),
    }


def unreadable(catalogue: Catalogue) -> list[Refusal]:
    """Every file of which nothing could be read: those refused, and those whose pages are all pictures."""
    pictures = [
        Refusal(path, record.reason or "no text could be read", record.id)
        for record in catalogue.documents()
        if record.status == "unreadable"
        for path in record.paths
    ]
    return sorted([*catalogue.refusals(), *pictures], key=lambda refusal: refusal.path)


def index_state(manifest: Manifest | None, revision: int) -> Json:
    """Whether the index is there and up to date, and what made it."""
    if manifest is None:
        return {"state": "missing", "model": None, "vocabulary": None}
    current = manifest.revision == revision and manifest.recipe.vocabulary == tag_version.version()
    return {
        "state": "current" if current else "behind",
        "revision": manifest.revision,
        "passages": manifest.passages,
        "model": manifest.recipe.model,
        "vocabulary": manifest.recipe.vocabulary,
    }


def _result(result: Result) -> Json:
    subject = review(result.review) if result.review else _beside(result.document)
    return {
        "review": subject,
        "score": round(result.score, 6),
        "passages": [_hit(hit) for hit in result.passages],
        "more": result.more,
    }


def _beside(record: Document) -> Json:
    """A document that belongs to no review, in the shape of one: its kind says what it is."""
    return {
        "id": record.id,
        "title": record.title,
        "kind": record.kind.value,
        "publisher": record.facts.publisher,
        "nation": record.facts.nation,
        "year": record.facts.year,
        "review_type": None,
        "age_groups": [],
        "harm_types": [],
        "status": "live",
    }


def _hit(hit: PassageHit) -> Json:
    record = hit.document
    return {
        **passage(hit.passage),
        "themes": list(hit.themes),
        "agencies": list(hit.agencies),
        "document": _source(record),
        "why": {
            "words": list(hit.why.words),
            "lexical_rank": hit.why.lexical_rank,
            "dense_rank": hit.why.dense_rank,
            "bridges": [asdict(bridge) for bridge in hit.why.bridges],
            "sentence": _sentence(hit),
            "filters": {name: list(values) for name, values in hit.why.filters.items()},
        },
    }


def _source(record: Document) -> Json:
    """Where a passage's document came from."""
    return {
        "id": record.id,
        "kind": record.kind.value,
        "source_url": record.source_url,
        "path": given_as(record),
    }


def _sentence(hit: PassageHit) -> Json | None:
    """The sentence nearest in meaning, as a slice of the passage's text."""
    if hit.why.sentence is None:
        return None
    start, end = hit.why.sentence
    return {"start": start, "end": end, "text": hit.passage.text[start:end]}


def _shown_review(catalogue: Catalogue, record: Review, made: Sequence[Decision]) -> Json:
    held = [found for key in record.documents if (found := catalogue.document(key))]
    told = fullest_first(held)[0].facts if held else None
    extra = {name: getattr(told, name) for name in _CASE_FACTS} if told else {}
    facts = extra | {name: value for name, value in asdict(record).items() if name not in ("documents", "id", "status")}
    facts |= fact_json.overlaid(record, held, made) if made else {}
    return {
        "type": "review",
        **review(record),
        "facts": facts,
        **(fact_json.facts(record, held, made) if made else {"decided": {}}),
        "evidence": [{**asdict(item), "document": d.id} for d in held for item in d.facts.evidence],
        "documents": [document(found) for found in held],
        **_listed([item for found in held if not answers_to(found) for item in _records(catalogue, found)]),
    }


_CASE_FACTS = (
    *("published", "incident", "completed", "period", "author", "aliases"),
    *("fatal", "cp_plan", "looked_after", "contradicted"),
)
"""What a review's report says beyond what reviews are searched by."""

_RECORDS = {
    Role.FINDING: "findings",
    Role.RECOMMENDATION: "recommendations",
    Role.LESSON: "lessons",
    Role.GOOD_PRACTICE: "good_practice",
}


def _listed(records: list[Json]) -> Json:
    return {name: [item for item in records if item["role"] == kind.value] for kind, name in _RECORDS.items()}


def _records(catalogue: Catalogue, document: Document) -> list[Json]:
    """The records of a document, each recommendation with the passages that answer it in other documents."""
    records = records_of(catalogue.passages(document.id))
    answers: dict[str, list[Json]] = {}
    for other in _responses(catalogue, document) if records else ():
        for number, ids in answers_of(records, catalogue.passages(other.id)).items():
            answers.setdefault(number, []).append({"document": other.id, "passages": list(ids)})
    return [_record(item, document, answers) for item in records]


def _responses(catalogue: Catalogue, document: Document) -> list[Document]:
    """The responses held to a document: of its own review, or of the same module of its inquiry."""
    others = [other for other in catalogue.documents() if other.id != document.id and answers_to(other)]
    if answers_to(document) or document.kind is not DocumentKind.INQUIRY:
        family = document.review_id
        return [other for other in others if family and other.review_id == family and not answers_to(document)]
    asked = inquiries_of(document, catalogue.passages(document.id))
    inquiries = (other for other in others if other.kind is DocumentKind.INQUIRY)
    return [other for other in inquiries if asked & inquiries_of(other, catalogue.passages(other.id))]


def _record(record: Record, document: Document, answers: dict[str, list[Json]]) -> Json:
    whole = {name: value for name, value in asdict(record).items() if name != "kind"}
    answered = answers.get(record.number or "", []) if record.kind is Role.RECOMMENDATION else []
    first = {"id": record.passage_ids[0], "role": record.kind.value, "document": document.id}
    return {**first, **whole, "answers": answered}


def _shown_document(catalogue: Catalogue, record: Document) -> Json:
    return {
        "type": "document",
        **document(record),
        "newer_version": catalogue.newer_version(record.id),
        "page_list": [_page(found) for found in catalogue.pages(record.id)],
        "passages": [passage(found) for found in catalogue.passages(record.id)],
        **_listed(_records(catalogue, record)),
    }


def _page(record: Page) -> Json:
    return {
        "index": record.index,
        "label": record.label,
        "status": record.status.value,
        "text": record.text,
        "furniture": [{"kind": item.kind.value, "text": item.text} for item in record.furniture],
    }
