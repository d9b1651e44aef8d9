"""The whole vocabulary, read strictly from its files and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import TypeVar

from pydantic import TypeAdapter

from ingest.vocabulary import terms
from ingest.vocabulary.entries import (
    AgeEntry,
    AgencyEntry,
    CuedEntry,
    HarmEntry,
    KindEntry,
    ReviewEntry,
    RoleEntry,
    TermEntry,
    ThemesFile,
    agency,
    many,
    record,
    review,
)
from ingest.vocabulary.lines import Place, Source, nearest, strict

T = TypeVar("T")
TermT = TypeVar("TermT", bound=TermEntry)
CuedT = TypeVar("CuedT", bound=CuedEntry)


@cache
def vocabulary() -> terms.Vocabulary:
    """The vocabulary that this package ships."""
    return read_vocabulary(files("ingest.vocabulary"))


@cache
def version() -> str:
    """A short fingerprint of the vocabulary's files; tags made under another version are made anew."""
    return _version(files("ingest.vocabulary"))


def read_vocabulary(folder: Traversable) -> terms.Vocabulary:
    """The vocabulary of a folder; :class:`~ingest.errors.VocabularyError` names the file and line of what is wrong."""
    _read(folder, "kinds", many(KindEntry))
    groups, themes = _themes(folder)
    return terms.Vocabulary(
        version=_version(folder),
        groups=groups,
        themes=themes,
        agencies=tuple(agency(entry) for entry in _cued(folder, "agencies", AgencyEntry)),
        ages=tuple(record(terms.AgeGroup, entry) for entry in _ages(folder)),
        harms=tuple(record(terms.HarmType, entry) for entry in _listed(folder, "harms", HarmEntry)[0]),
        methods=tuple(record(terms.Method, entry) for entry in _cued(folder, "methods", CuedEntry)),
        reviews=tuple(review(entry) for entry in _listed(folder, "reviews", ReviewEntry)[0]),
        roles=_roles(folder),
    )


def _version(folder: Traversable) -> str:
    seen = hashlib.sha256()
    for file in sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name):
        seen.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return seen.hexdigest()[:12]


def _read(folder: Traversable, name: str, shape: TypeAdapter[T]) -> tuple[T, Source]:
    file = folder.joinpath(f"{name}.yaml")
    return strict(file.read_text(encoding="utf-8"), file.name, shape)


def _listed(folder: Traversable, name: str, kind: type[TermT]) -> tuple[tuple[TermT, ...], Source]:
    entries, source = _read(folder, name, many(kind))
    _refuse_repeated_ids(entries, source)
    return entries, source


def _cued(folder: Traversable, name: str, kind: type[CuedT]) -> tuple[CuedT, ...]:
    entries, source = _listed(folder, name, kind)
    _refuse_two_minds(entries, source)
    return entries


def _themes(folder: Traversable) -> tuple[tuple[terms.Group, ...], tuple[terms.Theme, ...]]:
    file, source = _read(folder, "themes", TypeAdapter(ThemesFile))
    _refuse_repeated_ids(file.groups, source, "groups")
    _refuse_repeated_ids(file.themes, source, "themes")
    _refuse_two_minds(file.themes, source, "themes")
    groups = [group.id for group in file.groups]
    for index, theme in enumerate(file.themes):
        if theme.group not in groups:
            reason = f"the group “{theme.group}” is not among the groups{nearest(theme.group, groups)}"
            raise source.error(("themes", index, "group"), reason)
    return (
        tuple(record(terms.Group, entry) for entry in file.groups),
        tuple(record(terms.Theme, entry) for entry in file.themes),
    )


def _ages(folder: Traversable) -> tuple[AgeEntry, ...]:
    entries, source = _listed(folder, "ages", AgeEntry)
    for index, (one, following) in enumerate(pairwise(entries)):
        if one.below != following.least:
            reason = f"“{following.id}” does not begin where “{one.id}” ends, at {one.below} months"
            raise source.error((index + 1, "least"), reason)
    return entries


def _roles(folder: Traversable) -> tuple[terms.SectionRole, ...]:
    entries, source = _read(folder, "roles", many(RoleEntry))
    described: dict[str, RoleEntry] = {}
    for index, entry in enumerate(entries):
        first = described.setdefault(entry.role, entry)
        if first is entry and not (entry.label and entry.definition):
            raise source.error((index,), f"the first entry of “{entry.role}” has no label or no definition")
    return tuple(
        terms.SectionRole(
            id=role,
            label=first.label or role,
            definition=first.definition or "",
            headings=tuple(heading for entry in entries if entry.role == role for heading in entry.headings),
        )
        for role, first in described.items()
    )


def _refuse_repeated_ids(entries: Sequence[TermEntry], source: Source, *within: str) -> None:
    seen: dict[str, int] = {}
    for index, entry in enumerate(entries):
        place: Place = (*within, index, "id")
        if entry.id in seen:
            raise source.error(place, f"the id “{entry.id}” is already used in line {seen[entry.id]}")
        seen[entry.id] = source.line(place)


def _refuse_two_minds(entries: Sequence[CuedEntry], source: Source, *within: str) -> None:
    """A cue cannot suffice alone and not suffice alone."""
    for index, entry in enumerate(entries):
        for cue in set(entry.cues) & set(entry.weak_cues):
            place: Place = (*within, index, "weak_cues")
            raise source.error(place, f"“{cue}” is both a cue and a weak cue of “{entry.id}”")
