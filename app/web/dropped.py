"""A file that is dropped on a page: its text, read in memory by the readers of documents, and kept nowhere.

The bytes come in the body of a request from this app's own script, go to a process with limits of time and memory, and
come back as text for the page's box. Neither they nor the file's name are written to disk, log or address. Pages that
are pictures are not read here: that takes minutes, and is what ``commonthread add`` is for.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from urllib.parse import unquote

from fastapi import APIRouter, Request, Response

from app import words
from app.errors import NotRead
from app.web.posted import BYTES, answered
from ingest.errors import BadDocument
from ingest.model import PageStatus
from ingest.read.worker import Limits, read_given

LARGEST = 20_000_000
"""Bytes of a file."""
LONGEST = 1_000_000
"""Characters that are given back, in whole pages: some 400 of them."""
SECONDS = 30.0

_LIMITS = Limits(seconds=SECONDS, file_size=LARGEST, ocr_seconds=0.0)
_LONGEST_NAME = 120
_AT_ONCE = threading.BoundedSemaphore(2)
_WAIT = 20.0
_TOO_LARGE = f"The file is larger than {LARGEST // 1_000_000} MB, more than is read from a page. Nothing was kept."


@dataclass(frozen=True, slots=True)
class Dropped:
    """The text of the first ``taken`` of ``pages`` pages; ``pictures`` of all pages hold no text that could be read."""

    text: str
    pages: int
    taken: int
    pictures: int

    @property
    def said(self) -> str:
        """What was read and what was not."""
        read = f"The text of {words.count(self.pages, 'page')} is in the box."
        if self.taken < self.pages:
            left = words.count(self.pages - self.taken, "page")
            read = (
                f"The first {self.taken} of {words.count(self.pages, 'page')} are in the box, as much as it takes. "
                f"{left} left out: give the rest as a file of its own."
            )
        if self.pictures:
            read += f" {words.count(self.pictures, 'page')} without text that could be read."
        return read


def text_of(data: bytes, name: str, longest: int = LONGEST) -> Dropped:
    """Read a file: PDF, DOCX, HTML or text. Raises ``NotRead`` with the reason; ``longest`` is in characters."""
    if not _AT_ONCE.acquire(timeout=_WAIT):
        raise NotRead("Other files are being read just now. Nothing was kept; try again in a minute.")
    try:
        document = read_given(name or "file", data, _LIMITS)
    except BadDocument as problem:
        raise NotRead(f"The file could not be read: {problem.reason}. Nothing was kept.") from None
    finally:
        _AT_ONCE.release()
    pages = [page.page for page in document.pages]
    unread = sum(page.status is PageStatus.UNREADABLE for page in pages)
    texts = [page.text.strip() for page in pages]
    if not any(texts):
        reason = "its pages are pictures without text" if unread else "there are no words in it"
        raise NotRead(f"The file could not be read: {reason}. Nothing was kept.")
    taken = _within(texts, longest)
    if not any(texts[:taken]):
        raise NotRead(f"The first page alone is longer than the {longest:,} characters that are taken.")
    return Dropped("\n\n".join(filter(None, texts[:taken])), len(pages), taken, unread)


def router() -> APIRouter:
    """The one route. The file's name comes percent-encoded in the header ``x-file-name``."""
    routes = APIRouter()

    @routes.post("/dropped")
    async def dropped(request: Request) -> Response:
        """The text of a file, for the page that it was dropped on."""
        name = unquote(request.headers.get("x-file-name", ""))[-_LONGEST_NAME:].replace("/", "_").replace("\\", "_")
        return await answered(
            request, lambda body: _answer(body, name), longest=LARGEST, too_long=_TOO_LARGE, kind=BYTES
        )

    return routes


def _answer(body: bytes, name: str) -> dict[str, str]:
    found = text_of(body, name)
    return {"said": found.said, "text": found.text}


def _within(texts: list[str], longest: int) -> int:
    """How many of the first pages fit."""
    room = longest
    for number, text in enumerate(texts):
        room -= len(text) + 2
        if room < 0:
            return number
    return len(texts)
