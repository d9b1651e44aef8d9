"""The same store on a Qdrant server or cluster, through ``qdrant-client``: for many users, or a national collection.

The client's local mode (``':memory:'``) stands in for a server in tests. It is not safe to use from several threads, so
one lock goes around each of its calls; a server needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from threading import RLock
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
from index.errors import ServerSilent

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import Filter

_PAGE = 2_000
_MANY_VALUES = 1_000_000
_LOCAL_LOCK = RLock()


def connect(url: str) -> QdrantClient:
    """A client of the server at ``url``; ``':memory:'`` is a local stand-in."""
    from qdrant_client import QdrantClient

    if url == ":memory:":
        return QdrantClient(":memory:")
    try:
        client = QdrantClient(url=url, timeout=60, check_compatibility=False)
        client.get_collections()
    except Exception as problem:  # the client passes on whatever its transport raises
        raise ServerSilent(
            f"The Qdrant server at {url} (COMMONTHREAD_QDRANT_URL) does not answer: {problem}. Start it, or unset the "
            "variable to search with the embedded engine."
        ) from problem
    return client


def is_local(client: QdrantClient) -> bool:
    """Whether ``client`` is the stand-in in this process."""
    from qdrant_client.local.qdrant_local import QdrantLocal

    return isinstance(client._client, QdrantLocal)


class ServerStore:
    """A passage store in one collection."""

    def __init__(self, client: QdrantClient, collection: str) -> None:
        self._client = client
        self._name = collection
        self._lock: AbstractContextManager[Any] = _LOCAL_LOCK if is_local(client) else nullcontext()

    @classmethod
    def create(cls, client: QdrantClient, collection: str, dim: int) -> ServerStore:
        """Make the collection where it is absent, with its payload indexes; one that is there is kept."""
        from qdrant_client import models

        if not client.collection_exists(collection):
            client.create_collection(
                collection,
                vectors_config={DENSE: models.VectorParams(size=dim, distance=models.Distance.COSINE)},
                sparse_vectors_config={LEXICAL: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            )
        store = cls(client, collection)
        store._index_payload()
        return store

    def upsert(self, points: Sequence[Point]) -> None:
        """See ``PassageStore``."""
        from qdrant_client import models

        given = [
            models.PointStruct(
                id=point_id(point.id),
                vector={
                    DENSE: [float(value) for value in point.dense],
                    LEXICAL: models.SparseVector(indices=list(point.bm25.indices), values=list(point.bm25.values)),
                },
                payload=dict(point.payload),
            )
            for point in points
        ]
        if given:
            with self._lock:
                self._client.upsert(self._name, given, wait=True)

    def delete(self, ids: Iterable[str]) -> None:
        """See ``PassageStore``."""
        given: list[Any] = [point_id(passage) for passage in ids]
        if given:
            with self._lock:
                self._client.delete(self._name, given, wait=True)

    def hashes(self) -> dict[str, str]:
        """See ``PassageStore``."""
        return {row[PASSAGE]: row[HASH] for row in self.rows(StoreFilter(), (PASSAGE, HASH))}

    def nearest(self, vector: Sequence[float], where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        """See ``PassageStore``."""
        return self._query([float(value) for value in vector], DENSE, where, limit, fields)

    def nearest_to_each(
        self, vectors: Sequence[Sequence[float]], where: StoreFilter, limit: int, fields: Sequence[str]
    ) -> list[list[StoreHit]]:
        """See ``PassageStore``."""
        from qdrant_client import models

        given = [
            models.QueryRequest(
                query=[float(value) for value in one],
                using=DENSE,
                filter=_filter(where),
                limit=limit,
                with_payload=[PASSAGE, *fields],
            )
            for one in vectors
        ]
        if not given:
            return []
        with self._lock:
            return [_hits(found.points) for found in self._client.query_batch_points(self._name, given)]

    def lexical(self, vector: Sparse, where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        """See ``PassageStore``. The stand-in also lists passages without any of the words: dropped here."""
        from qdrant_client import models

        if not vector.indices:
            return []
        sparse = models.SparseVector(indices=list(vector.indices), values=list(vector.values))
        return [hit for hit in self._query(sparse, LEXICAL, where, limit, fields) if hit.score > 0]

    def vectors(self, ids: Sequence[str]) -> list[list[float]]:
        """See ``PassageStore``."""
        given: list[Any] = [point_id(passage) for passage in ids]
        with self._lock:
            rows: list[Any] = self._client.retrieve(self._name, given, with_payload=False, with_vectors=[DENSE])
        return [[float(value) for value in row.vector[DENSE]] for row in rows]

    def rows(self, where: StoreFilter, fields: Sequence[str]) -> Iterator[Payload]:
        """See ``PassageStore``."""
        offset = None
        while True:
            with self._lock:
                records, offset = self._client.scroll(
                    self._name,
                    scroll_filter=_filter(where),
                    limit=_PAGE,
                    offset=offset,
                    with_payload=list(fields),
                )
            for record in records:
                yield record.payload or {}
            if offset is None:
                return

    def distinct(self, field: str, where: StoreFilter) -> dict[str, int]:
        """See ``PassageStore``."""
        with self._lock:
            found = self._client.facet(self._name, field, facet_filter=_filter(where), limit=_MANY_VALUES, exact=True)
        return {str(hit.value): hit.count for hit in found.hits}

    def count(self, where: StoreFilter) -> int:
        """See ``PassageStore``."""
        with self._lock:
            return self._client.count(self._name, count_filter=_filter(where), exact=True).count

    def flush(self) -> None:
        """Nothing to do: every call waited until the server had it."""

    def close(self) -> None:
        """Nothing to do: the client is closed by whoever opened it."""

    def _query(self, vector: Any, using: str, where: StoreFilter, limit: int, fields: Sequence[str]) -> list[StoreHit]:
        with self._lock:
            points = self._client.query_points(
                self._name,
                query=vector,
                using=using,
                query_filter=_filter(where),
                limit=limit,
                with_payload=[PASSAGE, *fields],
            ).points
        return _hits(points)

    def _index_payload(self) -> None:
        from qdrant_client import models

        if is_local(self._client):
            return  # has none, and warns of it
        schema: dict[str, Any] = dict.fromkeys(KEYWORD_FIELDS, models.PayloadSchemaType.KEYWORD)
        schema[YEAR] = models.PayloadSchemaType.INTEGER
        schema[WORDS] = models.TextIndexParams(
            type=models.TextIndexType.TEXT,
            tokenizer=models.TokenizerType.WORD,
            lowercase=True,
            phrase_matching=True,
        )
        for field, params in schema.items():
            self._client.create_payload_index(self._name, field, params, wait=True)


def _hits(points: Iterable[Any]) -> list[StoreHit]:
    payloads = ((point.score, point.payload or {}) for point in points)
    return [StoreHit(payload[PASSAGE], score, payload) for score, payload in payloads]


def _filter(where: StoreFilter) -> Filter | None:
    from qdrant_client.models import FieldCondition, Filter, MatchAny, MatchPhrase, MatchValue, Range

    must: list[Any] = [FieldCondition(key=key, match=MatchAny(any=list(values))) for key, values in where.any_of]
    must += [FieldCondition(key=WORDS, match=MatchPhrase(phrase=phrase)) for phrase in where.phrases]
    if where.from_year is not None or where.to_year is not None:
        must.append(FieldCondition(key=YEAR, range=Range(gte=where.from_year, lte=where.to_year)))
    if where.is_review is not None:
        must.append(FieldCondition(key=IS_REVIEW, match=MatchValue(value=YES if where.is_review else NO)))
    none: list[Any] = [FieldCondition(key=key, match=MatchAny(any=list(values))) for key, values in where.none_of]
    return Filter(must=must, must_not=none) if must or none else None
