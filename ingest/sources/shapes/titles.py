"""What a title or a link's words say of a review: the publisher of a place, the subject, the year, the date."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.written.dates import DATE, MONTH, iso
from ingest.written.publishers import Registered, publisher_named, register
from ingest.written.subjects import subject_in, subject_key

_FORMS = (
    "{} Safeguarding Children Partnership",
    "{} Safeguarding Children Board",
    "{} Local Safeguarding Children Board",
    "{} Child Protection Committee",
    "{} Safeguarding Board",
    "{} LSCB",
    "{}",
)
_TYPE = (
    r"(?:(?:local\s+|national\s+)?child(?:ren)?\s+safeguarding\s+practice\s+review"
    r"|local\s+safeguarding\s+child\s+practice\s+review|safeguarding\s+(?:children\s+)?practice\s+review"
    r"|(?:serious|significant|local|critical|joint)\s+case\s+review|case\s+management\s+review"
    r"|(?:extended\s+|concise\s+)?child\s+practice\s+review|single\s+unified\s+safeguarding\s+review"
    r"|(?:multi-agency\s+|local\s+|partnership\s+)?(?:learning|partnership|practice|case|thematic|rapid)\s+review"
    r"|serious\s+incident\s+review|lcspr|lscpr|lspr|cspr|spr|scr|cpr|susr|cmr|malr)s?"
)
_MONTH = f"(?:{MONTH})"
_KIND = (
    r"(?:overview|executive|summary|summaries|final|full|published|publication|report|reports|learning|lessons|briefing"
    r"|brief|action|plan|response|statement|media|press|release|improvement|improvements|made|one|page|7|seven|minute"
    r"|min|point|practice|practitioner|version|english|welsh|composite|board|partnership|lscb|scb|scp|and|the|of|for"
    r"|from|into|in|on|regarding|re|concerning|about|respect|relation|to|by|with|a|an|is|was|now|available|redacted"
    r"|anonymised|multi-agency|agency|review|reviews|case|date|update|updated|download|read|view|pdf|here|document"
    r"|appendix|v\d+|draft|copy|new|local|national|child|children|safeguarding|thematic|extended|concise|serious"
    r"|independent|family|families|publications|briefings|news|audits?|training|process|procedures?|guidance|group|panel"
    r"|team|themes?|policy|what|why|how|who|when|where|these|this|our|more|other|all|archived?|previous|current|latest"
    r"|links|resources|information|further|contact|england|wales|scotland|uk|part|section|chapter|volume|phase|stage"
    r"|type|types|list|index|welcome|introduction|background|foreword|reviewer|author|chair|key|messages|findings"
    r"|recommendations)"
)
_NEXT = r"(?:report|overview|executive|final|full|learning|brief\w*|summary|publi\w+|is|was|review|response|action)"
_NAME = rf"(?!(?i:{_KIND}|{_MONTH})\b)[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?"
_OPEN, _CLOSE = r"['‘“\"]?", r"['’”\"]?"
_NAMES = rf"{_NAME}(?:{_CLOSE}(?:,\s*|\s*(?:,\s*)?(?:and|&)\s+){_OPEN}{_NAME})*"
_CODES = re.compile(
    r"\b(?:CPR\s+|SUSR\s+)?[A-Z]{2,6}(?:\s+CPR)?[\s-]{1,2}0?\d{1,2}\s?[/\s-]\s?(?P<year>20\d\d)\b"
    r"|\b[Cc]ase\s+[A-Z]{1,3}\d{1,3}\b"
)
_AFTER = re.compile(
    rf"(?i:\b{_TYPE})\s*(?i:(?:report|overview|executive|summary|final|full)\s+)*"
    r"(?i:(?:into|in\s+respect\s+of|in\s+relation\s+to|regarding|re|of|on|for|concerning)\s+)?"
    rf"(?i:the\s+death\s+of\s+)?[:–—-]?\s*{_OPEN}(?P<name>{_NAMES}){_CLOSE}"
    rf"(?=\s*(?:$|[-–—:,.(\[)]|(?i:{_NEXT}|\d|{_MONTH})))"
)
_LETTERED = re.compile(
    rf"(?i:\b{_TYPE})\s*[:–—-]?\s*{_OPEN}(?P<name>[A-Z]{{1,2}}\d{{0,2}}){_CLOSE}(?=\s*(?:$|[-–—:,.(\[)]|(?i:{_NEXT}|{_MONTH})))"
)
_BEFORE = re.compile(rf"^{_OPEN}(?P<name>{_NAMES}){_CLOSE}\s*[:–—-]?\s*(?:[(]\s*)?(?i:{_TYPE})\b")
_QUOTED = re.compile(rf"['‘“\"](?P<name>{_NAMES})['’”\"]")
_DOTTED = re.compile(
    r"\b(?P<what>Child(?:ren)?|Baby|Family|Young Person|Infant)\s+"
    rf"{_OPEN}(?P<label>[A-Z][a-z]+|[A-Z]{{1,3}}\d{{0,2}}){_CLOSE}(?![\w])"
)
_MORE = re.compile(
    r"(?:\s*(?:,|and|&|,\s*and)\s+(?:Child|Baby|Family|Young Person|Infant)\s+"
    r"(?:[A-Z]{1,3}\d{0,2}|\d{1,3}|[A-Z][a-z]+)\b|\s*&\s*[A-Z]{1,2}\d?\b)+"
)
_NOT_A_LABEL = frozenset(
    {"safeguarding", "protection", "practice", "death", "sexual", "criminal", "abuse", "services", "health", "review",
     "reviews", "exploitation", "report", "development", "social", "in", "and", "of", "looked", "mental", "neglect",
     "care", "plan", "act", "board", "partnership", "is", "with", "who", "aged", "support", "focus", "hub", "court"}
)  # fmt: skip
_TRIMMED = re.compile(
    rf"\b(?i:{_TYPE})\b|(?<![\w-])(?i:{_KIND})(?![\w-])|[()\[\]:;,.–—|“”\"‘•]|(?<!\w)['’-]+|['’-]+(?!\w)"
)
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?i:{_MONTH}),?\s+(?:19|20)\d\d\b"
    rf"|\b(?i:{_MONTH}),?\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
)
_YEAR = re.compile(r"(?<![\d/.])((?:19[89]|20[0-4])\d)(?![\d/]|\.\d)")
_LONGEST = 8


def publisher_at(place: str, year: int | None) -> str:
    """The board of a place under the name that it had in ``year``, by the register of publishers; else the place."""
    board = _board_at(place)
    if board is None:
        return place
    names = [name for name in board.names if year is None or _held(name.since, name.until, year)]
    return (names or list(board.names))[-1].name


@lru_cache(maxsize=4096)
def subject_of(words: str) -> str | None:
    """Whom a title is about, by label, code or name: "Child L", "CYSUR 4 2019", the George of "LCSPR - George"."""
    code = _CODES.search(words)
    if code:
        return " ".join(code[0].split())
    labelled = subject_in(words)
    if labelled:
        more = _MORE.match(words, labelled[1][1])
        return " ".join(f"{labelled[0]}{more[0] if more else ''}".split())
    for match in _DOTTED.finditer(words):
        if match["label"].lower() not in _NOT_A_LABEL:
            return f"{match['what']} {match['label']}"
    for pattern in (_AFTER, _BEFORE, _LETTERED, _QUOTED):
        named = pattern.search(words)
        if named:
            return re.sub(r"[‘’“”\"](?=[\s,]|$)|(?<=\s)[‘“\"']|'(?=[\s,]|$)", "", named["name"]).strip(" '‘’“”\"")
    return None


def same_subject(subject: str) -> str:
    """What makes two labels on one site one: letter case aside, and of a reference its number and year."""
    code = _CODES.fullmatch(subject)
    if code and code["year"]:
        return "/".join(str(int(part)) for part in re.findall(r"\d+", subject))
    return subject_key(subject.replace("’", "").replace("'", ""))


@lru_cache(maxsize=4096)
def topic_of(words: str) -> str | None:
    """What a title holds besides its type, kind of document and date, at most a few words: "Peer on Peer Abuse"."""
    rest = _TRIMMED.sub(_blank, _DATES.sub(_blank, words))
    named = [word for word in rest.split() if any(letter.isalpha() for letter in word)]
    if not 0 < len(named) <= _LONGEST or not any(word[0].isupper() for word in named):
        return None
    start, end = len(rest) - len(rest.lstrip()), len(rest.rstrip())
    return " ".join(words[start:end].split())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def date_in(*texts: str) -> str | None:
    """The first date of the first text that has one, as ``YYYY-MM-DD`` or ``YYYY-MM``."""
    for text in texts:
        for match in DATE.finditer(text.replace("_", " ")):
            found = iso(match)
            if found:
                return found
    return None


def year_in(*texts: str) -> int | None:
    """The first year that one of the texts states, that of a reference such as "CYSUR 4 2019" too."""
    for text in texts:
        found = _YEAR.search(text.replace("_", " "))
        code = _CODES.search(text)
        if found or (code and code["year"]):
            return int(found[1] if found else code["year"])  # type: ignore[index]
    return None


@cache
def _board_at(place: str) -> Registered | None:
    known = (publisher_named(form.format(place)) for form in _FORMS)
    found = next((board for board in known if board is not None), None)
    if found is None:
        key = "-".join(place.casefold().replace("&", "and").split())
        found = next((board for board in register() if board.id == key), None)
    return found


def _held(since: int | None, until: int | None, year: int) -> bool:
    return (since is None or since <= year) and (until is None or year < until)
