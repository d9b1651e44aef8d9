"""Recurring themes in Chromium: from theme to cell to passage to page image and back, by the keyboard; axe; a phone.

The library has no index: every tag is a person's, so that no model is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.deciding.decide import Act, Person, decide_tag
from app.main import build
from ingest import pipeline
from ingest.decided.decisions import About
from ingest.library import Library
from ingest.model import Role
from tests.browsing import DESK, PHONE, SLOW, needs_chromium, running, serious, tab_to

HELD = ("northmere-2009", "northmere-2018", "marlingshire-2019")
THEMES = ("neglect", "information-sharing", "fathers-men")

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, fiction: Path) -> Iterator[str]:
    """The app over three fictional reviews, on a free port of this machine."""
    folder = tmp_path_factory.mktemp("themes")
    library = Library.open(folder / "library", create=True)
    pipeline.add(library, sorted(path for path in fiction.iterdir() if path.name.startswith(HELD)))
    _tag(library)
    library.close()
    with running(build(folder / "library")) as found:
        yield found


def _tag(library: Library) -> None:
    """One theme in every review, a second in two, a third in one: each on a recommendation."""
    for place, review in enumerate(library.catalogue.reviews()):
        passages = (one for document in review.documents for one in library.catalogue.passages(document))
        first = next(one for one in passages if one.role is Role.RECOMMENDATION)
        for theme in THEMES[: 3 - place]:
            decide_tag(library, first.id, About.THEME, theme, Act.ADD, Person("Jo"))


def test_from_theme_to_cell_to_passage_to_page_image_and_back_by_the_keyboard(visit: Callable[..., Page]) -> None:
    """Every step is a key, from the top of the page on, and Back is the browser's own."""
    page = visit("/themes?by=nation")
    tab_to(page, "sort-name")
    tab_to(page, "at-neglect-England")
    page.keyboard.press("Enter")
    opened = page.locator("#opened")
    expect(opened).to_be_focused(timeout=SLOW)
    expect(opened).to_have_text("Neglect, England: 3 of 3 reviews, 3 clearly and 0 possibly")
    assert "at=neglect" in page.url
    tab_to(page, "page-1")
    page.keyboard.press("Escape")
    expect(page.locator("#at-neglect-England")).to_be_focused()
    tab_to(page, "page-1")
    page.keyboard.press("Enter")
    page.locator(".para.chosen").wait_for()
    expect(page.locator(".page-panel img")).to_be_visible()
    page.go_back()
    expect(page.locator("#page-1")).to_be_focused(timeout=SLOW)
    page.go_back()
    expect(page.locator("#at-neglect-England")).to_be_focused(timeout=SLOW)
    expect(page.locator(".opened")).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "figure", "named", "said"),
    [
        ("", "at-neglect--bar", "Neglect: 3 of 3 reviews, 3 clear: show the passages", "Neglect: 3 of 3 reviews"),
        (
            "trend=neglect",
            "at-neglect-2018-point",
            "2018: 1 of 1 review: show the passages",
            "Neglect, published in 2018: 1 of 1 review",
        ),
        (
            "board=northmere",
            "at-neglect--own",
            "2 of 2, Neglect, Northmere Local Safeguarding Children Board: show the passages",
            "Neglect, Northmere Local Safeguarding Children Board: 2 of 2 reviews",
        ),
    ],
    ids=["bar", "point", "board"],
)
def test_a_bar_or_point_is_a_link_to_the_passages_underneath_it(
    visit: Callable[..., Page], query: str, figure: str, named: str, said: str
) -> None:
    page = visit(f"/themes?{query}")
    tab_to(page, figure)
    expect(page.get_by_role("link", name=named, exact=True)).to_be_focused()
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") >= 24
    page.keyboard.press("Enter")
    opened = page.locator("#opened")
    expect(opened).to_be_focused(timeout=SLOW)
    expect(opened).to_contain_text(said)
    assert page.evaluate(
        "figure => opened.getBoundingClientRect().top > document.getElementById(figure).getBoundingClientRect().top",
        figure,
    )
    page.keyboard.press("Escape")
    expect(page.locator(f"#{figure}")).to_be_focused()
    tab_to(page, "page-1")
    page.keyboard.press("Enter")
    page.locator(".para.chosen").wait_for()
    page.go_back()
    expect(page.locator("#page-1")).to_be_focused(timeout=SLOW)
    page.go_back()
    expect(page.locator(f"#{figure}")).to_be_focused(timeout=SLOW)
    expect(page.locator(".opened")).to_have_count(0)


