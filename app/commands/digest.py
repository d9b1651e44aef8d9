"""``digest``: what is new since a day in a scope, as a newsletter; ``scopes``: the scopes that are kept for it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.brief import check, save_data
from app.commands.filters import filter_options, filters_of
from app.errors import NothingFound
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from index.recommendations.recommending import Recommending
    from index.recurring.counts import Counts
    from ingest.decided.scopes import SavedScope, Scopes

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--since", type=_DAY, help="The first day that counts as new; for a saved scope, else when last looked.")
@click.option("--scope", "name", metavar="NAME", help="A saved scope, in place of filters.")
@click.option("--before", is_flag=True, help="Also say what of it was recommended before.")
@click.option("--seen", is_flag=True, help="Then record that the saved scope's news were looked at.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A .docx or .md file.")
@click.option("--data", type=click.Path(path_type=Path, dir_okay=False), help="The figures too, as .xlsx or .csv.")
@filter_options
@click.pass_obj
def digest(
    place: Place,
    /,
    since: datetime | None,
    name: str | None,
    before: bool,
    seen: bool,
    out: Path,
    data: Path | None,
    **given: Any,
) -> None:
    """Write a newsletter of the reviews in scope that came, changed or were taken down since a day.

    Ends with 3 when nothing is new; the newsletter is written all the same, and says so.
    """
    from app.digest.gathering import digest_of, news_in, since_of
    from app.digest.saved import filters_of as filters_of_scope
    from app.papers import saving
    from app.reports import digest as report
    from index.recurring.counts import Counts
    from ingest.decided.scopes import Scopes

    check(out, data)
    library = Library.open(place.folder)
    scopes = Scopes(library.database)
    saved = scopes.get(name) if name is not None else None
    _check_asked(saved, since.date() if since else None, seen=seen, filtered=_are_on(given))
    begins, _ = since_of(since.date() if since else None, saved)
    made, counts = datetime.now(UTC), Counts(library)
    filters = filters_of_scope(saved.filters) if saved else filters_of(given)
    news = news_in(library, counts, filters, begins, _recommending(library, counts) if before else None)
    told = digest_of(library, news, saved.name if saved else None, made, before=before)
    paper = report.digest(told)
    saving.save(paper, out, made)
    output.say(f"The digest is in {out}")
    save_data(paper, report.about(told), data, made)
    if saved and seen:
        scopes.see(saved.name, made)
    if news.empty:
        sys.exit(NothingFound.exit_code)


@click.command()
@click.option("--save", metavar="NAME", help="Keep the filters that are given under this name.")
@click.option("--rename", nargs=2, metavar="NAME NEW", help="Give one another name; its feed and its day stay.")
@click.option("--delete", "gone", metavar="NAME", help="Delete one.")
@click.option("--seen-until", nargs=2, type=(str, _DAY), metavar="NAME DAY", help="What came before DAY was looked at.")
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def scopes(
    place: Place,
    /,
    save: str | None,
    rename: tuple[str, str] | None,
    gone: str | None,
    seen_until: tuple[str, datetime] | None,
    as_json: bool,
    **given: Any,
) -> None:
    """List the saved scopes, or save, rename or delete one: filters under a name, for the digest and the feed."""
    from app.digest.gathering import start_of
    from app.digest.saved import stored
    from ingest.decided.scopes import Scopes

    if _are_on(given) != (save is not None):
        raise click.UsageError("--save NAME goes with filters, and filters go with --save NAME.")
    library = Library.open(place.folder)
    kept = Scopes(library.database)
    if save is not None:
        kept.save(save, stored(filters_of(given)))
    if rename:
        kept.rename(*rename)
    if seen_until:
        kept.see(seen_until[0], start_of(seen_until[1].date()))
    if gone is not None:
        kept.delete(gone)
    _listed(library, kept, as_json=as_json)


def _listed(library: Library, kept: Scopes, *, as_json: bool) -> None:
    from app.digest.saved import filters_of as filters_of_scope
    from app.digest.saved import said

    every = kept.every()
    if as_json:
        output.data({"scopes": [_shown(one) for one in every]})
        return
    boards = {publisher.id: publisher.name for publisher in library.catalogue.publishers()}
    for one in every:
        seen = f"looked at until {one.seen.astimezone():%Y-%m-%d %H:%M}" if one.seen else "never looked at"
        output.line(f"{one.name}: {said(filters_of_scope(one.filters), boards)}; {seen}")
    if not every:
        output.say("No scope is saved yet: commonthread scopes --save NAME --age-group under-1")


def _shown(one: SavedScope) -> dict[str, Any]:
    seen = one.seen.isoformat() if one.seen else None
    return {"id": one.id, "name": one.name, "filters": dict(one.filters), "seen_until": seen} | {
        "made": one.made.isoformat(timespec="seconds"),
        "feed": f"/feed.atom?scope={one.id}",
    }


def _check_asked(saved: SavedScope | None, since: date | None, *, seen: bool, filtered: bool) -> None:
    if saved and filtered:
        raise click.UsageError("--scope has its own filters; give no others with it.")
    if seen and not saved:
        raise click.UsageError("--seen goes with --scope NAME.")
    if since is None and not (saved and saved.seen):
        raise click.UsageError("--since DATE is needed: nobody has looked yet, so nothing says what is new.")


def _are_on(given: dict[str, Any]) -> bool:
    return any(value not in (None, (), False) for value in given.values())


def _recommending(library: Library, counts: Counts) -> Recommending:
    from index.config import IndexConfig
    from index.desk import embedder_of
    from index.recommendations.recommending import Recommending

    return Recommending(library, embedder_of(IndexConfig.from_environment()), counts)
