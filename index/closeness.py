"""When a passage is close enough to count as found. ``python -m evals.nothing_found`` measures this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closeness:
    """A passage is close when it is near in meaning, or holds nearly all that the query says, or half of each.

    ``cosine``: near enough by meaning alone. ``coverage``: share of the query's words, weighted by rarity, that is
    enough by itself. Between ``low_cosine`` and ``cosine`` a passage must hold ``some_coverage`` too.
    """

    cosine: float = 0.5
    low_cosine: float = 0.38
    some_coverage: float = 0.5
    coverage: float = 0.99

    def is_close(self, cosine: float | None, coverage: float, words: int) -> bool:
        """Whether a passage counts as found. ``cosine`` is ``None`` when meaning was not compared."""
        if coverage >= self.coverage and words > 0:
            return True
        if cosine is None:
            return False
        return cosine >= self.cosine or (cosine >= self.low_cosine and coverage >= self.some_coverage)


SHIPPED = Closeness()
