"""The index of a library, put together: what the command line and the app call."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from index.config import IndexConfig
from index.engine.build import Builder, BuildReport, PassageRecord, Progress
from index.engine.manifest import Manifest, read_manifest
from index.engine.payload import Tagger
from index.engine.server import connect
from index.engine.shelf import EdgeShelf, ServerShelf, Shelf
from index.searching.fusion import SHIPPED, Ranking
from index.searching.reader import IndexReader
from index.searching.search import Searcher
from index.tagging.decided import decisions_on, laid_over
from index.tagging.library import LibraryTagger
from index.tagging.store import FILE as TAGS
from index.tagging.store import TagStore
from index.tagging.tags import PassageTags
from index.tagging.version import version
from index.vectors.cache import VectorCache
from index.vectors.embedding import Embedder, SentenceTransformerEmbedder

_VECTORS = "vectors.sqlite"


class LibraryPlaces(Protocol):
    """What is needed of a library; ``ingest.library.Library`` is one."""

    index_folder: Path
    cache_folder: Path

    @property
    def catalogue(self) -> PassageRecord:
        """The record of what is held."""


def embedder_of(config: IndexConfig) -> SentenceTransformerEmbedder:
    """The embedding model of ``config``: one for the whole process, loaded when first used."""
    return _embedder(config.model)


@cache
def _embedder(model: Path | None) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.packaged() if model is None else SentenceTransformerEmbedder(model)


def shelf_of(library: LibraryPlaces, config: IndexConfig) -> Shelf:
    """Where the stores of a library's index stand."""
    if config.qdrant_url is None:
        return EdgeShelf(library.index_folder)
    mark = hashlib.sha256(str(library.index_folder.resolve()).encode()).hexdigest()[:8]
    return ServerShelf(connect(config.qdrant_url), f"{config.collection}-{mark}", library.index_folder)


def bring_up_to_date(
    library: LibraryPlaces,
    config: IndexConfig,
    progress: Callable[[Progress], None] | None = None,
    *,
    rebuild: bool = False,
    embedder: Embedder | None = None,
    tagger: Tagger | None = None,
    vocabulary: str | None = None,
) -> BuildReport:
    """Bring a library's index to its revision. Raises ``IndexLocked``, ``IndexMismatch`` or ``ModelMismatch``.

    Passages are tagged by the shipped vocabulary unless another ``tagger`` is given, with its ``vocabulary`` version.
    """
    model = embedder or embedder_of(config)
    with VectorCache(library.cache_folder / _VECTORS) as cache, TagStore(library.cache_folder / TAGS) as kept:
        builder = Builder(
            library.catalogue,
            library.index_folder,
            shelf_of(library, config),
            model,
            cache,
            tagger=tagger or LibraryTagger(library.catalogue, cache, kept, model, partial(decisions_on, library)),
            vocabulary=vocabulary or version(),
        )
        return builder.build(progress, rebuild=rebuild)


def vectors_of(library: LibraryPlaces) -> Path:
    """The file of kept vectors of a library."""
    return library.cache_folder / _VECTORS


def tags_of(library: LibraryPlaces, passages: Sequence[str]) -> dict[str, PassageTags]:
    """The tags of these passages as they stand after what people decided, with the places of their words.

    A passage that is neither tagged yet nor decided upon is left out.
    """
    return laid_over(machine_tags_of(library, passages), decisions_on(library, passages))


def machine_tags_of(library: LibraryPlaces, passages: Sequence[str]) -> dict[str, PassageTags]:
    """The tags of these passages as a machine read them.

    Where the file is lost and the library is indexed, it is made anew first.
    """
    file = library.cache_folder / TAGS
    if not file.exists():
        if manifest_of(library) is None:
            return {}
        retag(library, IndexConfig.from_environment())
    with TagStore(file) as kept:
        return kept.get(passages)


def retag(library: LibraryPlaces, config: IndexConfig) -> None:
    """Make the kept tags anew where they are lost or old, from vectors that are there; nothing else changes."""
    with VectorCache(library.cache_folder / _VECTORS) as cache, TagStore(library.cache_folder / TAGS) as kept:
        LibraryTagger(library.catalogue, cache, kept, embedder_of(config)).refresh()


def open_searcher(
    library: LibraryPlaces,
    config: IndexConfig,
    *,
    embedder: Embedder | None = None,
    keyword_only: bool = False,
    ranking: Ranking = SHIPPED,
) -> Searcher:
    """A searcher of a library's index, to be kept and shared by threads. ``keyword_only`` never loads a model."""
    model = None if keyword_only else embedder or embedder_of(config)
    reader = IndexReader(library.index_folder, shelf_of(library, config), model.fingerprint if model else None)
    return Searcher(library.catalogue, reader, model, ranking=ranking)


def manifest_of(library: LibraryPlaces) -> Manifest | None:
    """What the published index is, for ``status``; ``None`` when nothing has been indexed."""
    return read_manifest(library.index_folder)
