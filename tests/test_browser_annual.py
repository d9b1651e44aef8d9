"""The annual analysis in Chromium: a figure opens its passages and leads back, by the keyboard; axe; a phone; print."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from app.main import build
from index.recommendations.recommending import Recommending
from ingest.library import Library
from tests.browsing import DESK, PHONE, SLOW, needs_chromium, running, serious, tab_to
from tests.held import WordEmbedder

pytestmark = needs_chromium
PERIOD = "/annual?from=2016&to=2018&before-from=2013&before-to=2015"


@pytest.fixture(scope="module")
def address(shelf: Library) -> Iterator[str]:
    """The app over four invented reviews; recommendations are compared by a small embedder."""
    app = build(shelf.folder)
    app.state.house.recommending = Recommending(shelf, WordEmbedder())
    with running(app) as found:
        yield found


@pytest.mark.parametrize("group", ["", "before", "age-under-1", "agency-police"])
def test_from_figure_to_passage_to_page_image_and_back_by_the_keyboard(visit: Callable[..., Page], group: str) -> None:
    page = visit(PERIOD)
    name = f"at-information-sharing-{group}"
    page.locator("#counted").focus()
    tab_to(page, name)
    page.keyboard.press("Enter")
    opened = page.locator("#opened")
    expect(opened).to_be_focused(timeout=SLOW)
    expect(opened).to_contain_text("Information sharing")
    assert "at=information-sharing" in page.url
    tab_to(page, "page-1")
    page.keyboard.press("Escape")
    expect(page.locator(f"[id='{name}']")).to_be_focused()
    opened.focus()
    tab_to(page, "page-1")
    page.keyboard.press("Enter")
    page.locator(".para.chosen").wait_for()
    page.go_back()
    expect(page.locator("#page-1")).to_be_focused(timeout=SLOW)
    page.go_back()
    expect(page.locator(f"[id='{name}']")).to_be_focused(timeout=SLOW)
    expect(page.locator(".opened")).to_have_count(0)


def test_it_is_reached_from_recurring_themes_and_what_is_set_is_in_the_address(visit: Callable[..., Page]) -> None:
    page = visit("/themes")
    page.get_by_role("navigation", name="Recurring themes").get_by_role("link", name="Annual analysis").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Annual analysis", timeout=SLOW)
    expect(page.locator("h2.scope")).to_have_text("2 reviews published in 2018, beside 0 reviews published in 2017")
    page.get_by_label("From", exact=True).fill("2014")
    page.get_by_label("To", exact=True).fill("2016")
    page.get_by_role("button", name="Count", exact=True).press("Enter")
    expect(page.locator("#counted")).to_be_focused(timeout=SLOW)
    assert "from=2014&to=2016" in page.url
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as Word").click()
    assert saved.value.suggested_filename == "annual-analysis-2014-to-2016.docx"
    page.get_by_label("From", exact=True).fill("2015")
    page.get_by_label("To", exact=True).fill("2015")
    page.get_by_role("button", name="Count", exact=True).press("Enter")
    expect(page.locator("#counted")).to_contain_text("No review published in 2015", timeout=SLOW)
    expect(page.locator("#counted")).to_be_focused()


def test_what_is_ticked_is_what_the_document_quotes(visit: Callable[..., Page]) -> None:
    page = visit(PERIOD)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    boxes = page.locator('input[name="use"]:checked')
    kept = boxes.first.get_attribute("value")
    for box in reversed(boxes.all()[1:]):  # each that is cleared leaves the list
        box.uncheck()
    page.get_by_role("button", name="Quote these").press("Enter")
    expect(page.locator("#said-kept")).to_be_focused(timeout=SLOW)
    expect(page.locator("#said-kept")).to_contain_text("A person chose")
    assert f"use={kept}" in page.url
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as Word").click()
    document = docx.Document(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert len([line for line in document.paragraphs if line.style.name == "Quote"]) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_nothing_is_cut(
    visit: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    page = visit(f"{PERIOD}&at=information-sharing&in=", size, color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_in_print_the_tables_stand_without_the_form(visit: Callable[..., Page]) -> None:
    page = visit(PERIOD)
    page.emulate_media(media="print")
    expect(page.locator("form.count-by").first).to_be_hidden()
    expect(page.locator("table.heat")).to_have_count(3)
    expect(page.locator("table.heat").first).to_be_visible()
    expect(page.get_by_role("button", name="Quote these")).to_be_hidden()
