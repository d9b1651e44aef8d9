"""Whether a library is what it says: every byte, page and passage held against the others."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.archive import sha256_of
from ingest.library import Library
from ingest.model import Document
from ingest.read.fidelity import fault
from ingest.withdrawn.traces import traces_in


def problems_of(library: Library) -> Iterator[str]:
    """Each thing that is wrong, in words. Nothing is changed."""
    documents = library.catalogue.documents()
    for document in documents:
        yield from _bytes(library, document)
        yield from _quotes(library, document)
    for stray in sorted(library.archive.hashes() - {document.id for document in documents}):
        yield f"archive: {stray} belongs to no document (a run was stopped; adding the file again mends it)"
    yield from _held_back(library)
    yield from traces_in(library)


def _held_back(library: Library) -> Iterator[str]:
    """Pages in quarantine whose words are stored all the same."""
    for held in library.quarantine.waiting():
        page = library.catalogue.page(held.document_id, held.page)
        if page is not None and (page.raw or page.text):
            yield f"gate: page {held.page} of {held.document_id} is held back and its words are stored; add it again"


def _bytes(library: Library, document: Document) -> Iterator[str]:
    place = library.archive.place(document.id)
    if not place.exists():
        yield f"{_name(document)}: its file is missing from the archive; add it again"
    elif sha256_of(place) != document.id:
        yield f"{_name(document)}: its file in the archive has changed; restore it from a copy"


def _quotes(library: Library, document: Document) -> Iterator[str]:
    pages = {page.index: page for page in library.catalogue.pages(document.id)}
    if len(pages) != document.pages:
        yield f"{_name(document)}: {len(pages)} of its {document.pages} pages are held; rebuild it by adding it again"
    yield from (f"{_name(document)}: {why}" for page in pages.values() if (why := fault(page)))
    for passage in library.catalogue.passages(document.id):
        if not all(span.page in pages for span in passage.spans):
            yield f"{_name(document)}: passage {passage.id} names a page that is not held"
        elif passage.text != "\n".join(pages[span.page].text[span.start : span.end] for span in passage.spans):
            yield f"{_name(document)}: passage {passage.id} is not what stands on its pages"


def _name(document: Document) -> str:
    return document.paths[0] if document.paths else document.id
