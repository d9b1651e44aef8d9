"""By when something is to be done, in the words that say so."""

from __future__ import annotations

import re

from ingest.written.dates import DATE

_COUNT = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four)"
_PART = r"(?:(?:the )?(?:end|start|beginning|middle) of |early |late |mid-? ?|spring |summer |autumn |winter )"
_NAME = r"(?:spring|summer|autumn|winter|school|academic|financial|current|next)"
_TERM = rf"the {_NAME}(?: {_NAME})? (?:term|year)"
_TIMESCALE = re.compile(
    rf"\b(?:within|in)(?: the next)? {_COUNT}(?: working)? (?:weeks?|months?|years?)\b"
    r"(?! of (?:life|age|an?|her|his|their|each|any|every)\b)"
    r"(?: of (?:(?:the|this|that|its|senior) )?\w+)*"
    rf"|\b(?:by|from|before|no later than|not later than) {_PART}*(?:{DATE.pattern}|(?:19|20)\d\d\b|{_TERM})"
    r"|\bwith immediate effect\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?:by |from |within |end (?:of )?)?{_PART}*(?:{DATE.pattern}|(?:19|20)\d\d|{_COUNT} (?:weeks?|months?|years?))"
    r"|immediate(?:ly)?|ongoing|completed?(?: [\w ]+)?",
    re.IGNORECASE,
)
_HABIT = re.compile(r"\b(?:every|each|least|first|last|any|times?|recorded|happened|incidents)\s*$", re.IGNORECASE)


def timescale_in(text: str) -> str | None:
    """The words that say by when, joined by semicolons where they are several; ``None`` where nothing is said."""
    found = (match for match in _TIMESCALE.finditer(text) if not _HABIT.search(text[: match.start()]))
    return "; ".join(dict.fromkeys(match[0].replace("\n", " ") for match in found)) or None


def is_timescale(cell: str) -> bool:
    """Whether a cell of a table says nothing but by when."""
    return bool(_WHOLE.fullmatch(cell.strip()))
