"""Held back: pages that wait for a person, and what was withdrawn. Looking comes before letting through."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from app.address import one, parameters
from app.deciding.decide import person
from app.house import House
from app.pages.parts import PRIVATE, query_of, view
from app.render import render
from app.web.files import PDF
from ingest.gate.reasons import said
from ingest.model import Document
from ingest.withdrawn.tombstones import WithdrawalReason
from ingest.withdrawn.tombstones import said as why_withdrawn

PATH = "/held-back"

_turns = itertools.count(1)
_DONE = {
    "released": "The page was let through. It is read, and can be found.",
    "withdrawn": "The document was withdrawn. A tombstone keeps it out.",
    "refused": "Nothing was changed: no such page waits any more, or no name was given.",
    "locked": "Another command is changing the library, or holds it open. Try again when it has finished; a withdrawal "
    "that was begun goes on with: commonthread withdraw --finish",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that waits, as it is shown. ``page`` is 0 for the file itself."""

    document: str
    name: str
    page: int
    pages: int
    reasons: tuple[str, ...]
    stopped: str
    pictured: bool


def lay_out(house: House) -> None:
    """Lay out the page; it is filled when it is opened."""
    shown = view("Opening what is held back…", "held-back")

    def load(request: gr.Request) -> str:
        return show(house, query_of(request))

    gr.on(None, load, None, shown, **PRIVATE)


def show(house: House, address: str) -> str:
    """The page as HTML."""
    documents = {document.id: document for document in house.library.catalogue.documents()}
    waiting = [
        Waiting(
            document=held.document_id,
            name=_name(documents[held.document_id]),
            page=held.page,
            pages=documents[held.document_id].pages,
            reasons=tuple(said(reason) for reason in held.reasons),
            stopped=f"{held.stopped.day} {held.stopped:%B %Y}",
            pictured=documents[held.document_id].media_type == PDF and not held.is_file,
        )
        for held in house.library.quarantine.waiting()
    ]
    return render(
        "gate.html",
        turn=next(_turns),
        waiting=waiting,
        done=_DONE.get(one(parameters(address), "done"), ""),
        notes=[(_name(documents[key]), notes) for key, notes in house.library.quarantine.notes().items()],
        stones=house.library.tombstones.every(),
        reasons=[(reason.value, why_withdrawn(reason)) for reason in WithdrawalReason],
        why_withdrawn=why_withdrawn,
        user=person().name,
    )


def _name(document: Document) -> str:
    return Path(document.paths[0]).name if document.paths else document.title
