"""The command line. What each command takes, prints and ends with is a contract that scripts depend on.

Commands import what they need when they run: asking what is held must not wait for a model to load.
"""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from app import output
from app.commands import (
    annual,
    brief,
    decisions,
    digest,
    mapping,
    quarantine,
    recommendations,
    recurring,
    scope,
    shortlist,
    similar,
    tags,
    themes,
    withdraw,
)
from app.commands.collect import collect
from app.commands.draft import check_draft
from app.commands.filters import filter_options, filters_of
from app.demo import write_documents
from app.errors import AppError, NothingFound
from index.errors import IndexingError
from ingest.errors import IngestError, LibraryLocked
from ingest.library import Library
from ingest.pipeline import AddReport, Progress, add, regroup

SOME_UNREADABLE = 4
NOTHING_FOUND = 3
DAMAGED = 6
PORT = 7860


@dataclass(frozen=True, slots=True)
class Place:
    """Where the library is, and whether a person said so."""

    folder: Path
    given: bool


class Doors(click.Group):
    """Turns every expected error into a line of words and its exit code; a bug keeps its traceback and ends with 1."""

    def main(self, *words: Any, **settings: Any) -> Any:
        """See click's own."""
        try:
            return super().main(*words, **settings)
        except (IngestError, IndexingError, AppError) as problem:
            output.say(str(problem))
            sys.exit(problem.exit_code)


@click.group(cls=Doors, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--library", type=click.Path(path_type=Path), envvar="COMMONTHREAD_LIBRARY", help="Folder of the library."
)
@click.version_option(package_name="commonthread", message="%(version)s")
@click.pass_context
def cli(context: click.Context, library: Path | None) -> None:
    """Search published child-safeguarding reviews by meaning, with exact quotes and page numbers.

    Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 a bug, 2 wrong arguments, 3 nothing
    found, 4 some inputs unreadable, 5 a source failed its expectations, 6 the library is locked or damaged.
    """
    context.obj = Place(library or Path(click.get_app_dir("commonthread")) / "library", library is not None)


