"""Cases and their likes for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from app import words
from app.contract.similar import named, said
from index.cases.case import Case, Signal
from index.cases.counterpart import Counterpart
from index.cases.similar import MANY, Likes
from ingest.passages.recording import Record

_SHORT = 160


def lines(likes: Likes, found: list[Counterpart]) -> Iterator[str]:
    """What was read of the case, then the reviews like it."""
    yield from _case(likes.case)
    yield f"Compared with {words.count(likes.reviews, 'review')}; {likes.sharing} share more than {MANY} signals."
    for number, one in enumerate(found, start=1):
        yield ""
        yield f"{number}. {one.review.title} · {words.review_line(one.review)}   [{one.review.id}]"
        yield from _why(one)
        yield from (f"   Differs: {said(difference)}" for difference in one.differences)
        yield from (f"   Found: {_short(record)}" for record in one.found[:2])
        yield from (f"   Recommended: {_short(record)}" for record in one.recommended[:2])


def _case(case: Case) -> Iterator[str]:
    if case.ages:
        yield f"Age: {words.age(case.ages.youngest, case.ages.oldest)}"
    for signal in (Signal.HARM, Signal.THEMES, Signal.AGENCIES):
        values = [named(signal, trait.value) for trait in case.of(signal)]
        if values:
            yield f"{signal.value.capitalize()}: {', '.join(values)}"
    yield from case.notes


def _why(one: Counterpart) -> Iterator[str]:
    for signal, compared in one.like.signals.items():
        if compared.score is None:
            yield f"   {signal.value}: not stated"
            continue
        both = [value for value in compared.case if value in compared.review] or compared.review[:2]
        shown = ", ".join(named(signal, value) for value in both[:4])
        yield f"   {signal.value}: {compared.score:.2f}{f' ({shown})' if shown else ''}"


def _short(record: Record) -> str:
    text = " ".join(record.text.split())
    pages = words.page_numbers(record.pages, record.page_labels)
    cut = text if len(text) <= _SHORT else text[: _SHORT - 1].rsplit(" ", 1)[0] + " …"
    return f"“{cut}” ({pages})"
