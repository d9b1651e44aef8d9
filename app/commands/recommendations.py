"""``recommendations`` and ``repeat``: what was recommended before, and what a board's own reviews say again."""

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
    from index.recommendations.recommending import Recommending
    from index.recommendations.repeat import Repeats
    from index.recurring.counts import Counts
    from index.searching.query import Filters

_data = click.option(
    "--data", type=click.Path(path_type=Path, dir_okay=False), help="All of it too, as an .xlsx or .csv file."
)


@click.command()
@click.argument("text", required=False)
@click.option(
    "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Families, or members, shown."
)
@_data
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def recommendations(
    place: Place, /, text: str | None, limit: int, data: Path | None, as_json: bool, **given: Any
) -> None:
    """Say whether TEXT has been recommended before; without it, list what was recommended more than once.

    --theme and --agency choose recommendations on a theme or to an agency, the others reviews. TEXT is not kept. Ends
    with 3 when nothing in scope asks for the same. --data writes every recommendation in scope with its family.
    """
    from app.contract import recommendations as shown
    from app.lines.recommendations import before_lines, listing_lines

    _check(data)
    recommending, counts = _opened(Library.open(place.folder))
    filters = filters_of(given)
    if data is not None:
        _save_every(recommending, counts, filters, data)
    if text is None:
        listing = recommending.families(filters)
        _print(shown.listing(listing, limit) if as_json else listing_lines(listing, limit))
        found = bool(listing.recommendations)
    else:
        before = recommending.before(text, filters)
        _print(shown.before(before, limit) if as_json else before_lines(before, limit))
        found = before.family is not None
    if not found:
        sys.exit(NothingFound.exit_code)


@click.command()
@click.option("--publisher", required=True, metavar="ID", help="A board, by its id (see: search --json, facets).")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@_data
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def repeat(place: Place, /, publisher: str, limit: int, data: Path | None, as_json: bool) -> None:
    """Show what two or more of a board's own reviews said, in time order, and what was said to have been done."""
    from app.contract import recommendations as shown
    from app.lines.recommendations import repeat_lines
    from index.recommendations.repeat import repeats_of

    _check(data)
    library = Library.open(place.folder)
    recommending, counts = _opened(library)
    found = repeats_of(library, publisher, counts, recommending)
    if data is not None:
        _save_repeats(found, data)
    _print(shown.repeats(found, limit) if as_json else repeat_lines(found, limit))
    if not (found.themes or found.recommendations):
        sys.exit(NothingFound.exit_code)


def _check(data: Path | None) -> None:
    from app.papers import saving

    if data is not None:
        saving.check(data, saving.DATA_ENDINGS)


def _save_every(recommending: Recommending, counts: Counts, filters: Filters, file: Path) -> None:
    from app.papers import saving
    from app.recommendations.tables import workbook
    from index.recommendations.stated import Sort, stated_in

    listing = recommending.families(filters)
    book = workbook(listing, stated_in(recommending, counts, listing, Sort.TIMES))
    saving.save_data(book, file, datetime.now(UTC))
    output.say(f"The recommendations are in {file}")


def _save_repeats(found: Repeats, file: Path) -> None:
    from app.papers import saving
    from app.recommendations.steps import stories_of
    from app.recommendations.tables import repeats_book

    saving.save_data(repeats_book(found, stories_of(found)), file, datetime.now(UTC))
    output.say(f"What repeats is in {file}")


def _opened(library: Library) -> tuple[Recommending, Counts]:
    from index.config import IndexConfig
    from index.desk import embedder_of
    from index.recommendations.recommending import Recommending
    from index.recurring.counts import Counts

    counts = Counts(library)
    return Recommending(library, embedder_of(IndexConfig.from_environment()), counts), counts


def _print(answer: Any) -> None:
    if isinstance(answer, dict):
        output.data(answer)
        return
    for line in answer:
        output.line(line)
