"""The register of publishers: one board through all its names, with its nation, predecessors and successors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ingest.vocabulary.lines import Source, strict

Nation = Literal["England", "Wales", "Scotland", "Northern Ireland"]
_Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Words = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    """A misspelt key is a name that nobody would find, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Name(_Entry):
    name: _Words
    since: int | None = Field(default=None, alias="from")
    until: int | None = None


class _Board(_Entry):
    id: _Id
    nation: Nation
    names: Annotated[tuple[_Name, ...], Field(min_length=1)]
    aliases: tuple[_Words, ...] = ()
    predecessors: tuple[_Id, ...] = ()
    successors: tuple[_Id, ...] = ()
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """What a board was called, and from which year to which; an open end is ``None``."""

    name: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Registered:
    """A board of the register. Its latest name is the last of ``names``."""

    id: str
    nation: str
    names: tuple[Name, ...]
    aliases: tuple[str, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    fictional: bool


_SHAPE = TypeAdapter(tuple[_Board, ...])


def read_register(text: str, path: str) -> tuple[Registered, ...]:
    """A register, read strictly; :class:`~ingest.errors.VocabularyError` names the file and line of what is wrong."""
    boards, source = strict(text, path, _SHAPE)
    _refuse_doubles(boards, source)
    _refuse_strangers(boards, source)
    return tuple(_registered(board) for board in boards)


@cache
def register() -> tuple[Registered, ...]:
    """The register that this package ships."""
    file = files("ingest.written").joinpath("publishers.yaml")
    return read_register(file.read_text(encoding="utf-8"), file.name)


def publisher_named(name: str) -> Registered | None:
    """The board that bears or bore a name, letter case, apostrophes and "the" aside."""
    return _by_name().get(_key(name))


@cache
def _by_name() -> dict[str, Registered]:
    return {_key(name): board for board in register() for name in (*(n.name for n in board.names), *board.aliases)}


def _key(name: str) -> str:
    plain = re.sub(r"['’]", "", name.casefold()).replace("&", "and")
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"^the ", "", plain)).strip()


def _refuse_doubles(boards: tuple[_Board, ...], source: Source) -> None:
    """An id or a name given twice would make two boards one."""
    seen: dict[str, str] = {}
    for place, board in enumerate(boards):
        for words in (board.id, *(name.name for name in board.names), *board.aliases):
            key = words if words == board.id else _key(words)
            if seen.setdefault(key, board.id) != board.id or (
                words == board.id and place and _is_earlier(boards, place)
            ):
                raise source.error([place], f"“{words}” is taken by an earlier entry")


def _is_earlier(boards: tuple[_Board, ...], place: int) -> bool:
    return any(other.id == boards[place].id for other in boards[:place])


def _refuse_strangers(boards: tuple[_Board, ...], source: Source) -> None:
    """Predecessors and successors must be in the register."""
    ids = {board.id for board in boards}
    for place, board in enumerate(boards):
        for other in (*board.predecessors, *board.successors):
            if other not in ids:
                raise source.error([place], f"“{other}” is not in the register")


def _registered(board: _Board) -> Registered:
    names = tuple(Name(name.name, name.since, name.until) for name in board.names)
    return Registered(
        board.id, board.nation, names, board.aliases, board.predecessors, board.successors, board.fictional
    )
