"""Ages as reports write them, in months."""

from __future__ import annotations

import re

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_WORDS = {word: number for number, word in enumerate(_UNITS)} | _TENS
_NUMBER = r"(?:\d{1,2}|(?:twenty|thirty|forty)[- ](?:one|two|three|four|five|six|seven|eight|nine)|" + "|".join(
    sorted(_WORDS, key=len, reverse=True)
) + ")"  # fmt: skip

AGE = re.compile(
    rf"\b(?:aged?\s+(?:just\s+|about\s+|around\s+)?)?(?P<number>{_NUMBER})(?P<half>\s+and\s+a\s+half)?[\s-]+"
    rf"(?P<unit>hour|day|week|month|year)s?(?:[\s-]+(?:and\s+)?(?P<months>{_NUMBER})[\s-]+months?)?[\s-]+(?:old|of\s+age)\b"
    rf"|\baged\s+(?:just\s+|about\s+|around\s+)?(?P<number2>{_NUMBER})(?P<half2>\s+and\s+a\s+half)?"
    rf"(?:[\s-]+(?P<unit2>hour|day|week|month|year)s?(?:[\s-]+(?:and\s+)?(?P<months2>{_NUMBER})[\s-]+months?)?)?(?![\w-])",
    re.IGNORECASE,
)


def months(match: re.Match[str]) -> int | None:
    """A match of :data:`AGE` in whole months; days and weeks under a month are 0. ``None`` above 25 years."""
    unit = (match["unit"] or match["unit2"] or "year").lower()
    number = _value(match["number"] or match["number2"]) + (0.5 if match["half"] or match["half2"] else 0)
    more = match["months"] or match["months2"]
    total = number * {"hour": 0, "day": 12 / 365, "week": 12 / 52, "month": 1, "year": 12}[unit] + (
        _value(more) if more else 0
    )
    return int(total + 1e-9) if total <= 300 else None


def _value(word: str) -> float:
    if word.isdigit():
        return int(word)
    return sum(_WORDS[part] for part in re.split(r"[- ]", word.lower()))
