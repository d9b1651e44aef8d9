"""A spider for each shape of source. What a page means is the shape's to say; how it is reached is the same for all.

A visit has two parts. First every page that lists reviews is read; then, if what they list is as expected, each file
is asked for, with what is known of it, so that a server can say that it is the same. A source that disappoints costs
its publisher no download, and leaves its earlier records alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, StopDownload
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from ingest.errors import BadArgument
from ingest.sources.desk import Desk
from ingest.sources.entry import Fetched
from ingest.sources.fetching import FILE_STATUSES, condition, moved, of_file, unwanted
from ingest.sources.hosts import Hosts, refusal
from ingest.sources.job import CrawlLimits, Task
from ingest.sources.manners import Closed, Forbidden, Stopped, in_words
from ingest.sources.report import Health
from ingest.sources.shapes import SHAPES
from ingest.sources.shapes.links import key, same_site

_HTML = ("text/html", "application/xhtml+xml")
_REFUSED, _UNKNOWN_WORDS = 403, 422


class SourceSpider(Spider):
    """One visit to one source."""

    name = "source"
    pages_are: ClassVar[tuple[str, ...]] = _HTML
    """The media types of pages that list reviews; anything else in their place is not read."""

    def __init__(self, task: Task, desk: Desk, hosts: Hosts, limits: CrawlLimits, **settings: Any) -> None:
        super().__init__(**settings)
        self.source, self.desk, self.hosts, self.limits = task.source, desk, hosts, limits
        self.stopped = False
        self._waiting = 0
        self._pages: set[str] = set()
        self._sites = list(task.source.start_urls)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *given: Any, **settings: Any) -> SourceSpider:
        """See Scrapy's own. What an answer's headers say is looked at before its body is taken."""
        spider = super().from_crawler(crawler, *given, **settings)
        crawler.signals.connect(spider.look_at, signal=signals.headers_received)
        return spider

    def look_at(self, headers: Headers, request: Request) -> None:
        """Take no body of a type that is not read."""
        stated = headers.get("Content-Type") or b""
        strange_page = "level" in request.meta and stated and _media_type(stated) not in self.pages_are
        if strange_page or ("place" in request.meta and unwanted(stated)):
            raise StopDownload(fail=False)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the entry pages."""
        for request in [self._page(address, 0) for address in self.source.start_urls]:
            yield request

    def closed(self, reason: str) -> None:
        """Say how the visit ended. Pages that were asked for and never came leave it incomplete."""
        if self._waiting and not self.stopped:
            self.desk.fault("a page could not be read through, or time ran out")
        if reason != "finished" and not self.stopped:
            self.desk.fault(f"the visit was ended after {self.limits.source_seconds:.0f} seconds")
        self.desk.end()

    # Pages

    def read_page(self, response: Response) -> Iterator[Request]:
        """Take what a page lists, and go on to the pages that it leads to."""
        self._count(response)
        if self._usable(response):
            yield from self._listing(response)
        self._waiting -= 1
        yield from self._files()

    def _listing(self, response: Response) -> Iterator[Request]:
        media_type = _media_type(response.headers.get("Content-Type")) or _HTML[0]
        page = Fetched(response.url, response.body, media_type, getattr(response, "encoding", None))
        try:
            listing = SHAPES[self.source.shape](page, self.source)
        except BadArgument as problem:
            self._fail(str(problem))
        self.desk.take(response.url, listing)
        level = int(response.meta["level"]) + 1
        for address in listing.follow:
            if (request := self._next(address, level)) is not None:
                yield request

    def _next(self, address: str, level: int) -> Request | None:
        """A page to go on to; ``None`` for one that was read, is elsewhere, or is one too many."""
        if key(address) in self._pages or self.desk.sated:
            return None
        if not any(same_site(address, site) for site in self._sites):
            self.desk.note(f"{address} is on another site and was not read")
            return None
        if len(self._pages) >= max(self.limits.pages, 2 * self.source.expect_max):
            self.desk.fault(f"it has more than {len(self._pages)} pages: what its “follow” names is too wide")
            return None
        if level > self.limits.depth:
            self.desk.fault(f"its pages lead on and on, more than {self.limits.depth} steps from the first")
            return None
        return self._page(address, level)

    def _page(self, address: str, level: int) -> Request:
        self._pages.add(key(address))
        self._waiting += 1
        return Request(
            address,
            callback=self.read_page,
            errback=self.lost_page,
            dont_filter=True,
            meta={
                "level": level,
                "handle_httpstatus_list": FILE_STATUSES,
                "download_maxsize": self.limits.page_bytes,
            },
        )

    def _usable(self, response: Response) -> bool:
        """Whether a page came as asked for; what is wrong otherwise is noted, or stops the visit."""
        first = response.meta["level"] == 0
        self._stop_if_refused(response)
        if response.status == _UNKNOWN_WORDS:
            self._fail(f"{response.url} asks for what the service does not know (HTTP 422): correct the register")
        if first:
            self._sites.append(response.url)
            if to := moved(response):
                self.desk.moved(response.meta["redirect_urls"][0], to)
        if response.status >= 400:
            said = f"answered with HTTP {response.status}"
            self.desk.lost(response.url, said, whole=first or response.status not in (404, 410))
            return False
        if "download_stopped" in response.flags:
            self.desk.lost(response.url, f"is no page but {_media_type(response.headers['Content-Type'])}", whole=first)
            return False
        return True

    def lost_page(self, failure: Failure) -> Iterator[Request]:
        """A page that did not come."""
        problem, request = failure.value, _request_of(failure)
        self._waiting -= 1
        if isinstance(problem, Closed):
            self._stop(str(problem))
        elif isinstance(problem, Forbidden):
            self.desk.forbidden(request.url)
            if request.meta["level"] == 0:
                self._stop(f"robots.txt does not allow {request.url}")
        elif not isinstance(problem, Stopped):
            self.desk.lost(request.url, in_words(problem), whole=True)
        yield from self._files()

    # Files

    def _files(self) -> Iterator[Request]:
        """When the last page is read: what is listed is judged and, if it is as expected, asked for."""
        if self._waiting or self.stopped or not self.desk.opens():
            return
        for place, found in enumerate(self.desk.to_fetch):
            if why := refusal(self.source, found.address):
                self.desk.error(found.address, why)
                continue
            yield Request(
                found.address,
                callback=self.read_file,
                errback=self.lost_file,
                dont_filter=True,
                headers=condition(self.desk.known.get(found.address)),
                meta={"place": place, "handle_httpstatus_list": FILE_STATUSES},
            )

    def read_file(self, response: Response) -> None:
        """Keep what an address gave, or say why not."""
        self._count(response)
        self._stop_if_refused(response)
        found = self.desk.to_fetch[response.meta["place"]]
        self.desk.receive(found, of_file(found, response))

    def lost_file(self, failure: Failure) -> None:
        """A file that did not come. It stays as it was."""
        problem, request = failure.value, _request_of(failure)
        address = self.desk.to_fetch[request.meta["place"]].address
        if isinstance(problem, Closed):
            self.desk.error(address, str(problem))
        elif isinstance(problem, Forbidden):
            self.desk.forbidden(address)
        elif not isinstance(problem, Stopped):
            self.desk.error(address, in_words(problem))

    # Ending early

    def _stop_if_refused(self, response: Response) -> None:
        if response.status == _REFUSED:
            self._stop(f"the site refuses to be collected (HTTP 403 at {response.url})")
        if "asked_to_wait" in response.meta:
            seconds = response.meta["asked_to_wait"]
            self._stop(f"the site asks to be left alone (HTTP {response.status}, for {seconds:.0f} seconds or more)")

    def _stop(self, reason: str) -> None:
        self.stopped = True
        self.desk.finish(Health.STOPPED, reason)
        raise CloseSpider("stopped")

    def _fail(self, reason: str) -> None:
        self.stopped = True
        self.desk.finish(Health.FAILED, reason)
        raise CloseSpider("failed")

    def _count(self, response: Response) -> None:
        self.desk.count(len(response.body), file="place" in response.meta)


class NspccList(SourceSpider):
    """The national collection's list pages."""

    name = "nspcc-list"


class GovUk(SourceSpider):
    """The search and content services of gov.uk, which answer in JSON."""

    name = "govuk"
    pages_are = ("application/json", *_HTML)


class ListPage(SourceSpider):
    """A page, or some, with links to files."""

    name = "list-page"


class Portfolio(SourceSpider):
    """A page whose items have pages of their own, with the files on those."""

    name = "portfolio"


class HtmlReport(SourceSpider):
    """Reports that are web pages themselves."""

    name = "html-report"


SPIDERS = {spider.name: spider for spider in (NspccList, GovUk, ListPage, Portfolio, HtmlReport)}
"""The spider of each shape, by the word that the register uses."""


def _media_type(stated: bytes | None) -> str:
    return (stated or b"").decode("latin-1").partition(";")[0].strip().lower()


def _request_of(failure: Failure) -> Request:
    request: Request = failure.request  # type: ignore[attr-defined]
    return request
