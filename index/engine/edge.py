"""The embedded store: a shard of Qdrant Edge, the real engine in process.

Searched exactly (no HNSW graph: building one takes minutes and loses recall, an exact search of 100,000 passages takes
about 20 ms). The shard has no write-ahead log: ``build.py`` writes a shard once, flushes it, and publishes it whole, so
a log would protect nothing and would keep a second process from reading (see ADR 1).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.engine.bm25 import Sparse
from index.engine.store import (
    DENSE,
    HASH,
    IS_REVIEW,
    KEYWORD_FIELDS,
    LEXICAL,
    NO,
    PASSAGE,
    WORDS,
    YEAR,
    YES,
    Payload,
    Point,
    StoreFilter,
    StoreHit,
    point_id,
)
from index.errors import IndexDamaged

if TYPE_CHECKING:
    from qdrant_edge import EdgeShard, Filter, QueryRequest

_PAGE = 2_000
_MANY_VALUES = 1_000_000


class EdgeStore:
    """A passage store in one folder. ``create`` makes it, ``open`` reads a finished one; any number may read."""

    def __init__(self, shard: EdgeShard) -> None:
        self._shard = shard

    @classmethod
    def create(cls, folder: Path, dim: int) -> EdgeStore:
        """Make an empty store in ``folder``, which must be absent or empty."""
        from qdrant_edge import (
            Distance,
            EdgeConfig,
            EdgeShard,
            EdgeSparseVectorParams,
            EdgeVectorParams,
            HnswIndexConfig,
            IntegerIndexParams,
            KeywordIndexParams,
            Modifier,
            TextIndexParams,
            TokenizerType,
            UpdateOperation,
        )

        folder.mkdir(parents=True, exist_ok=True)
        config = EdgeConfig(
            vectors={DENSE: EdgeVectorParams(size=dim, distance=Distance.Cosine)},
            sparse_vectors={LEXICAL: EdgeSparseVectorParams(modifier=Modifier.Idf)},
            hnsw_config=HnswIndexConfig(m=0, ef_construct=16, full_scan_threshold=10_000),
            wal_enabled=False,
        )
        shard = EdgeShard.create(str(folder), config)
        schema: dict[str, Any] = {field: KeywordIndexParams() for field in KEYWORD_FIELDS}
        schema[YEAR] = IntegerIndexParams(lookup=True, range=True)
        schema[WORDS] = TextIndexParams(tokenizer=TokenizerType.Word, lowercase=True, phrase_matching=True)
        for field, params in schema.items():
            shard.update(UpdateOperation.create_field_index(field, params))
        return cls(shard)

    @classmethod
    def open(cls, folder: Path) -> EdgeStore:
        """Open a finished store. ``FileNotFoundError`` when it is gone, ``IndexDamaged`` when it cannot be read."""
        from qdrant_edge import EdgeShard

        try:
            return cls(EdgeShard.load(str(folder)))
        except Exception as problem:  # the engine raises nothing narrower
            if not folder.exists():
                raise FileNotFoundError(folder) from problem
            raise IndexDamaged(
                f"The search index in {folder} cannot be read ({problem}). Make it anew: commonthread index --rebuild. "
                "The documents themselves are not touched."
            ) from problem

    def upsert(self, points: Sequence[Point]) -> None:
        """See ``PassageStore``."""
        from qdrant_edge import Point as EdgePoint
        from qdrant_edge import SparseVector, UpdateOperation

        given = [
            EdgePoint(
                point_id(point.id),
                {
                    DENSE: [float(value) for value in point.dense],
                    LEXICAL: SparseVector(list(point.bm25.indices), list(point.bm25.values)),
                },
                dict(point.payload),
            )
            for point in points
        ]
        if given:
            self._shard.update(UpdateOperation.upsert_points(given))

    def delete(self, ids: Iterable[str]) -> None:
        """See ``PassageStore``."""
        from qdrant_edge import UpdateOperation

        given: list[Any] = [point_id(passage) for passage in ids]
        if given:
            self._shard.update(UpdateOperation.delete_points(given))

    def hashes(self) -> dict[str, str]:
        """See ``PassageStore``."""
        return {row[PASSAGE]: row[HASH] for row in self.rows(StoreFilter(), (PASSAGE, HASH))}

    def nearest(self, vector: Sequence[float], where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        """See ``PassageStore``."""
        return self._query([float(value) for value in vector], DENSE, where, limit, fields)

    def nearest_to_each(
        self, vectors: Sequence[Sequence[float]], where: StoreFilter, limit: int, fields: Sequence[str]
    ) -> list[list[StoreHit]]:
        """See ``PassageStore``. Twenty together take a fifth of the time that they take one after the other."""
        from qdrant_edge import QueryBatchRequest

        given = [_request([float(value) for value in one], DENSE, where, limit, fields) for one in vectors]
        return [_hits(points) for points in self._shard.query_batch(QueryBatchRequest(given))] if given else []

    def lexical(self, vector: Sparse, where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        """See ``PassageStore``."""
        from qdrant_edge import SparseVector

        if not vector.indices:
            return []
        return self._query(SparseVector(list(vector.indices), list(vector.values)), LEXICAL, where, limit, fields)

    def vectors(self, ids: Sequence[str]) -> list[list[float]]:
        """See ``PassageStore``."""
        given: list[Any] = [point_id(passage) for passage in ids]
        rows: list[Any] = self._shard.retrieve(given, with_payload=False, with_vector=[DENSE])
        return [list(row.vector[DENSE]) for row in rows]

    def rows(self, where: StoreFilter, fields: Sequence[str]) -> Iterator[Payload]:
        """See ``PassageStore``."""
        from qdrant_edge import ScrollRequest

        offset = None
        while True:
            request = ScrollRequest(offset=offset, limit=_PAGE, filter=_filter(where), with_payload=list(fields))
            records, offset = self._shard.scroll(request)
            for record in records:
                yield record.payload or {}
            if offset is None:
                return

    def distinct(self, field: str, where: StoreFilter) -> dict[str, int]:
        """See ``PassageStore``."""
        from qdrant_edge import FacetRequest

        found = self._shard.facet(FacetRequest(field, limit=_MANY_VALUES, exact=True, filter=_filter(where)))
        return {str(hit.value): hit.count for hit in found.hits if hit.count}

    def count(self, where: StoreFilter) -> int:
        """See ``PassageStore``."""
        from qdrant_edge import CountRequest

        return self._shard.count(CountRequest(exact=True, filter=_filter(where)))

    def flush(self) -> None:
        """See ``PassageStore``. Large segments are packed first: filtered search then takes half the time."""
        self._shard.optimize()
        self._shard.flush()

    def close(self) -> None:
        """See ``PassageStore``."""
        self._shard.close()

    def _query(self, vector: Any, using: str, where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        return _hits(self._shard.query(_request(vector, using, where, limit, fields)))


def _request(vector: Any, using: str, where: StoreFilter, limit: int, fields: Sequence[str]) -> QueryRequest:
    from qdrant_edge import Query, QueryRequest

    return QueryRequest(
        limit=limit,
        query=Query.Nearest(vector, using=using),
        filter=_filter(where),
        with_payload=[PASSAGE, *fields],
    )


def _hits(points: Iterable[Any]) -> list[StoreHit]:
    payloads = ((point.score, point.payload or {}) for point in points)
    return [StoreHit(payload[PASSAGE], score, payload) for score, payload in payloads]


def copy_shard(source: Path, target: Path) -> None:
    """Copy a finished shard, to be added to. A finished shard never changes, so readers may hold it meanwhile."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.tmp"), copy_function=_copy_without_holes)


