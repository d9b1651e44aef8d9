"""The app as people use it, in Chromium: search, filter, open a page, go back, share a link; by keyboard, by phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.main import build
from tests.browsing import DESK, PHONE, arrive, needs_chromium, running, serious, settled

HELD = ("northmere-2009", "northmere-2018", "quayborough-2021")
QUERY = "bruise on a baby who is not yet mobile"

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(some_fiction: Path) -> Iterator[str]:
    """The app over some of the fictional library."""
    with running(build(some_fiction)) as found:
        yield found


def search(page: Page, words: str) -> None:
    page.get_by_label("Describe what you are looking for").fill(words)
    settled(page, lambda: page.get_by_role("button", name="Search", exact=True).click())


def found(page: Page) -> list[str]:
    return page.locator(".found h3").all_inner_texts()


def test_search_filter_back_and_share(visit: Callable[..., Page]) -> None:
    page = visit("/")
    expect(page).to_have_title("Search – Common Thread")
    search(page, QUERY)
    expect(page.locator("#results-heading")).to_be_focused()
    expect(page.locator("#results-heading")).to_contain_text("Searched 3 reviews")
    expect(page.locator(".tally")).to_contain_text("of 3 reviews")
    expect(page.locator("#announcer")).to_contain_text("of 3 reviews")
    assert "Child AR" in found(page)[0]
    expect(page.locator(".found mark").first).to_be_visible()
    everything = found(page)

    publisher = page.get_by_role("group", name="Publisher, n of 3").get_by_role("checkbox").first
    settled(page, publisher.check)
    assert "publisher=" in page.url
    expect(page.get_by_role("group", name="Nation, n of 3")).to_be_visible()
    narrowed = found(page)
    assert 0 < len(narrowed) < len(everything)

    other = visit(page.url.removeprefix(page.evaluate("location.origin")))
    assert found(other) == narrowed
    expect(other.get_by_label("Describe what you are looking for")).to_have_value(QUERY)
    assert other.get_by_role("group", name="Publisher").get_by_role("checkbox", checked=True).count() == 1

    settled(page, page.go_back)
    assert found(page) == everything
    assert page.get_by_role("checkbox", checked=True).count() == 0


def test_open_at_the_page_and_come_back(visit: Callable[..., Page]) -> None:
    page = visit(f"/?q={QUERY.replace(' ', '+')}")
    link = page.locator(".found .act").first
    quote = page.locator(".found blockquote").first.inner_text()
    number = link.inner_text().split("page ")[1].split()[0]
    link.click()
    page.locator(".para.chosen").wait_for()
    expect(page.locator(".para.chosen .words")).to_have_text(quote, use_inner_text=True)
    expect(page.locator(".para.chosen")).to_be_in_viewport()
    expect(page.locator("#page-heading")).to_contain_text(f"Page {number} ")
    picture = page.locator(".page-panel img")
    expect(picture).to_be_in_viewport()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 900

    settled(page, lambda: page.locator(".page-turn a").first.click())
    expect(page.locator("#page-heading")).not_to_contain_text(f"Page {number} ")
    settled(page, page.go_back)
    expect(page.locator("#page-heading")).to_contain_text(f"Page {number} ")
    page.go_back()
    page.locator(".found").wait_for()
    expect(page.locator(".found blockquote").first).to_have_text(quote, use_inner_text=True)


def test_the_keyboard_alone_is_enough(visit: Callable[..., Page]) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Describe what you are looking for")).to_be_focused()
    page.keyboard.type("fathers who were not known")
    settled(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("#results-heading")).to_be_focused()
    _tab_to(page, "Copy link")
    _tab_to(page, "Open at page")
    page.keyboard.press("Enter")
    page.locator(".para.chosen").wait_for()
    expect(page.locator(".para.chosen")).to_be_in_viewport()


def _tab_to(page: Page, words: str) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
            return
    raise AssertionError(f"{words!r} cannot be reached by tabbing")


def test_a_filter_keeps_the_focus_where_it_is(visit: Callable[..., Page]) -> None:
    page = visit(f"/?q={QUERY.replace(' ', '+')}")
    box = page.get_by_role("group", name="Part of the report").get_by_role("checkbox").first
    box.focus()
    settled(page, lambda: page.keyboard.press("Space"))
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    assert "role=" in page.url


def test_nothing_found_and_bad_queries_are_said_in_words(visit: Callable[..., Page]) -> None:
    page = visit("/?q=the+price+of+fish+on+the+moon")
    expect(page.locator(".tally")).to_contain_text("No passage in the 3 reviews searched is close to this.")
    assert found(page)
    search(page, "!!!")
    expect(page.locator("#found")).to_contain_text("This search cannot be run as it stands")
    expect(page.locator("#found")).to_contain_text("Change them and search again.")


def test_on_a_phone_the_filters_fold_and_nothing_is_cut_off(visit: Callable[..., Page]) -> None:
    page = visit(f"/?q={QUERY.replace(' ', '+')}&from=2012", PHONE)
    fold = page.get_by_role("button", name="Filters (1 on)")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("group", name="Publisher")).to_be_hidden()
    fold.click()
    expect(page.get_by_role("group", name="Publisher")).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator(".found .act").first.click()
    page.locator(".para.chosen").wait_for()
    expect(page.locator(".para.chosen .page-here img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_library_page_leads_to_what_is_held(visit: Callable[..., Page]) -> None:
    page = visit("/library")
    expect(page).to_have_title("Library – Common Thread")
    expect(page.get_by_role("table", name="By publisher")).to_be_visible()
    expect(page.get_by_role("heading", name="What could not be read")).to_be_visible()
    page.get_by_role("link", name="2018").click()
    expect(page.locator("#results-heading")).to_contain_text("published in 2018")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(visit: Callable[..., Page], size: dict[str, int]) -> None:
    page = visit(f"/?q={QUERY.replace(' ', '+')}", size)
    problems = _axe(page, "search")
    page.locator(".found .act").first.click()
    page.locator(".para.chosen").wait_for()
    problems += _axe(page, "review")
    page.goto(page.evaluate("location.origin") + "/library")
    arrive(page)
    assert problems + _axe(page, "library") == []


def _axe(page: Page, name: str) -> list[str]:
    """What is wrong with a page as it stands, in both colour schemes."""
    found: list[str] = []
    page.add_style_tag(content="* { transition: none !important }")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
        found += [f"{name}, {scheme}: {problem}" for problem in serious(page)]
    return found


def test_a_tag_is_decided_by_the_keyboard_and_says_its_words_when_focused(visit: Callable[..., Page]) -> None:
    page = visit(f"/?q={QUERY.replace(' ', '+')}")
    page.locator(".found .act").first.click()
    page.locator(".para.chosen").wait_for()
    chip = page.locator(".para.chosen li.chip:not(.by-person)").first
    mine = page.locator(f".para.chosen li.chip[data-term='{chip.get_attribute('data-term')}']")
    expect(chip.locator(".tip")).to_be_hidden()
    chip.locator("summary").focus()
    expect(chip.locator(".tip")).to_be_visible()
    expect(chip.locator("summary")).to_have_accessible_description(chip.locator(".tip").inner_text())
    expect(page.locator(".para.chosen .tagged.lit").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(chip.locator(".tip")).to_be_hidden()

    for press, state in (("Accept", "chip by-person"), ("Take back", "chip"), ("Reject", "chip by-person off")):
        mine.locator("summary").focus()
        page.keyboard.press("Enter")
        _tab_to(page, press)
        page.keyboard.press("Enter")
        expect(mine).to_have_class(f"{state} telling")
        expect(mine.locator("summary")).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("rejected.")
    page.keyboard.press("Enter")
    _tab_to(page, "Take back")
    page.keyboard.press("Enter")
    expect(mine).to_have_class("chip telling")


def test_a_doubt_is_settled_and_taken_back_and_the_focus_stays_with_it(visit: Callable[..., Page]) -> None:
    page = visit("/queue?about=themes")
    doubt = page.locator(".doubt").first
    doubt.get_by_role("button", name="Accept").focus()
    page.keyboard.press("Enter")
    expect(doubt.get_by_role("button", name="Take back")).to_be_focused()
    expect(doubt.locator("[data-said]")).to_contain_text("accepted.")
    page.keyboard.press("Enter")
    expect(doubt.get_by_role("button", name="Accept")).to_be_focused()


def test_axe_finds_nothing_serious_where_people_decide(visit: Callable[..., Page]) -> None:
    page = visit("/queue", PHONE)
    problems = _axe(page, "queue")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator(".doubt a").first.click()
    page.locator(".para.chosen").wait_for()
    page.locator(".para.chosen .add > summary").click()
    page.locator("#facts").evaluate("facts => facts.closest('details').open = true")
    page.locator(".correct > summary").first.click()
    problems += _axe(page, "review")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.goto(page.evaluate("location.origin") + "/vocabulary")
    arrive(page)
    assert problems + _axe(page, "vocabulary") == []
