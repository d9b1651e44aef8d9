"""The invented cases that finding similar reviews is measured with, read strictly from similar.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.vocabulary.lines import strict

_HERE = Path(__file__).parent
_REVIEWS = _HERE / "fictional" / "reviews"

Half = Literal["calibration", "held-back"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Read(_Strict):
    """What a text states: ages in months, and ``None`` for what it does not say."""

    ages: tuple[int, ...]
    children: int | None
    sex: Literal["male", "female", "mixed"] | None
    fatal: bool | None
    harms: tuple[str, ...]


class JudgedCase(_Strict):
    """One case: its text, what it states, and the reviews that are like it by grade; reviews not named are 0."""

    id: str
    half: Half
    style: Literal["prose", "notes"]
    text: str
    read: Read
    grades: dict[Annotated[int, Field(ge=1, le=3)], tuple[str, ...]]

    @property
    def worth(self) -> dict[str, int]:
        """The grade of each review, by its folder."""
        return {folder: grade for grade, folders in self.grades.items() for folder in folders}


class _File(_Strict):
    criteria: dict[str, str]
    cases: tuple[JudgedCase, ...]


@cache
def judged_cases() -> tuple[JudgedCase, ...]:
    """Every case. Raises ``VocabularyError`` for a broken file and ``ValueError`` for a review that is not there."""
    from pydantic import TypeAdapter

    file = _HERE / "similar.yaml"
    found, _ = strict(file.read_text("utf-8"), file.name, TypeAdapter(_File))
    folders = {path.name for path in _REVIEWS.iterdir()}
    for case in found.cases:
        named = [folder for folders_ in case.grades.values() for folder in folders_]
        if len(set(named)) < len(named) or not set(named) <= folders:
            raise ValueError(f"{case.id}: a review is named twice or is not in the fictional library")
    return found.cases
