"""The figures of the Recurring themes page as a workbook or as CSV, by the page's own address: nothing is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.house import House
from app.render import render
from app.themes import address as theme_address
from app.themes import more as theme_more
from app.themes import view as theme_view
from app.web.downloads import MEDIA_TYPES
from index.errors import IndexingError
from ingest.errors import VocabularyError


def router(house: House) -> APIRouter:
    """The one route."""
    routes = APIRouter()

    @routes.get("/themes/export.{ending}")
    def export(ending: Literal["xlsx", "csv"], request: Request) -> Response:
        """What the page with this query shows, to be saved."""
        try:
            data = written(house, f"?{request.url.query}", ending)
        except (IndexingError, VocabularyError) as problem:
            return HTMLResponse(render("missing.html", reason=str(problem)), status_code=409)
        headers = {
            "content-disposition": f'attachment; filename="recurring-themes.{ending}"',
            "cache-control": "no-store",
        }
        return Response(data, media_type=MEDIA_TYPES[f".{ending}"], headers=headers)

    return routes


def written(house: House, address: str, ending: Literal["xlsx", "csv"]) -> bytes:
    """The export for an address of the page."""
    from app.papers import csv, xlsx

    _, made, more = theme_view.counted_for(house, theme_address.read(address))
    book = theme_more.workbook(made, more, house.boards())
    if ending == "xlsx":
        return xlsx.written(book, datetime.now(UTC))
    return csv.written(book).encode("utf-8-sig")
