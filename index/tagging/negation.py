"""Which words of a text are denied: "no evidence of domestic abuse" says that there was none.

A harm or a circumstance that is denied is no theme. What practice lacked is another matter: "no evidence of
supervision" is a finding about supervision, so the tagger asks here only for themes of harm, family and surroundings.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.tagging.tags import Span

_REST = (
    r"(?P<denied>[^.;:!?]{3,160}?)"
    r"(?=[.;:!?]|,? (?:but|although|though|however|until|before|yet|and (?:she|he|they)\b)|$)"
)
_DENIALS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        rf"\b(?:no|without|nor any|not any) (?:\w+ )?(?:evidence|signs?|indications?|suggestion|history"
        rf"|suspicions?|disclosures?|allegations?|concerns?|worries|reports?|mention|hint) (?:was |were |had been )?"
        rf"(?:found |known |recorded |seen |raised )?(?:of|that|about|to suggest|regarding|for|to show)\b{_REST}",
        rf"\bneither\b{_REST}",
        rf"\b(?:there (?:was|were|is|had been|has been) (?:no|never any|not any)) "
        rf"(?!evidence|sign|record|plan|assess|referr|discuss|meeting|check|review|system|process|pathway|policy"
        rf"|supervis|challenge|shar|communic|analys|consider|follow|contact|lead){_REST}",
        rf"\b(?:does|did|do|had|has|have|was|were) (?:not|never) (?:been )?(?:known (?:to|for)|thought to|suspected of"
        rf"|use[d]?|misuse[d]?|abuse[d]?|experience[d]?|involve[d]?)\b{_REST}",
        rf"\b(?:denied|ruled out|nothing to suggest|no one suspected|free of|free from)\b{_REST}",
        r"(?:^|[.;:!?]\s)(?P<denied>[^.;:!?]{3,160}?)\b(?:was|were|is|are) not (?:a |an )?"
        r"(?:feature|factor|issue|concern|cause|element|part of|relevant|present|suspected|involved|found)\b",
        r"(?:^|[.;:!?]\s)(?P<denied>[^.;:!?]{3,160}?)\bdid not (?:feature|play (?:a|any) part)\b",
        r"(?:^|[.;:!?]\s)(?P<denied>[^.;:!?]{3,160}?)\bplayed no part\b",
    )
)


@lru_cache(maxsize=8)
def denied(text: str) -> tuple[Span, ...]:
    """The places of what ``text`` says was not so."""
    return tuple(match.span("denied") for words in _DENIALS for match in words.finditer(text))


def within(place: Span, spans: tuple[Span, ...]) -> bool:
    """Whether a place touches one of ``spans``."""
    return any(start < place[1] and place[0] < end for start, end in spans)
