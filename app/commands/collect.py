"""``collect``: what publishers have on the web, politely."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.contract import sources as sourced
from ingest.errors import BadArgument
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from ingest.pipeline import Progress
    from ingest.sources.collect import Collected, Pace
    from ingest.sources.register import SourceEntry

SOME_UNREADABLE, NOT_AS_EXPECTED = 4, 5


@click.command()
@click.argument("source", nargs=-1)
@click.option("--register", "file", type=click.Path(path_type=Path), help="A file of sources in place of the packaged.")
@click.option("--limit", type=click.IntRange(1), help="At most so many entries of each source; nothing is concluded.")
@click.option("--list", "listing", is_flag=True, help="Show the sources with their health, and ask for nothing.")
@click.option("--no-index", is_flag=True, help="Keep what came; make it searchable later with: index")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def collect(
    place: Place, /, source: tuple[str, ...], file: Path | None, limit: int | None, listing: bool, **how: bool
) -> None:
    """Collect published reviews from the web: all sources of the register, or those named.

    robots.txt is obeyed, a site is asked at most every three seconds, and what is held is not fetched again. The first
    collection asks for a contact, which is sent with every request: COMMONTHREAD_CONTACT. Ends with 5 when a source is
    not as expected, and then leaves what was collected from it before as it was.
    """
    from ingest.sources.register import register

    chosen = _chosen(register(file), source)
    if listing:
        _list(place.folder, chosen, as_json=how["as_json"])
        return
    from ingest.sources import collect as collecting

    collecting.contact(chosen)  # before a library is made
    library = Library.open(place.folder, create=True)
    result = _collect(library, chosen, limit)
    if not how["no_index"]:
        from app.cli import _index

        _index(library)
    _show(result, as_json=how["as_json"])
    sys.exit(_ending(result))


def _chosen(entries: tuple[SourceEntry, ...], names: tuple[str, ...]) -> list[SourceEntry]:
    known = {entry.name: entry for entry in entries}
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.4)
            hint = f" Is “{near[0]}” meant?" if near else ""
            raise BadArgument(f"The register has no source “{name}”.{hint} See: commonthread collect --list")
    return [known[name] for name in dict.fromkeys(names)] if names else list(entries)


def _collect(library: Library, sources: list[SourceEntry], limit: int | None) -> Collected:
    from ingest.sources.collect import collect as run

    with output.bar("Collecting") as bar, output.bar("Reading") as reading:

        def pace(now: Pace) -> None:
            bar.show(now.done, now.total, now.source[:40])

        def read(now: Progress) -> None:
            reading.show(now.done, now.total, now.path.rsplit("/", 1)[-1][:40])

        return run(library, sources, most=limit, progress=pace, reading=read)


def _show(result: Collected, *, as_json: bool) -> None:
    if as_json:
        output.data({"sources": [report.to_json() for report in result.reports]})
        return
    output.table(sourced.COLUMNS, [sourced.counted(report) for report in result.reports])
    for report in result.reports:
        for trouble in (*report.unreadable, *report.errors, *report.moved):
            output.say(f"{report.source}: {trouble.address}: {trouble.reason}")
        for address in report.gone:
            output.say(f"{report.source}: {address}: no longer published; its text is kept")


def _list(folder: Path, sources: list[SourceEntry], *, as_json: bool) -> None:
    held = {visited.name: visited for visited in _visited(folder)}
    rows = [_line(entry, held) for entry in sources]
    if as_json:
        output.data({"sources": rows})
        return
    titles = ("Source", "Nation", "Shape", "Entries expected", "Health", "Last complete")
    keys = ("name", "nation", "shape", "expected", "in_words", "last_complete")
    output.table(titles, [[str(row[key] or "never") for key in keys] for row in rows])


def _line(entry: SourceEntry, held: dict[str, Any]) -> dict[str, Any]:
    visited = held.get(entry.name)
    found = sourced.source(visited) if visited else {"health": "never collected", "in_words": "never collected"}
    complete = found.get("last_complete")
    return {
        "name": entry.name,
        "publisher": entry.publisher,
        "nation": entry.nation,
        "shape": entry.shape,
        "start_urls": list(entry.start_urls),
        "record_only": entry.record_only,
        "expected": f"{entry.expect_min} to {entry.expect_max}",
        "health": found["health"],
        "in_words": found["in_words"],
        "last_complete": complete[:10] if complete else None,
        "notes": entry.notes,
    }


def _visited(folder: Path) -> list[Any]:
    """The sources as last visited; none where there is no library yet, and none is made."""
    try:
        return list(Library.open(folder).visits.sources())
    except BadArgument:
        return []


def _ending(result: Collected) -> int:
    from ingest.sources.visits import unsound

    bad = unsound(result.reports)
    for report in bad:
        output.say(f"{report.source}: {report.in_words}. What was collected from it before is kept as it was.")
    if bad:
        return NOT_AS_EXPECTED
    return SOME_UNREADABLE if any(report.unreadable or report.errors for report in result.reports) else 0
