"""A board's own framework over the themes, kept with the library, and how many reviews count under each head."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.vocabulary.mapping import Mapping as Framework
from ingest.vocabulary.mapping import read_mapping

FILE = "mapping.yaml"
"""Where a library keeps its framework, in its folder."""

SETTING = "COMMONTHREAD_MAPPING"
"""Names another file, before the library's own."""


@dataclass(frozen=True, slots=True)
class HeadCount:
    """A head of the framework, its themes, and how many of ``of`` reviews carry one of them at least."""

    label: str
    themes: tuple[str, ...]
    reviews: int
    of: int


def framework_file(folder: Path) -> Path | None:
    """The file with the framework of the library in ``folder``, or ``None`` where there is none."""
    named = os.environ.get(SETTING)
    if named:
        return Path(named).expanduser()
    kept = folder / FILE
    return kept if kept.exists() else None


def framework_of(folder: Path) -> Framework | None:
    """The framework of the library in ``folder``; ``VocabularyError`` says what is wrong in its file, and where."""
    file = framework_file(folder)
    return read_mapping(file) if file else None


def keep_framework(folder: Path, file: Path) -> Framework:
    """Keep a framework with the library in ``folder``, once it was read without fault; the last one is replaced."""
    framework = read_mapping(file)
    draft = folder / f"{FILE}.draft"
    shutil.copyfile(file, draft)
    draft.replace(folder / FILE)
    return framework


def drop_framework(folder: Path) -> bool:
    """Forget the library's framework; ``False`` where there was none."""
    kept = folder / FILE
    there = kept.exists()
    kept.unlink(missing_ok=True)
    return there


def heads_by_theme(framework: Framework) -> dict[str, tuple[str, ...]]:
    """The heads under which each theme counts: what ``index.recurring.table.Question`` takes as its heads."""
    every = {theme: framework.heads_of(theme) for head in framework.heads for theme in head.themes}
    return {theme: heads for theme, heads in every.items() if heads}


def by_head(framework: Framework, carried: Mapping[str, Collection[str]]) -> tuple[HeadCount, ...]:
    """How many reviews count under each head, in the order of the file.

    ``carried`` gives for every review in scope the ids of its themes. A review counts once under a head, however many
    of its themes stand there, and under each head of a theme that stands under several.
    """
    return tuple(
        HeadCount(
            head.label, head.themes, sum(not set(head.themes).isdisjoint(ids) for ids in carried.values()), len(carried)
        )
        for head in framework.heads
    )