def test_a_copied_link_opens_at_the_passages(visit: Callable[..., Page]) -> None:
    page = visit("/themes?by=nation&at=neglect&in=England")
    link = page.get_by_role("button", name="Copy link").get_attribute("data-copy")
    assert link is not None
    page = visit(link)
    expect(page.locator("#opened")).to_be_focused(timeout=SLOW)


def test_from_search_to_themes_and_back_with_the_same_filters(visit: Callable[..., Page]) -> None:
    page = visit("/themes?by=nation&from=2010")
    page.locator("#to-search").press("Enter")
    page.wait_for_url("**/?from=2010")
    page.locator("#to-themes, section.trouble, section.start").first.wait_for()
    page.go_back()
    expect(page.locator("#to-search")).to_be_focused(timeout=SLOW)


def test_what_sorts_the_table_keeps_the_focus(visit: Callable[..., Page]) -> None:
    page = visit("/themes")
    page.locator("#sort-name").press("Enter")
    expect(page.locator("table.heat tbody th").first).to_contain_text("Fathers", timeout=SLOW)
    expect(page.locator("#sort-name")).to_be_focused()
    page.locator("#sort-total").press("Enter")
    expect(page.locator("table.heat tbody th").first).to_contain_text("Neglect", timeout=SLOW)
    expect(page.locator("#sort-total")).to_be_focused()


def test_what_is_set_is_in_the_address_and_focus_goes_to_the_table(visit: Callable[..., Page]) -> None:
    page = visit("/themes")
    page.get_by_label("Count by").select_option("year")
    page.get_by_role("button", name="Count", exact=True).press("Enter")
    expect(page.locator("#counted")).to_be_focused(timeout=SLOW)
    assert "by=year" in page.url
    page.locator("#sort-name").press("Enter")
    expect(page.locator("table.heat tbody th").first).to_contain_text("Fathers", timeout=SLOW)
    page.locator("summary", has_text="A theme over the years").click()
    page.locator("select[name=trend]").select_option("neglect")
    page.get_by_role("button", name="Show the years").press("Enter")
    expect(page.locator("#trend")).to_be_focused(timeout=SLOW)
    expect(page.get_by_role("group", name="Neglect by year of publication")).to_be_visible()
    assert "sort=name" in page.url
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as Excel").click()
    assert saved.value.suggested_filename == "recurring-themes.xlsx"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_nothing_is_cut(
    visit: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    page = visit("/themes?by=publisher&at=neglect&in=&trend=neglect", size, color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    page.locator("select[name=board]").select_option(index=1)
    page.get_by_role("button", name="Show beside the rest").click()
    expect(page.locator("#board")).to_be_focused(timeout=SLOW)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_in_print_the_table_and_its_shades_stand_without_the_form(visit: Callable[..., Page]) -> None:
    page = visit("/themes?by=nation&at=neglect&in=England")
    page.emulate_media(media="print")
    expect(page.locator("form.count-by").first).to_be_hidden()
    expect(page.locator("table.heat").first).to_be_visible()
    expect(page.locator(".opened blockquote").first).to_be_visible()
    for place in ("td.step-5", ".bars .sure"):
        assert page.locator(place).first.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"
    expect(page.get_by_text("Published reviews are not all reviews, and").first).to_be_visible()
    expect(page.get_by_text("Measured on")).to_be_visible()
    page.goto(page.url.partition("?")[0] + "?trend=neglect&board=northmere")
    for words in ("must not be read as a ranking", "the last years of incidents are never complete"):
        expect(page.get_by_text(words)).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("From incident to publication").first).to_be_visible()


def test_on_a_phone_the_themes_stay_while_the_table_moves(visit: Callable[..., Page]) -> None:
    page = visit("/themes?by=year", PHONE)
    place = page.locator("#counted tbody th").first
    page.locator("#counted").evaluate("table => { table.scrollLeft = 150; }")
    assert page.locator("#counted").evaluate("table => table.scrollLeft") > 0
    box = place.bounding_box()
    assert box is not None
    assert 0 <= box["x"] < 20
    assert box["width"] < PHONE["width"] / 2
