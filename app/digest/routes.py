"""The addresses at which the page What is new changes saved scopes and gives its newsletter."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from app.digest.address import Asked, day_of, read
from app.digest.gathering import digest_of, gathered, start_of
from app.digest.saved import stored
from app.house import House
from app.papers import figures, saving
from app.render import render
from app.reports import digest as report
from app.web.downloads import MEDIA_TYPES
from app.web.posted import answered
from index.errors import IndexingError
from ingest.decided.scopes import LONGEST_NAME, Scopes
from ingest.errors import BadArgument

_LONGEST = 32_768
"""Bytes of a request."""

_Name = Annotated[str, Field(max_length=LONGEST_NAME)]


class _Wanted(BaseModel):
    """What is to be done to a saved scope; ``address`` holds the filters of a new one.

    ``until`` is the moment at which the page was made that a person has looked at, ``day`` a day in its place.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: Literal["save", "rename", "delete", "seen", "day"]
    name: _Name = ""
    new: _Name = ""
    address: Annotated[str, Field(max_length=16_384)] = ""
    until: Annotated[str, Field(max_length=40)] = ""
    day: Annotated[str, Field(max_length=10)] = ""


def router(house: House) -> APIRouter:
    """The routes, over one library."""
    routes = APIRouter()

    @routes.post("/digest/change")
    async def change(request: Request) -> Response:
        """Change a saved scope; answers in words, with the address at which it is looked at."""
        return await answered(
            request,
            lambda body: _change(house, _Wanted.model_validate_json(body)),
            longest=_LONGEST,
            too_long="This is too long for a saved scope. Nothing was saved.",
        )

    @routes.get("/digest/export.{ending}")
    def export(ending: Literal["docx", "md", "xlsx", "csv"], request: Request) -> Response:
        """The newsletter of what the page with this query shows, or its figures, to be saved."""
        try:
            data = written(house, f"?{request.url.query}", ending)
        except IndexingError as problem:
            return HTMLResponse(render("missing.html", reason=str(problem)), status_code=409)
        headers = {"content-disposition": f'attachment; filename="new-reviews.{ending}"', "cache-control": "no-store"}
        return Response(data, media_type=MEDIA_TYPES[f".{ending}"], headers=headers)

    return routes


def written(house: House, address: str, ending: Literal["docx", "md", "xlsx", "csv"]) -> bytes:
    """The newsletter for an address of the page, or its figures."""
    asked = read(address)
    found = gathered(house, asked)
    name = found.saved.name if found.saved else None
    made = digest_of(house.library, found.news, name, datetime.now(UTC), before=asked.before)
    paper = report.digest(made)
    if f".{ending}" in saving.ENDINGS:
        return saving.written(paper, f".{ending}", made.made)
    data = saving.written_data(figures.workbook(paper, report.about(made)), f".{ending}", made.made)
    return codecs.BOM_UTF8 + data if ending == "csv" else data  # by which spreadsheets know the letters


def _change(house: House, wanted: _Wanted) -> dict[str, str]:
    scopes = Scopes(house.library.database)
    if wanted.act == "save":
        saved = scopes.save(wanted.name, stored(read(wanted.address).filters))
        return {"said": f"Saved as “{saved.name}”.", "address": Asked(saved.id).address()}
    saved = scopes.get(wanted.name)
    here = Asked(saved.id).address()
    match wanted.act:
        case "rename":
            scopes.rename(saved.name, wanted.new)
            return {"said": f"Now called “{' '.join(wanted.new.split())}”.", "address": here}
        case "delete":
            scopes.delete(saved.name)
            return {"said": f"The saved scope “{saved.name}” is deleted.", "address": Asked().address()}
        case "seen":
            scopes.see(saved.name, _moment(wanted.until))
            return {"said": "Kept: you have looked at what is new until now.", "address": here}
        case _:
            day = day_of(wanted.day)
            if day is None:
                raise BadArgument("This is not a day. Nothing was changed.")
            scopes.see(saved.name, start_of(day))
            return {"said": f"Kept: what came from {day:%d %B %Y} on is new.", "address": here}


def _moment(text: str) -> datetime:
    """The moment that the page was made. Raises ``BadArgument``; one that is still to come is now."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadArgument("This is not a moment. Nothing was changed.") from None
    if moment.tzinfo is None:
        raise BadArgument("This is not a moment. Nothing was changed.")
    return min(moment, datetime.now(UTC))
