"""``recurring``: the section on recurring themes for a case or a held review, as DOCX or Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.brief import check, save_data
from app.commands.filters import filter_options, filters_of
from app.commands.similar import case_from
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place


@click.command()
@click.option("--file", "file", type=click.Path(path_type=Path, allow_dash=True), help="A file with it; - reads input.")
@click.option("--review", "review_id", metavar="ID", help="A held review.")
@click.option("--mask", is_flag=True, help="Mask what may identify somebody before anything is read from the text.")
@click.option("--use", multiple=True, metavar="NAME", help="Only these themes and passages, in this order. Repeatable.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .docx or .md file.")
@click.option("--data", type=click.Path(path_type=Path, dir_okay=False), help="The figures too, as .xlsx or .csv.")
@filter_options
@click.pass_obj
def recurring(
    place: Place,
    /,
    file: Path | None,
    review_id: str | None,
    mask: bool,
    use: tuple[str, ...],
    out: Path,
    data: Path | None,
    **given: Any,
) -> None:
    """Write the section on recurring themes: which themes of a case recur in the reviews nearest to it."""
    from app.briefing.section import recurrence_in, section_of
    from app.papers import saving
    from app.reports import recurring_section as report
    from index.cases.precedents import Precedents
    from index.config import IndexConfig

    check(out, data)
    library = Library.open(place.folder)
    precedents = Precedents(library, IndexConfig.from_environment())
    likes = precedents.likes(case_from(precedents, None, file, review_id, mask), filters_of(given))
    made = section_of(library, recurrence_in(library, likes), use, datetime.now(UTC))
    paper = report.recurring_section(made)
    saving.save(paper, out, made.made)
    output.say(f"The section on recurring themes is in {out}")
    save_data(paper, report.about(made), data, made.made)
