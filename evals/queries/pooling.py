"""What several systems find for each query, pooled so that it can be judged without knowing which found it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from evals.library import fictional_library
from evals.queries.records import Collection, Query
from index.config import IndexConfig
from index.desk import bring_up_to_date, open_searcher
from index.searching.query import Mode
from index.searching.search import Searcher
from ingest.library import Library
from ingest.model import Held
from ingest.pipeline import add

DEPTH = 10


class System(Protocol):
    """Ranks passages for a query; best first, by id."""

    def __call__(self, text: str) -> Sequence[str]:
        """The ids of passages for ``text``, best first."""


@contextmanager
def library_of(collection: Collection, path: Path | None, *, indexed: bool = True) -> Iterator[Library]:
    """The library that a collection is asked of: the one at ``path``, or one read (and indexed) for the occasion.

    For real text ``path`` may be a folder of documents: it is then read into a temporary library.
    """
    if path and (path / "catalogue.sqlite").exists():
        library = Library.open(path)
        yield library
        library.close()
    elif path and (collection is Collection.FICTIONAL or not path.is_dir()):
        raise SystemExit(f"There is no library in {path}.")
    elif collection is Collection.FICTIONAL:
        with fictional_library(indexed=indexed) as library:
            yield library
    elif path is None:
        raise SystemExit("Say with --library where the real documents lie.")
    else:
        with TemporaryDirectory() as name:
            library = Library.open(Path(name), create=True)
            add(library, [path])
            if indexed:
                bring_up_to_date(library, IndexConfig())
            yield library
            library.close()


@dataclass(frozen=True, slots=True)
class Shipped:
    """The searcher as it ships, in one of its modes, passage by passage and not review by review."""

    searcher: Searcher
    mode: Mode
    depth: int = DEPTH

    def __call__(self, text: str) -> list[str]:
        """See ``System``."""
        answer = self.searcher.search(text, limit=self.depth, passages_per_result=self.depth, mode=self.mode)
        hits = [hit for result in answer.results for hit in result.passages]
        return [hit.passage.id for hit in sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))]


class Characters:
    """TF-IDF over runs of three to five letters inside words: unlike the shipped ones, and forgiving of spelling."""

    def __init__(self, held: Sequence[Held]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

        self._ids = [one.passage.id for one in held]
        self._vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
        self._passages = self._vectors.fit_transform(
            " ".join((*one.passage.heading, one.passage.text)).casefold() for one in held
        )

    def __call__(self, text: str) -> list[str]:
        """See ``System``."""
        scores = (self._passages @ self._vectors.transform([text.casefold()]).T).toarray().ravel()
        return [self._ids[place] for place in (-scores).argsort(kind="stable") if scores[place] > 0]


def systems_of(library: Library) -> dict[str, System]:
    """Every system whose results are pooled."""
    searcher = open_searcher(library, IndexConfig.from_environment())
    shipped: dict[str, System] = {mode.value: Shipped(searcher, mode) for mode in Mode}
    return {**shipped, "characters": Characters(list(library.catalogue.held()))}


def pooled(systems: Mapping[str, System], queries: Iterable[Query], depth: int = DEPTH) -> dict[str, list[str]]:
    """The first ``depth`` passages of each system for each query, each once, in the order of their ids.

    The order tells nothing of who found a passage or how early.
    """
    return {
        query.id: sorted({passage for system in systems.values() for passage in system(query.text)[:depth]})
        for query in queries
    }
