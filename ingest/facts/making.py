"""How a review was done and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.facts.told import Told
from ingest.model import Evidence, Role

_TITLE = r"(?:(?:Dr|Mrs?|Ms|Miss|Prof(?:essor)?|Sir|Dame|Rev)\.? )?"
_NOT_NAMES = (
    "Independent Lead Joint Chair Reviewer Reviewers Author Overview Report Board Partnership Committee Safeguarding Children"
    " Child Local Serious Case Review Learning Executive Summary Final Published Practice Health Social Care Service Services"
    " Council County Trust Hospital Police Working Together Panel Group Safety Community Department National Learning The In"
    " This January February March April May June July August September October November December Baby Young Person Welsh"
    " Government Regional Significant Management Initial Response Consultant Director Officer Team Model Rapid Full Version"
).split()
_WORD = rf"(?!(?:{'|'.join(_NOT_NAMES)})\b)[A-Z][\w'’-]+"
_NAME = rf"{_TITLE}{_WORD}(?: (?:{_WORD}|[A-Z]\.?|de|van|der|ap|ab|Mac|O'))*? {_WORD}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:, | and | & |, and ){_NAME})*)"
_ROLE = (
    r"(?:(?:independent|lead|joint|external|sole|overview|report|SILP|accredited|appointed|principal|review) )*"
    r"(?:reviewers?|authors?|report writers?|overview writers?|writers?|consultants? and author)"
)
_STATED = (
    re.compile(rf"^\W*(?i:(?:by |the |report ){{0,2}}{_ROLE}(?:\(s\)|/\w+)?(?: and (?:chair|author|lead reviewer))?)\s*[:–-]\s*{_NAMES}"),
    re.compile(rf"^\W*(?i:report )?(?i:prepared|written|produced|completed|compiled|authored|undertaken) (?i:for \w+ )?by:?\s+{_NAMES}"),
    re.compile(rf"^\W*(?i:authors?(?:ed)?(?: by)?|by):?\s+{_NAMES}(?=\s*(?:,|$|\())"),
    re.compile(rf"^\W*(?i:(?:report )?by:? )?{_NAMES}(?:, | – | - |\s*\()(?i:[^.]{{0,40}}{_ROLE})"),
    re.compile(rf"{_NAMES},? (?i:(?:who is|an?|independent)\b[^.]{{0,90}}?,?\s*(?:was|is) (?:the |appointed |commissioned )[^.]{{0,60}}?{_ROLE})"),
    re.compile(rf"{_NAMES},? (?i:(?:was|were|has been|is|are) (?:appointed|commissioned|the|an|engaged|asked|independent)\b[^.]{{0,70}}?{_ROLE})"),
    re.compile(rf"(?i:\b(?:an?|the) {_ROLE}),? {_NAMES}(?=[,.]| (?i:was|held|met|is|who|has|and))"),
    re.compile(rf"(?i:\b(?:commissioned|appointed|asked|engaged)) {_NAMES}[^.]{{0,60}}(?i:{_ROLE}|to (?:undertake|write|lead|carry out|conduct))"),
)
_SHORT = rf"{_TITLE}{_WORD} (?:{_WORD} )?{_WORD}"
_ALONE = re.compile(rf"^(?P<names>{_SHORT}(?:(?: and | & |, ){_SHORT})*)$")
"""A line of the cover that holds nothing but names of two or three words."""

_AUTHOR_WITHIN = 150
_METHODS = (
    ("scie-lt", r"\bSCIE\b[^.]{0,40}(?:Learning Together|model|systems|method)|\bLearning Together (?:model|approach|method\w*|review|systems)|\bLearning Together was developed"),
    ("silp", r"\bSILP\b|\bSignificant Incident Learning Process"),
    ("rca", r"\broot[- ]cause analysis|\b(?:five|5) whys|\bfishbone"),
    ("appreciative-inquiry", r"\bappreciative (?:inquiry|enquiry)"),
    ("joint-review", r"\b(?:joint|combined|combining|combines)\b[^.]{0,60}\b(?:domestic homicide|mental health homicide|child practice|safeguarding adults?|serious case)|\bjoint (?:serious case|domestic homicide|case) review|\b(?:domestic homicide review)[^.]{0,60}\b(?:were|was|be|been)? ?(?:joined|combined|conducted jointly|together|single)"),
    ("national-review", r"\bnational (?:child safeguarding practice )?review (?:by|of|carried out by) the (?:national )?panel"),
    ("targeted-proportionate", r"\btargeted and proportionate|\bproportionate and targeted|\b(?:targeted|proportionate|intensive) (?:review|approach|method\w*)"),
    ("hybrid", r"\bhybrid\b"),
    ("rapid-review", r"^(?:published )?rapid review\b|\brapid review (?:report|only)|\bno (?:further|local) [^.]{0,50}review (?:was|is|would)|\b15 working days"),
    ("thematic", r"\bthematic (?:\w+ ){0,3}review"),
    ("practitioner-event", r"\bpractitioner (?:learning )?events?\b|\breflective (?:workshop|learning event)|\blearning events?\b"),
    ("welsh-cpr", r"\b(?:concise|extended) child practice review|\bchild practice reviews? \(Welsh|\bmulti-agency child practice review"),
    ("traditional-imr", r"\bindividual management re(?:views?|ports?)|\bIMRs?\b|\bmanagement reviews\b|\binternal management re"),
)  # fmt: skip
_BY_TYPE = {"child-practice-review": "welsh-cpr", "thematic-review": "thematic", "rapid-review": "rapid-review"}
"""Reviews whose type says how they are done."""

_DENIED = re.compile(
    r"\b(?:in place of|instead of|rather than|not (?:use|using|a|an|follow)|did not|unlike|replaced|other (?:methods?|reviews?)|trained in"
    r"|training in|experience|accredited (?:in|by)|has (?:led|written|completed)|will be held)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"\b(?:chose|chosen|used|using|uses|method\w*|approach|model|process|review(?:s|ed)? (?:was|used|followed|asked)|carried out|adopted"
    r"|built|were provided|were requested|wrote|prepared|followed|based on|in accordance|combin\w+|held|commissioned|asked for)\b",
    re.IGNORECASE,
)
_WHERE = frozenset({Role.METHODOLOGY, Role.FRONT_MATTER, Role.SUMMARY, Role.TERMS_OF_REFERENCE})


def author_of(sentences: Sequence[Told]) -> tuple[str | None, Evidence | None]:
    """Who wrote the report: named on the cover, else where the text says who reviewed."""
    for told in sentences[:_AUTHOR_WITHIN]:
        for pattern in _STATED if told.on_cover else _STATED[4:]:
            match = pattern.search(told.text)
            if match:
                return match["names"], told.evidence("author", match.start("names"), match["names"])
    return _alone([told for told in sentences if told.on_cover])


def _alone(cover: Sequence[Told]) -> tuple[str | None, Evidence | None]:
    """A line of the cover that is nothing but names: two of them, a title, or a line beside it that says whose they are."""
    for place, told in enumerate(cover):
        match = _ALONE.match(told.text) if place else None
        if not match or match["names"].isupper():
            continue
        beside = " ".join(other.text for other in cover[place - 1 : place + 2] if len(other.text) < 80)
        if " and " in told.text or re.match(r"(?:Dr|Mrs?|Ms|Prof)", told.text) or re.search(_ROLE, beside, re.IGNORECASE):
            return match["names"], told.evidence("author", 0, match["names"], clear=False)
    return None, None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for name, pattern in _METHODS)


def method_of(sentences: Sequence[Told], review_type: str | None) -> tuple[str | None, Evidence | None]:
    """How the review was done: what the cover says, else the text where it speaks of method, else its type."""
    best: tuple[float, str, Told, int] | None = None
    for told in sentences:
        if told.order > 250 or not (told.on_cover or told.role not in (Role.RECOMMENDATION, Role.APPENDIX, Role.RESPONSE)):
            continue
        for rank, (name, pattern) in enumerate(_patterns()):
            match = pattern.search(told.text)
            if match and not _DENIED.search(told.text[: match.start()]):
                score = _method_score(told, rank)
                if score > 0 and (best is None or score > best[0]):
                    best = (score, name, told, match.start())
    if best is None:
        return (_BY_TYPE.get(review_type) if review_type else None), None
    return best[1], best[2].evidence("method", best[3], best[1], clear=best[0] >= 4)


def _method_score(told: Told, rank: int) -> float:
    score = 4.0 * told.on_cover + 2.0 * bool(_CHOSEN.search(told.text)) + 1.5 * (told.role in _WHERE) + 0.5 * told.early
    return score + 2.5 - 0.35 * rank - told.order / 150
