"""The LlamaIndex face, used as its ecosystem uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from llama_index.core import Document as LlamaDocument
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.vector_stores import MetadataFilter, MetadataFilters
from llama_index.core.vector_stores.types import VectorStoreQuery, VectorStoreQueryMode

from index.engine.edge import EdgeStore
from index.errors import IndexingError
from index.llama import (
    PassageEmbedding,
    PassageNodeParser,
    PassageRetriever,
    PassageVectorStore,
    filter_of,
    node_of_held,
)
from ingest.passages.structure import passages_of
from tests.clean import clean_document, heading
from tests.held import MemoryRecord, WordEmbedder, build, held, review, searcher

CASE = review("anna", title="Child Anna", publisher="Northtown Board", year=2014)
PASSAGES = [
    held("The health visitor saw a bruise on the baby.", CASE, 1),
    held("School staff saw hunger and dirty clothes.", CASE, 2),
    held("The father had a conviction for assault.", CASE, 3),
]
RECORD = MemoryRecord(PASSAGES)
EMBEDDER = WordEmbedder()


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> PassageVectorStore:
    store = EdgeStore.create(tmp_path_factory.mktemp("llama") / "shard", EMBEDDER.dim)
    return PassageVectorStore(store, RECORD, average=10)


@pytest.fixture
def filled(vectors: PassageVectorStore) -> PassageVectorStore:
    vectors.client.delete(vectors.client.hashes())
    nodes = [node_of_held(one) for one in PASSAGES]
    for node in nodes:
        node.embedding = EMBEDDER.encode_query(node.text).tolist()
    assert vectors.add(nodes) == [one.passage.id for one in PASSAGES]
    return vectors


def test_a_query_engine_cites_our_passages(tmp_path: Path) -> None:
    build(tmp_path, RECORD, EMBEDDER)
    retriever = PassageRetriever(searcher(tmp_path, RECORD, EMBEDDER), limit=3)
    engine = RetrieverQueryEngine(retriever, get_response_synthesizer(llm=MockLLM(), response_mode="compact"))
    nodes = engine.query("bruise on the baby").source_nodes
    assert nodes[0].node.node_id == PASSAGES[0].passage.id
    assert nodes[0].node.get_content() == PASSAGES[0].passage.text
    assert nodes[0].node.metadata["publisher"] == "Northtown Board"
    assert engine.query("penguins").source_nodes == []


def test_an_index_is_made_from_nodes_and_searched(vectors: PassageVectorStore) -> None:
    vectors.client.delete(vectors.client.hashes())
    context = StorageContext.from_defaults(vector_store=vectors)
    nodes = [node_of_held(one) for one in PASSAGES]
    index = VectorStoreIndex(nodes, storage_context=context, embed_model=PassageEmbedding(EMBEDDER))
    found = index.as_retriever(similarity_top_k=2).retrieve("hunger and clothes at school")
    assert found[0].node.node_id == PASSAGES[1].passage.id
    assert len(found) == 2


def test_metadata_is_not_part_of_what_is_embedded() -> None:
    from llama_index.core.schema import MetadataMode

    assert node_of_held(PASSAGES[0]).get_content(MetadataMode.EMBED) == PASSAGES[0].passage.text


def test_a_node_that_no_document_holds_is_refused(vectors: PassageVectorStore) -> None:
    stranger = node_of_held(held("Never stored.", CASE, 9))
    stranger.embedding = [1.0] * EMBEDDER.dim
    with pytest.raises(IndexingError, match="not a passage of this library"):
        vectors.add([stranger])


def test_words_and_filters_reach_the_store(filled: PassageVectorStore) -> None:
    words = VectorStoreQuery(query_str="convictions", mode=VectorStoreQueryMode.TEXT_SEARCH, similarity_top_k=5)
    assert filled.query(words).ids == [PASSAGES[2].passage.id]
    filters = MetadataFilters(filters=[MetadataFilter(key="year", value=2015, operator=">=")])
    later = VectorStoreQuery(EMBEDDER.encode_query("bruise").tolist(), similarity_top_k=5, filters=filters)
    assert filled.query(later).ids == []


def test_deleting_a_document_takes_all_its_passages(filled: PassageVectorStore) -> None:
    filled.delete(PASSAGES[0].document.id)
    assert filled.client.hashes() == {}


@pytest.mark.parametrize(
    "one",
    [MetadataFilter(key="kind", value="x", operator="text_match"), MetadataFilter(key="colour", value="red")],
)
def test_filters_that_stores_differ_on_are_refused(one: MetadataFilter) -> None:
    with pytest.raises(IndexingError, match="not supported"):
        filter_of(MetadataFilters(filters=[one]))


def test_the_node_parser_makes_the_very_passages_that_the_library_makes() -> None:
    sentence = "The health visitor saw the baby at home and noted that the mother was tired and alone. "
    text = f"# 4. Analysis\n\n{sentence * 5}\n\n{sentence.replace('baby', 'child') * 5}"
    nodes = PassageNodeParser().get_nodes_from_documents([LlamaDocument(text=text, id_="d" * 64)])
    clean = clean_document([heading("4. Analysis", 1), sentence.strip() + " " + (sentence * 4).strip()])
    assert nodes[0].get_content() == passages_of(clean, "d" * 64)[0].text
    assert nodes[0].metadata["heading"] == "4. Analysis"
    assert len({node.node_id for node in nodes}) == len(nodes) == 2
    again = PassageNodeParser().get_nodes_from_documents([LlamaDocument(text=text, id_="d" * 64)])
    assert [node.node_id for node in again] == [node.node_id for node in nodes]


def test_an_ingestion_pipeline_splits_and_embeds() -> None:
    text = "The nurse visited every week and wrote down what she saw in the home. " * 8
    pipeline = IngestionPipeline(transformations=[PassageNodeParser(), PassageEmbedding(EMBEDDER)])
    nodes = pipeline.run(documents=[LlamaDocument(text=text, id_="e" * 64)])
    assert nodes
    assert all(node.embedding is not None and len(node.embedding) == EMBEDDER.dim for node in nodes)
