"""The entries of the vocabulary's files as they must be written: strict at the boundary, records behind it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from ingest.vocabulary import terms
from ingest.vocabulary.cues import flaw

T = TypeVar("T")
E = TypeVar("E", bound="Entry")


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("this is empty")
    return text


def _sound(cue: str) -> str:
    wrong = flaw(cue)
    if wrong:
        raise ValueError(f"the cue “{cue}” is a broken pattern: {wrong}")
    return cue


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"“{pattern}” is a broken pattern: {error}") from error
    return pattern


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, Field(min_length=1), AfterValidator(_filled)]
Cue = Annotated[str, Field(min_length=1), AfterValidator(_sound)]
Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]


class Entry(BaseModel):
    """A misspelt key is a term that nobody would find, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class TermEntry(Entry):
    """What every term has."""

    id: Id
    label: Words
    definition: Words
    synonyms: tuple[Words, ...] = ()
    dated: tuple[Words, ...] = ()


class CuedEntry(TermEntry):
    """A term with words that show it."""

    cues: tuple[Cue, ...]
    weak_cues: tuple[Cue, ...] = ()
    exclusions: tuple[Cue, ...] = ()


class ThemeEntry(CuedEntry):
    """A theme."""

    group: Id
    cues: Annotated[tuple[Cue, ...], Field(min_length=1)]


class ThemesFile(Entry):
    """themes.yaml."""

    groups: tuple[TermEntry, ...]
    themes: tuple[ThemeEntry, ...]


class AgencyEntry(CuedEntry):
    """An agency."""

    abbreviations: tuple[Words, ...] = ()
    nations: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)


class AgeEntry(TermEntry):
    """An age group."""

    least: int | None = None
    below: int | None = None


class HarmEntry(TermEntry):
    """A kind of harm."""

    fatal: bool | None = None


class PeriodEntry(Entry):
    """Where and when a name was in use."""

    nation: Words
    since: int | None = Field(default=None, alias="from")
    until: int | None = None


class ReviewEntry(TermEntry):
    """A review type."""

    nation: Words | None
    abbreviations: tuple[Words, ...] = ()
    periods: tuple[PeriodEntry, ...] = ()
    names: Annotated[tuple[Pattern, ...], Field(min_length=1)]


class KindEntry(Entry):
    """The words by which a document shows its kind."""

    kind: Id
    where: Literal["front", "title"]
    title: Pattern | None = None
    names: tuple[Pattern, ...]


class RoleEntry(Entry):
    """The headings of a role; the first entry of each says what it is called and means."""

    role: Id
    label: Words | None = None
    definition: Words | None = None
    headings: tuple[Pattern, ...]


def many(kind: type[E]) -> TypeAdapter[tuple[E, ...]]:
    """The validator of a file that lists entries of one kind."""
    return TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]


def record(kind: type[T], entry: TermEntry, **more: Any) -> T:
    """An entry as its record; ``more`` stands in for what is written otherwise."""
    return kind(**{**dict(entry), **more})


def agency(entry: AgencyEntry) -> terms.Agency:
    """An agency's record."""
    nations = tuple(terms.NationNames(nation=nation, names=names) for nation, names in entry.nations.items())
    return record(terms.Agency, entry, nations=nations)


def review(entry: ReviewEntry) -> terms.ReviewType:
    """A review type's record."""
    periods = tuple(terms.Period(**dict(period)) for period in entry.periods)
    plain = entry.model_dump(exclude={"names", "periods"})
    return terms.ReviewType(**plain, patterns=entry.names, periods=periods)
