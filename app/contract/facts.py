"""Facts as the JSON that ``show`` and ``fact`` print: what stands, and for what a person decided, what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ingest.decided.decisions import Decision
from ingest.decided.stated import Stated, stated
from ingest.model import Document, Review

_MANY = ("age", "harm_types", "agencies", "period")


def facts(review: Review, documents: Sequence[Document], decisions: Iterable[Decision]) -> dict[str, Any]:
    """``decided``: every fact of a review on which a person decided, by name."""
    found = stated(review, documents, decisions)
    return {"decided": {name: _one(fact) for name, fact in found.items() if fact.decision}}


def overlaid(review: Review, documents: Sequence[Document], decisions: Iterable[Decision]) -> dict[str, Any]:
    """The facts that a person corrected and that are no part of the review's record, as they stand."""
    found = stated(review, documents, decisions)
    return {name: _plain(fact, fact.value) for name, fact in found.items() if fact.decision and name in _BESIDE}


_BESIDE = ("published", "incident", "completed", "period", "author", "fatal", "cp_plan", "looked_after")


def _one(fact: Stated) -> dict[str, Any]:
    decision = fact.decision
    assert decision is not None  # noqa: S101 - only decided facts come here
    return {
        "value": _plain(fact, fact.value),
        "read": _plain(fact, fact.read),
        "verdict": decision.verdict.value,
        "decided_by": decision.decided_by,
        "decided": decision.decided.isoformat(),
        "note": decision.note,
    }


def _plain(fact: Stated, value: Sequence[Any]) -> Any:
    if fact.name in _MANY:
        return list(value)
    return value[0] if value else None
