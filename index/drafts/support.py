"""Whether a sentence of a review says what a claim says: shared words, meaning, numbers, denial and opposites.

No language model. A claim counts as supported only where nearly all of its informative words stand together, its
numbers agree, neither side denies what the other says, and no word that would turn it is without a counterpart. The
figures were chosen on half of the sentences of evals/draft.yaml, and on those of them that are about opposites.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from index.drafts.opposed import Opposed, set_beside
from index.engine.bm25 import stem_of, words_of
from index.recommendations.wording import Stems
from ingest.passages.sentences import sentence_spans
from ingest.written.numbers import NUMBERS

Weight = Callable[[int], float]


class Verdict(StrEnum):
    """What the library has to say to a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    NOT_FOUND = "not found"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where one verdict ends and the next begins."""

    whole: float = 0.9
    """Share of a claim's weight that must stand in the evidence for it to be supported."""
    part: float = 0.45
    """The share from which part of it is found; or ``part_meaning`` with at least half of that share."""
    part_meaning: float = 0.55
    near: float = 0.42
    """Share of a claim's other words from which a differing number or a denial is about the same matter."""
    near_meaning: float = 0.45


SHIPPED = Limits()

_NUMBERS = {word: float(number) for word, number in {**NUMBERS, "once": 1, "twice": 2}.items()}
_NOT_COUNTS = frozenset({"one", "zero"})
"""Too often a pronoun ("one of them", "no one") to be taken for a number in words."""
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’]\w+)?")
_DENIES = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|without|cannot|declined|refused|failed|fail|unable|\w+n['’]t)\b",
    re.IGNORECASE,
)
_WINDOW = 3
_CLAUSE = re.compile(r"[.;:,!?](?=\s|$)")
_REACH = 7
"""Words after a denial that it may deny."""
_TIME = re.compile(r"(?P<unit>day|week|month|year|hour|minute)s?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and what it counts: the stems of the next words."""

    value: float
    of: Stems
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says, taken apart."""

    text: str
    stems: Stems
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside a sentence: the share of its weight that stands there, and what agrees or differs.

    ``denial_unsure`` says that only one of the two denies something of what both speak of, if not this.
    ``missing`` are the claim's informative words that do not stand there; ``alone`` are those of them that would turn
    or move what is said (an opposite, who acts, how many) and have no counterpart there.
    """

    share: float
    cosine: float
    missing: tuple[str, ...]
    number_differs: bool
    number_missing: bool
    denial_differs: bool
    denial_unsure: bool = False
    opposed: tuple[Opposed, ...] = ()
    alone: tuple[str, ...] = ()

    @property
    def against(self) -> bool:
        """Whether the sentence says otherwise."""
        return self.number_differs or self.denial_differs or bool(self.opposed)


def said(text: str) -> Said:
    """Take a sentence apart."""
    stems = frozenset(stem for word in words_of(text) if (stem := stem_of(word)) is not None and not _is_number(word))
    return Said(text, stems, tuple(_numbers(text)))


def compared(claim: Said, evidence: Said, cosine: float, weight: Weight) -> Comparison:
    """Set a claim beside what a review says."""
    total = sum(weight(stem) for stem in claim.stems) or 1.0
    shared = claim.stems & evidence.stems
    missing = tuple(
        word
        for word in dict.fromkeys(words_of(claim.text))
        if (stem := stem_of(word)) in claim.stems and stem not in shared
    )
    differs = [number for number in claim.numbers if not _agrees(number, evidence.numbers)]
    same_matter = [number for number in differs if _counted_otherwise(number, evidence.numbers)]
    denies, somewhere = _denies(claim.text, shared), _denies(evidence.text, shared)
    beside = set_beside(claim.text, evidence.text, weight)
    return Comparison(
        share=sum(weight(stem) for stem in shared) / total,
        cosine=cosine,
        missing=missing,
        number_differs=bool(same_matter),
        number_missing=len(differs) > len(same_matter),
        denial_differs=denies not in (_denies(_main(evidence.text, shared), shared), somewhere),
        denial_unsure=denies != somewhere,
        opposed=beside.opposed,
        alone=beside.alone,
    )


def verdict(found: Comparison, limits: Limits = SHIPPED) -> Verdict:
    """What one sentence makes of a claim."""
    near = found.share >= limits.near and found.cosine >= limits.near_meaning
    if near and found.against:
        return Verdict.CONTRADICTED
    agrees = not (found.against or found.number_missing or found.denial_unsure or found.alone)
    if found.share >= limits.whole and agrees:
        return Verdict.SUPPORTED
    if found.share >= limits.part or (found.cosine >= limits.part_meaning and found.share >= limits.part / 2):
        return Verdict.PARTLY
    return Verdict.NOT_FOUND


def _numbers(text: str) -> list[Number]:
    tokens = [match[0].lower() for match in _TOKEN.finditer(text)]
    found = []
    for at, token in enumerate(tokens):
        value = _value(token)
        if value is not None:
            after = (stem_of(word) for word in tokens[at + 1 : at + 1 + _WINDOW] if not _is_number(word))
            unit = _TIME.fullmatch(tokens[at + 1]) if at + 1 < len(tokens) else None
            found.append(
                Number(value, frozenset(stem for stem in after if stem is not None), unit["unit"] if unit else "")
            )
    return found


def _value(token: str) -> float | None:
    if token[0].isdigit():
        return float(token.replace(",", "")) if token.replace(",", "").replace(".", "", 1).isdigit() else None
    return None if token in _NOT_COUNTS else _NUMBERS.get(token)


def _is_number(word: str) -> bool:
    return bool(word) and _value(word) is not None


def _agrees(number: Number, others: tuple[Number, ...]) -> bool:
    return any(number.value == other.value and not (_other_unit(number, other)) for other in others)


def _other_unit(number: Number, other: Number) -> bool:
    return bool(number.unit and other.unit and number.unit != other.unit)


def _counted_otherwise(number: Number, others: tuple[Number, ...]) -> bool:
    """Whether the evidence gives another number of the same thing; a year is another where only other years stand."""
    year = 1900 <= number.value <= 2100
    if year:
        return any(1900 <= other.value <= 2100 for other in others)
    return any(
        _other_unit(number, other) if number.value == other.value else bool(number.of & other.of) for other in others
    )


def _denies(text: str, shared: Stems) -> bool:
    """Whether a text denies what both speak of: a denial before shared words, or just behind one, in one clause."""
    return any(
        _denies_in([match[0].lower() for match in _TOKEN.finditer(part)], shared) for part in _CLAUSE.split(text)
    )


def _main(text: str, shared: Stems) -> str:
    """The one of two sentences that has more of what both speak of: what the other denies is another matter."""
    spans = sentence_spans(text)
    parts = [text[start:end] for start, end in spans] or [text]
    return max(parts, key=lambda part: len({stem_of(match[0].lower()) for match in _TOKEN.finditer(part)} & shared))


def _denies_in(tokens: list[str], shared: Stems) -> bool:
    places = [at for at, token in enumerate(tokens) if stem_of(token) in shared]
    denials = [at for at, token in enumerate(tokens) if _DENIES.fullmatch(token)]
    return any(-1 <= place - at <= _REACH for at in denials for place in places)
