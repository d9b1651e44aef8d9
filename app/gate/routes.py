"""The two addresses that the forms of the page Held back are sent to: let a page through, withdraw its document."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from app.house import House
from app.render import render
from app.web.posted import body_of, form_from_here
from ingest.errors import BadArgument, BadDocument, LibraryLocked
from ingest.library import Library

_LONGEST = 4_096
Form = dict[str, str]


def router(house: House) -> APIRouter:
    """The routes, over one library."""
    routes = APIRouter()

    @routes.post("/held-back/release")
    async def release(request: Request) -> Response:
        """Let a page through in a person's name, and make it findable."""
        return await _answer(request, lambda form: _release(house.library, form), "released")

    @routes.post("/held-back/withdraw")
    async def withdraw(request: Request) -> Response:
        """Withdraw a document that has a page here."""
        return await _answer(request, lambda form: _withdraw(house.library, form), "withdrawn")

    return routes


async def _answer(request: Request, work: Callable[[Form], None], done: str) -> Response:
    if not form_from_here(request):
        return HTMLResponse(render("missing.html", reason="This was not sent by a page of this app."), 403)
    body = await body_of(request, _LONGEST)
    if body is None:
        return HTMLResponse(render("missing.html", reason="This is too long to be a decision."), 413)
    form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    try:
        await run_in_threadpool(work, form)
    except LibraryLocked:
        done = "locked"
    except (BadArgument, BadDocument):
        done = "refused"
    return RedirectResponse(f"/held-back?done={done}", 303)


def _release(library: Library, form: Form) -> None:
    from ingest.release import release

    page = form.get("page", "")
    if not page.isdecimal():
        raise BadArgument("no page")
    release(library, form.get("document", ""), int(page), form.get("by", ""))
    _index(library)


def _withdraw(library: Library, form: Form) -> None:
    from app.gate.withdrawing import withdraw
    from ingest.withdrawn.tombstones import WithdrawalReason
    from ingest.withdrawn.withdrawal import going

    document, reason = form.get("document", ""), form.get("reason", "")
    waits = {held.document_id for held in library.quarantine.waiting()}
    if document not in waits or form.get("sure") != "yes" or reason not in set(WithdrawalReason):
        raise BadArgument("not asked for")
    withdraw(library, going(library, document), WithdrawalReason(reason))


def _index(library: Library) -> None:
    from index.config import IndexConfig
    from index.desk import bring_up_to_date, manifest_of

    if manifest_of(library) is not None:
        bring_up_to_date(library, IndexConfig.from_environment())
