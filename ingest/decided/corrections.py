"""The facts of a review that a person may correct: how each is written, and how it is put in place of what was read.

A correction changes what is said of a review. It never changes which documents make the review, nor its id, even where
publisher, year or subject is corrected: the id goes on being made of what was read, so that links, notes and decisions
that name it keep working. What a machine read stays in the documents' facts, and is shown beside the correction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from ingest.decided.decisions import Decision
from ingest.errors import BadArgument
from ingest.model import Review
from ingest.vocabulary.lines import nearest
from ingest.vocabulary.reading import vocabulary
from ingest.written.boards import board_id
from ingest.written.publishers import Nation

Value = tuple[Any, ...]
"""A fact's value as JSON has it; empty for one that is not stated."""

NOT_STATED = "not stated"
_LONGEST = 200
_EARLIEST = 1940
_MOST_CHILDREN = 99
_OLDEST = 300
_SEXES = ("female", "male", "mixed")
_ANSWERS = {"yes": True, "no": False}
_AGE = re.compile(r"(\d{1,3}) ?(hour|day|week|month|year)s?(?:,? (?:and )?(\d{1,2}) months?)?(?: old)?", re.IGNORECASE)
_MONTHS = {"hour": 0.0, "day": 12 / 365, "week": 12 / 52, "month": 1.0, "year": 12.0}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that can be corrected: its form in words, how it is read, and what may be chosen where it is a choice."""

    form: str
    read: Callable[[str], Value]
    choices: tuple[str, ...] = ()
    many: bool = False


def parsed(name: str, text: str) -> Value:
    """The value of a fact as a person wrote it; "not stated" is a value of every fact.

    Raises ``BadArgument``, which says what is wrong and how it is written.
    """
    fact = fact_named(name)
    plain = " ".join(text.split())
    if plain.casefold() == NOT_STATED:
        return ()
    try:
        return fact.read(plain)
    except ValueError as problem:
        raise BadArgument(f"“{plain}” cannot be the {name} of a review: {problem}. It is {fact.form}.") from problem


def fact_named(name: str) -> Fact:
    """The fact of that name; ``BadArgument`` with the nearest names when there is none."""
    if name not in FACTS:
        raise BadArgument(f"“{name}” is not a fact that can be corrected{nearest(name, list(FACTS))}")
    return FACTS[name]


def written(name: str, value: Value) -> str:
    """A value as :func:`parsed` reads it."""
    if not value:
        return NOT_STATED
    if name == "age":
        return " to ".join(dict.fromkeys("unborn" if months < 0 else f"{months} months" for months in value))
    if name == "period":
        return " to ".join(value)
    if value in ((True,), (False,)):
        return "yes" if value[0] else "no"
    return ", ".join(map(str, value))


def refusal(name: str, value: Value) -> str | None:
    """Why a kept or imported value cannot be one of that fact, or ``None``."""
    try:
        same = parsed(name, written(name, value)) == value
    except (BadArgument, TypeError) as problem:
        return str(problem)
    return None if same else f"it is not written as a {name} is: {FACTS[name].form}"


def corrected(reviews: Iterable[Review], decisions: Mapping[str, Sequence[Decision]]) -> list[Review]:
    """The reviews with their corrected facts; ``decisions`` are those that stand, by review."""
    return [_corrected(review, decisions.get(review.id, ())) for review in reviews]


def _corrected(review: Review, decisions: Sequence[Decision]) -> Review:
    changes: dict[str, Any] = {}
    for one in decisions:
        if one.subject in _FIELDS:
            changes |= _FIELDS[one.subject](one.value)
    return replace(review, **changes) if changes else review


def _one(field: str) -> Callable[[Value], dict[str, Any]]:
    return lambda value: {field: value[0] if value else None}


def _all(field: str) -> Callable[[Value], dict[str, Any]]:
    return lambda value: {field: value}


def _publisher(value: Value) -> dict[str, Any]:
    return {"publisher": value[0] if value else None, "publisher_id": board_id(value[0]) if value else None}


def _subject(value: Value) -> dict[str, Any]:
    return {"subject": value[0], "title": value[0]} if value else {"subject": None}


def _ages(value: Value) -> dict[str, Any]:
    least, most = value or (None, None)
    return {"age_months_min": least, "age_months_max": most}


def _year(field: str) -> Callable[[Value], dict[str, Any]]:
    return lambda value: {field: int(value[0][:4]) if value else None}


_FIELDS: Mapping[str, Callable[[Value], dict[str, Any]]] = {
    "publisher": _publisher,
    "nation": _one("nation"),
    "subject": _subject,
    "review_type": _one("review_type"),
    "published": _year("year"),
    "incident": _year("incident_year"),
    "age": _ages,
    "sex": _one("sex"),
    "children": _one("children"),
    "harm_types": _all("harm_types"),
    "method": _one("method"),
    "agencies": _all("agencies"),
}
"""What each fact changes in the record that is searched and counted by; the rest is only shown."""


def _words(text: str) -> Value:
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise ValueError(f"it is not between 1 and {_LONGEST} printed characters")
    return (text,)


def _choice(options: Callable[[], Sequence[str]]) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        if text not in options():
            raise ValueError(f"it is not among {_listed(options())}{nearest(text, options())}")
        return (text,)

    return read


def _choices(options: Callable[[], Sequence[str]]) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        given = [part.strip() for part in text.split(",")]
        for part in given:
            if part not in options():
                raise ValueError(f"“{part}” is not an id of the vocabulary{nearest(part, options())}")
        return tuple(option for option in options() if option in given)

    return read


def _listed(options: Sequence[str]) -> str:
    return ", ".join(options)


def _date(text: str) -> Value:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError("it is not a date")
    year, month, day = (int(part) if part else None for part in match.groups())
    first = date(year or 0, month or 1, day or 1)  # raises ValueError with its reason for the 31st of June
    if not date(_EARLIEST, 1, 1) <= first <= date.today():
        raise ValueError(f"it is before {_EARLIEST} or in the future")
    return (text,)


def _period(text: str) -> Value:
    ends = tuple(day for part in text.split(" to ", 1) for day in _date(part))
    if ends[0] > ends[-1] and not ends[0].startswith(ends[-1]):
        raise ValueError("it ends before it begins")
    return ends


def _age(text: str) -> Value:
    first, to, last = text.partition(" to ")
    ends = (_months(first), _months(last if to else first))
    if ends[0] > ends[1]:
        raise ValueError("the first age is above the second")
    return ends


def _months(text: str) -> int:
    if text.casefold() == "unborn":
        return -1
    match = _AGE.fullmatch(text)
    if not match:
        raise ValueError("it is not an age")
    total = int(match[1]) * _MONTHS[match[2].lower()] + int(match[3] or 0)
    if total > _OLDEST:
        raise ValueError(f"it is above {_OLDEST // 12} years")
    return int(total + 1e-9)


def _number(text: str) -> Value:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise ValueError(f"it is not a whole number from 1 to {_MOST_CHILDREN}")
    return (int(text),)


def _answer(text: str) -> Value:
    if text.casefold() not in _ANSWERS:
        raise ValueError("it is neither yes nor no")
    return (_ANSWERS[text.casefold()],)


def _ids(name: str) -> Callable[[], tuple[str, ...]]:
    """The ids of a part of the vocabulary; read when asked for."""
    return lambda: tuple(term.id for term in getattr(vocabulary(), name) if term.id != "unknown")


def _facts() -> dict[str, Fact]:
    day = "a date: a year, a month or a day, as 2019, 2019-03 or 2019-03-28"
    yes = Fact("yes or no", _answer, tuple(_ANSWERS))
    words = Fact("a name in words", _words)
    nations = get_args(Nation)
    return {
        "publisher": Fact("the full name of a board or partnership", _words),
        "nation": Fact(f"one of {_listed(nations)}", _choice(lambda: nations), nations),
        "subject": Fact("the name by which the review calls its subject, as Child AR", _words),
        "review_type": Fact("an id of a review type", _choice(_ids("reviews"))),
        "published": Fact(day, _date),
        "incident": Fact(day, _date),
        "completed": Fact(day, _date),
        "period": Fact("from when to when, as 2014-05 to 2016-09-30, or from when alone", _period),
        "age": Fact("an age or a range of ages, as 7 weeks, 2 years, unborn, or 5 months to 3 years", _age),
        "sex": Fact(f"one of {_listed(_SEXES)}", _choice(lambda: _SEXES), _SEXES),
        "children": Fact("a whole number", _number),
        "harm_types": Fact("ids of harms, with commas between them", _choices(_ids("harms")), many=True),
        "method": Fact("an id of a method", _choice(_ids("methods"))),
        "agencies": Fact("ids of agencies, with commas between them", _choices(_ids("agencies")), many=True),
        "fatal": yes,
        "cp_plan": yes,
        "looked_after": yes,
        "author": words,
    }


FACTS: Mapping[str, Fact] = _facts()
"""Every fact that can be corrected, by the name that the command line takes."""


def choices_of(name: str) -> tuple[str, ...]:
    """What may be chosen of a fact; empty where it is written freely."""
    parts = {"review_type": "reviews", "harm_types": "harms", "method": "methods", "agencies": "agencies"}
    return _ids(parts[name])() if name in parts else FACTS[name].choices
