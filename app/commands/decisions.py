"""All that people decided: ``decisions`` lists it, and takes it to another library and back; ``queue`` what is next."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output, words
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from ingest.decided.decisions import Decision

_NOTHING = 3


@click.command()
@click.option("--list", "listing", is_flag=True, help="Every decision that stands, and what waits (the default).")
@click.option("--export", type=click.Path(path_type=Path, dir_okay=False), help="Write all of them to a YAML file.")
@click.option("--import", "source", type=click.Path(path_type=Path, dir_okay=False), help="Take them in from one.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def decisions(place: Place, /, listing: bool, export: Path | None, source: Path | None, as_json: bool) -> None:
    """List what people decided on tags and facts, or take it to and from one YAML file.

    A decision whose passage is not held as it was when it was made is listed as waiting, and never dropped. Of two
    decisions on the same the later stands.
    """
    if sum((listing, export is not None, source is not None)) > 1:
        raise click.UsageError("One of --list, --export and --import at a time.")
    library = Library.open(place.folder)
    if export is not None:
        _export(library, export)
    elif source is not None:
        _import(library, source, as_json)
    else:
        _list(library, as_json)


def _export(library: Library, file: Path) -> None:
    from ingest.decided.decision_file import text_of
    from ingest.decided.decisions import Ledger

    every = Ledger(library.database).every()
    draft = file.with_name(f"{file.name}.draft")
    try:
        draft.write_text(text_of(every), encoding="utf-8")
        draft.replace(file)
    except OSError as problem:
        raise click.UsageError(f"{file} cannot be written: {problem.strerror}") from problem
    output.say(f"{words.count(len(every), 'decision')} written to {file}")


def _import(library: Library, file: Path, as_json: bool) -> None:
    from app.deciding.decide import take_in
    from ingest.decided.decision_file import read_file

    given = read_file(file)
    merged, waiting = take_in(library, given)
    output.say(
        f"{merged.taken} of {len(given)} decisions taken in, {merged.known} known already, {merged.older} older than "
        f"what stands here; {waiting} wait for their document"
    )
    if merged.taken:
        output.say("Search follows at the next: commonthread index")
    if as_json:
        counts = {"taken": merged.taken, "known": merged.known, "older": merged.older}
        output.data({"decisions": len(given), **counts, "waiting": waiting})


def _list(library: Library, as_json: bool) -> None:
    from ingest.decided.decisions import Ledger

    ledger = Ledger(library.database)
    waiting = {one.key for one in ledger.waiting(review.id for review in library.catalogue.reviews())}
    standing = [one for one in ledger.every() if one.stands]
    if as_json:
        shown = [{**_shown(one), "waiting": one.key in waiting} for one in standing]
        output.data({"decisions": shown, "waiting": len(waiting)})
        return
    for one in standing:
        waits = "   waiting: its passage or review is not held as it was" if one.key in waiting else ""
        output.line(f"{one.decided:%Y-%m-%d %H:%M}  {one.decided_by}: {_said(one)}  [{one.target}]{waits}")
    output.say(f"{words.count(len(standing), 'decision')} in force, {len(waiting)} waiting for a document")


def _said(one: Decision) -> str:
    from ingest.decided.corrections import written
    from ingest.decided.decisions import About

    if one.about is About.FACT:
        return f"{one.verdict} {one.subject}, {written(one.subject, one.value)}"
    return f"{one.verdict} {one.about} {one.subject}"


def _shown(one: Decision) -> dict[str, Any]:
    return {
        "about": one.about.value,
        "target": one.target,
        "subject": one.subject,
        "verdict": one.verdict.value,
        "value": list(one.value),
        "decided_by": one.decided_by,
        "decided": one.decided.isoformat(),
        "note": one.note,
    }


@click.command()
@click.option("--about", type=click.Choice(["theme", "agency", "fact"]), help="Only these.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many are shown.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def queue(place: Place, /, about: str | None, limit: int, as_json: bool) -> None:
    """List uncertain tags and facts for a person to decide on, the most useful first. Ends with 3 when none is left."""
    from app.contract import queue as queue_json
    from app.deciding.queue import queue_in
    from ingest.decided.decisions import About

    library = Library.open(place.folder)
    found = queue_in(library)
    doubts = found.of(About(about) if about else None)
    if as_json:
        output.data(queue_json.queue(found, doubts[:limit], library.catalogue.revision()))
    else:
        for doubt in doubts[:limit]:
            for line in queue_json.lines(doubt, found.reviews):
                output.line(line)
    output.say(f"{min(limit, len(doubts))} of {len(doubts)} shown")
    if not doubts:
        sys.exit(_NOTHING)
