"""The register of sources: what is collected, where, in which shape, and how much is expected of each.

The packaged ``register.yaml`` and a user's own file (``--register FILE``) have the same form: a list of entries, or a
mapping whose ``sources`` is that list.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import cssselect
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from ingest.errors import BadArgument
from ingest.vocabulary.lines import strict

Shape = Literal["nspcc-list", "govuk", "list-page", "portfolio", "html-report"]
Nation = Literal["England", "Wales", "Scotland", "Northern Ireland", "United Kingdom"]
_Words = Annotated[str, Field(min_length=1)]
_POLITE = 3.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class LinkRule(BaseModel):
    """What counts as a report link: a CSS selector of the part of the page, and patterns of address and of text."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    within: str | None = None
    address: str | None = None
    text: str | None = None
    not_address: str | None = None
    not_text: str | None = None

    @field_validator("address", "text", "not_address", "not_text")
    @classmethod
    def _pattern(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as problem:
            raise ValueError(f"{pattern} is not a pattern ({problem})") from problem
        return pattern

    @field_validator("within")
    @classmethod
    def _selector(cls, selector: str | None) -> str | None:
        try:
            cssselect.parse(selector or "*")
        except cssselect.SelectorError as problem:
            raise ValueError(f"{selector} is not a CSS selector ({problem})") from problem
        return selector


class SourceEntry(BaseModel):
    """One source. ``delay`` is seconds between requests to a host; ``follow`` says which links lead to more pages.

    ``record_only`` sources publish what may not or cannot be held: entries are recorded, files are not fetched.
    ``starts_anew`` says that the list is emptied each month or year, so that it may be far shorter than last time.
    ``unparsed_max`` is the share of entries that may lack a year or a subject, where the shape's own is not wanted.
    ``may_lack_year`` and ``may_lack_subject`` say that the source states none, so that an entry without is no failure.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: _Words
    publisher: _Words | None
    nation: Nation
    shape: Shape
    start_urls: Annotated[tuple[_Words, ...], Field(min_length=1)]
    expect_min: Annotated[int, Field(ge=0)]
    expect_max: Annotated[int, Field(ge=0)]
    may_be_empty: bool = False
    delay: Annotated[float, Field(ge=0, le=600)] = _POLITE
    links: LinkRule = LinkRule()
    follow: LinkRule | None = None
    record_only: bool = False
    starts_anew: bool = False
    unparsed_max: Annotated[float, Field(ge=0, le=1)] | None = None
    may_lack_year: bool = False
    may_lack_subject: bool = False
    notes: str | None = None

    @field_validator("start_urls")
    @classmethod
    def _http(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        for address in addresses:
            if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
                raise ValueError(f"{address} is not a web address")
        return addresses

    @model_validator(mode="after")
    def _sound(self) -> SourceEntry:
        if self.expect_max < self.expect_min:
            raise ValueError("“expect_max” is less than “expect_min”")
        if self.delay < _POLITE and not self.loopback:
            raise ValueError(f"“delay” is under {_POLITE:g} seconds, which only this machine's own addresses allow")
        return self

    @property
    def loopback(self) -> bool:
        """Whether every entry address is this machine itself."""
        return all(urlsplit(address).hostname in _LOOPBACK for address in self.start_urls)


def register(own: Path | None = None) -> tuple[SourceEntry, ...]:
    """The packaged register, or a user's own file in its place.

    Raises ``VocabularyError`` with file, line and reason for what cannot be used, ``BadArgument`` for no file.
    """
    if own is None:
        return _read(files("ingest.sources").joinpath("register.yaml").read_text("utf-8"), "register.yaml")
    try:
        text = own.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadArgument(f"{own}: the register cannot be read ({problem})") from problem
    return _read(text, str(own))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sources: list[SourceEntry]


def _read(text: str, path: str) -> tuple[SourceEntry, ...]:
    shape: TypeAdapter[list[SourceEntry] | _File]
    shape = TypeAdapter(_File if text.lstrip().startswith("sources:") or "\nsources:" in text else list[SourceEntry])
    found, source = strict(text, path, shape)
    entries = found.sources if isinstance(found, _File) else found
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.name in seen:
            place = ("sources", number) if isinstance(found, _File) else (number,)
            raise source.error(place, f"“{entry.name}” is given twice")
        seen.add(entry.name)
    return tuple(entries)
