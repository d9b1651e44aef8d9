"""``scope``: the scoping note for a case, or from a shortlist alone, with its bibliography beside it if asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.brief import save_references
from app.commands.filters import filter_options, filters_of
from app.commands.similar import case_from
from app.errors import NothingFound
from index.searching.query import Filters
from ingest.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.cli import Place
    from app.papers.paper import Paper
    from app.papers.references import Reference
    from index.recommendations.recommending import Recommending
    from index.recurring.counts import Counts


@click.command()
@click.option("--text", help="An anonymised summary. It stays in your shell's history: --file - does not.")
@click.option("--file", "file", type=click.Path(path_type=Path, allow_dash=True), help="A file with it; - reads input.")
@click.option("--review", "review_id", metavar="ID", help="A held review.")
@click.option("--shortlist", "listed", metavar="NAME", help="A shortlist instead of a case.")
@click.option("--mask", is_flag=True, help="Mask what may identify somebody before anything is read from the text.")
@click.option("--use", multiple=True, metavar="ID", help="Use these reviews and not the nearest. Repeatable.")
@click.option("--limit", default=6, show_default=True, type=click.IntRange(1, 30), help="How many of the nearest.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .docx or .md file.")
@click.option("--references", is_flag=True, help="Write the bibliography beside it, as .ris and .bib.")
@filter_options
@click.pass_obj
def scope(
    place: Place,
    /,
    text: str | None,
    file: Path | None,
    review_id: str | None,
    listed: str | None,
    mask: bool,
    use: tuple[str, ...],
    limit: int,
    out: Path,
    references: bool,
    **given: Any,
) -> None:
    """Write a scoping note: similar reviews, what they asked, found and recommended, and what is left to a person.

    From a shortlist, without a case, the headings that need one are left to a person, and your notes stand in it.
    """
    from app.papers import saving

    saving.check(out)
    library = Library.open(place.folder)
    made = datetime.now(UTC)
    if listed is not None:
        _alone(text, file, review_id, use, mask, filters_of(given))
        paper, found = _from_list(library, listed, made)
    else:
        paper, found = _from_case(library, (text, file, review_id, mask), filters_of(given), (use, limit), made)
    saving.save(paper, out, made)
    output.say(f"The scoping note is in {out}")
    if references:
        save_references(found, out)


def _alone(
    text: str | None, file: Path | None, review_id: str | None, use: tuple[str, ...], mask: bool, filters: Filters
) -> None:
    """Raise ``UsageError`` for what does not go with a shortlist."""
    if text is not None or file is not None or review_id is not None or use or mask or filters != Filters():
        raise click.UsageError("--shortlist goes alone: without a case, --use, --mask and filters.")


def _from_list(library: Library, name: str, made: datetime) -> tuple[Paper, Sequence[Reference]]:
    from app.reports.listed_note import listed_note
    from app.scope.from_list import note_from
    from index.recurring.counts import Counts
    from ingest.decided.shortlists import Shortlists

    counts = Counts(library)
    compared = partial(_recommending, library, counts)
    scope = note_from(library, counts.current(), compared, Shortlists(library.database).get(name), made)
    return listed_note(scope), scope.references


def _from_case(
    library: Library,
    case: tuple[str | None, Path | None, str | None, bool],
    filters: Filters,
    chosen: tuple[tuple[str, ...], int],
    made: datetime,
) -> tuple[Paper, Sequence[Reference]]:
    from app.reports.scoping_note import scoping_note
    from app.scope.note import note_of
    from index.cases.precedents import Precedents
    from index.config import IndexConfig

    precedents = Precedents(library, IndexConfig.from_environment())
    likes = precedents.likes(case_from(precedents, *case), filters)
    if not likes.reviews:
        raise NothingFound("No review is in scope of these filters, so there is nothing to write a note from.")
    scope = note_of(library, precedents, partial(_recommending, library, precedents.counts), likes, *chosen, made)
    return scoping_note(scope), scope.references


def _recommending(library: Library, counts: Counts) -> Recommending:
    from index.config import IndexConfig
    from index.desk import embedder_of
    from index.recommendations.recommending import Recommending

    return Recommending(library, embedder_of(IndexConfig.from_environment()), counts)
