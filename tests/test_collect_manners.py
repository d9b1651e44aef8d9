"""One crawl over sites that behave in every way that sites do: what is asked for, what is not, what is said of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from ingest.library import Library
from ingest.sources.report import Health, SourceReport
from tests.collecting import QUICK, links, place_of, publish, report_on, run, source
from tests.web_server import PDF, Site, serving

_MB = 2**20
_ENDLESS, _MOST = 500 * _MB, 8 * _MB
_LIMITS = replace(QUICK, request_seconds=3.0, file_bytes=_MOST)
"""Long enough for a busy machine to answer, small enough that an answer without end is cut off well before that."""


@dataclass(frozen=True, slots=True)
class Visited:
    """The sites, what was reported of each source, and the library that came of it."""

    site: Site
    shut: Site
    unwelcome: Site
    library: Library
    reports: dict[str, SourceReport]


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    library = Library.open(tmp_path_factory.mktemp("manners") / "library", create=True)
    with serving(Site()) as site, serving(Site()) as shut, serving(Site()) as unwelcome:
        site.file("/robots.txt", "User-agent: *\nDisallow: /files/secret\n")
        shut.file("/robots.txt", "out of order", status=503)
        unwelcome.file("/robots.txt", "User-agent: CommonThread\nDisallow: /\n")
        for other in (shut, unwelcome):
            publish(other, "AA")
        sources = [source(shut, "shut"), source(unwelcome, "unwelcome"), *_sources(site)]
        yield Visited(site, shut, unwelcome, library, run(library, *sources, limits=_LIMITS))
        _RELEASE.set()
    library.close()


def _sources(site: Site) -> Iterator[object]:
    for name, children in (("good", ("AB", "AC")), ("again", ("AD",)), ("busy", ("AE", "AF")), ("torn", ("AG", "AH"))):
        publish(site, *children, page=f"/{name}/")
        yield source(site, name, f"/{name}/")
    site.pages[place_of("AD")].act = lambda asked, times: times < 3 and _answer(asked, 500)
    site.pages[place_of("AE")].act = lambda asked, times: times < 2 and _answer(asked, 429, {"Retry-After": "1"})
    site.pages[place_of("AG")].act = lambda asked, _times: _torn(asked)
    site.html("/secret/", links("S1", folder="/files/secret/") + links("S2"))
    site.file(place_of("S1", "/files/secret/"), report_on("S1"))
    site.file(place_of("S2"), report_on("S2"))
    yield source(site, "secret", "/secret/")
    site.html("/slow/", "")
    site.pages["/slow/"].act = lambda _asked, _times: _RELEASE.wait(60)
    yield source(site, "slow", "/slow/")
    site.html("/refuses/", "", status=403)
    yield source(site, "refuses", "/refuses/")
    for name, header in (("asks-often", "0"), ("asks-long", "86400")):
        site.html(f"/{name}/", "")
        site.pages[f"/{name}/"].act = lambda asked, _times, header=header: _answer(asked, 429, {"Retry-After": header})
        yield source(site, name, f"/{name}/")
    site.html("/redesigned/", "<h1>Our new site</h1><p>Learn about our work.</p>")
    yield source(site, "redesigned", "/redesigned/")
    site.html("/quiet/", "<h1>Reviews</h1><p>There are no reviews at present.</p>")
    yield source(site, "quiet", "/quiet/", expect_min=0, may_be_empty=True)
    yield from _odd_files(site)
    yield from _odd_pages(site)


def _odd_files(site: Site) -> Iterator[object]:
    odd = {
        "found": "/files/lost.pdf",
        "film": "/files/film?download=7",
        "huge": "/files/huge.pdf",
        "endless": "/files/endless.pdf",
    }
    items = (
        f'<li><a href="{path}">Child O{name} serious case review, March 2018</a></li>' for name, path in odd.items()
    )
    web = '<li><a href="http://reviews.example.org/files/x.pdf">Child OW serious case review, March 2018</a></li>'
    away = '<li><a href="/files/away.pdf">Child OY serious case review, March 2018</a></li>'
    site.html("/odd/", f"<ul>{''.join(items)}{web}{away}</ul>")
    site.html("/files/lost.pdf", "<h1>Page not found</h1><p>Sorry.</p>")
    site.file("/files/film?download=7", b"\0" * 1000, "video/mp4")
    for name, declared in (("huge", True), ("endless", False)):
        site.file(f"/files/{name}.pdf", b"%PDF-1.4", PDF)
        site.pages[f"/files/{name}.pdf"].act = lambda asked, _times, declared=declared: _pour(asked, declared)
    site.file("/files/away.pdf", b"", status=302, headers={"Location": "http://reviews.example.org/login"})
    yield source(site, "odd", "/odd/")


def _odd_pages(site: Site) -> Iterator[object]:
    for month in range(60):
        site.html(f"/calendar/?month={month}", links("CA") + f'<a href="/calendar/?month={month + 1}">Next</a>')
    site.file(place_of("CA"), report_on("CA"))
    yield source(site, "calendar", "/calendar/?month=0", follow={"address": "/calendar/"})
    publish(site, "MO", page="/new/")
    site.html("/old/", "", status=301, headers={"Location": "/new/"})
    site.file(place_of("MO"), "", status=301, headers={"Location": "/files/moved/mo.txt?download=1"})
    site.file("/files/moved/mo.txt?download=1", report_on("MO"))
    yield source(site, "moved", "/old/")
    site.file("/api/search.json?wrong=1", "{}", "application/json", status=422)
    yield source(site, "asks-wrongly", "/api/search.json?wrong=1", shape="govuk")
    publish(site, "RO", page="/records/")
    yield source(site, "records", "/records/", record_only=True)
    publish(site, "LA", "LB", "LC", page="/many/")
    yield source(site, "many", "/many/", expect_max=2)


def _answer(asked: BaseHTTPRequestHandler, status: int, headers: dict[str, str] | None = None) -> bool:
    asked.send_response(status)
    for name, value in {"Content-Length": "0", **(headers or {})}.items():
        asked.send_header(name, value)
    asked.end_headers()
    return True


def _torn(asked: BaseHTTPRequestHandler) -> bool:
    asked.send_response(200)
    asked.send_header("Content-Type", "text/plain")
    asked.send_header("Content-Length", "5000")
    asked.end_headers()
    asked.wfile.write(b"Serious case review: Child A")
    asked.close_connection = True
    return True


def _pour(asked: BaseHTTPRequestHandler, declared: bool) -> bool:
    """Half a gigabyte, stated beforehand or not; how much went out is kept with the server."""
    asked.send_response(200)
    asked.send_header("Content-Type", PDF)
    if declared:
        asked.send_header("Content-Length", str(_ENDLESS))
    asked.send_header("Connection", "close")
    asked.end_headers()
    asked.close_connection = True
    sent = 0
    try:
        while sent < _ENDLESS:
            sent += asked.wfile.write(b"\0" * 2**18)
    except OSError:
        pass  # it was cut off
    _POURED.append(sent)
    return True


_POURED: list[int] = []
_RELEASE = threading.Event()
"""Set when nobody waits any more for the page that does not come."""


def test_what_is_well_behaved_is_collected_whole(visited: Visited) -> None:
    report = visited.reports["good"]
    assert (report.health, report.entries, report.new, report.errors) == (Health.COMPLETE, 2, 2, [])
    held = {document.source_url for document in visited.library.catalogue.documents()}
    assert {f"{visited.site.root}{place_of(child)}" for child in ("AB", "AC")} <= held


def test_every_request_says_who_asks(visited: Visited) -> None:
    assert all(headers["user-agent"].startswith("CommonThread/") for _, _, headers in visited.site.asked)


def test_a_file_that_robots_txt_forbids_is_not_asked_for(visited: Visited) -> None:
    report = visited.reports["secret"]
    assert report.refused_by_robots == [f"{visited.site.root}{place_of('S1', '/files/secret/')}"]
    assert visited.site.asked_for(place_of("S1", "/files/secret/")) == 0
    assert report.health is Health.COMPLETE and report.new == 1


def test_a_site_whose_robots_txt_shuts_us_out_is_left_alone(visited: Visited) -> None:
    assert visited.reports["unwelcome"].health is Health.STOPPED
    assert {path for _, path, _ in visited.unwelcome.asked} == {"/robots.txt"}


def test_a_robots_txt_that_cannot_be_read_allows_nothing(visited: Visited) -> None:
    report = visited.reports["shut"]
    assert report.health is Health.STOPPED and "robots.txt" in (report.reason or "") and "503" in (report.reason or "")
    assert {path for _, path, _ in visited.shut.asked} == {"/robots.txt"}


def test_a_failure_of_the_moment_is_tried_again(visited: Visited) -> None:
    assert visited.site.asked_for(place_of("AD")) == 3
    assert visited.reports["again"].new == 1


def test_retry_after_is_waited_for(visited: Visited) -> None:
    first, second = (when for when, path, _ in visited.site.asked if path == place_of("AE"))
    assert second - first >= 1.0
    assert visited.reports["busy"].new == 2


def test_a_site_that_keeps_asking_to_wait_is_left_alone(visited: Visited) -> None:
    for name, times in (("asks-often", 3), ("asks-long", 1)):
        assert visited.reports[name].health is Health.STOPPED, name
        assert visited.site.asked_for(f"/{name}/") == times


def test_a_refusal_stops_the_source_and_is_not_tried_again(visited: Visited) -> None:
    assert visited.reports["refuses"].health is Health.STOPPED
    assert "403" in (visited.reports["refuses"].reason or "")
    assert visited.site.asked_for("/refuses/") == 1


def test_a_page_that_does_not_come_leaves_the_visit_incomplete(visited: Visited) -> None:
    report = visited.reports["slow"]
    assert report.health is Health.INCOMPLETE and "in time" in (report.reason or "")


def test_a_file_that_breaks_off_is_named_and_the_rest_is_in(visited: Visited) -> None:
    report = visited.reports["torn"]
    assert [trouble.address for trouble in report.errors] == [f"{visited.site.root}{place_of('AG')}"]
    assert report.health is Health.COMPLETE and report.new == 1


def test_a_page_that_yields_nothing_fails_the_source(visited: Visited) -> None:
    assert visited.reports["redesigned"].health is Health.FAILED
    assert visited.reports["quiet"].health is Health.COMPLETE


def test_more_entries_than_expected_cost_the_site_no_download(visited: Visited) -> None:
    assert visited.reports["many"].health is Health.FAILED
    assert not any(visited.site.asked_for(place_of(child)) for child in ("LA", "LB", "LC"))


def test_a_question_that_the_service_does_not_know_is_our_error(visited: Visited) -> None:
    report = visited.reports["asks-wrongly"]
    assert report.health is Health.FAILED and "correct the register" in (report.reason or "")


def test_a_calendar_without_end_is_left(visited: Visited) -> None:
    report = visited.reports["calendar"]
    assert report.health is Health.INCOMPLETE and report.pages <= 100
    assert report.entries == 1 and report.new == 1


def test_what_is_no_report_is_not_taken_for_one(visited: Visited) -> None:
    report, root = visited.reports["odd"], visited.site.root
    unread = {trouble.address.removeprefix(root): trouble.reason for trouble in report.unreadable}
    assert "web page" in unread["/files/lost.pdf"] and "video/mp4" in unread["/files/film?download=7"]
    refused = {refusal.path for refusal in visited.library.catalogue.refusals()}
    assert f"{root}/files/lost.pdf" in refused
    assert not any(
        document.source_url == f"{root}/files/lost.pdf" for document in visited.library.catalogue.documents()
    )


def test_an_answer_without_end_is_cut_off(visited: Visited) -> None:
    troubles = {trouble.address.rsplit("/", 1)[-1]: trouble.reason for trouble in visited.reports["odd"].errors}
    assert "larger" in troubles["huge.pdf"] and "larger" in troubles["endless.pdf"]
    assert len(_POURED) == 2 and max(_POURED) < _MOST + 40 * _MB


def test_a_source_of_this_machine_leads_to_nothing_on_the_web(visited: Visited) -> None:
    troubles = {trouble.address: trouble.reason for trouble in visited.reports["odd"].errors}
    assert "lead to the web" in troubles["http://reviews.example.org/files/x.pdf"]
    assert "lead to the web" in troubles[f"{visited.site.root}/files/away.pdf"]


def test_what_has_moved_is_followed_and_recorded(visited: Visited) -> None:
    report, root = visited.reports["moved"], visited.site.root
    assert report.health is Health.COMPLETE and report.new == 1
    assert {trouble.address for trouble in report.moved} == {f"{root}/old/", f"{root}{place_of('MO')}"}


def test_what_is_only_recorded_is_not_fetched(visited: Visited) -> None:
    assert visited.site.asked_for(place_of("RO")) == 0
    (record,) = (r for r in visited.library.catalogue.reviews() if r.status == "record-only")
    assert record.subject == "Child RO" and record.evidence_grade == "C"


def test_the_health_of_every_source_is_kept_in_words(visited: Visited) -> None:
    held = {found.name: found for found in visited.library.visits.sources()}
    assert held.keys() == visited.reports.keys()
    assert held["good"].last_complete is not None and held["redesigned"].last_complete is None
    assert held["redesigned"].in_words.startswith("not as expected: no entry was found")


def test_nothing_is_left_of_what_arrived(visited: Visited) -> None:
    assert not Path(visited.library.arriving).exists()
