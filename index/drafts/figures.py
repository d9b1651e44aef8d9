"""Figures of a draft ("in 7 of 24 reviews", "most reviews") counted again from the library, where it can."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from index.recurring.counting import Counted
from index.recurring.table import Question, Table, table
from index.searching.query import Filters
from index.tagging.cue_finder import CueFinder
from ingest.vocabulary.reading import vocabulary
from ingest.written.numbers import NUMBERS

_WORDS = {"no": 0, **{word: number for word, number in NUMBERS.items() if number}}
_COUNT = r"\d{1,3}|" + "|".join(_WORDS)
_OF = re.compile(rf"\b(?P<n>{_COUNT}) (?:out )?of (?:the |our |these )?(?P<of>{_COUNT}) (?:\w+ ){{0,3}}reviews\b", re.I)
_SHARE = re.compile(r"\b(?P<n>\d{1,3}) ?(?:%|per ?cent) of (?:the |our |all )?(?:\w+ ){0,3}reviews\b", re.IGNORECASE)
_ALONE = re.compile(rf"\b(?P<n>{_COUNT}) (?:(?:\w+ ){{0,2}}reviews|(?<=no )review)\b(?! of)", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?P<how>all|every|each|most|(?:the |a )?majority of|half(?: of)?|none of|few|several|many)"
    r"(?: of)? (?:the |our |these )?(?:\w+ ){0,3}reviews?\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|from) (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|from) (?P<first>(?:19|20)\d\d) (?:and|to) (?P<last>(?:19|20)\d\d)\b", re.IGNORECASE
)
_HALF, _FEW, _SEVERAL = 0.5, 0.25, 3
_BY_WORD: dict[str, Callable[[int, int], bool]] = {
    "all": lambda n, of: n == of,
    "every": lambda n, of: n == of,
    "each": lambda n, of: n == of,
    "most": lambda n, of: n > of * _HALF,
    "majority of": lambda n, of: n > of * _HALF,
    "half": lambda n, of: abs(n - of * _HALF) <= max(0.5, of * 0.05),
    "none of": lambda n, _: n == 0,
    "few": lambda n, of: 0 < n <= of * _FEW,
    "several": lambda n, _: n >= _SEVERAL,
    "many": lambda n, of: n >= of * _FEW,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a draft as it was counted again. ``agrees`` is ``None`` where the library cannot count it.

    ``reviews`` (clear and possible together) and ``clear`` are of ``of`` reviews; ``passages`` show some of them;
    ``table`` is what it was counted from, with its scope.
    """

    words: str
    theme: str | None = None
    reviews: int | None = None
    clear: int | None = None
    of: int | None = None
    agrees: bool | None = None
    passages: tuple[str, ...] = ()
    table: Table | None = field(default=None, repr=False, compare=False)


def figure_in(sentence: str, counted: Counted, publishers: tuple[str, ...] = ()) -> Figure | None:
    """The figure of a sentence, counted again where it is about exactly one theme; ``None`` where there is none."""
    found = next((match for pattern in (_OF, _SHARE, _VAGUE, _ALONE) if (match := pattern.search(sentence))), None)
    if found is None or (found.re is _ALONE and found["n"].lower() == "one"):
        return None
    themes = sorted(theme for theme, hits in _themes().find(sentence).items() if hits.strong)
    if len(themes) != 1:
        return Figure(found[0])
    low, high = _years(sentence)
    made = table(counted, Question(Filters(publishers=publishers, from_year=low, to_year=high)))
    row = next((row for row in made.rows if row.theme == themes[0]), None)
    number, clear = (row.total.reviews or 0, row.total.clear or 0) if row else (0, 0)
    examples = row.total.examples if row else ()
    of = made.scope.reviews
    agrees = _agrees(found, number, of) or _agrees(found, clear, of)
    return Figure(found[0], themes[0], number, clear, of, agrees, examples, made)


def _agrees(found: re.Match[str], number: int, of: int) -> bool:
    if found.re is _VAGUE:
        how = re.sub(r"^(?:the|a) |(?<=half) of$", "", found["how"].lower())
        return _BY_WORD[how](number, of)
    stated = _number(found["n"])
    if found.re is _SHARE:
        return bool(of) and round(100 * number / of) == stated
    return stated == number and (found.re is _ALONE or _number(found["of"]) == of)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word.lower()]


def _years(sentence: str) -> tuple[int | None, int | None]:
    between = _BETWEEN.search(sentence)
    if between:
        first, last = sorted((int(between["first"]), int(between["last"])))
        return first, last
    since = _SINCE.search(sentence)
    return (int(since["year"]), None) if since else (None, None)


@cache
def _themes() -> CueFinder:
    return CueFinder(vocabulary().themes)
