"""How an entry of the NSPCC's lists of case reviews is written, from 2013 to 2025, with the slips of each year.

The order has stayed the same: title, what happened, labelled blocks, link. The labels, the dashes and the title's form
have not. ``Background:`` and ``Model:`` stand in 2014; ``Key issues: include:`` in 2017; ``Learning:`` in 2018 and
2019; ``Learning includes:`` from 2022; everything in one paragraph on copies of 2023; ``Recommendations to the
partnership include:`` in 2025.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.written.dates import MONTH_NAMES

_MONTHS = "|".join(name.capitalize() for name in MONTH_NAMES)
_DATED = rf"(?:(?P<month>{_MONTHS})\.?\s*,?\s*)?(?P<year>(?:19|20)\d\d)"
_DASH = r"[\u2010-\u2015\u2212-]"
_BETWEEN = re.compile(rf"\s+{_DASH}+\s*|\s*{_DASH}+\s+|\s*[\u2012-\u2015]+\s*")
"""A dash with a space on either side, or a long dash: the hyphens of "Stoke-on-Trent" are none."""
_GLUED = re.compile(
    rf"^(?P<board>.*?\w)\s*{_DASH}\s*(?P<subject>(?:Child|Baby|Babies|Family|Infant|Young|Sibling|Case)\b.*)$"
)
_TITLE = re.compile(rf"^\W*{_DATED}(?P<gap>\s*{_DASH}*\s*)(?P<rest>[A-Z'‘“\"].*)$")
_UNDATED = re.compile(r"^(?P<rest>(?:Anon\w*|NSPCC on behalf of .{4,40}?)\s*[\u2010-\u2015\u2212-].*)$")
_NAMELESS = re.compile(
    r"^(?:ann?on\w*|unnamed\b.*|(?:published\s+by\s+)?(?:the\s+)?nspcc\b.*\b(?:unnamed|anonymous|behalf)\b.*)$",
    re.IGNORECASE,
)
_HIDDEN_SUBJECT = re.compile(
    r"^(?P<board>(?:NSPCC on behalf of )?(?:an? )?(?:unnamed|anonymous|anonymised)"
    r"(?:\s+(?:local|safeguarding|children['’]?s?|authority|boards?|partnerships?|LSCBs?|LSCPs?))*)\s+(?P<subject>[A-Z].*)$",
    re.IGNORECASE,
)
_OPENS = (
    r"Deaths?|Suicides?|Serious|Severe|Significant|Non-accidental|Life|Injur\w+|Murders?|Sexual|Neglect|Two|Three|Four"
    r"|Five|Six|Physical|Abuse|Fatal|Long-term|Chronic|Admission|Attempted|Stabbing|Unexplained|Sudden|Concerns|Harmful"
    r"|Disclosures?|Hospitali[sz]ation|Head|Overdose|Allegations?|Exploitation|Child sexual|Criminal|Violent|Unexpected"
)
_RUN_ON_TITLE = re.compile(
    rf"(?:(?:{_MONTHS})\s+)?(?:19|20)\d\d\s*{_DASH}\s*(?:[A-Z][A-Za-z&,.'’ -]{{2,60}}?)\s*{_DASH}\s*(?=[A-Z])"
    rf"|(?:(?:{_MONTHS})\s+)(?:19|20)\d\d(?=NSPCC on behalf)"
)
"""A title in the middle of a line, where the entry before it runs on: the year, a name, a second dash."""
_LABELS = {
    "background": r"Back\s?ground",
    "learning": (
        r"(?:Key\s+)?(?:Learn(?:ing|ings)|Leaning|Lessons?(?:\s+learn(?:ed|t))?|Issues?(?:\s+identified)?|Findings?)"
        r"|Key\s+(?:themes|points|messages)"
    ),
    "recommendations": r"(?:Key\s+)?R[ea]c+om+[ea]n?[dt]?ations?",
    "model": r"Models?|Method(?:ology)?|Review\s+model",
    "keywords": r"Key[\s-]?words?",
}
_GOES_ON = (
    r"(?:(?:\s*[:;]|\s+[–-](?=\s))"
    r"(?:\s*(?:are\s+)?(?:made\s+)?(?:includ(?:es?|ing)|around(?:\s+around)*|focus\w*\s+on)(?=[\s:])\s*:?)?"
    r"|(?:\s+[a-z][\w’'-]*){0,5}?\s+(?:includ(?:es?|ing)|around(?:\s+around)*|focus\w*\s+on(?:\s+on)*)(?=[\s:])\s*:?"
    r"|(?:\s+[\w()’'/&-]+){1,7}?\s*:(?:\s*includ\w+\s*:)?)"
)
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[.;:!?)\]”\"]\s)|(?<=\n)|(?<=[.;)]))(?P<label>"
    + "|".join(f"(?P<{name}>(?=[A-Z]|(?<=\n)|(?<=^))(?i:{form}){_GOES_ON})" for name, form in _LABELS.items())
    + r")\s*",
    re.MULTILINE,
)
_BARE_LABEL = re.compile(rf"^(?:{'|'.join(_LABELS.values())})\s*:?$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:skip to (?:main )?content\b.*|topics?\s*:.*|last updated\b.*|back to top|share (?:this|on)\b.*"
    r"|print this page"
    r"|case reviews? (?:published in|update)\b.*|new in the collection|recently published case reviews"
    r"|case reviews describe\b.*|a (?:chronological )?list of the\b.*|the nspcc library hosts\b.*"
    r"|if you have any concerns\b.*|(?:an?|the) (?:extract|snippet)\b.*|>|references?)$",
    re.IGNORECASE,
)
_READ_IT = re.compile(
    r"^\W*(?:>\s*)?(?:read|view|download|see)\s+(?:the\s+)?(?:full\s+|overview\s+|executive\s+|case\s+)*"
    r"(?:report|summary|review|record)\b.{0,40}$",
    re.IGNORECASE,
)
_READ_IT_INLINE = re.compile(
    r"\s*>?\s*\bRead the (?:full |overview |executive )*(?:report|summary|review)s?\b"
    r"(?:\s*\((?:PDF|[^()]{0,20}[kKmM][bB])\))?\.?\s*"
)
_DOCUMENT = re.compile(
    r"\s*\((?:executive summary|overview report|summary|full report|welsh|english|pdf)[^()]*\)\s*$"
    rf"|\s*{_DASH}\s*(?:executive summary|overview report|summary|full report|(?:extended|concise) review)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """The title of an entry: the words, and month, year, board and subject as far as they are there."""

    words: str
    year: int | None
    board: str | None
    anonymous: bool
    subject: str | None
    month: str | None = None

    @property
    def published(self) -> str | None:
        """The date of the entry as ``YYYY-MM`` or ``YYYY``."""
        if self.year is None or self.month is None:
            return str(self.year) if self.year else None
        return f"{self.year}-{_MONTHS.split('|').index(self.month) + 1:02}"

    @property
    def published_words(self) -> str | None:
        """The date of the entry in words."""
        return " ".join(str(part) for part in (self.month, self.year) if part) or None


@dataclass(frozen=True, slots=True)
class Part:
    """A block of an entry: its name, the label as it stands, the text after it."""

    name: str
    label: str
    text: str


def title_of(line: str) -> Title | None:
    """A line read as an entry's title, or ``None`` where it is none."""
    words = " ".join(line.split())
    match = _TITLE.match(words) or _UNDATED.match(words)
    if match is None or len(words) > 200 or re.search(r"[.;]\s+\w|[.;:]$", words):
        return None
    year, month = (int(match["year"]), match["month"]) if match.re is _TITLE else (None, None)
    rest = match["rest"]
    board, subject = _divided(rest)
    anonymous = bool(board and _NAMELESS.match(board))
    if year is not None and not match["gap"].strip() and subject is None and not anonymous:
        return None  # "2017 was the year in which": a sentence that begins with a year
    subject = _DOCUMENT.sub("", subject).strip(" ,.") if subject else None
    return Title(words, year, None if anonymous else board, anonymous, subject or None, month)


