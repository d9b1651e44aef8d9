"""What a person asked for, as the address of the page holds it: a shared link and the Back button read the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode

from index.searching.query import Filters
from ingest.model import REVIEW_KINDS, Role


@dataclass(frozen=True, slots=True)
class Group:
    """A filter of several values: its parameter in the address, its name among the facets, its legend on the page."""

    parameter: str
    facet: str
    legend: str


GROUPS = {
    "themes": Group("theme", "theme", "Theme"),
    "age_groups": Group("age", "age_group", "Age group"),
    "harms": Group("harm", "harm", "Harm"),
    "agencies": Group("agency", "agency", "Agency"),
    "roles": Group("role", "role", "Part of the report"),
    "review_types": Group("type", "review_type", "Type of review"),
    "nations": Group("nation", "nation", "Nation"),
    "publishers": Group("publisher", "publisher", "Publisher"),
    "kinds": Group("kind", "kind", "Kind of document"),
}
"""By the name of the field of ``Filters``, in the order of the page."""

WITHIN: dict[str, tuple[str, tuple[Role, ...]]] = {
    "everything": ("everything", ()),
    "findings": ("findings and recommendations", (Role.FINDING, Role.LESSON, Role.RECOMMENDATION)),
    "good-practice": ("good practice", (Role.GOOD_PRACTICE,)),
}
"""For each choice of "in": its words, and the roles that it keeps."""

OF_REVIEWS = tuple(sorted(kind.value for kind in REVIEW_KINDS))
"""Kinds of document that are part of a case review."""

STEP = 10
LONGEST_QUERY = 2000
_MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as a person set it up. ``others`` takes in what belongs to no case review: inspections, inquiries."""

    query: str = ""
    within: str = "everything"
    others: bool = False
    filters: Filters = field(default_factory=Filters)
    show: int = STEP

    @property
    def on(self) -> int:
        """How many filters are on, beside the query and "in"."""
        years = sum(year is not None for year in (self.filters.from_year, self.filters.to_year))
        return sum(len(getattr(self.filters, name)) for name in GROUPS) + years + self.others

    @property
    def empty(self) -> bool:
        """Nothing is asked for."""
        return not self.query.strip()

    def for_index(self) -> Filters:
        """The filters as the index takes them: "in" and the parts ticked both hold."""
        kept = WITHIN[self.within][1]
        ticked = tuple(role for role in self.filters.roles if not kept or role in kept)
        kinds = self.filters.kinds or (() if self.others else OF_REVIEWS)
        return replace(self.filters, roles=ticked or tuple(kept), kinds=kinds)

    def address(self, **changes: object) -> str:
        """The address of this search, with ``changes`` of its fields; only what differs from the default is in it."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        pairs: list[tuple[str, str]] = [("q", asked.query)] if asked.query else []
        if asked.within != "everything":
            pairs.append(("in", asked.within))
        for name, group in GROUPS.items():
            pairs.extend((group.parameter, value) for value in getattr(asked.filters, name))
        pairs.extend((name, str(year)) for name, year in _years(asked.filters) if year is not None)
        if asked.others:
            pairs.append(("others", "yes"))
        if asked.show != STEP:
            pairs.append(("show", str(asked.show)))
        return "/?" + urlencode(pairs) if pairs else "/"


def read(address: str) -> Asked:
    """Read the address of a search. What it cannot mean is dropped; nothing in it is trusted."""
    given = parameters(address)
    within = one(given, "in")
    lists = {name: tuple(given.get(group.parameter, ())) for name, group in GROUPS.items()}
    years = {"from_year": _year(one(given, "from")), "to_year": _year(one(given, "to"))}
    return Asked(
        query=one(given, "q"),
        within=within if within in WITHIN else "everything",
        others=one(given, "others") == "yes",
        filters=Filters(**lists, **years),  # type: ignore[arg-type]
        show=_shown(one(given, "show")),
    )


def parameters(address: str) -> dict[str, list[str]]:
    """The parameters after the question mark of an address, bounded in number and length."""
    query = address.partition("?")[2].partition("#")[0]
    try:
        given = parse_qs(query, max_num_fields=_MOST)
    except ValueError:
        return {}
    return {name: [value[: LONGEST_QUERY + 1] for value in dict.fromkeys(values)] for name, values in given.items()}


def one(given: dict[str, list[str]], name: str) -> str:
    """The first value of a parameter, or nothing."""
    return given.get(name, [""])[0]


def to_review(review_or_document: str, **more: str | int | None) -> str:
    """The address of a review page, at a passage, page, document or part."""
    pairs = [("id", review_or_document), *((name, str(value)) for name, value in more.items() if value is not None)]
    anchor = f"#passage-{more['passage']}" if more.get("passage") else ""
    return "/review?" + urlencode(pairs) + anchor


def _years(filters: Filters) -> list[tuple[str, int | None]]:
    return [("from", filters.from_year), ("to", filters.to_year)]


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"(19|20)[0-9]{2}", text) else None


def _shown(text: str) -> int:
    return min(max(int(text), STEP), _MOST) if re.fullmatch(r"[0-9]{1,4}", text) else STEP


def query_of(pairs: dict[str, str | list[str]]) -> str:
    """Parameters as a query string, without the empty ones."""
    return urlencode({name: value for name, value in pairs.items() if value}, doseq=True)
