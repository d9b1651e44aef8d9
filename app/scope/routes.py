"""The addresses to which the page Scope a review sends a pasted text, and from which a note is made.

A text comes in the body of a request from this app's own page, is checked by the guard before anything is computed,
and is kept in memory only (``app.scope.cases``). A note is made in memory too (``app.web.downloads``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.house import House
from app.render import render
from app.scope import address as scope_address
from app.scope.shown import guarded
from app.web.posted import answered

LARGEST = 2_000_000
"""Bytes of a request; a text of the greatest length that a case may have fits."""

Ending = Literal["docx", "md", "ris", "bib"]
ENDINGS: tuple[tuple[Ending, str], ...] = (
    ("docx", "Download as Word (DOCX)"),
    ("md", "Markdown"),
    ("ris", "References (RIS)"),
    ("bib", "References (BibTeX)"),
)


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Asked):
    """A pasted text and what is to be done with it: checked first, masked, or taken as it is.

    ``address`` is that of the page, whose filters and chosen reviews stay.
    """

    text: str
    manner: Literal["ask", "mask", "as-is"] = "ask"
    address: Annotated[str, Field(max_length=20_000)] = ""


class _Note(_Asked):
    """The address of the page whose note is wanted."""

    address: Annotated[str, Field(max_length=20_000)]
    ending: Ending


class _Forget(_Asked):
    """The token of a pasted case."""

    case: Annotated[str, Field(max_length=100)]


def router(house: House) -> APIRouter:
    """The routes, over one library."""
    routes = APIRouter()

    @routes.post("/scope/text")
    async def text(request: Request) -> Response:
        """Check a text; answers with the guard's words, or with the address at which the case is compared."""
        return await _answer(request, lambda body: _text(house, _Text.model_validate_json(body)))

    @routes.post("/scope/note")
    async def note(request: Request) -> Response:
        """Make a note; answers with the address at which it can be fetched for some minutes."""
        return await _answer(request, lambda body: _note(house, _Note.model_validate_json(body)))

    @routes.post("/scope/forget")
    async def forget(request: Request) -> Response:
        """Forget a pasted case."""

        def forgotten(body: bytes) -> dict[str, str]:
            house.cases.forget(_Forget.model_validate_json(body).case)
            return {"said": "The text is forgotten.", "address": "/scope"}

        return await _answer(request, forgotten)

    return routes


async def _answer(request: Request, work: Callable[[bytes], dict[str, str]]) -> Response:
    too_long = "This is far too long to be a case. Paste a summary of it."
    return await answered(request, work, longest=LARGEST, too_long=too_long)


def _text(house: House, given: _Text) -> dict[str, str]:
    from index.cases.reader import check
    from ingest.guard.marks import marks, masked

    text = given.text
    check(text)
    if given.manner == "ask":
        pieces, kinds = guarded(text)
        number = sum(bool(kind) for _, kind in pieces)
        if number:
            return {
                "said": f"Nothing has been computed: {number} places in the text may identify somebody.",
                "html": render("scope_guard.html", pieces=pieces, kinds=kinds, marks=number),
            }
    changed = {}
    if given.manner == "mask":
        text = masked(text, marks(text))
        changed = {"text": text}
    token = house.cases.put(house.precedents.read(text))
    before = scope_address.read(given.address)
    asked = scope_address.Asked(case=token, filters=before.filters, use=before.use)
    return {"said": "The text was read.", "address": asked.address(), **changed}


def _note(house: House, given: _Note) -> dict[str, str]:
    from app.papers import saving
    from app.papers.references import bibtex, ris
    from app.reports.scoping_note import scoping_note
    from app.scope.scoped import compared, note

    made = note(house, compared(house, scope_address.read(given.address)))
    match given.ending:
        case "ris":
            data = ris(list(made.references)).encode()
        case "bib":
            data = bibtex(list(made.references)).encode()
        case _:
            data = saving.written(scoping_note(made), f".{given.ending}", made.made)
    name = f"scoping-note-{made.made:%Y-%m-%d}.{given.ending}"
    return {"said": f"The note is ready: {name}.", "address": house.downloads.put(data, name)}
