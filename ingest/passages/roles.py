"""What a passage does in its report: by the headings above it, then by how it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.model import Role
from ingest.vocabulary import load

_NUMBER = re.compile(
    r"^\W*(?:(?:section|part|chapter)\s+\w+\s*[:.–-]?\s*|(?:\d+|[a-z])(?:\.\d+|\([ivx]+\))*[.):]?\s+)", re.IGNORECASE
)

_ITEM = r"(?:no\.?\s*)?(?:\d+(?:\.\d+)*|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)\b"

_OPENINGS = (
    (
        Role.RECOMMENDATION,
        re.compile(rf"^(?:key |national |local |multi-agency |single agency )?recommendations? {_ITEM}", re.IGNORECASE),
    ),
    (Role.RECOMMENDATION, re.compile(r"^R\d+\b[.:)]?\s")),
    (Role.FINDING, re.compile(rf"^(?:key |priority |headline )?findings? {_ITEM}", re.IGNORECASE)),
    (
        Role.LESSON,
        re.compile(rf"^(?:key |practice )?(?:learning(?: points?| themes?)?|lessons?) {_ITEM}", re.IGNORECASE),
    ),
    (Role.GOOD_PRACTICE, re.compile(r"^(?:(?:examples? of )?good practice|what worked well)\s*[:.–-]", re.IGNORECASE)),
)

_QUESTIONS = re.compile(r"\bquestions? for the (?:board|partnership)\b", re.IGNORECASE)
"""What a systems review asks of its board in place of recommendations: "Finding 2: questions for the Board"."""

_PRAISE = re.compile(
    r"^(?:(?:this|that|it|there|here) (?:was|were|is) (?:[\w-]+ ){0,3}"
    r"(?:good|excellent|effective|strong|exemplary) practice\b"
    r"|(?:[\w' -]+ )?(?:should|is to|are to) be commended\b)",
    re.IGNORECASE,
)

_OPEN_TO_PRAISE = frozenset({Role.ANALYSIS, Role.NARRATIVE, Role.FINDING, Role.LESSON})


@cache
def _patterns() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple(
        (Role(entry["role"]), re.compile(pattern, re.IGNORECASE))
        for entry in load("roles")
        for pattern in entry["headings"]
    )


@cache
def role_of_heading(heading: str) -> Role | None:
    """The role a heading names, or ``None`` for one that could head anything ("Paediatric care")."""
    item = role_of_opening(heading)
    if item is not None and not _QUESTIONS.search(heading):
        return item
    bare = bare_heading(heading)
    return next((role for role, pattern in _patterns() if pattern.search(bare)), None)


def bare_heading(heading: str) -> str:
    """The words of a heading without its number: "4.2 What we learned?" is "What we learned"."""
    return _NUMBER.sub("", heading).strip(" :.?–-")


def role_of_opening(text: str) -> Role | None:
    """The role a text claims for itself: "Recommendation 4: …", "Finding 2. …"."""
    return next((role for role, pattern in _OPENINGS if pattern.search(text)), None)


def role_of(heading: Sequence[str], text: str) -> Role:
    """The role of a passage. The nearest heading that names one decides, unless the text says what it is itself."""
    opening = role_of_opening(text)
    if opening is not None:
        return opening
    named = [role for role in map(role_of_heading, reversed(heading)) if role is not None]
    if Role.APPENDIX in named and named[0] in (Role.APPENDIX, Role.METHODOLOGY, Role.FAMILY_BACKGROUND):
        return Role.APPENDIX
    role = named[0] if named else (Role.NARRATIVE if heading else Role.FRONT_MATTER)
    return Role.GOOD_PRACTICE if role in _OPEN_TO_PRAISE and _PRAISE.search(text) else role
