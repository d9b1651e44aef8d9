"""What a person counts, as the address of the Recurring themes page holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from app import address, words
from app.address import GROUPS, one, parameters
from index.recurring.counting import Counted
from index.recurring.table import By, YearOf
from index.searching.query import Filters

_FILTERS = ("themes", "age_groups", "harms", "agencies", "roles", "review_types", "nations", "publishers")
_MOST_HIDDEN = 20

BY = {
    "": "nothing: all reviews together",
    By.AGE_GROUP: "age group",
    By.AGENCY: "agency named with the theme",
    By.HARM: "harm",
    By.NATION: "nation",
    By.PUBLISHER: "publisher",
    By.REVIEW_TYPE: "type of review",
    By.METHOD: "method",
    By.YEAR: "year",
    By.ROLE: "part of the report",
}


class Side(StrEnum):
    """Where the cell stands whose passages are open; they are shown underneath."""

    TABLE = ""
    BAR = "bar"
    POINT = "point"
    PUBLISHED = "published"
    INCIDENT = "incident"
    OWN = "own"
    REST = "rest"
    PAIR = "pair"
    THIN = "thin"


@dataclass(frozen=True, slots=True)
class Asked:
    """One table as a person set it up.

    ``cell`` is the theme and group whose passages are open (the year of a point, the other theme of a pair), and
    ``side`` the figure that it stands in. ``board`` is the publisher that stands beside the rest, ``trend`` the theme
    that is shown over the years. ``revision`` is that of the library when a link was copied; 0 in every other address.
    """

    by: By | None = None
    year_of: YearOf = YearOf.PUBLISHED
    filters: Filters = field(default_factory=Filters)
    clear_only: bool = False
    heads: bool = False
    hide_below: int = 0
    cell: tuple[str, str] | None = None
    side: Side = Side.TABLE
    board: str = ""
    trend: str = ""
    sort: str = ""
    revision: int = 0

    def at(self, theme: str, value: str = "", side: Side = Side.TABLE) -> Asked:
        """The same with the passages of one cell open."""
        return replace(self, cell=(theme, value), side=side)

    def address(self) -> str:
        """The address of this table; only what differs from the default is in it."""
        query = self.query()
        return "/themes" + (f"?{query}" if query else "")

    def query(self) -> str:
        """The same from its question mark on."""
        return urlencode(self.pairs())

    def on(self) -> int:
        """How many values of filters are on, years aside."""
        return sum(len(getattr(self.filters, name)) for name in _FILTERS)

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """The parameters, but for some."""
        return [(name, value) for name, value in self._pairs() if name not in without]

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [("by", self.by.value)] if self.by else []
        if self.year_of is not YearOf.PUBLISHED:
            pairs.append(("year", self.year_of.value))
        for name in _FILTERS:
            pairs.extend((GROUPS[name].parameter, value) for value in getattr(self.filters, name))
        years = (("from", self.filters.from_year), ("to", self.filters.to_year))
        pairs.extend((name, str(year)) for name, year in years if year)
        pairs.extend((name, "yes") for name, on in (("clear", self.clear_only), ("heads", self.heads)) if on)
        if self.hide_below:
            pairs.append(("hide", str(self.hide_below)))
        further = (("board", self.board), ("trend", self.trend), ("sort", self.sort))
        pairs.extend((name, value) for name, value in further if value)
        if self.cell:
            pairs += [("at", self.cell[0]), ("in", self.cell[1])]
        if self.cell and self.side:
            pairs.append(("on", self.side.value))
        return [*pairs, ("revision", str(self.revision))] if self.revision else pairs


def read(given: str) -> Asked:
    """Read an address. What it cannot mean is dropped; nothing in it is trusted."""
    values = parameters(given)
    by, hide, on, revision = (one(values, name) for name in ("by", "hide", "on", "revision"))
    return Asked(
        by=By(by) if by in set(By) else None,
        year_of=YearOf.INCIDENT if one(values, "year") == "incident" else YearOf.PUBLISHED,
        filters=_filters(given),
        clear_only=one(values, "clear") == "yes",
        heads=one(values, "heads") == "yes",
        hide_below=min(int(hide), _MOST_HIDDEN) if hide.isdecimal() and len(hide) < 4 else 0,
        cell=(one(values, "at"), one(values, "in")) if one(values, "at") else None,
        side=Side(on) if one(values, "at") and on in set(Side) else Side.TABLE,
        board=one(values, "board"),
        trend=one(values, "trend"),
        sort="name" if one(values, "sort") == "name" else "",
        revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
    )


def to_search(asked: Asked, *more: tuple[str, str]) -> str:
    """The Search page over the same reviews; ``more`` are further values as parameters.

    Search knows years of publication alone, so years of the incident are left behind.
    """
    filters = asked.filters
    if asked.year_of is YearOf.INCIDENT:
        filters = replace(filters, from_year=None, to_year=None)
    plain = address.Asked(filters=filters).address()
    return f"{plain}{'&' if '?' in plain else '?'}{urlencode(more)}" if more else plain


def from_search(searched: address.Asked) -> str:
    """This page over the reviews that a search was limited to."""
    filters = replace(searched.for_index(), kinds=())
    return Asked(filters=filters).address()


def choices(counted: Counted, boards: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """For each filter the values that some review has, as pairs of value and words, by its parameter."""
    found: dict[str, set[str]] = {name: set() for name in _FILTERS}
    for one_review in counted.reviews:
        review = one_review.review
        found["themes"] |= one_review.themes.keys()
        found["age_groups"] |= set(one_review.age_groups)
        found["agencies"] |= one_review.agencies
        found["harms"] |= set(review.harm_types)
        found["roles"] |= one_review.roles
        for name, value in (
            ("review_types", review.review_type),
            ("nations", review.nation),
            ("publishers", review.publisher_id),
        ):
            if value:
                found[name].add(value)
    return {GROUPS[name].parameter: _named(name, sorted(values), boards) for name, values in found.items()}


def _named(name: str, values: Sequence[str], boards: Mapping[str, str]) -> list[tuple[str, str]]:
    if name == "publishers":
        pairs = [(value, boards.get(value, value)) for value in values]
    elif name in ("themes", "harms", "agencies"):
        pairs = [(value, words.named(name, value)) for value in values]
    elif name == "nations":
        pairs = [(value, value) for value in values]
    else:
        pairs = [(value, words.label(value)) for value in values]
    return sorted(pairs, key=lambda pair: pair[1])


def _filters(given: str) -> Filters:
    asked = address.read(given).filters
    return Filters(
        **{name: getattr(asked, name) for name in _FILTERS}, from_year=asked.from_year, to_year=asked.to_year
    )
