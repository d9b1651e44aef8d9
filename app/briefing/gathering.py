"""Gathers what a thematic briefing is made of, for the command line and the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app import repeat
from app.errors import NothingFound
from app.papers.cite import fetched
from app.reports.briefing import Briefing, bibliography
from index.desk import tags_of
from index.quoting.briefing_evidence import Evidence, evidence_of, standing

if TYPE_CHECKING:
    from index.recurring.counts import Counts
    from index.searching.query import Filters
    from ingest.library import Library


def evidence_in(library: Library, counts: Counts, filters: Filters) -> Evidence:
    """The evidence on a theme. Raises ``BadQuery``, and ``NothingFound`` where no review is in scope."""
    found = evidence_of(counts.current(), filters, lambda passages: tags_of(library, passages), library.catalogue)
    if not found.scope.reviews:
        raise NothingFound(_none(found))
    return found


def briefing_of(library: Library, evidence: Evidence, use: Sequence[str], made: datetime) -> Briefing:
    """A briefing with the quotes of ``use``, or with those that the rule takes. Raises ``BadQuery``."""
    quotes = standing(evidence, use)
    command = repeat.command("brief", evidence.filters, {"out": "BRIEFING.docx"})
    command += "".join(f" --use {passage}" for passage in use)
    references = bibliography(quotes, lambda document: fetched(library, document))
    return Briefing(evidence, quotes, references, made, command, picked=bool(use))


def _none(evidence: Evidence) -> str:
    left = []
    if evidence.scope.undated:
        left.append(f"{evidence.scope.undated} would be but for a missing date")
    if evidence.scope.unreadable:
        left.append(f"{evidence.scope.unreadable} could not be read")
    more = f" ({'; '.join(left)})" if left else ""
    return f"No review is in scope of these filters{more}, so there is nothing to write a briefing from."
