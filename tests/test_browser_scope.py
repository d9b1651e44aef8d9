"""Scope a review in Chromium: the guard, chips, order, evidence, note; and no trace of a pasted text anywhere after.

The app runs as people run it, in a process of its own with a home and a temporary folder of its own, so that every file
that it or the browser leaves can be looked through. The people and places in the texts are invented.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from evals.fictional import write
from index.config import IndexConfig
from index.desk import bring_up_to_date
from ingest import pipeline
from ingest.library import Library

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
HELD = ("northmere-2018", "northmere-2021", "marlingshire-2019", "strathorran-2016", "cwm-arian-2025")
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SLOW = 30_000
UNIQUE = "Quillonby"
NAME, STREET = "Liam Harkeldine", "12 Sprottlewick Close"
TEXT = (
    f"A baby of four months from {UNIQUE} had bruises on his face and arm before he could move. The GP saw a bruise and "
    "accepted what the mother said. No referral was made. The father had convictions for violence and the health "
    "visitor did not know of him. The baby died of a head injury."
)
NAMED = f"{TEXT} His uncle {NAME}, born 3 March 1988, lived at {STREET}."

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason=f"Chromium is not at {CHROMIUM}: install it or name it in $CHROMIUM"
)


@dataclass(frozen=True, slots=True)
class App:
    """A running app: its address, and the folders to which it and the browser can write."""

    address: str
    places: Path


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app over some of the fictional library, in its own process."""
    places = tmp_path_factory.mktemp("scope")
    fiction = tmp_path_factory.mktemp("fiction")
    write(fiction)
    library = Library.open(places / "library", create=True)
    pipeline.add(library, sorted(path for path in fiction.iterdir() if path.name.startswith(HELD)))
    bring_up_to_date(library, IndexConfig())
    library.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    homes = {name: str(places / name.lower()) for name in ("HOME", "TMPDIR", "GRADIO_TEMP_DIR", "XDG_CACHE_HOME")}
    for home in homes.values():
        Path(home).mkdir()
    line = [sys.executable, "-m", "app.cli", "--library", str(places / "library"), "serve", "--port", str(port)]
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


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def visit(playwright: Playwright, app: App, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a page as a new person would; at the end the console is clean."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(path: str, size: dict[str, int] = DESK, **settings: object) -> Page:
        profile = tmp_path / f"profile-{len(contexts)}"
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--no-first-run"],
            viewport=size,
            **settings,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.pages[0]
        page.set_default_timeout(SLOW)
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto(app.address + path)
        page.locator("[data-turn]").first.wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def settled(page: Page, act: Callable[[], object]) -> None:
    """Do something, and wait until the page shows what came of it."""
    before = page.locator("[data-turn]").first.get_attribute("data-turn")
    act()
    expect(page.locator("[data-turn]").first).not_to_have_attribute("data-turn", before or "", timeout=SLOW)


def paste(page: Page, text: str) -> None:
    page.get_by_label("Paste an anonymised summary").fill(text)
    page.get_by_role("button", name="Check the text, then compare").click()


def order(page: Page) -> list[str]:
    return page.locator(".scope .found > li").evaluate_all("items => items.map(item => item.dataset.review)")


def holding(folder: Path, word: str) -> list[Path]:
    """The files under a folder that hold a word, in either of the ways in which text is written to disk."""
    wanted = [word.encode(), word.encode("utf-16-le"), word.lower().encode()]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if any(way in path.read_bytes() for way in wanted)]


def test_a_pasted_text_leaves_no_trace_in_any_file(visit: Callable[..., Page], app: App, tmp_path: Path) -> None:
    page = visit("/scope")
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
    page.context.close()

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
