"""What a person asked of the pages Recommendations and Repeat learning, as their addresses hold it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from app import address
from app.address import one, parameters
from app.digest.address import pairs_of
from index.recommendations.stated import Sort, wanted
from index.searching.query import Filters

STEP = 50
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A recommendation to look for, or none; ``every`` lists each recommendation and not only repeated ones."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    every: bool = False
    sort: Sort = Sort.TIMES
    show: int = STEP

    def address(self, **changes: object) -> str:
        """The address of this view with ``changes``; only what differs from the default is in it."""
        query = replace(self, **changes).query()  # type: ignore[arg-type]
        return "/recommendations" + (f"?{query}" if query else "")

    def query(self) -> str:
        """The same from its question mark on."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters."""
        pairs = [("text", self.text)] if self.text else []
        pairs += pairs_of(self.filters)
        pairs += [("every", "yes")] if self.every else []
        pairs += [("sort", self.sort.value)] if self.sort is not Sort.TIMES else []
        return pairs + ([("show", str(self.show))] if self.show != STEP else [])


def read(given: str) -> Asked:
    """Read an address. What it cannot mean is dropped; nothing in it is trusted."""
    asked = parameters(given)
    sort, show = one(asked, "sort"), one(asked, "show")
    return Asked(
        text=one(asked, "text").strip(),
        filters=wanted(address.read(given).filters),
        every=one(asked, "every") == "yes",
        sort=Sort(sort) if sort in set(Sort) else Sort.TIMES,
        show=min(max(int(show), STEP), _MOST) if show.isdecimal() and len(show) < 6 else STEP,
    )
