"""The queue as JSON and as lines, for scripts and terminals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Any

from app import words
from app.deciding.decide import label_of
from index.tagging.doubts import FactDoubt, Queue, TagDoubt, why
from ingest.decided.corrections import written
from ingest.decided.decisions import About

_WIDE = 96


def queue(found: Queue, doubts: Sequence[TagDoubt | FactDoubt], revision: int) -> dict[str, Any]:
    """What ``queue --json`` prints: counts with their denominators, then the items in order."""
    return {
        "library_revision": revision,
        "reviews": found.reviews,
        "tags": {
            "possible": len(found.of(About.THEME)) + len(found.of(About.AGENCY)),
            "decided": found.tags_decided,
            "of": found.tags,
        },
        "facts": {"doubtful": len(found.of(About.FACT)), "decided": found.facts_decided, "of": found.facts},
        "items": [_item(doubt, found.reviews) for doubt in doubts],
    }


def lines(doubt: TagDoubt | FactDoubt, reviews: int) -> Iterator[str]:
    """One doubt for a terminal."""
    if isinstance(doubt, FactDoubt):
        fact = doubt.fact
        yield f"{doubt.review.title} · {fact.name}: {written(fact.name, fact.value)}?  [{doubt.review.id}]"
        if fact.evidence:
            yield fill(
                f"p. {fact.evidence.page}: “{fact.evidence.quote}”",
                _WIDE,
                initial_indent="    ",
                subsequent_indent="    ",
            )
    else:
        label = label_of(doubt.about, doubt.tag.id)
        yield f"{doubt.review.title} · {words.label(doubt.passage.role)} · {label}?  [{doubt.passage.id}]"
        shown = ", ".join(f"“{doubt.passage.text[start:end]}”" for start, end in doubt.tag.words) or "by its heading"
        yield fill(f"{words.pages(doubt.passage)}: {shown}", _WIDE, initial_indent="    ", subsequent_indent="    ")
    yield f"    {why(doubt, reviews)}"


def _item(doubt: TagDoubt | FactDoubt, reviews: int) -> dict[str, Any]:
    review = {"id": doubt.review.id, "title": doubt.review.title}
    if isinstance(doubt, FactDoubt):
        fact, evidence = doubt.fact, doubt.fact.evidence
        return {
            "about": "fact",
            "review": review,
            "name": fact.name,
            "value": list(fact.value),
            "contradicted": fact.contradicted,
            "page": evidence.page if evidence else None,
            "quote": evidence.quote if evidence else None,
            "document": fact.document.id if fact.document else None,
            "why": why(doubt, reviews),
        }
    passage = doubt.passage
    return {
        "about": doubt.about.value,
        "review": review,
        "id": doubt.tag.id,
        "label": label_of(doubt.about, doubt.tag.id),
        "words": [{"text": passage.text[start:end], "start": start, "end": end} for start, end in doubt.tag.words],
        "decides": doubt.decides,
        "reviews": doubt.reviews,
        "of": reviews,
        "passage": {
            "id": passage.id,
            "text": passage.text,
            "role": passage.role.value,
            "pages": list(passage.pages),
            "document": doubt.document.id,
        },
        "why": why(doubt, reviews),
    }