def split_run_on(line: str) -> list[str]:
    """A line divided before each title that stands in its middle, and after such a title."""
    cuts = [match.start() for match in _RUN_ON_TITLE.finditer(line) if match.start() and not _in_a_span(line, match)]
    pieces = [line[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return [part for piece in pieces if piece for part in _title_apart(piece)]


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the site and not to an entry."""
    return bool(_FURNITURE.match(line.strip()))


def is_link_line(line: str) -> bool:
    """Whether a line is nothing but "Read the overview report"."""
    return bool(_READ_IT.match(line.strip()))


def parts_of(lines: list[str]) -> list[Part]:
    """The blocks of an entry, the incident first, from the lines under its title."""
    text = "\n".join(_joined_labels(lines))
    text = _READ_IT_INLINE.sub("\n", text)
    found = list(_LABEL.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    parts = [Part("incident", "", _tidy(text[: found[0].start() if found else len(text)]))]
    for match, end in zip(found, ends, strict=True):
        name = next(name for name in _LABELS if match[name])
        parts.append(Part(name, _tidy(match["label"]), _tidy(text[match.end() : end])))
    return [part for part in _with_bare_keywords(parts) if part.text]


def heading_of(part: Part) -> str | None:
    """The label as a heading, where it says more than the name: "Recommendations to the partnership include"."""
    words = part.label.strip(" :;–-")
    return words if len(words.split()) > 3 and ":" not in words else None


def points_of(part: Part) -> tuple[str, ...]:
    """The points of a block that lists them between semicolons; nothing for one that does not."""
    if part.name not in ("learning", "recommendations"):
        return ()
    points = tuple(point for point in re.split(r"(?<=;)\s*(?=\S)|\n", part.text) if point)
    return points if len(points) > 2 else ()


def keywords_in(text: str) -> tuple[str, ...]:
    """Keywords in small letters, in order, each once; their spelling is left as it stands."""
    words = (" ".join(word.split()).strip(" .").lower() for word in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def _divided(rest: str) -> tuple[str | None, str | None]:
    """Board and subject: at the first dash that stands apart, else where a hyphen or a known phrase divides them."""
    parts = [part.strip() for part in _BETWEEN.split(rest, maxsplit=1)]
    if len(parts) == 2 and parts[0]:
        return parts[0], parts[1] or None
    for pattern in (_GLUED, re.compile(rf"^(?P<board>Anon\w*)\s*{_DASH}\s*(?P<subject>.+)$"), _HIDDEN_SUBJECT):
        match = pattern.match(rest)
        if match:
            return match["board"].strip(), match["subject"].strip()
    return (rest.strip(" -–—") or None), None


def _in_a_span(line: str, match: re.Match[str]) -> bool:
    """ "between 2012 - March - The": a range of years in a sentence is no title."""
    return bool(
        re.search(r"\b(?:in|from|between|since|until|to|of|and)\s$", line[max(match.start() - 12, 0) : match.start()])
    )


def _title_apart(piece: str) -> list[str]:
    """A title and the sentence that follows it on the same line."""
    match = re.match(rf"^(?P<title>\W*{_DATED}.{{3,120}}?)\s+(?=(?:{_OPENS})\b(?:\s+(?!and\b)[\w-]+){{2}})", piece)
    if match is None or title_of(match["title"]) is None or title_of(match["title"]).subject is None:  # type: ignore[union-attr]
        return [piece]
    return [match["title"].strip(), piece[match.end() :].strip()]


def _joined_labels(lines: list[str]) -> list[str]:
    """A label alone on its line is set before the line that follows."""
    joined: list[str] = []
    waiting = ""
    for line in lines:
        if _BARE_LABEL.match(line.strip()):
            waiting = f"{line.strip().rstrip(':')}: "
            continue
        joined.append(f"{waiting}{line}")
        waiting = ""
    return joined


def _with_bare_keywords(parts: list[Part]) -> list[Part]:
    """Lists of 2013 end with their keywords, without a label: a last line of short words between commas."""
    if any(part.name == "keywords" for part in parts) or not parts:
        return parts
    *others, last = parts
    body, _, tail = last.text.rpartition("\n")
    words = [word.split() for word in tail.split(",")]
    if not body or tail.endswith(".") or len(words) < 2 or any(not 0 < len(word) <= 5 for word in words):
        return parts
    return [*others, Part(last.name, last.label, body.strip()), Part("keywords", "", tail)]


def _tidy(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
