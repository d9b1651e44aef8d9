"""What an answer to a request for a file means: new bytes, the same, gone, or something that is no report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scrapy.http import Response

from ingest.read.sniff import is_html
from ingest.sources.job import Outcome
from ingest.sources.visits import Found, Known

FILE_STATUSES = [304, *range(400, 600)]
"""Answers that are looked at rather than dropped."""

_KEPT = frozenset({"content-type", "content-length", "content-disposition", "date", "etag", "last-modified", "server"})
_NOT_READ = re.compile(r"^(?:image|video|audio|font)/|zip|x-msdownload|javascript|spreadsheet|excel|powerpoint", re.I)
_PROMISES_A_FILE = re.compile(r"\.(?:pdf|docx?|odt|rtf)$", re.IGNORECASE)
_WEB_PAGE = re.compile(r"\.(?:html?|aspx?|php)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave. ``body`` is there when it is worth keeping, ``reason`` when it is not."""

    outcome: Outcome | None
    body: bytes = b""
    reason: str | None = None
    moved_to: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


def condition(known: Known | None) -> dict[str, str]:
    """The headers by which a server can say that a file is the one that is held."""
    if known is None:
        return {}
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in given.items() if value}


def moved(response: Response) -> str | None:
    """Where a redirect that is for good led, or ``None``."""
    reasons = response.meta.get("redirect_reasons", [])
    return response.url if reasons and reasons[0] in (301, 308) else None


def unwanted(content_type: bytes | None) -> bool:
    """Whether the stated type alone says that this is nothing to read: a picture, a film, a spreadsheet."""
    return bool(content_type and _NOT_READ.search(content_type.decode("latin-1")))


def of_file(found: Found, response: Response) -> Answer:
    """What the answer for a listed file means; no outcome is an error of the moment, and the file stays as it was."""
    to, headers = moved(response), _headers(response)
    if response.status == 304:
        return Answer(Outcome.SAME, moved_to=to, headers=headers)
    if response.status in (404, 410):
        return Answer(Outcome.GONE, reason=f"HTTP {response.status}")
    if response.status >= 400:
        return Answer(None, reason=f"the server answered with HTTP {response.status}")
    if "download_stopped" in response.flags:
        said = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0]
        return Answer(Outcome.UNREADABLE, reason=f"it is {said}, which is not a document", moved_to=to)
    if not response.body.strip():
        return Answer(None, reason="the answer was empty")
    if is_html(response.body) and (why := _no_report(found.address, response)):
        return Answer(Outcome.UNREADABLE, response.body, why, to, headers)
    return Answer(Outcome.GOT, response.body, moved_to=to, headers=headers)


def _no_report(address: str, response: Response) -> str | None:
    """Why a web page in place of a file is no report: sites say "not found" in pages that claim to be found."""
    path = unquote(urlsplit(address).path)
    if _PROMISES_A_FILE.search(path):
        return "a web page came in place of the document: it was probably taken down or moved"
    if response.meta.get("redirect_urls") and not _WEB_PAGE.search(path):
        return "the address leads to a web page elsewhere on the site, not to a document"
    return None


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    found = {name.decode("latin-1").lower(): value for name, value in response.headers.items()}
    values = ((name, value[-1] if isinstance(value, list) else value) for name, value in found.items() if name in _KEPT)
    return tuple(sorted((name, value.decode("latin-1")[:500]) for name, value in values if value))
