"""Recurring themes: in how many reviews each theme stands, by what an analyst counts by; a cell opens its passages."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from app.themes import address as theme_address
from app.themes import view as theme_view
from index.errors import IndexingError
from ingest.errors import VocabularyError

PATH = "/themes"

_turns = itertools.count(1)


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Counting the reviews…", "themes")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The page for an address, as HTML."""
    asked = theme_address.read(address)
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "asked": asked}
    try:
        found = theme_view.values(house, asked)
    except (IndexingError, VocabularyError) as problem:
        return render(
            "trouble.html",
            heading="The themes could not be counted",
            what=str(problem),
            kept="Nothing was changed.",
            address=asked.address(),
            title="Recurring themes",
            level="h1",
            **frame,
        )
    return render("themes.html", **frame, **found)
