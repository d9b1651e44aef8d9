"""Cases and their likes as the JSON that ``similar --json`` prints. The pasted text itself is never in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app import contract, words
from index.cases.case import Case, Signal
from index.cases.counterpart import Counterpart, Difference, Differs
from index.cases.similar import Compared, Likes
from ingest.model import Document, Held, Passage
from ingest.passages.recording import Record

Json = dict[str, Any]

_KINDS = {Signal.THEMES: "themes", Signal.AGENCIES: "agencies", Signal.HARM: "harms"}


def answer(likes: Likes, found: list[Counterpart], documents: Mapping[str, Document]) -> Json:
    """The whole answer; ``documents`` are those of the reviews found, by id."""
    return {
        "case": case(likes.case),
        "filters": contract.filters(likes.filters),
        "library_revision": likes.revision,
        "reviews_searched": likes.reviews,
        "undated": likes.undated,
        "unreadable": likes.unreadable,
        "sharing_more_than_two_signals": likes.sharing,
        "nothing_found": likes.sharing == 0,
        "results": [_result(one, likes.case, documents) for one in found],
    }


def case(read: Case) -> Json:
    """What was read of the case: each trait with its words."""
    return {
        "age_months": [read.ages.youngest, read.ages.oldest] if read.ages else None,
        "fatal": read.fatal,
        "children": read.children,
        "traits": [
            {
                "signal": trait.signal.value,
                "value": trait.value,
                "label": named(trait.signal, trait.value),
                "weight": trait.weight,
                "words": list(read.words_of(trait)),
            }
            for trait in read.traits
        ],
        "notes": list(read.notes),
        "review": read.review_id,
    }


def named(signal: Signal, value: str) -> str:
    """What a value of a signal is called."""
    if signal is Signal.AGE:
        return words.age(int(value), None)
    return words.named(_KINDS.get(signal, ""), value)


def said(difference: Difference) -> str:
    """A difference in words."""
    values = [named(difference.signal, value) for value in difference.values]
    listed = ", ".join(values)
    match difference.how:
        case Differs.OLDER:
            return f"The child was older: {' to '.join(values)}."
        case Differs.YOUNGER:
            return f"The child was younger: {' to '.join(values)}."
        case Differs.MORE_CHILDREN:
            return f"The review is about {difference.values[0]} children."
        case Differs.OTHER_HARM:
            return f"The harm was another: {listed}."
        case Differs.ALSO_THEMES:
            return f"The review also dwells on: {listed}."
        case _:
            return f"Not found in the review: {listed}."


def _result(one: Counterpart, asked: Case, documents: Mapping[str, Document]) -> Json:
    return {
        "review": contract.review(one.review),
        "score": round(one.like.score, 4),
        "signals_shared": one.like.shared,
        "signals": {
            signal.value: _signal(signal, compared, asked, one.evidence.get(signal, ()), documents)
            for signal, compared in one.like.signals.items()
        },
        "differences": [said(difference) for difference in one.differences],
        "found": [_record(record, documents) for record in one.found],
        "recommended": [_record(record, documents) for record in one.recommended],
        "near_copies": list(one.copies),
    }


def _signal(
    signal: Signal,
    compared: Compared,
    asked: Case,
    evidence: tuple[Passage, ...],
    documents: Mapping[str, Document],
) -> Json:
    said_in = {trait.value: list(asked.words_of(trait)) for trait in asked.of(signal)}
    parts = [asked.parts[part] for part, _ in compared.parts] if not asked.review_id else []
    return {
        "score": None if compared.score is None else round(compared.score, 4),
        "query": [{"value": v, "label": named(signal, v), "words": said_in.get(v, [])} for v in compared.case]
        or [{"value": None, "label": None, "words": [part]} for part in dict.fromkeys(parts)],
        "review": [{"value": v, "label": named(signal, v)} for v in compared.review],
        "passages": [
            contract.example(Held(passage, documents[passage.document_id], None))
            for passage in evidence
            if passage.document_id in documents
        ],
    }


def _record(record: Record, documents: Mapping[str, Document]) -> Json:
    return {
        "id": record.passage_ids[0],
        "role": record.kind.value,
        "number": record.number,
        "text": record.text,
        "heading": list(record.heading),
        "pages": list(record.pages),
        "page_labels": list(record.page_labels),
        "passage_ids": list(record.passage_ids),
        "addressees": list(record.addressees),
        "addressed_to": list(record.addressed_to),
        "timescale": record.timescale,
    }
