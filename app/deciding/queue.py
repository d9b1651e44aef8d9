"""The queue of a library, from what it holds now."""

from __future__ import annotations

from index.desk import tags_of
from index.tagging.doubts import Queue, queue_of
from ingest.decided.decisions import Ledger
from ingest.library import Library


def queue_in(library: Library) -> Queue:
    """What a person should look at first; of a library that is not tagged yet, its facts alone."""
    catalogue = library.catalogue
    held = [one for one in catalogue.held() if one.review]
    targets = [one.passage.id for one in held]
    reviews = [review.id for review in catalogue.reviews()]
    return queue_of(
        held,
        {document.id: document for document in catalogue.documents()},
        tags_of(library, targets),
        Ledger(library.database).on(reviews),
    )
