"""A compared case as it stands on the page: chips with their words, signals in words, passages side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app import words
from app.contract.similar import named
from app.scope.address import WEIGHTS, Asked
from app.scope.scoped import Compared as Found
from app.scope.scoped import labelled
from index.cases.case import Case, Signal, Trait
from index.cases.counterpart import Counterpart
from index.cases.similar import Compared
from index.tagging.tags import Span
from ingest.model import Document, Passage
from ingest.passages.sentences import sentence_spans

CLOSE, NEAR, SOME = 0.75, 0.5, 0.25
_MOST_THEMES = 3
_LONG = 700
"""Characters of a part of the case that stand beside a passage; what is longer is cut at a word."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to let something count: its words, where it leads, whether it is so now."""

    said: str
    link: str
    on: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing read from a case, or set by a person. ``told`` says the words that it was read from."""

    id: str
    label: str
    how: str
    off: bool
    by_person: bool
    told: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A signal of the case with its chips; ``choices`` let the whole signal count more or less."""

    signal: Signal
    label: str
    chips: tuple[Chip, ...]
    how: str
    choices: tuple[Choice, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """How near a review is in one signal, in words and as a number."""

    label: str
    word: str
    score: str
    percent: int
    common: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The case's own words beside a passage of the review; ``marks`` are the places in the case's words."""

    label: str
    own: str
    marks: tuple[Span, ...]
    passage: Passage
    document: Document


def read_of(found: Found) -> list[Read]:
    """What was read of the case, signal by signal."""
    return [_read(found.asked, found.case, signal) for signal in Signal]


def bars(one: Counterpart) -> list[Bar]:
    """Why a review is similar."""
    return [_bar(signal, compared) for signal, compared in one.like.signals.items()]


def pairs(one: Counterpart, case: Case, document_of: Callable[[str], Document | None]) -> list[Pair]:
    """The review's passages that show each signal, each beside the words of the case."""
    made: dict[str, Pair] = {}
    for label, own, marks, passage in _aligned(one, case):
        document = document_of(passage.document_id)
        if document and f"{label} {passage.id}" not in made:
            made[f"{label} {passage.id}"] = Pair(label, own, marks, passage, document)
    return list(made.values())


def guarded(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """A text in pieces, each with the kind of thing it may identify somebody by ("" for none), and the kinds."""
    from ingest.guard.marks import marks

    pieces: list[tuple[str, str]] = []
    at = 0
    found = marks(text)
    for mark in found:
        pieces += [(text[at : mark.start], ""), (text[mark.start : mark.end], mark.kind.value)]
        at = mark.end
    kinds = list(dict.fromkeys(mark.kind for mark in found))
    counts = [f"{kind.value} ({sum(mark.kind is kind for mark in found)})" for kind in kinds]
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]], counts


def _read(asked: Asked, case: Case, signal: Signal) -> Read:
    how = dict(asked.weigh).get(signal, "normal")
    choices = tuple(Choice(name, asked.weighing(signal, name), name == how) for name in WEIGHTS)
    if signal is Signal.AGE:
        chips = _of_age(asked, case)
    elif signal is Signal.CIRCUMSTANCES:
        chips = ()
    else:
        traits = sorted((t for t in case.traits if t.signal is signal), key=lambda t: (-t.weight, t.value))
        chips = tuple(_chip(asked, case, trait) for trait in traits)
    stated = bool(case.parts) if signal is Signal.CIRCUMSTANCES else bool(chips)
    return Read(signal, labelled(signal), chips, how, choices, stated)


def _of_age(asked: Asked, case: Case) -> tuple[Chip, ...]:
    if case.ages is None:
        return ()
    label = words.age(case.ages.youngest, case.ages.oldest)
    quotes = [case.text[start:end] for start, end in case.ages.words]
    by_person = asked.ages is not None
    told = "Set by you." if by_person else _told(quotes, case)
    back = (Choice("take back", asked.address(ages=None), on=False),) if by_person else ()
    return (Chip("chip-age", label, "", off=False, by_person=by_person, told=told, choices=back),)


