"""What a page of this app sends: whether it really comes from one, and its body, bounded.

Only script of this app can send JSON or a file's bytes here: a form of another site cannot, and its origin is held
against the address that was asked. A form's own origin is hidden by our referrer policy, so the browser must say where
it comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from app.errors import AppError
from index.errors import IndexingError
from ingest.errors import IngestError, LibraryLocked

JSON = "application/json"
BYTES = "application/octet-stream"
"""No form of another site can send either without asking first."""


async def answered(
    request: Request, work: Callable[[bytes], dict[str, str]], *, longest: int, too_long: str, kind: str = JSON
) -> Response:
    """Do ``work`` on what a page sent and answer it as JSON; what went wrong is said in words, under "said".

    ``longest`` is in bytes; ``kind`` is ``JSON``, or ``BYTES`` for a file. ``work`` runs in a thread, and may raise
    pydantic's ``ValidationError`` and our own errors.
    """
    if not _script_from_here(request, kind):
        return _said(403, "This was not sent by a page of this app. Nothing was changed.")
    body = await body_of(request, longest)
    if body is None:
        return _said(413, too_long)
    try:
        return JSONResponse(await run_in_threadpool(work, body))
    except ValidationError:
        return _said(400, "This cannot be read as it was sent. Nothing was changed.")
    except LibraryLocked:
        return _said(
            409,
            "Another command is changing the library just now. Nothing was changed; try again when it has finished.",
        )
    except (IngestError, IndexingError, AppError) as problem:
        return _said(422, str(problem))


async def body_of(request: Request, longest: int) -> bytes | None:
    """The body of a request, or ``None`` for one of more than ``longest`` bytes, which is not read to its end."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > longest:
            return None
    return bytes(body)


def form_from_here(request: Request) -> bool:
    """Whether the browser says that a form stood on a page of this app."""
    return request.headers.get("sec-fetch-site") == "same-origin"


def _script_from_here(request: Request, kind: str) -> bool:
    headers = request.headers
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
    here = origin is None or urlsplit(origin).netloc == headers.get("host")
    return here and site == "same-origin" and headers.get("content-type", "").startswith(kind)


def _said(status: int, what: str) -> Response:
    return JSONResponse({"said": what}, status)
