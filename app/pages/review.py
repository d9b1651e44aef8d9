"""Review: the outline, the passages in order, and the page itself with the passage marked."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app import words
from app.address import one, parameters, to_review
from app.deciding.decide import person
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from app.review import facts as facts_table
from app.review import outline
from app.review.chips import Chips, chips
from app.review.opening import Opening, open_at
from app.web.files import PDF
from index.tagging.tags import UNTAGGED

PATH = "/review"

_turns = itertools.count(1)


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Opening the review…", "review")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The page for an address, as HTML."""
    frame: dict[str, object] = {"came": came, "turn": next(_turns)}
    opening = open_at(house.library.catalogue, address)
    if opening is None:
        return _not_held(house, address, frame)
    return render("review.html", **frame, **_values(house, opening))


def _not_held(house: House, address: str, frame: dict[str, object]) -> str:
    stone = house.library.tombstones.of(one(parameters(address), "id"))
    told = (
        f"It was {stone.in_words}. Nothing of it is held, and it is not taken in again."
        if stone
        else "No review or document with this address is in the library. The link may come from another library."
    )
    return render(
        "trouble.html",
        heading="This review was withdrawn" if stone else "This review is not held",
        what=told,
        kept="",
        address="",
        title="Withdrawn" if stone else "Not held",
        level="h1",
        **frame,
    )


def _values(house: House, opening: Opening) -> dict[str, object]:
    document, page = opening.document, opening.page
    made = house.decisions([opening.review.id] if opening.review else [])
    return {
        "opening": opening,
        "title": opening.review.title if opening.review else document.title,
        "line": words.review_line(opening.review) if opening.review else words.document_line(document),
        "facts": facts_table.rows(opening, made.get(opening.review.id, ()) if opening.review else ()),
        "headings": outline.headings(opening),
        "points": outline.points(opening),
        "body": _body(opening),
        "chips": _chips(house, opening),
        "user": person().name,
        "address": _address(opening),
        "pictured": document.media_type == PDF,
        "page": page,
        "page_name": words.page_numbers([page.index], [page.label]) if page else "",
        "marks": _marks(opening),
        "unread": words.unread_line(document),
        "newer": house.library.catalogue.newer_version(document.id),
        "announce": _announcement(opening),
    }


def _body(opening: Opening) -> list[tuple[Any, list[tuple[int, str]]]]:
    shown = {passage.id for passage in opening.shown}
    return [(passage, news) for passage, news in outline.changes(opening.passages) if passage.id in shown]


def _chips(house: House, opening: Opening) -> dict[str, Chips]:
    """The chips of each passage that is shown, by its id."""
    ids = [passage.id for passage in opening.shown]
    tags, made = house.tags(ids), house.decisions(ids)
    return {
        passage.id: chips(passage, tags.get(passage.id, UNTAGGED), made.get(passage.id, ()))
        for passage in opening.shown
    }


def _address(opening: Opening) -> str:
    chosen, page = opening.chosen, opening.page
    at_chosen = chosen is not None and page is not None and page.index in chosen.pages
    return to_review(
        opening.id,
        document=None if chosen or opening.document is opening.documents[0] else opening.document.id,
        passage=chosen.id if chosen else None,
        page=page.index if page and not (at_chosen and chosen and page.index == chosen.pages[0]) else None,
    ).partition("#")[0]


def _marks(opening: Opening) -> list[tuple[int, int]]:
    if not opening.chosen or not opening.page:
        return []
    return [(span.start, span.end) for span in opening.chosen.spans if span.page == opening.page.index]


def _announcement(opening: Opening) -> str:
    if not opening.page:
        return opening.document.title
    marked = ", with the passage marked" if _marks(opening) else ""
    return f"Page {opening.page.index} of {opening.document.pages} is shown{marked}."
