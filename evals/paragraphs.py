"""The fictional reviews as plain paragraphs in memory: enough to measure search by, without reading any file format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.model import (
    Document,
    DocumentKind,
    DocumentStatus,
    Facts,
    Held,
    Passage,
    Review,
    ReviewStatus,
    Role,
    Span,
)

REVIEWS = Path(__file__).parent / "fictional" / "reviews"
CALIBRATION_BOARDS = ("northmere", "marlingshire", "cwm-arian", "strathorran")
SHORTEST = 8


class ParagraphRecord:
    """A record of what is held, in memory. ``boards`` are the beginnings of folder names to take; none takes all."""

    def __init__(self, held: Sequence[Held]) -> None:
        self._held = {one.passage.id: one for one in held}

    @classmethod
    def of_fiction(cls, *, calibration: bool) -> ParagraphRecord:
        """The reviews of the calibration boards, or of the test boards."""
        folders = sorted(file.parent for file in REVIEWS.glob("*/overview.md"))
        chosen = (folder for folder in folders if folder.name.startswith(CALIBRATION_BOARDS) == calibration)
        return cls([held for folder in chosen for held in _review(folder)])

    def revision(self) -> int:
        """Never changes."""
        return 1

    def held(self) -> Iterator[Held]:
        """Every paragraph."""
        return iter(self._held.values())

    def held_of(self, passage_ids: Sequence[str]) -> dict[str, Held]:
        """The named paragraphs."""
        return {name: self._held[name] for name in passage_ids if name in self._held}


def _review(folder: Path) -> Iterator[Held]:
    text = (folder / "overview.md").read_text("utf-8").partition("\n---\n")[2]
    document_id = hashlib.sha256(text.encode()).hexdigest()
    document, review = _records(folder, document_id)
    for order, paragraph in enumerate(map(_plain, text.split("\n\n"))):
        if len(paragraph.split()) >= SHORTEST:
            name = hashlib.sha256(f"{document_id} {order}".encode()).hexdigest()[:32]
            spans = (Span(1, 0, len(paragraph)),)
            passage = Passage(name, document_id, order, spans, paragraph, Role.NARRATIVE, (), None, (1,), (None,))
            yield Held(passage, document, review)


def _plain(part: str) -> str:
    """A paragraph without headings, box marks and page breaks."""
    return "\n".join(line for line in part.strip().split("\n") if not line.startswith(("#", ":::", "\\")))


def _records(folder: Path, document_id: str) -> tuple[Document, Review]:
    kind = DocumentKind.OVERVIEW_REPORT
    facts = Facts(kind, folder.name)
    status = DocumentStatus.READ
    document = Document(
        document_id, kind, folder.name, status, "text/plain", 1, (), None, (folder.name,), None, folder.name, facts
    )
    unknown: dict[str, Any] = dict.fromkeys(
        ("publisher_id", "publisher", "nation", "subject", "review_type", "year", "incident_year", "age_months_min")
    )
    unknown |= dict.fromkeys(("age_months_max", "sex", "children", "method", "evidence_grade"))
    review = Review(id=folder.name, title=folder.name, harm_types=(), agencies=(), status=ReviewStatus.LIVE, **unknown)
    return document, review
