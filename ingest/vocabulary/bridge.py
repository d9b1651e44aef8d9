"""From the words that somebody uses to the terms that they name: "DNA" is asked for, "was not brought" is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.vocabulary.reading import vocabulary
from ingest.vocabulary.terms import Agency, ReviewType, Term

_WORD = re.compile(r"\w+(?:[&'’]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")

_ALSO_WORDS = frozenset({"ED", "LR", "RR"})

Names = dict[tuple[str, ...], tuple["Named", ...]]


@dataclass(frozen=True, slots=True)
class Named:
    """A term that a text names, by which words, and whether those are of earlier years."""

    term: Term
    words: str
    dated: bool


def named_in(text: str) -> tuple[Named, ...]:
    """The terms named in ``text``, in its order; of overlapping names the longest counts. One term is given once."""
    found: dict[str, Named] = {}
    for one in _found(text):
        found.setdefault(f"{type(one.term).__name__} {one.term.id}", one)
    return tuple(found.values())


def _found(text: str) -> Iterator[Named]:
    matches = list(_WORD.finditer(text))
    keys = [_key(match[0]) for match in matches]
    names, longest = _names()
    at = 0
    while at < len(keys):
        size = next((n for n in range(longest, 0, -1) if tuple(keys[at : at + n]) in names), 0)
        if size:
            words = text[matches[at].start() : matches[min(at + size, len(keys)) - 1].end()]
            yield from (Named(name.term, words, name.dated) for name in names[tuple(keys[at : at + size])])
        at += max(size, 1)


@cache
def _names() -> tuple[Names, int]:
    """Every name of every term by its words, and how many words the longest has."""
    names: Names = {}
    for term in _terms():
        dated = {_keys(name) for name in term.dated}
        for name in (*term.names, *_abbreviations(term)):
            one = Named(term, name, _keys(name) in dated)
            held = names.get(_keys(name), ())
            if all(other.term is not term for other in held):
                names[_keys(name)] = (*held, one)
    return names, max(map(len, names))


def _terms() -> Iterator[Term]:
    whole = vocabulary()
    for terms in (whole.themes, whole.agencies, whole.harms, whole.ages, whole.methods, whole.reviews):
        yield from (term for term in terms if term.id != "unknown")


def _abbreviations(term: Term) -> tuple[str, ...]:
    return term.abbreviations if isinstance(term, Agency | ReviewType) else ()


def _keys(name: str) -> tuple[str, ...]:
    return tuple(_key(match[0]) for match in _WORD.finditer(name))


def _key(word: str) -> str:
    """A word without case, possession and plural; capitals that are also a word or a name stay capitals."""
    if word in _ALSO_WORDS:
        return word
    bare = _POSSESSIVE.sub("", word.casefold())
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare
