"""A web server on this machine that plays publishers' sites, well-behaved and not. All that it serves is invented."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PDF = "application/pdf"
TEXT = "text/plain; charset=utf-8"


@dataclass(slots=True)
class Page:
    """What an address answers with. ``act`` is told of each request and may answer in its own way."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True
    act: Callable[[BaseHTTPRequestHandler, int], bool] | None = None


@dataclass(slots=True)
class Site:
    """A running server: its pages by path, and what it was asked for."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    bodies: Counter[str] = field(default_factory=Counter)
    root: str = ""

    def html(self, path: str, body: str, **settings: object) -> None:
        self.pages[path] = Page(f"<html><body><main>{body}</main></body></html>".encode(), **settings)  # type: ignore[arg-type]

    def file(self, path: str, body: str | bytes, kind: str = TEXT, **settings: object) -> None:
        self.pages[path] = Page(body.encode() if isinstance(body, str) else body, kind, **settings)  # type: ignore[arg-type]

    def asked_for(self, path: str) -> int:
        return sum(found == path for _, found, _ in self.asked)


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((time.monotonic(), self.path, {k.lower(): v for k, v in self.headers.items()}))
            page = site.pages.get(self.path, Page(b"not here", status=404))
            if page.act and page.act(self, site.asked_for(self.path)):
                return
            etag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
            same = page.validators and page.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else page.status)
            headers = {"Content-Type": page.kind, **page.headers}
            if page.validators and page.status == 200:
                headers["ETag"] = etag
            body = b"" if same else page.body
            if not same:
                headers.setdefault("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            site.bodies[self.path] += len(body)

        def log_message(self, *_words: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_request: object) -> None:
            pass  # those who ask may go away at any time

    server = Server(("127.0.0.1", 0), Handler)
    site.root = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
