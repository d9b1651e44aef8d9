"""Shortlist: what a person gathered under a name, with notes, in their order, to be taken away or made a note of."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from app import words
from app.address import one, parameters
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from app.scope.address import MOST, Asked
from app.shortlist.view import listed, reviews_of
from ingest.decided.shortlists import LONGEST_NAME, LONGEST_NOTE, Shortlists

PATH = "/shortlist"

_turns = itertools.count(1)


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Opening the shortlist…", "shortlist")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The page for an address, as HTML; without a name the list that was changed last is shown."""
    every = Shortlists(house.library.database).every()
    wanted = one(parameters(address), "name")
    current = next((kept for kept in every if kept.name == wanted), None)
    if current is None and not wanted and every:
        current = every[0]
    items = listed(house.library, current) if current else []
    said = _said(current.name if current else wanted, len(items), missing=bool(wanted) and current is None)
    values: dict[str, Any] = {
        "came": came,
        "turn": next(_turns),
        "address": _address(current.name) if current else "/shortlist",
        "current": current,
        "items": items,
        "others": [(kept.name, len(kept.items), _address(kept.name)) for kept in every],
        "said": said,
        "longest_name": LONGEST_NAME,
        "longest_note": LONGEST_NOTE,
        "scope": Asked(use=tuple(reviews_of(items)[:MOST])).address(),
    }
    return render("shortlist.html", **values)


def _address(name: str) -> str:
    return f"/shortlist?{urlencode({'name': name})}"


def _said(name: str, number: int, *, missing: bool) -> str:
    if missing:
        return f"There is no shortlist “{name}” in this library."
    return f"{name}: {words.count(number, 'item')}" if name else "Nothing has been put on a shortlist yet."
