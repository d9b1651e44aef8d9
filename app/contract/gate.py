"""What is kept out, as JSON: pages that wait for a person, and tombstones."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ingest.library import Library
from ingest.record.quarantine import Quarantined
from ingest.withdrawn.tombstones import Tombstone
from ingest.withdrawn.withdrawal import Going

Json = dict[str, Any]


def of_library(library: Library) -> Json:
    """What ``status --json`` says of it."""
    stones = library.tombstones.every()
    return {
        "quarantine": [page(held) for held in library.quarantine.waiting()],
        "notes": [{"document": key, "notes": list(notes)} for key, notes in sorted(library.quarantine.notes().items())],
        "withdrawn": {
            "documents": len(stones),
            "reviews": len({stone.review_id for stone in stones if stone.whole_review and stone.review_id}),
            "reasons": dict(sorted(Counter(stone.reason.value for stone in stones).items())),
            "unfinished": sum(stone.finished is None for stone in stones),
        },
    }


def page(held: Quarantined) -> Json:
    """A page that waits, or that a person let through."""
    return {
        "document": held.document_id,
        "page": held.page,
        "reasons": list(held.reasons),
        "stopped": held.stopped.isoformat(),
        "released": held.released.isoformat() if held.released else None,
        "released_by": held.released_by,
    }


def tombstone(stone: Tombstone) -> Json:
    """A tombstone, without the sketch by which it knows the text."""
    return {
        "document": stone.sha256,
        "review": stone.review_id,
        "whole_review": stone.whole_review,
        "reason": stone.reason.value,
        "withdrawn": stone.withdrawn.isoformat(),
        "finished": stone.finished.isoformat() if stone.finished else None,
        "addresses": list(stone.addresses),
    }


def going(what: Going) -> Json:
    """All that a withdrawal takes away."""
    return {
        "review": what.review_id,
        "whole_review": what.whole_review,
        "documents": [document.id for document in what.documents],
        "pages": what.pages,
        "passages": what.passages,
        "decisions": what.decisions,
        "shortlisted": what.shortlisted,
        "addresses": list(what.addresses),
        "files_removed": list(what.inside),
        "files_left": list(what.outside),
    }
