"""``mapping``: a board's own framework over the themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import output
from app.errors import NothingFound
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--drop", is_flag=True, help="Forget the library's framework.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def mapping(place: Place, /, file: Path | None, drop: bool, as_json: bool) -> None:
    """Keep a board's own framework with the library, from a YAML file that says where each theme counts; or show it.

    The file has a name and, under themes, the id of each theme with the head or heads under which it counts.
    """
    from index.recurring.heads import drop_framework, framework_of, keep_framework

    if drop and file:
        raise click.UsageError("Give a file, or --drop.")
    library = Library.open(place.folder)
    if file or drop:
        with library.writing():
            if file:
                keep_framework(library.folder, file)
            elif not drop_framework(library.folder):
                raise NothingFound("This library keeps no framework. Nothing was changed.")
    framework = framework_of(library.folder)
    if framework is None:
        output.say("This library keeps no framework of its own.")
        return
    if as_json:
        heads = [{"head": head.label, "themes": list(head.themes)} for head in framework.heads]
        output.data({"name": framework.name, "heads": heads, "unmapped": list(framework.unmapped)})
        return
    for head in framework.heads:
        output.line(f"{head.label}: {', '.join(head.themes)}")
    if framework.unmapped:
        output.say(f"Under no head of {framework.name}: {', '.join(framework.unmapped)}")
