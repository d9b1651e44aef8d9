"""What the truth files of the fictional library say about passages, held against the passages that we cut."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.fictional.library import volumes
from evals.fictional.truth import Truth, load
from evals.library import is_calibration
from index.tagging.tags import Span
from ingest.library import Library
from ingest.model import Held

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Item:
    """Words of a document and what should be read out of them. ``agencies`` is None where the truth does not say.

    ``place`` is where the words stand in our passage. ``themes`` maps an id to "clear" or "possible".
    """

    board: str
    held: Held
    place: Span
    themes: Mapping[str, str]
    agencies: Mapping[str, str] | None

    @property
    def text(self) -> str:
        """The words."""
        return self.held.passage.text[slice(*self.place)]

    @property
    def calibration(self) -> bool:
        """Whether its board is one on which things are tuned."""
        return is_calibration(self.board)


def items(library: Library) -> tuple[list[Item], int]:
    """Every labelled text that one of our passages holds whole, and how many none holds."""
    by_place: defaultdict[str, list[Held]] = defaultdict(list)
    for held in library.catalogue.held():
        for path in held.document.paths:
            by_place["/".join(Path(path).parts[-2:])].append(held)
    found, lost = [], 0
    for volume in volumes():
        for quote, themes, agencies in _labelled(load(volume.truth)):
            item = _item(volume.truth.parent.name, by_place[volume.place], quote, themes, agencies)
            if item:
                found.append(item)
            else:
                lost += 1
    return found, lost


def _labelled(truth: Truth) -> Iterator[tuple[str, dict[str, str], dict[str, str] | None]]:
    for passage in truth.passages:
        agencies: dict[str, str] = {agency.id: agency.role for agency in passage.agencies}
        yield passage.quote, {theme.id: theme.strength for theme in passage.themes}, agencies
    for finding in truth.findings:
        yield finding.text, dict.fromkeys(finding.themes, "clear"), None
    for asked in truth.recommendations:
        yield asked.text, dict.fromkeys(asked.themes, "clear"), dict.fromkeys(asked.addressees, "addressee")


def _item(
    board: str, passages: list[Held], quote: str, themes: dict[str, str], agencies: dict[str, str] | None
) -> Item | None:
    words = re.compile(r"\W+".join(map(re.escape, _WORD.findall(quote))), re.IGNORECASE)
    for held in passages:
        match = words.search(held.passage.text)
        if match:
            return Item(board, held, match.span(), themes, agencies)
    return None
