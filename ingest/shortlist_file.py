"""A shortlist as a YAML file: ids and the user's notes, no word of a report. Read strictly; JSON is YAML too."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter

from ingest.errors import BadArgument
from ingest.shortlists import LONGEST_NAME, LONGEST_NOTE, Item, Kind, Shortlist
from ingest.vocabulary.entries import Entry, Words
from ingest.vocabulary.lines import strict

_HEAD = "# A shortlist. Take it in with: commonthread shortlist --import FILE\n"


class _Listed(Entry):
    id: Annotated[Words, Field(max_length=128)]
    kind: Kind
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class _File(Entry):
    name: Annotated[Words, Field(max_length=LONGEST_NAME)]
    items: tuple[_Listed, ...]


def text_of(shortlist: Shortlist) -> str:
    """The file's text; the same list gives the same text."""
    items = [
        {"id": item.id, "kind": item.kind.value, **({"note": item.note} if item.note else {})}
        for item in shortlist.items
    ]
    entry = {"name": shortlist.name, "items": items}
    return _HEAD + yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=120)


def read_file(path: Path) -> tuple[str, tuple[Item, ...]]:
    """The name and items of a file. Raises ``BadArgument``, or ``VocabularyError`` with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"{path}: the file cannot be read: {error}") from error
    file, _ = strict(text, str(path), TypeAdapter(_File))
    return file.name, tuple(Item(one.id, one.kind, one.note) for one in file.items)
