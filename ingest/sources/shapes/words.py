"""The words around a link: what a site adds to them, what they say of a review, and what they rule out."""

from __future__ import annotations

import re

from ingest.model import DocumentKind

_ADDED = re.compile(
    r"\s*[\[(]\s*(?:pdf|docx?|word|opens?\b[^\])]*|external link|new window|\d[\d.,]*\s*[km]b"
    r"|pdf[\s,;:|–-]*[^\])]{0,24}|docx?[\s,;:|–-]*[^\])]{0,24}|[^\])]{0,12}\d[\d.,]*\s*[km]b[^\])]{0,12})\s*[\])]"
    r"|\s*[-–,]?\s*\b(?:this (?:link )?)?(?:will )?opens? in (?:an?|the)? ?(?:new|same) (?:window|tab|page)\b\.?"
    r"|^(?:pdf icon|icon|document icon)\s+|\s+(?:pdf|docx?)(?:\s+(?:file|document))?$|\s+\d[\d.,]*\s*[km]b(?:\s+pdf)?$"
    r"|\.(?:pdf|docx?)$",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"^\W*(?:"
    r"(?:please\s+)?(?:click|tap|see|read|view|download|access|open|find|get)?\s*(?:it\s+)?(?:here|now|more|this|link|online)"
    r"|read more.*|find out more|more information"
    r"|click here(?:\s+(?:to|for)\s+(?:read|view|download|see|the|more|full)(?:\s+[a-z]+){0,3})?"
    r"|download(?:\s+(?:now|here|file|pdf|document|the pdf|it))?"
    r"|(?:read|view|see|download|access|open)?\s*(?:the\s+|this\s+)?(?:full\s+|complete\s+|published\s+|final\s+)?"
    r"(?:report|document|review|briefing|pdf|file|link|publication|version|summary|l?cspr|lspr|spr|scr|cpr)?"
    r"(?:\s+here|\s+in full)?|(?:is )?(?:now )?available(?: here| now)?"
    r"|published(?:\s+(?:on\s+)?(?:\d{1,2}\w*\s+)?\w+,?\s+\d{4})?:?|is available.*|part \d)\W*$",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"\b(?:s?cspr|lcspr|lscpr|lspr|spr|scrs?|cpr|susr|cmr|icr|malr)\b"
    r"|\b(?:practice|case|learning|thematic|partnership|rapid|safeguarding|management|incident|lessons?|child|local"
    r"|national|significant|serious|joint|desktop) reviews?\b|\boverview report|\b(?:7|seven)[- ]?(?:minute|point)\b"
    r"|\blearning (?:brief|briefing|summary|lessons|from|bulletin)|\blearn(?:ing)? lessons"
    r"|\breview (?:report|of|into)|\badolygiad(?:au)?\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:overview report|executive summary|full report|final report|review report|(?:7|seven)[- ]?minute"
    r"|learning brief\w*|learning summary|summary report|(?:case|practice|learning|thematic) review)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:procedures?|polic(?:y|ies)|protocol|guidance|guide|toolkit|tool kit|framework|flow ?chart|template|referral"
    r"|(?:notification|consent|booking|feedback|evaluation)\s+form|form|strategy|strategic|business plan|annual report"
    r"|newsletter|e-?bulletin|minutes|agenda|terms of reference|training|course|webinar|workshop|e-?learning|privacy"
    r"|cookies?|accessibility|constitution|safeguarding arrangements|memorandum|threshold|leaflet for|job description"
    r"|person specification|criteria|working together to safeguard|safeguarding adults? reviews?|sars?"
    r"|domestic homicide|dhrs?|child death overview|cdop|multi-agency audit|audit report|section 11|dataset"
    r"|performance report)\b(?<!7 minutes)(?<!seven minutes)",
    re.IGNORECASE,
)
_REFUSED_ALWAYS = re.compile(r"\b(?:adult practice review|safeguarding adults? reviews?|apr|sar)\b", re.IGNORECASE)
_ABOUT_REVIEWS = re.compile(
    r"\b(?:procedures?|protocol|guidance|toolkit|framework|policy|flow ?chart|template|referral|form|process)\b",
    re.IGNORECASE,
)
_COMPANION = re.compile(
    r"\b(?:media|press) (?:statement|release)|\bstatement\b|\bpresentation\b|\binfographic\b|\bpodcast\b|\bvideo\b"
    r"|\beasy read\b|\bposter\b|\bletter\b|\bslides\b",
    re.IGNORECASE,
)
_WELSH = re.compile(
    r"\b(?:cymraeg|adroddiad|adolygiad|ymarfer plant|bwrdd diogelu|crynodeb|fersiwn|briffio|munud|terfynol)\b"
    r"|\(welsh\)|\bwelsh version\b|[-_/](?:cy|cym|cymraeg|welsh)(?:[-_./]|$)",
    re.IGNORECASE,
)
_KINDS = (
    (DocumentKind.SEVEN_MINUTE_BRIEFING, re.compile(r"\b(?:7|seven)[- ]?min", re.IGNORECASE)),
    (DocumentKind.EXECUTIVE_SUMMARY, re.compile(r"\bexecutive summary\b", re.IGNORECASE)),
    (DocumentKind.ACTION_PLAN, re.compile(r"\baction plan\b", re.IGNORECASE)),
    (DocumentKind.RESPONSE, re.compile(r"\bresponse\b", re.IGNORECASE)),
    (
        DocumentKind.LEARNING_SUMMARY,
        re.compile(r"\blearning (?:summary|brief\w*|bulletin)|\b(?:practice|practitioner) brief", re.IGNORECASE),
    ),
)


def kind_in(words: str) -> DocumentKind:
    """What a report published as a page is, by the words of its title; without any, the review itself."""
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), DocumentKind.OVERVIEW_REPORT)


def cleaned(words: str) -> str:
    """A link's words without size, format and "opens in new window"."""
    text = " ".join(words.replace("\u200b", "").split())
    for _ in range(4):
        shorter = _ADDED.sub("", text).strip(" -–—|>»›")
        if shorter == text:
            break
        text = shorter
    return text


def is_idle(words: str) -> bool:
    """Whether a link's words name nothing: "here", "Download", "Read the full report", "Published 14 June 2017"."""
    return not words or bool(_IDLE.match(words))


def speaks_of_a_review(words: str) -> bool:
    """Whether words are of the vocabulary of reviews."""
    return bool(_REVIEW.search(words))


def names_a_whole(words: str) -> bool:
    """Whether words name a kind of document that a review is published as."""
    return bool(_WHOLE.search(words))


def is_refused(words: str, *, has_subject: bool) -> bool:
    """Whether words name what is not a review: a manual, a policy, training, minutes, a review of adults.

    A subject saves a title such as "Child A: learning for training", never a procedure about reviews.
    """
    if _REFUSED_ALWAYS.search(words):
        return True
    return bool((_ABOUT_REVIEWS if has_subject else _REFUSED).search(words))


def is_companion(words: str) -> bool:
    """Whether words name what goes with a review and is none of its documents: a statement, a poster, slides."""
    return bool(_COMPANION.search(words)) and not names_a_whole(words)


def is_welsh(words: str, address: str) -> bool:
    """Whether a link says, or its address does, that the document is in Welsh."""
    return bool(_WELSH.search(words) or _WELSH.search(address))
