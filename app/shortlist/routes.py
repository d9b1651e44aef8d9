"""The address at which the pages' own script changes a shortlist or makes a file of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.errors import NothingFound
from app.house import House
from app.shortlist.export import exported
from app.shortlist.view import add
from app.web.posted import answered
from ingest.decided.shortlists import LONGEST_NAME, LONGEST_NOTE, USUAL, Shortlists

_LONGEST = 8_192 + 6 * LONGEST_NOTE
"""Bytes of a request: JSON may write a letter of a note in six."""

_Name = Annotated[str, Field(max_length=LONGEST_NAME)]


class _Asked(BaseModel):
    """What is to be done to a list, or to an item on it; ``new`` is a list's other name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: Literal["add", "remove", "note", "up", "down", "rename", "delete", "export", "scope"]
    name: _Name = ""
    item: Annotated[str, Field(max_length=128)] = ""
    kind: Literal["review", "passage", ""] = ""
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    new: _Name = ""
    ending: Literal["docx", "md", "ris", "bib", "yaml"] = "docx"


def router(house: House) -> APIRouter:
    """The route, over one library."""
    routes = APIRouter()

    @routes.post("/shortlist/change")
    async def change(request: Request) -> Response:
        """Change a list; answers in words, with the address at which it stands."""
        return await answered(
            request,
            lambda body: _change(house, _Asked.model_validate_json(body)),
            longest=_LONGEST,
            too_long="This is too long for a shortlist. Nothing was changed.",
        )

    return routes


def _change(house: House, asked: _Asked) -> dict[str, str]:
    lists = Shortlists(house.library.database)
    name = " ".join(asked.name.split()) or USUAL
    match asked.act:
        case "add":
            return {**_at(name), "said": add(house.library, name, asked.item, asked.note)}
        case "remove":
            said = "Taken off the list." if lists.remove(name, asked.item) else "It was not on the list."
        case "note":
            lists.note(name, asked.item, asked.note)
            said = "The note is kept."
        case "up" | "down":
            place = lists.move(name, asked.item, -1 if asked.act == "up" else 1)
            said = f"Now in place {place}."
        case "rename":
            if not asked.new.strip():
                raise NothingFound("A shortlist needs a name. Nothing was changed.")
            lists.rename(name, asked.new)
            name = " ".join(asked.new.split())
            said = f"The list is now called “{name}”."
        case "delete":
            lists.delete(name)
            return {"said": f"The shortlist “{name}” is deleted.", "address": "/shortlist", "name": ""}
        case "scope":
            return _scoped(house, name, asked.ending)
        case _:
            return _file(house, name, asked.ending)
    return {**_at(name), "said": said}


def _at(name: str) -> dict[str, str]:
    return {"address": f"/shortlist?{urlencode({'name': name})}", "name": name}


def _file(house: House, name: str, ending: str) -> dict[str, str]:
    shortlist = Shortlists(house.library.database).get(name)
    made = datetime.now(UTC)
    data = exported(house.library, shortlist, ending, made)
    file = f"shortlist-{made:%Y-%m-%d}.{ending}"
    return {"said": f"The file is ready: {file}.", "file": house.downloads.put(data, file)}


def _scoped(house: House, name: str, ending: str) -> dict[str, str]:
    """The scoping note from a list alone."""
    from app.papers import saving
    from app.reports.listed_note import listed_note
    from app.scope.from_list import note_from

    shortlist = Shortlists(house.library.database).get(name)
    scope = note_from(house.library, house.counts.current(), lambda: house.recommending, shortlist, datetime.now(UTC))
    form = "md" if ending == "md" else "docx"
    file = f"scoping-note-{scope.made:%Y-%m-%d}.{form}"
    data = saving.written(listed_note(scope), f".{form}", scope.made)
    return {"said": f"The note is ready: {file}.", "file": house.downloads.put(data, file)}
