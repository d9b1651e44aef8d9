"""Check a draft in Chromium: drop a file, see it checked, filter, step by keys, open at page, come back, export, print.

All text here is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.main import build
from index.config import IndexConfig
from index.desk import bring_up_to_date
from tests.app_library import make
from tests.browsing import PHONE, SLOW, needs_chromium, running, serious

pytestmark = needs_chromium
DRAFT = (
    "The review of Child Z recommended that the board should rewrite the bruising protocol on a single page. "
    "The review of Child Z found that a bruise was seen by the police officer in August. "
    "The review of Child Z found that a submarine had been stolen from the harbour."
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    library = make(tmp_path_factory.mktemp("draft"))
    bring_up_to_date(library, IndexConfig())
    folder = library.folder
    library.close()
    with running(build(folder)) as found:
        yield found


def checked(page: Page) -> None:
    """Give the draft as a file and wait for its report."""
    page.set_input_files(
        "#draft-file", files=[{"name": "draft.txt", "mimeType": "text/plain", "buffer": DRAFT.encode()}]
    )
    expect(page.locator("#draft-text")).to_have_value(DRAFT, timeout=SLOW)
    expect(page.locator("#draft-progress")).to_contain_text("is in the box")
    page.locator("#draft-go").click()
    expect(page.locator("#results-heading")).to_be_focused(timeout=SLOW)


def test_a_file_is_checked_filtered_stepped_through_opened_and_exported(visit: Callable[..., Page]) -> None:
    page = visit("/draft")
    checked(page)
    shown = page.locator("#draft-list > li[data-verdict]:not([hidden])")
    expect(shown).to_have_count(3)
    page.locator("#draft-filter input[value=not_found]").uncheck()
    expect(shown).to_have_count(2)
    expect(page.locator("#draft-shown")).to_have_text("2 of 3 sentences shown.")
    assert "hide=not_found" in page.url
    shown.nth(0).locator("h3").focus()
    page.keyboard.press("n")
    expect(shown.nth(1).locator("h3")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#announcer")).to_contain_text("last sentence")
    page.keyboard.press("p")
    expect(shown.nth(0).locator("h3")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".para.chosen").wait_for()
    page.go_back()
    expect(shown).to_have_count(2, timeout=SLOW)
    with page.expect_download() as came:
        page.locator("[data-draft-export=docx]").click()
    assert came.value.suggested_filename.endswith(".docx")


def test_it_is_accessible_on_a_desk_and_a_phone_and_prints_the_report_alone(visit: Callable[..., Page]) -> None:
    page = visit("/draft")
    checked(page)
    assert serious(page) == []
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    expect(page.locator("#draft-form")).to_be_hidden()
    expect(page.locator("#draft-list")).to_be_visible()
    page.emulate_media(media="screen")
    page.locator("[data-draft-forget]").click()
    expect(page.locator("#draft-list")).to_have_count(0, timeout=SLOW)
    expect(page.locator("#draft-text")).to_have_value("")
    assert "check=" not in page.url


def test_what_may_identify_somebody_is_shown_before_anything_is_checked(visit: Callable[..., Page]) -> None:
    page = visit("/draft")
    page.locator("#draft-text").fill(f"Quillonby Zarvost wrote this. {DRAFT}")
    page.locator("#draft-go").click()
    expect(page.locator("#draft-guard-heading")).to_be_focused(timeout=SLOW)
    page.locator("[data-draft-manner=mask]").click()
    expect(page.locator("#results-heading")).to_be_focused(timeout=SLOW)
    assert "Quillonby" not in page.locator("#draft-text").input_value()
