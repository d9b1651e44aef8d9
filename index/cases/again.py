"""Which of the recommendations that bear on a case were made in other reviews as well, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.cases.scoping import Again, Recommended, Scoping, cited_record
from index.recommendations.recommending import Family, Recommending

MOST_HELD = 400
"""Reviews up to which all recommendations are compared for one note: more take longer than somebody waits for it."""


def with_others(scoping: Scoping, held: int, recommending: Callable[[], Recommending]) -> Scoping:
    """The same with what is known of each recommendation over all ``held`` reviews; as it is where these are many."""
    if held > MOST_HELD or not scoping.recommended:
        return scoping
    by_passage = {
        name: family
        for family in recommending().families().families
        if len(family.reviews) > 1
        for member in family.members
        for name in member.record.passage_ids
    }
    made = tuple(_told(one, by_passage.get(one.cited.passage.id)) for one in scoping.recommended)
    return replace(scoping, recommended=made, compared=held)


def _told(one: Recommended, family: Family | None) -> Recommended:
    if family is None:
        return one
    best = family.best[0] if family.best else None
    cited = cited_record(best.record, best.passage, best.document, best.review) if best else None
    return replace(one, again=Again(family.reviews, family.boards, family.years, cited))
