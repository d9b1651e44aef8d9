"""The themes of a review or a document, in rank order, derived from its passages by one stated rule.

A passage that carries a theme clearly weighs what its role weighs: a finding, recommendation or lesson 3, analysis,
conclusion or good practice 2, narrative and anything else 1; one that carries it possibly weighs half. A theme's weight
is the sum, of which each role may give no more than four passages' worth, so that a long chronology does not drown
what the review found; of two themes of equal weight that of more passages is first. A theme is clear when a finding,
recommendation or lesson carries it clearly, or two other passages do. A review is counted once: passages of its several
documents that say the same are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.tagging.boilerplate import print_of
from index.tagging.tags import UNTAGGED, PassageTags, Strength
from ingest.model import Passage, Role

HEAVY = frozenset({Role.FINDING, Role.RECOMMENDATION, Role.LESSON})
MIDDLE = frozenset({Role.ANALYSIS, Role.CONCLUSION, Role.GOOD_PRACTICE})
_AT_MOST = 4
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class ReviewTheme:
    """A theme of a review: how sure, in how many passages, and the passages that show it best."""

    id: str
    label: str
    strength: Strength
    passages: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """One passage that carries a theme; ``decided`` where a person said so."""

    passage: Passage
    clear: bool
    decided: bool = False

    @property
    def weight(self) -> float:
        """What it weighs, by its role and how plainly it carries the theme."""
        role = self.passage.role
        whole = 3.0 if role in HEAVY else 2.0 if role in MIDDLE else 1.0
        return whole if self.clear else whole / 2


def review_themes(
    passages: Iterable[Passage], tags: Mapping[str, PassageTags], labels: Mapping[str, str]
) -> tuple[ReviewTheme, ...]:
    """The themes of these passages, the weightiest first; of equal ones that which more passages carry."""
    carried = carried_by(passages, tags)
    ranked = sorted(carried, key=lambda theme: (-_weight(carried[theme]), -len(carried[theme]), theme))
    return tuple(_theme(theme, labels.get(theme, theme), carried[theme]) for theme in ranked)


def carried_by(passages: Iterable[Passage], tags: Mapping[str, PassageTags]) -> dict[str, list[Carried]]:
    """For each theme the passages that carry it, those that say the same once, the weightiest first."""
    carried: defaultdict[str, list[Carried]] = defaultdict(list)
    for passage in _once(passages):
        for tag in tags.get(passage.id, UNTAGGED).themes:
            carried[tag.id].append(Carried(passage, tag.strength is Strength.CLEAR, tag.by is not None))
    return {theme: sorted(found, key=lambda one: (-one.weight, one.passage.order)) for theme, found in carried.items()}


def is_clear(carried: Sequence[Carried]) -> bool:
    """Whether a review carries a theme clearly, by the rule above."""
    clear = [one for one in carried if one.clear]
    return any(one.passage.role in HEAVY for one in clear) or len(clear) > 1


def _once(passages: Iterable[Passage]) -> list[Passage]:
    kept: dict[bytes | str, Passage] = {}
    for passage in passages:
        kept.setdefault(print_of(passage.text) or passage.id, passage)
    return list(kept.values())


def _weight(carried: Sequence[Carried]) -> float:
    by_role: defaultdict[Role, list[float]] = defaultdict(list)
    for one in carried:
        by_role[one.passage.role].append(one.weight)
    return sum(sum(sorted(weights, reverse=True)[:_AT_MOST]) for weights in by_role.values())


def _theme(theme: str, label: str, carried: Sequence[Carried]) -> ReviewTheme:
    return ReviewTheme(
        theme,
        label,
        Strength.CLEAR if is_clear(carried) else Strength.POSSIBLE,
        len(carried),
        tuple(one.passage.id for one in carried[:_EXAMPLES]),
    )
