"""The addresses to which the page Check a draft sends a draft, asks how far it is, and from which it exports it.

A draft comes in the body of a request from this app's own page and is looked at by the guard before it is checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app import words
from app.errors import NothingFound
from app.house import House
from app.render import render
from app.web.posted import answered
from index.drafts.draft import LONGEST, Report
from ingest.guard.marks import Mark, marks, masked
from ingest.guard.patterns import Identifies

LARGEST = 6 * LONGEST + 10_000
"""Bytes of a request: JSON may write a letter in six."""
ENDINGS = (("docx", "Download as Word (DOCX)"), ("md", "Markdown"))
GONE = "This draft is no longer kept. Paste it again to have it checked again."
_AROUND = 60
_WORD = re.compile(r"\w+")

_Token = Annotated[str, Field(max_length=100)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Asked):
    """A draft and what is to be done with it: looked at by the guard first, masked, or taken as it is."""

    text: str
    manner: Literal["ask", "mask", "as-is"] = "ask"


class _Check(_Asked):
    """The token of a check."""

    check: _Token


class _Export(_Check):
    ending: Literal["docx", "md"]


def router(house: House) -> APIRouter:
    """The routes, over one library."""
    routes = APIRouter()

    @routes.post("/draft/text")
    async def text(request: Request) -> Response:
        """Begin a check; answers with the guard's words, or with the address at which the report will stand."""
        return await _answer(request, lambda body: _begin(house, _Text.model_validate_json(body)))

    @routes.post("/draft/state")
    async def state(request: Request) -> Response:
        """How far a check is."""
        return await _answer(request, lambda body: _state(house, _Check.model_validate_json(body).check))

    @routes.post("/draft/export")
    async def export(request: Request) -> Response:
        """Make a document of a report; answers with the address at which it can be fetched for some minutes."""
        return await _answer(request, lambda body: _export(house, _Export.model_validate_json(body)))

    @routes.post("/draft/forget")
    async def forget(request: Request) -> Response:
        """Forget a draft."""

        def forgotten(body: bytes) -> dict[str, str]:
            house.checks.forget(_Check.model_validate_json(body).check)
            return {"said": "The draft is forgotten.", "address": "/draft"}

        return await _answer(request, forgotten)

    return routes


async def _answer(request: Request, work: Callable[[bytes], dict[str, str]]) -> Response:
    too_long = f"This is too long: up to {LONGEST:,} characters are checked, some 400 pages. Give a section."
    return await answered(request, work, longest=LARGEST, too_long=too_long)


def _begin(house: House, given: _Text) -> dict[str, str]:
    text = given.text
    if not text.strip():
        raise NothingFound("The draft is empty. Paste it, or drop a file.")
    if len(text) > LONGEST:
        raise NothingFound(
            f"The draft is {len(text):,} characters long; up to {LONGEST:,} are checked. Give a section."
        )
    changed = {}
    found = identifying(house, text) if given.manner != "as-is" else ()
    if given.manner == "ask" and found:
        return {
            "said": f"Nothing has been checked: {words.count(len(found), 'place')} in the draft may identify somebody.",
            "html": render("draft_guard.html", pieces=pieces(text, found), kinds=_kinds(found), marks=len(found)),
        }
    if given.manner == "mask":
        text = masked(text, found)
        changed = {"text": text}
    token = house.checks.start(lambda progress: house.drafts.check(text, progress))
    return {"said": "The draft is being checked.", "check": token, "address": f"/draft?check={token}", **changed}


def identifying(house: House, text: str) -> tuple[Mark, ...]:
    """What may identify somebody, but for the names of held reviews and of their publishers: a draft must name them."""
    held = house.library.catalogue.reviews()
    known = {
        word for one in held for name in (one.title, one.subject, one.publisher) for word in _WORD.findall(name or "")
    }
    return tuple(
        mark
        for mark in marks(text)
        if mark.kind is not Identifies.NAME or not known.issuperset(_WORD.findall(text[mark.start : mark.end]))
    )


def pieces(text: str, found: tuple[Mark, ...]) -> list[tuple[str, str]]:
    """The marked words with a little of what stands around each; "" where nothing is marked."""
    made: list[tuple[str, str]] = []
    at = 0
    for mark in found:
        made += [(_short(text[at : mark.start]), ""), (text[mark.start : mark.end], mark.kind.value)]
        at = mark.end
    return [piece for piece in [*made, (_short(text[at:]), "")] if piece[0]]


def _short(text: str) -> str:
    return text if len(text) <= 3 * _AROUND else f"{text[:_AROUND]} … {text[-_AROUND:]}"


def _kinds(found: tuple[Mark, ...]) -> list[str]:
    kinds = list(dict.fromkeys(mark.kind for mark in found))
    return [f"{kind.value} ({sum(mark.kind is kind for mark in found)})" for kind in kinds]


def _state(house: House, token: str) -> dict[str, str]:
    check = house.checks.get(token)
    if check is None:
        return {"state": "gone", "said": GONE}
    if check.report:
        return {"state": "done", "said": "The draft is checked."}
    if check.fault:
        return {"state": "fault", "said": check.fault}
    if not check.total:
        return {"state": "running", "said": "Opening the library. The first check takes some seconds."}
    left = words.count(check.total - check.done, "sentence")
    return {"state": "running", "said": f"Checking sentence {check.done + 1} of {check.total}; {left} left."}


def _export(house: House, asked: _Export) -> dict[str, str]:
    check = house.checks.get(asked.check)
    if check is None or check.report is None:
        raise NothingFound(GONE)
    made = datetime.now(UTC)
    name = f"checked-draft-{made:%Y-%m-%d}.{asked.ending}"
    data = written(house, check.report, asked.ending, made)
    return {"said": f"The file is ready: {name}.", "file": house.downloads.put(data, name)}


def written(house: House, report: Report, ending: str, made: datetime) -> bytes:
    """A report in one of ``ENDINGS``."""
    from app.papers import saving
    from app.papers.cite import fetched
    from app.reports.draft_paper import draft_paper

    paper = draft_paper(report, lambda document: fetched(house.library, document), made)
    return saving.written(paper, f".{ending}", made)
