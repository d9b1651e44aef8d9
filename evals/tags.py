"""``python -m evals.tags``: how well passages are tagged, theme by theme and agency by agency.

The fictional library is rendered, read and indexed as a user's would be. Each labelled text is looked up in our
passages. A theme tag counts for the text in which its words stand; where the truth calls a theme possible, finding it
is right, and passing it over is not an error. An agency is asked of the passage ("she rang them again" names nobody),
and a wrong one is charged to the text in which its words stand. The baseline is every theme's or agency's preferred
label and synonyms, looked for as they are written.

A calibration board is tagged by what was fitted without its sentences; the thresholds, and the vocabulary's cues, were
chosen with all calibration boards in view. Test boards are shown as totals: nothing may be tuned on them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evals.library import fictional_library
from evals.tag_calibration import Bench, board_of, calibrate, vectors_of
from evals.tag_truth import Item, items
from index.tagging.boilerplate import standing_text
from index.tagging.likeness import MeaningLikeness
from index.tagging.negation import within
from index.tagging.passage import Tagging, shipped_thresholds, shipped_words
from index.tagging.tags import PassageTags
from index.vectors.cache import VectorCache
from index.vectors.embedding import SentenceTransformerEmbedder, Vectors
from ingest.library import Library
from ingest.vocabulary.reading import vocabulary
from ingest.vocabulary.terms import Term


@dataclass(slots=True)
class Counts:
    """Right, wrong and missed, by id."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, said: Iterable[str], asked: Iterable[str], allowed: Iterable[str] = ()) -> None:
        """What was said of one text, what had to be, and what may be said or not."""
        said, asked, allowed = set(said), set(asked), set(allowed)
        self.right.update(said & (asked | allowed))
        self.wrong.update(said - asked - allowed)
        self.missed.update(asked - said)

    def of(self, name: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of one id."""
        return _measures(self.right[name], self.wrong[name], self.missed[name])

    @property
    def micro(self) -> tuple[float, float, float]:
        """The same over all."""
        return _measures(self.right.total(), self.wrong.total(), self.missed.total())

    @property
    def macro(self) -> float:
        """The mean F1 of the ids that are asked for at all."""
        return self.macro_of(1)

    def macro_of(self, least: int) -> float:
        """The mean F1 of the ids that are asked for so often or more."""
        asked = [name for name in {*self.right, *self.missed} if self.right[name] + self.missed[name] >= least]
        return sum(self.of(name)[2] for name in asked) / max(1, len(asked))


def _measures(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


Reader = Callable[[Item], tuple[set[str], set[str], set[str]]]
"""From an item to the themes said of its words, the agencies whose words stand there, and those of its passage."""


def compared(found: Sequence[Item], read: Reader, *, strict: bool = False) -> tuple[Counts, Counts]:
    """The counts of themes and of agencies. ``strict``: what is possible in the truth must be found too."""
    themes, agencies = Counts(), Counts()
    for item in found:
        said, here, around = read(item)
        clear = {name for name, sure in item.themes.items() if strict or sure == "clear"}
        themes.add(said, clear, item.themes)
        if item.agencies is not None:
            agencies.add(here | (around & item.agencies.keys()), item.agencies)
    return themes, agencies


def tagger(found: Sequence[Item], bench: Bench, library: Library, vectors: Mapping[str, Vectors]) -> Reader:
    """The shipped tagger; for a calibration board, the one that was fitted without that board's sentences."""
    limits = shipped_thresholds()
    shipped = Tagging(vocabulary(), shipped_words(), MeaningLikeness.shipped(), limits)
    taggings = bench.left_out(limits)
    standing = standing_text(library.catalogue.held())
    tags = {
        item.held.passage.id: taggings.get(board_of(item), shipped).tags(
            item.held, vectors[item.held.passage.id], standing
        )
        for item in found
    }
    return said_by(tags)


def said_by(tags: Mapping[str, PassageTags]) -> Reader:
    """What tags by passage id say of an item."""
    return lambda item: _read(item, tags[item.held.passage.id])


def _read(item: Item, tags: PassageTags) -> tuple[set[str], set[str], set[str]]:
    themes = {tag.id for tag in tags.themes if within(item.place, tag.words)}
    here = {tag.id for tag in tags.agencies if within(item.place, tag.words) or not tag.words}
    return themes, here, {tag.id for tag in tags.agencies}


def baseline(item: Item) -> tuple[set[str], set[str], set[str]]:
    """The preferred labels and synonyms, as they are written."""
    terms, text = vocabulary(), item.text.lower()
    agencies = _named(terms.agencies, text)
    return _named(terms.themes, text), agencies, agencies


def _named(terms: Sequence[Term], text: str) -> set[str]:
    return {term.id for term in terms if any(name.lower() in text for name in (term.label, *term.synonyms))}


def table(found: Sequence[Item], readers: Mapping[str, Reader]) -> str:
    """Everything as Markdown."""
    halves = {"calibration": [i for i in found if i.calibration], "test": [i for i in found if not i.calibration]}
    lines = ["| boards | what | by | items | precision | recall | micro F1 | macro F1 | macro F1, possible asked too |"]
    lines.append("|---|---|---|--:|--:|--:|--:|--:|--:|")
    for half, mine in halves.items():
        for name, read in readers.items():
            strict = compared(mine, read, strict=True)
            for what, counts, hard in zip(("themes", "agencies"), compared(mine, read), strict, strict=True):
                figures = [*counts.micro, counts.macro, hard.macro]
                cells = " | ".join(f"{figure:.3f}" for figure in figures)
                lines.append(f"| {half} | {what} | {name} | {len(mine)} | {cells} |")
    return "\n".join([*lines, "", *_by_id(halves["calibration"], readers)])


def _by_id(mine: Sequence[Item], readers: Mapping[str, Reader]) -> list[str]:
    """One row a theme or agency of the calibration boards."""
    lines = [
        "| calibration boards | right | wrong | missed | precision | recall | F1 | baseline F1 |",
        "|---|" + "--:|" * 7,
    ]
    both = [compared(mine, read) for read in readers.values()]
    for terms, counts, base in zip((vocabulary().themes, vocabulary().agencies), *both, strict=True):
        for term in terms:
            asked = counts.right[term.id], counts.wrong[term.id], counts.missed[term.id]
            if any(asked):
                figures = " | ".join(f"{figure:.2f}" for figure in (*counts.of(term.id), base.of(term.id)[2]))
                lines.append(f"| {term.id} | {asked[0]} | {asked[1]} | {asked[2]} | {figures} |")
    return lines


@contextmanager
def _letters(folder: Path) -> Iterator[list[tuple[Item, Vectors]]]:
    from evals.real.tags import inspections, training

    with inspections(folder) as library:
        yield training(library)


def main() -> int:
    """Print the table, or calibrate first."""
    parser = argparse.ArgumentParser(prog="python -m evals.tags", description=__doc__)
    parser.add_argument("--library", type=Path, help="a library that holds the indexed fictional documents already")
    parser.add_argument(
        "--calibrate", type=Path, metavar="LETTERS",
        help="first fit what ships, on the calibration boards and on half of the inspection letters of this folder",
    )  # fmt: skip
    options = parser.parse_args()
    with ExitStack() as stack:
        opened = options.library and Library.open(options.library)
        library = opened or stack.enter_context(fictional_library(indexed=True))
        found, lost = items(library)
        embedder = SentenceTransformerEmbedder.packaged()
        cache = stack.enter_context(VectorCache(library.cache_folder / "vectors.sqlite"))
        vectors = vectors_of(found, cache, embedder.fingerprint)
        examples = stack.enter_context(VectorCache(library.cache_folder / "examples.sqlite"))
        letters = stack.enter_context(_letters(options.calibrate)) if options.calibrate else []
        bench = Bench.of(found, examples, embedder, letters)
        if options.calibrate:
            sys.stdout.write(f"{calibrate(bench, vectors, embedder.fingerprint)}\n")
        readers = {"tagger": tagger(found, bench, library, vectors), "names": baseline}
        sys.stdout.write(f"{table(found, readers)}\n\n{lost} labelled texts stand in no passage\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
