"""Why a passage was found: bridges, the nearest sentence; the modes; and what many threads see."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.engine.manifest import read_manifest
from index.engine.store import StoreHit
from index.errors import BadQuery, IndexDamaged, IndexMismatch
from index.searching.fusion import by_share
from index.searching.nearest_sentence import BUDGET, NearestSentence
from index.searching.query import Mode
from index.searching.search import Searcher
from index.vectors.embedding import SentenceTransformerEmbedder
from tests.held import MemoryRecord, WordEmbedder, build, held, review, searcher

ONE, TWO = review("one"), review("two")
PASSAGES = [
    held("The boiler was mended. He was not brought to four clinics in a row. Nobody asked why.", ONE, 1),
    held("The laboratory matched the sample to the stain.", TWO, 1),
    held("The school was warm and the teacher was kind to her.", TWO, 2),
]


def test_an_abbreviation_leads_to_what_it_means_and_says_so(desk: Searcher) -> None:
    hit = desk.search("DNA", mode=Mode.KEYWORD).results[0].passages[0]
    assert hit.passage == PASSAGES[0].passage
    (bridge,) = (one for one in hit.why.bridges if one.query == "DNA")
    assert "brought" in bridge.words
    assert bridge.term
    assert hit.why.words == ()


def test_the_nearest_sentence_is_a_slice_of_the_passage(desk: Searcher) -> None:
    hit = desk.search("brought to clinics").results[0].passages[0]
    assert hit.why.sentence is not None
    assert hit.passage.text[slice(*hit.why.sentence)] == "He was not brought to four clinics in a row."
    assert desk.search("brought to clinics", mode=Mode.KEYWORD).results[0].passages[0].why.sentence is None


def test_sentences_are_embedded_once_and_within_a_budget() -> None:
    embedder = WordEmbedder()
    nearest = NearestSentence(embedder)
    long = "\n".join(f"Sentence {number} of many." for number in range(BUDGET))
    query = embedder.encode_query("sentence 7 of many")
    assert nearest.places(query, [long, "One more."]) == [nearest.places(query, [long])[0], None]
    assert embedder.encoded == BUDGET


def test_each_mode_asks_only_its_own_list(desk: Searcher) -> None:
    for mode, lists in {Mode.KEYWORD: (True, False), Mode.DENSE: (False, True), Mode.HYBRID: (True, True)}.items():
        why = desk.search("school teacher", mode=mode).results[0].passages[0].why
        assert (why.lexical_rank is not None, why.dense_rank is not None) == lists


def test_shares_of_the_best_are_weighed_and_added() -> None:
    def hits(**scores: float) -> list[StoreHit]:
        return [StoreHit(name, score, {}) for name, score in scores.items()]

    joined = by_share(hits(a=0.8, b=0.4), hits(b=10.0, c=5.0), 0.6)
    assert joined == pytest.approx({"a": 0.6, "b": 0.3 + 0.4, "c": 0.3 + 0.2})
    assert by_share(hits(a=0.5), [], 0.6) == {"a": 1.0}
    assert by_share([], hits(a=3.0, b=1.5), 0.6) == {"a": 1.0, "b": 0.5}
    assert by_share(hits(a=-0.2, b=-0.4), hits(a=1.0), 0.5) == {"a": 0.5, "b": 0.0}


def test_words_alone_never_load_a_model(indexed: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.desk import open_searcher; from index.config import "
        "IndexConfig; from ingest.library import Library; library = Library.open(Path(sys.argv[1]), create=True); "
        "open_searcher(library, IndexConfig(), keyword_only=True); import app.cli; "
        "print([name for name in ('torch', 'transformers', 'sentence_transformers', 'gradio', 'scrapy') "
        "if name in sys.modules])"
    )
    made = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "library")], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "[]"


def test_the_light_path_gives_the_vectors_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    from index.vectors.bert import Bert

    ours = SentenceTransformerEmbedder.packaged(fast=False)
    texts = ["A bruise.", "He was not brought. " * 80, "", "Élan, İstanbul \n and 12 weeks", "x" * 700]
    theirs = SentenceTransformer(str(ours._folder), device="cpu", local_files_only=True).encode(texts)
    assert isinstance(ours._model, Bert)
    assert float((ours.encode_passages(texts) * theirs).sum(axis=1).min()) > 0.999999
    with ThreadPoolExecutor(10) as pool:
        together = list(pool.map(ours.encode_query, texts[:1] * 20))
    assert all(np.allclose(one, together[0], atol=1e-6) for one in together)


@pytest.mark.parametrize("query", ["x" * 100_000, "word " * 20_000])
def test_a_hundred_thousand_characters_are_refused_in_words(desk: Searcher, query: str) -> None:
    with pytest.raises(BadQuery, match="characters long"):
        desk.search(query)


def test_another_language_is_answered(desk: Searcher) -> None:
    assert desk.search("Ni ddaethpwyd â'r plentyn i'r clinig").nothing_found


def test_a_damaged_shard_is_said_and_made_anew_from_the_record(tmp_path: Path) -> None:
    record = MemoryRecord(PASSAGES)
    build(tmp_path, record, WordEmbedder())
    manifest = read_manifest(tmp_path / "index")
    assert manifest is not None
    shard = tmp_path / "index" / manifest.place
    for file in sorted(shard.rglob("*.json")):
        file.write_bytes(b"\x00 not json")
    with pytest.raises(IndexDamaged, match="index --rebuild"):
        searcher(tmp_path, record, WordEmbedder()).search("clinics")
    build(tmp_path, record, WordEmbedder(), rebuild=True)
    assert not searcher(tmp_path, record, WordEmbedder()).search("clinics").nothing_found
    shutil.rmtree(tmp_path / "index")
    report = build(tmp_path, record, WordEmbedder())
    assert (report.passages, report.embedded) == (len(PASSAGES), 0)


def test_an_index_of_another_model_is_refused(indexed: Path) -> None:
    with pytest.raises(IndexMismatch, match="made with the model"):
        searcher(indexed, MemoryRecord(PASSAGES), WordEmbedder(name="other")).search("clinics")


def test_a_damaged_index_is_found_by_check_and_made_anew_by_index(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from app.cli import cli

    (tmp_path / "report.txt").write_text("1 Finding\n\nThe baby was not brought to three clinics.\n" * 3, "utf-8")
    place = ["--library", str(tmp_path / "library")]
    run = CliRunner()
    assert run.invoke(cli, [*place, "add", str(tmp_path / "report.txt")]).exit_code == 0
    manifest = read_manifest(tmp_path / "library" / "index")
    assert manifest is not None
    for file in (tmp_path / "library" / "index" / manifest.place).rglob("*.json"):
        file.write_bytes(b"\x00")
    checked = run.invoke(cli, [*place, "check"])
    assert (checked.exit_code, "index" in checked.stdout) == (6, True)
    assert run.invoke(cli, [*place, "search", "clinics", "--mode", "keyword"]).exit_code == 6
    assert run.invoke(cli, [*place, "index"]).exit_code == 0
    assert run.invoke(cli, [*place, "check"]).exit_code == 0
    assert run.invoke(cli, [*place, "search", "clinics", "--mode", "keyword"]).exit_code == 0
