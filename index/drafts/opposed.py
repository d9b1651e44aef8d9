"""In what a sentence of a review is opposed to a claim about the same matter: opposites, who acts, and how many.

Nothing is parsed: a word is compared with what stands around it. Where a claim has such a word and a review's sentence
has neither it nor its opposite, the word is named as without a counterpart, and the claim is not taken as supported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.engine.bm25 import stem_of
from index.shipped import shipped_bytes
from ingest.vocabulary.lines import strict
from ingest.written.numbers import NUMBERS

Weight = Callable[[int], float]


class Kind(StrEnum):
    """In what the two differ."""

    OPPOSITE = "opposite"
    ACTOR = "who"
    SHARE = "how many"


@dataclass(frozen=True, slots=True)
class Opposed:
    """The claim's word and the review's."""

    kind: Kind
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Set:
    """A claim set beside a sentence: in what they are opposed, and the claim's telling words without a counterpart."""

    opposed: tuple[Opposed, ...]
    alone: tuple[str, ...]


_TOKEN = re.compile(r"[.;:!?](?=\s|$)|[^\W_]+(?:[-'’][^\W_]+)*")
_DENIES = re.compile(r"not|never|no|nobody|none|neither|nor|without|cannot|\w+n['’]t")
_BEFORE, _AFTER = 10, 14
"""Words around a word that say of what it is said."""
_NEAR = 0.3
"""Share of a word's surroundings that must stand around its opposite."""
_ACTS = 0.5
"""Share of an actor's surroundings that must stand around another actor for the two to be one doing."""
_REACH = 3
_LONGEST_NAME = 6
_LABELS = re.compile(r"\b(Child|Baby|Infant|Sibling) ([A-Z]{1,3}\d?|\d)\b")
_LABEL = re.compile(r"(?:child|baby|infant|sibling)-(?:[a-z]{1,3}\d?|\d)")
_PRONOUNS = frozenset({"he", "she"})
_GENERAL = frozenset({"officer", "worker", "nurse", "partner", "sibling"})
_FEWEST = 2
"""Stems that must stand around two actors for them to be one doing."""
_SHARES = {
    "all": ("all", "every", "each", "both", "everyone", "everybody"),
    "most": ("most", "majority"),
    "some": ("some", "several", "many", "half", "three", "two", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "few": ("few", "one", "minority", "once"),
    "none": ("none", "no", "neither", "nobody", "nowhere"),
}
_DIFFER = {
    "all": {"some", "most", "few", "none"},
    "most": {"few", "none"},
    "some": {"none"},
    "few": {"all", "most"},
    "none": {"all", "most"},
}


class _Actor(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...]
    also: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    loose: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    actors: Mapping[str, _Actor]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its place, and the stems of what stands around it in its sentence."""

    text: str
    at: int
    around: frozenset[int]


def set_beside(claim: str, evidence: str, weight: Weight) -> Set:
    """Compare a claim with a sentence of a review; ``weight`` is that of a stem."""
    here, there = _tokens(claim), _tokens(evidence)
    found = [_opposites(here, there, weight), _actors(here, there, weight), _how_many(here, there, weight)]
    return Set(
        tuple(dict.fromkeys(one for opposed, _ in found for one in opposed)),
        tuple(dict.fromkeys(word for _, alone in found for word in alone)),
    )


_Found = tuple[list[Opposed], list[str]]
_Acting = Sequence[tuple[str, _Word]]


def _opposites(here: Sequence[str], there: Sequence[str], weight: Weight) -> _Found:
    opposed, alone = [], []
    sides = _sides()
    standing = [(side, word) for word in _words(there, sides.of) for side in sides.of(word.text)]
    for word in _words(here, sides.of):
        for pair, side in sides.of(word.text):
            same = [other for (held, which), other in standing if held == pair and which == side]
            across = [other for (held, which), other in standing if held == pair and which != side]
            like = max((_like(word, other, weight) for other in same), default=0.0)
            against = max(across, key=lambda other: _like(word, other, weight), default=None)
            strength = _like(word, against, weight) if against else 0.0
            if against and strength >= _NEAR and strength > like:
                if _denied(here, word.at) == _denied(there, against.at):
                    opposed.append(Opposed(Kind.OPPOSITE, word.text, against.text))
            elif not same and not across and pair < sides.strict:
                alone.append(word.text)
    return opposed, alone


def _actors(here: Sequence[str], there: Sequence[str], weight: Weight) -> _Found:
    opposed, alone = [], []
    acting, standing = list(_acting(here)), list(_acting(there))
    spoken = {kind for kind, _ in acting}
    labelled = any(_LABEL.fullmatch(which) for which, _ in standing)
    # Whoever the claim names as well does its own part there.
    strange = [(which, other) for which, other in standing if not any(_may_be(kind, which) for kind in spoken)]
    for kind, word in acting:
        if kind in _PRONOUNS:
            continue
        fit = [
            (which, other)
            for which, other in standing
            if _may_be(kind, which) and not (labelled and which in _PRONOUNS and _LABEL.fullmatch(kind))
        ]
        best = _instead(there, kind, word, fit, strange, weight)
        if best:
            opposed.append(Opposed(Kind.ACTOR, word.text, best.text))
        elif not any(which == kind or which in _PRONOUNS or kind in _GENERAL for which, _ in fit):
            alone.append(word.text)
    return opposed, alone


def _instead(
    there: Sequence[str], kind: str, word: _Word, fit: _Acting, strange: _Acting, weight: Weight
) -> _Word | None:
    """Who does in the evidence what the claim says of another: no "she" stands for a service."""
    apart = [
        other
        for which, other in strange
        if not (which in _PRONOUNS and not _is_person(kind)) and not any(_together(there, one, other) for _, one in fit)
    ]
    best = max(apart, key=lambda other: _like(word, other, weight), default=None)
    if best and len(word.around & best.around) >= _FEWEST and _like(word, best, weight) >= _ACTS:
        return best
    return None


def _is_person(kind: str) -> bool:
    return kind in _file().actors and bool(_PRONOUNS & set(_file().actors[kind].also))


def _together(tokens: Sequence[str], one: _Word, other: _Word) -> bool:
    """Whether two words stand in one sentence."""
    first, last = sorted((one.at, other.at))
    return "." not in tokens[first:last]


def _how_many(here: Sequence[str], there: Sequence[str], weight: Weight) -> _Found:
    opposed, alone = [], []
    standing = [
        (share, word) for word in _words(there, _share) if (share := _share(word.text)) and _counts(there, word)
    ]
    for word in _words(here, _share):
        share = _share(word.text)
        if not share or not _counts(here, word) or share == "some":
            continue
        near = [(which, other) for which, other in standing if _like(word, other, weight) >= _NEAR]
        if any(which == share for which, _ in near):
            continue
        differing = next((other for which, other in near if which in _DIFFER[share]), None)
        if differing:
            opposed.append(Opposed(Kind.SHARE, word.text, differing.text))
        elif share in ("all", "most", "few") and not near:
            alone.append(word.text)
    return opposed, alone


def _counts(tokens: Sequence[str], word: _Word) -> bool:
    """Whether a word says how many: "one" only in "one of" or "only one", a number only before "of"."""
    after = tokens[word.at + 1] if word.at + 1 < len(tokens) else ""
    before = tokens[word.at - 1] if word.at else ""
    if word.text in ("one", "once"):
        return before == "only"
    if word.text in NUMBERS:
        return after == "of"
    return word.text != "no" or before not in ("", ".")


def _tokens(text: str) -> list[str]:
    """The words and the ends of sentences; a child's label is one word."""
    joined = _LABELS.sub(r"\1-\2", text)
    return [match[0].replace("’", "'").lower() for match in _TOKEN.finditer(joined)]


def _words(tokens: Sequence[str], telling: Callable[[str], object]) -> Iterator[_Word]:
    """The words that tell something, with what stands around them."""
    for at, token in enumerate(tokens):
        if telling(token):
            yield _Word(token, at, _around(tokens, at, at + 1))


def _around(tokens: Sequence[str], start: int, end: int) -> frozenset[int]:
    """The stems before and after a place, within its sentence."""
    before: list[str] = []
    for token in reversed(tokens[max(0, start - _BEFORE) : start]):
        if token and not token[0].isalnum():
            break
        before.append(token)
    after: list[str] = []
    for token in tokens[end : end + _AFTER]:
        if token and not token[0].isalnum():
            break
        after.append(token)
    return frozenset(stem for token in (*before, *after) if token and (stem := stem_of(token)) is not None)


def _like(one: _Word, other: _Word, weight: Weight) -> float:
    """The share of what stands around a word that stands around the other."""
    total = sum(weight(stem) for stem in one.around)
    return sum(weight(stem) for stem in one.around & other.around) / total if total else 0.0


def _denied(tokens: Sequence[str], at: int) -> bool:
    return any(_DENIES.fullmatch(token) for token in tokens[max(0, at - _REACH) : at])


def _share(word: str) -> str | None:
    return next((share for share, names in _SHARES.items() if word in names), None)


def _acting(tokens: Sequence[str]) -> Iterator[tuple[str, _Word]]:
    """Who acts in a text: the kind of person or service, with the words; the longest name counts.

    What stands around one is counted without the names of others.
    """
    found = list(_named(tokens))
    taken = {at for _, start, end in found for at in range(start, end)}
    bare = ["" if at in taken else token for at, token in enumerate(tokens)]
    for kind, start, end in found:
        yield kind, _Word(" ".join(tokens[start:end]), start, _around(bare, start, end))


def _named(tokens: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(tokens):
        length, kind = _name_at(tokens, at)
        if kind:
            yield kind, at, at + length
        at += length


def _name_at(tokens: Sequence[str], at: int) -> tuple[int, str]:
    if _LABEL.fullmatch(tokens[at]):
        return 1, tokens[at]
    for length in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
        kind = _names().get(" ".join(tokens[at : at + length]).removesuffix("'s"))
        if kind:
            return length, kind
    return 1, ""


def _may_be(kind: str, other: str) -> bool:
    """Whether two kinds may be the same person; a child by its label may be any he or she."""
    if kind == other:
        return True
    actors = _file().actors
    if kind in actors:
        return other in actors[kind].also
    return other in ("he", "she")


@dataclass(frozen=True, slots=True)
class _Sides:
    """On which side of which pairs a word stands."""

    whole: Mapping[str, tuple[tuple[int, int], ...]]
    begun: tuple[tuple[str, tuple[int, int]], ...]
    strict: int
    """Pairs whose number is lower count as without a counterpart where they have none."""

    def of(self, word: str) -> tuple[tuple[int, int], ...]:
        """The pairs and sides of a word."""
        return (*self.whole.get(word, ()), *(place for start, place in self.begun if word.startswith(start)))


@cache
def _sides() -> _Sides:
    whole: dict[str, tuple[tuple[int, int], ...]] = {}
    begun = []
    for number, pair in enumerate((*_file().pairs, *_file().loose)):
        for side, listed in enumerate(pair):
            for word in listed:
                if word.endswith("*"):
                    begun.append((word[:-1], (number, side)))
                else:
                    whole[word] = (*whole.get(word, ()), (number, side))
    return _Sides(whole, tuple(begun), len(_file().pairs))


@cache
def _names() -> Mapping[str, str]:
    return {name: kind for kind, actor in _file().actors.items() for name in actor.names}


@cache
def _file() -> _File:
    text = shipped_bytes("opposites").decode()
    found, _ = strict(text, "opposites.yaml", TypeAdapter(_File))
    return found
