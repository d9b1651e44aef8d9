"""Whether a child of the review died of what happened, or lives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.cast import Cast
from ingest.facts.events import HURT
from ingest.facts.told import Told
from ingest.model import Evidence
from ingest.written.needed import needed

_DIED = needed(
    r"\b(?:died|dies|fatally \w+|fatal (?:asthma|injur\w+|stab\w*|head|overdose|collision|accident|attack|wounds?"
    r"|burns?|fall)"
    r"|(?:was|were|been) (?:[\w-]+ (?:and )?){0,3}?(?:killed|murdered|drowned|smothered|suffocated|strangled|shot dead"
    r"|(?:stabbed|beaten|burnt|burned|shaken|crushed|starved) to death|run over and killed|(?:found|pronounced"
    r"|declared) dead|dead\b)"
    r"|drowned|took (?:his|her|their) own li(?:fe|ves)|ended (?:his|her|their) (?:own )?li(?:fe|ves)"
    r"|(?:hanged|killed) (?:him|her|them)sel(?:f|ves)|hung (?:him|her)self"
    r"|pronounced dead|found (?:dead|lifeless|hang(?:ing|ed))"
    r"|(?:smothered|suffocated|drowned|strangled|killed) (?:him|her|them)\b"
    r"|death was (?:confirmed|pronounced|certified|recorded)|life (?:was )?(?:pronounced )?extinct"
    r"|life support (?:was |was then )?(?:withdrawn|switched off|turned off|removed)"
    r"|(?:could not|did not) (?:be revived|be resuscitated|be saved|survive)|lived (?:for )?(?:only "
    r"|just )?\w+ (?:hours"
    r"|days))\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"^\W*(?:both|all (?:two|three|four)?) ?(?:of them )?(?:children )?(?:died|were killed|drowned)\b", re.IGNORECASE
)
_VICTIM = needed(
    r"\b(?:body of|murder of|manslaughter of|killing of|suicide of|homicide of|inquest (?:into the death of"
    r"|on)) (?:the )?CHILD\b(?!['’])"
    r"|\bCHILD['’]s (?:body|murder|suicide|killer)\b|\b[Cc]ause of death\b(?! of)",
)
_BESIDE = re.compile(
    r"\band (?:his|her|their|the|an?) (?:[\w-]+ ){0,3}?(?:brother|sister|sibling|twin|mother|father|friend"
    r"|cousin)s?\b",
    re.I,
)
_CONJOINED = re.compile(
    r"(?:\b(?:and|but|who|before he|before she)|,) (?:he |she |later |then |subsequently |sadly )*$", re.IGNORECASE
)
_DEATH_OF = needed(
    r"\b(?:(?:deaths?|suicides?) of (?:a |an |the |four |three |two )?(?:[\w-]+ ){0,2}?"
    r"(?P<whom>\w+(?: [A-Z]\w*)?)(?![\w-])|(?P<poss>(?:his"
    r"|her|their|child's"
    r"|baby's|person's|babies'|children's)) (?:tragic |own |untimely )?deaths?|infant deaths?"
    r"|sudden unexpected deaths?)\b",
    re.IGNORECASE,
)
_ALIVE = needed(
    r"\b(?:(?:has|have|had) (?:since )?(?:made a \w+ )?recover(?:ed|y)|(?:made|making) (?:a "
    r"|an )?(?:\w+ ){0,3}recovery"
    r"|recovered|surviv(?:ed|es)|(?:now|currently|still) (?:lives?|living|cared|safe|doing|settled|placed|in|well)"
    r"|(?:is|are) (?:now|being|doing|thriving|safe|settled|well)|(?:lives?|living) (?:now|with)|got better"
    r"|life-changing"
    r"|(?:he|she|they|children) (?:is|are|has|have|says?|told us|chose|wrote|live|lives)|taken into care"
    r"|removed from)\b",
    re.IGNORECASE,
)
_OTHER_DEATH = needed(
    r"\b(?:could have|might have|may have|nearly|almost|would have|not|attempt\w*|threat\w*)\s+(?:\w+\s)?$", re.I
)


@dataclass(frozen=True, slots=True)
class _Vote:
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
    hurt = [_Vote(False, 1.0, t, 0) for t in sentences if t.of_the_case and t.early and HURT.search(t.text)]
    ground = max((*alive, *hurt), key=lambda vote: vote.score, default=None)
    if ground is None:
        return None, None
    return False, ground.told.evidence("fatal", ground.at, clear=bool(alive))


def _died(told: Told, cast: Cast) -> Iterator[_Vote]:
    weight = 3.0 if told.early else 1.0
    for match in _DIED.finditer(told.text):
        before = told.text[: match.start()]
        alone = _BESIDE.sub("", before)
        if _is_childs(alone, match, cast) and not _OTHER_DEATH.search(before) and not _of_another(alone):
            yield _Vote(True, weight, told, match.start())
    whose = _BOTH.search(told.text) or _VICTIM.search(cast.label.sub("CHILD", told.text))
    if whose:
        yield _Vote(True, weight, told, 0)
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
            yield _Vote(True, weight, told, match.start())


def _is_childs(before: str, match: re.Match[str], cast: Cast) -> bool:
    """Whether a child of the review died: the one named last, or the subject of the whole sentence."""
    if match[0].lower().startswith("were") and cast.child.search(before[-110:]):
        return True
    if cast.about_child(before[-110:]):
        return True
    first = cast.anyone.search(before)
    named = bool(first and cast.label.fullmatch(first[0]) and not before[first.end() :].startswith(("'s", "’s")))
    return named and bool(_CONJOINED.search(before))


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


def _lives(told: Told, cast: Cast) -> Iterator[_Vote]:
    match = _ALIVE.search(told.text)
    if match and (cast.about_child(told.text[: match.start()][-90:]) or _names_child(match, cast)):
        strong = re.search(r"recover|surviv|better|now|thriv|doing", match[0], re.IGNORECASE)
        yield _Vote(False, 4.0 if strong else 2.0, told, match.start())


def _names_child(match: re.Match[str], cast: Cast) -> bool:
    return bool(re.match(r"(?:he|she|they|children)\b", match[0], re.IGNORECASE))
