"""Check a draft: paste it, and see beside each claim what the held reviews say. Nothing of it is kept."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app.contract import draft as draft_json
from app.house import House
from app.pages.parts import LATEST, view
from app.render import render
from index.draft import LONGEST
from index.errors import IndexingError
from index.support import Verdict
from ingest.guard import marks

PATH = "/draft"

_turns = itertools.count(1)
_INTRO = (
    "<h1 class='page-title'>Check a draft</h1><p class='intro'>Paste a briefing or part of a report. Each sentence "
    "that claims something of reviews is set beside what the held reviews say. The text is neither stored nor logged. "
    "For a file: <code>commonthread check-draft FILE</code></p>"
)


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    gr.HTML(_INTRO, js_on_load=None, apply_default_css=False)
    text = gr.Textbox(label="The draft", elem_id="draft-text", lines=8, max_lines=20, max_length=LONGEST + 1)
    anyway = gr.Checkbox(label="Check it although it may identify somebody", elem_id="draft-anyway")
    go = gr.Button("Check the draft", variant="primary", elem_id="draft-go")
    shown = view("<span id='draft-waits'>Nothing has been checked yet.</span>", "draft")
    manner = {**LATEST, "show_progress": "minimal"}
    go.click(lambda given, sure: show(house, given, sure=bool(sure)), [text, anyway], shown, **manner)


def show(house: House, text: str | None, *, sure: bool) -> str:
    """What was found, as HTML. A draft that may identify somebody waits until a person says to go on."""
    frame: dict[str, Any] = {"came": "search", "turn": next(_turns), "address": ""}
    found = marks(text or "")
    if found and not sure:
        kinds = tuple(dict.fromkeys(mark.kind.value for mark in found))
        return render("draft.html", **frame, kinds=kinds, report=None, said=draft_json, verdicts=())
    try:
        report = house.drafts.check(text or "")
    except IndexingError as problem:
        values = {"what": str(problem), "kept": "Nothing was kept.", "title": "Check a draft", "level": "h2"}
        return render("trouble.html", heading="The draft could not be checked", **values, **frame)
    return render("draft.html", **frame, kinds=(), report=report, said=draft_json, verdicts=tuple(Verdict))
