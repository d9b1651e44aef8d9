"""What a person counts, as the address of the annual analysis holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from app import address
from app.address import GROUPS, one, parameters
from index.annual.points import Years
from index.recurring.table import YearOf
from index.searching.query import Filters

FILTERS = ("themes", "age_groups", "harms", "agencies", "review_types", "nations", "publishers")
"""The filters of an analysis: it reads the findings, lessons and recommendations of whole reviews."""
BEFORE = "before"
AGE, AGENCY = "age:", "agency:"
"""How the group of an open figure begins: it is the period, the period before, an age group or an agency."""
_MOST_HIDDEN = 20
_MOST_USED = 60
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """One analysis as a person set it up.

    Without ``years`` it is of the last full year, without ``before`` beside as many years just before. ``cell`` is the
    learning point and group whose passages are open; ``use`` the passages that a person chose to quote, in order.
    """

    years: Years | None = None
    before: Years | None = None
    year_of: YearOf = YearOf.PUBLISHED
    filters: Filters = field(default_factory=Filters)
    clear_only: bool = False
    heads: bool = False
    hide_below: int = 0
    use: tuple[str, ...] = ()
    cell: tuple[str, str] | None = None

    @property
    def on(self) -> int:
        """How many values of filters are on."""
        return sum(len(getattr(self.filters, name)) for name in FILTERS)

    def at(self, theme: str, group: str = "") -> Asked:
        """The same with the passages of one figure open."""
        return replace(self, cell=(theme, group))

    def address(self) -> str:
        """The address of this analysis; only what differs from the default is in it."""
        query = self.query()
        return "/annual" + (f"?{query}" if query else "")

    def query(self) -> str:
        """The same from its question mark on."""
        return urlencode(self.pairs())

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """The parameters, but for some."""
        return [(name, value) for name, value in self._pairs() if name not in without]

    def _pairs(self) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for first, last, years in (("from", "to", self.years), ("before-from", "before-to", self.before)):
            pairs += [(first, str(years.first)), (last, str(years.last))] if years else []
        if self.year_of is not YearOf.PUBLISHED:
            pairs.append(("year", self.year_of.value))
        for name in FILTERS:
            pairs.extend((GROUPS[name].parameter, value) for value in getattr(self.filters, name))
        pairs.extend((name, "yes") for name, on in (("clear", self.clear_only), ("heads", self.heads)) if on)
        if self.hide_below:
            pairs.append(("hide", str(self.hide_below)))
        pairs.extend(("use", passage) for passage in self.use)
        return [*pairs, ("at", self.cell[0]), ("in", self.cell[1])] if self.cell else pairs


def read(given: str) -> Asked:
    """Read an address. What it cannot mean is dropped; nothing in it is trusted."""
    values, hide = parameters(given), one(parameters(given), "hide")
    asked = address.read(given).filters
    return Asked(
        years=_years(one(values, "from"), one(values, "to")),
        before=_years(one(values, "before-from"), one(values, "before-to")),
        year_of=YearOf.INCIDENT if one(values, "year") == "incident" else YearOf.PUBLISHED,
        filters=Filters(**{name: getattr(asked, name) for name in FILTERS}),
        clear_only=one(values, "clear") == "yes",
        heads=one(values, "heads") == "yes",
        hide_below=min(int(hide), _MOST_HIDDEN) if re.fullmatch(r"[0-9]{1,3}", hide) else 0,
        use=tuple(passage[:_LONGEST] for passage in values.get("use", ()))[:_MOST_USED],
        cell=(one(values, "at"), one(values, "in")) if one(values, "at") else None,
    )


def _years(first: str, last: str) -> Years | None:
    """A period; of one year where only one is given."""
    known = [int(year) for year in (first, last) if re.fullmatch(r"(19|20)[0-9]{2}", year)]
    return Years(known[0], known[-1]) if known else None
