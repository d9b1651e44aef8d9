"""When a passage is close enough to count as found.

The rule and its figures were chosen on the calibration boards of the fictional library; ``python -m
evals.nothing_found`` measures them there and on the test boards.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closeness:
    """Nearness in meaning plus a share of nearness in words must reach ``threshold``.

    Meaning alone takes "baby killed by the family dog" for any dead baby; words alone miss every paraphrase. A wrong
    "nothing found" hides a case, a wrong find costs a glance: so the figures are those in the middle of the widest
    stretch (thresholds 0.50 to 0.55) where at most one answerable query in 36 was told that nothing is there.
    """

    threshold: float = 0.52
    word_share: float = 0.4
    all_words: float = 0.99
    """Words found, each weighted by its rarity, that are enough whatever the meaning: practically all of them."""
    words_alone: float = 0.5
    """Words found that are enough when meaning is not compared at all."""

    def is_close(self, cosine: float | None, coverage: float) -> bool:
        """Whether a passage counts as found. ``cosine`` is ``None`` when meaning was not compared."""
        if cosine is None:
            return coverage >= self.words_alone
        return coverage >= self.all_words or cosine + self.word_share * coverage >= self.threshold


SHIPPED = Closeness()
