"""The paper of the page as a file, by the page's own address: nothing is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.briefing import address as briefing_address
from app.briefing.papers import Made, made_for
from app.errors import AppError
from app.house import House
from app.render import render
from app.web.downloads import MEDIA_TYPES
from index.errors import IndexingError

Ending = Literal["docx", "md", "xlsx", "csv", "ris", "bib"]
ENDINGS: tuple[tuple[Ending, str], ...] = (
    ("docx", "Word (DOCX)"),
    ("md", "Markdown"),
    ("xlsx", "Figures (Excel)"),
    ("csv", "Figures (CSV)"),
    ("ris", "References (RIS)"),
    ("bib", "References (BibTeX)"),
)


def router(house: House) -> APIRouter:
    """The one route."""
    routes = APIRouter()

    @routes.get("/briefing/export.{ending}")
    def export(ending: Ending, request: Request) -> Response:
        """What the page with this query shows, to be saved."""
        asked = briefing_address.read(f"?{request.url.query}")
        when = datetime.now(UTC)
        try:
            made = made_for(house, asked, when, drawn=ending in ("docx", "md"))
        except (AppError, IndexingError) as problem:
            return HTMLResponse(render("missing.html", reason=str(problem)), status_code=409)
        headers = {
            "content-disposition": f'attachment; filename="{name_of(made, when)}.{ending}"',
            "cache-control": "no-store",
        }
        return Response(written(made, ending, when), media_type=MEDIA_TYPES[f".{ending}"], headers=headers)

    return routes


def name_of(made: Made, when: datetime) -> str:
    """A name for the file, of letters that every system takes."""
    what = "briefing-" + "-and-".join(made.briefing.evidence.themes[:2]) if made.briefing else "recurring-themes"
    return f"{what}-{when:%Y-%m-%d}"


def written(made: Made, ending: Ending, when: datetime) -> bytes:
    """The paper, its figures or its references as the bytes of a file."""
    from app.papers import figures, saving
    from app.papers.references import bibtex, ris

    match ending:
        case "ris":
            return ris(list(made.references)).encode()
        case "bib":
            return bibtex(list(made.references)).encode()
        case "xlsx" | "csv":
            return saving.written_data(figures.data(made.paper, made.about, f".{ending}"), f".{ending}", when)
        case _:
            return saving.written(made.paper, f".{ending}", when)
