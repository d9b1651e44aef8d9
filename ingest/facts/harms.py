"""What harm a review is about, from its title and from the sentences that say why it was held."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.facts.cast import Cast
from ingest.facts.events import ABOUT, DEATH, HURT
from ingest.facts.told import Told
from ingest.model import Evidence, Role

_FAMILY = r"(?:father|stepfather|mother|partner|uncle|brother|grandfather|cousin|relative|family member|at home|in the family|step\w+)"
_SEXUAL = r"sexual(?:ly)? (?:abus\w+|assault\w*|offence\w*|harm\w*|touch\w*)|rape[ds]?\b|indecent"
_STRANGER = r"(?:online|internet|app\b|met (?:her|him|on)|groom\w+|exploit\w+|images?|men\b|strangers?|taxis?|part(?:y|ies)|gang|adult males?)"
_WORKER = r"(?:member of staff|staff|care ?worker|teacher|support worker|coach|employee|residential worker|escort|driver|carers?)"
_PLACE = r"(?:school|children's home|residential (?:home|unit|school)|hospital|secure|respite|unit|nursery|club)"

_HARMS: tuple[tuple[str, bool | None, float, str], ...] = (
    ("suicide", True, 2.0, r"\bsuicide\b|\bown li(?:fe|ves)\b|\bhang(?:ed|ing) (?:him|her)self|\bfound hang(?:ing|ed)|\b(?:died|death)[^.]{0,30} by hanging|\bended (?:his|her) (?:own )?life"),
    ("sudi-safer-sleep", True, 1.5, r"\bsudden(?:ly)?,? (?:and )?unexpected\w*|\bdied suddenly|\bco-?sleep\w*|\boverl(?:ay|ain|ying)|\bsafer? sleep\w*|\bunsafe sleep\w*|\bbed-?shar\w+|\bsleeping (?:place|arrangement|somewhere)|\bSUDI\b|\bcot death|\b(?:asleep|slept|sleeping)\b[^.]{0,50}\b(?:sofa|settee|couch|bed|mattress|cushions?|armchair|parents?|mother|father|adult)"),
    ("road-death", True, 2.5, r"\b(?:road|traffic|car|vehicle|motor\w*|train|moped) (?:traffic )?(?:collision|crash|accident)|\bpassenger in a\b|\bpassenger\b[^.]{0,30}\b(?:car|vehicle)\b|\b(?:car|vehicle|van|motorbike)\b[^.]{0,60}\bpassenger|\b(?:hit|struck|knocked down) by a (?:car|train|lorry|van|bus|vehicle)"),
    ("accident-neglect", None, 1.8, r"\bhouse fire|\bfire (?:at|in) (?:the|his|her|their)|\bdrown\w*(?! by (?:his|her|their))|\b(?:swallow|ingest)\w* |\bmethadone|\baccidental(?:ly)?\b|\bmisadventure|\bscald\w*|\bfell from|\bfall from|\bchok(?:ed|ing)\b|\bdog (?:attack|bite)|\bmauled|\belectrocut\w+|\bcarbon monoxide|\bentrap\w*|\bstrangulat\w+ by|\bblind cord"),
    ("natural-medical-neglect", None, 1.8, r"\bketoacidosis|\bdiabet\w+|\basthma\w*|\bepilep\w+|\bnatural causes|\bmedical neglect|\bneglect of (?:his|her|their|the child's) (?:medical|health)|\bconceal\w* (?:the |her |of )?pregnanc\w+|\bpregnanc\w+ (?:was |had been )?conceal\w+|\bunassisted birth|\bsepsis|\bmeningitis|\bpneumonia|\brefus\w+ (?:medical )?treatment|\bscurvy|\bmalnutrition"),
    ("extra-familial-homicide", True, 2.5, r"\bstabb\w+|\bshot\b|\bshooting\b|\bknife\b|\bmachete|\bgang"),
    ("death-maltreatment-direct", True, 2.0, r"\b(?:killed|drowned|smothered|suffocated|strangled|poisoned|starved|shaken|stabbed)\b[^.]{0,30} by (?:his|her|their|the) (?:\w+ )?(?:mother|father|parents?|step\w+|partner|carers?|uncle)|\b(?:was|were|been) (?:\w+ )?(?:killed|murdered|smothered|suffocated|starved|shaken)|\bmurder\w*|\bmanslaughter|\bculpable homicide|\binfanticide|\b(?:head|brain|abdominal|inflicted|internal|non-accidental|multiple|severe|fatal) (?:\w+ )?(?:injur\w+|trauma)|\babusive head|\bbleed\w* (?:on|in|to|into) the brain|\bshaking\b|\bshaken\b|\bsmother\w+|\bsuffocat\w+|\bstarvation|\bcausing or allowing|\bdiminished responsibility|\bhospital order|\bunlawful(?:ly)? kill\w*|\bkilled\b|\bkilling\b"),
    ("serious-nai-non-fatal", False, 1.6, r"\bfractur\w+|\bbroken (?:\w+ )?(?:bones?|leg|arm|ribs?|thigh|femur)|\bnon-accidental|\binjur(?:y|ies|ed)\b|\bbruis\w+|\bshaken\b|\bbleeding (?:on|in) (?:the|his|her) brain|\bburns?\b|\bbitten|\bcruelty|\bpoison\w+"),
    ("chronic-neglect", None, 1.0, r"\b(?:chronic|long[- ](?:lasting|standing|term)|persistent|severe|serious|cumulative|years of|prolonged) neglect|(?<!category of )(?<!abuse or )(?<!abuse and )(?<!for )(?<!plan of )\bneglect(?:ed)?\b(?! (?:register|category))|\bsqualor|\bsqualid|\bhungry\b|\bdirty\b|\bfilthy|\btooth decay|\bliving conditions|\bunkempt|\buntreated tooth"),
    ("emotional-abuse", None, 1.8, r"\bemotional(?:ly)? (?:abus\w+|harm\w*|maltreat\w+)|\bpsychological abuse|\bscapegoat\w*|\bisolated from|\bsingled out"),
    ("sexual-abuse-intra", None, 2.5, rf"(?:{_SEXUAL})[^.]{{0,80}}\b{_FAMILY}|\b{_FAMILY}\b[^.]{{0,60}}(?:{_SEXUAL})|\bintra-?familial|\bincest|\bsexual abuse in (?:the|a) famil"),
    ("sexual-abuse-extra", None, 2.4, rf"(?:{_SEXUAL})[^.]{{0,90}}\b{_STRANGER}|\b{_STRANGER}[^.]{{0,60}}(?:{_SEXUAL})|\bsexual(?:ly)? exploit\w+|\bCSE\b|\bgroom(?:ed|ing)\b"),
    ("harmful-sexual-behaviour", None, 3.0, r"\bharmful sexual(?:ised)? behaviour|\bsexual(?:ly|ised)?\b[^.]{0,40}\b(?:between|involving) (?:the )?(?:two |three )?(?:children|siblings|pupils|boys|girls)|\bsexual(?:ly)? (?:abus\w+|assault\w*|harm\w*|touch\w*)[^.]{0,30} by (?:a|the|an) (?:\w+[ -]){0,3}(?:boy|child|pupil|peer|young person|foster (?:brother|sister))\b|\b(?:boy|pupil|peer|young person|foster brother)\b[^.]{0,40}\bsexual(?:ly)? (?:abus\w+|assault\w*|harm\w*|touch\w*)|\bsexually harmful|\bpeer[- ](?:on[- ]peer )?(?:sexual )?abuse|\bchild[- ]on[- ]child|\bsexual(?:ly)? \w+ (?:by|towards?|on|of) (?:an older|a younger|another|other) (?:foster )?(?:child|children|boy|girl|young person|brother|sister|peer|pupil)\b"),
    ("cce", None, 2.5, r"\bcriminal(?:ly)? exploit\w+|\bcounty lines?|\b(?:deal|sell|carry|supply|moving|running)\w* drugs|\bdrug (?:dealing|lines?|runn\w+)|\bCCE\b"),
    ("fii", None, 4.0, r"\bfabricat\w+|\binduced illness|\bFII\b|\bperplexing|\bmunchausen"),
    ("domestic-homicide-witness", False, 2.5, r"\b(?:his|her|their|the child's|children's) mother (?:was|had been) (?:\w+ )?(?:killed|murdered|stabbed)|\b(?:killed|murder(?:ed)?|murder of|killing of|death of|manslaughter of) (?:of )?(?:his|her|their|the child's|the) mother|\bdomestic homicide|\bfather (?:killed|murdered)|\b(?:saw|witness\w*|present|found)\b[^.]{0,50}\b(?:killed|killing|murder|death of (?:his|her) mother|stabb\w+)"),
    ("institutional", None, 2.6, rf"\b(?:abus\w+|assault\w*|ill-?treat\w+|harm\w*|restrain\w+|slapp\w+|hit|neglect\w*|injur\w+)\b[^.]{{0,40}}\bby (?:a|an|the|his|her|two|three|several|members of)? ?(?:\w+ ){{0,3}}{_WORKER}s?\b|\b(?:{_WORKER}|colleague)s?\b[^.,]{{0,25}}\b(?:convicted|dismissed|arrested|charged|suspended|ill-?treat\w+|mistreat\w+|assault\w+|abused|abusing|hit|hitting|kick\w*|slapp\w+|restrain\w+)|\b(?:abus\w+|assault\w*|ill-?treat\w+|restrain\w+|cruelty)\b[^.]{{0,60}}\b(?:at|in) (?:the|his|her|a) (?:\w+ ){{0,4}}{_PLACE}\b|\binstitutional abuse"),
    ("police-or-school-practice", None, 4.0, r"\bstrip[- ]search\w*"),
    ("harm-by-child-to-other", None, 2.5, r"\b(?:young person|child|boy|girl|he|she) (?:was |has been )?(?:convicted|charged|arrested|found guilty)[^.]{0,40}\b(?:murder|killing|manslaughter|wounding)"),
)  # fmt: skip
_NEGATED = re.compile(r"\b(?:no|not|nor|without|none|never|neither|nothing|cannot|ruled out|rather than|other than|wider|training)\b[^,;]{0,60}$", re.I)
_DESERVES = frozenset({Role.FRONT_MATTER, Role.SUMMARY, Role.NARRATIVE, Role.METHODOLOGY, Role.FAMILY_BACKGROUND, Role.RESPONSE})
_COMPANIONS = (
    frozenset({"cce", "extra-familial-homicide"}),
    frozenset({"chronic-neglect", "emotional-abuse"}),
    frozenset({"cce", "sexual-abuse-extra"}),
)
"""Kinds that reviews name side by side."""
_DEATHS = frozenset(
    {
        *("suicide", "sudi-safer-sleep", "road-death", "accident-neglect", "natural-medical-neglect"),
        *("extra-familial-homicide", "death-maltreatment-direct", "serious-nai-non-fatal"),
    }
)
"""Kinds of which a child's death or injury is one and no more."""
_GENERAL = frozenset({"chronic-neglect", "serious-nai-non-fatal", "accident-neglect", "natural-medical-neglect"})
"""Kinds whose words stand in many reports that are about something else."""

