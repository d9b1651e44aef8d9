"""The two addresses that give bytes: a picture of a page, and the held file itself. Neither takes a path."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse

from app.render import render
from app.web.picture import USUAL, NoPicture, Pictures
from ingest.library import Library
from ingest.model import Document

PDF = "application/pdf"

_HASH = re.compile(r"[0-9a-f]{64}")
_PASSAGE = re.compile(r"[\w-]{1,128}")
_KEEP_NOTHING = {"cache-control": "no-store"}
_ENDINGS = {
    PDF: ".pdf",
    "text/html": ".html",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def router(library: Library, pictures: Pictures) -> APIRouter:
    """The routes, over one library."""
    routes = APIRouter()

    @routes.get("/page/{document_id}/{page}.png")
    def page_picture(document_id: str, page: int, passage: str = "", width: int = USUAL, look: int = 0) -> Response:
        """A page of a PDF as an image, with a passage marked on it. ``look`` shows one that is held back."""
        if not look and page in {held.page for held in library.quarantine.waiting(document_id)}:
            return _missing("This page is held back until a person has looked at it: see Held back in the Library.")
        return _page(library, pictures, (document_id, page, passage, width))

    @routes.get("/file/{document_id}")
    def original(document_id: str) -> Response:
        """The file as it was published."""
        return _file(library, document_id)

    return routes


def name_of(document: Document) -> str:
    """A name under which the file can be saved: that of its path, in letters that any system takes."""
    ending = _ENDINGS.get(document.media_type, "")
    stem = Path(document.paths[0]).stem if document.paths else document.title
    return (re.sub(r"[^\w -]", "_", stem)[:80].strip() or "document") + ending


def _page(library: Library, pictures: Pictures, wanted: tuple[str, int, str, int]) -> Response:
    document_id, number, passage_id, width = wanted
    document, file = _held(library, document_id)
    page = library.catalogue.page(document_id, number) if document and 0 < number < 100_000 else None
    if not document or not file or not page:
        return _missing("No page with this address is held.")
    if document.media_type != PDF:
        return _missing("This file has no fixed pages, so there is no picture of one. Its text is on the review page.")
    passage = library.catalogue.passage(passage_id) if _PASSAGE.fullmatch(passage_id) else None
    if passage_id and (not passage or passage.document_id != document_id):
        return _missing("The passage in this address is not held, or belongs to another document.")
    try:
        drawn = pictures.png(file, page, passage, width)
    except NoPicture as problem:
        return _missing(str(problem))
    return Response(drawn, media_type="image/png", headers=_KEEP_NOTHING)


def _file(library: Library, document_id: str) -> Response:
    document, file = _held(library, document_id)
    if not document or not file:
        return _missing("No file with this address is held.")
    if library.quarantine.waiting(document_id):
        return _missing("This file is not handed out: a page of it, or the file itself, is held back.")
    inline = document.media_type == PDF
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return FileResponse(
        file,
        media_type=document.media_type if document.media_type in _ENDINGS else "application/octet-stream",
        filename=name_of(document),
        content_disposition_type="inline" if inline else "attachment",
        headers={**_KEEP_NOTHING, "content-security-policy": policy if inline else f"sandbox; {policy}"},
    )


def _held(library: Library, document_id: str) -> tuple[Document | None, Path | None]:
    document = library.catalogue.document(document_id) if _HASH.fullmatch(document_id) else None
    file = library.archive.place(document_id) if document else None
    return document, file if file and file.is_file() else None


def _missing(reason: str) -> HTMLResponse:
    return HTMLResponse(render("missing.html", reason=reason), status_code=404)
