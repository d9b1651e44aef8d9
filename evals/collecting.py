"""`python -m evals.collecting`: how fast a source is collected, and what a second visit costs its publisher.

A server on this machine lists 500 invented reports on one page. They are collected twice with delays off: entries a
second are counted from the first request to the last ledger entry (the start of the crawl's process and the reading of
the files, which `evals.reading` measures, are shown apart), and bytes of file bodies are counted by the server.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ingest.library import Library
from ingest.sources.collect import collect
from ingest.sources.register import SourceEntry

_REPORT = """Serious case review: Child X{number}
Northmere Local Safeguarding Children Board
Published March 2018

This is a fictional document made for a measurement. The board, the places and the people are invented.

1. Introduction

1.1 This review concerns Child X{number}, who was five months old when he was injured in November 2016.
"""


class Site:
    """The server: its pages, and the bytes of file bodies that it sent."""

    def __init__(self, files: int) -> None:
        paths = {f"/files/child-x{number}.txt?download=1": number for number in range(files)}
        items = (f'<li><a href="{path}">Child X{n} serious case review, 2018</a></li>' for path, n in paths.items())
        self.pages = {path: (_REPORT.format(number=n).encode(), "text/plain") for path, n in paths.items()}
        self.pages["/reviews/"] = (f"<main><ul>{''.join(items)}</ul></main>".encode(), "text/html")
        self.file_bytes = 0

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve it on a free port, and give its address."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """Answer with the page, or that it is the same."""
                body, kind = site.pages.get(self.path, (b"", ""))
                etag = f'"{hashlib.sha256(body).hexdigest()}"'
                same = self.headers.get("If-None-Match") == etag
                self.send_response(304 if same else 200 if kind else 404)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", kind or "text/plain")
                if not same:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(b"" if same else body)
                site.file_bytes += 0 if same or not self.path.startswith("/files/") else len(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
                """Nothing is said."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def main() -> None:
    """Print the figures of two visits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=500)
    files = parser.parse_args().files
    site = Site(files)
    with site.served() as root, tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder), create=True)
        given = {"name": "Northmere", "publisher": "Northmere Local Safeguarding Children Board", "nation": "England"}
        pages = {"shape": "list-page", "start_urls": (f"{root}/reviews/",)}
        expected = {"expect_min": files, "expect_max": files, "delay": 0}
        source = SourceEntry.model_validate({**given, **pages, **expected})
        for visit in ("first visit", "second visit"):
            site.file_bytes = 0
            for line in _visit(library, source, site, visit):
                sys.stdout.write(line + "\n")
        library.close()


def _visit(library: Library, source: SourceEntry, site: Site, visit: str) -> Iterator[str]:
    ended: dict[str, tuple[float, float]] = {}

    def step(name: str) -> None:
        ended.setdefault(name, (time.perf_counter(), _work()))

    began, worked = time.perf_counter(), _work()
    (report,) = collect(library, [source], step=step).reports
    took, (moment, work) = time.perf_counter() - began, ended["read"]
    yield f"{visit}: {report.entries} entries, {report.new} new, {report.unchanged} unchanged, {report.in_words}"
    yield f"  entries a second, from request to ledger   {report.entries / report.seconds:8.0f}"
    yield f"  the same with the start of the process     {report.entries / (moment - began):8.0f}"
    yield f"  entries a second of processor time         {report.entries / (work - worked):8.0f}"
    yield f"  all, files read and reviews grouped        {took:8.1f} s"
    yield f"  bytes of file bodies sent                  {site.file_bytes:8}"


def _work() -> float:
    """Seconds of processor time used so far by this process, its server and its children that have ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    main()
