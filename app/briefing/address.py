"""What a person briefs on, as the address of the page holds it: a theme and its scope, or a case; and what they chose.

``use`` holds the chosen passages in order, so that a shared link shows the same. ``revision`` is the library's state at
which a link was made, so that a link that is opened later can say that the library has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from app import address
from app.address import GROUPS, one, parameters
from app.scope import address as scope_address
from index.searching.query import Filters

FILTERS = ("themes", "age_groups", "harms", "agencies", "review_types", "nations", "publishers")
"""The filters of a briefing: it reads every part and kind of document of a review."""
MOST = 60
"""Passages that an address holds at most; no paper offers so many."""
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """One paper as a person set it up. ``case`` is what a section on recurring themes is about, if it is one."""

    filters: Filters = field(default_factory=Filters)
    case: scope_address.Asked | None = None
    use: tuple[str, ...] = ()
    revision: int | None = None

    @property
    def filters_on(self) -> int:
        """How many filters are on beside the themes."""
        years = sum(year is not None for year in (self.filters.from_year, self.filters.to_year))
        return sum(len(getattr(self.filters, name)) for name in FILTERS[1:]) + years

    def address(self, **changes: object) -> str:
        """The address of this paper with ``changes`` of its fields."""
        query = replace(self, **changes).query()  # type: ignore[arg-type]
        return "/briefing" + (f"?{query}" if query else "")

    def query(self) -> str:
        """The same from its question mark on."""
        return urlencode(self._pairs())

    def _pairs(self) -> list[tuple[str, str]]:
        if self.case is not None:
            pairs = [("about", "case"), *self.case.pairs(without=("use", "find", "show"))]
        else:
            pairs = [(GROUPS[name].parameter, value) for name in FILTERS for value in getattr(self.filters, name)]
            years = (("from", self.filters.from_year), ("to", self.filters.to_year))
            pairs += [(name, str(year)) for name, year in years if year is not None]
        pairs += [("use", name) for name in self.use]
        if self.revision is not None:
            pairs.append(("revision", str(self.revision)))
        return pairs


def read(given: str) -> Asked:
    """Read an address. What it cannot mean is dropped; nothing in it is trusted."""
    values = parameters(given)
    revision = one(values, "revision")
    chosen = {
        "use": tuple(name for name in values.get("use", []) if 0 < len(name) <= LONGEST)[:MOST],
        "revision": int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else None,
    }
    if any(one(values, name) for name in ("case", "review")) or one(values, "about") == "case":
        case = replace(scope_address.read(given), use=(), find="", show=scope_address.STEP)
        return Asked(case=case, **chosen)  # type: ignore[arg-type]
    filters = address.read(given).filters
    years = {"from_year": filters.from_year, "to_year": filters.to_year}
    kept = Filters(**{name: getattr(filters, name) for name in FILTERS}, **years)  # type: ignore[arg-type]
    return Asked(kept, **chosen)  # type: ignore[arg-type]
