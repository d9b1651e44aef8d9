"""Whole numbers in words, as reports write them."""

from __future__ import annotations

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)

NUMBERS = {word: number for number, word in enumerate(_UNITS)} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
"""Each word by itself; "twenty-one" is two of them."""
