"""Each fact of a review as it stands: what was read and where, how sure that is, and what a person decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.decided.corrections import FACTS, Value
from ingest.decided.decisions import Decision
from ingest.model import Document, Evidence, Facts, Review
from ingest.record.family import facts_from, read_of

_OF_REVIEW = ("publisher", "nation", "subject", "review_type", "sex", "children", "method")
_LISTS = ("harm_types", "agencies")
_EVIDENCE = {"harm_types": "harm"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact. ``read`` is what the documents say; ``evidence`` is where, in ``document``; ``decision`` is a person's.

    ``contradicted`` says that a document states it in two ways.
    """

    name: str
    read: Value
    evidence: Evidence | None
    document: Document | None
    contradicted: bool
    decision: Decision | None

    @property
    def value(self) -> Value:
        """What stands: a person's value before the one that was read."""
        return self.decision.value if self.decision else self.read

    @property
    def doubtful(self) -> bool:
        """Whether a person should look: what was read is only possible, or contradicted, and nobody has decided."""
        unsure = self.contradicted or (self.evidence is not None and self.evidence.confidence == "possible")
        return unsure and bool(self.read) and self.decision is None


def stated(review: Review, documents: Sequence[Document], decisions: Iterable[Decision] = ()) -> dict[str, Stated]:
    """Every fact of a review by name, from its documents (at least one) and the decisions that stand on it."""
    made = {one.subject: one for one in decisions}
    as_kept, as_read = _read(review, documents), _read(read_of(documents), documents)
    return {
        name: _stated(name, (as_read if name in made else as_kept)[name], facts_from(documents), made.get(name))
        for name in FACTS
    }


def read_value(documents: Sequence[Document], name: str) -> Value:
    """What the documents of a review say of one fact; empty where they do not state it."""
    return _read(read_of(documents), documents)[name]


def _stated(name: str, read: Value, documents: Sequence[Document], decision: Decision | None) -> Stated:
    fact = _EVIDENCE.get(name, name)
    contradicted = any(fact in document.facts.contradicted for document in documents)
    for document in documents if read else ():
        grounds = next((item for item in document.facts.evidence if item.fact == fact), None)
        if grounds:
            return Stated(name, read, grounds, document, contradicted, decision)
    return Stated(name, read, None, None, contradicted, decision)


def _read(review: Review, documents: Sequence[Document]) -> Mapping[str, Value]:
    told = [document.facts for document in facts_from(documents)]
    years = {"published": _one(review.year), "incident": _one(review.incident_year)}
    dates = {name: _one(_first(told, name)) or tuple(map(str, years[name])) for name in years}
    ages = (review.age_months_min, review.age_months_max)
    return {
        **{name: _one(getattr(review, name)) for name in _OF_REVIEW},
        **{name: tuple(getattr(review, name)) for name in _LISTS},
        "age": tuple(months for months in ages if months is not None),
        **{name: _one(_first(told, name)) for name in ("completed", "author")},
        **dates,
        **{name: _one(_first(told, name)) for name in ("fatal", "cp_plan", "looked_after")},
        "period": tuple(date for date in _first(told, "period") or () if date),
    }


def _first(told: Sequence[Facts], name: str):  # type: ignore[no-untyped-def]
    return next((value for facts in told if (value := getattr(facts, name)) is not None), None)


def _one(value: object) -> Value:
    return () if value is None else (value,)
