"""What holds for every page that a shape may be given: it never raises, and lists only what can be fetched."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources.entry import Fetched, Listing
from ingest.sources.register import LinkRule, SourceEntry
from ingest.sources.shapes import SHAPES
from ingest.sources.shapes.blocks import MOST_BYTES
from ingest.sources.shapes.links import key, plain, whole
from ingest.sources.shapes.nspcc_grammar import parts_of, split_run_on, title_of
from ingest.sources.shapes.titles import date_in, subject_of, topic_of, year_in
from ingest.sources.shapes.words import cleaned

HERE = "https://www.fictional.example/reviews/"
_PIECES = st.sampled_from(
    ["<h1>Serious case reviews</h1>", "<h2>", "</h2>", "<p>", "</p>", "<li>", "<ul>", "</ul>", "<table>", "<tr>",
     "<td>", "</table>", "<a href='/a/Child-A.pdf'>", "<a href='javascript:x()'>", "<a href='mailto:a@b.c'>",
     "<a href='//['>", "<a href='?page=2'>", "<a href='data:text/html,x'>", "</a>", "<strong>", "</strong>",
     "<!-- -->", "<script>", "</script>", "<nav>", "</nav>", "<main>", "</main>", "<br>", "Child A", "SCR Hazel",
     "here", "2019", "May 2019", "2018 - Anonymous- Child F",
     "December 2014NSPCC on behalf of unnamed LSCB - Child C", "Recommendations are made around around", "Learning:",
     "; and", "Keywords: a, b", "Read the overview report", "overview report", "Published 3 May 2019", "\x00",
     "\u202e", "&#0;", "&#xD800;", "\U0001f600", " – ", "(PDF, 158 Kb)", "<![CDATA["]
)  # fmt: skip
_HTML = st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=60).map("".join)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["results", "link", "title", "total", "start", "details", "attachments", "url", "base_path", "error"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)


def _source(shape: str, **more: object) -> SourceEntry:
    stated = {"publisher": None, "nation": "England", "start_urls": (HERE,), "expect_min": 0, "expect_max": 9}
    return SourceEntry(name="x", shape=shape, **{**stated, **more})  # type: ignore[arg-type]


def _addresses(listing: Listing) -> Iterator[str]:
    yield from listing.follow
    yield from (link.address for entry in listing.entries for link in entry.links)


def _check(listing: Listing) -> None:
    for address in _addresses(listing):
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https") and parts.hostname and not parts.fragment
        assert address.isascii() or parts.netloc
    assert len({key(address) for address in listing.follow}) == len(listing.follow)
    for entry in listing.entries:
        assert entry.title.strip()
        assert entry.links or entry.html
        assert entry.year is None or 1980 <= entry.year < 2100
        assert entry.html is None or entry.html.decode("utf-8").startswith("<!DOCTYPE html>")


@settings(max_examples=60, deadline=None)
@given(_HTML, st.sampled_from(sorted(SHAPES)), st.sampled_from(["utf-8", "utf-16", "windows-1252"]), st.booleans())
def test_no_page_makes_a_shape_fail(html: str, shape: str, encoding: str, item: bool) -> None:
    page = Fetched(f"{HERE}item" if item else HERE, html.encode(encoding, "replace"))
    listing = SHAPES[shape](page, _source(shape))
    _check(listing)
    assert SHAPES[shape](page, _source(shape)) == listing


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(sorted(SHAPES)), st.sampled_from([None, "utf-8", "no-such", "utf-7"]))
def test_no_bytes_make_a_shape_fail(body: bytes, shape: str, encoding: str | None) -> None:
    _check(SHAPES[shape](Fetched(HERE, body, encoding=encoding), _source(shape)))


@settings(max_examples=80, deadline=None)
@given(_JSON)
def test_no_reply_makes_the_interface_reader_fail(reply: object) -> None:
    listing = SHAPES["govuk"](Fetched(HERE, json.dumps(reply).encode(), "application/json"), _source("govuk"))
    _check(listing)
    if not isinstance(reply, dict):
        assert listing.problems


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_the_readers_of_words_take_any_text(words: str) -> None:
    for read in (subject_of, topic_of, date_in, year_in, title_of):
        read(words)
    parts_of([words])
    assert cleaned(cleaned(words)) == cleaned(words)
    assert "".join("".join(split_run_on(words)).split()) == "".join(words.split())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_an_address_is_whole_or_none_and_its_key_is_settled(href: str) -> None:
    address = whole(HERE, href)
    if address is not None:
        assert urlsplit(address).scheme in ("http", "https")
        assert whole(address, address) == address
        assert plain(plain(address)) == plain(address)
        assert key(plain(address)) == key(address)


def test_the_order_of_sections_does_not_change_what_is_listed() -> None:
    sections = [
        f"<h2>Child {letter}</h2><p><a href='/{letter}.pdf'>Overview report {2010 + number}</a></p>"
        f"<p><a href='/{letter}-7.pdf'>Seven minute briefing</a></p>"
        for number, letter in enumerate("ABCDEFG")
    ]
    seen = set()
    for turn in range(8):
        random.Random(turn).shuffle(sections)
        body = f"<main><h1>Case reviews</h1>{''.join(sections)}</main>".encode()
        seen.add(frozenset(SHAPES["list-page"](Fetched(HERE, body), _source("list-page")).entries))
    assert len(seen) == 1 and len(next(iter(seen))) == 7


def test_the_order_of_entries_does_not_change_an_abstract() -> None:
    entries = [
        f"<h3>20{n} – Anonymous – Child {n}</h3><p>Death of a boy aged {n}.<br>Learning: a; b; c {n}.</p>"
        for n in range(14, 24)
    ]
    seen = set()
    for turn in range(5):
        random.Random(turn).shuffle(entries)
        body = f"<main>{''.join(entries)}</main>".encode()
        seen.add(frozenset(SHAPES["nspcc-list"](Fetched(HERE, body), _source("nspcc-list")).entries))
    assert len(seen) == 1 and len(next(iter(seen))) == 10


# Bad pages


@pytest.mark.parametrize("shape", sorted(SHAPES))
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"%PDF-1.7\n\x00",
        b"PK\x03\x04zip",
        b"just words",
        b"\x89PNG\r\n",
        b"[" * 100_000,
        b"<" * MOST_BYTES + b">>",
    ],
    ids=["empty", "blank", "pdf", "zip", "words", "png", "brackets", "too-large"],
)
def test_what_is_no_page_is_a_problem_in_words(shape: str, body: bytes) -> None:
    listing = SHAPES[shape](Fetched(HERE, body), _source(shape))
    assert not listing.entries and not listing.follow
    assert len(listing.problems) == 1 and HERE in listing.problems[0]


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"govuk"}))
def test_a_page_of_ten_megabytes_is_refused_and_one_of_half_a_megabyte_read_in_seconds(shape: str) -> None:
    row = b"<div><p>The board published <a href='/x/Child-%d.pdf'>Child A%d overview report</a> 2019.</p></div>"
    rows = b"".join(row % (number, number % 90) for number in range(2**19 // len(row)))
    started = time.process_time()
    listing = SHAPES[shape](Fetched(HERE, b"<main><h1>Case reviews</h1>" + rows), _source(shape))
    assert time.process_time() - started < 15
    assert shape != "list-page" or len(listing.entries) == 90
    large = SHAPES[shape](Fetched(HERE, rows * 10), _source(shape))
    assert large.problems and not large.entries


@pytest.mark.parametrize("shape", ["nspcc-list", "list-page"])
def test_reading_is_never_the_bottleneck(shape: str) -> None:
    entry = {
        "nspcc-list": "<h3>2020 – Anonymous – Child A%d</h3><p>Death of a boy.<br>Learning: a; b; c.</p>",
        "list-page": "<h2>Child A%d</h2><p><a href='/%d.pdf'>Overview report (PDF, 1 Mb)</a></p>",
    }[shape]
    body = "<main><h1>Case reviews</h1>" + "".join(entry.replace("%d", str(number)) for number in range(90)) + "</main>"
    started = time.process_time()
    listing = SHAPES[shape](Fetched(HERE, body.encode()), _source(shape))
    assert len(listing.entries) == 90
    assert len(listing.entries) / (time.process_time() - started) > 50


def test_deeply_nested_markup_is_read() -> None:
    body = b"<main><h1>Case reviews</h1>" + b"<div>" * 50_000 + b"<a href='/a.pdf'>Child A serious case review</a>"
    _check(SHAPES["list-page"](Fetched(HERE, body), _source("list-page")))


_TITLE = "Child ‘Zoë’ serious case review – naïve"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (_TITLE.encode("utf-8"), None),
        (_TITLE.encode("windows-1252"), None),
        (_TITLE.encode("windows-1252"), "utf-8"),
        (_TITLE.encode("windows-1252"), "windows-1252"),
        (b"\xef\xbb\xbf" + _TITLE.encode("utf-8"), "iso-8859-1"),
        (_TITLE.encode("utf-8"), "x-unknown"),
    ],
    ids=["utf-8", "undeclared", "declared-wrongly", "declared", "mark", "unknown"],
)
def test_a_wrong_encoding_loses_no_letter(body: bytes, encoding: str | None) -> None:
    mark, body = (body[:3], body[3:]) if body.startswith(b"\xef\xbb\xbf") else (b"", body)
    page = Fetched(HERE, mark + b"<main><p><a href='/z.pdf'>" + body + b"</a></p></main>", encoding=encoding)
    entry = SHAPES["list-page"](page, _source("list-page")).entries[0]
    assert entry.title == _TITLE


def test_control_characters_and_strange_links_are_left_out() -> None:
    body = (
        b"<main><h1>Serious case reviews</h1><ul>"
        b"<li><a href='javascript:alert(1)//a.pdf'>Child A overview report</a></li>"
        b"<li><a href='mailto:a@b.example?x=.pdf'>Child B overview report</a></li>"
        b"<li><a href='data:application/pdf;base64,AAAA'>Child C overview report</a></li>"
        b"<li><a href='http://[broken/d.pdf'>Child D overview report</a></li>"
        b"<li><a href='ftp://x.example/e.pdf'>Child E overview report</a></li>"
        b"<li><a href='//other.example/f\x00\x01.pdf'>Child\x02 F overview report</a></li>"
        b"<li><a href=' /g h/\ng.pdf#page=2 '>Child G overview report</a></li>"
        b"<li><a href='http://x.example:port/h.pdf'>Child H overview report</a></li></ul></main>"
    )
    listing = SHAPES["list-page"](Fetched(HERE, body), _source("list-page"))
    assert [(entry.subject, entry.links[0].address) for entry in listing.entries] == [
        ("Child F", "https://other.example/f.pdf"),
        ("Child G", "https://www.fictional.example/g%20h/g.pdf"),
    ]


def test_an_endless_calendar_leads_nowhere() -> None:
    body = b"<main><h1>Case reviews</h1>" + b"".join(
        b"<a href='/events/?month=%d&page=%d'>Next</a> <a href='/reviews/?page=%d'>%d</a>" % (n, n, n, n)
        for n in range(1000)
    )
    for shape in ("list-page", "portfolio"):
        follow = SHAPES[shape](Fetched(HERE, body), _source(shape)).follow
        assert follow and len(follow) < 200 and all(address.startswith(HERE) for address in follow)


def test_a_rule_of_a_source_decides_what_counts() -> None:
    body = b"<main><h1>Case reviews</h1><a href='/doc/1'>Child A</a> <a href='/b.pdf'>Child B review</a></main>"
    rule = LinkRule(address="/doc/", not_text="Child B")
    listing = SHAPES["list-page"](Fetched(HERE, body), _source("list-page", links=rule))
    assert [entry.subject for entry in listing.entries] == ["Child A"]
