"""The runner of retrieval collections: BEIR layout in, the usual metrics out, through the shipped searcher."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals.collection import CollectionRecord, indexed, read
from evals.retrieval import Run, compare, nothing_of, run, scores_of
from evals.retrieval_systems import SYSTEMS
from evals.significance import chance_of, estimate
from ingest.passages.tokens import PASSAGE_TOKENS, count_tokens

CORPUS = {
    "boat": ("Boats", "A wooden boat lay on the shore of the lake. " * 60 + "A heron stood on its mast."),
    "cake": ("Cakes", "Flour, butter and sugar make a plain cake."),
    "road": ("", "The council repaired the road before winter."),
}
QUERIES = {"q1": "heron on a mast", "q2": "baking with butter", "q3": "quantum chromodynamics", "q4": "not judged"}
JUDGED = [("q1", "boat", 2), ("q2", "cake", 1), ("q2", "road", -1), ("q3", "road", 0)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection made up for this test."""
    made = tmp_path_factory.mktemp("beir") / "small"
    (made / "qrels").mkdir(parents=True)
    corpus = [{"_id": name, "title": title, "text": text} for name, (title, text) in CORPUS.items()]
    (made / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in corpus), "utf-8")
    asked = [{"_id": name, "text": text} for name, text in QUERIES.items()]
    (made / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in asked), "utf-8")
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in JUDGED)]
    (made / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    return made


def test_a_long_item_is_split_and_found_by_its_best_passage(folder: Path, tmp_path: Path) -> None:
    collection = read(folder)
    held = list(CollectionRecord(collection).held())
    assert all(count_tokens(one.passage.text) <= PASSAGE_TOKENS for one in held)
    assert sum(one.document.title == "boat" for one in held) > 2
    library = indexed(collection, tmp_path)
    for name in ("keyword", "dense", "hybrid"):
        found = run(name, collection, library)
        assert found.found["q1"][0] == "boat", name
        assert len(set(found.found["q1"])) == len(found.found["q1"])
        assert set(found.found) == {"q1", "q2", "q3"}
        assert scores_of(found, collection)["nDCG@10"]["q2"] == 1.0


def test_a_query_without_results_counts_zero_and_one_without_answer_counts_not(folder: Path) -> None:
    collection = read(folder)
    silent = Run("silent", {"q1": [], "q2": ["road", "cake"], "q3": ["road"]}, frozenset({"q1", "q3"}), 0.0)
    scores = scores_of(silent, collection)
    assert scores["nDCG@10"] == {"q1": 0.0, "q2": pytest.approx(0.6309, abs=1e-4)}
    assert scores["RR"]["q2"] == 0.5
    assert scores["Judged@10"]["q2"] == pytest.approx(1.0)
    nothing = nothing_of(silent, collection)
    assert (nothing.said, nothing.rightly, nothing.due) == (2, 1, 1)
    better = Run("better", {"q1": ["boat"], "q2": ["cake"], "q3": []}, frozenset(), 0.0)
    gap = compare(scores_of(better, collection), scores, "silent")[0]
    assert (gap.better, gap.worse) == (2, 0)
    assert gap.difference.mean == pytest.approx((1 + 1 - 0.6309) / 2, abs=1e-4)


def test_chance_is_likely_for_noise_and_unlikely_for_a_steady_gain() -> None:
    assert chance_of([0.1] * 20) < 0.001
    assert chance_of([0.1, -0.1] * 10) > 0.9
    assert chance_of([]) == chance_of([0.0, 0.0]) == 1.0
    assert estimate([0.2] * 9).low == pytest.approx(0.2)


def test_what_is_not_a_collection_is_said(folder: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "evals", "retrieval", "--beir"]
    wrong = subprocess.run([*words, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "corpus.jsonl" in wrong.stderr
    right = subprocess.run(
        [*words, str(folder), "--system", "keyword", "--json"], capture_output=True, text=True, check=True
    )
    printed = json.loads(right.stdout)
    assert printed["without_answer"] == 1
    assert printed["systems"][0]["metrics"]["RR"]["mean"] == 1.0


def test_a_measurement_is_run_by_its_name_and_a_wrong_one_lists_them() -> None:
    listed = subprocess.run([sys.executable, "-m", "evals"], capture_output=True, text=True, check=True).stdout
    assert all(f"\n{name} " in listed for name in ("facts", "retrieval", "roles", "speeds", "tags"))
    assert subprocess.run([sys.executable, "-m", "evals", "nonsense"], capture_output=True, check=False).returncode == 2
    assert {"keyword", "dense", "hybrid"} <= SYSTEMS.keys()
