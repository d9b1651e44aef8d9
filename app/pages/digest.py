"""What is new: reviews that came, changed or were taken down, in all of the library or in a saved scope."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import gradio as gr

from app import words
from app.digest.address import Asked, read
from app.digest.gathering import Gathered, gathered
from app.digest.saved import filters_of, said
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from index.errors import IndexingError
from index.quoting.news import MOST_QUOTED
from ingest.decided.scopes import LONGEST_NAME, Scopes

PATH = "/digest"

_turns = itertools.count(1)
_MOST = 100


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Looking for what is new…", "digest")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, given: str, came: str) -> str:
    """The page for an address, as HTML."""
    asked = read(given)
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "address": asked.address(), "title": "What is new"}
    try:
        found = gathered(house, asked)
    except IndexingError as problem:
        heading = "What is new could not be put together"
        kept = "Nothing was changed."
        return render("trouble.html", heading=heading, what=str(problem), kept=kept, level="h1", **frame)
    return render("digest.html", **frame, **_values(house, asked, found))


def _values(house: House, asked: Asked, found: Gathered) -> dict[str, Any]:
    news, boards = found.news, house.boards()
    since = found.news.since.astimezone()
    from_day = f"{since.day} {since:%B %Y}"
    begins = f"you last looked, {from_day} at {since:%H:%M}" if found.looked else from_day
    scope = said(news.filters, boards)
    return {
        "asked": asked,
        "news": news,
        "saved": found.saved,
        "missing": found.missing,
        "since": since,
        "begins": begins,
        "tally": f"{len(news.new)} of {words.count(news.scope.reviews, 'review')} in scope came since {begins}",
        "scope": scope,
        "suggested": scope[:LONGEST_NAME] if asked.pairs("since", "before") else "",
        "longest": LONGEST_NAME,
        "until": found.until.isoformat(),
        "others": _others(house, boards),
        "most": _MOST,
        "most_quoted": MOST_QUOTED,
        "with_before": replace(asked, before=True).address() + "#before",
        "feed": _feed(house, asked, found),
    }


def _others(house: House, boards: dict[str, str]) -> list[tuple[str, str, str, bool]]:
    """Each saved scope: its name, its filters in words, its address, and whether anybody has looked at it."""
    every = Scopes(house.library.database).every()
    return [(one.name, said(filters_of(one.filters), boards), Asked(one.id).address(), bool(one.seen)) for one in every]


def _feed(house: House, asked: Asked, found: Gathered) -> str:
    """The address of the feed of what is shown; empty where there is none."""
    if house.base is None or (asked.pairs("since", "before") and not found.saved):
        return ""
    return f"/feed.atom?scope={found.saved.id}" if found.saved else "/feed.atom"
