"""Ages as reports write them, and the age of the child whom a report is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.sentences import sentence_spans

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_WORDS = {word: number for number, word in enumerate(_UNITS)} | _TENS
_NUMBER = (
    r"(?:\d{1,2}|(?:twenty|thirty|forty)[- ](?:one|two|three|four|five|six|seven|eight|nine)|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + ")"
)
_UNIT = r"(?:hour|day|week|month|year)s?"
_MORE = rf"(?:[\s-]+(?:and\s+)?(?P<months{{0}}>{_NUMBER})[\s-]+months?)?"


def _form(tail: str, head: str, number: int, unit: str) -> str:
    """One way of writing an age; each has its own group numbers, for Python allows a name once in a pattern."""
    more = _MORE.replace("{0}", str(number))
    return (
        rf"{head}(?P<number{number}>{_NUMBER})(?P<half{number}>\s+and\s+a\s+half)?"
        rf"(?:[\s-]+(?P<unit{number}>{_UNIT}){more}){unit}{tail}"
    )


_ABOUT = r"(?:(?:just|about|around|only|nearly|almost)\s+)?"
AGE = re.compile(
    "|".join(
        (
            _form(r"[\s-]+(?:old|of\s+age)\b", rf"\b(?:aged?\s+)?{_ABOUT}", 1, ""),
            _form(r"(?![\w-])", rf"\b(?:aged|at\s+the\s+age\s+of)\s+{_ABOUT}", 2, "?"),
            _form(r"(?![\w-])", r"\b(?:boy|girl|child|baby|infant)\s+of\s+", 3, "?"),
        )
    ),
    re.IGNORECASE,
)

_HARM = re.compile(
    r"\b(?:die[ds]?|dying|death|dead|killed|murder\w*|drown\w*|injur\w+|collaps\w+|fractur\w+|admitted|swallow\w+|ingest\w+"
    r"|suffer\w*|harm\w*|assault\w*|suicide|overdose|abuse\w*|disclos\w+|police protection|found (?:dead|unresponsive)"
    r"|be woken|ambulance|took (?:his|her) own life|incident|this review|case review|review (?:concerns|is about))\b",
    re.IGNORECASE,
)
_CHILD_BEFORE = re.compile(
    r"\b(?:he|she|boy|girl|child|baby|infant|son|daughter|young person|who was)\b[^.;]{0,60}$", re.IGNORECASE
)
_CHILD_AFTER = re.compile(r"^\W*(?:\w+\W+){0,2}(?:boy|girl|child|baby|infant|young person)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:mother|father|brother|sister|sibling|parent|partner|grand\w+|uncle|aunt|cousin|half|boyfriend|man|woman|carer"
    r"|friend|adult|mum|dad)s?\b[^.;]{0,50}$",
    re.IGNORECASE,
)

_SEVERAL = re.compile(
    r"\b(?:children|babies|infants|siblings?|young people|brothers|sisters|family|and)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age in whole months, with the words it was read from and their page."""

    months: int
    page: int
    quote: str


def months(match: re.Match[str]) -> int | None:
    """A match of :data:`AGE` in whole months; hours, days and weeks under a month are 0. ``None`` above 25 years."""
    form = next(form for form in "123" if match[f"number{form}"])
    unit = (match[f"unit{form}"] or "year").lower().removesuffix("s")
    number = _value(match[f"number{form}"]) + (0.5 if match[f"half{form}"] else 0)
    more = match[f"months{form}"]
    total = number * {"hour": 0, "day": 12 / 365, "week": 12 / 52, "month": 1, "year": 12}[unit]
    total += _value(more) if more else 0
    return int(total + 1e-9) if total <= 300 else None


def subject_ages(pages: Iterable[tuple[int, str]], subject: str | None) -> tuple[Age, ...]:
    """The age of the child whom a report is about when the harm came to it, or the ages where it is about several.

    An age counts only in a sentence that speaks of the harm or of the review, right after the child's label, a pronoun
    or the word for a child, and never after a relative's. For one child it is the age stated most often, and nothing
    where two are stated equally often; for several it is the ages of the sentence that states most of them.
    """
    found = list(_candidates(pages, subject))
    if subject and _SEVERAL.search(subject):
        sentences = Counter(age.quote for age in found).most_common(1)
        together = [age for age in found if sentences and age.quote == sentences[0][0]]
        return tuple(together) if len(together) > 1 else ()
    ranked = Counter(age.months for age in found).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ()
    return (next(age for age in found if age.months == ranked[0][0]),)


def _candidates(pages: Iterable[tuple[int, str]], subject: str | None) -> Iterator[Age]:
    label = re.compile(rf"(?<![\w-]){re.escape(subject)}(?![\w-])[^.;]{{0,60}}$") if subject else None
    for page, text in pages:
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            for match in AGE.finditer(sentence) if _HARM.search(sentence) else ():
                before, value = sentence[: match.start()], months(match)
                named = bool(label and label.search(before)) or _CHILD_BEFORE.search(before) or match["number3"]
                if value is None or value > 12 * 20 or _RELATIVE.search(before):
                    continue
                if named or _CHILD_AFTER.search(sentence[match.end() :]):
                    yield Age(value, page, sentence)


def _value(word: str) -> float:
    if word.isdigit():
        return int(word)
    return sum(_WORDS[part] for part in re.split(r"[- ]", word.lower()))
