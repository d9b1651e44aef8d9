"""Repeat learning: what a board's own reviews said more than once, in time order, and what was said to be done."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from app import words
from app.address import one, parameters
from app.house import House
from app.lines import recommendations as said
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.recommendations.steps import Story, of_recommendation, of_theme
from app.render import render
from index.errors import IndexingError
from index.recommendations.repeat import Repeats, repeats_of

PATH = "/repeat"

_turns = itertools.count(1)


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Reading the board’s reviews…", "repeat")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, given: str, came: str) -> str:
    """The page for an address, as HTML: ``board``, and ``theme`` where one alone is wanted."""
    asked = parameters(given)
    board, theme = one(asked, "board"), one(asked, "theme")
    pairs = [(name, value) for name, value in (("board", board), ("theme", theme)) if value]
    address = "/repeat" + (f"?{urlencode(pairs)}" if pairs else "")
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "address": address}
    try:
        found = repeats_of(house.library, board, house.counts, house.recommending) if board else None
    except IndexingError as problem:
        heading, title = "What repeats could not be read", "Repeat learning"
        kept = "Nothing was changed."
        return render("trouble.html", heading=heading, what=str(problem), kept=kept, title=title, level="h1", **frame)
    return render("repeat.html", **frame, board=board, theme=theme, said=said, **_values(house, found, theme))


def _values(house: House, found: Repeats | None, theme: str) -> dict[str, Any]:
    of = len(found.reviews) if found else 0
    themes = [each for each in found.themes if theme in ("", each.theme)] if found else []
    stories = [of_theme(each, of) for each in themes]
    again = [of_recommendation(each, of) for each in found.recommendations] if found and not theme else []
    return {
        "found": found,
        "themes": stories,
        "recommendations": again,
        "announce": _announced(found, stories, again),
        "publishers": _boards(house),
        "choices": [(each.theme, words.named("themes", each.theme)) for each in found.themes] if found else [],
    }


def _announced(found: Repeats | None, themes: list[Story], again: list[Story]) -> str:
    if found is None:
        return "Choose a board."
    made = f"{words.count(len(themes), 'theme')} and {words.count(len(again), 'recommendation')}"
    return f"{made} stand in two or more of {words.count(len(found.reviews), 'review')}"


def _boards(house: House) -> list[tuple[str, str]]:
    """Boards with how many reviews are held of each: one alone repeats nothing."""
    names, numbers = house.boards(), dict[str, int]()
    for review in house.library.catalogue.reviews():
        if review.publisher_id:
            numbers[review.publisher_id] = numbers.get(review.publisher_id, 0) + 1
    pairs = [(key, f"{names.get(key, key)} ({words.count(number, 'review')})") for key, number in numbers.items()]
    return sorted(pairs, key=lambda pair: pair[1].casefold())
