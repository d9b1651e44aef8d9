"""A board's own framework over the themes: a local file that says under which of its heads each theme counts.

name: Northmere learning framework
themes:
  information-sharing: Information and forums
  professional-curiosity: [Curiosity and practice, Working with families]
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from ingest.errors import VocabularyError
from ingest.vocabulary.entries import Entry, Words
from ingest.vocabulary.lines import Source, strict
from ingest.vocabulary.reading import vocabulary


@dataclass(frozen=True, slots=True)
class Head:
    """One head of the framework and the ids of the themes that count under it, in the vocabulary's order."""

    label: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A framework; ``unmapped`` are the themes that count under none of its heads."""

    name: str
    heads: tuple[Head, ...]
    unmapped: tuple[str, ...]

    def heads_of(self, theme: str) -> tuple[str, ...]:
        """The labels of the heads under which a theme counts."""
        return tuple(head.label for head in self.heads if theme in head.themes)


class _File(Entry):
    name: Words
    themes: dict[str, Words | tuple[Words, ...]]


def read_mapping(path: Path) -> Mapping:
    """The framework in a file; :class:`~ingest.errors.VocabularyError` says what is wrong with it, and where."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), 1, f"the file cannot be read: {error}") from error
    file, source = strict(text, str(path), TypeAdapter(_File))
    heads = {theme: (told,) if isinstance(told, str) else told for theme, told in file.themes.items()}
    _refuse_unknown(heads, source)
    return _mapping(file.name, heads)


def _refuse_unknown(heads: dict[str, tuple[str, ...]], source: Source) -> None:
    themes = vocabulary().themes
    ids = {theme.id for theme in themes}
    for theme in heads:
        if theme not in ids:
            raise source.error(("themes", theme), f"“{theme}” is not the id of a theme{_meant(theme)}")


def _meant(word: str) -> str:
    """A hint by the ids, or by any name of a theme."""
    themes = vocabulary().themes
    by_name = {name.lower(): theme.id for theme in themes for name in (theme.id, *theme.names)}
    near = difflib.get_close_matches(word.lower().replace("_", "-"), by_name, n=3, cutoff=0.7)
    ids = list(dict.fromkeys(by_name[name] for name in near))[:3]
    return f"; did you mean {' or '.join(f'“{one}”' for one in ids)}?" if ids else ""


def _mapping(name: str, heads: dict[str, tuple[str, ...]]) -> Mapping:
    labels = dict.fromkeys(label for told in heads.values() for label in told)
    order = [theme.id for theme in vocabulary().themes]
    return Mapping(
        name=name,
        heads=tuple(Head(label, tuple(one for one in order if label in heads.get(one, ()))) for label in labels),
        unmapped=tuple(one for one in order if not heads.get(one)),
    )
