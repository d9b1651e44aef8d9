"""Scrapy's settings for one source: one request at a time, never in a hurry, and never more than was asked for."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from ingest.sources.job import CrawlLimits
from ingest.sources.register import SourceEntry

AGENT = "CommonThread"
"""The name that a robots.txt may address."""

_LOCAL_TOGETHER = 8
"""Requests at once to this machine's own addresses without a delay: only there is it nobody's burden."""


def user_agent(contact: str | None) -> str:
    """Who asks, and how the person behind it is reached."""
    reached = contact or "this machine's own addresses only"
    return f"{AGENT}/{version('commonthread')} (published child-safeguarding reviews; contact: {reached})"


def settings_for(source: SourceEntry, contact: str | None, limits: CrawlLimits) -> dict[str, Any]:
    """The settings of the crawl of one source. All that Scrapy would do unasked is off."""
    hurried = source.loopback and source.delay == 0
    together = _LOCAL_TOGETHER if hurried else 1
    return {
        "USER_AGENT": user_agent(contact),
        "ROBOTSTXT_OBEY": False,  # ours is stricter: a robots.txt that cannot be read allows nothing
        "DOWNLOAD_DELAY": source.delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "CONCURRENT_REQUESTS": 2 * together,
        "CONCURRENT_REQUESTS_PER_DOMAIN": together,
        "AUTOTHROTTLE_ENABLED": not hurried,
        "AUTOTHROTTLE_START_DELAY": source.delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, source.delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 0.5,
        "DOWNLOAD_TIMEOUT": limits.request_seconds,
        "DOWNLOAD_MAXSIZE": limits.file_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "CLOSESPIDER_TIMEOUT": limits.source_seconds,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": not source.loopback,
        "HTTPCACHE_ENABLED": False,
        "REFERER_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "URLLENGTH_LIMIT": 0,
        "LOG_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/json,application/pdf,*/*;q=0.5"},
        "DOWNLOADER_MIDDLEWARES": {
            "ingest.sources.manners.Robots": 100,
            "ingest.sources.manners.Manners": 580,
        },
        "EXTENSIONS": {
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.memusage.MemoryUsage": None,
            "scrapy.extensions.feedexport.FeedExporter": None,
            "scrapy.extensions.logcount.LogCount": None,
        },
    }
