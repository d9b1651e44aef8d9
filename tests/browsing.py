"""A running app and a browser for tests: served from a thread on a free port, visited as a new person would."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SLOW = 30_000

needs_chromium = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason=f"Chromium is not at {CHROMIUM}: install it or name it in $CHROMIUM"
)


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Serve an app; its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the app did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def visiting(browser: Browser, address: str, *, forgiven: str | None = None) -> Iterator[Callable[..., Page]]:
    """Open pages of the app, each as a new person would. At the end no request left the machine; the console is clean.

    ``forgiven`` is what a line of the console may say: the browser notes every refusal there by itself.
    """
    contexts: list[BrowserContext] = []
    hosts: set[str] = set()
    complaints: list[str] = []

    def open_(path: str, size: dict[str, int] = DESK, **settings: object) -> Page:
        context = browser.new_context(viewport=size, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page = context.new_page()
        page.set_default_timeout(SLOW)
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto(address + path)
        arrive(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert hosts <= {urlsplit(address).netloc, ""}
    assert [line for line in complaints if forgiven is None or forgiven not in line] == []


def arrive(page: Page) -> None:
    """Wait until the page has been filled."""
    page.locator("[data-turn]").first.wait_for()


def settled(page: Page, act: Callable[[], object]) -> None:
    """Do something, and wait until the page shows what came of it."""
    before = page.locator("[data-turn]").first.get_attribute("data-turn")
    act()
    expect(page.locator("[data-turn]").first).not_to_have_attribute("data-turn", before or "", timeout=SLOW)


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until what has this name at the start of its id is reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id").startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical in a page as it stands."""
    violations = Axe().run(page).response["violations"]
    grave = [item for item in violations if item["impact"] in ("serious", "critical")]
    return [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in grave]
