"""What is new in the app: the page, its downloads, saved scopes and their feeds; what changed and was taken down."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import docx
import pytest
from starlette.testclient import TestClient

from app.digest.address import Asked, read, to_save
from app.digest.gathering import gathered, start_of
from app.digest.routes import written
from app.house import House
from app.main import build
from app.pages import digest as page
from index.recommendations.recommending import Recommending
from index.searching.query import Filters
from index.vectors.embedding import Embedder
from ingest.decided.scopes import Scopes
from ingest.library import Library
from ingest.record.arrivals import arrivals
from tests.collecting import links, place_of, publish, report_on, run, source
from tests.held import WordEmbedder
from tests.web_server import Site, serving

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "http://127.0.0.1:7860"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture(scope="module")
def app(shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The app over a copy of four invented reviews, in which scopes may be saved."""
    folder = tmp_path_factory.mktemp("digest") / "own"
    shutil.copytree(shelf.folder, folder)
    with TestClient(build(folder, base=BASE)) as client:
        yield client


@pytest.fixture
def own(app: TestClient) -> TestClient:
    """The same without any scope."""
    scopes = Scopes(house_of(app).library.database)
    for one in scopes.every():
        scopes.delete(one.name)
    return app


def house_of(client: TestClient) -> House:
    return client.app.state.house  # type: ignore[attr-defined,no-any-return]


