"""How a crawl behaves: robots.txt before anything else, one's turn at each host, and Retry-After as it is asked for.

Both classes are downloader middlewares of Scrapy. What stops a request is told to the spider by the error's class.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from ingest.sources.hosts import refusal
from ingest.sources.settings import AGENT

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ingest.sources.spiders import SourceSpider

UNREACHED = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
_TOO_MANY, _UNAVAILABLE = 429, 503
_WAITS = 2
_PATIENT_WAIT, _LOCAL_WAIT = 60.0, 0.5
_MOST_RULES = 512 * 1024


class Forbidden(IgnoreRequest):
    """The host's robots.txt does not allow this address."""


class Closed(IgnoreRequest):
    """The host's robots.txt could not be read, so nothing there is allowed; the message says why."""


class NotAllowed(IgnoreRequest):
    """This source may not lead to this address; the message says why."""


class Stopped(IgnoreRequest):
    """The source was stopped before this request was sent."""


class Robots:
    """Obeys robots.txt. One that cannot be read allows nothing; one that is not there (404) allows everything."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """See Scrapy's own."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise ``Forbidden`` or ``Closed``."""
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        root = f"{parts.scheme}://{parts.netloc}"
        if why := refusal(_spider(self._crawler).source, request.url):
            raise NotAllowed(why)
        if root not in self._rules:
            self._rules[root] = asyncio.ensure_future(self._fetch(root, parts.netloc))
        rules = await self._rules[root]
        if isinstance(rules, str):
            raise Closed(f"{root}/robots.txt {rules}")
        if not rules.can_fetch(request.url, AGENT):
            raise Forbidden

    async def _fetch(self, root: str, host: str) -> Protego | str:
        """The rules of a host, or why they cannot be read."""
        asked = Request(f"{root}/robots.txt", meta={"robots": True}, callback=NO_CALLBACK, priority=1000)
        engine = self._crawler.engine
        try:
            response = await engine.download_async(asked)
        except (*UNREACHED, IgnoreRequest) as problem:
            return f"cannot be read ({in_words(problem)})"
        if response.status in (401, 403, 429) or response.status >= 500:
            return f"cannot be read (HTTP {response.status})"
        text = response.body[:_MOST_RULES].decode("utf-8", "replace") if response.status == 200 else ""
        rules = Protego.parse(text)
        delay = rules.crawl_delay(AGENT)
        if delay:
            _spider(self._crawler).hosts.asks_for(host, float(delay))
        return rules


class Manners:
    """Waits for its turn, honours Retry-After, and sends nothing once the source was stopped."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Manners:
        """See Scrapy's own."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn."""
        spider = _spider(self._crawler)
        if not spider.stopped:
            await spider.hosts.turn(urlsplit(request.url).netloc, spider.source.delay)
        if spider.stopped:
            raise Stopped
        if why := refusal(spider.source, request.url):
            raise NotAllowed(why)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Come back after as long as the host asks for; more often than twice, or too long: leave it alone."""
        if response.status not in (_TOO_MANY, _UNAVAILABLE) or request.meta.get("robots"):
            return response
        spider = _spider(self._crawler)
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is None and response.status == _UNAVAILABLE:
            return response  # a plain failure, which is tried again as others are
        times = int(request.meta.get("waited", 0))
        wait = (_LOCAL_WAIT if spider.source.loopback else _PATIENT_WAIT) * 2**times if asked is None else asked
        if times >= _WAITS or wait > spider.limits.patience:
            request.meta["dont_retry"] = True
            request.meta["asked_to_wait"] = wait
            return response
        self._hold(request, wait)
        return request.replace(meta={**request.meta, "waited": times + 1}, dont_filter=True)

    def _hold(self, request: Request, seconds: float) -> None:
        """Nobody asks the host meanwhile, not even what is in its queue already."""
        _spider(self._crawler).hosts.hold(urlsplit(request.url).netloc, seconds)
        slots = self._crawler.engine.downloader.slots
        slot = slots.get(str(request.meta.get("download_slot")))
        if slot is not None:
            slot.lastseen = monotonic() + seconds


def retry_after(header: bytes | None, now: datetime) -> float | None:
    """The seconds to wait that a Retry-After header asks for, as a number or a date; ``None`` where it says neither."""
    words = (header or b"").decode("latin-1").strip()
    if words.isdigit():
        return float(words)
    try:
        until = parsedate_to_datetime(words)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def in_words(problem: BaseException | None) -> str:
    """Why an address gave nothing, for people."""
    for kind, words in _WORDS:
        if isinstance(problem, kind):
            return words
    return str(problem) or type(problem).__name__


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "it did not answer in time"),
    (CannotResolveHostError, "its name leads to no machine"),
    (DownloadConnectionRefusedError, "it takes no connection"),
    (DownloadCancelledError, "it is larger than is taken"),
    (ResponseDataLossError, "the answer broke off"),
    (DownloadFailedError, "the connection broke"),
    (Forbidden, "robots.txt does not allow it"),
)


def _spider(crawler: Crawler) -> SourceSpider:
    return cast("SourceSpider", crawler.spider)
