"""Briefing in Chromium: passages picked and ordered by the keyboard, the address, and the paper taken away."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from playwright.sync_api import Page, expect

from app.main import build
from index.cases.precedents import Precedents
from index.config import IndexConfig
from ingest.library import Library
from tests.browsing import DESK, PHONE, SLOW, needs_chromium, running, serious, tab_to
from tests.held import WordEmbedder

pytestmark = needs_chromium
BOTH = "/briefing?theme=fathers-men&theme=domestic-abuse"


@pytest.fixture(scope="module")
def address(shelf: Library) -> Iterator[str]:
    """The app over four invented reviews; the small embedder that indexed them compares cases too."""
    app = build(shelf.folder)
    house = app.state.house
    house.__dict__["precedents"] = Precedents(house.library, IndexConfig(), WordEmbedder())
    with running(app) as found:
        yield found


def standing(page: Page, part: str) -> list[str]:
    """The passages that stand in a part, in order."""
    return page.locator(f'li[data-part="{part}"][data-place]').evaluate_all("all => all.map(one => one.dataset.item)")


def used(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("use", [])


def words_of(path: str | Path) -> list[str]:
    """Every quote of a Word document, in order."""
    document = docx.Document(io.BytesIO(Path(path).read_bytes()))
    return [line.text for line in document.paragraphs if line.style.name == "Quote"]


def test_passages_are_ordered_and_left_out_by_the_keyboard_and_the_paper_is_what_is_seen(
    visit: Callable[..., Page],
) -> None:
    page = visit(BOTH)
    first, second, *others = standing(page, "findings")
    page.locator("#results-heading").focus()
    tab_to(page, f"down-{first}")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-item="{first}"]')).to_have_attribute("data-place", "2", timeout=SLOW)
    expect(page.locator(f"#down-{first}")).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text(f"Moved to place 2 of {2 + len(others)}. About")
    assert standing(page, "findings") == [second, first, *others]
    assert used(page)[:2] == [second, first]

    tab_to(page, f"in-{others[0]}")
    page.keyboard.press("Space")
    expect(page.locator(f'[data-item="{others[0]}"][data-place]')).to_have_count(0, timeout=SLOW)
    expect(page.locator(f"#in-{others[0]}")).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("Left out; 2 remain here.")
    shown = page.locator("li[data-place] blockquote p").all_inner_texts()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Word (DOCX)").press("Enter")
    assert saved.value.suggested_filename.startswith("briefing-fathers-men-and-domestic-abuse-")
    assert words_of(saved.value.path()) == shown

    page.go_back()
    expect(page.locator(f'[data-item="{others[0]}"]')).to_have_attribute("data-place", "3", timeout=SLOW)
    shared = visit(urlsplit(page.url)._replace(scheme="", netloc="").geturl())
    assert standing(shared, "findings") == [second, first, *others]


def test_a_first_passage_cannot_go_further_up_and_quick_moves_are_not_lost(visit: Callable[..., Page]) -> None:
    page = visit(BOTH)
    first, second, third = standing(page, "findings")
    page.locator(f"#up-{first}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_have_text("It stands first already.")
    down = page.locator(f"#down-{first}")
    down.evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(f'[data-item="{first}"]')).to_have_attribute("data-place", "3", timeout=SLOW)
    assert standing(page, "findings") == [second, third, first]


def test_from_a_passage_to_its_page_image_and_back(visit: Callable[..., Page]) -> None:
    page = visit(BOTH)
    first = standing(page, "findings")[0]
    page.locator("#results-heading").focus()
    tab_to(page, f"page-{first}")
    page.keyboard.press("Enter")
    page.locator(".para.chosen").wait_for()
    page.go_back()
    expect(page.locator(f"#page-{first}")).to_be_focused(timeout=SLOW)


def test_a_theme_is_chosen_and_focus_goes_to_the_paper(visit: Callable[..., Page]) -> None:
    page = visit("/briefing")
    page.locator("summary", has_text="Theme").first.click()
    page.get_by_label("Fathers, partners and unknown men").check()
    page.get_by_role("button", name="Make the briefing").press("Enter")
    expect(page.locator("#results-heading")).to_be_focused(timeout=SLOW)
    expect(page.locator("#results-heading")).to_contain_text("Fathers, partners and unknown men")
    assert "theme=fathers-men" in page.url


def test_the_section_of_a_held_review_counts_its_words_as_it_is_changed(visit: Callable[..., Page]) -> None:
    page = visit("/briefing?about=case")
    page.get_by_label("A held review").select_option(index=1)
    page.get_by_role("button", name="Write the section").press("Enter")
    expect(page.locator("#results-heading")).to_have_text("Recurring themes", timeout=SLOW)
    before = page.locator("#length").inner_text()
    themes = page.locator('[data-part="themes"][data-place]')
    last = themes.last.get_attribute("data-item")
    number = themes.count()
    page.locator(f"#in-{last}").focus()
    page.keyboard.press("Space")
    expect(themes).to_have_count(number - 1, timeout=SLOW)
    expect(page.locator(f"#in-{last}")).to_be_focused()
    assert page.locator("#length").inner_text() != before
    assert last not in used(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_nothing_is_cut(
    visit: Callable[..., Page], size: dict[str, int], scheme: str
) -> None:
    page = visit(BOTH, size, color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
