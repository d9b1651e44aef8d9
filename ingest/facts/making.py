"""How a review was done and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts.cues import cues
from ingest.facts.told import Told
from ingest.model import Evidence, Role
from ingest.written.needed import needed

_TITLE = r"(?:(?:Dr|Mrs?|Ms|Miss|Prof(?:essor)?|Sir|Dame|Rev)\.? )?"
_NO_NAME = (
    r"(?:Independent|Lead|Joint|Chair|Reviewers?|Author|Overview|Report|Board|Partnership|Committee|Safeguarding"
    r"|Children"
    r"|Child|Local|Serious|Case|Review|Learning|Executive|Summary|Final|Published|Practice|Health|Social|Care"
    r"|Services?"
    r"|Council|County|Trust|Hospital|Police|Working|Together|Panel|Group|Safety|Community|Department|National|The|In"
    r"|This"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|Baby|Young|Person|Welsh"
    r"|Government|Regional|Significant|Management|Initial|Response|Consultant|Director|Officer|Team|Model|Rapid|Full"
    r"|Version)\b"
)
_WORD = rf"(?!{_NO_NAME})(?![A-Z]{{2,}})[A-Z][\w'’-]+"
_NAME = rf"{_TITLE}{_WORD}(?: (?:{_WORD}|[A-Z]\.?|de|van|der|ap|ab|Mac|O'))*? {_WORD}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:, | and | & |, and ){_NAME})*)"
_ROLE = (
    r"(?:(?:independent|lead|joint|external|sole|overview|report|SILP|accredited|appointed|principal|review) )*"
    r"(?:reviewers?|authors?|report writers?|overview writers?|writers?|consultants? and author)"
)
_DEGREES = r"(?:,? (?:[A-Z][A-Za-z]*[A-Z]|Hons|\(Hons\)|BSc|MSc|BA|MA|PhD)\b\)?)*"
_LINES = (
    re.compile(
        rf"(?:^|[.;] )\W*(?i:(?:by |the |report |independent |chair (?:and |/ ?|& ))*{_ROLE}(?:\(s\)|/\w+)?(?: \d)?"
        rf"(?: (?:and|&) (?:chair|author|report author|lead reviewer))?)\s*[:–-]\s*{_NAMES}"
    ),
    re.compile(
        rf"^\W*(?i:(?:an? )?(?:independent )?(?:report|review) (?:prepared |written )?by|(?:report )?(?:prepared"
        rf"|written"
        rf"|produced|completed|compiled|authored|undertaken|conducted|carried out) (?i:for \w+ )?by):?\s+{_NAMES}"
    ),
    re.compile(rf"^\W*(?i:authors?(?:ed)?(?: by)?|by|{_ROLE}):?\s+{_NAMES}(?=\s*(?:,|$|\())"),
    re.compile(rf"^\W*(?i:(?:report )?by:? )?{_NAMES}{_DEGREES}(?:, | – | - |\s*\()(?i:[^.]{{0,40}}{_ROLE})"),
)
"""How a line of the cover names the author."""
_SENTENCES = (
    re.compile(
        rf"{_NAMES},? (?i:(?:who is|an?|independent)\b[^.]{{0,90}}?,?\s*(?:was|is) (?:the |appointed "
        rf"|commissioned )[^.]{{0,60}}?{_ROLE})"
    ),
    re.compile(
        rf"{_NAMES},? (?i:(?:was|were|has been|is|are) (?:appointed|commissioned|the|an|engaged|asked"
        rf"|independent)\b[^.]{{0,70}}?{_ROLE})"
    ),
    re.compile(
        rf"(?i:\b(?:an?|the|one|two|three) {_ROLE}),? \(?{_NAMES}(?=[,.)]| (?i:was|held|met|is|who|has|and|led"
        rf"|undertook))"
    ),
    re.compile(rf"\bI am {_NAMES},? (?i:and )?(?:I am )?(?i:the|an?) [^.]{{0,30}}(?i:{_ROLE})"),
    re.compile(
        rf"{_NAMES},? (?i:(?:was|were) (?:appointed|commissioned|asked|engaged) to (?:carry out|undertake|conduct"
        rf"|lead|write)"
        rf" (?:the|this) (?:\w+ ){{0,4}}review)"
    ),
    re.compile(
        rf"(?i:\b(?:commissioned|appointed|asked|engaged)) {_NAMES}[^.]{{0,60}}(?i:{_ROLE}|to (?:undertake|write"
        rf"|lead|carry out|conduct))"
    ),
    re.compile(
        rf"(?i:(?:report|review) (?:was|has been|were) (?:written|prepared|produced|authored|undertaken|led"
        rf"|carried out|conducted) by)"
        rf" (?:(?i:an? [^.,]{{0,40}}|the [^.,]{{0,30}}),? )?{_NAMES}"
    ),
    re.compile(rf"(?i:{_ROLE}(?: of [^.,]{{0,40}})?,? (?:was|were|is|are)) {_NAMES}"),
    re.compile(
        rf"{_NAMES} (?i:wrote|led|carried out|conducted|undertook|prepared) (?i:the|this)[^.]{{0,20}}(?i:review"
        rf"|report)"
    ),
)
_SHORT = rf"{_TITLE}{_WORD} (?:{_WORD} )?{_WORD}"
_ALONE = re.compile(rf"^(?P<names>{_SHORT}(?:(?: and | & |, ){_SHORT})*)$")
"""A line of the cover that holds nothing but names of two or three words."""

_AUTHOR_WITHIN, _METHOD_WITHIN = 150, 120
_BY_TYPE = {"child-practice-review": "welsh-cpr", "thematic-review": "thematic", "rapid-review": "rapid-review"}
"""Reviews whose type says how they are done."""

_DENIED = needed(
    r"\b(?:in place of|instead of|rather than|not (?:use|using|a|an|follow)|did not|unlike|replaced"
    r"|other (?:methods?|reviews?)|trained in"
    r"|training in|experience|accredited (?:in|by)|has (?:led|written|completed)|will be held)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_CHOSEN = needed(
    r"\b(?:chose|chosen|used|using|uses|method\w*|approach|model|process|review(?:s|ed)? (?:was|used|followed"
    r"|asked)|carried out|adopted"
    r"|built|were provided|were requested|wrote|prepared|followed|based on|in accordance|combin\w+|held"
    r"|commissioned|asked for)\b",
    re.IGNORECASE,
)
_WHERE = frozenset({Role.METHODOLOGY, Role.FRONT_MATTER, Role.SUMMARY, Role.TERMS_OF_REFERENCE})


def author_of(sentences: Sequence[Told]) -> tuple[str | None, Evidence | None]:
    """Who wrote the report: named on the cover, else where the text says who reviewed."""
    for told in sentences[:_AUTHOR_WITHIN]:
        for pattern in (*_LINES, *_SENTENCES) if told.on_cover else _SENTENCES:
            match = pattern.search(told.text)
            if match:
                return match["names"], told.evidence("author", match.start("names"), match["names"])
    return _alone([told for told in sentences if told.on_cover])


def _alone(cover: Sequence[Told]) -> tuple[str | None, Evidence | None]:
    """A line of the cover that is nothing but names: two, or one with a title or a line beside it that says whose."""
    for place, told in enumerate(cover):
        match = _ALONE.match(told.text) if place else None
        if not match or match["names"].isupper():
            continue
        beside = " ".join(other.text for other in cover[place - 1 : place + 2] if len(other.text) < 80)
        if (
            " and " in told.text
            or re.match(r"(?:Dr|Mrs?|Ms|Prof)", told.text)
            or re.search(_ROLE, beside, re.IGNORECASE)
        ):
            return match["names"], told.evidence("author", 0, match["names"], clear=False)
    return None, None


def method_of(sentences: Sequence[Told], review_type: str | None) -> tuple[str | None, Evidence | None]:
    """How the review was done: what the cover says, else the text where it speaks of method, else its type."""
    best: tuple[float, str, Told, int] | None = None
    for told in sentences:
        if told.order > _METHOD_WITHIN or not (
            told.on_cover or told.role not in (Role.RECOMMENDATION, Role.APPENDIX, Role.RESPONSE)
        ):
            continue
        for rank, cue in enumerate(cues().methods):
            match = cue.pattern.search(told.text)
            if match and not _DENIED.search(told.text[: match.start()]):
                score = _method_score(told, rank)
                if score > 0 and (best is None or score > best[0]):
                    best = (score, cue.id, told, match.start())
    if best is None:
        return (_BY_TYPE.get(review_type) if review_type else None), None
    return best[1], best[2].evidence("method", best[3], best[1], clear=best[0] >= 4)


def _method_score(told: Told, rank: int) -> float:
    score = 4.0 * told.on_cover + 2.0 * bool(_CHOSEN.search(told.text)) + 1.5 * (told.role in _WHERE) + 0.5 * told.early
    return score + 2.5 - 0.35 * rank - told.order / 150
