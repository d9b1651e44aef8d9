"""``themes``: in how many reviews each theme stands, by whatever an analyst counts by."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.filters import filter_options, filters_of
from app.errors import NothingFound
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from index.recurring.table import Question


@click.command()
@click.option("--by", help="age-group, agency, harm, nation, publisher, review-type, method, year or role.")
@click.option("--year-of", type=click.Choice(["published", "incident"]), default="published", show_default=True)
@click.option("--heads", is_flag=True, help="Count under the heads of your own framework (see: mapping).")
@click.option("--clear-only", is_flag=True, help="Leave out themes that a review carries only possibly.")
@click.option("--hide-below", type=click.IntRange(0, 1000), default=0, help="Hide figures from 1 up to this number.")
@click.option("--board", metavar="ID", default="", help="One publisher's reviews beside all others'.")
@click.option("--trend", metavar="THEME", default="", help="A theme over the years, by publication and by incident.")
@click.option("--pairs", is_flag=True, help="Themes that stand together in reviews.")
@click.option("--thin", is_flag=True, help="Themes and ages that fewer than three reviews have.")
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.option("--csv", "as_csv", is_flag=True, help="The figures as CSV, with what they are in comment lines.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="The figures as a workbook.")
@click.pass_obj
def themes(place: Place, /, as_json: bool, as_csv: bool, xlsx: Path | None, **given: Any) -> None:
    """Count themes over reviews, each review once, n of N. Ends with 3 when no review is in scope."""
    from app.lines import themes as theme_lines
    from app.themes import more as theme_more
    from app.themes import tables as theme_tables
    from index.recurring.counts import Counts
    from index.recurring.table import table

    library = Library.open(place.folder)
    counted, question = Counts(library).current(), _question(library, given)
    made, boards = table(counted, question), _boards(library)
    more = theme_more.more_of(counted, question, given["board"], given["trend"])
    asked = {name for name in ("board", "trend", "pairs", "thin") if given[name]}
    if as_json:
        cells = [cell for row in made.rows for cell in (row.total, *row.cells, row.undated) if cell]
        shown = [name for cell in cells for name in cell.examples]
        held = library.catalogue.held_of(list(dict.fromkeys(shown)))
        further = theme_more.as_json(more, boards, asked)
        said = theme_tables.as_json(made, held, boards)
        output.data({**said, **further, "caveats": list(dict.fromkeys([*said["caveats"], *further["caveats"]]))})
    elif as_csv:
        from app.papers import csv

        output.line(csv.written(theme_more.workbook(made, more, boards)).rstrip("\r\n"))
    elif xlsx is None:
        for line in theme_lines.lines(made, more, boards, asked):
            output.line(line)
    if xlsx is not None:
        _save(xlsx, theme_more.workbook(made, more, boards))
    if not made.scope.reviews:
        output.say(theme_tables.scope_line(made))
        sys.exit(NothingFound.exit_code)


def _boards(library: Library) -> dict[str, str]:
    return {publisher.id: publisher.name for publisher in library.catalogue.publishers()}


def _save(file: Path, book: Any) -> None:
    from app.papers import xlsx

    try:
        file.write_bytes(xlsx.written(book, datetime.now(UTC)))
    except OSError as problem:
        raise click.UsageError(f"{file} cannot be written: {problem.strerror}") from problem
    output.say(f"The figures are in {file}")


def _question(library: Library, given: dict[str, Any]) -> Question:
    from index.recurring.heads import framework_of, heads_by_theme
    from index.recurring.table import Question, YearOf, by_of

    heads = None
    if given["heads"]:
        framework = framework_of(library.folder)
        if framework is None:
            raise click.UsageError("This library has no framework of its own yet. Give it one with: mapping FILE")
        heads = heads_by_theme(framework)
    return Question(
        filters=filters_of(given),
        by=by_of(given["by"]) if given["by"] else None,
        year_of=YearOf(given["year_of"]),
        heads=heads,
        hide_below=given["hide_below"],
        clear_only=given["clear_only"],
    )
