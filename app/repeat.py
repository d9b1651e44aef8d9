"""The command that gives the same figures again: it goes with every export."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from index.searching.query import Filters

_OPTIONS = {
    "theme": "themes",
    "age-group": "age_groups",
    "agency": "agencies",
    "harm": "harms",
    "role": "roles",
    "review-type": "review_types",
    "nation": "nations",
    "publisher": "publishers",
    "kind": "kinds",
}


def command(name: str, filters: Filters, options: Mapping[str, str | int | bool | None] = {}) -> str:
    """The command line, quoted for a shell; options without a value are left out."""
    words = ["commonthread", name]
    for option, value in options.items():
        if value is True:
            words.append(f"--{option}")
        elif value not in (None, False, "", 0):
            words += [f"--{option}", str(value)]
    for option, field in _OPTIONS.items():
        for value in getattr(filters, field):
            words += [f"--{option}", value]
    for option, year in (("from-year", filters.from_year), ("to-year", filters.to_year)):
        if year is not None:
            words += [f"--{option}", str(year)]
    if filters.reviews_only:
        words.append("--reviews-only")
    return shlex.join(words)


def in_words(filters: Filters) -> str:
    """The filters that are on, for a person: "theme: neglect or fathers-men; nation: Wales"."""
    parts = [
        f"{option}: {' or '.join(values)}" for option, field in _OPTIONS.items() if (values := getattr(filters, field))
    ]
    if filters.from_year is not None:
        parts.append(f"from {filters.from_year}")
    if filters.to_year is not None:
        parts.append(f"to {filters.to_year}")
    return "; ".join(parts) or "none"
