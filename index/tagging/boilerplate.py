"""Sentences that carry no tag whatever words they hold: terms of reference, adverts for training, books, standing text.

Standing text is known by standing in several reviews. Documents of one review may repeat each other as they like.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from index.tagging.tags import Span
from ingest.model import Held, Role
from ingest.passages.sentences import sentence_spans

SILENT = frozenset({Role.TERMS_OF_REFERENCE, Role.METHODOLOGY, Role.BOILERPLATE, Role.APPENDIX, Role.FRONT_MATTER})
"""Roles of passages that say what was looked at and how, and not what was found."""

_SPEAKING = frozenset({Role.FINDING, Role.RECOMMENDATION, Role.LESSON, Role.RESPONSE, Role.ANALYSIS, Role.FAMILY_VIEW})
_SEVERAL = 3
_SHORT = 8

_REFERENCE = re.compile(
    r"\b(?:the |this )?(?:review|panel|reviewers?|learning event|report) "
    r"(?:will|would|was (?:asked|to)|is to|set out to|were asked to|has been asked to) (?:also )?(?:to )?"
    r"(?:consider|examine|explore|look at|establish|address|ask|focus)"
    r"|\bterms of reference\b|\bthe (?:key )?(?:lines of enquiry|questions) (?:were|are|for the review)\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"\b(?:training|courses?|e-?learning|seminars?|workshops?|briefing sessions?|conferences?)\b", re.IGNORECASE
)
_OFFERED = re.compile(
    r"\b(?:can attend|may attend|open to|offers?|offered|programme|runs?|advertised|available|free of charge"
    r"|book(?:ed|ing)?|website|calendar|places|delivered (?:by|to)|half-day|one-day|two-day|mandatory"
    r"|every (?:year|term)|covers?)\b",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"\b(?:anyone|if you are|if you have) (?:who is )?(?:worried|concerned|concerns) about\b|\bdial 999\b|\bhelpline\b"
    r"|\b(?:runs?|offers?|provides?) (?:\S+ )?(?:courses|training|workshops|seminars)\b"
    r"|\bcourses? .{0,120}\b(?:advertised|website|can be booked)\b",
    re.IGNORECASE,
)
_BOOK = re.compile(
    r"^\W*[A-Z][\w'’-]+,? (?:[A-Z]\.|and [A-Z]|et al).{0,80}\((?:19|20)\d\d[a-z]?\)|\(?(?:19|20)\d\d\)?[.:,].{5,160}"
    r"(?:London|HMSO|TSO|Press|Publishers?|Journal|Department (?:for|of)|pp?\.? ?\d|https?:|www\.|doi)",
)


def silent_spans(held: Held, standing: frozenset[bytes] = frozenset()) -> tuple[Span, ...]:
    """The places of a passage that carry no tag; its role may silence all of it."""
    text, role = held.passage.text, held.passage.role
    if role in SILENT:
        return ((0, len(text)),)
    return tuple(
        span
        for span in sentence_spans(text)
        if _silent(text[slice(*span)], role) or print_of(text[slice(*span)]) in standing
    )


def _silent(sentence: str, role: Role) -> bool:
    if any(words.search(sentence) for words in (_BOOK, _REFERENCE, _ADVERT)):
        return True
    if role in _SPEAKING:
        return False
    return sentence.rstrip().endswith("?") or bool(_TRAINING.search(sentence) and _OFFERED.search(sentence))


def standing_text(library: Iterable[Held]) -> frozenset[bytes]:
    """The sentences, by their prints, that stand in three reviews or more."""
    seen: defaultdict[bytes, set[str]] = defaultdict(set)
    for held in library:
        owner = held.review.id if held.review else held.document.id
        for span in sentence_spans(held.passage.text):
            mark = print_of(held.passage.text[slice(*span)])
            if mark:
                seen[mark].add(owner)
    return frozenset(mark for mark, owners in seen.items() if len(owners) >= _SEVERAL)


@lru_cache(maxsize=1_024)
def print_of(sentence: str) -> bytes:
    """A sentence as a short print of its words and numbers left out; empty for one too short to be known again."""
    words = re.findall(r"[^\W\d_]+", sentence.lower())
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest() if len(words) >= _SHORT else b""
