"""What a person asked to see as new, as the address of the page holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from app import address
from app.address import GROUPS, one, parameters
from app.digest.saved import KEPT, narrowed
from index.searching.query import Filters


@dataclass(frozen=True, slots=True)
class Asked:
    """A saved scope by its id, or filters of its own; ``since`` is a day, without one it is when a person last looked.

    ``before`` also asks what of it was recommended before.
    """

    scope: str = ""
    since: date | None = None
    before: bool = False
    filters: Filters = field(default_factory=Filters)

    def address(self) -> str:
        """The address of this view; only what differs from the default is in it."""
        query = self.query()
        return "/digest" + (f"?{query}" if query else "")

    def query(self) -> str:
        """The same from its question mark on."""
        return urlencode(self.pairs())

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """The parameters, but for some."""
        found = [("scope", self.scope)] if self.scope else pairs_of(self.filters)
        found += [("since", self.since.isoformat())] if self.since else []
        found += [("before", "yes")] if self.before else []
        return [(name, value) for name, value in found if name not in without]


def read(given: str) -> Asked:
    """Read an address. What it cannot mean is dropped; nothing in it is trusted."""
    values = parameters(given)
    scope = one(values, "scope")
    filters = Filters() if scope else narrowed(address.read(given).filters)
    return Asked(scope, day_of(one(values, "since")), one(values, "before") == "yes", filters)


def pairs_of(filters: Filters) -> list[tuple[str, str]]:
    """Filters as parameters of an address, by which every page reads them."""
    pairs = [(GROUPS[name].parameter, value) for name in KEPT for value in getattr(filters, name)]
    years = (("from", filters.from_year), ("to", filters.to_year))
    return pairs + [(name, str(year)) for name, year in years if year is not None]


def to_save(filters: Filters) -> str:
    """The address at which these filters can be saved as a scope; empty where none is on."""
    pairs = pairs_of(narrowed(filters))
    return f"/digest?{urlencode(pairs)}#save" if pairs else ""


def day_of(text: str) -> date | None:
    """A day as a browser writes it; ``None`` for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
