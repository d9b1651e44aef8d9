"""What harm a review is about, from its title and from the sentences that say why it was held."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.facts.cast import Cast
from ingest.facts.cues import cues
from ingest.facts.events import ABOUT, DEATH, HURT
from ingest.facts.told import Told
from ingest.model import Evidence, Role

_INSTITUTION = re.compile(
    r"\b(?:residential (?:special )?(?:school|unit|home|staff|care|worker|setting)|short[- ]breaks?|respite"
    r"|special school|boarding"
    r"|children's home|care staff|support workers?|members? of staff|night staff|care workers?|secure (?:unit"
    r"|home|hospital))\b",
    re.IGNORECASE,
)
_INDOORS = frozenset({"serious-nai-non-fatal", "accident-neglect", "emotional-abuse", "chronic-neglect"})
"""Kinds that are called institutional where an institution did them."""
_SETTING_WITHIN, _WITHIN = 60, 60
_SEXUAL_WORD = re.compile(r"\bsexual\w*", re.IGNORECASE)
_BY_ADULT = re.compile(
    r"\bby (?:\w+'?s? ){0,4}(?:father|mother|partner|uncle|man|men|adults?|grandfather|lodger|carers?)\b", re.I
)
_NEGATED = re.compile(
    r"\b(?:no|not|nor|without|none|never|neither|nothing|cannot|ruled out|rather than|other than|wider"
    r"|training)\b[^,;]{0,60}$",
    re.I,
)
_DESERVES = frozenset(
    {Role.FRONT_MATTER, Role.SUMMARY, Role.NARRATIVE, Role.METHODOLOGY, Role.FAMILY_BACKGROUND, Role.RESPONSE}
)
_COMPANIONS = (
    frozenset({"cce", "extra-familial-homicide"}),
    frozenset({"chronic-neglect", "emotional-abuse"}),
    frozenset({"cce", "sexual-abuse-extra"}),
)
"""Kinds that reviews name side by side."""
_DEATHS = frozenset(
    {
        *("suicide", "sudi-safer-sleep", "road-death", "accident-neglect", "natural-medical-neglect"),
        *("extra-familial-homicide", "death-maltreatment-direct", "serious-nai-non-fatal", "institutional"),
    }
)
"""Kinds of which a child's death or injury is one and no more."""
_GENERAL = frozenset({"chronic-neglect", "serious-nai-non-fatal", "accident-neglect", "natural-medical-neglect"})
"""Kinds whose words stand in many reports that are about something else."""

_ENOUGH, _ALSO = 1.7, 0.5


def harms_of(
    sentences: Sequence[Told], cast: Cast, fatal: bool | None, incident: Evidence | None
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The kinds of harm, most plainly stated first, each with the sentence that speaks loudest for it."""
    scores: dict[str, float] = defaultdict(float)
    loudest: dict[str, tuple[float, Told, int]] = {}
    for name, weight, told, at in _votes(sentences, cast, fatal, incident):
        scores[name] += weight
        if name not in loudest or weight > loudest[name][0]:
            loudest[name] = (weight, told, at)
    setting = _setting(sentences)
    for name in (_INDOORS & scores.keys()) if setting else ():
        scores["institutional"] += scores[name]
        loudest.setdefault("institutional", loudest[name])
    ranked = sorted(scores, key=lambda name: -scores[name])
    if not ranked or scores[ranked[0]] < _ENOUGH:
        return (), ()
    top = scores[ranked[0]]
    ranked = [ranked[0], *(name for name in ranked[1:] if not (ranked[0] in _DEATHS and name in _DEATHS))]
    chosen = [ranked[0], *(name for name in ranked[1:] if scores[name] >= _share(ranked[0], name, top))][:2]
    grounds = (loudest[name][1].evidence("harm", loudest[name][2], name, clear=scores[name] >= 8) for name in chosen)
    return tuple(chosen), tuple(grounds)


def _share(first: str, other: str, top: float) -> float:
    """How loud, beside the first kind, another must be to stand with it."""
    if {first, other} in _COMPANIONS:
        return max(_ENOUGH, 0.2 * top)
    return max(4.0, (0.9 if other in _GENERAL else _ALSO) * top)


def _votes(
    sentences: Sequence[Told], cast: Cast, fatal: bool | None, incident: Evidence | None
) -> Iterator[tuple[str, float, Told, int]]:
    start = next((told.order for told in sentences if not told.on_cover), 0)
    for told in sentences:
        weight = _weight(told, cast, start, incident)
        if weight <= 0:
            continue
        for cue in cues().harms:
            match = cue.pattern.search(told.text) if cue.fatal is None or fatal in (None, cue.fatal) else None
            if match and not _NEGATED.search(told.text[: match.start()]):
                yield cue.id, weight * cue.weight, told, match.start()
        between = _between_children(told, cast) if cast.several else None
        if between:
            yield "harmful-sexual-behaviour", weight * 3, told, between.start()


def _setting(sentences: Sequence[Told]) -> bool:
    """Whether the case plays in an institution: its first sentences keep speaking of the place and its staff."""
    first = [told for told in sentences if told.of_the_case][:_SETTING_WITHIN]
    named = sum(bool(_INSTITUTION.search(told.text)) for told in first)
    return named >= max(3, 0.12 * len(first))


def _between_children(told: Told, cast: Cast) -> re.Match[str] | None:
    """Sexual harm in a sentence that names two children of the review and no adult who did it."""
    match = _SEXUAL_WORD.search(told.text)
    named = {name for name in cast.members if name in told.text}
    return match if match and len(named) > 1 and not _BY_ADULT.search(told.text) else None


def _weight(told: Told, cast: Cast, start: int, incident: Evidence | None) -> float:
    """How much a sentence says of why the review was held."""
    if told.on_cover:
        return 3.0
    if not told.of_the_case or told.row or told.order - start > _WITHIN:
        return 0.0
    if told.role not in _DESERVES and told.order - start > 25:
        return 0.0
    place = 1.5 if told.order - start < 12 else 0.7 if told.order - start < 30 else 0.2
    weight = place * (
        1.0 + bool(ABOUT.search(told.text)) + 0.5 * bool(DEATH.search(told.text) or HURT.search(told.text))
    )
    if incident and incident.quote in told.text:
        weight += 3.0
    return weight * (1.0 if cast.child.search(told.text) else 0.8)
