"""``quarantine``: pages that the gate stopped, and letting one through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app import output
from ingest.errors import BadArgument
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place


@click.command()
@click.option("--release", "chosen", nargs=2, metavar="DOC PAGE", help="Let a page through (page 0: the file itself).")
@click.option("--by", help="Who looked at the page and lets it through.")
@click.option("--all", "every", is_flag=True, help="Also those that were let through, with who did.")
@click.option("--no-index", is_flag=True, help="Make what is let through searchable later with: index")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def quarantine(
    place: Place, /, chosen: tuple[str, str] | None, by: str | None, every: bool, no_index: bool, as_json: bool
) -> None:
    """List pages that wait for a person, because words on them are hidden or point at somebody.

    The words are neither shown nor searched. Look at the page in the app, under Held back; then release it here or
    there, or withdraw its document.
    """
    from app.contract import gate as gate_json

    library = Library.open(place.folder)
    if chosen:
        _release(library, chosen, by)
        if not no_index:
            from app.cli import _index

            _index(library)
        return
    found = library.quarantine.every() if every else library.quarantine.waiting()
    if as_json:
        output.data({"quarantine": [gate_json.page(held) for held in found]})
        return
    for line in lines(library, every=every):
        output.line(line)
    output.say(f"{sum(held.released is None for held in found)} pages wait for a person")


def lines(library: Library, *, every: bool = False) -> list[str]:
    """The quarantine in words, a line a page."""
    from ingest.gate.reasons import said

    names = {
        document.id: document.paths[0] if document.paths else document.id for document in library.catalogue.documents()
    }
    found = library.quarantine.every() if every else library.quarantine.waiting()
    told = []
    for held in found:
        what = "the file itself" if held.is_file else f"page {held.page}"
        why = ", ".join(said(reason) for reason in held.reasons)
        through = f"   let through by {held.released_by} on {held.released:%Y-%m-%d}" if held.released else ""
        told.append(f"held back: {names[held.document_id]}, {what}: {why}   [{held.document_id} {held.page}]{through}")
    return told


def _release(library: Library, chosen: tuple[str, str], by: str | None) -> None:
    from ingest.release import release

    document, page = chosen
    if not page.isdigit():
        raise BadArgument(f"{page} is not a page number.")
    if not by:
        raise BadArgument("A page is let through in a person's name: add --by NAME")
    known = [held.document_id for held in library.quarantine.waiting() if held.document_id.startswith(document)]
    if len(set(known)) != 1 or len(document) < 8:
        raise BadArgument(f"{document} names no document, or more than one, of which a page waits.")
    release(library, known[0], int(page), by)
    output.say(f"Page {page} is let through; what it says can be found once it is indexed.")
