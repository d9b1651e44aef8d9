"""How many reviews would remain under each value of a filter: reviews are counted once, never passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from index.engine.store import GROUP, Payload
from index.searching.request import FACETS


def count_reviews(rows: Iterable[Payload], names: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each facet of ``names``, its values among ``rows`` and how many reviews (or lone documents) show each."""
    seen: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in names}
    for row in rows:
        for name, values in seen.items():
            for value in _values(row, FACETS[name]):
                values[value].add(row[GROUP])
    return {name: _ordered(values) for name, values in seen.items()}


def _values(row: Payload, field: str) -> list[str]:
    value = row.get(field)
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _ordered(values: Mapping[str, set[str]]) -> dict[str, int]:
    """Most reviews first, equal ones by name."""
    counts = {value: len(groups) for value, groups in values.items()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
