"""What a person typed, taken apart: quoted phrases, which must stand in a passage, and words, which may."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.engine import store
from index.engine.bm25 import stems_of, words_of
from index.engine.store import StoreFilter
from index.errors import BadQuery
from index.searching.bridges import Bridge, bridges_of
from index.searching.query import Filters
from ingest.model import DocumentKind

LONGEST = 20_000
"""Characters in a query: about ten pages. """

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Request:
    """A query that can be answered. ``text`` is what is embedded; ``stems`` are its informative words.

    ``bridges`` lead from its words to the other names of what they name.
    """

    text: str
    phrases: tuple[tuple[str, ...], ...]
    stems: frozenset[int]
    bridges: tuple[Bridge, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing was typed: the reviews in scope are listed."""
        return not self.text


def request_of(text: str) -> Request:
    """Take a query apart. Raises ``BadQuery`` for one that holds no word, or is too long to be one."""
    clean = " ".join(_CONTROL.sub(" ", text).split())
    if len(clean) > LONGEST:
        raise BadQuery(
            f"The text is {len(clean):,} characters long; a search takes up to {LONGEST:,}. "
            "Search with the passage that matters most."
        )
    words = words_of(clean)
    if clean and not words:
        raise BadQuery(f"There is no word in {clean[:40]!r}. Type a word, or a phrase between quotation marks.")
    phrases = (tuple(words_of(quoted)) for quoted in _QUOTED.findall(clean))
    stems = frozenset(stems_of(words))
    return Request(clean, tuple(dict.fromkeys(phrase for phrase in phrases if phrase)), stems, bridges_of(clean, stems))


FACETS = {
    "publisher": store.PUBLISHER,
    "year": store.YEAR,
    "kind": store.KIND,
    "role": store.ROLE,
    "nation": store.NATION,
    "review_type": store.REVIEW_TYPE,
    "age_group": store.AGE_GROUPS,
    "harm": store.HARMS,
    "theme": store.THEMES,
    "agency": store.AGENCIES,
}
"""A facet's name and the stored field it counts."""

_LEFT_OUT = (DocumentKind.PROCEDURE.value,)
"""Kinds that are searched only when asked for: procedures say what should happen, never what did."""


def scope_of(filters: Filters, request: Request | None = None, *, without: str | None = None) -> StoreFilter:
    """``filters`` and the phrases as a store understands them; ``without`` leaves one facet's own filter out."""
    conditions = [
        (store.PUBLISHER_KEYS if name == "publisher" else FACETS[name], values)
        for name, values in chosen_values(filters).items()
        if name not in ("year", without)
    ]
    left_out = () if filters.kinds and without != "kind" else ((store.KIND, _LEFT_OUT),)
    return StoreFilter(
        any_of=tuple(conditions),
        none_of=left_out,
        from_year=None if without == "year" else filters.from_year,
        to_year=None if without == "year" else filters.to_year,
        is_review=True if filters.reviews_only else None,
        phrases=tuple(" ".join(phrase) for phrase in request.phrases) if request else (),
    )


def chosen_values(filters: Filters) -> dict[str, tuple[str, ...]]:
    """The values of each filter that is set, by the name of its facet; a bound that is open is empty."""
    given = {
        "theme": filters.themes,
        "age_group": filters.age_groups,
        "agency": filters.agencies,
        "harm": filters.harms,
        "role": filters.roles,
        "review_type": filters.review_types,
        "nation": filters.nations,
        "publisher": filters.publishers,
        "kind": filters.kinds,
    }
    chosen = {name: tuple(values) for name, values in given.items() if values}
    if filters.from_year is not None or filters.to_year is not None:
        chosen["year"] = tuple("" if year is None else str(year) for year in (filters.from_year, filters.to_year))
    return chosen


def active_facets(filters: Filters) -> list[str]:
    """The facets that ``filters`` narrows: each of these is counted without its own filter."""
    return list(chosen_values(filters))


def check_filters(filters: Filters) -> None:
    """Raises ``BadQuery`` for filters that cannot hold together."""
    if filters.from_year is not None and filters.to_year is not None and filters.from_year > filters.to_year:
        raise BadQuery(f"from-year {filters.from_year} is after to-year {filters.to_year}.")
