"""How the tagger's weights are fitted, and how the real letters are split."""

from __future__ import annotations

import numpy as np

from evals.real.labels import labels
from evals.real.tags import fitted_on
from evals.tag_calibration import logistic
from index.tagging.evidence import CUE, FEATURES, READ, weighable
from index.tagging.passage import shipped_thresholds
from ingest.model import Role
from ingest.vocabulary.reading import vocabulary


def test_a_regression_finds_what_matters() -> None:
    random = np.random.default_rng(0)
    given = random.standard_normal((2_000, 3))
    chance = 1 / (1 + np.exp(-(2 * given[:, 0] - given[:, 1] - 1)))
    weights = logistic(given, random.random(2_000) < chance)
    assert np.allclose(weights, [2, -1, 0, -1], atol=0.35)


def test_letters_are_split_whole_and_into_halves() -> None:
    files = {one.file for one in labels().values()}
    assert sum(map(fitted_on, files)) == len(files) // 2


def test_everything_that_is_weighed_has_a_weight() -> None:
    limits = shipped_thresholds()
    assert set(limits.weights) == set(FEATURES)
    assert set(limits.themes) <= {theme.id for theme in vocabulary().themes}
    assert limits.weights["cue"] > limits.weights["weak"] > 0


def test_what_is_weighed_holds_what_was_read() -> None:
    read = np.zeros((2, 5, len(READ)), dtype=np.float32)
    read[0, 1, CUE] = read[0, 2, CUE] = 1
    weighed = weighable(read, Role.FINDING)
    assert weighed.shape == (2, 5, len(FEATURES))
    assert np.array_equal(weighed[..., : len(READ)], read)
    assert weighed[0, 1, FEATURES.index("others")] == 1
    assert weighed[0, 0, FEATURES.index("others")] == 2
    assert weighed[..., FEATURES.index("finding")].all()
    assert not weighed[..., FEATURES.index("told")].any()
