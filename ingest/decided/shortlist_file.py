"""A shortlist as a YAML file: ids with their anchors, and the user's notes; no word of a report. Read strictly.

JSON is YAML too. An anchor finds what another library, or another version of the readers, holds under another id.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter

from ingest.decided.anchors import PassageAnchor, ReviewAnchor
from ingest.decided.shortlists import LONGEST_NAME, LONGEST_NOTE, Item, Kind, Shortlist
from ingest.errors import BadArgument
from ingest.vocabulary.entries import Entry, Words
from ingest.vocabulary.lines import strict

_HEAD = "# A shortlist. Take it in with: commonthread shortlist --import FILE\n"


class _Listed(Entry):
    id: Annotated[Words, Field(max_length=128)]
    kind: Kind
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    anchor: PassageAnchor | ReviewAnchor | None = None


class _File(Entry):
    name: Annotated[Words, Field(max_length=LONGEST_NAME)]
    items: tuple[_Listed, ...]


def text_of(shortlist: Shortlist) -> str:
    """The file's text; the same list gives the same text."""
    entry = {"name": shortlist.name, "items": [_entry(item) for item in shortlist.items]}
    return _HEAD + yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=120)


def _entry(item: Item) -> dict[str, object]:
    entry: dict[str, object] = {"id": item.id, "kind": item.kind.value}
    if item.note:
        entry["note"] = item.note
    if item.anchor:
        entry["anchor"] = item.anchor.model_dump(mode="json")
    return entry


def read_file(path: Path) -> tuple[str, tuple[Item, ...]]:
    """The name and items of a file. Raises ``BadArgument``, or ``VocabularyError`` with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"{path}: the file cannot be read: {error}") from error
    file, source = strict(text, str(path), TypeAdapter(_File))
    for place, one in enumerate(file.items):
        if one.anchor and isinstance(one.anchor, PassageAnchor) is not (one.kind is Kind.PASSAGE):
            raise source.error(("items", place, "anchor"), f"this is not the anchor of a {one.kind}")
    return file.name, tuple(Item(one.id, one.kind, one.note, one.anchor) for one in file.items)
