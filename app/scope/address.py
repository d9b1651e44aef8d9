"""What a person set on the page Scope a review, as its address holds it. A pasted text is never in it.

``set`` holds what a person changed of the case, ``weigh`` what each signal counts for, ``use`` the reviews chosen for
the note. ``case`` is the token of a pasted case (``app.scope.cases``), ``review`` a held review; with neither, what was
set is itself the case: the short form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from app import address
from app.address import GROUPS, one, parameters
from index.cases.case import Correction, Signal
from index.searching.query import Filters

WEIGHTS = {"off": 0.0, "less": 0.5, "normal": 1.0, "more": 2.0}
"""What a person may let a value or a signal count for."""
STEP = 6
"""Reviews shown at first: those that a note is made of when none is ticked (``app.scope.scoped.NEAREST``)."""
MOST = 30
_FILTERS = ("nations", "review_types", "publishers")
_ADDED = {"harm": Signal.HARM, "add-theme": Signal.THEMES, "add-agency": Signal.AGENCIES}
"""Parameters of the forms that add a value; read as ``set``."""
_AGE = re.compile(r"(-?\d{1,3})(?:-(\d{1,3}))?")
_ID = re.compile(r"[\w.:-]{1,128}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The page as a person set it up. ``ages`` are months, youngest and oldest; ``find`` is a search by title."""

    case: str = ""
    review: str = ""
    find: str = ""
    ages: tuple[int, int] | None = None
    changes: tuple[Correction, ...] = ()
    weigh: tuple[tuple[Signal, str], ...] = ()
    filters: Filters = field(default_factory=Filters)
    use: tuple[str, ...] = ()
    show: int = STEP

    @property
    def empty(self) -> bool:
        """Whether there is no case to compare."""
        return not (self.case or self.review or self.ages or self.changes)

    @property
    def filters_on(self) -> int:
        """How many filters are on."""
        years = sum(year is not None for year in (self.filters.from_year, self.filters.to_year))
        return sum(len(getattr(self.filters, name)) for name in _FILTERS) + years

    def address(self, **changes: object) -> str:
        """The address of this page with ``changes`` of its fields."""
        pairs = replace(self, **changes).pairs()  # type: ignore[arg-type]
        return "/scope" + (f"?{urlencode(pairs)}" if pairs else "")

    def pairs(self, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """The parameters of the address; a form that sets some of them itself leaves these out."""
        named = (("case", self.case), ("review", self.review), ("find", self.find))
        pairs = [(name, value) for name, value in named if value]
        if self.ages:
            pairs.append(("age", "-".join(str(months) for months in dict.fromkeys(self.ages))))
        pairs += [("set", f"{change.signal}:{change.value}:{change.weight:g}") for change in self.changes]
        pairs += [("weigh", f"{signal}:{how}") for signal, how in self.weigh]
        for name in _FILTERS:
            pairs += [(GROUPS[name].parameter, value) for value in getattr(self.filters, name)]
        years = (("from", self.filters.from_year), ("to", self.filters.to_year))
        pairs += [(name, str(year)) for name, year in years if year is not None]
        pairs += [("use", review) for review in self.use]
        if self.show != STEP:
            pairs.append(("show", str(self.show)))
        return [pair for pair in pairs if pair[0] not in without]

    def setting(self, signal: Signal, value: str, weight: float) -> str:
        """The address at which a value of the case counts so much."""
        others = tuple(one for one in self.changes if (one.signal, one.value) != (signal, value))
        return self.address(changes=(*others, Correction(signal, value, weight)))

    def unsetting(self, signal: Signal, value: str) -> str:
        """The address without a person's change of a value."""
        return self.address(changes=tuple(one for one in self.changes if (one.signal, one.value) != (signal, value)))

    def weighing(self, signal: Signal, how: str) -> str:
        """The address at which a whole signal counts so much."""
        others = tuple(pair for pair in self.weigh if pair[0] is not signal)
        return self.address(weigh=others if how == "normal" else (*others, (signal, how)))


def read(given: str) -> Asked:
    """Read an address. What it cannot mean is dropped; nothing in it is trusted."""
    values = parameters(given)
    filters = address.read(given).filters
    years = {"from_year": filters.from_year, "to_year": filters.to_year}
    show = one(values, "show")
    return Asked(
        case=_id(one(values, "case")),
        review=_id(one(values, "review")),
        find=one(values, "find").strip()[:200],
        ages=_ages(one(values, "age"), one(values, "unit")),
        changes=_changes(values),
        weigh=_weigh(values.get("weigh", [])),
        filters=Filters(**{name: getattr(filters, name) for name in _FILTERS}, **years),  # type: ignore[arg-type]
        use=tuple(name for name in values.get("use", []) if _id(name))[:MOST],
        show=min(max(int(show), STEP), MOST) if show.isascii() and show.isdecimal() and len(show) < 4 else STEP,
    )


def _id(given: str) -> str:
    return given if _ID.fullmatch(given) else ""


def _ages(given: str, unit: str) -> tuple[int, int] | None:
    """Ages in months; a form may give them in years."""
    found = _AGE.fullmatch(given.strip())
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if unit == "years":
        first, last = first * 12, last * 12
    return (first, last) if -1 <= first <= last <= 1200 else None


def _changes(values: dict[str, list[str]]) -> tuple[Correction, ...]:
    """What was set, the last word on each value, each a value of the vocabulary."""
    found: dict[tuple[Signal, str], Correction] = {}
    for given in values.get("set", []):
        signal, _, rest = given.partition(":")
        value, _, weight = rest.rpartition(":")
        if signal in set(Signal) and _is_known(Signal(signal), value) and weight in ("0", "0.5", "1", "2"):
            found[Signal(signal), value] = Correction(Signal(signal), value, float(weight))
    for name, added in _ADDED.items():
        for value in values.get(name, []):
            if _is_known(added, value):
                found[added, value] = Correction(added, value, 1.0)
    return tuple(found.values())


def _is_known(signal: Signal, value: str) -> bool:
    from index.cases.reader import labels_of

    return value in labels_of(signal)


def _weigh(given: Sequence[str]) -> tuple[tuple[Signal, str], ...]:
    found: dict[Signal, str] = {}
    for pair in given:
        signal, _, how = pair.partition(":")
        if signal in set(Signal) and how in WEIGHTS and how != "normal":
            found[Signal(signal)] = how
    return tuple(found.items())
