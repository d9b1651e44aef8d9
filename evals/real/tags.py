"""How well real passages are tagged: ``python -m evals.real FOLDER``, where FOLDER holds the inspection letters.

The letters are split in two, by letter, never by passage. The tagger's weights and thresholds were fitted on the first
half too (``evals.tag_calibration``); on the second nothing was fitted, though its totals were seen (README.md). The
stated topic of a letter is looked for among its three weightiest themes with its first pages left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.real.labels import Topic, labels, matched, topics
from evals.tag_truth import Item
from evals.tags import Counts, Reader, baseline, compared, said_by
from index.config import IndexConfig
from index.desk import bring_up_to_date
from index.tagging.boilerplate import standing_text
from index.tagging.likeness import MeaningLikeness
from index.tagging.passage import Tagging, shipped_thresholds, shipped_words
from index.tagging.review_themes import review_themes
from index.tagging.tags import PassageTags
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import SentenceTransformerEmbedder, Vectors
from ingest.library import Library
from ingest.model import Held
from ingest.pipeline import add
from ingest.vocabulary.reading import vocabulary

_LEFT_OUT = frozenset({"good-practice"})
"""Praise leads in most letters whatever they are about (see README.md)."""

_FIRST_PAGES = 2


@contextmanager
def inspections(folder: Path) -> Iterator[Library]:
    """The letters, read by the shipped pipeline and indexed, in a temporary library."""
    with TemporaryDirectory() as name:
        library = Library.open(Path(name) / "library", create=True)
        add(library, [folder])
        bring_up_to_date(library, IndexConfig())
        yield library
        library.close()


def fitted_on(file: str) -> bool:
    """Whether a letter is of the half that the tagger was fitted on."""
    order = sorted({one.file for one in labels().values()}, key=_draw)
    return file in order[: len(order) // 2]


def _draw(file: str) -> str:
    return hashlib.sha256(f"common-thread split {file}".encode()).hexdigest()


def report(library: Library) -> str:
    """The tables, as Markdown."""
    held = list(library.catalogue.held())
    tags = _tagged(library, held)
    items = _items(held)
    halves = {
        "fitted on": [item for item in items if fitted_on(item.board)],
        "held out": [item for item in items if not fitted_on(item.board)],
        "all": items,
    }
    readers: dict[str, Reader] = {"tagger": said_by(tags), "names": baseline}
    lines = [
        "| letters | what | by | passages | precision | recall | micro F1 | macro F1 | macro F1 where five or more |",
        "|---|---|---|" + "--:|" * 6,
    ]
    for half, mine in halves.items():
        for name, read in readers.items():
            for what, counts in zip(("themes", "agencies"), compared(mine, read), strict=True):
                lines.append(f"| {half} | {what} | {name} | {len(mine)} | {_figures(counts)} |")
    return "\n".join([*lines, "", *_by_theme(items, readers), "", topic_share(held, tags, topics())])


def _figures(counts: Counts) -> str:
    return " | ".join(f"{figure:.3f}" for figure in (*counts.micro, counts.macro, counts.macro_of(5)))


def _by_theme(items: Sequence[Item], readers: Mapping[str, Reader]) -> list[str]:
    tagged, base = (compared(items, read)[0] for read in readers.values())
    lines = ["| theme, all letters | right | wrong | missed | F1 | baseline F1 |", "|---|" + "--:|" * 5]
    for theme in vocabulary().themes:
        asked = tagged.right[theme.id], tagged.wrong[theme.id], tagged.missed[theme.id]
        if any(asked):
            figures = f"{tagged.of(theme.id)[2]:.2f} | {base.of(theme.id)[2]:.2f}"
            lines.append(f"| {theme.id} | {asked[0]} | {asked[1]} | {asked[2]} | {figures} |")
    return lines


def topic_share(held: Sequence[Held], tags: Mapping[str, PassageTags], stated: Mapping[str, Topic]) -> str:
    """How many letters have a stated topic among their three weightiest themes, first pages left out."""
    names = {theme.id: theme.label for theme in vocabulary().themes}
    lines, right = [], 0
    for file, topic in sorted(stated.items()):
        later = [one.passage for one in held if _file(one) == file and min(one.passage.pages) > _FIRST_PAGES]
        ranked = [theme.id for theme in review_themes(later, tags, names) if theme.id not in _LEFT_OUT][:3]
        good = not set(topic.themes).isdisjoint(ranked)
        right += good
        if not good:
            lines.append(f"{file}: {', '.join(topic.themes)} not in {', '.join(ranked)}")
    share = f"stated topic among the three weightiest themes: {right} of {len(stated)} ({right / len(stated):.2f})"
    return "\n".join([share, *lines])


def training(library: Library) -> list[tuple[Item, Vectors]]:
    """The labelled passages of the letters that the tagger is fitted on, with their vectors."""
    items = [item for item in _items(list(library.catalogue.held())) if fitted_on(item.board)]
    vectors = _vectors(library, [item.held for item in items])
    return [(item, vectors[item.held.passage.id]) for item in items]


def _vectors(library: Library, held: Sequence[Held]) -> dict[str, Vectors]:
    model = SentenceTransformerEmbedder.packaged().fingerprint
    with VectorCache(library.cache_folder / "vectors.sqlite") as cache:
        found = cache.get(model, list({text_key(one.passage.text) for one in held}))
    return {one.passage.id: found[text_key(one.passage.text)] for one in held}


def _tagged(library: Library, held: Sequence[Held]) -> dict[str, PassageTags]:
    tagging = Tagging(vocabulary(), shipped_words(), MeaningLikeness.shipped(), shipped_thresholds())
    standing, vectors = standing_text(held), _vectors(library, held)
    return {one.passage.id: tagging.tags(one, vectors[one.passage.id], standing) for one in held}


def _items(held: Sequence[Held]) -> list[Item]:
    """Every labelled passage, whole, as an item; its board is its file."""
    by_id = {(_file(one), one.passage.id): one for one in held}
    passages: dict[str, list[Held]] = {}
    for one in held:
        passages.setdefault(_file(one), []).append(one)
    found = matched(labels(), {file: [one.passage for one in several] for file, several in passages.items()})
    items = []
    for name, passage in found.items():
        label = labels()[name]
        whole = (0, len(passage.text))
        items.append(Item(label.file, by_id[label.file, passage.id], whole, label.themes, label.agencies))
    return items


def _file(one: Held) -> str:
    return Path(one.document.paths[0]).name
