"""The labelled passages of the real inspection letters, and how far the two readings of them agree.

The files beside this one hold ids, page numbers and hashes, never a word of the letters.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ingest.model import Passage, Role

FOLDER = Path(__file__).parent
LABELS = FOLDER / "inspections.labels.yaml"
TOPICS = FOLDER / "topics.yaml"

T = TypeVar("T")
Strength = Literal["clear", "possible"]
Part = Literal["involved", "addressee", "author", "commissioner"]


class Label(BaseModel):
    """What one reading says of a passage."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    themes: dict[str, Strength] = Field(max_length=4)
    agencies: dict[str, Part]
    role: Role


class Labelled(Label):
    """The final label of a passage, where the passage stands, and both readings where there were two."""

    file: str
    pages: tuple[int, ...]
    mark: str
    first: Label | None = None
    second: Label | None = None


class Topic(BaseModel):
    """The topic that a letter says it is about, as themes, and the page that says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    themes: tuple[str, ...] = Field(min_length=1)
    page: int


class Agreement(BaseModel):
    """How often two readings say the same. ``both`` is the share of what either named that both named."""

    decisions: int
    same: float
    kappa: float
    both: float | None = None


@cache
def labels() -> Mapping[str, Labelled]:
    """Every labelled passage by its id. Raises ``pydantic.ValidationError`` where the file is not as it should be."""
    return TypeAdapter(dict[str, Labelled]).validate_python(yaml.safe_load(LABELS.read_text("utf-8")))


def topics() -> dict[str, Topic]:
    """The stated topic of every letter by its file name."""
    return TypeAdapter(dict[str, Topic]).validate_python(yaml.safe_load(TOPICS.read_text("utf-8")))


def mark(text: str) -> str:
    """A hash of the letters and digits of a text, which outlives changes of spaces, bullets and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return hashlib.sha256("".join(filter(str.isalnum, plain)).encode()).hexdigest()[:12]


def matched(labelled: Mapping[str, Labelled], passages: Mapping[str, Iterable[Passage]]) -> dict[str, Passage]:
    """The passages that the labels mean, by labelled id; ``passages`` is what is held, by file name.

    An id that is no longer held falls back to the passage of the same file, pages and letters. What is missing from
    the answer has been lost.
    """
    held = {(file, one.id): one for file, several in passages.items() for one in several}
    alike = {(file, one.pages, mark(one.text)): one for (file, _), one in held.items()}
    pairs = (
        (name, held.get((one.file, name)) or alike.get((one.file, one.pages, one.mark)))
        for name, one in labelled.items()
    )
    return {name: passage for name, passage in pairs if passage is not None}


def agreement(labelled: Mapping[str, Labelled]) -> dict[str, Agreement]:
    """Agreement of the two readings per facet.

    Themes and agencies are pooled: each passage with each id that either reading uses anywhere is one decision.
    """
    twice = [(one.first, one.second) for one in labelled.values() if one.first and one.second]
    strengths = _pooled([(a.themes, b.themes) for a, b in twice])
    agencies = _pooled([(a.agencies, b.agencies) for a, b in twice])
    return {
        "themes": _agreement([(a is not None, b is not None) for a, b in strengths], absent=(False, False)),
        "themes with strength": _agreement(strengths, absent=(None, None)),
        "agencies": _agreement([(a is not None, b is not None) for a, b in agencies], absent=(False, False)),
        "roles": _agreement([(a.role, b.role) for a, b in twice]),
    }


def table(labelled: Mapping[str, Labelled]) -> str:
    """The agreement as a table in Markdown, as the README shows it."""
    rows = [
        f"| {facet} | {one.decisions} | {one.same:.3f} | {'' if one.both is None else f'{one.both:.2f}'} "
        f"| {one.kappa:.2f} |"
        for facet, one in agreement(labelled).items()
    ]
    return "\n".join(["| Facet | Decisions | Same | Named by both | Kappa |", "|---|---:|---:|---:|---:|", *rows])


def _pooled(pairs: Sequence[tuple[Mapping[str, str], Mapping[str, str]]]) -> list[tuple[str | None, str | None]]:
    used = sorted({name for pair in pairs for one in pair for name in one})
    return [(a.get(name), b.get(name)) for a, b in pairs for name in used]


def _agreement(pairs: Sequence[tuple[T, T]], absent: tuple[T, T] | None = None) -> Agreement:
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    same = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(first[value] * second[value] for value in first) / len(pairs) ** 2
    named = [(a, b) for a, b in pairs if absent and (a, b) != absent]
    both = sum(a == b for a, b in named) / len(named) if named else None
    return Agreement(decisions=len(pairs), same=same, kappa=(same - chance) / (1 - chance), both=both)