def _chip(asked: Asked, case: Case, trait: Trait) -> Chip:
    label = named(trait.signal, trait.value)
    how = next((name for name, weight in WEIGHTS.items() if weight == trait.weight), "less")
    choices = tuple(
        Choice(name, asked.setting(trait.signal, trait.value, weight), name == how) for name, weight in WEIGHTS.items()
    )
    if trait.person:
        choices += (Choice("take back", asked.unsetting(trait.signal, trait.value), on=False),)
    said = how if trait.person or how != "less" else "possible, counts half"
    told = _told(case.words_of(trait), case) if trait.words or not trait.person else "Set by you."
    return Chip(
        f"chip-{trait.signal}-{trait.value}",
        label,
        "" if said == "normal" else said,
        trait.weight == 0,
        trait.person,
        told,
        choices,
    )


def _told(quotes: Sequence[str], case: Case) -> str:
    known = list(dict.fromkeys(" ".join(quote.split()) for quote in quotes))
    if known:
        return "Read from: " + ", ".join(f"“{quote}”" for quote in known[:5]) + "."
    return "From the record of the review." if case.review_id else "Read from the whole of the text, by its meaning."


def _bar(signal: Signal, compared: Compared) -> Bar:
    if compared.score is None:
        return Bar(labelled(signal), "not stated", "", 0, "")
    return Bar(
        labelled(signal),
        _word(compared.score),
        f"{compared.score:.2f}",
        round(100 * compared.score),
        _in_common(signal, compared),
    )


def _in_common(signal: Signal, compared: Compared) -> str:
    """What both have, or what the review has where that is only near."""
    if signal is Signal.CIRCUMSTANCES:
        return "nearest passages: see side by side" if compared.passages else ""
    both = [value for value in compared.case if value in compared.review]
    if signal is Signal.AGE or (compared.score and not both):
        return f"the review’s: {' to '.join(named(signal, value) for value in compared.review[:2])}"
    more = f" and {len(both) - 4} more" if len(both) > 4 else ""
    return ", ".join(named(signal, value) for value in both[:4]) + more


def _word(score: float) -> str:
    return "close" if score >= CLOSE else "near" if score >= NEAR else "somewhat" if score >= SOME else "little"


def _aligned(one: Counterpart, case: Case) -> Iterator[tuple[str, str, tuple[Span, ...], Passage]]:
    by_id = {passage.id: passage for found in one.evidence.values() for passage in found}
    for part, name in one.like.signals[Signal.CIRCUMSTANCES].parts:
        if name in by_id:
            yield labelled(Signal.CIRCUMSTANCES), _cut(case.parts[part]), (), by_id[name]
    traits = {(trait.signal, trait.value): trait for trait in case.traits}
    yield from _of_themes(one, case, traits, by_id)
    for signal in (Signal.AGE, Signal.HARM, Signal.AGENCIES):
        compared = one.like.signals[signal]
        both = [value for value in compared.case if value in compared.review]
        if compared.score and one.evidence.get(signal):
            spans = case.ages.words if signal is Signal.AGE and case.ages else ()
            for value in both[:1]:
                spans = traits[signal, value].words if (signal, value) in traits else spans
            label = ", ".join(named(signal, value) for value in (both or compared.case)[:3])
            yield (labelled(signal), *_around(case, spans, label), one.evidence[signal][0])


def _of_themes(
    one: Counterpart, case: Case, traits: Mapping[tuple[Signal, str], Trait], by_id: Mapping[str, Passage]
) -> Iterator[tuple[str, str, tuple[Span, ...], Passage]]:
    compared = one.like.signals[Signal.THEMES]
    themes = [value for value in compared.case if value in compared.review]
    for theme in themes[:_MOST_THEMES]:
        carried = one.like.counted.themes[theme]
        passage = by_id.get(carried.spots[0].passage)
        if passage:
            label = named(Signal.THEMES, theme)
            yield (f"Theme: {label}", *_around(case, traits[Signal.THEMES, theme].words, label), passage)


def _around(case: Case, spans: Sequence[Span], label: str) -> tuple[str, tuple[Span, ...]]:
    """The sentence of the case in which the first of these words stand, and their places in it; else their label."""
    if not spans or not case.text:
        return label, ()
    first, last = spans[0]
    for start, end in sentence_spans(case.text):
        if start <= first < end:
            return case.text[start:end], ((first - start, min(last, end) - start),)
    return case.text[first:last], ((0, last - first),)


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"
