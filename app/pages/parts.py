"""Parts that the pages share: a place for our own HTML, the address box that the browser's script writes to."""

from __future__ import annotations

from typing import Any

import gradio as gr

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""No listener is offered as an API, and progress is said in words by our own script."""

LATEST: dict[str, Any] = {**PRIVATE, "trigger_mode": "always_last"}
"""The same for what a person sets: while one search runs, only the last of the next ones is kept."""


def view(waiting: str, name: str) -> Any:
    """Where a page's HTML goes. Gradio does not clean it: only ``app.render`` may fill it."""
    waits = f"<p class='waiting'>{waiting}</p>"
    return gr.HTML(waits, js_on_load=None, apply_default_css=False, elem_id=name)


def address_box() -> Any:
    """An unseen box: ``page.js`` writes an address into it, and the page shows that address."""
    return gr.Textbox(visible="hidden", elem_id="address", label="Address")


def query_of(request: gr.Request) -> str:
    """The address that the page was opened with, from its question mark on."""
    return f"?{request.request.url.query}"
