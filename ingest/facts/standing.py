"""Where the child stood when the harm came: on a child protection plan or register, looked after.

Each sentence that speaks of either is a vote. It says that it was so, that it was not, or that it had been and was
over; what it says of a relative, of children in general or of the time after the harm is no vote at all. The
sentence that speaks most plainly of the child and of the time of the incident decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts.cast import Cast
from ingest.facts.told import Told
from ingest.model import Evidence, Role
from ingest.written.dates import dates_in
from ingest.written.needed import Needed, needed

_PLAN = needed(
    r"\b(?:child protection (?:plans?|register(?:ed)?)|CP plans?|(?<=no )plans? of any (?:kind|sort)|(?:the"
    r"|a) (?:protection )?register\b"
    r"|subject (?:to|of) (?:a |the )?(?:multi-agency )?(?:child protection )?plan\b|protection plans?"
    r"|registered (?:under|in) the (?:category|categories)|de-?registered"
    r"|stepped (?:down|up)? ?(?:from|to) child (?:protection|in need)|child protection to child in need"
    r"|(?<!need )(?<!care )(?<!safety )(?<!action )(?<!support )(?<!pathway )"
    r"plans? (?:was|were|had been) (?:ended|closed|discontinued|stepped down))",
    re.IGNORECASE,
)
_CARE = needed(
    r"\b(?:looked[- ]after(?! (?:children|child)(?:'s|’s) )(?! (?:children )?(?:nurse|team|reviews?|services?|system"
    r"|panel))"
    r"|in (?:the )?care of (?:the )?(?:local authority|council|state|trust|health board"
    r"|(?-i:[A-Z]\w+)(?: \w+)* (?:council|trust))"
    r"|(?<!secure )care orders?|accommodated|section 20\b|voluntary (?:care|accommodation)"
    r"|(?:came|come|coming|taken|went|been|received|entered|brought|placed) in(?:to)? (?:local authority |public "
    r"|foster )*care\b(?! of)"
    r"|(?<!intensive )(?:entered|enter) care\b|in (?:foster|residential|local authority|public|kinship|state) care"
    r"|in care\b(?! of)|in the care system|care proceedings ended with no order"
    r"|compulsory supervision order|children['’]s homes?|(?:foster|residential|secure|unregulated"
    r"|kinship care) (?:home|carers?"
    r"|placements?|parents?|family|families|unit)|fostered|connected person|unregulated placement"
    r"|supported lodgings)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|neither|nor|no|none|nobody|without|hadn't|wasn't)\b", re.IGNORECASE)
_IN_FORCE = needed(
    r"\bat (?:the|that|this) (?:time|point|date)\b|\bwhen (?:he|she|they|the \w+"
    r"|(?-i:[A-Z])\w*(?: [A-Z]\w*)?) (?:died|was|were"
    r"|came)\b|\b(?:before|until|at|up to) (?:his|her|their|the) (?:death|injur\w+|incident)\b|\bcurrent\b(?! or)"
    r"|\bstill\b|\bremain\w+|\bstayed\b|\bcontinued\b|\bthroughout\b|\bin (?:force|place)\b|\bsince\b"
    r"|\ball of (?:his|her)"
    r"|\bmade (?:the )?subject\b|\bhad (?:come|been placed|been taken)\b|\bnever (?:returned|went) home",
    re.IGNORECASE,
)
_AT_TIME = needed(
    r"\bat (?:the|that|this) (?:time|point|date)\b|\bwhen (?:he|she|they|the \w+) (?:died|was|were)\b"
    r"|\bbefore (?:his|her|their) death|\bat (?:his|her|their) death\b|\b(?:on|at) (?:any|no) (?:date|point|time)\b"
    r"|\bsix months\b|\bever\b|\bcurrent\b|\bremained\b|\bin (?:force|place)\b|\bunder review\b",
    re.IGNORECASE,
)
_OVER = needed(
    r"\b(?:ended|ceased|discontinued|closed|removed from (?:the )?(?:child protection )?register|came off|taken off"
    r"|de-?registered|came to an end|stepped down|replaced by|discharged|revoked|until (?!(?:his|her|their"
    r"|the) (?:death|incident"
    r"|injur)|(?:he|she|they) (?:died|was|were))(?!the (?:day|time|date))|previous(?:ly)?|formerly|no longer|came home"
    r"|(?<!never )(?:returned|gone|went|moved) (?:home|back)|returned to (?:his|her|their|the) (?:mother|father"
    r"|parents?|family"
    r"|care of"
    r" (?:his|her|their))|left care|since lived at home|for (?:\w+ )?(?:\w+ )?(?:weeks|months) in|care leaver"
    r"|with no order|(?:two|three|several) (?:\w+ )?(?:times|occasions)|once|twice|between (?=\w* ?(?:19|20)\d\d))",
    re.IGNORECASE,
)
_ONGOING = re.compile(r"\b(?:current|still|remained)\b", re.IGNORECASE)
_HAD_BEEN = re.compile(r"\bhad (?:also |once )?been (?!made|placed)", re.IGNORECASE)
_FROM_TO = re.compile(
    r"\bfrom\b[^.;]{4,40}\b(?:to|until|till)\b(?! (?:his|her|their|the) (?:death|incident))", re.IGNORECASE
)
_JOINT = re.compile(r"[,;:]\s|\band\b(?! (?:nor|had never|his|her|their|the|he|she)\b)|\bbut\b")
_WISHED = needed(
    r"\b(?:considered?|decision to|whether|afraid|feared?|threat\w*|wanted|refus\w+|asked|request\w*|hoped?"
    r"|should have|would have|might have|could have|ought|risk of|in order to|possib\w+|propos\w+|recommend\w*"
    r"|would be|could be|might be|(?<!ceased )(?<!continued )to be|be taken|applied|sought|legal advice|training"
    r"|worked|works|approved as)\b",
    re.IGNORECASE,
)
"""What was thought of, asked for or feared, which says nothing of what was."""
_GENERAL = needed(
    r"\b(?:criteria(?! [^.]{0,40}\bmet\b)|where (?:a|the) child|regulations|must be|must commission|may be"
    r"|if (?:a|the) child|children who are|purpose|a child (?:who|has|is|was) (?:\w+ )?(?:on|looked|died)"
    r"|(?:each|every|any|other) (?:\w+ )?(?:child|children)\b|legislation|team|nurse|panel|nationally|per cent|sample"
    r"|audit|training|(?:number|proportion|percentage|rate)s? of|had (?:risen|doubled|fallen)"
    r"|looked[- ]after (?:\w+ )?reviews?|reviewing officers?|(?:of|for|with|to|all) (?:looked[- ]after"
    r"|fostered) (?:children|young people))\b",
    re.IGNORECASE,
)
_AFTERWARDS = needed(
    r"\bnow\b|\bsince then\b|\bafter which\b|\bsubsequent(?:ly)?\b|\bthen (?:placed|taken|removed|made|moved)\b"
    r"|\bremoved (?:from|to|into)\b"
    r"|\b(?:following|after) (?:his|her|their|the|this|that|(?-i:[A-Z]\w+(?: [A-Z]\w*)?(?:'s|’s))) (?:\w+ )?"
    r"(?:death|injur\w+|incident|arrests?|disclosure|admission|discharge|birth|removal|event|fire|attack|abuse)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:is|are|has been|have been|lives|live|remains|remain)\b", re.IGNORECASE)
"""Reports tell in the past tense: what is so now came after the harm."""
_WELL = re.compile(r"\b(?:well|properly|poorly|adequately|badly) $", re.IGNORECASE)
_KINDLY = re.compile(
    r"looked[- ]after by (?=(?:his|her|their|(?:a|the) (?:neighbour|friend"
    r"|grand\w+|relative|aunt|maternal|paternal)|(?:mother|father|relatives|friends|family|maternal|paternal"
    r"|grand\w+)\b))",
    re.IGNORECASE,
)
"""Children who are cared for by their own."""
_KIN = needed(
    r"\b(?:mothers?|fathers?|parents?|brothers?|sisters?|siblings?|partners?|grand\w+|half-\w+|cousins?|aunt|uncle"
    r"|son of his"
    r"|own (?:son|daughter|child)|carers?|older child|other child|other children|worked? with children)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:and|nor|or|with|neither) (?:his|her|their|the) (?:\w+ ){0,2}?(?:brothers?|sisters?|siblings?|twin"
    r"|half-\w+)\b"
    r"|\b(?:his|her|their|the) (?:\w+ ){0,2}?(?:brothers?|sisters?|siblings?|twin) (?:and|nor|or) (?:he|she)\b"
    r"|\b(?:his|her|their|the|with|by) (?:\w+ ){0,2}?(?:mother|father|parents?|carers?)['’]s?\b"
    r"|\bwith (?:his|her|their|both|the)? ?(?:\w+ )?(?:mother|father|parents?|grand\w+|aunt|uncle|family)\b",
    re.IGNORECASE,
)
"""Relatives beside the child, or whose something it is: "he and his sister", "with his parents' agreement"."""
_NAME_OF = re.compile(r"\b(?:his|her|their) names?\b", re.IGNORECASE)
_ENOUGH = 2.0


@dataclass(frozen=True, slots=True)
class Vote:
    """One sentence for or against, and how strongly it speaks."""

    value: bool
    score: float
    told: Told
    at: int


def plan_of(sentences: Sequence[Told], cast: Cast) -> tuple[bool | None, Evidence | None]:
    """Whether the child was on a child protection plan or register when it happened."""
    return _decided("cp_plan", _PLAN, sentences, cast)


def looked_after_of(sentences: Sequence[Told], cast: Cast) -> tuple[bool | None, Evidence | None]:
    """Whether the child was looked after when it happened."""
    return _decided("looked_after", _CARE, sentences, cast)


def _decided(fact: str, cue: Needed, sentences: Sequence[Told], cast: Cast) -> tuple[bool | None, Evidence | None]:
    """The sentence that speaks most plainly of the time of the incident decides; what began and then ended is over."""
    pairs = zip(sentences, (None, *sentences), strict=False)
    votes = [
        vote
        for told, before in pairs
        for match in cue.finditer(told.text)
        if (vote := _vote(told, match, cast)) and not cast.goes_on_about_other(told, before)
    ]
    best = max(votes, key=lambda vote: vote.score, default=None)
    if best is None or best.score < _ENOUGH:
        return None, None
    if best.value and not _AT_TIME.search(best.told.text):
        best = next((vote for vote in votes if not vote.value and _ends(vote, best)), best)
    against = any(vote.value != best.value and vote.score > best.score - 1 for vote in votes)
    return best.value, best.told.evidence(fact, best.at, str(best.value).lower(), clear=best.score >= 3 and not against)


def _ends(vote: Vote, begun: Vote) -> bool:
    """Whether a later sentence says that what began was over."""
    return vote.told.order > begun.told.order and bool(_OVER.search(vote.told.text))


def _vote(told: Told, match: re.Match[str], cast: Cast) -> Vote | None:
    text, before = told.text, told.text[: match.start()]
    appended = told.role is Role.APPENDIX and _AT_TIME.search(text)
    if not (told.of_the_case or appended) or told.row or _GENERAL.search(text) or _by_its_own(before, match):
        return None
    clause, held = _clause(text, match)
    value = _holds(text, clause, match)
    whose = _whose(before, text[match.end() :], cast)
    if whose is None or _WISHED.search(held) or (value and _later(before, held)):
        return None
    score = whose + 1.5 * bool(_AT_TIME.search(text)) + 1.0 * told.early
    if not value:
        score += 1.5 if _NEGATED.search(clause) else 1.0
    score -= 0.5 * bool(value and dates_in(text) and not re.search(r"\bsince\b", text))
    return Vote(value, score, told, match.start())


def _clause(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The part of the sentence that speaks of it, and what of that part stands before the words."""
    start = max((joint.end() for joint in _JOINT.finditer(text, 0, match.start())), default=0)
    end = next((joint.start() for joint in _JOINT.finditer(text, match.end())), len(text))
    return text[start:end], text[start : match.start()]


