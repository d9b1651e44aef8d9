"""Welsh: whether a text is in it, and what the cover of a Welsh review states of itself.

A Welsh document is kept and paired with its English version; nothing of its case is read from it, for the words by
which facts are known are English. What a cover states in set forms (board, label, type, date) is no guess.
"""

from __future__ import annotations

import re

from ingest.model import DocumentKind

WELSH, ENGLISH = "cy", "en"

_WORDS = re.compile(r"[a-zâêîôûŵŷáéíóúẃýäëïöü'’]+")
_SMALL_WORDS = {
    WELSH: "yn y yr ac neu ond nid nad oedd roedd wedi ei eu gan mae bod fod hefyd gyda gydag hwn hon hyn cafodd bu"
    " dros rhwng drwy trwy sydd sy fel mewn oddi wrth cael plentyn teulu hynny nhw fe ddim pan eich ein iddo iddi nac",
    ENGLISH: "the of and to was were that with for had is are by which from this be been has have it she he they not",
}
_CYMRAEG, _SAESNEG = (frozenset(words.split()) for words in _SMALL_WORDS.values())
_FEWEST, _TIMES = 12, 2
_IN_ORDER = "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr"
_MONTHS = {name: number for number, name in enumerate(_IN_ORDER.split(), start=1)}
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:af|ain|eg|fed|ed)?\s+)?(?:o\s+)?(?P<month>{'|'.join(_MONTHS)})"
    r"\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\b(?:cyhoeddwyd|cyhoeddi|dyddiad cyhoeddi)\b", re.IGNORECASE)
_PLACE = r"[A-Z][\w'’-]+(?: (?:a|ac|ar|yr|y) [A-Z][\w'’-]+| [A-Z][\w'’-]+)*"
_BOARD = re.compile(
    rf"\bBwrdd (?:Lleol |Rhanbarthol )?Diogelu(?: Plant)?(?: Lleol| Rhanbarthol)?(?: ar gyfer)? (?P<place>{_PLACE})"
)
_LABEL = re.compile(
    r"(?<![\w-])(?:(?P<kind>Plentyn|Baban|Babi|Person Ifanc|Plant|Teulu)\s+(?P<name>[A-Z]{1,3}\d?\b"
    r"(?: a(?:c)? [A-Z]{1,3}\d?\b)?|(?<!Plant )(?!Cryno|Estynedig)[A-Z][a-z]+\b)"
    r"|(?P<code>[A-Z]{2,5}\s?\d{1,2}/(?:19|20)\d\d))"
)
_IN_ENGLISH = {
    "plentyn": "Child",
    "baban": "Baby",
    "babi": "Baby",
    "person ifanc": "Young Person",
    "plant": "Children",
    "teulu": "Family",
}
_TYPES = (
    ("single-unified-safeguarding-review", r"adolygiad diogelu unedig sengl"),
    ("child-practice-review", r"adolygiad (?:cryno|estynedig )?(?:o )?(?:ymarfer|arfer) plant"),
    ("serious-case-review", r"adolygiad achos difrifol"),
)
_KINDS = (
    (DocumentKind.SEVEN_MINUTE_BRIEFING, r"\b(?:7|saith) munud\b"),
    (DocumentKind.EXECUTIVE_SUMMARY, r"crynodeb gweithredol"),
    (DocumentKind.ACTION_PLAN, r"cynllun gweithredu"),
    (DocumentKind.RESPONSE, r"^ymateb\b|\bymateb y bwrdd"),
    (DocumentKind.LEARNING_SUMMARY, r"(?:crynodeb|briff|bwletin) (?:dysgu|ymarfer)"),
)


def language_of(text: str) -> str:
    """ "cy" for a text whose small words are mostly Welsh, else "en"; a few words tell nothing."""
    words = _WORDS.findall(text.casefold())
    welsh, english = sum(word in _CYMRAEG for word in words), sum(word in _SAESNEG for word in words)
    return WELSH if welsh >= _FEWEST and welsh > _TIMES * english else ENGLISH


def board_in(text: str) -> tuple[str, str] | None:
    """The first board named in Welsh: its name as it stands, and its place."""
    match = _BOARD.search(text)
    return (" ".join(match[0].split()), match["place"]) if match else None


def label_in(text: str) -> str | None:
    """The label of the child as it stands: "Plentyn A", "CA 2/2016"."""
    match = _LABEL.search(text)
    return " ".join(match[0].split()) if match else None


def in_english(label: str) -> str:
    """A label as the English version has it: "Plentyn A" is "Child A"; other labels are the same in both."""
    match = _LABEL.fullmatch(label)
    return f"{_IN_ENGLISH[match['kind'].lower()]} {match['name']}" if match and match["kind"] else label


def published_in(text: str) -> tuple[str, str] | None:
    """The date that a Welsh cover gives for its publication, as ``YYYY-MM`` or ``YYYY-MM-DD``, and its words."""
    for line in text.split("\n"):
        match = _DATE.search(line)
        if match and (_PUBLISHED.search(line) or len(line.strip()) <= len(match[0]) + 4):
            day = f"-{int(match['day']):02}" if match["day"] else ""
            return f"{match['year']}-{_MONTHS[match['month'].lower()]:02}{day}", match[0]
    return None


def type_in(text: str) -> tuple[str, str] | None:
    """The type of review that a Welsh cover names, and its words."""
    found = ((name, re.search(pattern, text, re.IGNORECASE)) for name, pattern in _TYPES)
    return next(((name, match[0]) for name, match in found if match), None)


def kind_in(title: str) -> DocumentKind:
    """What a document of a Welsh review is, by its title and file name."""
    found = (kind for kind, pattern in _KINDS if re.search(pattern, title, re.IGNORECASE | re.MULTILINE))
    return next(found, DocumentKind.OVERVIEW_REPORT)
