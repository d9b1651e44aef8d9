"""Gathers what a scoping note is made of, for the command line and the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app import repeat
from app.papers.cite import fetched
from app.reports.scoping_note import Scope
from app.reports.scoping_parts import bibliography
from index.cases.again import with_others
from index.cases.scoping import scoping_of

if TYPE_CHECKING:
    from index.cases.precedents import Precedents
    from index.cases.similar import Likes
    from index.recommendations.recommending import Recommending
    from ingest.library import Library


def note_of(
    library: Library,
    precedents: Precedents,
    recommending: Callable[[], Recommending],
    likes: Likes,
    use: Sequence[str],
    limit: int,
    made: datetime,
) -> Scope:
    """The nearest reviews, or those a person chose, and what they say to a new scope.

    A pasted case cannot stand in the command that repeats the note: it was never kept, so "CASE" stands for its file.
    """
    wanted = set(use)
    among = tuple(like for like in likes.found if not wanted or like.counted.review.id in wanted)
    chosen = tuple(precedents.counterparts(replace(likes, found=among), len(wanted) or limit))
    counted = precedents.counts.current()
    scoping = scoping_of(likes.case, [one.review.id for one in chosen], counted, library.catalogue)
    scoping = with_others(scoping, len(counted.reviews), recommending)
    options = {"review": likes.case.review_id} if likes.case.review_id else {"file": "CASE"}
    uses = {} if wanted else {"limit": limit}
    command = repeat.command("scope", likes.filters, {**options, **uses, "out": "NOTE.docx"})
    if wanted:
        command += "".join(f" --use {one.review.id}" for one in chosen)
    return Scope(
        likes, chosen, scoping, bibliography(scoping, lambda document: fetched(library, document)), made, command
    )
