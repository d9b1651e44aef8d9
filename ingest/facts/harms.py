"""What harm a review is about, from its title and from the sentences that say why it was held."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.facts.cast import Cast
from ingest.facts.cues import HarmCue, cues
from ingest.facts.events import ABOUT, DEATH, HURT
from ingest.facts.sexual import BY_CHILD, EXTRA, INTRA, sexual_harm
from ingest.facts.told import Told
from ingest.model import Evidence, Role
from ingest.written.needed import needed

_INSTITUTION = needed(
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
_LONG_AGO = needed(
    r"\b(?:mother|father|parents?|partner|grand\w+|she|he|her|his)\b[^.;]{0,80}\b(?:as a child|in (?:her|his"
    r"|their) (?:own )?"
    r"(?:childhood|teens|youth|family)|when (?:she|he) was (?:a child|young|growing up))"
    r"|\b(?:mother|father|parents?|partner)\b (?:\w+ ){0,2}(?:had|has) (?:\w+ )?(?:been|a (?:\w+ )?history"
    r"|convictions?|lived|spent)\b"
    r"|\b(?:uncle|aunt|cousin|grand\w+|brother|sister)\b (?:\w+ )?(?:had )?(?:died|been)\b",
    re.IGNORECASE,
)
"""What a parent lived through or did before is no harm of this review."""
_BEFORE = needed(
    r"\b(?:previous|earlier|history of|past|years before|since (?:year|\d{4}|the age)|had (?:twice|also"
    r"|once))\b",
    re.I,
)
_RISK = needed(r"\b(?:at risk of|risks? of|believed to be|thought to be)\b", re.IGNORECASE)
_SELF_OF_ANOTHER = re.compile(
    r"\b(?:then|before|attempt\w*|tried|trying|threat\w*|prevent\w*|talk\w* of|thoughts of|risk of"
    r"|wish\w*)\b[^.]{0,25}$",
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
_FOLLOWING = 0.7
"""How much of the weight of the sentence that tells of the incident goes to the next ones of its paragraph."""

Votes = Iterable[tuple[str | None, float, Told, int]]


def harms_of(
    sentences: Sequence[Told], cast: Cast, fatal: bool | None, incident: Evidence | None
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The kinds of harm, most plainly stated first, each with the sentence that speaks loudest for it."""
    votes = list(_votes(sentences, cast, fatal, incident))
    kinds = {cue.id: cue.fatal for cue in cues().harms} | dict.fromkeys((INTRA, EXTRA, BY_CHILD), False)
    fitting = [vote for vote in votes if fatal is None or vote[0] is None or kinds[vote[0]] in (None, fatal)]
    return (
        _chosen(fitting, sentences)
        or _chosen([v for v in votes if v[0] and kinds[v[0]] is False], sentences)
        or ((), ())
    )


def _chosen(votes: Votes, sentences: Sequence[Told]) -> tuple[tuple[str, ...], tuple[Evidence, ...]] | None:
    """The kinds with enough of the votes; nothing where none has."""
    scores: dict[str, float] = defaultdict(float)
    loudest: dict[str, tuple[float, Told, int]] = {}
    unknown = 0.0
    for name, weight, told, at in votes:
        if name is None:
            unknown += weight
            continue
        scores[name] += weight
        if name not in loudest or weight > loudest[name][0]:
            loudest[name] = (weight, told, at)
    _add_what_names_nobody(scores, unknown)
    _add_setting(scores, loudest, sentences)
    ranked = sorted(scores, key=lambda name: -scores[name])
    if not ranked or scores[ranked[0]] < _ENOUGH:
        return None
    top = scores[ranked[0]]
    ranked = [ranked[0], *(name for name in ranked[1:] if not (ranked[0] in _DEATHS and name in _DEATHS))]
    chosen = [ranked[0], *(name for name in ranked[1:] if scores[name] >= _share(ranked[0], name, top))][:2]
    grounds = (loudest[name][1].evidence("harm", loudest[name][2], name, clear=scores[name] >= 8) for name in chosen)
    return tuple(chosen), tuple(grounds)


