"""Scope a review in Chromium: the guard, chips, order, evidence, note; and no trace of a pasted text anywhere after.

The app runs as people run it, in a process of its own with a home and a temporary folder of its own, so that every file
that it or the browser leaves can be looked through. The people and places in the texts are invented.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Playwright, expect

from tests.browsing import (
    CHROMIUM,
    DESK,
    PHONE,
    QUIET,
    SLOW,
    arrive,
    free_port,
    needs_chromium,
    serious,
    settled,
    visiting,
)
from tests.traces import holding, plain_pdf

HELD = ("northmere-2018", "marlingshire-2025", "strathorran-2016")
UNIQUE = "quillonby"
"""No name, so that the guard leaves it in."""
NAME, STREET = "Liam Harkeldine", "12 Sprottlewick Close"
TEXT = (
    f"A baby of four months in a {UNIQUE} pram had bruises on his face and arm before he could move. The GP saw one "
    "and accepted what the mother said. No referral was made. The father had convictions for violence and the health "
    "visitor did not know of him. The baby died of a head injury."
)
NAMED = f"{TEXT} His uncle {NAME}, born 3 March 1988, lived at {STREET}."

pytestmark = needs_chromium


@dataclass(frozen=True, slots=True)
class App:
    """A running app: its address, and the folders to which it and the browser can write."""

    address: str
    places: Path


@pytest.fixture(scope="module")
def app(some_fiction: Path) -> Iterator[App]:
    """The app over some of the fictional library, in its own process."""
    places = some_fiction.parent
    port = free_port()
    homes = {name: str(places / name.lower()) for name in ("HOME", "TMPDIR", "GRADIO_TEMP_DIR", "XDG_CACHE_HOME")}
    for home in homes.values():
        Path(home).mkdir()
    line = [sys.executable, "-m", "app.cli", "--library", str(some_fiction), "serve", "--port", str(port)]
    with (places / "server.log").open("wb") as log:
        server = subprocess.Popen(line, env={**os.environ, **homes}, stdout=log, stderr=subprocess.STDOUT)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(port, server)
            yield App(address, places)
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the app ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the app did not start")


@pytest.fixture
def visit(browser: Browser, app: App) -> Iterator[Callable[..., Page]]:
    """Open a page as a new person would; at the end the console is clean but for answers that say what is wrong."""
    with visiting(browser, app.address, forgiven="status of 422") as open_:
        yield open_


def go(page: Page, address: str) -> None:
    """Open an address and wait until the page has been filled."""
    page.goto(address)
    arrive(page)


def paste(page: Page, text: str) -> None:
    page.get_by_label("Paste an anonymised summary").fill(text)
    page.get_by_role("button", name="Check the text, then compare").click()


def order(page: Page) -> list[str]:
    return page.locator(".scope .found > li").evaluate_all("items => items.map(item => item.dataset.review)")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what fits."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def test_a_pasted_text_leaves_no_trace_in_any_file(playwright: Playwright, app: App, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    kept_by_browser = playwright.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=QUIET)
    page = kept_by_browser.pages[0]
    page.set_default_timeout(SLOW)
    go(page, app.address + "/scope")
    paste(page, NAMED)
    expect(page.locator("#guard mark")).to_have_count(3)
    settled(page, lambda: page.get_by_role("button", name="Search with the text as it is").click())
    expect(page.locator(".as-read")).to_contain_text(UNIQUE)
    asked = page.url
    assert UNIQUE not in page.content().partition("<article")[0]
    with page.expect_download() as note:
        page.get_by_role("button", name="Download as Word (DOCX)").click()
    with page.expect_download() as text:
        page.get_by_role("button", name="Markdown").click()
    kept = tmp_path / "kept"
    for got in (note.value, text.value):
        got.save_as(kept / got.suggested_filename)
    page.goto(app.address + "/library")
    page.go_back()
    expect(page.locator(".as-read")).to_contain_text(UNIQUE)
    for name, data in (("quiet.txt", NAMED.encode()), ("quiet.pdf", plain_pdf(NAMED))):
        page.set_input_files("#case-file", FilePayload(name=name, mimeType="application/octet-stream", buffer=data))
        expect(page.locator("#paste-said")).to_contain_text("is in the box", timeout=SLOW)
        page.get_by_role("button", name="Check the text, then compare").click()
        expect(page.locator("#guard mark")).to_have_count(3, timeout=SLOW)
        settled(page, lambda: page.get_by_role("button", name="Search with the text as it is").click())
        expect(page.locator(".as-read")).to_contain_text(UNIQUE)
    kept_by_browser.close()

    assert (kept / text.value.suggested_filename).read_text("utf-8").startswith("# Scoping note")
    control = app.places / "home" / "control"
    control.write_text(UNIQUE)
    assert holding(app.places, UNIQUE) == [control], "the search itself must find what is there"
    control.unlink()
    assert any(path.name == "History" for path in tmp_path.rglob("*")), "the browser keeps a history here"
    assert holding(tmp_path, asked.partition("case=")[2]), "the address is in the browser's history, the text is not"
    for word in (UNIQUE, "Harkeldine", "Sprottlewick"):
        assert holding(app.places, word) == []
        assert holding(tmp_path, word) == []


def test_mask_correct_reorder_open_shortlist_and_export(visit: Callable[..., Page], app: App) -> None:
    page = visit("/scope")
    paste(page, NAMED)
    expect(page.locator("#guard-heading")).to_be_focused()
    expect(page.locator("#guard-heading")).to_contain_text("3 places may identify somebody")
    expect(page.locator(".scope .found")).to_have_count(0)
    settled(page, lambda: page.get_by_role("button", name="Mask these words").click())
    expect(page.locator("#step-read")).to_be_focused()
    expect(page.get_by_label("Paste an anonymised summary")).to_have_value(
        TEXT + " His uncle [name], born [date], lived at [address]."
    )
    assert NAME not in page.content()
    assert UNIQUE not in page.url

    first = order(page)
    age = page.get_by_label("Set the age")
    age.fill("15")
    page.locator("form.add-value").last.locator("select").select_option("years")
    settled(page, lambda: page.get_by_role("button", name="Set", exact=True).click())
    expect(page.locator("#chip-age")).to_contain_text("15 years")
    page.get_by_text("How much circumstances should count").click()
    settled(page, lambda: page.locator("details.signal-weight[open] .choose a").first.click())
    expect(page.locator("#weigh-circumstances")).to_be_focused()
    page.get_by_text("How much themes should count").click()
    settled(page, lambda: page.locator("details.signal-weight[open] .choose a").first.click())
    assert order(page)[0] != first[0]
    expect(page.locator("#moved")).to_contain_text("The order has changed.")
    expect(page.locator("#announcer")).to_contain_text("The order has changed.")
    for _ in range(3):
        settled(page, page.go_back)
    assert order(page) == first

    chip = page.locator(".signals .chip summary").first
    chip.focus()
    expect(page.locator(".signals .chip .tip").first).to_be_visible()
    expect(chip).to_have_accessible_description(page.locator(".signals .chip .tip").first.inner_text())
    name = chip.get_attribute("id") or ""
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    settled(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator(f"[id='{name}']")).to_be_focused()
    expect(page.locator(f".chip.off [id='{name}']")).to_be_visible()
    settled(page, page.go_back)
    expect(page.locator(f".chip.off [id='{name}']")).to_have_count(0)

    page.locator(".side summary").first.click()
    pair = page.locator(".aligned").first
    expect(pair.locator("blockquote").first).to_contain_text("bruises on his face")
    pair.get_by_text("Show the page").click()
    picture = pair.locator("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 900
    pair.get_by_role("button", name="Add to shortlist").click()
    expect(pair.locator(".added")).to_contain_text("(1 item)")
    settled(page, lambda: page.get_by_label("Use for the note").nth(1).check())
    expect(page.locator("#step-next")).to_contain_text("What 1 review offers")
    with page.expect_download() as note:
        page.get_by_role("button", name="Markdown").click()
    text = Path(note.value.path()).read_text("utf-8")
    assert "drawn from 1 review chosen" in text
    assert UNIQUE not in text

    with page.context.expect_page() as opened:
        pair = page.locator(".side summary").first
        pair.click()
        page.locator(".aligned a.act").first.click()
    expect(opened.value.locator(".para.chosen")).to_be_in_viewport(timeout=SLOW)


def test_a_shortlist_is_ordered_by_the_keyboard_noted_and_taken_away(visit: Callable[..., Page]) -> None:
    page = visit("/?q=bruise+on+a+baby")
    for number in (0, 1):
        page.get_by_role("button", name="Add to shortlist").nth(number).click()
        expect(page.locator(".added").nth(number)).to_contain_text("“Shortlist”")
    go(page, page.evaluate("location.origin") + "/shortlist")
    rows = page.locator(".shortlist .item")
    before = rows.evaluate_all("rows => rows.map(row => row.dataset.item)")
    assert len(before) >= 2
    down = rows.first.get_by_role("button", name="Move down")
    down.focus()
    settled(page, lambda: page.keyboard.press("Enter"))
    after = rows.evaluate_all("rows => rows.map(row => row.dataset.item)")
    assert after[:2] == before[1::-1]
    expect(rows.nth(1).get_by_role("button", name="Move down")).to_be_focused()
    rows.first.get_by_label("Note").fill("for the panel")
    settled(page, lambda: rows.first.get_by_role("button", name="Keep the note").click())
    expect(rows.first.get_by_label("Note")).to_have_value("for the panel")
    with page.expect_download() as list_:
        page.get_by_role("button", name="Markdown", exact=True).click()
    assert "Note: for the panel" in Path(list_.value.path()).read_text("utf-8")
    settled(page, lambda: rows.first.get_by_role("button", name="Remove").click())
    assert rows.evaluate_all("rows => rows.map(row => row.dataset.item)") == after[1:]
    with page.expect_download() as note:
        page.get_by_role("button", name="Scoping note as Markdown").click()
    assert "This note was drawn from the shortlist" in Path(note.value.path()).read_text("utf-8")
    page.get_by_role("link", name="Compare these reviews with a case").click()
    expect(page.locator("#results-heading")).to_contain_text("chosen before will be used for the note")


def test_case_and_review_are_read_side_by_side_by_the_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit("/scope")
    tab_to(page, "#case-text")
    page.keyboard.insert_text(TEXT)
    tab_to(page, "#paste button")
    settled(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("#step-read")).to_be_focused()
    tab_to(page, ".side > summary")
    page.keyboard.press("Enter")
    pair = page.locator(".side[open] .aligned").first
    sides = [pair.locator("blockquote").nth(number).bounding_box() for number in (0, 1)]
    assert sides[0] and sides[1]
    assert sides[0]["x"] + sides[0]["width"] < sides[1]["x"], "the case stands beside the review"
    assert abs(sides[0]["y"] - sides[1]["y"]) < 40, "and begins where it begins"
    tab_to(page, ".page-fold > summary")
    page.keyboard.press("Enter")
    expect(pair.locator("img")).to_be_in_viewport(timeout=SLOW)
    expect(pair.locator("img")).to_have_js_property("naturalWidth", 900)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator(".para.chosen")).to_be_in_viewport(timeout=SLOW)
    expect(page.locator(".page-fold[open]")).to_have_count(1)


def test_a_held_review_and_the_short_form_need_no_text(visit: Callable[..., Page]) -> None:
    page = visit("/scope")
    page.get_by_text("Or choose a review that is held").click()
    page.get_by_label("Words of its title or publisher").fill("child ar")
    settled(page, lambda: page.get_by_role("button", name="Find").click())
    settled(page, lambda: page.get_by_role("link", name="Child AR").click())
    expect(page.locator("#step-read")).to_contain_text("Child AR")
    assert not any("child-ar" in review for review in order(page))
    shared = page.url
    other = visit(shared.removeprefix(page.evaluate("location.origin")))
    assert order(other) == order(page)

    page.get_by_text("Or fill a short form").click()
    page.get_by_label("Age of the child, or from–to").fill("5")
    page.get_by_role("group", name="Themes").get_by_label("Medical opinion on injury").check()
    settled(page, lambda: page.get_by_role("button", name="Compare", exact=True).click())
    expect(page.locator("#step-read")).to_contain_text("from the form")
    assert order(page)


def test_what_is_no_case_is_said(visit: Callable[..., Page]) -> None:
    page = visit("/scope")
    field = page.get_by_label("Paste an anonymised summary")
    for text, said in (("", "too short"), ("word " * 90_000, "characters"), ("Baby.", "too short")):
        field.evaluate("(field, text) => { field.value = text; }", text)
        page.get_by_role("button", name="Check the text, then compare").click()
        expect(page.locator("#paste-fault")).to_contain_text(said, timeout=SLOW)
        expect(field).to_be_focused()


def test_a_text_that_is_forgotten_is_asked_for_again(visit: Callable[..., Page]) -> None:
    page = visit("/scope")
    paste(page, TEXT)
    page.locator(".scope .found").wait_for()
    asked = page.url
    settled(page, lambda: page.get_by_role("button", name="Forget the text").click())
    expect(page.get_by_label("Paste an anonymised summary")).to_have_value("")
    page.goto(asked)
    expect(page.locator("#scope")).to_contain_text("Paste the text again")
    assert UNIQUE not in page.content()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(visit: Callable[..., Page], size: dict[str, int], scheme: str) -> None:
    page = visit("/scope", size, color_scheme=scheme)
    page.locator(".scope-ask details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
    paste(page, NAMED)
    page.locator("#guard-heading").wait_for()
    problems = _axe(page, "guard")
    page.get_by_role("button", name="Mask these words").click()
    page.locator(".scope .found").wait_for()
    page.locator(".scope details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
    problems += _axe(page, "scope")
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    page.get_by_role("button", name="Add to shortlist").first.click()
    page.locator(".added").first.wait_for()
    page.goto(page.evaluate("location.origin") + "/shortlist")
    page.locator(".shortlist .item").first.wait_for()
    page.locator(".shortlist details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert problems + _axe(page, "shortlist") == []


def _axe(page: Page, name: str) -> list[str]:
    return [f"{name}: {problem}" for problem in serious(page)]