_ENOUGH, _ALSO = 1.7, 0.5


@cache
def _patterns() -> tuple[tuple[str, bool | None, float, re.Pattern[str]], ...]:
    return tuple((name, fatal, weight, re.compile(pattern, re.IGNORECASE)) for name, fatal, weight, pattern in _HARMS)


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
        for name, needs, factor, pattern in _patterns():
            match = pattern.search(told.text) if needs is None or fatal is None or needs == fatal else None
            if match and not _NEGATED.search(told.text[: match.start()]):
                yield name, weight * factor, told, match.start()


def _weight(told: Told, cast: Cast, start: int, incident: Evidence | None) -> float:
    """How much a sentence says of why the review was held."""
    if told.on_cover:
        return 3.0
    if not told.of_the_case or told.row or told.order - start > 80:
        return 0.0
    if told.role not in _DESERVES and told.order - start > 25:
        return 0.0
    place = 1.5 if told.order - start < 12 else 0.7 if told.order - start < 30 else 0.15
    weight = place * (1.0 + bool(ABOUT.search(told.text)) + 0.5 * bool(DEATH.search(told.text) or HURT.search(told.text)))
    if incident and incident.quote in told.text:
        weight += 3.0
    return weight * (1.0 if cast.child.search(told.text) else 0.8)
