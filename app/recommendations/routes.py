"""The downloads of the pages Recommendations and Repeat learning, by the pages' own addresses: nothing is kept."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.address import one, parameters
from app.house import House
from app.papers import saving
from app.papers.tables import Workbook
from app.recommendations import address
from app.recommendations.steps import stories_of
from app.recommendations.tables import repeats_book, workbook
from app.render import render
from app.web.downloads import MEDIA_TYPES
from index.errors import IndexingError
from index.recommendations.repeat import repeats_of
from index.recommendations.stated import stated_in

Ending = Literal["xlsx", "csv"]


def router(house: House) -> APIRouter:
    """The two routes."""
    routes = APIRouter()

    @routes.get("/recommendations/export.{ending}")
    def recommendations(ending: Ending, request: Request) -> Response:
        """Every recommendation in the scope of the page with this query, and its families."""
        return _file("recommendations", ending, lambda: book_of(house, f"?{request.url.query}"))

    @routes.get("/repeat/export.{ending}")
    def repeats(ending: Ending, request: Request) -> Response:
        """What the reviews of the board in this query repeat."""
        board = one(parameters(f"?{request.url.query}"), "board")
        return _file("repeat-learning", ending, lambda: repeats_of_board(house, board))

    return routes


def book_of(house: House, given: str) -> Workbook:
    """The workbook for an address of the page Recommendations."""
    asked = address.read(given)
    listing = house.recommending.families(asked.filters)
    return workbook(listing, stated_in(house.recommending, house.counts, listing, asked.sort))


def repeats_of_board(house: House, board: str) -> Workbook:
    """The workbook of a board. Raises ``BadQuery`` for one that is not held."""
    found = repeats_of(house.library, board, house.counts, house.recommending)
    return repeats_book(found, stories_of(found))


def _file(name: str, ending: Ending, make: Callable[[], Workbook]) -> Response:
    try:
        data = saving.written_data(make(), f".{ending}", datetime.now(UTC))
        data = codecs.BOM_UTF8 + data if ending == "csv" else data  # by which spreadsheets know the letters
    except IndexingError as problem:
        return HTMLResponse(render("missing.html", reason=str(problem)), status_code=409)
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"', "cache-control": "no-store"}
    return Response(data, media_type=MEDIA_TYPES[f".{ending}"], headers=headers)
