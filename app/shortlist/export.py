"""A shortlist in the formats in which it can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.papers.cite import fetched
from app.shortlist.view import Listed, listed
from ingest.decided.shortlists import Shortlist
from ingest.record.fullest import fullest_first

if TYPE_CHECKING:
    from app.papers.paper import Paper
    from app.papers.references import Reference
    from ingest.library import Library
    from ingest.model import Document

ENDINGS = ("docx", "md", "ris", "bib", "yaml")


def exported(library: Library, shortlist: Shortlist, ending: str, made: datetime) -> bytes:
    """A list as the bytes of a file of this ending. Raises ``ValueError`` for another."""
    from app.papers import saving
    from app.papers.references import bibtex, ris

    if ending == "yaml":
        from ingest.decided.shortlist_file import text_of

        return text_of(shortlist).encode()
    match ending:
        case "ris":
            return ris(references_in(library, listed(library, shortlist))).encode()
        case "bib":
            return bibtex(references_in(library, listed(library, shortlist))).encode()
        case "docx" | "md":
            return saving.written(paper_of(library, shortlist, made), f".{ending}", made)
    raise ValueError(ending)


def paper_of(library: Library, shortlist: Shortlist, made: datetime) -> Paper:
    """A list as a paper."""
    from app.reports.shortlist_paper import shortlist_paper

    items = listed(library, shortlist)
    return shortlist_paper(shortlist.name, items, references_in(library, items), made)


def references_in(library: Library, items: list[Listed]) -> list[Reference]:
    """The bibliography of a list."""
    from app.reports.shortlist_paper import references_of

    return references_of(items, leads_of(library, items), lambda document: fetched(library, document))


def leads_of(library: Library, items: Sequence[Listed]) -> list[tuple[Document, Listed]]:
    """The leading document of each review that stands on a list itself."""
    return [(lead, one) for one in items if not one.cited and (lead := _lead(library, one))]


def _lead(library: Library, one: Listed) -> Document | None:
    documents = [
        held for key in (one.review.documents if one.review else ()) if (held := library.catalogue.document(key))
    ]
    return next(iter(fullest_first(documents)), None)
