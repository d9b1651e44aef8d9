"""Which words of a passage are quoted: exact slices, short enough to read, that stand by themselves.

A passage of few words is quoted whole. Of a longer one the sentence is taken that holds the words for which the passage
was tagged, with the sentences after it as long as they fit, or the one before it where it would begin with "This". What
begins a list, or is too short to say anything, is not quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.engine.bm25 import stems_in
from index.tagging.tags import Span
from ingest.passages.sentences import sentence_spans

MOST_WORDS = 55
"""Words of a quote at most."""
FEWEST_WORDS = 8
_ENOUGH = 25
_ALIKE = 0.6
"""Share of the words of the shorter quote from which two quotes say the same."""
_MARK = re.compile(
    r"^\s*(?:[•◦▪●–*-]\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]\s+|\d{1,2}(?:\.\d{1,2})+\s+"
    r"|(?:Recommendation|(?:Key )?Finding"
    r"|Learning(?: [Pp]oint)?|Lesson|Action|Question"
    r"|Key (?:[Mm]essage|[Ll]earning|[Pp]oint)|(?:Practice|Learning) [Mm]essage)"
    r"\s?(?:[A-H]|\d{1,2}(?:\.\d{1,2})*)\s*[.:–-]\s*"
    r"|[A-Z]{1,2}\d{1,2}\s*[.:–-]\s*"
    r"|[A-Z]\d{1,2}\s+(?=(?:The|An?|All|Each|Every|No|When|In|On|At|It|There|This|Staff|Professionals)\s))+"
)
_LEANS = re.compile(r"(?:This|That|These|Those|It|He|She|They|However|Therefore|Also|Nor|But)\b")
_CELLS = re.compile(r"\t| {3}")
"""What stands between the cells of a table's row, which is not quoted as if it were a sentence."""
_CLOSED = re.compile(r"[.!?][\"'’”)\]]*$")


def excerpt(text: str, marks: Sequence[Span], most: int = MOST_WORDS) -> Span | None:
    """The slice of ``text`` to quote for the words at ``marks``, or ``None`` where nothing of it stands by itself."""
    whole = _begun(text, 0, len(text.rstrip()))
    if _length(text, whole) <= most:
        return whole if _says(text, whole) else None
    spans = sentence_spans(text)
    at = next((number for number, span in enumerate(spans) if _holds(span, marks)), 0)
    found = _grown(text, spans, at, most)
    return found if found and _says(text, found) and _CLOSED.search(text[slice(*found)]) else None


def sentence_with(
    text: str, wanted: Callable[[str], bool], marks: Sequence[Span], most: int = MOST_WORDS
) -> Span | None:
    """The first sentence that is ``wanted`` and holds one of ``marks``, where it is short enough."""
    for span in sentence_spans(text):
        begun = _begun(text, *span)
        fits = _length(text, begun) <= most and _says(text, begun)
        if fits and _holds(span, marks) and wanted(text[slice(*begun)]):
            return begun
    return None


def alike(first: str, second: str) -> bool:
    """Whether two quotes say nearly the same in the same words."""
    return same_words(stems_in(first), stems_in(second))


def same_words(first: frozenset[int], second: frozenset[int]) -> bool:
    """The same of the stems of two quotes."""
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= _ALIKE


def _grown(text: str, spans: Sequence[Span], at: int, most: int) -> Span | None:
    first = last = at
    if _length(text, spans[at]) > most:
        return None
    if at and _LEANS.match(text[spans[at][0] :]) and _length(text, (spans[at - 1][0], spans[at][1])) <= most:
        first -= 1
    while last + 1 < len(spans) and _length(text, (spans[first][0], spans[last][1])) < _ENOUGH:
        if _length(text, (spans[first][0], spans[last + 1][1])) > most:
            break
        last += 1
    return _begun(text, spans[first][0], spans[last][1])


def _begun(text: str, start: int, end: int) -> Span:
    """A slice without the bullet or number that it begins with."""
    mark = _MARK.match(text[start:end])
    start += mark.end() if mark else 0
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


def _says(text: str, span: Span) -> bool:
    words = text[slice(*span)]
    whole = words[-1:] not in tuple(":;,–-") and not _CELLS.search(words) and not _torn(words)
    return _length(text, span) >= FEWEST_WORDS and whole


def _torn(words: str) -> bool:
    """Whether somebody's speech begins in the words and does not end in them, or ends and does not begin."""
    return words.count('"') % 2 == 1 or words.count("“") != words.count("”")


def _holds(span: Span, marks: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in marks)


def _length(text: str, span: Span) -> int:
    return len(text[slice(*span)].split())
