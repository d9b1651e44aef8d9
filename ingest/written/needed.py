"""Patterns that are tried only where a text holds a word that every match needs.

Most patterns of the fact readers match in few sentences. Python's regular expressions try a long alternation at every
place of a text; looking for its literal words first is several times faster and never changes what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

_SHORTEST, _MOST, _VARIANTS = 3, 250, 64


class Needed:
    """A compiled pattern that knows the words of which one at least stands in every match."""

    __slots__ = ("pattern", "words")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.words = tuple(sorted(needed_by(pattern)))

    def may_match(self, text: str) -> bool:
        """Whether a text holds one of the words; ``True`` where nothing is known of them."""
        if not self.words:
            return True
        lower = text.lower()
        for word in self.words:  # noqa: SIM110 - a loop: asked a hundred thousand times, and a generator costs twice as much
            if word in lower:
                return True
        return False

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        """As of the pattern itself."""
        return self.pattern.search(text, *bounds) if self.may_match(text) else None

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        """As of the pattern itself."""
        return self.pattern.match(text, *bounds) if self.may_match(text) else None

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        """As of the pattern itself."""
        return self.pattern.finditer(text, *bounds) if self.may_match(text) else iter(())


def needed(pattern: str, flags: int = 0) -> Needed:
    """A pattern, compiled."""
    return Needed(re.compile(pattern, flags))


def needed_by(pattern: re.Pattern[str]) -> frozenset[str]:
    """Strings in lower case of which one at least stands in every match, letter case aside; empty where unknown."""
    try:
        from re import _parser  # type: ignore[attr-defined]  # the standard library's own reading of a pattern

        parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE | re.UNICODE)
    except (ImportError, AttributeError):
        return frozenset()
    found = _required(list(parsed)) or frozenset()
    return found if len(found) <= _MOST else frozenset()


def _required(items: Sequence[Any]) -> frozenset[str] | None:
    """The most telling of the requirements of a sequence: the one whose shortest string is longest."""
    best: frozenset[str] | None = None
    run = [""]
    for name, value in [*((str(op), argument) for op, argument in items), ("END", None)]:
        variants = _exactly(name, value)
        if variants and len(run) * len(variants) <= _VARIANTS:
            run = [start + end for start, end in product(run, variants)]
            continue
        best, run = _better(best, frozenset(run)), list(variants) if variants and len(variants) <= _VARIANTS else [""]
        best = _better(best, _within(name, value))
    return best


def _exactly(name: str, value: Any) -> list[str] | None:
    """Every string that an item can match, in lower case; ``None`` where there are too many."""
    if name == "LITERAL":
        return [chr(value).lower()] if chr(value).isascii() else None
    if name == "AT":
        return [""]
    if name == "SUBPATTERN":
        return _all_of(value[3])
    if name == "BRANCH":
        found = [_all_of(branch) for branch in value[1]]
        return [one for some in found if some for one in some] if all(found) else None
    return None


def _all_of(items: Sequence[Any]) -> list[str] | None:
    run = [""]
    for op, value in items:
        variants = _exactly(str(op), value)
        if variants is None or len(run) * len(variants) > _VARIANTS:
            return None
        run = [start + end for start, end in product(run, variants)]
    return run


def _within(name: str, value: Any) -> frozenset[str] | None:
    """What an item that has no few exact strings requires all the same."""
    if name == "SUBPATTERN":
        return _required(list(value[3]))
    if name == "BRANCH":
        found = [_required(list(branch)) for branch in value[1]]
        return frozenset().union(*(one for one in found if one)) if all(found) else None
    if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _required(list(value[2]))
    return None


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    fit = [some for some in (one, other) if some and min(map(len, some)) >= _SHORTEST]
    return max(fit, key=lambda some: (min(map(len, some)), -len(some)), default=None)
