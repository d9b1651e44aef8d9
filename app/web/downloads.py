"""Documents that the app makes for one person, kept in memory for some minutes and never on disk."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app.render import render

MINUTES = 15
MOST = 40
LARGEST = 30_000_000

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".yaml": "application/yaml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A document that waits to be fetched."""

    data: bytes
    name: str
    until: float


class Downloads:
    """What waits to be fetched, under addresses that nobody can guess. Safe from several threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._made: OrderedDict[str, Made] = OrderedDict()

    def put(self, data: bytes, name: str) -> str:
        """Keep a document for some minutes; its address. ``name`` ends in one of ``MEDIA_TYPES``.

        Raises ``ValueError`` for another ending or one that is too large; the oldest makes room.
        """
        ending = f".{name.rpartition('.')[2]}"
        if ending not in MEDIA_TYPES or len(data) > LARGEST:
            raise ValueError(f"{name}: not a document that is offered")
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._forget()
            self._made[token] = Made(data, name, self._now() + MINUTES * 60)
            while len(self._made) > MOST:
                self._made.popitem(last=False)
        return f"/download/{token}"

    def get(self, token: str) -> Made | None:
        """A document that still waits; it may be fetched again until its time is over."""
        with self._lock:
            self._forget()
            return self._made.get(token)

    def _forget(self) -> None:
        over = [token for token, made in self._made.items() if made.until <= self._now()]
        for token in over:
            del self._made[token]


def router(downloads: Downloads) -> APIRouter:
    """The one route."""
    routes = APIRouter()

    @routes.get("/download/{token}")
    def download(token: str) -> Response:
        """A document, to be saved."""
        made = downloads.get(token)
        if made is None:
            reason = "This document is no longer kept. Go back and make it again: documents are kept for some minutes."
            return HTMLResponse(render("missing.html", reason=reason), status_code=404)
        ending = f".{made.name.rpartition('.')[2]}"
        headers = {"content-disposition": f'attachment; filename="{made.name}"', "cache-control": "no-store"}
        return Response(made.data, media_type=MEDIA_TYPES[ending], headers=headers)

    return routes
