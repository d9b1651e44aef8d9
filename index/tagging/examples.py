"""Texts that are known to be about a theme: its names, its definition, written illustrations, confirmed sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.shipped import shipped
from ingest.vocabulary.terms import Theme

NONE = "none"


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the ids of the themes that it is about: none for one that is about no theme."""

    text: str
    themes: tuple[str, ...]


def examples(themes: Sequence[Theme]) -> tuple[Example, ...]:
    """All that ships, in a fixed order; the confirmed sentences come last."""
    return (*told(themes), *confirmed())


def told(themes: Sequence[Theme]) -> tuple[Example, ...]:
    """What the vocabulary says of each theme, and the illustrations."""
    names = (Example(name, (theme.id,)) for theme in themes for name in (theme.definition, *theme.names))
    return (*names, *_illustrations())


def confirmed() -> tuple[Example, ...]:
    """Sentences of the fictional calibration reviews with the themes that their writer says they have."""
    return tuple(Example(entry["text"], tuple(entry["themes"])) for entry in shipped("confirmed"))


def print_of(given: Sequence[Example]) -> str:
    """Changes with any text or theme of the examples."""
    lines = "\n".join(f"{example.text}\t{' '.join(example.themes)}" for example in given)
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def _illustrations() -> Iterator[Example]:
    for theme, sentences in shipped("illustrations").items():
        named = () if theme == NONE else tuple(theme.split(", "))
        yield from (Example(sentence, named) for sentence in sentences)
