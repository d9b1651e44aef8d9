"""What is new, Recommendations and Repeat learning in Chromium: a scope saved from Search; axe; a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.main import build
from index.recommendations.recommending import Recommending
from index.searching.search import Searcher
from ingest.decided.scopes import Scopes
from ingest.library import Library
from tests.browsing import DESK, PHONE, SLOW, needs_chromium, running, serious
from tests.held import WordEmbedder, searcher

pytestmark = needs_chromium


def opened(library: Library) -> Searcher:
    """A searcher with the small embedder that the library was indexed by."""
    return searcher(library.folder, library.catalogue, WordEmbedder())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def address(shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over a copy of four invented reviews, with one scope saved."""
    folder = tmp_path_factory.mktemp("browsed") / "own"
    shutil.copytree(shelf.folder, folder)
    app = build(folder, open_searcher=opened, base="http://127.0.0.1:1")
    house = app.state.house
    house.__dict__["recommending"] = Recommending(house.library, WordEmbedder(), house.counts)
    Scopes(house.library.database).save("Kept", {"age_groups": ["under-1"]})
    with running(app) as found:
        yield found


def test_a_scope_is_saved_from_search_looked_at_renamed_and_deleted(visit: Callable[..., Page]) -> None:
    page = visit("/?age=under-1&from=2015")
    page.get_by_role("link", name="Save this scope").press("Enter")
    name = page.get_by_label("Save this scope as")
    expect(name).to_be_focused(timeout=SLOW)
    expect(name).to_have_value("Under 1 · from 2015")
    name.fill("Babies since 2015")
    name.press("Enter")
    expect(page.locator("#results-heading")).to_be_focused(timeout=SLOW)
    expect(page.locator("#results-heading")).to_contain_text("Babies since 2015: 2 of 2 reviews in scope came since")
    feed = page.locator("link[rel=alternate]").get_attribute("href") or ""
    assert feed == page.url.partition("?")[2].join(("/feed.atom?", ""))

    page.get_by_role("button", name="I have looked at these").press("Enter")
    expect(page.locator("#results-heading")).to_contain_text("0 of 2 reviews in scope came since you last looked")
    expect(page.locator("#announcer")).to_contain_text("you have looked at what is new")
    page.locator("#since").fill("2020-01-01")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.locator(".found h3")).to_have_count(2, timeout=SLOW)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Newsletter (Word)").click()
    assert saved.value.suggested_filename == "new-reviews.docx"

    page.get_by_label("Name").fill("Under ones")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("navigation", name="Saved scopes")).to_contain_text("Under ones", timeout=SLOW)
    page.locator("summary", has_text="Delete this scope").click()
    page.get_by_role("button", name="Delete “Under ones”").click()
    expect(page.get_by_role("navigation", name="Saved scopes")).not_to_contain_text("Under ones", timeout=SLOW)
    page.get_by_role("link", name="Kept").click()
    expect(page.locator("#results-heading")).to_contain_text("Kept: 2 of 2", timeout=SLOW)


def test_from_what_is_new_to_the_page_and_back(visit: Callable[..., Page]) -> None:
    page = visit("/library")
    page.get_by_role("link", name="What is new", exact=True).click()
    page.locator(".digest .found .act").first.click()
    page.locator(".para.chosen").wait_for()
    page.go_back()
    expect(page.locator("#results-heading")).to_contain_text("4 of 4 reviews in scope came since", timeout=SLOW)


@pytest.mark.parametrize(
    ("path", "ready"),
    [
        ("/digest?since=2020-01-01&age=under-1&before=yes", "#save"),
        ("/recommendations?every=yes", "table.stated"),
        ("/recommendations", ".recommendations h3"),
        ("/repeat?board=northmere", "ol.steps"),
    ],
)
@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_nothing_is_cut(
    visit: Callable[..., Page], path: str, ready: str, size: dict[str, int], scheme: str
) -> None:
    page = visit(path, size, color_scheme=scheme)
    page.locator(ready).first.wait_for()
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
