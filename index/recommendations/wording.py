"""How much of their wording two recommendations share, stock words counting for little.

"Should ensure that all staff receive training" stands in half of all recommendations and says nothing of what they are
about: words that every board uses weigh a fifth of the others.
"""

from __future__ import annotations

import math
from functools import cache

from index.engine.bm25 import stems_of

_STOCK = (
    "ensure assure assurance seek review consider require ask request satisfy provide develop implement introduce"
    " establish agree put place make sure report audit monitor evidence month year quarter week day date progress"
    " board partnership partner safeguarding agency agencies children child young person people family families"
    " practice practitioner professional staff worker service services local authority council health trust team"
    " procedure policy guidance protocol process pathway arrangement system training train aware awareness"
    " multi inter including appropriate relevant effective robust clear new all each every any within following"
    " recommendation recommend review learning lesson action plan work working need needs support use used"
    " lscb lscp cpc scp board's regularly annual annually undertake carry out able given takes take"
)
_STOCK_WEIGHT = 0.2

Stems = frozenset[int]


def weight(stem: int) -> float:
    """What a stem weighs."""
    return _STOCK_WEIGHT if stem in _stock() else 1.0


def weigh(stems: Stems) -> float:
    """What stems weigh together."""
    stock = len(stems & _stock())
    return stock * _STOCK_WEIGHT + len(stems) - stock


def overlap(first: Stems, second: Stems) -> float:
    """Shared weight over the mean (geometric) of both: 1 for the same words, 0 for none in common."""
    both = math.sqrt(weigh(first) * weigh(second))
    return weigh(first & second) / both if both else 0.0


@cache
def _stock() -> Stems:
    return frozenset(stems_of(_STOCK.split()))