def change(client: TestClient, **given: str) -> dict[str, str]:
    answer = client.post("/digest/change", json=given, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def test_a_scope_is_saved_looked_at_renamed_and_deleted(own: TestClient) -> None:
    house = house_of(own)
    shown = page.show(house, "?age=under-1&since=2020-01-01", "load")
    assert "2 of 2 reviews in scope came since 1 January 2020" in shown and 'value="Under 1"' in shown
    saved = change(own, act="save", name=f"Babies {HOSTILE}", address="/digest?age=under-1")
    scope = read(saved["address"]).scope
    looked = page.show(house, saved["address"] + "&since=2020-01-01", "load")
    assert "Babies &lt;script&gt;" in looked and "<script>" not in looked and "2 of 2 reviews" in looked

    until = gathered(house, Asked(scope)).until.isoformat()
    change(own, act="seen", name=f"Babies {HOSTILE}", until=until)
    assert "0 of 2 reviews in scope came since you last looked" in page.show(house, saved["address"], "load")
    change(own, act="day", name=f"Babies {HOSTILE}", day="2021-05-06")
    assert "2 of 2 reviews in scope came since you last looked, 6 May 2021" in page.show(
        house, saved["address"], "load"
    )
    change(own, act="rename", name=f"Babies {HOSTILE}", new="Babies")
    assert [one.id for one in Scopes(house.library.database).every()] == [scope]
    change(own, act="delete", name="Babies")
    assert "is not in this library" in page.show(house, saved["address"], "load")


def test_what_cannot_be_is_refused_and_changes_nothing(own: TestClient) -> None:
    scopes = Scopes(house_of(own).library.database)
    scopes.save("Babies", {})
    bad = (
        {"act": "save", "name": "Babies", "address": "/digest"},
        {"act": "seen", "name": "Babies", "until": "now"},
        {"act": "seen", "name": "Babies", "until": "2026-01-01T00:00:00"},
        {"act": "day", "name": "Babies", "day": "0"},
        {"act": "rename", "name": "Babies", "new": " "},
        {"act": "delete", "name": "Nobody"},
    )
    for given in bad:
        assert own.post("/digest/change", json=given).status_code == 422, given
    assert own.post("/digest/change", json={"act": "burn"}).status_code == 400
    assert own.post("/digest/change", content=b"x" * 40_000).status_code in (403, 413)
    assert own.post("/digest/change", json=bad[0], headers={"origin": "http://elsewhere.example"}).status_code == 403
    (kept,) = scopes.every()
    assert (kept.name, kept.seen) == ("Babies", None)
    change(own, act="seen", name="Babies", until="2199-01-01T00:00:00+00:00")
    seen = scopes.get("Babies").seen
    assert seen is not None and seen <= datetime.now(UTC)


def test_the_downloads_say_what_the_page_says(own: TestClient) -> None:
    house = house_of(own)
    saved = Scopes(house.library.database).save("Babies", {"age_groups": ["under-1"]})
    query = f"?scope={saved.id}&since=2020-01-01"
    news = gathered(house, read(query)).news
    paper = docx.Document(io.BytesIO(own.get(f"/digest/export.docx{query}").content))
    lines = [line.text for line in paper.paragraphs]
    assert "New reviews: Babies" in lines
    assert any(line.startswith("New in the library since 1 January 2020: 2 of 2 reviews in scope.") for line in lines)
    quotes = {cited.text for one in news.new for cited in one.quotes}
    assert {line.text.strip("“”") for line in paper.paragraphs if line.style.name == "Quote"} <= quotes
    shown = page.show(house, query, "load")
    assert len(quotes) > 2 and all(f"<blockquote><p>{quote}</p>" in shown for quote in quotes)
    assert own.get(f"/digest/export.md{query}").text.startswith("# New reviews: Babies")
    assert "--age-group under-1" in own.get(f"/digest/export.csv{query}").content.decode("utf-8-sig")
    assert own.get(f"/digest/export.xlsx{query}").content.startswith(b"PK")
    assert own.get("/digest/export.pdf").status_code == 404
    empty = docx.Document(io.BytesIO(own.get("/digest/export.docx?since=2199-01-01").content))
    assert [line.text for line in empty.paragraphs if line.style.name.startswith("Heading")] == [
        "In short",
        "How this digest was made",
    ]


def test_a_saved_scope_has_a_feed_that_its_page_names(own: TestClient) -> None:
    saved = Scopes(house_of(own).library.database).save("Babies", {"age_groups": ["under-1"]})
    feed = Xml.fromstring(own.get(f"/feed.atom?scope={saved.id}").content)
    assert feed.findtext(f"{ATOM}title") == "New reviews: Babies"
    assert len(feed.findall(f"{ATOM}entry")) == 2
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{BASE}/feed.atom?scope={saved.id}", "alternate": f"{BASE}/digest?scope={saved.id}"}
    assert own.get("/feed.atom?scope=nothing").status_code == 404
    named = '<link rel="alternate" type="application/atom+xml" title="New reviews" href="{}">'
    assert named.format(f"/feed.atom?scope={saved.id}") in own.get(f"/digest?scope={saved.id}").text
    assert named.format("/feed.atom") in own.get("/digest?scope=nothing").text
    assert named.format("/feed.atom") in own.get("/library").text
    assert "application/atom+xml" not in own.get("/themes").text


def test_what_was_recommended_before_is_looked_up_when_asked(own: TestClient) -> None:
    house = house_of(own)
    embedder: Embedder = WordEmbedder()
    house.__dict__["recommending"] = Recommending(house.library, embedder, house.counts)
    moments = sorted(one.came for one in arrivals(house.library))
    scope = Scopes(house.library.database).save("All", {})
    Scopes(house.library.database).see("All", moments[-1])
    found = gathered(house, Asked(scope.id, before=True)).news
    assert (len(found.new), found.older) == (1, 3)
    assert found.again and all((one.before, one.of) == (3, 3) for one in found.again)
    shown = page.show(house, f"?scope={scope.id}&before=yes", "load")
    assert "Recommended before in 3 of 3 reviews held before, published 201" in shown
    assert "Look up which" in page.show(house, f"?scope={scope.id}", "load")
    assert "No review was held before" in page.show(house, "?since=2020-01-01", "load")


def test_what_came_changed_and_was_taken_down_is_told_apart(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", create=True)
    with serving(Site()) as site:
        publish(site, "GA", "GB", "GC")
        run(library, source(site))
        since = datetime.now(UTC)
        publish(site, "GC", "GD")
        site.html("/reviews/", links("GA", "GC", "GD"))
        site.file(place_of("GA"), report_on("GA", more="The board has corrected this report."))
        run(library, source(site))
    house = House(library, lambda _library: None)  # type: ignore[arg-type,return-value]
    scope = Scopes(library.database).save("All", {})
    Scopes(library.database).see("All", since)
    news = gathered(house, Asked(scope.id)).news
    found = [[one.counted.review.subject for one in part] for part in (news.new, news.changed, news.gone)]
    assert found == [["Child GD"], ["Child GA"], ["Child GB"]]
    assert news.scope.reviews == 4
    shown = page.show(house, f"?scope={scope.id}", "load")
    assert "1 of 4 reviews in scope came" in shown and "1 of 4 reviews changed." in shown
    assert "1 of 4 reviews is no longer published." in shown
    paper = written(house, f"?scope={scope.id}", "md").decode()
    for said in ("Changed since then: 1 of 4 reviews.", "Taken down by their publishers since then: 1 of 4 reviews."):
        assert said in paper
    later = Scopes(library.database)
    later.see("All", datetime.now(UTC))
    assert gathered(house, Asked(scope.id)).news.empty
    library.close()


def test_addresses_hold_what_was_set_and_nothing_else() -> None:
    asked = Asked(filters=Filters(themes=("neglect",), nations=("Wales",), to_year=2020))
    assert read(asked.address()) == asked
    assert read("?scope=a&theme=neglect&since=2026-02-30&before=no") == Asked("a")
    assert to_save(Filters(kinds=("inquiry",), reviews_only=True)) == ""
    assert to_save(Filters(themes=("neglect",))) == "/digest?theme=neglect#save"
    for day in ("0001-01-01", "9999-12-31"):
        assert start_of(date.fromisoformat(day)).tzinfo is not None
