"""Whether record and index agree: what ``commonthread check`` says beyond ``ingest.check``."""

from __future__ import annotations

from collections.abc import Iterator

from index.config import IndexConfig
from index.desk import manifest_of, shelf_of
from index.errors import IndexingError
from ingest import check
from ingest.library import Library


def problems_of(library: Library) -> Iterator[str]:
    """Each thing that is wrong with the record or the index, in words."""
    yield from check.problems_of(library)
    try:
        yield from _index_problems(library)
    except (IndexingError, FileNotFoundError) as problem:
        yield f"index: {problem}. Make it anew: commonthread index --rebuild"


def _index_problems(library: Library) -> Iterator[str]:
    manifest = manifest_of(library)
    if manifest is None:
        yield from (
            ["index: nothing has been indexed. Run: commonthread index"] if library.catalogue.counts().passages else []
        )
        return
    if manifest.revision != library.catalogue.revision():
        yield "index: it is behind the library. Run: commonthread index"
        return
    store = shelf_of(library, IndexConfig.from_environment()).open(manifest.place)
    indexed, held = store.hashes().keys(), {held.passage.id for held in library.catalogue.held()}
    store.close()
    if indexed != held:
        yield f"index: {len(held - indexed)} passages are missing from it, {len(indexed - held)} do not belong there"
