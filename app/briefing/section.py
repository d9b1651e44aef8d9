"""Gathers what a section on recurring themes is made of, for the command line and the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app import repeat
from app.errors import NothingFound
from app.papers.cite import fetched
from app.reports.recurring_section import Section, bibliography, by_rule
from index.cases.recurrence import Recurrence, picked, recurrence_of
from index.desk import tags_of

if TYPE_CHECKING:
    from index.cases.similar import Likes
    from ingest.library import Library


def recurrence_in(library: Library, likes: Likes) -> Recurrence:
    """Which themes of a case recur in the reviews like it. Raises ``NothingFound`` where no review is in scope."""
    if not likes.reviews:
        raise NothingFound("No review is in scope of these filters, so nothing can recur.")
    return recurrence_of(likes, lambda passages: tags_of(library, passages), library.catalogue)


def section_of(library: Library, found: Recurrence, use: Sequence[str], made: datetime) -> Section:
    """A section of the themes and passages of ``use``, or of those that the rule takes. Raises ``BadQuery``.

    A pasted case cannot stand in the command that repeats it: it was never kept, so "CASE" stands for its file.
    """
    themes = picked(found, use) if use else by_rule(found)
    case = found.likes.case
    options: Mapping[str, str] = {"review": case.review_id} if case.review_id else {"file": "CASE"}
    command = repeat.command("recurring", found.likes.filters, {**options, "out": "SECTION.docx"})
    command += "".join(f" --use {name}" for name in use)
    references = bibliography(found, themes, library.catalogue, lambda document: fetched(library, document))
    return Section(found, themes, references, made, command, picked=bool(use))
