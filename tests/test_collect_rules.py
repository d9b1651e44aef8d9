"""The rules of collecting by themselves: whose turn it is, where a source may lead, what is expected of it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from ingest.sources.entry import Entry
from ingest.sources.expectations import Counted, count, disappointment
from ingest.sources.fetching import unwanted
from ingest.sources.hosts import Hosts, refusal
from ingest.sources.job import CrawlLimits
from ingest.sources.manners import retry_after
from ingest.sources.names import file_name
from ingest.sources.register import SourceEntry, register
from ingest.sources.settings import settings_for, user_agent
from ingest.sources.shapes import SHAPES
from ingest.sources.spiders import SPIDERS


def _source(address: str = "https://reviews.example.org/", **more: object) -> SourceEntry:
    given = {"name": "x", "publisher": None, "nation": "England", "shape": "list-page", "start_urls": [address]}
    return SourceEntry.model_validate({**given, "expect_min": 3, "expect_max": 40, **more})


def test_two_sources_on_one_host_take_turns() -> None:
    async def both() -> list[float]:
        hosts, moments = Hosts(), list[float]()

        async def ask() -> None:
            for _ in range(2):
                await hosts.turn("one.example", 0.1)
                moments.append(time.monotonic())

        await asyncio.gather(ask(), ask())
        return moments

    moments = asyncio.run(both())
    assert all(later - earlier >= 0.099 for earlier, later in pairwise(moments))


def test_a_host_that_asks_to_wait_holds_those_who_wait_already() -> None:
    async def held() -> float:
        hosts = Hosts()
        await hosts.turn("one.example", 0.05)
        waiting = asyncio.ensure_future(hosts.turn("one.example", 0.05))
        await asyncio.sleep(0)
        began = time.monotonic()
        hosts.hold("one.example", 0.4)
        await waiting
        return time.monotonic() - began

    assert asyncio.run(held()) >= 0.39


def test_a_crawl_delay_that_robots_txt_asks_for_is_kept() -> None:
    async def asked() -> float:
        hosts = Hosts()
        hosts.asks_for("one.example", 0.3)
        await hosts.turn("one.example", 0.0)
        began = time.monotonic()
        await hosts.turn("one.example", 0.0)
        return time.monotonic() - began

    assert asyncio.run(asked()) >= 0.29


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120.0),
        (b"Sun, 22 Nov 2026 10:05:00 GMT", 300.0),
        (b"Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        (b"soon", None),
        (b"-5", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_a_number_or_a_date(header: bytes | None, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 11, 22, 10, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/", "http://localhost:8000/x", "http://[::1]/", "http://10.0.0.7/", "http://192.168.1.1/"),
        *("http://169.254.169.254/latest/", "http://intranet/", "http://printer.local/", "file:///etc/passwd"),
    ],
)
def test_a_source_on_the_web_leads_to_nothing_on_this_network(address: str) -> None:
    assert refusal(_source(), address) is not None


def test_where_a_source_may_lead() -> None:
    here = _source("http://127.0.0.1:8000/", delay=0)
    assert refusal(_source(), "https://assets.example.net/report.pdf") is None
    assert refusal(here, "http://127.0.0.1:9/x") is None
    assert refusal(here, "https://reviews.example.org/") is not None


def test_what_is_expected_of_a_source() -> None:
    source = _source()
    for found, last, disappoints in (
        (Counted(10), None, False),
        (Counted(0), None, True),
        (Counted(2), None, True),
        (Counted(41), None, True),
        (Counted(9), Counted(20), True),
        (Counted(10), Counted(20), False),
        (Counted(10, undated=9), Counted(10, undated=1), True),
        (Counted(10, undated=9), Counted(10, undated=8), False),
    ):
        assert (disappointment(source, found, last, whole=True) is not None) is disappoints, found
    assert disappointment(source, Counted(1), Counted(20), whole=False) is None
    assert disappointment(source, Counted(41), None, whole=False) is not None
    assert disappointment(_source(starts_anew=True), Counted(5), Counted(20), whole=True) is None
    empty = _source(expect_min=0, may_be_empty=True)
    assert disappointment(empty, Counted(0), Counted(20), whole=True) is None


def test_entries_that_are_not_understood_fail_a_source_that_always_states_them() -> None:
    entries = [Entry("2024 – Anonymous – Child A", year=2024, subject="Child A"), Entry("Read more about our work")]
    counted = count(entries * 3)
    assert (counted.undated, counted.unnamed) == (3, 3)
    national = _source(shape="nspcc-list")
    assert "no year" in (disappointment(national, counted, None, whole=True) or "")
    assert disappointment(_source(), counted, None, whole=True) is None
    assert disappointment(_source(unparsed_max=0.4), counted, None, whole=True) is not None
    assert (
        disappointment(
            _source(shape="nspcc-list", may_lack_year=True, may_lack_subject=True), counted, None, whole=True
        )
        is None
    )


def test_files_are_read_under_the_name_of_their_address() -> None:
    assert file_name("https://x.example/a/Child%20Q%20report.PDF?v=2") == "Child Q report.PDF"
    assert file_name("https://x.example/a/..%2F..%2Fetc%2Fpasswd") == "passwd"
    assert file_name("https://x.example/").startswith("page")
    assert file_name("https://x.example/list/#0a1b.html") == "list #0a1b.html".replace("#", "")


def test_types_that_are_not_read() -> None:
    assert all(unwanted(kind) for kind in (b"video/mp4", b"application/zip", b"image/png; x=1"))
    assert not any(unwanted(kind) for kind in (b"application/pdf", b"application/octet-stream", b"text/html", None))


def test_every_source_of_the_register_can_be_asked_for() -> None:
    sources = register()
    assert SPIDERS.keys() == SHAPES.keys()
    for source in sources:
        settings = settings_for(source, "me@board.example.org", CrawlLimits())
        assert settings["DOWNLOAD_DELAY"] >= 3 and settings["AUTOTHROTTLE_ENABLED"], source.name
        assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1 and not settings["COOKIES_ENABLED"]
        assert all(refusal(source, address) is None for address in source.start_urls), source.name
    assert "me@board.example.org" in user_agent("me@board.example.org")
