"""``shortlist``: reviews and passages gathered under a name, with notes, shown, changed, and taken away as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output, words
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from ingest.decided.shortlists import Shortlist, Shortlists


@click.command()
@click.argument("name", required=False)
@click.option("--add", multiple=True, metavar="ID", help="Put a review or passage on it. Repeatable.")
@click.option("--remove", multiple=True, metavar="ID", help="Take one off it. Repeatable.")
@click.option("--note", metavar="TEXT", help="A note for what is added, or with --on for what stands there.")
@click.option("--on", "noted", metavar="ID", help="What the note is for.")
@click.option("--move", nargs=2, type=(str, int), metavar="ID PLACE", help="Put one in this place, counted from 1.")
@click.option("--rename", metavar="NEW", help="Give the list another name.")
@click.option("--delete", "gone", is_flag=True, help="Delete the list with its notes.")
@click.option(
    "--import", "source", type=click.Path(path_type=Path, dir_okay=False), help="Take one in from YAML or JSON."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A .docx, .md, .ris, .bib or .yaml file.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def shortlist(
    place: Place, /, name: str | None, source: Path | None, out: Path | None, as_json: bool, **given: Any
) -> None:
    """Keep a shortlist of reviews and passages, with notes, in your own order; without NAME the one changed last.

    Nothing of it leaves the library but in the file that --out names. What is withdrawn vanishes from it.
    """
    from ingest.decided.shortlists import USUAL, Shortlists

    library = Library.open(place.folder)
    lists = Shortlists(library.database)
    every = lists.every()
    called = name or (every[0].name if every else USUAL)
    if source is not None:
        called = _import(library, lists, source, name)
    left = _changed(library, lists, called, given)
    if left is None:
        return
    called = left
    if not any(one.name == called for one in lists.every()):
        if name is not None:
            lists.get(called)
        output.say("Nothing has been put on a shortlist yet: commonthread shortlist NAME --add ID")
        return
    _shown(library, lists.get(called), out, as_json)


def _import(library: Library, lists: Shortlists, file: Path, name: str | None) -> str:
    from ingest.decided.shortlist_file import read_file
    from ingest.decided.shortlisted import anchored

    called, items = read_file(file)
    called = name or called
    lists.replace(called, anchored(items, library.catalogue))
    lists.settle(library.catalogue.reviews(), library.catalogue.passages)
    output.say(f"{words.count(len(items), 'item')} taken in as “{called}”")
    return called


def _changed(library: Library, lists: Shortlists, name: str, given: dict[str, Any]) -> str | None:
    """Make every change that was asked for; the list's name then, ``None`` for one that was deleted."""
    from app.shortlist.view import add

    note = given["note"] or ""
    if note and not given["add"] and not given["noted"]:
        raise click.UsageError("--note goes with --add, or with --on ID.")
    for item in given["add"]:
        output.say(add(library, name, item, note))
    for item in given["remove"]:
        output.say(f"{item}: {'taken off' if lists.remove(name, item) else 'was not on the list'}")
    if given["noted"] and given["note"] is not None:
        lists.note(name, given["noted"], note)
    if given["move"]:
        _move(lists, name, *given["move"])
    if given["rename"]:
        lists.rename(name, given["rename"])
        name = " ".join(given["rename"].split())
    if given["gone"]:
        lists.delete(name)
        output.say(f"The shortlist “{name}” is deleted.")
        return None
    return name


def _move(lists: Shortlists, name: str, item: str, place: int) -> None:
    ids = [one.id for one in lists.get(name).items]
    lists.move(name, item, place - 1 - ids.index(item) if item in ids else 0)


def _shown(library: Library, kept: Shortlist, out: Path | None, as_json: bool) -> None:
    from app.shortlist.view import listed

    if out is not None:
        _export(library, kept, out)
    items = listed(library, kept)
    if as_json:
        output.data(
            {
                "name": kept.name,
                "changed": kept.changed.isoformat(timespec="seconds"),
                "items": [
                    {
                        "id": one.item.id,
                        "kind": one.item.kind.value,
                        "note": one.item.note,
                        "held": one.held,
                        "title": one.title,
                        "review": one.review.id if one.review else None,
                        "text": one.cited.text if one.cited else None,
                        "pages": list(one.cited.passage.pages) if one.cited else [],
                    }
                    for one in items
                ],
            }
        )
    elif out is None:
        output.line(f"{kept.name}: {words.count(len(items), 'item')}")
        for number, one in enumerate(items, start=1):
            output.line(f"{number}. {one.title}   [{one.item.id}]")
            if one.item.note:
                output.line(f"   Note: {one.item.note}")


def _export(library: Library, kept: Shortlist, out: Path) -> None:
    from app.errors import BadOutput
    from app.papers import saving
    from app.shortlist.export import ENDINGS, exported, paper_of

    ending = out.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise BadOutput(f"{out}: a shortlist is written as {', '.join(f'.{one}' for one in ENDINGS)}.")
    made = datetime.now(UTC)
    if out.suffix.lower() in saving.ENDINGS:
        saving.save(paper_of(library, kept, made), out, made)
    else:
        saving.save_text(exported(library, kept, ending, made).decode(), out)
    output.say(f"The shortlist is in {out}")
