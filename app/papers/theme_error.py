"""How far counts of themes can be trusted, as it was measured: quoted with every count."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.papers.paper import Sentence
from app.papers.phrases import sentence
from app.words import day
from ingest.vocabulary.lines import strict

FILE = "theme_error.yaml"


class Pairs(BaseModel):
    """Pairs of a review and a theme: ``said`` by the library, ``true`` by the authors of the texts, ``right`` both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    said: Annotated[int, Field(gt=0)]
    true: Annotated[int, Field(gt=0)]
    right: Annotated[int, Field(gt=0)]


class ThemeError(BaseModel):
    """``everything`` counts themes that are clear or possible, ``clear`` those alone that are clear on both sides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    command: str
    reviews: Annotated[int, Field(gt=0)]
    everything: Pairs
    clear: Pairs


@cache
def theme_error() -> ThemeError:
    """What was measured last. Raises ``VocabularyError`` where the packaged file is wrong."""
    text = files("app.papers").joinpath(FILE).read_text("utf-8")
    found, _ = strict(text, FILE, TypeAdapter(ThemeError))
    return found


def decided(tags: int) -> Sentence:
    """That a machine read the themes, and how many of the ``tags`` that are counted a person decided on."""
    return sentence("caveat-tagging", decided=tags) if tags else sentence("caveat-tagging-none")


def caveat(*, clear_only: bool = False) -> Sentence:
    """The sentence that goes with every count of themes."""
    held = theme_error()
    pairs = held.clear if clear_only else held.everything
    return sentence(
        "caveat-measured",
        reviews=held.reviews,
        found=round(100 * pairs.right / pairs.true),
        right=round(100 * pairs.right / pairs.said),
        day=day(held.day),
    )
