"""The LlamaIndex face: our passages, embeddings, store and search, in the shapes that its ecosystem takes.

A node is a passage: its id is the passage's id, its text an exact slice of the stored pages, its metadata never part
of what is embedded. What is held, by which hash and in which order stays ours (see ADR 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.node_parser import NodeParser
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import (
    BaseNode,
    Document,
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
    VectorStoreQueryResult,
)

from index.engine import store as fields
from index.engine.bm25 import passage_vector, query_vector
from index.engine.build import PassageRecord
from index.engine.payload import Tagger, embedded_text, payload_of, untagged
from index.engine.store import PassageStore, Point, StoreFilter, StoreHit
from index.errors import IndexingError
from index.searching.query import Filters
from index.searching.search import Searcher
from index.vectors.embedding import Embedder
from ingest.model import Held, Passage
from ingest.passages.structure import passages_of
from ingest.read import plain
from ingest.read.clean import clean

_LEXICAL_MODES = (VectorStoreQueryMode.SPARSE, VectorStoreQueryMode.TEXT_SEARCH)


def node_of(passage: Passage, **more: Any) -> TextNode:
    """A passage as a node. Its place is in ``metadata['spans']``: (page, start, end) in the cleaned text of a page."""
    metadata = {
        "document_id": passage.document_id,
        "role": passage.role.value,
        "heading": " > ".join(passage.heading),
        "pages": list(passage.pages),
        "page_labels": list(passage.page_labels),
        "spans": [[span.page, span.start, span.end] for span in passage.spans],
        **more,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=["spans", "document_id"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.document_id)},
    )


def node_of_held(held: Held) -> TextNode:
    """A held passage as a node, with what is known of its case."""
    case = held.review or held.document.facts
    known = {"title": case.title, "publisher": case.publisher, "year": case.year, "kind": held.document.kind.value}
    return node_of(held.passage, **{name: value for name, value in known.items() if value is not None})


class PassageNodeParser(NodeParser):
    """Splits the plain text of documents into our passages. A form feed begins a new page."""

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any) -> list[BaseNode]:
        return [
            node_of(passage)
            for node in nodes
            for passage in passages_of(clean(plain.read(Path(node.node_id), node.get_content().encode())), node.node_id)
        ]

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        """Kept as they are: the stock method looks for the text's first match, and repeated text misleads it."""
        return nodes


class PassageEmbedding(BaseEmbedding):
    """Our embedder as a LlamaIndex embedding model."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.fingerprint, embed_batch_size=64)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex stores it under."""
        return "CommonThreadPassageEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._embedder.encode_query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.encode_passages(texts).tolist()
        return vectors


class PassageVectorStore(BasePydanticVectorStore):
    """A passage store as a LlamaIndex vector store. Texts come from the record of what is held, never from the store.

    ``average`` is the mean number of informative words in a passage, as in the index's recipe.
    """

    stores_text: bool = True
    _store: PassageStore = PrivateAttr()
    _record: PassageRecord = PrivateAttr()
    _tagger: Tagger = PrivateAttr()
    _average: float = PrivateAttr()

    def __init__(
        self, store: PassageStore, record: PassageRecord, *, average: float, tagger: Tagger = untagged
    ) -> None:
        super().__init__(stores_text=True)
        self._store = store
        self._record = record
        self._average = average
        self._tagger = tagger

    @property
    def client(self) -> PassageStore:
        """The passage store beneath."""
        return self._store

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Store nodes that are held passages; raises ``IndexingError`` for any other, since nothing could cite it."""
        held = self._record.held_of([node.node_id for node in nodes])
        strangers = [node.node_id for node in nodes if node.node_id not in held]
        if strangers:
            raise IndexingError(f"{strangers[0]} is not a passage of this library. Add its document first.")
        self._store.upsert([self._point(held[node.node_id], node.get_embedding()) for node in nodes])
        return [node.node_id for node in nodes]

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Let a document's passages go."""
        where = StoreFilter(any_of=((fields.DOCUMENT, (ref_doc_id,)),))
        self._store.delete([str(row[fields.PASSAGE]) for row in self._store.rows(where, (fields.PASSAGE,))])

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """By meaning, or by words in the modes ``sparse`` and ``text_search``; hybrid is ``PassageRetriever``."""
        hits = self._hits(query, filter_of(query.filters, query.doc_ids))
        held = self._record.held_of([hit.id for hit in hits])
        present = [hit for hit in hits if hit.id in held]
        return VectorStoreQueryResult(
            nodes=[node_of_held(held[hit.id]) for hit in present],
            similarities=[hit.score for hit in present],
            ids=[hit.id for hit in present],
        )

    def _hits(self, query: VectorStoreQuery, where: StoreFilter) -> list[StoreHit]:
        if query.mode in _LEXICAL_MODES:
            return self._store.lexical(query_vector(query.query_str or ""), where, query.similarity_top_k, ())
        if query.query_embedding is None:
            raise IndexingError(f"The query mode {query.mode.value!r} needs an embedding.")
        return self._store.nearest(query.query_embedding, where, query.similarity_top_k, ())

    def _point(self, held: Held, dense: list[float]) -> Point:
        words = passage_vector(embedded_text(held), self._average)
        return Point(held.passage.id, dense, words, payload_of(held, self._tagger(held)))


