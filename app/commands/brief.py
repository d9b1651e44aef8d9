"""``brief``: the thematic briefing, as DOCX or Markdown, with its figures as a workbook if asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.filters import filter_options, filters_of
from ingest.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.cli import Place
    from app.papers.paper import Paper
    from app.papers.references import Reference


@click.command()
@click.option("--use", multiple=True, metavar="PASSAGE", help="Quote these, in this order; or none. Repeatable.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .docx or .md file.")
@click.option("--data", type=click.Path(path_type=Path, dir_okay=False), help="The figures too, as .xlsx or .csv.")
@click.option("--references", is_flag=True, help="Write the bibliography beside it, as .ris and .bib.")
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Print what the briefing says, as JSON.")
@click.pass_obj
def brief(
    place: Place,
    /,
    use: tuple[str, ...],
    out: Path,
    data: Path | None,
    references: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Write a thematic briefing: what the reviews in scope show on a --theme, in figures and exact quotes.

    Ends with 3 when no review is in scope.
    """
    from app.briefing.gathering import briefing_of, evidence_in
    from app.papers import figures, saving
    from app.reports import briefing as report
    from index.recurring.counts import Counts

    check(out, data)
    library = Library.open(place.folder)
    made = briefing_of(library, evidence_in(library, Counts(library), filters_of(given)), use, datetime.now(UTC))
    paper = report.briefing(made)
    saving.save(paper, out, made.made)
    output.say(f"The briefing is in {out}")
    save_data(paper, report.about(made), data, made.made)
    if references:
        save_references(made.references, out)
    if as_json:
        output.data(figures.as_json(paper, report.about(made)))


def check(out: Path, data: Path | None) -> None:
    """Raise ``BadOutput`` before any work is done for a file that could not be written."""
    from app.papers import saving

    saving.check(out)
    if data is not None:
        saving.check(data, saving.DATA_ENDINGS)


def save_data(paper: Paper, about: Sequence[tuple[str, str]], data: Path | None, made: datetime) -> None:
    """Write a paper's figures where they are asked for."""
    from app.papers import figures, saving

    if data is not None:
        saving.save_data(figures.data(paper, about, data.suffix.lower()), data, made)
        output.say(f"The figures are in {data}")


def save_references(references: Sequence[Reference], out: Path) -> None:
    """Write a bibliography beside a paper."""
    from app.papers import saving
    from app.papers.references import bibtex, ris

    saving.save_text(ris(list(references)), out.with_suffix(".ris"))
    saving.save_text(bibtex(list(references)), out.with_suffix(".bib"))
