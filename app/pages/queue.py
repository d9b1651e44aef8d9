"""To review: uncertain tags and facts, the most useful first, each with what a person needs to decide on it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import gradio as gr

from app import words
from app.address import one, parameters
from app.deciding.decide import label_of, person
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.render import render
from app.review import facts as facts_table
from app.review.chips import Chip, chips
from index.tagging.doubts import FactDoubt, Queue, TagDoubt, why
from index.tagging.tags import AgencyTag, PassageTags, ThemeTag
from ingest.decided import corrections
from ingest.decided.decisions import About
from ingest.model import Passage

PATH = "/queue"

PAGE = 20
_MOST = 500
_KINDS: dict[str, tuple[str, About | None]] = {
    "": ("everything", None),
    "themes": ("themes", About.THEME),
    "agencies": ("agencies", About.AGENCY),
    "facts": ("facts", About.FACT),
}
_turns = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Item:
    """One doubt as it is shown: its question, why it is asked, and the words at issue in their place."""

    doubt: TagDoubt | FactDoubt
    question: str
    why: str
    chip: Chip | None = None
    pieces: Sequence[tuple[str, str]] = ()
    value: str = ""


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    shown = view("Looking through tags and facts…", "queue")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request), "load")

    place.change(lambda given: show(house, given, "address"), place, shown, **LATEST)
    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str, came: str) -> str:
    """The page for an address, as HTML."""
    given = parameters(address)
    kind = one(given, "about") if one(given, "about") in _KINDS else ""
    number = int(one(given, "show")) if one(given, "show").isdecimal() else PAGE
    number = min(max(number, PAGE), _MOST)
    queue = house.queue()
    doubts = queue.of(_KINDS[kind][1])
    return render(
        "queue.html",
        turn=next(_turns),
        came=came,
        address=_address(kind, number),
        queue=queue,
        kind=kind,
        kinds=[(_address(name, PAGE), label, len(queue.of(about)), name) for name, (label, about) in _KINDS.items()],
        items=[_item(doubt, queue) for doubt in doubts[:number]],
        number=len(doubts),
        possible=len(queue.of(About.THEME)) + len(queue.of(About.AGENCY)),
        doubtful=len(queue.of(About.FACT)),
        further=_address(kind, number + PAGE) if number < min(len(doubts), _MOST) else "",
        user=person().name,
        waiting=len(house.waiting()),
    )


def _address(kind: str, number: int) -> str:
    pairs = [("about", kind)] if kind else []
    pairs += [("show", str(number))] if number != PAGE else []
    return "/queue" + (f"?{urlencode(pairs)}" if pairs else "")


def _item(doubt: TagDoubt | FactDoubt, queue: Queue) -> Item:
    reason = why(doubt, queue.reviews)
    if isinstance(doubt, FactDoubt):
        name = facts_table.name_of(doubt.fact.name)
        said = facts_table.in_words(doubt.fact.name, doubt.fact.value)
        return Item(doubt, f"{name}: {said}?", reason, value=corrections.written(doubt.fact.name, doubt.fact.value))
    label = label_of(doubt.about, doubt.tag.id)
    named = words.label(doubt.about)
    found = chips(doubt.passage, _alone(doubt.tag))
    return Item(doubt, f"{named}: {label}?", reason, found.standing[0], _pieces(doubt.passage, found.pieces))


def _alone(tag: ThemeTag | AgencyTag) -> PassageTags:
    return PassageTags((tag,)) if isinstance(tag, ThemeTag) else PassageTags((), (tag,))


def _pieces(passage: Passage, pieces: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    return pieces or [(passage.text, "")]
