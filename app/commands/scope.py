"""``scope``: the scoping note for a case, as DOCX or Markdown, with its bibliography beside it if asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.filters import filter_options, filters_of
from app.commands.similar import case_from
from app.errors import NothingFound
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place


@click.command()
@click.option("--text", help="An anonymised summary. It stays in your shell's history: --file - does not.")
@click.option("--file", "file", type=click.Path(path_type=Path, allow_dash=True), help="A file with it; - reads input.")
@click.option("--review", "review_id", metavar="ID", help="A held review.")
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
    mask: bool,
    use: tuple[str, ...],
    limit: int,
    out: Path,
    references: bool,
    **given: Any,
) -> None:
    """Write a scoping note: similar reviews, what they asked, found and recommended, and what is left to a person."""
    from app.reports import saving
    from app.reports.references import bibtex, ris
    from app.reports.scoping_note import scoping_note
    from app.scope.note import note_of
    from index.config import IndexConfig
    from index.precedents import Precedents

    saving.check(out)
    library = Library.open(place.folder)
    precedents = Precedents(library, IndexConfig.from_environment())
    case = case_from(precedents, text, file, review_id, mask)
    likes = precedents.likes(case, filters_of(given))
    if not likes.reviews:
        raise NothingFound("No review is in scope of these filters, so there is nothing to write a note from.")
    made = note_of(library, precedents, likes, use, limit, datetime.now(UTC))
    saving.save(scoping_note(made), out, made.made)
    output.say(f"The scoping note is in {out}")
    if references:
        saving.save_text(ris(list(made.references)), out.with_suffix(".ris"))
        saving.save_text(bibtex(list(made.references)), out.with_suffix(".bib"))
