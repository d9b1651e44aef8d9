"""``check-draft``: what the held reviews say to each claim of a draft."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app import output
from app.errors import NothingFound
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place
    from index.drafts.draft import Report


@click.command(name="check-draft")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--out", type=click.Path(path_type=Path), help="A document of it: .docx or .md.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def check_draft(place: Place, /, file: Path, out: Path | None, as_json: bool) -> None:
    """Mark each sentence of a draft that claims something of reviews: supported, partly, not found or contradicted.

    FILE is PDF, DOCX, HTML or TXT; - reads text from the input. Figures are counted again where the library can.
    Nothing of the draft is kept but what --out asks for. Ends with 3 when it claims nothing of reviews.
    """
    from app.contract import draft as draft_json
    from index.config import IndexConfig
    from index.desk import embedder_of
    from index.drafts.draft import DraftChecker
    from ingest.guard.marks import marks

    if out:
        from app.papers.saving import check

        check(out)
    text = _read(file)
    found = marks(text)
    if found:
        kinds = ", ".join(dict.fromkeys(mark.kind.value for mark in found))
        output.say(f"The draft may identify somebody ({kinds}). Nothing of it is kept.")
    library = Library.open(place.folder)
    config = IndexConfig.from_environment()
    checker = DraftChecker(library, config, embedder_of(config))
    with output.bar("Checking") as bar:
        report = checker.check(text, lambda done, total: bar.show(done, total))
    if out:
        _save(library, report, out)
    if as_json:
        output.data(draft_json.answer(report))
    else:
        for line in draft_json.lines(report):
            output.line(line)
    if not any(one.claim.claims for one in report.sentences):
        output.say("No sentence of the draft claims anything of reviews.")
        sys.exit(NothingFound.exit_code)


def _save(library: Library, report: Report, out: Path) -> None:
    from app.papers.cite import fetched
    from app.papers.saving import save
    from app.reports.draft_paper import draft_paper

    made = datetime.now(UTC)
    save(draft_paper(report, lambda document: fetched(library, document), made), out, made)
    output.say(f"Written: {out}")


def _read(file: Path) -> str:
    if str(file) == "-":
        return sys.stdin.read()
    from ingest.read.worker import read_file

    return "\n\n".join(page.page.text for page in read_file(file).pages)
