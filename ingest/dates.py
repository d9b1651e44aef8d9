"""Dates as reports write them, read as far as they are stated: a year, a month of a year, or a day."""

from __future__ import annotations

import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def iso(match: re.Match[str]) -> str | None:
    """A match of :data:`DATE` as ``YYYY-MM-DD`` or ``YYYY-MM``; ``None`` for a day or month that does not exist."""
    if match["y"]:
        year, month, day = match["y"], int(match["m"]), int(match["d"])
    else:
        year, month, day = match["year"], _MONTHS[match["month"].lower()], int(match["day"] or 0)
    if month > 12 or day > 31:
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")
