"""How asks are compared: the fitted change of the packaged model, and other models as they are."""

from __future__ import annotations

import numpy as np
import pytest

from evals.families import figures_of, half_of, in_families, possibly, vectors_of
from index.recommendations.meaning import FITTED, PLAIN, Comparing, as_data, changes_in, comparing
from index.vectors.embedding import SentenceTransformerEmbedder, Vectors


@pytest.fixture(scope="module")
def plain() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.packaged()


@pytest.fixture(scope="module")
def fitted(plain: SentenceTransformerEmbedder) -> Comparing:
    return comparing(plain)


@pytest.fixture(scope="module")
def vectors(fitted: Comparing) -> Vectors:
    return vectors_of(half_of("calibration"), fitted.embedder)


def test_the_packaged_model_is_changed_under_a_name_of_its_own(
    plain: SentenceTransformerEmbedder, fitted: Comparing
) -> None:
    assert fitted.nearness == FITTED
    assert fitted.embedder.fingerprint.startswith(f"{plain.fingerprint}+asks-")
    before, after = (one.encode_passages(["audit the bruising protocol"])[0] for one in (plain, fitted.embedder))
    assert 0.3 < float(before @ after) < 0.999


def test_any_other_model_is_used_as_it_is() -> None:
    class Other:
        fingerprint = "other"
        dim = 2

        def encode_passages(self, texts: list[str]) -> Vectors:
            return np.ones((len(texts), 2), dtype=np.float32)

        def encode_query(self, text: str) -> Vectors:
            return self.encode_passages([text])[0]

    other = Other()
    assert comparing(other) == Comparing(other, PLAIN)


def test_a_change_is_read_as_it_was_written_to_a_hundredth() -> None:
    rng = np.random.default_rng(5)
    up, down = rng.normal(size=(12, 3)).astype(np.float32), rng.normal(size=(3, 7)).astype(np.float32)
    read = changes_in(as_data("model", "made", {"weight": (up, down)})["weights"])["weight"]
    assert read.shape == (12, 7)
    assert float(np.abs(read - up @ down).max()) < 0.01 * float(np.abs(up @ down).max()) * 3


def test_the_same_point_in_other_words_is_told_from_near_misses_on_the_calibration_pairs(
    plain: SentenceTransformerEmbedder, fitted: Comparing, vectors: Vectors
) -> None:
    half = half_of("calibration")
    before = figures_of(half.pairs, possibly(vectors_of(half, plain), PLAIN))
    after = figures_of(half.pairs, possibly(vectors, fitted.nearness))
    assert after.f1 > before.f1
    assert after.f1 >= 0.80
    counted = figures_of(half.pairs, in_families(vectors, fitted.nearness))
    assert counted.precision >= 0.9
