"""Every recommendation in scope, each with the family of those that ask for the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from index.recommendations.gathered import Recommendation, chosen
from index.recurring.table import Question, in_scope
from index.searching.query import Filters

if TYPE_CHECKING:
    from index.recommendations.recommending import Family, Listing, Recommending
    from index.recurring.counts import Counts


class Sort(StrEnum):
    """In which order recommendations stand: by how often they were made, or by year or publisher."""

    TIMES = "times"
    NEWEST = "newest"
    OLDEST = "oldest"
    PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Stated:
    """One recommendation; ``family`` is ``None`` for one that nothing else in scope asks for."""

    recommendation: Recommendation
    family: Family | None

    @property
    def times(self) -> int:
        """In how many reviews of the scope it was made: none for one that an inquiry alone made."""
        if self.family:
            return len(self.family.reviews)
        return 1 if self.recommendation.review else 0


def stated_in(recommending: Recommending, counts: Counts, listing: Listing, sort: Sort) -> tuple[Stated, ...]:
    """The recommendations that a listing counted, alone ones too. A missing year or publisher comes last."""
    filters = listing.filters
    of_reviews = replace(filters, themes=(), agencies=(), roles=())
    reviews, _ = in_scope(counts.current(), Question(of_reviews))
    gathered, _ = recommending.gathered()
    families = {one.id: family for family in listing.families for one in family.members}
    ids = frozenset(one.review.id for one in reviews)
    found = [Stated(one, families.get(one.id)) for one in chosen(gathered, filters, ids)]
    return tuple(_sorted(found, sort))


def families_by(families: Sequence[Family], sort: Sort) -> tuple[Family, ...]:
    """Families in an order; by publisher they stand as by times."""
    if sort is Sort.NEWEST:
        return tuple(sorted(families, key=lambda one: -(one.years[1] if one.years else 0)))
    if sort is Sort.OLDEST:
        return tuple(sorted(families, key=lambda one: one.years[0] if one.years else 9999))
    return tuple(families)


def _sorted(found: list[Stated], sort: Sort) -> list[Stated]:
    if sort is Sort.OLDEST:
        return found
    if sort is Sort.NEWEST:
        return sorted(found, key=lambda one: -(one.recommendation.year or 0))
    if sort is Sort.PUBLISHER:
        return sorted(found, key=lambda one: (one.recommendation.publisher is None, one.recommendation.publisher or ""))
    return sorted(found, key=lambda one: (-one.times, one.family.middle.id if one.family else ""))


def wanted(filters: Filters) -> Filters:
    """Filters as recommendations take them: a part of a report is none of theirs."""
    return replace(filters, roles=(), kinds=())
