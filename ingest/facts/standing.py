"""Where the child stood: alive or dead after the harm, on a child protection plan, looked after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.dates import dates_in
from ingest.facts.cast import Cast
from ingest.facts.events import DEATH, HURT
from ingest.facts.told import Told
from ingest.model import Evidence, Role

_DIED = re.compile(
    r"\b(?:died|dies|fatally \w+|(?:was|were|been) (?:\w+ )?(?:killed|murdered|drowned|stabbed to death|(?:found"
    r"|pronounced|declared) dead)"
    r"|drowned|took (?:his|her|their) own li(?:fe|ves)|pronounced dead|found (?:dead|lifeless|hang(?:ing|ed))"
    r"|(?:could not|did not) (?:be revived|be resuscitated|survive)|lived (?:for )?(?:only |just )?\w+ (?:hours"
    r"|days))\b",
    re.IGNORECASE,
)
_DEATH_OF = re.compile(
    r"\b(?:deaths? of (?:a |an |the |four |three |two )?(?:\w+ ){0,2}?(?P<whom>\w+(?: [A-Z]\w*)?)|(?P<poss>(?:his"
    r"|her|their|child's"
    r"|baby's|person's|babies'|children's)) (?:tragic |own |untimely )?deaths?|infant deaths?"
    r"|sudden unexpected deaths?)\b",
    re.IGNORECASE,
)
_ALIVE = re.compile(
    r"\b(?:(?:has|have|had) (?:since )?(?:made a \w+ )?recover(?:ed|y)|(?:made|making) (?:a |an )?(?:\w+ ){0,3}recovery"
    r"|recovered|surviv(?:ed|es)|(?:now|currently|still) (?:lives?|living|cared|safe|doing|settled|placed|in|well)"
    r"|(?:is|are) (?:now|being|doing|thriving|safe|settled|well)|(?:lives?|living) (?:now|with)|got better"
    r"|life-changing"
    r"|(?:he|she|they|children) (?:is|are|has|have|says?|told us|chose|wrote|live|lives)|taken into care"
    r"|removed from)\b",
    re.IGNORECASE,
)
_OTHER_DEATH = re.compile(
    r"\b(?:could have|might have|may have|nearly|almost|would have|not|attempt\w*|threat\w*)\s+(?:\w+\s)?$", re.I
)

_PLAN = re.compile(
    r"\b(?:child protection (?:plans?|register)|(?:the|a) (?:protection )?register\b|subject to (?:a )?plan"
    r"|protection plans?"
    r"|plan of any kind|register(?:ed|ation)?\b(?= (?:under|for|because|in the category)))",
    re.IGNORECASE,
)
_LOOKED_AFTER = re.compile(
    r"\b(?:(?<=was )looked after|(?:were|is|been|be|being|became|become|not|nor|a|an|as|of|whilst|while|when|ever|never"
    r"|neither|none was) looked[- ]after"
    r"|looked[- ]after (?:child|children|boy|girl|young|by)|in (?:the )?care of (?:the (?:local authority|council"
    r"|trust|health board)|[A-Z]\w+)|care order|(?:came|come|taken|went|been"
    r"|received|accommodated) (?:in)?to (?:local authority |foster )?care|in (?:foster|residential"
    r"|local authority) care|in care"
    r"|compulsory supervision order|children's homes?|(?:foster|residential|secure|kinship) (?:home|carers?"
    r"|placement|unit|parents?)"
    r"|accommodated|section 20|voluntary (?:care|accommodation)|interim care|fostered)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\bplans? (?:was|were|had been|has been|is) (?:ended|closed|discontinued|stepped down)|\bended (?:it|the plan)\b"
    r"|\bbecame (?:a child|children) in need|\bstepped down (?:to|from)|\bon (?:a|their|his"
    r"|her) (?:\w+ )?child in need plan\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|neither|nor|no|none|nobody|without|ceased|ended|closed|removed|discontinued|stepped down|came off"
    r"|taken off|de-?registered|until|previously|formerly|twice|had been)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|neither|nor|no|none|nobody|without)\b", re.IGNORECASE)
_AT_TIME = re.compile(
    r"\bat (?:the|that|this) (?:time|point|date)\b|\bwhen (?:he|she|they|the \w+) (?:died|was|were)\b"
    r"|\bbefore (?:his|her|their) death"
    r"|\bat (?:his|her|their) death\b|\bon any date\b|\bsix months\b|\bever\b|\bcurrent\b|\bremained\b",
    re.IGNORECASE,
)
_ENOUGH = 2.0
_ANOTHERS = re.compile(
    r"\b(?:mothers?|fathers?|parents?|brothers?|siblings?|partners?|grand\w+|half-\w+|cousins?|son of his"
    r"|own (?:son|daughter|child)"
    r"|conference ought|should have|would have|might have|could have|considered?|decision to|sample|audit"
    r"|training|numbers? of"
    r"|nationally|per cent|other children|care leaver|worked? with children)\b",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\b(?:now|since then|following (?:his|her|the)|after (?:the|his|her) (?:injur|incident))\b", re.I
)
_JOINT = re.compile(r"[,;:]\s|\band\b(?! nor\b)")
_OVER = re.compile(r"[,;]? (?:and |but |which )?(?:was |it )?(?:ended|ceased|closed|removed)", re.IGNORECASE)
_GENERAL = re.compile(
    r"\b(?:criteria(?! [^.]{0,40}\bmet\b)|where (?:a|the) child|regulations|must be|must commission|may be"
    r"|if (?:a|the) child|children who are|purpose|a child"
    r" (?:who|has|is|was) (?:\w+ )?(?:on|looked|died)|every child|any child|legislation|team|nurse|panel"
    r"|looked[- ]after (?:\w+ )?reviews?|reviewing officers?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Vote:
    """One sentence for or against, and how strongly it speaks."""

    value: bool
    score: float
    told: Told
    at: int


def fatal_of(sentences: Sequence[Told], cast: Cast) -> tuple[bool | None, Evidence | None]:
    """Whether a child of the review died of it. A child who is spoken of as alive, or was hurt at all, did not."""
    pairs = [(t, before) for t, before in zip(sentences, (None, *sentences), strict=False) if t.of_the_case]
    votes = [vote for told, _ in pairs if not cast.goes_on_about_other(told, None) for vote in _died(told, cast)]
    dead = sum(vote.score for vote in votes)
    if dead >= 3:
        best = max(votes, key=lambda vote: vote.score)
        return True, best.told.evidence("fatal", best.at, clear=dead >= 5)
    alive = [vote for t, before in pairs if not cast.goes_on_about_other(t, before) for vote in _lives(t, cast)]
    hurt = [Vote(False, 1.0, t, 0) for t in sentences if t.of_the_case and t.early and HURT.search(t.text)]
    ground = max((*alive, *hurt), key=lambda vote: vote.score, default=None)
    if ground is None:
        return None, None
    return False, ground.told.evidence("fatal", ground.at, clear=bool(alive))


def _died(told: Told, cast: Cast) -> Iterator[Vote]:
    weight = 3.0 if told.early else 1.0
    for match in _DIED.finditer(told.text):
        before = told.text[: match.start()]
        together = match[0].lower().startswith("were") and cast.child.search(before[-110:])
        if (
            (together or cast.about_child(before[-110:]))
            and not _OTHER_DEATH.search(before)
            and not _of_another(before)
        ):
            yield Vote(True, weight, told, match.start())
    for match in _DEATH_OF.finditer(told.text):
        whom = (match["whom"] or match["poss"] or "infant").lower()
        mine = cast.label.search(match[0]) or re.match(r"child|bab|boy|girl|infant|young|person|toddler|teen", whom)
        before = told.text[: match.start()]
        owned = (
            match["poss"]
            and whom in ("his", "her", "their")
            and cast.about_child(before[-110:])
            and not _misfits(whom, cast)
        )
        relatives = re.match(r"['’]s?\s", told.text[match.end() :]) and not match["poss"]
        if (mine or owned) and not relatives and not _OTHER_DEATH.search(before):
            yield Vote(True, weight, told, match.start())


def _misfits(pronoun: str, cast: Cast) -> bool:
    """ "Her death", where the child is a boy."""
    return {"male": "her", "female": "his"}.get(cast.sex or "") == pronoun


def _of_another(before: str) -> bool:
    """ "whose mother died": the one who died stands right before the word."""
    return bool(
        re.search(
            r"\b(?:mother|father|mum|dad|parents?|grand\w+|brother|sister|uncle|aunt|friend|cousin)\W+(?:who )?$",
            before,
            re.I,
        )
    )


def _lives(told: Told, cast: Cast) -> Iterator[Vote]:
    match = _ALIVE.search(told.text)
    if match and (cast.about_child(told.text[: match.start()][-90:]) or _names_child(match, cast)):
        strong = re.search(r"recover|surviv|better|now|thriv|doing", match[0], re.IGNORECASE)
        yield Vote(False, 4.0 if strong else 2.0, told, match.start())


def _names_child(match: re.Match[str], cast: Cast) -> bool:
    return bool(re.match(r"(?:he|she|they|children)\b", match[0], re.IGNORECASE))


def plan_of(sentences: Sequence[Told], cast: Cast) -> tuple[bool | None, Evidence | None]:
    """Whether the child was on a child protection plan or register when it happened."""
    value, ground = _decided("cp_plan", _PLAN, sentences, cast, _plan_holds)
    ended = next((t for t in sentences if value and t.of_the_case and _ENDED.search(t.text)), None)
    return (False, ended.evidence("cp_plan", 0, "false", clear=False)) if ended else (value, ground)


def looked_after_of(sentences: Sequence[Told], cast: Cast) -> tuple[bool | None, Evidence | None]:
    """Whether the child was looked after when it happened."""
    return _decided("looked_after", _LOOKED_AFTER, sentences, cast, _care_holds)


def _decided(
    fact: str,
    cue: re.Pattern[str],
    sentences: Sequence[Told],
    cast: Cast,
    holds: Callable[[str, re.Match[str]], bool],
) -> tuple[bool | None, Evidence | None]:
    """The sentence that speaks most plainly of the time of the incident decides."""
    pairs = zip(sentences, (None, *sentences), strict=False)
    votes = [
        vote
        for told, before in pairs
        for match in cue.finditer(told.text)
        if (vote := _vote(told, match, cast, holds)) and not cast.goes_on_about_other(told, before)
    ]
    best = max(votes, key=lambda vote: vote.score, default=None)
    if best is None or best.score < _ENOUGH:
        return None, None
    against = any(vote.value != best.value and vote.score > best.score - 1 for vote in votes)
    return best.value, best.told.evidence(fact, best.at, str(best.value).lower(), clear=best.score >= 3 and not against)


def _vote(told: Told, match: re.Match[str], cast: Cast, holds: Callable[[str, re.Match[str]], bool]) -> Vote | None:
    text, before = told.text, told.text[: match.start()]
    appended = told.role is Role.APPENDIX and _AT_TIME.search(text)
    if not (told.of_the_case or appended) or told.row or _GENERAL.search(text):
        return None
    value = holds(text, match)
    score = 1.5 * bool(_AT_TIME.search(text)) + 1.0 * bool(_NEGATED.search(text) and not value)
    score += 2.0 * bool(cast.label.search(text)) + 1.0 * bool(cast.child.search(before[-100:]))
    score += 1.0 * told.early - 3.0 * bool(_ANOTHERS.search(before)) - 2.0 * bool(_AFTERWARDS.search(text))
    score -= 1.0 * bool(value and dates_in(text) and not DEATH.search(text) and not re.search(r"\bsince\b", text))
    return Vote(value, score, told, match.start())


def _plan_holds(text: str, match: re.Match[str]) -> bool:
    """Said to be so, and neither denied nor over, in the part of the sentence that speaks of it."""
    start = max((joint.end() for joint in _JOINT.finditer(text, 0, match.start())), default=0)
    end = next((joint.start() for joint in _JOINT.finditer(text, match.end())), len(text))
    return not _NOT.search(text[start:end]) and not _OVER.match(text[end:])


def _care_holds(text: str, match: re.Match[str]) -> bool:
    """Said to be so, and not denied in the same part of the sentence."""
    clause = re.split(r"[,;:]\s+(?!nor\b|and\b|had\b|was\b)", text[: match.end()])[-1]
    return not _NEGATED.search(clause)
