"""Tags as the JSON that ``show`` prints: a review's themes in rank order, a passage's tags with their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from index.tagging.review_themes import review_themes
from index.tagging.tags import UNTAGGED, AgencyTag, PassageTags, Span, ThemeTag
from ingest.decided.decisions import Decision, Verdict
from ingest.model import Passage
from ingest.vocabulary.reading import vocabulary

Tags = Callable[[Sequence[str]], Mapping[str, PassageTags]]
"""From passages' ids to their tags; a passage that is not tagged is left out."""

Decisions = Callable[[Sequence[str]], Mapping[str, Sequence[Decision]]]
"""From the ids of passages or reviews to the decisions that stand on them."""


def undecided(_targets: Sequence[str]) -> Mapping[str, Sequence[Decision]]:
    """No decisions: for a record in which nobody decides."""
    return {}


def untagged(_passages: Sequence[str]) -> Mapping[str, PassageTags]:
    """No tags: for a library that has not been indexed."""
    return {}


def themes(passages: Iterable[Passage], tags: Tags) -> list[dict[str, Any]]:
    """The themes of a review or a document, by the rule of ``index.tagging.review_themes``."""
    held = list(passages)
    labels = {theme.id: theme.label for theme in vocabulary().themes}
    return [asdict(theme) for theme in review_themes(held, tags([one.id for one in held]), labels)]


def of_passage(passage: Passage, tags: Tags, decisions: Sequence[Decision] = ()) -> dict[str, Any]:
    """The tags of one passage, with who says so, the words that show each and their places; and what was rejected."""
    found = tags([passage.id]).get(passage.id, UNTAGGED)
    return {
        "themes": [
            {"id": tag.id, "strength": tag.strength, "how": tag.how, **_shown(passage, tag)} for tag in found.themes
        ],
        "agencies": [
            {
                "id": tag.id,
                "role": tag.role,
                "strength": tag.strength,
                **_shown(passage, tag),
            }
            for tag in found.agencies
        ],
        "rejected": [
            {"about": one.about.value, "id": one.subject, **_who(one.decided_by, one.decided), "note": one.note}
            for one in decisions
            if one.verdict is Verdict.REJECT
        ],
    }


def _shown(passage: Passage, tag: ThemeTag | AgencyTag) -> dict[str, Any]:
    """The words of a tag, and who says so: a machine, or a person with the time and note."""
    by = {**_who(tag.by.name, tag.by.when), "note": tag.by.note} if tag.by else {"decided_by": "machine"}
    return {"words": _words(passage, tag.words), **by}


def _who(name: str, when: datetime) -> dict[str, Any]:
    return {"decided_by": name, "decided": when.isoformat()}


def _words(passage: Passage, places: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"text": passage.text[start:end], "start": start, "end": end} for start, end in places]
