"""What a worker makes of a file: printed labels, the gate, passages and facts. All cost time, so all run there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ingest.archive import sha256_of
from ingest.facts import facts_of
from ingest.gate.inspection import inspect, shut
from ingest.gate.releases import Releases
from ingest.model import Reading
from ingest.passages.structure import passages_of
from ingest.read.labels import with_printed_labels
from ingest.read.layout import CleanDocument


def examine(
    path: Path, document: CleanDocument, released: Mapping[str, Releases] | None = None, stem: str | None = None
) -> Reading:
    """Everything that is kept of a file. Facts and passages are made of what the gate lets through, and of no more.

    ``released`` is what people let through, by document; ``stem`` is the file's name where it lies under another.
    """
    document_id = sha256_of(path)
    labelled = with_printed_labels(document)
    findings = inspect(path, labelled)
    document = shut(labelled, findings, (released or {}).get(document_id, {}))
    return Reading(
        media_type=document.media_type,
        facts=facts_of(document, stem or path.stem),
        pages=tuple(page.page for page in document.pages),
        passages=passages_of(document, document_id),
        problems=document.problems,
        holds=findings.holds,
        notes=findings.notes,
    )