@cli.command()
@click.option("--prepare", is_flag=True, help="Make and index the library, and stop before the app.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=PORT, show_default=True, help="The next free one is taken when it is in use.")
@click.pass_obj
def demo(place: Place, prepare: bool, host: str, port: int) -> None:
    """Make the fictional library if it is absent, index it, and open the app."""
    folder = place.folder if place.given else place.folder.with_name("demo")
    documents = write_documents(folder)
    _add(folder, [documents], index=True)
    if prepare:
        output.say(f"The fictional library is ready in {folder}")
    else:
        _serve(folder, host, _free_port(host, port))


@cli.command(name="add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--no-index", is_flag=True, help="Keep the documents; make them searchable later with: index")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def add_command(place: Place, paths: tuple[Path, ...], no_index: bool, as_json: bool) -> None:
    """Take files or folders (PDF, DOCX, HTML, TXT) into the library and make them searchable."""
    report = _add(place.folder, paths, index=not no_index)
    if as_json:
        output.data(
            {
                "added": report.added,
                "unchanged": report.unchanged,
                "unreadable": [{"path": item.path, "reason": item.reason} for item in report.unreadable],
                "partly_read": [{"path": item.path, "reason": item.reason} for item in report.partly_read],
            }
        )
    if report.unreadable:
        sys.exit(SOME_UNREADABLE)


@cli.command()
@click.option("--rebuild", is_flag=True, help="Make the index anew from the catalogue.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def index(place: Place, rebuild: bool, as_json: bool) -> None:
    """Bring the index to the library's revision."""
    library = Library.open(place.folder)
    report = _index(library, rebuild=rebuild or _is_damaged(library))
    if as_json:
        output.data(report)


@cli.command()
@click.argument("text")
@filter_options
@click.option(
    "--mode",
    default="hybrid",
    show_default=True,
    type=click.Choice(["keyword", "hybrid", "dense"]),
    help="By words, by both, or by meaning alone. Words alone need no model.",
)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Reviews shown.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def search(place: Place, /, text: str, mode: str, limit: int, as_json: bool, **given: Any) -> None:
    """Find passages by meaning and by words. "Quoted words" must appear. Ends with 3 when nothing close is found."""
    from app import contract
    from app.lines import search as plain
    from index.config import IndexConfig
    from index.desk import open_searcher
    from index.searching.query import Mode

    library = Library.open(place.folder)
    _say_if_behind(library)
    how = Mode(mode)
    searcher = open_searcher(library, IndexConfig.from_environment(), keyword_only=how is Mode.KEYWORD)
    answer = searcher.search(text, filters_of(given), limit, mode=how)
    if as_json:
        output.data(contract.search(answer))
    else:
        for line in plain.answer_lines(answer):
            output.line(line)
    if answer.nothing_found:
        sys.exit(NOTHING_FOUND)


@cli.command()
@click.argument("record_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Always JSON: given for symmetry.")
@click.pass_obj
def show(place: Place, record_id: str, as_json: bool) -> None:
    """Show a review, a document or a passage by its id."""
    from app import contract
    from index.desk import tags_of
    from ingest.decided.decisions import Ledger

    library = Library.open(place.folder)
    found = partial(tags_of, library)
    shown = contract.shown(library.catalogue, record_id, found, Ledger(library.database).on)
    if shown is None:
        stone = library.tombstones.of(record_id)
        was = f" It was {stone.in_words}." if stone else ""
        raise NothingFound(f"There is no review, document or passage with the id {record_id} in this library.{was}")
    output.data(shown)


@cli.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Also the reviews that came on this day or after it.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def status(place: Place, since: datetime | None, as_json: bool) -> None:
    """Say what is held, what could not be read, how each source is, and whether the index is up to date."""
    from app import contract
    from app.contract import sources as sourced
    from index.desk import manifest_of

    library = Library.open(place.folder)
    state = contract.status(library, manifest_of(library))
    if since is not None:
        state["new_since"] = sourced.new_since(library, since)
    if as_json:
        output.data(state)
        return
    output.line(f"{state['library']}, revision {state['revision']}")
    output.line(f"{state['reviews']} reviews, {len(state['documents'])} documents, {state['passages']} passages")
    for item in state["unreadable"]:
        output.line(f"not readable: {item['path']}: {item['reason']}")
    for item in state["sources"]:
        output.line(f"source: {item['name']}: {item['in_words']}; last complete {item['last_complete'] or 'never'}")
    for item in state.get("new_since", {}).get("reviews", ()):
        output.line(f"new: {item['first_held'][:10]} {item['title']} [{item['id']}]")
    for line in [*quarantine.lines(library), *withdraw.lines(state["withdrawn"])]:
        output.line(line)
    output.line(f"index: {state['index']['state']}")


@cli.command()
@click.pass_obj
def check(place: Place) -> None:
    """Hold every byte, page, passage and index entry against the record; ends with 6 when something is wrong."""
    from app.checking import problems_of

    problems = list(problems_of(Library.open(place.folder)))
    for problem in problems:
        output.line(problem)
    if problems:
        sys.exit(DAMAGED)
    output.say("Everything held is as it was recorded.")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=PORT, show_default=True)
@click.pass_obj
def serve(place: Place, host: str, port: int) -> None:
    """Open the app on this machine."""
    _serve(place.folder, host, port)


for command in (
    annual.annual,
    brief.brief,
    digest.digest,
    digest.scopes,
    recurring.recurring,
    tags.tag,
    tags.fact,
    decisions.decisions,
    decisions.queue,
    mapping.mapping,
    scope.scope,
    recommendations.recommendations,
    recommendations.repeat,
    check_draft,
    shortlist.shortlist,
    similar.similar,
    themes.themes,
    quarantine.quarantine,
    withdraw.withdraw,
    withdraw.tombstones,
):
    cli.add_command(command)


cli.add_command(collect)


def _add(folder: Path, paths: tuple[Path, ...] | list[Path], *, index: bool) -> AddReport:
    library = Library.open(folder, create=True)
    with output.bar("Reading") as bar:

        def progress(now: Progress) -> None:
            bar.show(now.done, now.total, Path(now.path).name[:40])

        report = add(library, paths, progress=progress)
    for item in report.unreadable:
        output.say(f"not readable: {item.path}: {item.reason}")
    for item in report.partly_read:
        output.say(f"partly read: {item.path}: {item.reason}")
    output.say(f"{len(report.added)} added, {len(report.unchanged)} unchanged, {len(report.unreadable)} not readable")
    if index:
        _index(library)
    return report


def _is_damaged(library: Library) -> bool:
    """Whether there is an index and it does not open; said, for it is then made anew."""
    from index.config import IndexConfig
    from index.desk import manifest_of, shelf_of
    from index.errors import IndexDamaged

    try:
        manifest = manifest_of(library)
        if manifest:
            shelf_of(library, IndexConfig.from_environment()).open(manifest.place).close()
    except (IndexDamaged, FileNotFoundError):
        output.say("The index does not open. It is made anew from the catalogue; nothing is lost.")
        return True
    return False


def _index(library: Library, *, rebuild: bool = False) -> dict[str, Any]:
    from index.engine.manifest import read_manifest
    from index.tagging.version import version

    manifest = None if rebuild else read_manifest(library.index_folder)
    current = manifest and (manifest.revision, manifest.recipe.vocabulary) == (library.catalogue.revision(), version())
    if manifest and current and not rebuild:
        return {"changed": False, "revision": manifest.revision, "passages": manifest.passages}
    from dataclasses import asdict

    with suppress(LibraryLocked), library.writing():  # who holds it groups the reviews at its end
        regroup(library)

    from index.config import IndexConfig
    from index.desk import bring_up_to_date
    from index.engine.build import Progress as Pace

    with output.bar("Indexing") as bar:

        def progress(now: Pace) -> None:
            bar.show(now.done, now.total, f"{now.per_second:.0f} passages a second")

        report = bring_up_to_date(library, IndexConfig.from_environment(), progress, rebuild=rebuild)
    output.say(f"{report.passages} passages are searchable ({report.embedded} embedded, {report.removed} removed)")
    if report.embedded:
        _prepare_recommendations(library)
    return asdict(report)


def _prepare_recommendations(library: Library) -> None:
    from index.config import IndexConfig
    from index.desk import embedder_of
    from index.recommendations.recommending import Recommending

    with output.bar("Comparing recommendations") as bar:
        Recommending(library, embedder_of(IndexConfig.from_environment())).prepare(bar.show)


def _say_if_behind(library: Library) -> None:
    from index.desk import manifest_of

    manifest = manifest_of(library)
    if manifest and manifest.revision != library.catalogue.revision():
        output.say(
            "The library has changed since it was indexed; what is new is not searched yet. Run: commonthread index"
        )


def _serve(folder: Path, host: str, port: int) -> None:
    from app.main import serve as serve_app

    Library.open(folder).close()
    output.say(f"Common Thread is open at http://{host}:{port}/   (Ctrl+C stops it)")
    serve_app(folder, host, port)


def _free_port(host: str, port: int) -> int:
    """The wanted port, or the next one that nobody uses."""
    for candidate in range(port, port + 100):
        with socket.socket() as probe:
            if probe.connect_ex((host, candidate)) != 0:
                return candidate
    return port


if __name__ == "__main__":
    cli()
