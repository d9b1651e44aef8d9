"""Whom a review is about, by the label its publisher gave: "Child AR", "Babies C, D, E and F", "CA 2/2016"."""

from __future__ import annotations

import re

_LABEL = r"(?:[A-Z]{1,3}\d{0,2}|\d{1,3}|[A-Z][a-z]+)"
_LIST = rf"{_LABEL}(?:(?:,\s*|\s*,?\s+(?:and|&)\s+){_LABEL})*"
_SINGLE = (
    rf"(?:Child|CHILD|Baby|BABY|Infant|Young Person|YOUNG PERSON|Sibling Group|Family|Case|Adult)\s+(?:{_LABEL})"
    rf"(?:\s+and\s+(?!Adult|Child|Baby)(?:{_LABEL}))?"
)
_PLURAL = rf"(?:Children|Babies|Siblings|Young People|Sisters|Brothers)\s+(?:{_LIST})"
_CODE = r"\b[A-Z]{2,5}\s?\d{1,2}/(?:19|20)\d\d\b"
SUBJECT = re.compile(rf"(?<![\w-])(?:{_PLURAL}|{_SINGLE}|{_CODE})(?![\w-])")

_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten)\s+(?:babies|infants|children|young people|brothers|sisters)\b",
    re.IGNORECASE,
)
_NOT_LABELS = re.compile(
    r"\s(?:Safeguarding|Protection|Practice|Sexual|Criminal|In|Is|Was|And|Death|Development|Health|Abuse|Reviews?"
    r"|Services?|Exploitation|Law|Act|Board|Partnership|Committee|Management|Benefit|Care|Plan|Plans|Death|Looked|Social|Mental)\b"
)
_KIND_OF = re.compile(r"^(?:CHILD|BABY|YOUNG PERSON)\b")
_AFTER_COLON = re.compile(
    r"(?:review|briefing|summary|report|brief)\b[^:–]{0,60}[:–-]\s+([A-Z][a-z]+(?:\s+and\s+[A-Z][a-z]+)?)\s*$",
    re.IGNORECASE,
)

_BEFORE_COLON = re.compile(
    r"^(?!(?:Summary|Review|Response|Report|Briefing|Learning|Foreword|Introduction)\b)"
    r"([A-Z][a-z]+(?:\s+and\s+[A-Z][a-z]+)?)\s*[:–-]\s(?=.{0,80}\b(?:review|briefing|summary|response)\b)"
)


def subject_in(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first subject label in ``text`` with its place, or ``None``."""
    for match in SUBJECT.finditer(text):
        if not _NOT_LABELS.search(" " + match[0].split(" ", 1)[-1]):
            return _KIND_OF.sub(lambda kind: kind[0].title(), re.sub(r"\s+", " ", match[0])), match.span()
    named = _AFTER_COLON.search(text) or _BEFORE_COLON.search(text)
    return (named[1], named.span(1)) if named else None


def counted_subject_in(title: str) -> str | None:
    """Children who are only counted in a title: "Four babies: a thematic review"."""
    match = _COUNTED.search(title)
    return match[0].capitalize() if match else None


def subject_key(subject: str) -> str:
    """A label made comparable: "Child  AR" and "CHILD AR" are one."""
    return re.sub(r"[^a-z0-9]+", "-", subject.casefold()).strip("-")


def members_of(subject: str) -> tuple[str, ...]:
    """The label of each child in a label of several: "Babies C and D" names Baby C and Baby D; one child is itself."""
    plural = re.match(
        r"(Children|Babies|Siblings|Young People|Sisters|Brothers|Child|Baby)\s+(?=.*(?:,|\sand\s|&))", subject
    )
    rest = subject[plural.end() :] if plural else subject
    parts = [part for part in re.split(r",\s*|\s*,?\s+(?:and|&)\s+", rest) if part]
    if not plural:
        return tuple(parts) if len(parts) > 1 and all(re.fullmatch(r"[A-Z][a-z]+", part) for part in parts) else ()
    single = {"Children": "Child", "Babies": "Baby", "Young People": "Young Person"}.get(plural[1], plural[1])
    prefix = "" if single in ("Siblings", "Sisters", "Brothers") else f"{single} "
    return tuple(f"{prefix}{part}" if len(part) <= 3 else part for part in parts)
