"""The annual analysis: the ten most frequent learning points of a period, beside the period before."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app.annual import address as annual_address
from app.annual import view as annual_view
from app.errors import NothingFound
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from index.errors import BadQuery, IndexingError
from ingest.errors import VocabularyError

PATH = "/annual"

_turns = itertools.count(1)


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Counting the reviews…", "annual")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The page for an address, as HTML. What cannot be counted is said above the form, which stays."""
    asked = annual_address.read(address)
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "asked": asked}
    try:
        frame |= annual_view.form(house, asked)
        return render("annual.html", **frame, **annual_view.values(house, asked))
    except (NothingFound, BadQuery) as problem:
        return render("annual.html", **frame, annual=None, scope=str(problem))
    except (IndexingError, VocabularyError) as problem:
        return render(
            "trouble.html",
            heading="The learning points could not be counted",
            what=str(problem),
            kept="Nothing was changed.",
            address=asked.address(),
            title="Annual analysis",
            level="h1",
            came=came,
            turn=frame["turn"],
        )
