"""The annual analysis as a document or a workbook, by the page's own address: nothing is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.annual import address as annual_address
from app.annual.view import made_for
from app.errors import AppError
from app.house import House
from app.render import render
from app.web.downloads import MEDIA_TYPES
from index.errors import IndexingError
from ingest.errors import VocabularyError

Ending = Literal["docx", "md", "xlsx", "csv"]


def router(house: House) -> APIRouter:
    """The one route."""
    routes = APIRouter()

    @routes.get("/annual/export.{ending}")
    def export(ending: Ending, request: Request) -> Response:
        """What the page with this query shows, to be saved."""
        now = datetime.now(UTC)
        try:
            data, years = written(house, f"?{request.url.query}", ending, now)
        except (AppError, IndexingError, VocabularyError) as problem:
            return HTMLResponse(render("missing.html", reason=str(problem)), status_code=409)
        headers = {
            "content-disposition": f'attachment; filename="annual-analysis-{years}.{ending}"',
            "cache-control": "no-store",
        }
        return Response(data, media_type=MEDIA_TYPES[f".{ending}"], headers=headers)

    return routes


def written(house: House, address: str, ending: Ending, now: datetime) -> tuple[bytes, str]:
    """The export for an address of the page, and the years that its name has."""
    from app.papers import saving
    from app.reports import annual, annual_sheets

    _, made = made_for(house, annual_address.read(address), now)
    years = str(made.annual.period.years).replace(" ", "-")
    if ending in ("docx", "md"):
        return saving.written(annual.analysis(made), f".{ending}", now), years
    data = saving.written_data(annual_sheets.data(made, f".{ending}"), f".{ending}", now)
    return (b"\xef\xbb\xbf" + data if ending == "csv" else data), years
