"""Briefing: a theme or a case, the passages that are offered, picked and ordered by a person, and the paper of them."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app.address import GROUPS
from app.briefing import address as briefing_address
from app.briefing.address import FILTERS, Asked
from app.briefing.export import ENDINGS
from app.errors import AppError
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from app.scope import address as scope_address
from app.themes import address as theme_address
from index.errors import IndexingError
from index.quoting.cited import NOTHING

PATH = "/briefing"

_turns = itertools.count(1)
_FREQUENT = 8
_MOST_TITLES = 300


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Gathering what the reviews say…", "briefing")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, given: str, came: str) -> str:
    """The page for an address, as HTML."""
    asked = briefing_address.read(given)
    values: dict[str, Any] = {"came": came, "turn": next(_turns), "asked": asked, "nothing": NOTHING}
    try:
        values |= _choices(house, asked)
    except IndexingError as problem:
        values |= {"what": str(problem), "kept": "Nothing was changed.", "title": "Briefing", "level": "h1"}
        return render("trouble.html", heading="No briefing can be made", address=asked.address(), **values)
    from app.papers import cite

    return render("briefing.html", **values, **_paper(house, asked), cited=cite.citation, quote=cite.quote)


def _paper(house: House, asked: Asked) -> dict[str, Any]:
    """The paper and what can be chosen for it, or why there is none."""
    from app.briefing.papers import made_for
    from app.briefing.view import length_of, parts_of

    empty = asked.case.empty if asked.case else not asked.filters.themes
    if empty:
        return {"made": None, "why": "", "parts": [], "length": "", "changed": None}
    try:
        made = made_for(house, asked, drawn=False)
    except (AppError, IndexingError) as problem:
        return {"made": None, "why": str(problem), "parts": [], "length": "", "changed": None}
    changed = asked.revision if asked.revision not in (None, made.revision) else None
    return {"made": made, "why": "", "parts": parts_of(made), "length": length_of(made), "changed": changed}


def _choices(house: House, asked: Asked) -> dict[str, Any]:
    """What the forms offer: filters with their values, the themes found most often, and the held reviews."""
    counted = house.counts.current()
    offered = theme_address.choices(counted, house.boards())
    names = dict(offered["theme"])
    often = {name: sum(name in one.themes for one in counted.reviews) for name in names}
    frequent = sorted(names, key=lambda name: (-often[name], names[name]))[:_FREQUENT]
    reviews = [one.review for one in counted.reviews] if len(counted.reviews) <= _MOST_TITLES else []
    groups = [GROUPS[name] for name in FILTERS]
    return {
        "groups": [
            (group.parameter, group.legend, offered[group.parameter], getattr(asked.filters, name))
            for name, group in zip(FILTERS, groups, strict=True)
        ],
        "frequent": [
            (names[name], often[name], Asked(filters=theme_address.read(f"?theme={name}").filters).address())
            for name in frequent
        ],
        "counted": len(counted.reviews),
        "reviews": sorted(reviews, key=lambda one: (one.title, one.year or 0)),
        "endings": ENDINGS,
        "on_theme": asked.case is None,
        "to_theme": Asked(filters=asked.filters).address() if asked.filters.themes else "/briefing",
        "to_case": Asked(case=asked.case or scope_address.Asked()).address(),
    }
