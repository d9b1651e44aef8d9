"""What is given to Scope a review in Chromium: files, and texts that are no case or only half of one; and what prints.

All people, places and texts are invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from pypdf import PdfReader, PdfWriter

from app.main import build
from index.cases.precedents import Precedents
from index.config import IndexConfig
from ingest.library import Library
from tests.browsing import SLOW, needs_chromium, running, visiting
from tests.held import WordEmbedder
from tests.pdfs import PARAGRAPHS, pdf, picture_page

pytestmark = needs_chromium
CASE = (
    "A boy of five months was hurt. The health visitor was told that the father had moved in and did not meet him. "
    "Information about domestic abuse was not shared by the police with the school."
)
NAMED = f"{CASE} His uncle Liam Harkeldine lived at 12 Sprottlewick Close."


@pytest.fixture(scope="module")
def address(shelf: Library) -> Iterator[str]:
    """The app over four invented reviews, compared by a small embedder."""
    app = build(shelf.folder)
    app.state.house.precedents = Precedents(shelf, IndexConfig(), WordEmbedder())
    with running(app) as found:
        yield found


@pytest.fixture
def clumsy(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """The same for what is refused: the browser itself notes each refusal on its console."""
    with visiting(browser, address, forgiven="status of 422") as open_:
        yield open_


def compare(page: Page, text: str) -> None:
    page.locator("#case-text").evaluate("(field, text) => { field.value = text; }", text)
    page.get_by_role("button", name="Check the text, then compare").click()


def choose(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("#case-file", FilePayload(name=name, mimeType="application/octet-stream", buffer=data))


def test_a_file_is_read_into_the_box_and_the_guard_speaks_before_anything_is_compared(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit("/scope")
    choose(page, "case.pdf", pdf(tmp_path / "case.pdf", [[NAMED]]).read_bytes())
    box = page.locator("#case-text")
    expect(box).to_have_value(NAMED, timeout=SLOW)
    expect(box).to_be_focused()
    expect(page.locator("#paste-said")).to_contain_text("The text of 1 page is in the box. Check it, then compare.")
    expect(page.locator(".scope .found")).to_have_count(0)
    page.get_by_role("button", name="Check the text, then compare").click()
    expect(page.locator("#guard mark")).to_have_count(2)
    expect(page.locator(".scope .found")).to_have_count(0)
    assert "Harkeldine" not in page.url
    page.evaluate(
        """text => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], "case.txt", { type: "text/plain" }));
            document.querySelector("h1").dispatchEvent(
                new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }""",
        CASE,
    )
    expect(box).to_have_value(CASE, timeout=SLOW)
    expect(page.locator("#guard mark")).to_have_count(0)
    page.get_by_role("button", name="Check the text, then compare").click()
    expect(page.locator("#chip-age")).to_contain_text("5 months", timeout=SLOW)


def test_a_file_that_cannot_be_read_says_why_and_leaves_the_box(clumsy: Callable[..., Page], tmp_path: Path) -> None:
    locked = PdfWriter(clone_from=PdfReader(pdf(tmp_path / "case.pdf", [[CASE]])))
    locked.encrypt("secret")
    hidden = io.BytesIO()
    locked.write(hidden)
    page = clumsy("/scope")
    page.locator("#case-text").fill(CASE)
    for name, data, said in (
        ("locked.pdf", hidden.getvalue(), "protected with a password"),
        ("scan.pdf", picture_page(tmp_path / "scan.pdf").read_bytes(), "pictures without text"),
        ("empty.txt", b"", "empty"),
    ):
        choose(page, name, data)
        expect(page.locator("#paste-fault")).to_contain_text(said, timeout=SLOW)
        expect(page.locator("#case-text")).to_have_value(CASE)


def test_two_hundred_pages_are_read_in_part_and_it_is_said(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit("/scope")
    pages = [[f"{text} That was in week {at} of the year." for text in PARAGRAPHS] for at in range(200)]
    choose(page, "long.pdf", pdf(tmp_path / "long.pdf", pages).read_bytes())
    expect(page.locator("#paste-said")).to_contain_text("The text of 200 pages is in the box", timeout=SLOW)
    page.get_by_role("button", name="Check the text, then compare").click()
    page.locator("#guard-heading, .said-of-case").first.wait_for(timeout=2 * SLOW)
    if page.locator("#guard-heading").count():
        page.get_by_role("button", name="Search with the text as it is").click()
    long = page.locator(".said-of-case").filter(has_text="The text is long.")
    expect(long).to_contain_text("from 120 of its", timeout=2 * SLOW)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A woman of 82 in a care home was neglected by the staff and died of sores.", "appears to be an adult"),
        ("A man aged 45 years neglected himself and nobody asked him why.", "appears to be an adult"),
        ("A baby was shaken by his father, whom the health visitor had not met.", "age is not stated"),
        ("A boy of four months was seen by the GP. The boy was aged 3 years when he was hurt.", "the age in two ways"),
        ("Five children aged 2, 4, 7, 9 and 13 were neglected for years, and the school knew.", "about 5 children"),
        ("Put two cups of flour in a bowl, add butter, and bake it for forty minutes.", "may not be a case"),
        ("Le bébé avait des bleus que personne ne voulait voir, et le médecin croyait la mère.", "not seem to be in"),
    ],
)
def test_what_is_missing_or_doubtful_is_said_and_never_guessed(
    visit: Callable[..., Page], text: str, said: str
) -> None:
    page = visit("/scope")
    compare(page, text)
    expect(page.locator("#step-read")).to_be_focused(timeout=SLOW)
    expect(page.locator(".said-of-case").filter(has_text=said)).to_have_count(1)
    if said in ("age is not stated", "may not be a case"):
        expect(page.locator("#chip-age")).to_have_count(0)
    expect(page.locator(".honest")).to_contain_text("share more than two signals")


def test_our_own_board_and_what_was_recommended_before(visit: Callable[..., Page]) -> None:
    page = visit("/scope")
    compare(page, CASE)
    page.locator(".scope .found").wait_for()
    page.locator(".scope-filters > summary").click()
    page.get_by_role("group", name="Publisher").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator(".scope-filters > summary")).to_contain_text("1 on", timeout=SLOW)
    assert "publisher=" in page.url
    page.locator(".found summary", has_text="What was recommended").first.click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Has this been recommended before?").first.click()
    assert "/recommendations?text=" in opened.value.url


def test_what_is_folded_stands_open_on_paper_and_is_folded_again(visit: Callable[..., Page]) -> None:
    page = visit("/scope")
    compare(page, CASE)
    page.locator(".scope .found").wait_for()
    folded = page.locator(".scope .found details:not([open])").count()
    text = printed(page)
    assert "Scope a review" in text
    assert "What was recommended, and to whom" in text
    assert "should record every father and partner" in text, "what is folded on the screen"
    assert "Add to shortlist" not in text, "what is for hands alone"
    assert "Printed from http://127.0.0.1" in text
    assert "case=" not in text
    assert page.locator(".scope .found details:not([open])").count() == folded > 0


@pytest.mark.parametrize("path", ["/?q=father", "/shortlist", "/themes", "/library"])
def test_every_page_prints_where_it_comes_from(visit: Callable[..., Page], path: str) -> None:
    page = visit(path)
    assert f"Printedfrom{page.url}" in printed(page).replace(" ", "")


def printed(page: Page) -> str:
    """The words of a page on paper."""
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())
