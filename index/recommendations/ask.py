"""What a recommendation asks, bare of number, addressee and timescale, and whether it names who, what and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.passages.addressees import agencies_in
from ingest.passages.items import mark_of
from ingest.passages.recording import Record

_MODAL = re.compile(
    r"\b(?:should|must|shall|will|(?:needs?|ought|(?:is|are)(?: asked| invited| recommended)?) to)\b"
    r"(?: (?:also|each|both|all|jointly|together|now|therefore)\b)*,?",
)
_STOCK_OPENING = re.compile(
    r"^(?:\W*(?:ensure|make sure|assure (?:itself|themselves)|be assured"
    r"|seek assurance(?: from [^.,]{3,60}?(?= that\b))?|satisfy (?:itself|themselves)|see to it"
    r"|require|ask)\b(?: that)?\s*)+",
    re.IGNORECASE,
)
_STOCK_ENDING = re.compile(
    r",? and (?:should |to )?(?:report|provide (?:a )?report|give assurance|bring evidence|feed back)\b"
    r"[^.;]{0,60}?\b(?:to the (?:\w+ )?(?:board|partnership|committee)|on progress)\b[^.;]{0,40}(?=[.;]|$)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^\W*(?:ensure (?:that )?)?(?:be (?:aware|mindful|reminded|alert|vigilant)|consider|reflect|note|remember"
    r"|bear in mind|give (?:consideration|thought)|raise awareness|promote|recogni[sz]e|think|explore|look at)\b",
    re.IGNORECASE,
)
_CHECKS = re.compile(
    r"\b(?:audit\w*|report(?:s|ed|ing)? (?:\w+ ){0,3}(?:to|on)|evidence of|data on|figures|publish\w*|in writing"
    r"|written|record(?:s|ed)?\b|measure[sd]?|monitor\w*|dip[- ]sampl\w+|survey\w*|percentage|per cent"
    r"|every (?:month|quarter|year)|each (?:month|quarter|year)|quarterly|annual(?:ly)?"
    r"|within \w+ (?:working )?(?:hours?|days?|weeks?|months?)"
    r"|at least (?:once|twice|\w+ times?)|no longer than|not less than|single (?:page|pathway|protocol))",
    re.IGNORECASE,
)
_ANOTHER_NUMBER = re.compile(
    r"^(?:\d+(?:\.\d+)*\s+)?(?:Recommendation|Question|Action|R)\s*\d+\s*[.:–-]*\s*", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.;?](?=\s|$)|\n|\t")
_FEWEST = 4
_NOBODY = re.compile(r"\W*no\b", re.IGNORECASE)
_PROPER = re.compile(r"(?:[A-Z]\w+ ?)+")
_CIRCUMSTANCE = re.compile(r"\W*((?:when|where|if|whenever|before|after|following)\b[^,]*),", re.IGNORECASE)
_PLACE = re.compile(r"(?<=\w) (?:in|across|throughout|within) [A-Z]\w+(?: [A-Z]\w+)*(?= |[.,;]|$)")


@dataclass(frozen=True, slots=True)
class Named:
    """What a recommendation names, each in its own words: facts about the text, no mark for its author.

    ``checks`` are the words by which somebody could tell later whether it was done; ``what`` is ``None`` where it asks
    for no act, but for an attitude or a thought ("be mindful of").
    """

    who: tuple[str, ...]
    what: str | None
    when: str | None
    checks: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it names who, what and by when."""
        return bool(self.who and self.what and self.when)


def ask_of(record: Record) -> str:
    """What a record asks, as it is compared. Never shown: what is shown are the record's own words."""
    return bare_ask(record.text, record.timescale)


def bare_ask(text: str, timescale: str | None = None) -> str:
    """A recommendation's text without its number, who is asked, where, by when, and where to report.

    Only a subject that names an agency is left out: in "strategy discussions should include health" it is the matter.
    """
    cells = text[mark_of(text).end :].split("\t")
    body = max(cells, key=lambda cell: len(cell.split()))
    body = _ANOTHER_NUMBER.sub("", body).strip(" \n•-–")
    for words in (timescale or "").split("; "):
        body = body.replace(words, "") if words else body
    body = re.sub(r"\s*,(?:\s*,)+", ",", body)
    modal = _MODAL.search(body)
    if modal and modal.start() < len(body) / 2:
        subject = body[: modal.start()]
        body = f"{_kept_of(subject)} {body[modal.end() :]}".strip()
    kept = _PLACE.sub("", _STOCK_OPENING.sub("", _STOCK_ENDING.sub("", body))).strip(" ,.;")
    return kept if len(kept.split()) >= _FEWEST else body


def _kept_of(subject: str) -> str:
    """What of a subject belongs to the matter: all of one that names no agency; else the circumstance before it."""
    if _NOBODY.match(subject) or not (agencies_in(subject) or _PROPER.fullmatch(subject.strip())):
        return subject.strip()
    match = _CIRCUMSTANCE.match(subject)
    return match[1] if match else ""


def named_in(record: Record) -> Named:
    """What a record names, in slices of its own text."""
    text = record.text[mark_of(record.text).end :]
    checks = tuple(dict.fromkeys(match[0] for match in _CHECKS.finditer(text)))
    return Named(record.addressed_to, _what(text), record.timescale, checks)


def _what(text: str) -> str | None:
    """The first act that is asked for, to the end of its sentence."""
    if text.rstrip().endswith("?"):
        return None
    for modal in _MODAL.finditer(text):
        rest = text[modal.end() :].lstrip()
        if not _VAGUE.match(rest):
            end = _SENTENCE_END.search(rest)
            return rest[: end.start()] if end else rest
    if _MODAL.search(text):
        return None
    body = max(text.split("\t"), key=len).strip()
    return None if _VAGUE.match(body) or len(body.split()) < _FEWEST else body
