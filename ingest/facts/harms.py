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
    ("suicide", True, 2.0, r"\bsuicide\b|\bown li(?:fe|ves)\b|\bhang(?:ed|ing) (?:him|her)self|\bended (?:his|her) (?:own )?life"),
    ("sudi-safer-sleep", True, 1.5, r"\bsudden(?:ly)?,? (?:and )?unexpected\w*|\bdied suddenly|\bco-?sleep\w*|\boverl(?:ay|ain|ying)|\bsafer? sleep\w*|\bunsafe sleep\w*|\bbed-?shar\w+|\bsleeping (?:place|arrangement|somewhere)|\bSUDI\b|\bcot death"),
    ("road-death", True, 2.5, r"\b(?:road|traffic|car|vehicle|motor\w*|train|moped) (?:traffic )?(?:collision|crash|accident)|\bpassenger in a\b|\bpassenger\b[^.]{0,30}\bcar\b|\b(?:hit|struck|knocked down) by a (?:car|train|lorry|van|bus|vehicle)"),
    ("accident-neglect", None, 1.8, r"\bhouse fire|\bfire (?:at|in) (?:the|his|her|their)|\bdrown\w*|\b(?:swallow|ingest)\w* |\bmethadone|\baccidental(?:ly)?\b|\bmisadventure|\bscald\w*|\bfell from|\bfall from|\bchok(?:ed|ing)\b|\bdog (?:attack|bite)|\bmauled|\belectrocut\w+|\bcarbon monoxide|\bentrap\w*|\bstrangulat\w+ by|\bblind cord"),
    ("natural-medical-neglect", None, 1.8, r"\bketoacidosis|\bdiabet\w+|\basthma\w*|\bepilep\w+|\bnatural causes|\bmedical neglect|\bneglect of (?:his|her|their|the child's) (?:medical|health)|\bconceal\w* (?:the |her |of )?pregnanc\w+|\bpregnanc\w+ (?:was |had been )?conceal\w+|\bunassisted birth|\bsepsis|\bmeningitis|\bpneumonia|\brefus\w+ (?:medical )?treatment|\bscurvy|\bmalnutrition"),
    ("extra-familial-homicide", True, 2.5, r"\bstabb\w+|\bshot\b|\bshooting\b|\bknife\b|\bmachete|\bgang"),
    ("death-maltreatment-direct", True, 2.0, r"\b(?:was|were|been) (?:\w+ )?(?:killed|murdered|smothered|suffocated|starved|shaken)|\bmurder\w*|\bmanslaughter|\bculpable homicide|\binfanticide|\b(?:head|brain|abdominal|inflicted|internal|non-accidental|multiple|severe|fatal) (?:\w+ )?(?:injur\w+|trauma)|\babusive head|\bshaken\b|\bsmother\w+|\bsuffocat\w+|\bstarvation|\bcausing or allowing"),
    ("serious-nai-non-fatal", False, 1.6, r"\bfractur\w+|\bbroken (?:\w+ )?(?:bones?|leg|arm|ribs?|thigh|femur)|\bnon-accidental|\binjur(?:y|ies|ed)\b|\bbruis\w+|\bshaken\b|\bbleeding (?:on|in) (?:the|his|her) brain|\bburns?\b|\bbitten|\bcruelty|\bpoison\w+"),
    ("chronic-neglect", None, 1.0, r"\b(?:chronic|long[- ](?:lasting|standing|term)|persistent|severe|serious|cumulative|years of|prolonged) neglect|\bneglect(?:ed)?\b|\bsqualor|\bsqualid|\bhungry\b|\bdirty\b|\bfilthy|\btooth decay|\bliving conditions|\bunkempt|\buntreated tooth"),
    ("emotional-abuse", None, 1.8, r"\bemotional(?:ly)? (?:abus\w+|harm\w*|maltreat\w+)|\bpsychological abuse|\bscapegoat\w*|\bisolated from|\bsingled out"),
    ("sexual-abuse-intra", None, 2.5, rf"(?:{_SEXUAL})[^.]{{0,80}}\b{_FAMILY}|\b{_FAMILY}\b[^.]{{0,60}}(?:{_SEXUAL})|\bintra-?familial|\bincest|\bsexual abuse in (?:the|a) famil"),
    ("sexual-abuse-extra", None, 2.4, rf"(?:{_SEXUAL})[^.]{{0,90}}\b{_STRANGER}|\b{_STRANGER}[^.]{{0,60}}(?:{_SEXUAL})|\bsexual(?:ly)? exploit\w+|\bCSE\b|\bgroom(?:ed|ing)\b"),
    ("harmful-sexual-behaviour", None, 3.0, r"\bharmful sexual behaviour|\bsexually harmful|\bpeer[- ](?:on[- ]peer )?(?:sexual )?abuse|\bchild[- ]on[- ]child|\bsexual(?:ly)? \w+ (?:by|towards?|on|of) (?:an older|a younger|another|other) (?:foster )?(?:child|children|boy|girl|young person|brother|sister|peer|pupil)\b"),
    ("cce", None, 2.5, r"\bcriminal(?:ly)? exploit\w+|\bcounty lines?|\b(?:deal|sell|carry|supply|moving|running)\w* drugs|\bdrug (?:dealing|lines?|runn\w+)|\bCCE\b"),
    ("fii", None, 4.0, r"\bfabricat\w+|\binduced illness|\bFII\b|\bperplexing|\bmunchausen"),
    ("domestic-homicide-witness", False, 2.5, r"\b(?:his|her|their|the child's|children's) mother (?:was|had been) (?:\w+ )?(?:killed|murdered|stabbed)|\b(?:killed|murder(?:ed)?|murder of|killing of|death of|manslaughter of) (?:of )?(?:his|her|their|the child's|the) mother|\bdomestic homicide|\bfather (?:killed|murdered)|\b(?:saw|witness\w*|present|found)\b[^.]{0,50}\b(?:killed|killing|murder|death of (?:his|her) mother|stabb\w+)"),
    ("institutional", None, 2.6, rf"\b(?:abus\w+|assault\w*|ill-?treat\w+|harm\w*|restrain\w+|slapp\w+|hit|neglect\w*|injur\w+)\b[^.]{{0,40}}\bby (?:a|an|the|his|her|two|three|several|members of)? ?(?:\w+ ){{0,3}}{_WORKER}s?\b|\b(?:{_WORKER})s? [^.]{{0,40}}\b(?:was|were) (?:\w+ )?(?:convicted|dismissed|arrested|charged|suspended)|\b(?:abus\w+|assault\w*|ill-?treat\w+|restrain\w+|cruelty)\b[^.]{{0,60}}\b(?:at|in) (?:the|his|her|a) (?:\w+ ){{0,4}}{_PLACE}\b|\binstitutional abuse"),
    ("police-or-school-practice", None, 4.0, r"\bstrip[- ]search\w*"),
    ("harm-by-child-to-other", None, 2.5, r"\b(?:young person|child|boy|girl|he|she) (?:was |has been )?(?:convicted|charged|arrested|found guilty)[^.]{0,40}\b(?:murder|killing|manslaughter|wounding)"),
)  # fmt: skip
_NEGATED = re.compile(r"\b(?:no|not|nor|without|none|never|neither|nothing|cannot|ruled out|rather than|other than|wider|training)\b[^,;]{0,60}$", re.I)
_DESERVES = frozenset({Role.FRONT_MATTER, Role.SUMMARY, Role.NARRATIVE, Role.METHODOLOGY, Role.FAMILY_BACKGROUND, Role.RESPONSE})
_ENOUGH, _ALSO = 2.0, 0.72


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
    chosen = [name for name in ranked if scores[name] >= max(_ENOUGH, _ALSO * scores[ranked[0]])][:2]
    grounds = (loudest[name][1].evidence("harm", loudest[name][2], name, clear=scores[name] >= 8) for name in chosen)
    return tuple(chosen), tuple(grounds)


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
    return weight * (1.0 if cast.child.search(told.text) else 0.6)
