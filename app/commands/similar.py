"""``similar``: held reviews that are like a case, with what each signal rests on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import output
from app.commands.filters import filter_options, filters_of
from app.errors import NothingFound
from index.errors import BadQuery
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from index.cases.case import Case
    from index.cases.precedents import Precedents


_FILES = (b"%PDF", b"PK\x03\x04")
"""How PDF and Word files begin."""


@click.command()
@click.option("--text", help="An anonymised summary. It stays in your shell's history: --file - does not.")
@click.option("--file", "file", type=click.Path(path_type=Path, allow_dash=True), help="A file with it; - reads input.")
@click.option("--review", "review_id", metavar="ID", help="A held review.")
@click.option("--mask", is_flag=True, help="Mask what may identify somebody before anything is read from the text.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 100), help="Reviews shown.")
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def similar(
    place: Place,
    /,
    text: str | None,
    file: Path | None,
    review_id: str | None,
    mask: bool,
    limit: int,
    as_json: bool,
    **given: Any,
) -> None:
    """Find held reviews like a case: by age, harm, themes, agencies and circumstances, each with its own score.

    Nothing of a given text is kept. Ends with 3 when no review shares more than two signals with the case.
    """
    from app.contract import similar as similar_json
    from app.lines.similar import lines
    from index.cases.precedents import Precedents
    from index.config import IndexConfig

    library = Library.open(place.folder)
    precedents = Precedents(library, IndexConfig.from_environment())
    likes = precedents.likes(case_from(precedents, text, file, review_id, mask), filters_of(given))
    found = precedents.counterparts(likes, limit)
    if as_json:
        keys = {key for one in found for key in one.review.documents}
        documents = {key: held for key in sorted(keys) if (held := library.catalogue.document(key))}
        output.data(similar_json.answer(likes, found, documents))
    else:
        for line in lines(likes, found):
            output.line(line)
    if not likes.sharing:
        output.say("No review in scope shares more than two signals with this case; the nearest are shown.")
        sys.exit(NothingFound.exit_code)


def case_from(precedents: Precedents, text: str | None, file: Path | None, review_id: str | None, mask: bool) -> Case:
    """The case from the one option that was given; says what in a text may identify somebody."""
    if sum(one is not None for one in (text, file, review_id)) != 1:
        raise click.UsageError("One of --text, --file and --review is needed.")
    if review_id is not None:
        return precedents.of_review(review_id)
    given = text if text is not None else _read(file or Path("-"))
    return precedents.read(_guarded(given, mask))


def _guarded(text: str, mask: bool) -> str:
    """The text, masked if asked for; says which kinds of identifying words it seems to hold, never the words."""
    from ingest.guard.marks import marks, masked

    found = marks(text)
    if found and not mask:
        kinds = ", ".join(dict.fromkeys(mark.kind.value for mark in found))
        output.say(f"The text may identify somebody ({kinds}). Nothing of it is kept; --mask leaves those words out.")
    return masked(text, found) if mask else text


def _read(file: Path) -> str:
    if str(file) == "-":
        given = sys.stdin.buffer.read()
        if given.startswith(_FILES):
            raise BadQuery("What came in is a file and not text. Name the file instead: --file NAME")
        return given.decode("utf-8", "replace")
    from ingest.read.worker import read_file

    return "\n\n".join(page.page.text for page in read_file(file).pages)
