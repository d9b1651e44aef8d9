"""Ages as reports write them: "5 months old", "aged two and a half", "a boy of 15", "He was 15."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.written.numbers import NUMBERS

_WORDS = {word: number for word, number in NUMBERS.items() if number < 50}
_NUMBER = (
    r"(?:\d{1,2}|(?:twenty|thirty|forty)[- ](?:one|two|three|four|five|six|seven|eight|nine)|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + ")"
)
NUMBER = _NUMBER
"""A whole number below fifty in figures or words."""
_UNIT = r"(?:hour|day|week|month|year)s?"
_MORE = rf"(?:[\s-]+(?:and\s+)?(?P<months{{0}}>{_NUMBER})[\s-]+months?)?"
_CHILD = r"(?:boy|girl|child|baby|infant|young person|young man|young woman|teenager|toddler)"


def _form(tail: str, head: str, number: int, unit: str) -> str:
    """One way of writing an age; each has its own group numbers, for Python allows a name once in a pattern."""
    more = _MORE.replace("{0}", str(number))
    return (
        rf"{head}(?P<number{number}>{_NUMBER})(?P<half{number}>\s+and\s+a\s+half)?"
        rf"(?:[\s-]+(?P<unit{number}>{_UNIT}){more}){unit}{tail}"
    )


_ABOUT = r"(?:(?:just(?: over| under)?|about|around|only|nearly|almost|over)\s+)?"
_ENDS = (
    r"(?=\s*(?:[.,;)]|$|when\b|at\s+the\s+time|at\s+(?:his|her|their)\s+death|and\s+(?:was|had|lived|his|her"
    r"|(?-i:[A-Z]))))"
)
AGE = re.compile(
    "|".join(
        (
            _form(r"[\s-]+(?:old|of\s+age)\b", rf"\b(?:aged?\s+)?{_ABOUT}", 1, ""),
            _form(r"(?![\w-])", rf"\b(?:aged|at\s+the\s+age\s+of|(?<=t )age)\s+{_ABOUT}", 2, "?"),
            _form(r"(?![\w-])", rf"\b{_CHILD}\s+of\s+{_ABOUT}", 3, "?"),
            _form(_ENDS, rf"\b(?:was|were|turned|is)\s+{_ABOUT}", 4, "?"),
            _form(r"(?=\s*\))", r"\((?:aged\s+)?", 5, "?"),
            _form(r"(?![\w-])", rf"\b(?:lived|survived)\s+(?:for\s+)?{_ABOUT}", 6, ""),
            _form(
                r"\s+after\s+(?:(?:his|her|the)\s+)?(?:birth|delivery|(?:s?he\s+was|being)\s+born)",
                rf"\bdied\s+{_ABOUT}",
                7,
                "",
            ),
            _form(r"(?<=hours)\s+later\b", rf"\bdied\s+{_ABOUT}", 8, ""),
            _form(r"(?=,)", rf"(?<=[a-zA-Z\d],\s)(?:then\s+|only\s+)?{_ABOUT}", 9, "?"),
        )
    ),
    re.IGNORECASE,
)
_OLDEST = 300
_HINT = re.compile(_NUMBER, re.IGNORECASE)
_CELL = re.compile(_form(r"\b", rf"^\W*{_ABOUT}", 1, "?"), re.IGNORECASE)
_ITEM = rf"{_NUMBER}(?:\s+and\s+a\s+half)?(?:[\s-]+{_UNIT})?(?:[\s-]+old)?"
_LIST = re.compile(
    rf"\b(?:aged|were|ages)\s+(?:between\s+)?(?P<list>{_ITEM}(?:,\s*{_ITEM})*,?\s+(?:and|to)\s+{_ITEM})(?![\w-])",
    re.IGNORECASE,
)
_UNBORN = re.compile(
    r"\bunborn\b|\bbefore (?:he|she|the baby|the child) was born\b|\bweeks(?:'|’)? (?:pregnant|gestation)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age in whole months, with the words it was read from and where they stand.

    ``bare`` is a number between commas, which is an age only right behind a name: "Rook, six, …".
    """

    months: int
    start: int
    end: int
    text: str
    bare: bool = False


def months(match: re.Match[str]) -> int | None:
    """A match of :data:`AGE` in whole months; hours, days and weeks under a month are 0. ``None`` above 25 years."""
    forms = [name.removeprefix("number") for name in match.re.groupindex if name.startswith("number")]
    form = next(form for form in forms if match[f"number{form}"])
    number = _value(match[f"number{form}"]) + (0.5 if match[f"half{form}"] else 0)
    more = match[f"months{form}"]
    return _months(number, match[f"unit{form}"], _value(more) if more else 0)


def ages_in(text: str) -> Iterator[Age]:
    """Every single age of a text, in order."""
    for match in AGE.finditer(text) if _HINT.search(text) else ():
        value = months(match)
        if value is not None:
            yield Age(value, *match.span(), match[0], bare=match["number9"] is not None)


def age_in_cell(cell: str) -> Age | None:
    """The age that a table's cell holds, in years unless it says otherwise."""
    match = _CELL.match(cell)
    value = months(match) if match and len(cell) < 40 else None
    if match is None or value is None:
        return Age(-1, 0, len(cell), cell) if _UNBORN.search(cell) and len(cell) < 40 else None
    return Age(value, *match.span(), cell)


def age_lists_in(text: str) -> Iterator[list[Age]]:
    """Ages given together: "three weeks, nine weeks and five months old", "aged seven and ten"."""
    for match in _LIST.finditer(text):
        items = re.findall(
            rf"({_NUMBER})(\s+and\s+a\s+half)?(?:[\s-]+({_UNIT}))?(?![\w])", match["list"], re.IGNORECASE
        )
        unit, ages = "", []
        for number, half, own in reversed(items):
            unit = own or unit
            value = _months(_value(number) + (0.5 if half else 0), unit or None)
            if value is not None:
                ages.append(Age(value, *match.span("list"), f"{number}{half} {own}".strip()))
        yield ages[::-1]


def number_of(words: str) -> int:
    """A number of :data:`NUMBER` as an integer."""
    return int(_value(words))


def whole_months(number: float, unit: str, more: float = 0) -> int:
    """An amount of a unit ("week", "years"), and months beside it, in whole months."""
    months = {"hour": 0.0, "day": 12 / 365, "week": 12 / 52, "month": 1.0, "year": 12.0}
    return int(number * months[unit.lower().removesuffix("s")] + more + 1e-9)


def unborn(text: str) -> re.Match[str] | None:
    """Words that say that a child is not born yet."""
    return _UNBORN.search(text)


def _months(number: float, unit: str | None, more: float = 0) -> int | None:
    total = whole_months(number, unit or "year", more)
    return total if total <= _OLDEST else None


def _value(word: str) -> float:
    if word.isdigit():
        return int(word)
    return sum(_WORDS[part] for part in re.split(r"[- ]", word.lower()))
