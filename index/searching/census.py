"""How much is in scope: the denominators of an answer, and the list of reviews when nothing was typed.

A published store does not change, so what was counted once for a filter is kept while the store is open.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from index.engine.store import (
    DOCUMENT,
    EVERYTHING,
    GROUP,
    ORDER,
    PASSAGE,
    ROLE,
    YEAR,
    PassageStore,
    Payload,
    StoreFilter,
)
from index.searching.request import FACETS
from index.searching.retrieval import Candidate
from ingest.model import Role

_FIELDS = (*FACETS.values(), GROUP, DOCUMENT, PASSAGE, ORDER)
_LAST = (Role.FRONT_MATTER.value, Role.BOILERPLATE.value, Role.APPENDIX.value)
_KEPT = 32


@dataclass(frozen=True, slots=True)
class Size:
    """What lies in scope. ``years`` are the first and last year of publication, where any is known."""

    reviews: int
    documents: int
    passages: int
    years: tuple[int, int] | None


class Census:
    """Counts and lists what one published store holds. Safe from several threads."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[str, StoreFilter], Any] = OrderedDict()
        self._lock = Lock()

    def size(self, where: StoreFilter) -> Size:
        """How much is in scope."""
        size: Size = self._once("size", where, self._size)
        return size

    def listing(self, where: StoreFilter) -> tuple[Candidate, ...]:
        """Every passage in scope, newest review first, each review's introduction before the rest of it."""
        listing: tuple[Candidate, ...] = self._once("listing", where, self._listing)
        return listing

    def left_out(self, where: StoreFilter) -> dict[str, int]:
        """How many documents of each kind that ``where`` leaves out would be in scope otherwise."""
        counts: dict[str, int] = self._once("left out", where, self._left_out)
        return counts

    def values(self, field: str) -> frozenset[str]:
        """Every value of a field that anything held has."""
        values: frozenset[str] = self._once(
            f"values of {field}", EVERYTHING, lambda where: frozenset(self._store.distinct(field, where))
        )
        return values

    def _size(self, where: StoreFilter) -> Size:
        documents = self._store.distinct(DOCUMENT, where)
        groups = self._store.distinct(GROUP, where)
        years = [int(year) for year in self._store.distinct(YEAR, where)]
        lone = documents.keys() & groups.keys()
        span = (min(years), max(years)) if years else None
        return Size(len(groups) - len(lone), len(documents), sum(documents.values()), span)

    def _listing(self, where: StoreFilter) -> tuple[Candidate, ...]:
        rows = sorted(self._store.rows(where, _FIELDS), key=_place)
        return tuple(Candidate(row[PASSAGE], 0.0, None, None, True, row) for row in rows)

    def _left_out(self, where: StoreFilter) -> dict[str, int]:
        counts = {}
        for field, values in where.none_of:
            for value in values:
                only = StoreFilter(
                    (*where.any_of, (field, (value,))), (), where.from_year, where.to_year, where.is_review
                )
                counts[value] = len(self._store.distinct(DOCUMENT, only))
        return {value: count for value, count in counts.items() if count}

    def _once(self, what: str, where: StoreFilter, count: Callable[[StoreFilter], Any]) -> Any:
        key = (what, where)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        counted = count(where)
        with self._lock:
            self._kept[key] = counted
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return counted


def _place(row: Payload) -> tuple[int, str, int, str, int]:
    """Newest first; then a summary before the body, and furniture last."""
    role = str(row.get(ROLE, ""))
    rank = 0 if role == Role.SUMMARY.value else 2 if role in _LAST else 1
    return (-int(row.get(YEAR, 0)), str(row[GROUP]), rank, str(row[DOCUMENT]), int(row.get(ORDER, 0)))