def _add_what_names_nobody(scores: dict[str, float], unknown: float) -> None:
    """Sexual harm of which a sentence does not say who did it counts for the kind that others tell of."""
    told = [name for name in (INTRA, EXTRA, BY_CHILD) if scores.get(name)]
    if told:
        scores[max(told, key=lambda name: scores[name])] += unknown


def _add_setting(
    scores: dict[str, float], loudest: dict[str, tuple[float, Told, int]], sentences: Sequence[Told]
) -> None:
    """Harm in an institution is institutional, unless another child did it."""
    top = max(scores, key=lambda name: scores[name], default=None)
    for name in (_INDOORS & scores.keys()) if top != BY_CHILD and _setting(sentences) else ():
        scores["institutional"] += scores[name]
        loudest.setdefault("institutional", loudest[name])


def _share(first: str, other: str, top: float) -> float:
    """How loud, beside the first kind, another must be to stand with it."""
    if {first, other} in _COMPANIONS:
        return max(_ENOUGH, 0.2 * top)
    return max(4.0, (0.9 if other in _GENERAL else _ALSO) * top)


def _votes(
    sentences: Sequence[Told], cast: Cast, fatal: bool | None, incident: Evidence | None
) -> Iterator[tuple[str | None, float, Told, int]]:
    start = next((told.order for told in sentences if not told.on_cover), 0)
    before: Told | None = None
    carried = 0.0
    for told in sentences:
        if not told.on_cover and told.order - start > _WITHIN:
            break
        weight = _weight(told, cast, start, incident)
        same = before is not None and before.paragraph == told.paragraph and not told.on_cover
        weight = max(weight, _FOLLOWING * carried if same and weight > 0 else 0.0)
        before, carried = told, weight
        if weight > 0:
            yield from _told_harms(told, cast, fatal, weight)


def _told_harms(
    told: Told, cast: Cast, fatal: bool | None, weight: float
) -> Iterator[tuple[str | None, float, Told, int]]:
    """Every kind of harm of which a sentence speaks, with what its words prove."""
    text = cast.label.sub("CHILD", told.text)
    if _LONG_AGO.search(text) and "CHILD" not in text[:40]:
        return
    if _BEFORE.search(text) or _RISK.search(text):
        weight *= 0.5
    found = {cue: place for cue in cues().harms if (place := _found(cue, text, fatal))}
    sure = any(strength > 1 and cue.id in _DEATHS for cue, (_, strength) in found.items())
    for cue, (at, strength) in found.items():
        less = 0.5 if sure and strength == 1 and cue.id in _DEATHS else 1.0
        yield cue.id, weight * cue.weight * strength * less, told, min(at, len(told.text) - 1)
    for kind, strength, at in sexual_harm(text):
        if not _NEGATED.search(text[:at]):
            yield kind, weight * 2.0 * strength, told, min(at, len(told.text) - 1)
    between = _between_children(told, cast) if cast.several else None
    if between:
        yield BY_CHILD, weight * 3, told, between.start()


def _found(cue: HarmCue, text: str, fatal: bool | None) -> tuple[int, float] | None:
    """Where a cue stands that is not denied, and how strong it is."""
    patterns = [(cue.sure, 2.0), (cue.pattern, 1.0)]
    if cue.living is not None and fatal is False:
        patterns = [(cue.living, 2.0)] if cue.id == "suicide" else [*patterns, (cue.living, 1.0)]
    for pattern, strength in patterns:
        match = pattern.search(text)
        if match and not _NEGATED.search(text[: match.start()]) and not _another_self(cue, text, match, fatal):
            return match.start(), strength
    return None


def _another_self(cue: HarmCue, text: str, match: re.Match[str], fatal: bool | None) -> bool:
    """Suicide that was only attempted, feared or a parent's, where a child died."""
    return cue.id == "suicide" and fatal is not False and bool(_SELF_OF_ANOTHER.search(text[: match.start()]))


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
