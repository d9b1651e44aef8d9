"""A shortlist as a paper: each review and passage with the user's note, quoted and cited, and the bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import version

from app import words
from app.papers import cite
from app.papers.cite import Retrieved
from app.papers.paper import Block, Heading, Paper, Paragraph, Points
from app.papers.phrases import sentence
from app.papers.references import Reference
from app.shortlist.view import Listed
from index.quoting.cited import Cited
from ingest.model import Document


def shortlist_paper(name: str, items: Sequence[Listed], references: Sequence[Reference], made: datetime) -> Paper:
    """The whole paper, in the user's order."""
    day = words.day(made.date().isoformat())
    blocks = (
        *(block for number, one in enumerate(items, start=1) for block in _item(number, one)),
        Heading(1, "References"),
        Points(tuple(sentence("reference", line=one.line) for one in references)),
        Heading(1, "How this list was made"),
        Points((sentence("shortlist-made", items=len(items), day=day, version=version("commonthread")),)),
    )
    return Paper(name, f"Shortlist, {day}", blocks, keywords=("shortlist",))


def references_of(
    items: Sequence[Listed], documents: Sequence[tuple[Document, Listed]], retrieved: Retrieved
) -> list[Reference]:
    """Each document that is quoted, and for a review its leading document."""
    used = [(one.cited.document, one.cited.review) for one in items if one.cited]
    return cite.bibliography([*used, *((document, one.review) for document, one in documents)], retrieved)


def _item(number: int, one: Listed) -> Iterator[Block]:
    yield Heading(1, f"{number}. {_headed(one)}")
    if one.cited:
        yield cite.quote(one.cited, _lead(one.cited))
    elif one.review:
        yield Paragraph((sentence("shortlist-review", line=words.review_line(one.review)),))
    else:
        yield Paragraph((sentence("shortlist-not-held", id=one.item.id),))
    if one.item.note:
        yield Paragraph((sentence("shortlist-note", note=one.item.note),))


def _headed(one: Listed) -> str:
    if one.review:
        return one.review.title
    return one.cited.document.title if one.cited else "Not held as it was"


def _lead(cited: Cited) -> str:
    return cite.lead_of(cited.passage)
