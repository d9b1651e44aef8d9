"""Dates as reports write them, read as far as they are stated: a year, a month of a year, or a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""The alternatives of a pattern that knows a month by its name or its short names, in small letters."""
MONTH_NAMES = tuple(name for name in _MONTHS if len(name) > 4 or name in ("may", "june", "july"))
"""The twelve names, in small letters."""
_NAMED = "|".join(name.capitalize() for name in sorted(_MONTHS, key=len, reverse=True))

DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_NAMED})\b"
    rf"|\b(?:[Ii]n|[Ff]rom|[Bb]etween|[Tt]o|and|[Uu]ntil|[Bb]y|[Oo]f|[Ss]ince|[Ee]arly|[Ll]ate)\s+(?P<alone>{_NAMED})\b"
    r"|\b(?:[Ii]n|[Ff]rom|[Bb]etween|to|and|[Uu]ntil|[Ss]ince|[Dd]uring|[Ss]pring(?: of)?|[Ss]ummer(?: of)?"
    r"|[Aa]utumn(?: of)?|[Ww]inter(?: of)?|[Ee]arly|[Ll]ate|[Mm]id-?)\s?(?P<bare>(?:19|20)\d\d)\b(?!\s*\)|/)"
    rf"|\b(?P<leads>{_NAMED})(?=\s+(?:to|until|and|–|-)\s+(?:the\s+)?(?:end\s+of\s+)?(?:\d+\s+)?(?:{_NAMED})\b)"
    r"|\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d\d)\b"
)
_HINT = re.compile(rf"\d|{_NAMED}")
"""What every date holds; most sentences hold none."""
_JOIN = re.compile(
    r"^(?:\s*[,(][^.;]{0,120}?[,)])?\s*(?:to|until|till|up to(?: and including)?|through(?: to)?"
    r"|and(?: ended on)?|–|-|—)"
    r"\s+(?:(?:the\s+|his\s+|her\s+|their\s+)?(?:[\w'’-]+\s+){0,5}?(?:of|on|in)\s+|the\s+)?$|^\s*[–—-]\s*$"
)
_TO_THE_EVENT = re.compile(
    r"^(?:\s*[,(][^.;]{0,120}?[,)])?\s*(?:to|until|up to|and ended on|and ending on)\s+(?:and including\s+)?"
    r"(?:(?:the\s+)?(?:date|day|time)\s+of\s+)?(?:the\s+|his\s+|her\s+|their\s+|[\w'’]+\s+){0,3}?(?:death"
    r"|incident|birth|admission|injur|arrest|event)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is stated, and where in the text it stands. ``iso`` starts with ``-`` where the year is left
    out: ``-11-18``."""

    iso: str
    start: int
    end: int


def iso(match: re.Match[str]) -> str | None:
    """A match of :data:`DATE` as ``YYYY-MM-DD`` or ``YYYY-MM``; ``None`` for a day or month that does not exist."""
    if match["y"]:
        year, month, day = match["y"], int(match["m"]), int(match["d"])
    else:
        year, month, day = match["year"], _MONTHS[match["month"].lower()], int(match["day"] or 0)
    return _iso(year, month, day)


def dates_in(text: str) -> list[When]:
    """Every date of a text in order, those without a year too."""
    if not _HINT.search(text):
        return []
    found = [When(value, *match.span()) for match in DATE.finditer(text) if (value := iso(match))]
    taken = [(when.start, when.end) for when in found]
    for match in _LOOSE.finditer(text):
        name = next(name for name in ("day", "alone", "bare", "leads", "d") if match[name])
        start = match.start() if name in ("day", "leads", "d") else match.start(name)
        value = _loose(match)
        if value and not any(a < match.end() and start < b for a, b in taken):
            found.append(When(value, start, match.end()))
    return sorted(found, key=lambda when: when.start)


def ranges_in(text: str) -> Iterator[tuple[When, When | None]]:
    """Every "from A to B" of a text; the end is ``None`` where it is "the date of death"."""
    dates = dates_in(text)
    for first in dates:
        if _TO_THE_EVENT.match(text[first.end :]) and not first.iso.startswith("-"):
            yield first, None
    for first, last in pairwise(dates):
        if not last.iso.startswith("-") and _JOIN.match(text[first.end : last.start]):
            begun = _in_year(first, last)
            if begun.iso <= last.iso:
                yield begun, last


def _in_year(first: When, last: When) -> When:
    """ "January to March 2013": a first date without a year takes that of the last, or the year before."""
    if not first.iso.startswith("-"):
        return first
    year = int(last.iso[:4])
    return replace(first, iso=f"{year - (first.iso[1:3] > last.iso[5:7])}{first.iso}")


def _loose(match: re.Match[str]) -> str | None:
    if match["bare"]:
        return match["bare"]
    if match["y"]:
        year = int(match["y"])
        return _iso(str(year + (2000 if year < 60 else 1900)), int(match["m"]), int(match["d"]))
    month = _MONTHS[(match["month"] or match["alone"] or match["leads"]).lower()]
    return _iso("", month, int(match["day"] or 0))


def _iso(year: str, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or day > 31:
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")
