"""The fictional library as a user would have it, in a temporary folder, and the halves its boards are split into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.fictional import write
from index.config import IndexConfig
from index.desk import bring_up_to_date
from ingest.library import Library
from ingest.pipeline import add

CALIBRATION = ("northmere", "marlingshire", "cwm-arian", "strathorran")
"""Folders of the boards on which things are tuned begin so; the others only report (see fictional/PLAN.md)."""


@contextmanager
def fictional_library(*, indexed: bool) -> Iterator[Library]:
    """The 24 reviews, rendered as files, read by the shipped pipeline and, if asked for, indexed."""
    with TemporaryDirectory() as name:
        documents = Path(name) / "documents"
        documents.mkdir()
        write(documents)
        library = Library.open(Path(name) / "library", create=True)
        add(library, [documents])
        if indexed:
            bring_up_to_date(library, IndexConfig())
        yield library
        library.close()


def folders_of(library: Library) -> dict[str, str]:
    """The folder of each review's texts, by the review's id."""
    documents = library.catalogue.documents()
    return {document.review_id: Path(document.paths[0]).parent.name for document in documents if document.review_id}


def is_calibration(folder: str) -> bool:
    """Whether a folder belongs to a board on which things may be tuned."""
    return folder.startswith(CALIBRATION)


def passages(*, calibration_only: bool) -> list[str]:
    """The texts of the library's passages, in a stable order."""
    with fictional_library(indexed=False) as library:
        folders = folders_of(library)
        return [
            held.passage.text
            for held in library.catalogue.held()
            if held.review and (is_calibration(folders[held.review.id]) or not calibration_only)
        ]
