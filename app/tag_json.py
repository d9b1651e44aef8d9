"""Tags as the JSON that ``show`` prints: a review's themes in rank order, a passage's tags with their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from index.review_themes import review_themes
from index.tags import UNTAGGED, PassageTags, Span
from ingest.model import Passage
from ingest.vocabulary.reading import vocabulary

Tags = Callable[[Sequence[str]], Mapping[str, PassageTags]]
"""From passages' ids to their tags; a passage that is not tagged is left out."""


def untagged(_passages: Sequence[str]) -> Mapping[str, PassageTags]:
    """No tags: for a library that has not been indexed."""
    return {}


def themes(passages: Iterable[Passage], tags: Tags) -> list[dict[str, Any]]:
    """The themes of a review or a document, by the rule of ``index.review_themes``."""
    held = list(passages)
    labels = {theme.id: theme.label for theme in vocabulary().themes}
    return [asdict(theme) for theme in review_themes(held, tags([one.id for one in held]), labels)]


def of_passage(passage: Passage, tags: Tags) -> dict[str, Any]:
    """The tags of one passage, with the words that show each and their places in its text."""
    found = tags([passage.id]).get(passage.id, UNTAGGED)
    return {
        "themes": [
            {"id": tag.id, "strength": tag.strength, "how": tag.how, "words": _words(passage, tag.words)}
            for tag in found.themes
        ],
        "agencies": [
            {"id": tag.id, "role": tag.role, "strength": tag.strength, "words": _words(passage, tag.words)}
            for tag in found.agencies
        ],
    }


def _words(passage: Passage, places: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"text": passage.text[start:end], "start": start, "end": end} for start, end in places]
