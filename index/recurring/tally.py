"""Reviews as bits: for each theme the reviews that carry it, so that a table of thousands of reviews is a few ANDs.

A set of reviews is an ``int`` with one bit for each, in the order of ``Counted.reviews``. The bits of a library are
made once, when it is first counted, and forgotten with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from index.recurring.counting import Counted, CountedReview


@dataclass(frozen=True, slots=True)
class Bits:
    """The reviews that carry a theme: all, clearly, as a person decided, and with an agency or a role beside it."""

    every: int = 0
    clear: int = 0
    decided: int = 0
    agencies: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)

    def within(self, mask: int) -> Bits:
        """The same among some reviews."""
        return Bits(
            self.every & mask,
            self.clear & mask,
            self.decided & mask,
            {name: bits & mask for name, bits in self.agencies.items()},
            {name: bits & mask for name, bits in self.roles.items()},
        )

    def with_(self, other: Bits) -> Bits:
        """Both together, a review counted once."""
        return Bits(
            self.every | other.every,
            self.clear | other.clear,
            self.decided | other.decided,
            _joined(self.agencies, other.agencies),
            _joined(self.roles, other.roles),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The bits of counted reviews."""

    reviews: tuple[CountedReview, ...]
    places: Mapping[str, int]
    themes: Mapping[str, Bits]

    def mask(self, reviews: Iterable[CountedReview]) -> int:
        """Some of the reviews as bits."""
        return _mask((self.places[one.review.id] for one in reviews), len(self.reviews))

    def of(self, mask: int) -> Iterator[CountedReview]:
        """Bits as reviews, in order."""
        while mask:
            low = mask & -mask
            yield self.reviews[low.bit_length() - 1]
            mask ^= low


_kept: WeakKeyDictionary[Counted, Tally] = WeakKeyDictionary()


def tally_of(counted: Counted) -> Tally:
    """The bits of a library; made when first asked for."""
    found = _kept.get(counted)
    if found is None:
        found = _kept[counted] = _made(counted)
    return found


def _made(counted: Counted) -> Tally:
    every: defaultdict[str, list[int]] = defaultdict(list)
    clear: defaultdict[str, list[int]] = defaultdict(list)
    decided: defaultdict[str, list[int]] = defaultdict(list)
    agencies: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    roles: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, one in enumerate(counted.reviews):
        for theme, carried in one.themes.items():
            every[theme].append(place)
            if carried.clear:
                clear[theme].append(place)
            if carried.decided:
                decided[theme].append(place)
            for name in carried.agencies:
                agencies[theme][name].append(place)
            for name in carried.roles:
                roles[theme][name].append(place)
    size = len(counted.reviews)
    themes = {
        theme: Bits(
            _mask(places, size),
            _mask(clear[theme], size),
            _mask(decided[theme], size),
            {name: _mask(found, size) for name, found in agencies[theme].items()},
            {name: _mask(found, size) for name, found in roles[theme].items()},
        )
        for theme, places in every.items()
    }
    return Tally(counted.reviews, {one.review.id: place for place, one in enumerate(counted.reviews)}, themes)


def _mask(places: Iterable[int], size: int) -> int:
    bits = bytearray((size >> 3) + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _joined(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    return {name: first.get(name, 0) | second.get(name, 0) for name in {*first, *second}}
