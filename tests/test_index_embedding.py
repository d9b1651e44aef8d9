"""Embedding: real models, small ones made here and the packaged one."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.config import IndexConfig
from index.errors import IndexDamaged, ModelMismatch
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import BATCH, SentenceTransformerEmbedder

SENTENCES = [
    "The baby had a bruise on his cheek.",
    "A mark was seen on the infant's face.",
    "The council repaired the road before winter came and the traffic returned to the bridge.",
]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sentence-transformers model of two small layers with random weights, as in any model folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("models") / "tiny"
    words = BertWordPieceTokenizer()
    words.train_from_iterator(SENTENCES * 20, vocab_size=200, min_frequency=1)
    words.save_model(str(folder.parent))
    config = BertConfig(
        vocab_size=words.get_vocab_size(), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder / "base")
    BertTokenizerFast(vocab_file=str(folder.parent / "vocab.txt")).save_pretrained(folder / "base")
    SentenceTransformer(
        modules=[Transformer(str(folder / "base"), max_seq_length=64), Pooling(32)], device="cpu"
    ).save_pretrained(str(folder / "model"))
    return folder / "model"


@pytest.mark.parametrize("fast", [False, True])
def test_vectors_are_unit_float32_in_the_order_given(tiny: Path, fast: bool) -> None:
    embedder = SentenceTransformerEmbedder(tiny, fast=fast)
    texts = [f"{SENTENCES[number % 3]} {number}" for number in range(BATCH + 5)]
    vectors = embedder.encode_passages(texts)
    assert (vectors.shape, vectors.dtype) == ((BATCH + 5, embedder.dim), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = embedder.encode_passages([texts[9]])[0]
    assert float(alone @ vectors[9]) == pytest.approx(1, abs=5e-3)


def test_no_passages_give_no_vectors(tiny: Path) -> None:
    assert SentenceTransformerEmbedder(tiny).encode_passages([]).shape == (0, 32)


def test_a_query_longer_than_the_model_reads_is_read_to_its_end(tiny: Path) -> None:
    embedder = SentenceTransformerEmbedder(tiny, fast=False)
    start = "bruise baby cheek " * 60
    assert not np.allclose(embedder.encode_query(start), embedder.encode_query(start + "road bridge winter " * 60))


def test_the_fingerprint_changes_with_the_weights_and_with_the_settings(tiny: Path, tmp_path: Path) -> None:
    import shutil

    first = SentenceTransformerEmbedder(tiny).fingerprint
    assert first == SentenceTransformerEmbedder(tiny).fingerprint
    shutil.copytree(tiny, tmp_path / "model")
    settings = tmp_path / "model" / "sentence_bert_config.json"
    settings.write_text(settings.read_text().replace("64", "32") + " ")
    assert SentenceTransformerEmbedder(tmp_path / "model").fingerprint != first


def test_other_weights_than_the_published_ones_are_refused(tiny: Path) -> None:
    with pytest.raises(ModelMismatch, match="not the file that was published"):
        SentenceTransformerEmbedder(tiny, "0" * 64).encode_query("bruise")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="no model"):
        _ = SentenceTransformerEmbedder(tmp_path).fingerprint


def test_threads_share_a_model(tiny: Path) -> None:
    embedder = SentenceTransformerEmbedder(tiny)
    alone = [embedder.encode_query(text) for text in SENTENCES * 8]
    with ThreadPoolExecutor(10) as pool:
        together = list(pool.map(embedder.encode_query, SENTENCES * 8))
    assert all(np.allclose(one, other, atol=1e-3) for one, other in zip(alone, together, strict=True))


def test_the_packaged_model_knows_what_sentences_mean() -> None:
    fast, exact = SentenceTransformerEmbedder.packaged(), SentenceTransformerEmbedder.packaged(fast=False)
    vectors = fast.encode_passages(SENTENCES)
    assert fast.fingerprint.startswith("all-minilm-l6-v2-")
    assert (fast.dim, vectors.shape) == (384, (3, 384))
    assert float(vectors[0] @ vectors[1]) > 0.4 > float(vectors[0] @ vectors[2])
    assert ((vectors * exact.encode_passages(SENTENCES)).sum(axis=1) > 0.999).all()


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, index.desk, index.searching.search;"
        "from index.vectors.embedding import SentenceTransformerEmbedder as E;"
        "e = E.packaged(); e.fingerprint, e.dim;"
        "print([name for name in ('torch', 'sentence_transformers', 'transformers', 'llama_index', 'qdrant_client',"
        " 'qdrant_edge') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_settings_come_from_the_environment_given() -> None:
    config = IndexConfig.from_environment({"COMMONTHREAD_MODEL": " /models/x ", "COMMONTHREAD_QDRANT_URL": ""})
    assert config == IndexConfig(model=Path("/models/x"), qdrant_url=None)


def test_the_cache_gives_back_what_was_put_in_by_model_and_text(tmp_path: Path) -> None:
    keys = [text_key(text) for text in SENTENCES]
    vectors = {key: np.arange(4, dtype=np.float32) + number for number, key in enumerate(keys)}
    with VectorCache(tmp_path / "v.sqlite") as cache:
        cache.put("model", vectors)
    with VectorCache(tmp_path / "v.sqlite") as cache:
        assert cache.get("other", keys) == {}
        found = cache.get("model", [*keys, text_key("unknown")])
        assert {key: vector.tolist() for key, vector in found.items()} == {
            key: vector.tolist() for key, vector in vectors.items()
        }
        assert cache.keep_only(keys[:1]) == 2
        assert set(cache.get("model", keys)) == {keys[0]}


def test_a_damaged_cache_is_named(tmp_path: Path) -> None:
    (tmp_path / "v.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(IndexDamaged, match="Delete it"):
        VectorCache(tmp_path / "v.sqlite")
