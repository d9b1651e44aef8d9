"""What a worker makes of one cleaned file: printed labels, passages and facts. All cost time, so all run there."""

from __future__ import annotations

from pathlib import Path

from ingest.archive import sha256_of
from ingest.facts import facts_of
from ingest.model import Reading
from ingest.read.labels import with_printed_labels
from ingest.read.layout import CleanDocument
from ingest.structure import passages_of


def examine(path: Path, document: CleanDocument) -> Reading:
    """Everything that is kept of a file."""
    document = with_printed_labels(document)
    return Reading(
        media_type=document.media_type,
        facts=facts_of(document, path.stem),
        pages=tuple(page.page for page in document.pages),
        passages=passages_of(document, sha256_of(path)),
        problems=document.problems,
    )
