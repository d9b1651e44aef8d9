"""A running app and a browser for tests: served from a thread on a free port, visited as a new person would."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SLOW = 30_000


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Serve an app; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def visiting(address: str) -> Iterator[Callable[..., Page]]:
    """Open pages of the app; at the end the console is clean."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def open_(path: str, size: dict[str, int] = DESK, **settings: object) -> Page:
            page = browser.new_context(viewport=size, **settings).new_page()  # type: ignore[arg-type]
            page.set_default_timeout(SLOW)
            page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
            page.goto(address + path)
            page.locator("[data-turn]").first.wait_for()
            return page

        yield open_
        browser.close()
    assert complaints == []


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until what has this name at the start of its id is reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id").startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")