class PassageRetriever(BaseRetriever):
    """The shipped hybrid search as a retriever: a query engine gets the very passages that the app shows."""

    def __init__(
        self, searcher: Searcher, filters: Filters | None = None, limit: int = 10, per_review: int = 3
    ) -> None:
        super().__init__()
        self._searcher = searcher
        self._filters = filters or Filters()
        self._limit = limit
        self._per_review = per_review

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """Empty when nothing close was found: an engine must not answer from what is merely nearest."""
        answer = self._searcher.search(query_bundle.query_str, self._filters, self._limit, self._per_review)
        if answer.nothing_found:
            return []
        hits = [(result.review, hit) for result in answer.results if result.close for hit in result.passages]
        return [
            NodeWithScore(node=node_of_held(Held(hit.passage, hit.document, review)), score=hit.score)
            for review, hit in hits
        ]


def filter_of(filters: MetadataFilters | None, documents: Sequence[str] | None = None) -> StoreFilter:
    """LlamaIndex filters on our payload fields. Raises ``IndexingError`` for what not every store can do."""
    where: dict[str, Any] = {"any_of": [], "none_of": []}
    if documents:
        where["any_of"].append((fields.DOCUMENT, tuple(documents)))
    if filters is not None and filters.condition not in (None, FilterCondition.AND):
        raise IndexingError(f"Filters joined by {filters.condition!r} are not supported; join them by AND.")
    for one in filters.filters if filters else ():
        if not isinstance(one, MetadataFilter):
            raise IndexingError("Nested filters are not supported.")
        _add_condition(where, one)
    where["any_of"], where["none_of"] = tuple(where["any_of"]), tuple(where["none_of"])
    return StoreFilter(**where)


def _add_condition(where: dict[str, Any], one: MetadataFilter) -> None:
    values = tuple(map(str, one.value)) if isinstance(one.value, list) else (str(one.value),)
    if one.key == fields.YEAR and one.operator in (FilterOperator.EQ, FilterOperator.GTE, FilterOperator.LTE):
        year = int(values[0])
        if one.operator != FilterOperator.LTE:
            where["from_year"] = year
        if one.operator != FilterOperator.GTE:
            where["to_year"] = year
    elif one.key in fields.KEYWORD_FIELDS and one.operator in (
        FilterOperator.EQ,
        FilterOperator.IN,
        FilterOperator.ANY,
    ):
        where["any_of"].append((one.key, values))
    elif one.key in fields.KEYWORD_FIELDS and one.operator in (FilterOperator.NE, FilterOperator.NIN):
        where["none_of"].append((one.key, values))
    else:
        raise IndexingError(f"The filter {one.key} {one.operator.value} is not supported.")
