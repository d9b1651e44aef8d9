"""Check a draft: paste it or drop a file, and see beside each claim what the held reviews say."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app.address import one, parameters
from app.contract import draft as draft_json
from app.draft.kept import MINUTES
from app.draft.routes import ENDINGS, GONE
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from index.drafts.draft import LONGEST, MOST
from index.drafts.support import Verdict

PATH = "/draft"

_turns = itertools.count(1)


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    ask = render("draft_ask.html", minutes=MINUTES, longest=LONGEST + 1, most=MOST)
    gr.HTML(ask, js_on_load=None, apply_default_css=False, elem_id="draft-ask")
    shown = view("Opening the library…", "draft")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The report of the check that an address names, as HTML; while it runs, the page's script says how far it is."""
    token = one(parameters(address), "check")
    check = house.checks.get(token) if token else None
    frame: dict[str, Any] = {
        "came": came,
        "turn": next(_turns),
        "address": f"/draft?check={token}" if token else "/draft",
    }
    if check is None or check.report is None:
        said = GONE if token and check is None else check.fault if check else ""
        return render("draft_start.html", **frame, said=said, token=token if check and not check.fault else "")
    return render(
        "draft.html",
        **frame,
        report=check.report,
        said=draft_json,
        verdicts=tuple(Verdict),
        token=token,
        endings=ENDINGS,
        most=MOST,
    )
