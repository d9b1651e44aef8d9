"""``annual``: the ten most frequent learning points of a period, beside the period before."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.brief import save_references
from app.commands.filters import filter_options, filters_of
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from app.reports.annual import Analysis
    from index.annual.points import Years
    from index.recommendations.recommending import Recommending
    from index.recurring.counts import Counts
    from index.recurring.table import Question

_YEAR = click.IntRange(1900, 2100)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--year", type=_YEAR, help="One year. Without any: the last that is over and of which a review is held.")
@click.option("--from", "first", type=_YEAR, help="The first year of a period of several.")
@click.option("--to", "last", type=_YEAR, help="Its last year.")
@click.option("--years", "length", type=click.IntRange(1, 100), help="How many years, up to the last one.")
@click.option("--against", type=_YEAR, help="The year to compare with. Without any: as many years, just before.")
@click.option("--against-from", type=_YEAR, help="The first year of the period before.")
@click.option("--against-to", type=_YEAR, help="Its last year.")
@click.option("--year-of", type=click.Choice(["published", "incident"]), default="published", show_default=True)
@click.option("--heads", is_flag=True, help="Count under the heads of your own framework (see: mapping).")
@click.option("--clear-only", is_flag=True, help="Leave out themes that a review carries only possibly.")
@click.option("--hide-below", type=click.IntRange(0, 1000), default=0, help="Hide figures from 1 up to this number.")
@click.option("--use", multiple=True, metavar="PASSAGE", help="Quote these, in this order, and no others. Repeatable.")
@click.option("--out", type=_FILE, help="The analysis as a .docx or .md file.")
@click.option("--data", type=_FILE, help="Its figures as .xlsx or .csv.")
@click.option("--references", is_flag=True, help="Write the bibliography beside it, as .ris and .bib.")
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.option("--csv", "as_csv", is_flag=True, help="Its figures as CSV, with what they are in comment lines.")
@click.pass_obj
def annual(
    place: Place,
    /,
    out: Path | None,
    data: Path | None,
    references: bool,
    as_json: bool,
    as_csv: bool,
    use: tuple[str, ...],
    **given: Any,
) -> None:
    """Count the ten most frequent learning points of a year or period, by age group and agency.

    Each stands beside the period before. Ends with 3 when no review is in scope.
    """
    from app.annual.gathering import analysis_of, counted_in, evidence_in
    from app.papers import csv
    from app.reports import annual_sheets
    from index.recurring.counts import Counts

    _check(out, data, references=references)
    library, made = Library.open(place.folder), datetime.now(UTC)
    counts = Counts(library)
    years, before = _periods(given)
    counted = counted_in(library, counts, _question(library, given), years, before, made)
    evidence = evidence_in(library, counted, partial(_recommending, library, counts))
    analysis = analysis_of(library, evidence, use, made)
    _save(analysis, out, data, references=references)
    if as_json:
        from app.contract import annual as contract

        output.data(contract.analysis(analysis))
    elif as_csv:
        output.line(csv.written(annual_sheets.data(analysis, ".csv")).rstrip("\r\n"))
    elif out is None and data is None:
        from app.lines.annual import lines

        for line in lines(analysis):
            output.line(line)


def _check(out: Path | None, data: Path | None, *, references: bool) -> None:
    """Raise before any work is done for a file that could not be written."""
    from app.papers import saving

    if out is not None:
        saving.check(out)
    elif references:
        raise click.UsageError("--references are written beside a file: give it with --out.")
    if data is not None:
        saving.check(data, saving.DATA_ENDINGS)


def _save(made: Analysis, out: Path | None, data: Path | None, *, references: bool) -> None:
    from app.papers import saving
    from app.reports import annual_sheets
    from app.reports.annual import analysis

    if out is not None:
        saving.save(analysis(made), out, made.made)
        output.say(f"The analysis is in {out}")
        if references:
            save_references(made.references, out)
    if data is not None:
        saving.save_data(annual_sheets.data(made, data.suffix.lower()), data, made.made)
        output.say(f"The figures are in {data}")


def _periods(given: dict[str, Any]) -> tuple[Years | None, Years | None]:
    return (
        _years("--year", given["year"], given["first"], given["last"], given["length"]),
        _years("--against", given["against"], given["against_from"], given["against_to"], None),
    )


def _years(name: str, year: int | None, first: int | None, last: int | None, length: int | None) -> Years | None:
    """One year, or from one to another, or some years up to the last."""
    from index.annual.points import Years

    if year and (first or last):
        raise click.UsageError(f"Give {name}, or a first and a last year, not both.")
    if length and first:
        raise click.UsageError("Give --years with the last year alone: --to or --year.")
    last = last or year
    if length and last is None:
        raise click.UsageError("--years needs the last of them: --to or --year.")
    if last is None and first is None:
        return None
    if last is None or (first is None and not year and not length):
        raise click.UsageError("A period needs both its first and its last year.")
    return Years(first or last - (length or 1) + 1, last)


def _question(library: Library, given: dict[str, Any]) -> Question:
    from app.annual.gathering import heads_of
    from index.recurring.table import Question, YearOf

    heads = heads_of(library) if given["heads"] else None
    if given["heads"] and heads is None:
        raise click.UsageError("This library has no framework of its own yet. Give it one with: mapping FILE")
    return Question(
        filters=filters_of(given),
        year_of=YearOf(given["year_of"]),
        heads=heads,
        hide_below=given["hide_below"],
        clear_only=given["clear_only"],
    )


def _recommending(library: Library, counts: Counts) -> Recommending:
    from index.config import IndexConfig
    from index.desk import embedder_of
    from index.recommendations.recommending import Recommending

    return Recommending(library, embedder_of(IndexConfig.from_environment()), counts)