def _holds(text: str, clause: str, match: re.Match[str]) -> bool:
    """Whether it is said to have been so, and neither denied nor over."""
    if _NEGATED.search(clause):
        return False
    rest = text[match.start() :]
    if _OVER.search(rest) or _OVER.search(clause) or _FROM_TO.search(text):
        return bool(_ONGOING.search(rest)) and not _NEGATED.search(rest)
    return not (match.re is _PLAN.pattern and _HAD_BEEN.search(clause) and not _IN_FORCE.search(text))


def _later(before: str, held: str) -> bool:
    """Whether it is told of the time after the harm."""
    return bool((_AFTERWARDS.search(before) or _PRESENT.search(held)) and not _AT_TIME.search(before))


def _by_its_own(before: str, match: re.Match[str]) -> bool:
    return bool(_WELL.search(before) or _KINDLY.match(match.string, match.start()))


def _whose(before: str, after: str, cast: Cast) -> float | None:
    """How plainly it is the child of whom it is said; ``None`` where it is somebody else."""
    alone = _BESIDE.sub(lambda found: "·" * len(found[0]), before)
    kin = max((found.end() for found in _KIN.finditer(alone)), default=-1)
    mine = max((found.end() for found in cast.child.finditer(alone)), default=-1)
    if kin >= mine > -1 or (kin >= 0 > mine):
        return None
    if cast.label.search(before) or cast.label.search(after[:40]):
        return 2.0
    return 1.5 if mine >= 0 or _NAME_OF.search(before) or cast.child.search(after[:40]) else 0.5