def _copy_without_holes(source: str, target: str) -> None:
    """The engine sets files aside at 32 MB and fills little of them: a plain copy would write out all the emptiness."""
    if not hasattr(os, "SEEK_DATA"):
        shutil.copyfile(source, target)
        return
    with Path(source).open("rb") as given, Path(target).open("wb") as made:
        size = os.fstat(given.fileno()).st_size
        made.truncate(size)
        start = 0
        while (data := _next_data(given.fileno(), start)) is not None:
            start = os.lseek(given.fileno(), data, os.SEEK_HOLE)
            given.seek(data)
            made.seek(data)
            made.write(given.read(start - data))


def _next_data(file: int, start: int) -> int | None:
    try:
        return os.lseek(file, start, os.SEEK_DATA)
    except OSError:
        return None  # nothing but a hole to the end


def _filter(where: StoreFilter) -> Filter | None:
    from qdrant_edge import FieldCondition, Filter, MatchAny, MatchPhrase, MatchValue, RangeFloat

    must: list[Any] = [FieldCondition(key, match=MatchAny(any=list(values))) for key, values in where.any_of]
    must += [FieldCondition(WORDS, match=MatchPhrase(phrase)) for phrase in where.phrases]
    if where.from_year is not None or where.to_year is not None:
        must.append(FieldCondition(YEAR, range=RangeFloat(gte=where.from_year, lte=where.to_year)))
    if where.is_review is not None:
        must.append(FieldCondition(IS_REVIEW, match=MatchValue(YES if where.is_review else NO)))
    must_not: list[Any] = [FieldCondition(key, match=MatchAny(any=list(values))) for key, values in where.none_of]
    return Filter(must=must, must_not=must_not) if must or must_not else None
