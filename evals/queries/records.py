"""The benchmark as it is kept: queries, the passages that were judged, their grades, and the halves of the split."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from evals.library import is_calibration

FOLDER = Path(__file__).parent
NO_ANSWER = "no-answer"

Grade = Annotated[int, Field(ge=0, le=3)]
"""3 answers the need directly and could be quoted for it; 2 is clearly about it; 1 touches it; 0 is not about it."""


class Collection(StrEnum):
    """The two libraries that are asked: invented reviews, and real letters of inspection."""

    FICTIONAL = "fictional"
    REAL = "real"


class Half(StrEnum):
    """What things are tuned on, and what only reports."""

    CALIBRATION = "calibration"
    TEST = "test"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Query(_Record):
    """One need as somebody typed it. ``about`` names the folders of the reviews that the asker had in mind."""

    id: str = Field(pattern=r"^[a-z-]+-\d\d$")
    user: Literal["reviewer", "trainer", "analyst"]
    text: str = Field(min_length=2)
    about: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What makes the query hard, as its id says."""
        return self.id.rsplit("-", 1)[0]

    @property
    def answerable(self) -> bool:
        """Whether the library holds an answer at all."""
        return self.kind != NO_ANSWER

    @property
    def half(self) -> Half:
        """The half of the boards it is about; by the hash of its id when it is about both or none."""
        halves = {is_calibration(folder) for folder in self.about}
        if len(halves) == 1:
            return Half.CALIBRATION if halves.pop() else Half.TEST
        return Half.TEST if hashlib.sha256(self.id.encode()).digest()[0] % 2 else Half.CALIBRATION


class Anchor(_Record):
    """Where a judged passage stands, so that it is found again when its id has changed.

    ``mark`` is a hash of its letters and digits; ``opens`` its first words, for invented text only.
    """

    id: str
    file: str
    document: str
    page: int
    mark: str
    opens: str | None = None


class Judgement(_Record):
    """The grades given for one query: keys of passages by grade, and folders of reviews where read as a whole."""

    passages: Mapping[Grade, tuple[str, ...]] = Field(default_factory=dict)
    reviews: Mapping[Grade, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def grades(self) -> dict[str, int]:
        """Every judged passage with its grade."""
        return _by_key(self.passages)

    @property
    def review_grades(self) -> dict[str, int]:
        """The reviews that were graded as wholes."""
        return _by_key(self.reviews)


def _by_key(kept: Mapping[Grade, tuple[str, ...]]) -> dict[str, int]:
    return {key: int(grade) for grade, keys in kept.items() for key in keys}


def file_of(collection: Collection, what: str) -> Path:
    """The file that holds the ``queries``, ``passages`` or ``grades`` of a collection."""
    return FOLDER / f"{collection}.{what}.yaml"


@cache
def queries(collection: Collection) -> tuple[Query, ...]:
    """Every query of a collection. Raises ``pydantic.ValidationError`` where the file is not as it should be."""
    return tuple(TypeAdapter(list[Query]).validate_python(_read(collection, "queries") or []))


@cache
def anchors(collection: Collection) -> Mapping[str, Anchor]:
    """The judged passages by their keys."""
    return TypeAdapter(dict[str, Anchor]).validate_python(_read(collection, "passages") or {})


@cache
def judgements(collection: Collection) -> Mapping[str, Judgement]:
    """What was judged, by query."""
    return TypeAdapter(dict[str, Judgement]).validate_python(_read(collection, "grades") or {})


@cache
def second_grades(collection: Collection) -> Mapping[str, Mapping[str, Grade]]:
    """The grades that a sample of pairs was given on a second, blind reading, by query and key."""
    return TypeAdapter(dict[str, dict[str, Grade]]).validate_python(_read(collection, "second") or {})


def in_half(several: Iterable[Query], half: Half | None) -> list[Query]:
    """The queries of a half; of both where ``half`` is ``None``."""
    return [query for query in several if half is None or query.half == half]


def _read(collection: Collection, what: str) -> Any:
    path = file_of(collection, what)
    if not path.exists():
        return None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there
    return yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
