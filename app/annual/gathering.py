"""Gathers what an annual analysis is made of, for the command line and the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app import words
from app.errors import NothingFound
from app.papers.cite import fetched
from app.reports.annual import Analysis, Families, bibliography, command, when
from index.annual.points import Annual, Point, Years, annual_of
from index.annual.quotes import Offered, offered_of, standing
from index.desk import manifest_of, tags_of
from index.recurring.heads import framework_of, heads_by_theme
from index.recurring.small_numbers import small
from index.searching.query import Filters

if TYPE_CHECKING:
    from index.recommendations.recommending import Family, Listing, Recommending
    from index.recurring.counts import Counts
    from index.recurring.table import Question
    from ingest.library import Library


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an analysis rests on; ``families`` is ``None`` where no recommendation could be compared."""

    annual: Annual
    offered: Offered
    families: Mapping[str, Families] | None


def counted_in(
    library: Library, counts: Counts, question: Question, years: Years | None, before: Years | None, now: datetime
) -> Annual:
    """The learning points of a period. Raises ``BadQuery``, and ``NothingFound`` where no review is in scope."""
    found = annual_of(counts.current(), question, years, before, now.year)
    if not found.period.reviews:
        raise NothingFound(_none(library, found))
    return found


def evidence_in(library: Library, annual: Annual, recommending: Callable[[], Recommending]) -> Evidence:
    """The quotes and families of recommendations beside the counts."""
    offered = offered_of(annual, lambda passages: tags_of(library, passages), library.catalogue)
    if manifest_of(library) is None:
        return Evidence(annual, offered, None)
    listing = recommending().families(_of_any_year(annual.question.filters))
    return Evidence(annual, offered, {point.theme: _families(point, annual, listing) for point in annual.points})


def analysis_of(library: Library, evidence: Evidence, use: Sequence[str], made: datetime) -> Analysis:
    """An analysis with the quotes of ``use``, or with those that the rule takes. Raises ``BadQuery``."""
    quotes = standing(evidence.annual, evidence.offered, use)
    line = command(evidence.annual, {"out": "ANNUAL.docx"}) + "".join(f" --use {passage}" for passage in use)
    references = bibliography(quotes, lambda document: fetched(library, document))
    return Analysis(evidence.annual, quotes, evidence.families, references, made, line, picked=bool(use))


def heads_of(library: Library) -> Mapping[str, Sequence[str]] | None:
    """The board's own heads by theme, where the library has a framework."""
    framework = framework_of(library.folder)
    return None if framework is None else heads_by_theme(framework)


def _of_any_year(filters: Filters) -> Filters:
    return Filters(
        age_groups=filters.age_groups,
        harms=filters.harms,
        review_types=filters.review_types,
        nations=filters.nations,
        publishers=filters.publishers,
    )


def _families(point: Point, annual: Annual, listing: Listing) -> Families:
    """What reviews of the period recommend on a point, and at least one other review recommends as well."""
    carriers, question = set(point.now.review_ids), annual.question
    found: list[Family] = []
    for family in listing.families:
        own = [one for one in family.members if one.review and one.review.id in carriers]
        on_it = any(_is_on(theme, point.theme, question) for one in own for theme in one.themes)
        if on_it and len(family.reviews) > 1 and not small(len(family.reviews), question):
            found.append(family)
    return Families(tuple(found), listing.scope.reviews)


def _is_on(theme: str, point: str, question: Question) -> bool:
    return theme == point if question.heads is None else point in question.heads.get(theme, ())


def _none(library: Library, found: Annual) -> str:
    question, period = found.question, found.period
    left = [
        f"{words.count(number, 'review')} {what}"
        for number, what in (
            (period.unread, "of it could not be read"),
            (found.undated, "in scope without a year"),
            (found.unread, "without a year that could not be read"),
        )
        if number
    ]
    more = f" Not counted: {'; '.join(left)}." if left else ""
    held = sorted({one.year for one in library.catalogue.reviews() if one.year})
    years = f" Reviews are held that were published {held[0]} to {held[-1]}." if held else ""
    return f"No review {when(period.years, question.year_of)} is in scope of these filters.{more}{years}"
