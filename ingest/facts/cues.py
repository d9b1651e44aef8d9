"""The words that show a kind of harm or a method, read strictly from cues.yaml and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from ingest.vocabulary.lines import Source, strict
from ingest.vocabulary.reading import vocabulary
from ingest.written.needed import Needed, needed


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"“{pattern}” is a broken pattern: {error}") from error
    return pattern


_Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]


class _Entry(BaseModel):
    """A misspelt key is a cue that nobody would miss, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: str
    patterns: Annotated[tuple[_Pattern, ...], Field(min_length=1)]


class _HarmEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: str
    weight: float
    fatal: bool | None = None
    sure: tuple[_Pattern, ...] = ()
    patterns: tuple[_Pattern, ...] = ()
    living: tuple[_Pattern, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    groups: dict[str, _Pattern] = {}
    harms: tuple[_HarmEntry, ...]
    methods: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class HarmCue:
    """The words of one kind of harm and what they prove; ``sure`` words prove twice as much.

    ``living`` is read in place of both where the child survived. ``fatal`` tells whether the kind is always a
    death (``True``), never one (``False``) or may be either.
    """

    id: str
    sure: Needed
    pattern: Needed
    living: Needed | None
    weight: float
    fatal: bool | None


@dataclass(frozen=True, slots=True)
class MethodCue:
    """The words of one method."""

    id: str
    pattern: Needed


@dataclass(frozen=True, slots=True)
class Cues:
    """All of cues.yaml, in its order."""

    harms: tuple[HarmCue, ...]
    methods: tuple[MethodCue, ...]


@cache
def cues() -> Cues:
    """The cues that this package ships."""
    file = files("ingest.facts").joinpath("cues.yaml")
    return read_cues(file.read_text(encoding="utf-8"), file.name)


def read_cues(text: str, path: str) -> Cues:
    """Cues, read strictly; :class:`~ingest.errors.VocabularyError` names the file and line of what is wrong."""
    entries, source = strict(text, path, TypeAdapter(_File))
    _refuse_strangers("harms", entries.harms, {term.id for term in vocabulary().harms}, source)
    _refuse_strangers("methods", entries.methods, {term.id for term in vocabulary().methods}, source)
    return Cues(
        tuple(_harm(entry, entries.groups) for entry in entries.harms),
        tuple(MethodCue(entry.id, _joined(entry.patterns, {})) for entry in entries.methods),
    )


def _refuse_strangers(part: str, entries: Sequence[_Entry | _HarmEntry], known: set[str], source: Source) -> None:
    """An id is in the vocabulary, and once in its part."""
    for place, entry in enumerate(entries):
        if entry.id not in known:
            raise source.error([part, place], f"“{entry.id}” is not in the vocabulary")
        if any(other.id == entry.id for other in entries[:place]):
            raise source.error([part, place], f"“{entry.id}” is given twice")


def _harm(entry: _HarmEntry, groups: Mapping[str, str]) -> HarmCue:
    always = next((term.fatal for term in vocabulary().harms if term.id == entry.id), None)
    fatal = always if entry.fatal is None else entry.fatal
    living = _joined(entry.living, groups) if entry.living else None
    return HarmCue(entry.id, _joined(entry.sure, groups), _joined(entry.patterns, groups), living, entry.weight, fatal)


def _joined(patterns: Sequence[str], groups: Mapping[str, str]) -> Needed:
    """One pattern for all; without any it matches nothing."""
    text = "|".join(patterns) or r"(?!)"
    for name, words in groups.items():
        text = text.replace(f"<{name}>", words)
    return needed(text, re.IGNORECASE | re.MULTILINE)
