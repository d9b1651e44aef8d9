"""The shell around every page: security headers, and our own header, navigation and footer around Gradio's part.

Gradio's HTML is changed on its way out, because only there can the skip link come first, the header and footer stand
outside ``<main>``, and every script carry a nonce, so that no other script can run.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection
from functools import partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.render import render

_OURS = (
    r"app/[\w.-]+",
    r"page/[\w-]+/\d+\.png",
    r"file/[\w-]+",
    r"download/[\w-]+",
    r"feed\.atom",
    r"dropped",
    r"decide/(?:tag|fact)",
    r"held-back/(?:release|withdraw)",
    r"scope/(?:text|note|forget)",
    r"shortlist/change",
    r"draft/(?:text|state|export|forget)",
    r"digest/(?:change|export\.(?:docx|md|xlsx|csv))",
    r"(?:themes|recommendations|repeat)/export\.(?:xlsx|csv)",
    r"annual/export\.(?:docx|md|xlsx|csv)",
    r"briefing/export\.(?:docx|md|xlsx|csv|ris|bib)",
)
"""What our own pages ask for."""
_GRADIO = (
    r"config/?",
    r"theme\.css",
    r"favicon\.ico",
    r"robots\.txt",
    r"assets/.+",
    r"static/.+",
    r"gradio_api/(?:queue/(?:join|data)|heartbeat/\w+|startup-events|app_id|theme\.css|reset|cancel)",
)
"""What Gradio's part of a page needs. It offers more (uploads, a proxy, files, an API description): that is refused."""
_ALLOWED = re.compile(f"/(?:{'|'.join((*_OURS, *_GRADIO))})")

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
)
"""Gradio fills its templates by ``Function``, hence 'unsafe-eval'; scripts in a page's HTML still need the nonce."""

_STRANGE = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>|<link rel="manifest"[^>]*>')


class Shell:
    """ASGI middleware: refuses what is not needed, adds headers, and dresses the ``pages``, which are given by path."""

    def __init__(self, app: ASGIApp, dress: Callable[[str, str], dict[str, object]], pages: Collection[str]) -> None:
        self._app = app
        self._dress = dress
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if scope["path"] not in self._pages and not _ALLOWED.fullmatch(scope["path"]):
            return await _not_here(send)
        nonce = secrets.token_urlsafe(16)
        dress = self._dress if scope["path"] in self._pages else None
        around = partial(dress, scope["path"], scope["query_string"].decode("latin-1")) if dress else None
        await self._app(scope, receive, _Outgoing(send, nonce, around))
        return None


class _Outgoing:
    """What is sent back for one request: headers are added, and a page is held until whole and then dressed."""

    def __init__(self, send: Send, nonce: str, dress: Callable[[], dict[str, object]] | None) -> None:
        self._send = send
        self._nonce = nonce
        self._dress = dress
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            _secure(message, self._nonce)
            if self._is_page(message):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_dressed()
            return
        await self._send(message)

    def _is_page(self, message: Message) -> bool:
        kind = Headers(raw=message["headers"]).get("content-type", "")
        return self._dress is not None and kind.startswith("text/html") and message["status"] == 200

    async def _send_dressed(self) -> None:
        assert self._start is not None  # noqa: S101 - a body never comes before its start
        assert self._dress is not None  # noqa: S101 - only pages are held back
        body = dressed(self._body.decode(), self._nonce, self._dress()).encode()
        MutableHeaders(raw=self._start["headers"])["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def dressed(page: str, nonce: str, around: dict[str, object]) -> str:
    """Gradio's page with our head, header and footer, and a nonce on each script."""
    page = _STRANGE.sub("", page)
    page = page.replace("</head>", render("head.html", **around) + "</head>", 1)
    page = re.sub(r"(<body[^>]*>)", lambda found: found[1] + render("header.html", **around), page, count=1)
    page = page.replace("</gradio-app>", "</gradio-app>" + render("footer.html"), 1)
    return page.replace("<script", f'<script nonce="{nonce}"')


def _secure(message: Message, nonce: str) -> None:
    headers = MutableHeaders(raw=message.setdefault("headers", []))
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", _POLICY.format(nonce=nonce))
    # Answers come as event streams, and a browser would keep what stands in them in its cache on disk.
    if headers.get("content-type", "").startswith(("text/html", "application/json", "text/event-stream")):
        headers["cache-control"] = "no-store"


async def _not_here(send: Send) -> None:
    body = render("missing.html", reason="There is no page at this address.").encode()
    start: Message = {
        "type": "http.response.start",
        "status": 404,
        "headers": [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())],
    }
    _secure(start, secrets.token_urlsafe(16))
    await send(start)
    await send({"type": "http.response.body", "body": body})
