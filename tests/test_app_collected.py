"""What was collected, in the app: sources with their health, what is new, a newer version, the feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from starlette.testclient import TestClient

from app import contract
from app.contract import sources as sourced
from app.house import House
from app.main import build
from app.pages import library as library_page
from app.pages import review as review_page
from ingest import pipeline
from ingest.given import Given
from ingest.library import Library
from ingest.sources.report import Health, SourceReport
from tests.collecting import report_on, source
from tests.web_server import Site

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert('x')</script> & more"
ADDRESS = "https://reviews.example.org/child-fa.txt"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A report that was replaced in place, another given by hand, and a source that went quiet."""
    folder = tmp_path_factory.mktemp("collected")
    library = Library.open(folder / "library", create=True)
    files = {name: folder / f"{name}.txt" for name in ("first", "second", "own")}
    files["first"].write_text(report_on("FA"), encoding="utf-8")
    files["second"].write_text(report_on("FA", more="This was corrected."), encoding="utf-8")
    files["own"].write_text(report_on("FB", 2015), encoding="utf-8")
    for name, day in (("first", 1), ("second", 9)):
        when = datetime(2026, 3, day, tzinfo=UTC)
        pipeline.add(library, [Given(files[name], ADDRESS, "Northmere", when)])
    pipeline.add(library, [files["own"]])
    entry = source(Site(root="http://127.0.0.1:1"))
    report = SourceReport("Northmere", Health.FAILED, f"no entry was found {HOSTILE}", expected=(1, 50, 12))
    now = datetime.now(UTC)
    library.visits.conclude(entry, report, [], [], (now, now))
    yield library
    library.close()


def _house(library: Library) -> House:
    return House(library, lambda _library: None)  # type: ignore[arg-type,return-value]


def test_the_library_page_says_how_sources_are_and_what_is_new(held: Library) -> None:
    page = library_page.show(_house(held), "?since=2026-03-01")
    assert "Not as expected: no entry was found &lt;script&gt;" in page and "<script>alert" not in page
    assert "2 of the 2 reviews held" in page and "came 1 March 2026" in page
    assert "1 of the 2 reviews held" in library_page.show(_house(held), "?since=2026-03-10")
    assert library_page.show(_house(held), "?since=nonsense")
    assert "2 of the 2 reviews held" in library_page.show(_house(held), "?since=0001-01-01")


def test_an_earlier_version_names_the_newer_one(held: Library) -> None:
    newer = next(d for d in held.catalogue.documents() if ADDRESS in d.paths)
    earlier = next(d for d in held.catalogue.documents() if not d.paths)
    page = review_page.show(_house(held), f"?id={earlier.id}", "load")
    assert "Open the newer version" in page and newer.id in page
    shown = contract.shown(held.catalogue, earlier.id)
    assert shown is not None and shown["newer_version"] == newer.id
    assert contract.document(newer)["path"] is None and contract.document(newer)["source_url"] == ADDRESS


def test_status_has_the_health_of_sources_and_what_is_new(held: Library) -> None:
    (found,) = contract.status(held, None)["sources"]
    assert (found["name"], found["health"], found["last_complete"]) == ("Northmere", "failed", None)
    assert found["in_words"].startswith("not as expected: no entry")
    new = sourced.new_since(held, datetime(2026, 3, 5))
    assert [review["title"] for review in new["reviews"]] == ["Child FB"]


def test_the_feed_lists_new_reviews_under_names_that_stay(held: Library) -> None:
    feeds = []
    for base in ("http://127.0.0.1:7860", "http://[::1]:80"):
        with TestClient(build(held.folder, base=base)) as client:
            answer = client.get("/feed.atom")
            assert answer.headers["content-type"].startswith("application/atom+xml")
            feeds.append(Xml.fromstring(answer.content))
            one = Xml.fromstring(client.get("/feed.atom?age_group=under-1").content)
            none = Xml.fromstring(client.get("/feed.atom?age_group=11-15").content)
            assert (len(one.findall(f"{ATOM}entry")), len(none.findall(f"{ATOM}entry"))) == (2, 0)
            assert client.get("/feed.atom?theme=no-such-theme").status_code == 404
    first, second = feeds
    for feed in feeds:
        for name in ("id", "title", "updated", "author", "link"):
            assert feed.find(f"{ATOM}{name}") is not None, name
        for entry in feed.findall(f"{ATOM}entry"):
            assert all(entry.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "link"))
            datetime.fromisoformat(entry.findtext(f"{ATOM}updated", ""))
    ids = [[entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")] for feed in feeds]
    assert ids[0] == ids[1] and len(set(ids[0])) == 2
    assert first.findtext(f"{ATOM}id") == second.findtext(f"{ATOM}id")


def test_there_is_no_feed_where_the_address_is_not_known(held: Library) -> None:
    with TestClient(build(held.folder)) as client:
        assert client.get("/feed.atom").status_code == 404


def test_a_path_with_an_address_is_no_file(held: Library, tmp_path: Path) -> None:
    own = next(d for d in held.catalogue.documents() if d.source_url is None and d.paths)
    assert contract.document(own)["path"] == own.paths[0] and Path(own.paths[0]).name == "own.txt"
