"""How a board's documents look, and what is odd about single ones: read from looks.yaml."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evals.fictional.errors import invalid, wrong
from evals.fictional.text import Text

LOOKS = Path(__file__).with_name("looks.yaml")

Family = Literal["Helvetica", "Times", "Vera"]


class Look(BaseModel):
    """The house style of one board."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    place: str
    headings: Family
    body: Family
    size: float = 11
    colour: str
    cover: Literal["band", "rule", "plain"]
    footer: Literal["centre", "right"]
    bullet: str = "•"
    justified: bool = False
    hanging_numbers: bool = False
    outline: bool = False
    metadata_title: str | None = None


class Oddity(BaseModel):
    """What sets one document apart from the others of its board."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_name: str | None = None
    hyphenated: bool = False
    ligatures: bool = False


class _Looks(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    boards: dict[str, Look]
    documents: dict[str, Oddity]


def look(text: Text) -> Look:
    """A scanned page shows the font that we embed, so that it is drawn alike on every machine."""
    folder = text.path.parent.name
    found = next((style for board, style in _looks().boards.items() if folder.startswith(f"{board}-")), None)
    if found is None:
        raise wrong(text.path, f"{LOOKS.name} has no board for the folder {folder}")
    embedded = {"headings": "Vera", "body": "Vera", "size": 9.5}
    return found.model_copy(update=embedded) if text.front.scanned else found


def oddity(text: Text) -> Oddity:
    """Most documents have none."""
    return _looks().documents.get(text.key, Oddity())


def file_name(text: Text) -> str:
    """The name under which a reader would have been sent the document."""
    return f"{oddity(text).file_name or text.path.stem}.{text.front.format}"


@cache
def _looks() -> _Looks:
    try:
        return _Looks.model_validate(yaml.safe_load(LOOKS.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise invalid(LOOKS, error) from error
