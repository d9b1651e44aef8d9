"""Recommendations: has this been recommended before, what was recommended more than once, and what a board repeats."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app import address, words
from app.address import one, parameters
from app.house import House
from app.lines import recommendations as said
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from index.errors import IndexingError
from index.query import Filters
from index.repeat import Repeats, repeats_of
from ingest.vocabulary.reading import vocabulary

PATH = "/recommendations"

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
    """The page for an address, as HTML: ``text``, ``board``, and the filters of the other pages."""
    asked = parameters(given)
    text, board = one(asked, "text").strip(), one(asked, "board")
    filters = address.read(given).filters
    here = "/recommendations" + (f"?{given.partition('?')[2].partition('#')[0]}" if asked else "")
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "address": here}
    try:
        values = _values(house, text, board, filters)
    except IndexingError as problem:
        kept = "Nothing was changed."
        heading, title = "The recommendations could not be searched", "Recommendations"
        return render("trouble.html", heading=heading, what=str(problem), kept=kept, title=title, level="h1", **frame)
    return render("recommendations.html", **frame, **_choices(house), **values)


def _values(house: House, text: str, board: str, filters: Filters) -> dict[str, Any]:
    recommending = house.recommending
    before = recommending.before(text, filters) if text else None
    listing = recommending.families(filters) if before is None and not board else None
    repeats: Repeats | None = repeats_of(house.library, board, house.counts, recommending) if board else None
    shown = before or listing
    return {
        "text": text,
        "board": board,
        "filters": filters,
        "before": before,
        "listing": listing,
        "repeats": repeats,
        "searched": said.searched(shown) if shown else "",
        "announce": said.verdict(before) if before else said.searched(listing) if listing else _repeated(repeats),
        "most": _MOST,
        "said": said,
    }


def _repeated(repeats: Repeats | None) -> str:
    if repeats is None:
        return ""
    themes, again = len(repeats.themes), len(repeats.recommendations)
    made = f"{words.count(themes, 'theme')} and {words.count(again, 'recommendation')}"
    return f"{made} stand in two or more of {words.count(len(repeats.reviews), 'review')}."


def _choices(house: House) -> dict[str, Any]:
    held = vocabulary()
    boards = {one.publisher_id: one.publisher or "" for one in house.library.catalogue.reviews() if one.publisher_id}
    named = {key: house.boards().get(key, name) for key, name in boards.items()}
    return {
        "publishers": sorted(named.items(), key=lambda pair: pair[1]),
        "themes": sorted(((theme.id, theme.label) for theme in held.themes), key=lambda pair: pair[1]),
        "agencies": sorted(((agency.id, agency.label) for agency in held.agencies), key=lambda pair: pair[1]),
    }
