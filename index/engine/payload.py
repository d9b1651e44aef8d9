"""What is stored beside a passage's vectors: what it is filtered, counted and recognised by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from index.engine import store
from index.engine.bm25 import phrase_key
from ingest.model import Document, Held, Review
from ingest.vocabulary.reading import vocabulary

SETTINGS = 2
"""Raised when the payload, the embedded text or the tokens change: an index made otherwise is made anew."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a passage is about, in ids of the vocabulary; ``clear_themes`` are those of ``themes`` that are clear."""

    themes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    clear_themes: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()


Tagger = Callable[[Held], Tags]


def untagged(_held: Held) -> Tags:
    """The tagger that knows no vocabulary."""
    return Tags()


def embedded_text(held: Held) -> str:
    """The text that is embedded and indexed word by word: the passage, as it stands."""
    return held.passage.text


def payload_of(held: Held, tags: Tags) -> dict[str, Any]:
    """The payload of a passage. Fields without a value are absent, so that a filter leaves the passage out."""
    passage, document, review = held.passage, held.document, held.review
    payload: dict[str, Any] = {
        store.PASSAGE: passage.id,
        store.DOCUMENT: document.id,
        store.GROUP: review.id if review else document.id,
        store.IS_REVIEW: store.YES if review else store.NO,
        store.KIND: document.kind.value,
        store.ROLE: passage.role.value,
        store.ORDER: passage.order,
        store.WORDS: phrase_key(passage.text),
        store.THEMES: sorted(tags.themes),
        store.AGENCIES: sorted(tags.agencies),
        store.CLEAR_THEMES: sorted(tags.clear_themes),
        store.ADDRESSEES: sorted(tags.addressees),
        **_case(document, review),
    }
    kept = {field: value for field, value in payload.items() if value not in (None, [], "")}
    kept[store.HASH] = _hash(kept, held)
    return kept


def age_groups(low: int | None, high: int | None) -> list[str]:
    """The age groups of the vocabulary that ages from ``low`` to ``high`` months fall into."""
    known = [month for month in (low, high) if month is not None]
    return [group.id for group in vocabulary().ages if group.meets(known[0], known[-1])] if known else []


def age_group_ids() -> list[str]:
    """Every age group that an age can fall into, the youngest first."""
    return [group.id for group in vocabulary().ages if group.told_by_age]


def _case(document: Document, review: Review | None) -> dict[str, Any]:
    case = review or document.facts
    board = (review.publisher_id if review else None) or case.publisher
    keys = {case.publisher, board} - {None}
    return {
        store.PUBLISHER: board,
        store.PUBLISHER_KEYS: sorted(str(key) for key in keys),
        store.NATION: case.nation,
        store.YEAR: case.year,
        store.REVIEW_TYPE: case.review_type,
        store.AGE_GROUPS: age_groups(case.age_months_min, case.age_months_max),
        store.HARMS: sorted(case.harm_types),
    }


def _hash(payload: dict[str, Any], held: Held) -> str:
    """Changes with anything that would change the stored point."""
    content = json.dumps([payload, embedded_text(held)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()
