"""``withdraw`` takes a review or document away for good; ``tombstones`` lists what was, and lifts one set in error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app import output
from app.errors import NothingFound
from ingest.errors import BadArgument
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from ingest.withdrawn.withdrawal import Going

REASONS = ("publisher-request", "court-order", "re-identification-risk", "error")


@click.command()
@click.argument("record_id", metavar="ID", required=False)
@click.option("--reason", type=click.Choice(REASONS), help="Why; it is kept on the tombstone.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--finish", "finishing", is_flag=True, help="Go on with withdrawals that were stopped before their end.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def withdraw(
    place: Place, /, record_id: str | None, reason: str | None, yes: bool, finishing: bool, as_json: bool
) -> None:
    """Take a review, a document, or a passage's document out of the library for good.

    Lists all that goes and asks. Files, pages, passages, vectors, tags and index entries go; a tombstone stays, so that
    no crawl and no folder brings it back. Stopped at any point, the same command or --finish goes on with it.
    """
    from app.contract import gate as gate_json
    from app.gate import withdrawing
    from ingest.withdrawn.tombstones import WithdrawalReason
    from ingest.withdrawn.withdrawal import going

    library = Library.open(place.folder)
    stone = library.tombstones.of(record_id) if record_id else None
    if finishing or (stone is not None and stone.finished is None):
        output.say(f"{withdrawing.finish(library)} documents: their withdrawal is finished")
        return
    if record_id is None or reason is None:
        raise click.UsageError("Say what is withdrawn and why: withdraw ID --reason REASON")
    what = going(library, record_id)
    _tell(what)
    if not yes and not click.confirm("Take all of this out of the library? It cannot be undone.", err=True):
        raise BadArgument("Nothing was withdrawn.")
    withdrawing.withdraw(library, what, WithdrawalReason(reason))
    output.say("Withdrawn. A tombstone with the date and the reason keeps it out; see: commonthread tombstones")
    if as_json:
        output.data({**gate_json.going(what), "reason": reason})


def _tell(what: Going) -> None:
    output.say(f"{'Review' if what.whole_review else 'Document'}: {what.title}")
    for document in what.documents:
        output.say(f"  document {document.id[:12]}  {document.kind}, {document.pages} pages")
    output.say(f"  {what.pages} pages, {what.passages} passages with their vectors and tags")
    output.say(f"  {what.decisions} decisions of people, {what.shortlisted} places on shortlists")
    for address in what.addresses:
        output.say(f"  address {address}")
    for path in what.inside:
        output.say(f"  file {path}")
    for path in what.outside:
        output.say(f"  NOT removed, it is yours: {path}")
    output.say("Papers that were written from it before and saved elsewhere are not reached from here.")


def lines(counts: dict[str, Any]) -> list[str]:
    """What was withdrawn, as ``status`` says it; nothing where nothing was."""
    from ingest.withdrawn.tombstones import said

    if not counts["documents"]:
        return []
    why = ", ".join(f"{number} {said(reason)}" for reason, number in counts["reasons"].items())
    told = [f"withdrawn: {counts['documents']} documents, {counts['reviews']} whole reviews ({why})"]
    if counts["unfinished"]:
        told.append("a withdrawal was stopped before its end. Run: commonthread withdraw --finish")
    return told


@click.command()
@click.option("--lift", metavar="ID", help="Take a tombstone away that was set in error; ID as the list shows it.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def tombstones(place: Place, /, lift: str | None, as_json: bool) -> None:
    """List what was withdrawn, when and why: the latest first."""
    from app.contract import gate as gate_json
    from ingest.withdrawn.tombstones import said

    library = Library.open(place.folder)
    if lift is not None:
        with library.writing():
            if any(stone.finished is None for stone in library.tombstones.every()):
                raise BadArgument("A withdrawal is not finished yet. Run first: commonthread withdraw --finish")
            lifted = library.tombstones.lift(lift)
        if not lifted:
            raise NothingFound(f"There is no tombstone of {lift}.")
        output.say(f"{len(lifted)} tombstones lifted. Nothing came back by that: add the files again, or collect them.")
        return
    stones = library.tombstones.every()
    if as_json:
        output.data({"tombstones": [gate_json.tombstone(stone) for stone in stones]})
        return
    for stone in stones:
        of = f"review {stone.review_id}, " if stone.whole_review and stone.review_id else ""
        unfinished = "   NOT FINISHED: commonthread withdraw --finish" if stone.finished is None else ""
        output.line(f"{stone.withdrawn:%Y-%m-%d}  {said(stone.reason)}  {of}document {stone.sha256}{unfinished}")
    output.say(f"{len(stones)} documents were withdrawn")
