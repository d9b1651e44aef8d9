"""Letting a held page through: a person has looked, and the file is read again with that page open."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest.errors import BadArgument, BadDocument
from ingest.library import Library
from ingest.model import Document
from ingest.record.quarantine import Quarantined, Release


def release(library: Library, document_id: str, page: int, by: str) -> Quarantined:
    """Let one page of a document through (page 0: let its file be handed out), in this person's name.

    Raises ``BadArgument`` where no such page waits, ``BadDocument`` where the file cannot be read again; then the page
    still waits. The library revision rises: the index is behind until it is brought up to date.
    """
    name = by.strip()
    if not name:
        raise BadArgument("A page is let through in a person's name: say who looked at it.")
    with library.writing():
        waiting = {held.page: held for held in library.quarantine.waiting(document_id)}
        document = library.catalogue.document(document_id)
        if document is None or page not in waiting:
            raise BadArgument(f"No page {page} of document {document_id} waits for a person.")
        _read_again(library, document, Release(frozenset({page}), name), waiting[page])
    return next(held for held in library.quarantine.every(document_id) if held.page == page)


def _read_again(library: Library, document: Document, let_through: Release, held: Quarantined) -> None:
    from ingest.examination import examine
    from ingest.pipeline import reader, regroup
    from ingest.read.worker import Limits, read_many

    file = library.archive.place(document.id)
    known = dict(library.quarantine.releases().get(document.id, {}))
    known[held.page] = frozenset(held.reasons)
    stem = Path(document.paths[0]).stem if document.paths else None
    told = partial(examine, released={document.id: known}, stem=stem)
    _, outcome = next(iter(read_many([file], Limits(), told, workers=1)))
    if isinstance(outcome, BadDocument):
        raise outcome
    listed = library.visits.listed().get(document.id)
    if listed:
        outcome = replace(outcome, facts=listed.stating(outcome.facts))
    library.catalogue.release(document.id, outcome, reader(), let_through)
    regroup(library)
