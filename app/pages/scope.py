"""Scope a review: a case, what was read from it, the reviews like it, and what they offer to a new scope."""

from __future__ import annotations

import itertools
from typing import Any

import gradio as gr

from app import words
from app.briefing import address as briefing_address
from app.contract.similar import said
from app.errors import NothingFound
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from app.scope import address as scope_address
from app.scope import shown as scope_shown
from app.scope.address import MOST, STEP, Asked
from app.scope.cases import MINUTES
from app.scope.next_steps import parts_of
from app.scope.routes import ENDINGS
from app.scope.scoped import Compared, compared, note
from app.themes import address as theme_address
from index.cases.case import Signal
from index.errors import IndexingError
from ingest.model import Document, Review
from ingest.vocabulary.reading import vocabulary

PATH = "/scope"

_turns = itertools.count(1)
_MOST_TITLES = 20
_FEW = 3
_START = "Nothing has been compared yet."


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    from index.cases.reader import LONGEST

    place = address_box()
    ask = render("scope_ask.html", minutes=MINUTES, longest=LONGEST + 1, groups=_groups())
    gr.HTML(ask, js_on_load=None, apply_default_css=False, elem_id="scope-ask")
    shown = view("Opening the library…", "scope")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The page for an address, as HTML."""
    asked = scope_address.read(address)
    frame: dict[str, Any] = {"came": came, "turn": next(_turns), "asked": asked}
    if asked.find:
        return _titles(house, asked, frame)
    if asked.empty:
        chosen = (
            f" {words.count(len(asked.use), 'review')} chosen before will be used for the note." if asked.use else ""
        )
        return render("scope_start.html", **frame, said=_START + chosen, reviews=(), more=0)
    try:
        return render("scope.html", **frame, **_values(house, compared(house, asked)))
    except NothingFound as problem:
        kept = "Paste it again above. What you had set is in this address, and can be set again."
        return _trouble("Paste the text again", f"{problem}", kept, frame)
    except IndexingError as problem:
        return _trouble("This case cannot be compared as it stands", str(problem), "Nothing was changed.", frame)


def _trouble(heading: str, what: str, kept: str, frame: dict[str, Any]) -> str:
    address = frame["asked"].address()
    more = {"address": address, "title": "Scope a review", "level": "h2"}
    return render("trouble.html", heading=heading, what=what, kept=kept, **more, **frame)


def _groups() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What can be ticked in the short form: parameter, legend, values with their labels."""
    held = vocabulary()
    terms = (
        ("harm", "Harm", held.harms),
        ("add-theme", "Themes", held.themes),
        ("add-agency", "Agencies", held.agencies),
    )
    return [(name, legend, [(one.id, one.label) for one in kind]) for name, legend, kind in terms]


def _titles(house: House, asked: Asked, frame: dict[str, Any]) -> str:
    """Held reviews whose title, subject or publisher has all the words."""
    wanted = asked.find.casefold().split()
    fitting = [one for one in house.library.catalogue.reviews() if _has(one, wanted)]
    fitting.sort(key=lambda one: (one.title, one.year or 0))
    said = f"{words.count(len(fitting), 'review')} held with “{asked.find}” in title or publisher"
    more = max(0, len(fitting) - _MOST_TITLES)
    return render("scope_start.html", **frame, said=said, reviews=fitting[:_MOST_TITLES], more=more)


def _has(review: Review, wanted: list[str]) -> bool:
    text = f"{review.title} {review.publisher or ''} {review.year or ''}".casefold()
    return all(word in text for word in wanted)


def _values(house: House, found: Compared) -> dict[str, Any]:
    asked, likes = found.asked, found.likes
    results = house.precedents.counterparts(likes, asked.show)
    here = [one.review.id for one in results]
    titles = {one.counted.review.id: one.counted.review.title for one in likes.found}
    documents: dict[str, Document | None] = {}

    def document_of(key: str) -> Document | None:
        if key not in documents:
            documents[key] = house.library.catalogue.document(key)
        return documents[key]

    return {
        "case": found.case,
        "review": house.library.catalogue.review(asked.review) if asked.review else None,
        "read": scope_shown.read_of(found),
        "likes": likes,
        "results": results,
        "bars": {one.review.id: scope_shown.bars(one) for one in results},
        "sides": {one.review.id: scope_shown.pairs(one, found.case, document_of) for one in results},
        "said": said,
        "titles": titles,
        "elsewhere": [name for name in asked.use if name not in here],
        "vocabulary": _vocabulary(),
        "filters": _filters(house, asked),
        "further": _further(found, len(results)),
        "end": _end(found),
        "announce": _announced(found, [one.review.title for one in results[:_FEW]]),
        "endings": ENDINGS,
        "shared": asked.address(case=""),
        "section": briefing_address.Asked(case=asked).address(),
        **_next(house, found),
    }


def _next(house: House, found: Compared) -> dict[str, Any]:
    """What the chosen reviews offer to a new scope, under the headings of the note."""
    from app.reports.scoping_note import scoping_note
    from app.reports.scoping_parts import used

    if not found.likes.reviews:
        return {"parts": [], "left": [], "used": 0, "reviews_of": {}}
    scope = note(house, found)
    parts, left = parts_of(scoping_note(scope))
    cited = [*used(scope.scoping), *(enquiry.cited for enquiry in scope.scoping.enquiries)]
    reviews_of = {one.passage.id: one.review.id for one in cited if one.review}
    return {"parts": parts, "left": left, "used": len(scope.scoping.reviews), "reviews_of": reviews_of}


def _vocabulary() -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be added to a case: groups of terms, each with the value of its parameter."""
    held = vocabulary()
    kinds = ((Signal.HARM, "Harm", held.harms), (Signal.AGENCIES, "Agencies", held.agencies))
    groups = [(legend, [(f"{signal}:{one.id}", one.label) for one in terms]) for signal, legend, terms in kinds]
    for group in held.groups:
        groups.append((group.label, [(f"{Signal.THEMES}:{one.id}", one.label) for one in held.themes_of(group.id)]))
    return groups


def _filters(house: House, asked: Asked) -> list[tuple[str, str, list[tuple[str, str]], tuple[str, ...]]]:
    offered = theme_address.choices(house.counts.current(), house.boards())
    return [
        ("nation", "Nation", offered["nation"], asked.filters.nations),
        ("type", "Type of review", offered["type"], asked.filters.review_types),
        (
            "publisher",
            "Publisher (tick your own board to see only what it published)",
            offered["publisher"],
            asked.filters.publishers,
        ),
    ]


def _further(found: Compared, shown: int) -> str:
    asked = found.asked
    if asked.show >= MOST or shown < asked.show or len(found.likes.found) <= shown:
        return ""
    return asked.address(show=min(MOST, asked.show + STEP))


def _end(found: Compared) -> str:
    """What a careful reader must know of how like the nearest are."""
    likes = found.likes
    if not likes.reviews:
        return "No review is in scope of these filters. Take one away to compare with more."
    of = words.count(likes.reviews, "review")
    if likes.sharing < _FEW:
        few = f"Fewer than {_FEW} of the {of} compared share more than two signals with the case."
        return f"{few} What stands above is the nearest there is, and may not be near."
    share = f"{likes.sharing} of the {of} compared share more than two signals with the case"
    return f"{share}; the others follow by nearness."


def _announced(found: Compared, first: list[str]) -> str:
    if not first:
        return "No review is in scope of these filters."
    return f"{words.count(found.likes.reviews, 'review')} compared. Nearest first: {'; '.join(first)}."
