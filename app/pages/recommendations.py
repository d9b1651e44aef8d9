"""Recommendations: has this been recommended before, what was recommended more than once, and every one in a table."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app.house import House
from app.lines import recommendations as said
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.recommendations.address import STEP, Asked, read
from app.render import render
from app.themes.address import choices
from index.errors import IndexingError
from index.recommendations.recommending import Before, Listing
from index.recommendations.stated import Sort, families_by, stated_in

PATH = "/recommendations"

SORTS = {
    Sort.TIMES: "made most often first",
    Sort.NEWEST: "newest first",
    Sort.OLDEST: "oldest first",
    Sort.PUBLISHER: "by publisher",
}

_turns = itertools.count(1)
_MOST = 30


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Reading the recommendations…", "recommendations")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, given: str, came: str) -> str:
    """The page for an address, as HTML: ``text``, ``every``, ``sort`` and the filters of the other pages."""
    asked = read(given)
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "address": asked.address()}
    try:
        values = _values(house, asked)
    except IndexingError as problem:
        kept = "Nothing was changed."
        heading, title = "The recommendations could not be searched", "Recommendations"
        return render("trouble.html", heading=heading, what=str(problem), kept=kept, title=title, level="h1", **frame)
    return render("recommendations.html", **frame, asked=asked, **values)


def _values(house: House, asked: Asked) -> dict[str, Any]:
    recommending = house.recommending
    before: Before | None = recommending.before(asked.text, asked.filters) if asked.text else None
    listing: Listing | None = None if before else recommending.families(asked.filters)
    every = stated_in(recommending, house.counts, listing, asked.sort) if listing and asked.every else ()
    shown = before or listing
    return {
        "before": before,
        "listing": listing,
        "families": families_by(listing.families, asked.sort)[:_MOST] if listing else (),
        "every": every,
        "searched": said.searched(shown) if shown else "",
        "announce": said.verdict(before) if before else said.searched(listing) if listing else "",
        "most": _MOST,
        "step": STEP,
        "sorts": SORTS if asked.every else {name: words for name, words in SORTS.items() if name != Sort.PUBLISHER},
        "said": said,
        "choices": choices(house.counts.current(), house.boards()),
    }
