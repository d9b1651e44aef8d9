"""Library: what is held and what is not. The page a careful person reads first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import gradio as gr

from app import words
from app.address import Asked, one, parameters
from app.contract import gate as gate_json
from app.house import House
from app.pages.parts import PRIVATE, query_of, view
from app.render import render
from index.engine.manifest import read_manifest
from index.errors import IndexingError
from index.searching.query import Filters
from ingest.model import Document, DocumentStatus, Review
from ingest.record.arrivals import newest

PATH = "/library"

_RECENT = timedelta(days=30)
_FIRST = datetime(1970, 1, 2)
"""The earliest moment that every clock can say in its own time."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it counts, how many, and where these can be seen."""

    name: str
    number: int
    link: str


def lay_out(house: House) -> None:
    """Lay out the page; it is filled when it is opened."""

    def load(request: gr.Request) -> str:
        return show(house, query_of(request))

    gr.on(None, load, None, view("Opening the library…", "library"), **PRIVATE)


def show(house: House, address: str = "") -> str:
    """The page as HTML. The address may say since when reviews are new."""
    since = _since(one(parameters(address), "since"))
    catalogue = house.library.catalogue
    reviews, documents = catalogue.reviews(), catalogue.documents()
    return render(
        "library.html",
        counts=catalogue.counts(),
        reviews=reviews,
        documents={document.id: document for document in documents},
        nations=_table((review.nation for review in reviews), "nations"),
        years=_years(reviews),
        publishers=_boards(reviews, house.boards()),
        kinds=_kinds(documents),
        beside=[document for document in documents if document.review_id is None],
        partly=[document for document in documents if document.status is not DocumentStatus.READ],
        refusals=catalogue.refusals(),
        sources=house.library.visits.sources(),
        since=since,
        new=newest(house.library, since.astimezone()),
        revision=catalogue.revision(),
        updated=_day(house),
        index=_index(house),
        name_of=_name,
        kept_out=_kept_out(house),
    )


def _since(day: str) -> datetime:
    """The start of a day, in local time; of the day thirty days ago where none is given."""
    try:
        return max(datetime.strptime(day, "%Y-%m-%d"), _FIRST)
    except ValueError:
        return datetime.combine(date.today() - _RECENT, time())


def _table(values: Iterable[str | None], field: str) -> list[Row]:
    counts = Counter(value for value in values)
    known = [(value, number) for value, number in counts.items() if value]
    rows = [Row(value, number, _filtered(**{field: (value,)})) for value, number in sorted(known)]
    return rows + ([Row("not stated", counts[None], "")] if counts[None] else [])


def _boards(reviews: list[Review], names: dict[str, str]) -> list[Row]:
    """Boards under the name that they used last, each once whatever it was called."""
    counts = Counter(review.publisher_id for review in reviews)
    known = sorted((names.get(board, board), board) for board in counts if board)
    rows = [Row(name, counts[board], _filtered(publishers=(board,))) for name, board in known]
    return rows + ([Row("not stated", counts[None], "")] if counts[None] else [])


def _years(reviews: list[Review]) -> list[Row]:
    counts = Counter(review.year for review in reviews)
    known = sorted((year for year in counts if year), reverse=True)
    rows = [Row(str(year), counts[year], _filtered(from_year=year, to_year=year)) for year in known]
    return rows + ([Row("not stated", counts[None], "")] if counts[None] else [])


def _kinds(documents: list[Document]) -> list[Row]:
    counts = Counter(document.kind for document in documents)
    return [Row(words.label(kind), number, "") for kind, number in sorted(counts.items(), key=lambda item: -item[1])]


def _filtered(**fields: Any) -> str:
    return Asked(filters=Filters(**fields)).address()


def _day(house: House) -> str:
    changed = house.updated()
    return f"{changed.day} {changed:%B %Y at %H:%M}" if changed else ""


def _index(house: House) -> str:
    """The state of the index in words."""
    try:
        manifest = read_manifest(house.library.index_folder)
    except IndexingError as problem:
        return str(problem)
    if manifest is None:
        return "Nothing has been indexed yet, so nothing can be found. Make it searchable with: commonthread index"
    passages = words.count(manifest.passages, "passage")
    if manifest.revision == house.library.catalogue.revision():
        return f"The search index is up to date: {passages} can be found."
    return (
        f"The search index is behind the library: it holds {passages} from before the last change. Search works and "
        "does not show what is new. Bring it up to date with: commonthread index"
    )


def _kept_out(house: House) -> str:
    """How much waits for a person, and how much was withdrawn, why."""
    from ingest.withdrawn.tombstones import said

    told = gate_json.of_library(house.library)
    waiting, gone = len(told["quarantine"]), told["withdrawn"]
    why = ", ".join(f"{number} {said(reason)}" for reason, number in gone["reasons"].items())
    pages = f"{words.count(waiting, 'page')} held back until a person has looked"
    return f"{pages}; {words.count(gone['documents'], 'document')} withdrawn" + (f" ({why})" if why else "")


def _name(document: Document) -> str:
    """The file name that a person would know it by."""
    return document.paths[0].rsplit("/", 1)[-1] if document.paths else document.title
