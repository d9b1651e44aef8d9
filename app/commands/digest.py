"""``digest``: what is new since a day in a scope, as a newsletter in DOCX or Markdown."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output, repeat
from app.commands.brief import check, save_data
from app.commands.filters import filter_options, filters_of
from app.errors import NothingFound
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place


@click.command()
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day that counts as new.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .docx or .md file.")
@click.option("--data", type=click.Path(path_type=Path, dir_okay=False), help="The figures too, as .xlsx or .csv.")
@filter_options
@click.pass_obj
def digest(place: Place, /, since: datetime, out: Path, data: Path | None, **given: Any) -> None:
    """Write a newsletter of the reviews in scope that came into the library since a day.

    Ends with 3 when nothing is new; the newsletter is written all the same, and says so.
    """
    from app.reports import digest as report
    from app.reports import saving
    from app.reports.cite import fetched
    from index.counts import Counts
    from index.desk import tags_of
    from index.news import news_of
    from ingest.arrivals import newest

    check(out, data)
    library = Library.open(place.folder)
    day = since.replace(tzinfo=UTC)
    news = news_of(
        Counts(library).current(),
        newest(library, day),
        day,
        filters_of(given),
        lambda passages: tags_of(library, passages),
        library.catalogue,
    )
    options = {"since": f"{day:%Y-%m-%d}", "out": "DIGEST.docx"}
    made = report.Digest(
        news,
        report.bibliography(news, lambda document: fetched(library, document)),
        datetime.now(UTC),
        repeat.command("digest", news.filters, options),
    )
    paper = report.digest(made)
    saving.save(paper, out, made.made)
    output.say(f"The digest is in {out}")
    save_data(paper, report.about(made), data, made.made)
    if not news.new:
        sys.exit(NothingFound.exit_code)
