"""What was derived from a withdrawn document goes for good: vectors, tags, and every file of the index.

The engine packs its payloads, so nobody can tell by looking whether a changed shard still holds a deleted text. The
index is therefore made anew from what is held, in a folder of its own, and the old folder is removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

from index.config import IndexConfig
from index.desk import LibraryPlaces, bring_up_to_date, manifest_of, vectors_of
from index.engine.build import BuildReport, Progress
from index.engine.payload import embedded_text
from index.errors import IndexingError
from index.recurring.counted_file import FILE as COUNTED
from index.recurring.counted_file import keep_only
from index.tagging.store import FILE as TAGS
from index.tagging.store import TagStore
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import Embedder


def purge(
    library: LibraryPlaces,
    config: IndexConfig,
    progress: Callable[[Progress], None] | None = None,
    *,
    embedder: Embedder | None = None,
) -> BuildReport | None:
    """Leave nothing derived from what is not held any more. ``None`` when there is no index afterwards.

    An index that cannot be made anew now (another model made it) is removed whole: gone comes before findable.
    """
    report = None
    try:
        if manifest_of(library) is not None:
            report = bring_up_to_date(library, config, progress, rebuild=True, embedder=embedder)
    except IndexingError:
        report = None
    if report is None:
        shutil.rmtree(library.index_folder, ignore_errors=True)
    _clear_caches(library)
    return report


def _clear_caches(library: LibraryPlaces) -> None:
    """Keep the vectors, tags and counts of what is held, and no other file: all else can be made again."""
    vectors = vectors_of(library)
    keep = {vectors.name, TAGS, COUNTED}
    for place in library.cache_folder.glob("*") if library.cache_folder.exists() else ():
        if place.name.removesuffix("-wal").removesuffix("-shm") not in keep:
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)
    documents, held = set[str](), dict[str, bytes]()
    for one in library.catalogue.held():
        documents.add(one.document.id)
        held[one.passage.id] = text_key(embedded_text(one))
    if (library.cache_folder / COUNTED).exists():
        keep_only(library.cache_folder / COUNTED, documents)
    if vectors.exists():
        with VectorCache(vectors) as cache:
            cache.keep_only(held.values())
            cache.compact()
    if (library.cache_folder / TAGS).exists():
        with TagStore(library.cache_folder / TAGS) as tags:
            tags.keep_only(held)
            tags.compact()
