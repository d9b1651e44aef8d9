"""Marks what may identify somebody in a text that a person is about to search with, and masks it if they like.

A live case must not be searched with a child's name. The gate (``ingest.gate``) looks at published documents, where a
false alarm keeps a page from its readers; the guard looks at a pasted summary, where a miss is the worse mistake, so it
marks more: any name, number or address that a summary without names would not hold.

NHS numbers carry a check digit (modulus 11; NHS Data Dictionary); postcodes follow the pattern of BS 7666.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from ingest.dates import MONTH
from ingest.vocabulary.lines import strict


class Identifies(StrEnum):
    """What kind of thing was marked."""

    NAME = "name"
    BIRTH = "date of birth"
    NUMBER = "reference number"
    ADDRESS = "address"
    TELEPHONE = "telephone number"
    EMAIL = "e-mail address"
    SCHOOL = "school or nursery"
    PRACTICE = "surgery or clinic"
    ACCOUNT = "online account"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that may identify somebody: ``text[start:end]``."""

    start: int
    end: int
    kind: Identifies


_MASKS = {
    Identifies.NAME: "[name]",
    Identifies.BIRTH: "[date]",
    Identifies.NUMBER: "[number]",
    Identifies.ADDRESS: "[address]",
    Identifies.TELEPHONE: "[telephone]",
    Identifies.EMAIL: "[e-mail]",
    Identifies.SCHOOL: "[school]",
    Identifies.PRACTICE: "[practice]",
    Identifies.ACCOUNT: "[account]",
}

_MONTH = f"(?:{MONTH})"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}\.?,?[ -]\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
)
_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŔŘŚŞŠŢŤŪŮŰŲŴŶŹŻŽ"
_WORD = rf"[{_UP}][\w’'-]*\w"
_PLACE = rf"(?:(?:St\.? |Our Lady |The )?(?:{_WORD}|of|the|and|&|on)(?:[ -](?:{_WORD}|of|the|and|&|on)){{0,4}})"

_ROAD = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Crescent|Cres|Gardens|Grove|Place|Terrace|Walk|Court|Rise|Hill"
    r"|Row|View|Green|Mews|Park|Square|Parade|Croft|Fold|Garth|Quay|Estate)"
)

_PATTERNS: tuple[tuple[Identifies, re.Pattern[str]], ...] = (
    (Identifies.EMAIL, re.compile(r"[\w.+'-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")),
    (Identifies.ACCOUNT, re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}")),
    (
        Identifies.ACCOUNT,
        re.compile(
            r"\b(?:https?://)?(?:www\.|m\.)?(?:facebook|instagram|tiktok|twitter|x|snapchat|youtube|onlyfans|linkedin)"
            r"\.com/[\w./@-]+",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.ACCOUNT,
        re.compile(
            r"\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|roblox|facebook|fb|whatsapp|telegram|kik|xbox|psn"
            r"|twitch|fortnite|minecraft|steam|online|gaming|screen|user)\b(?: (?:account|profile|page))?"
            r"(?: (?:user ?name|name|handle|user|id|tag|account))?(?: (?:is|was|called|under|as))?\s*[:–-]?\s*"
            r"(?P<it>[A-Za-z]*(?:\w[._]\w|[a-z]\d|(?-i:[a-z][A-Z]))[\w.]*\w)",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.ACCOUNT,
        re.compile(
            r"(?<![\w./@])(?=[\w.]*[._]\w)(?=[\w.]*\d|[\w.]*_)[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+(?![\w@])"
        ),
    ),
    (
        Identifies.BIRTH,
        re.compile(
            r"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|born(?: on)?(?: the)?|birth ?date|birthday)(?: (?:is|was))?"
            rf"[\s:(,–-]*(?P<it>{_DATE})",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.BIRTH,
        re.compile(
            rf"{_WORD} {_WORD}(?:, | \()(?P<it>\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d)(?=[).,;]|$)", re.MULTILINE
        ),
    ),
    (Identifies.BIRTH, re.compile(rf"(?P<it>{_DATE})\s*\)?\s*\(?(?:d\.?o\.?b\b\.?|date of birth)", re.IGNORECASE)),
    (
        Identifies.NUMBER,
        re.compile(
            r"\b(?:NHS|hospital|patient|case|client|crime|incident|reference|ref|URN|UPN|ICS|LCS|Mosaic|Liquid ?Logic"
            r"|Care ?First|CRN|URL?N|log|PNC|record|passport|court)\.?\s*"
            r"(?:ID|no\.?|nos?\.?|number|num|ref(?:erence)?|#)?"
            r"\s*(?:is|was)?\s*[:#]?\s*(?P<it>(?-i:[A-Z]{0,4}[ /-]?\d[\dA-Z/ -]{2,}[\dA-Z]))\b",
            re.IGNORECASE,
        ),
    ),
    (Identifies.NUMBER, re.compile(r"(?<![\d+])\d{3}[ -]\d{3}[ -]\d{4}(?!\d)")),
    (Identifies.NUMBER, re.compile(r"(?<![\d+/.-])\d{9,10}(?![\d/])")),
    (Identifies.NUMBER, re.compile(r"\b[A-Z]{1,4}[/-]?\d{2,}(?:[/-][A-Z\d]+)+\b|\b\d+/[A-Z]{1,3}/\d+(?:/\d+)?\b")),
    (Identifies.NUMBER, re.compile(r"\b[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NPQR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")),
    (Identifies.NUMBER, re.compile(r"\b[A-Z]\d{12}[A-Z]?\b|\b[A-Z]{2}\d{2} ?[A-Z]{3}\b")),
    (
        Identifies.TELEPHONE,
        re.compile(r"(?<![\d+/])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)(?:\d[ ()-]{0,2}){8,9}\d(?!\d)"),
    ),
    (Identifies.ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)),
    (
        Identifies.ADDRESS,
        re.compile(
            rf"\b(?:The )?{_WORD}(?: {_WORD}){{0,2}}, \d{{1,4}}[a-z]? (?:{_WORD} ){{1,3}}{_ROAD}\b"
            rf"|\b(?:{_WORD} (?:House|Court|Tower|Point|Heights|Lodge|Caravan|Travellers['’]|Traveller|Holiday|Mobile)"
            rf"(?: (?:Park|Site|Home Park|Estate))?|(?:The|Old) {_WORD}(?: {_WORD})?),? (?=\d|plot|pitch|unit|{_WORD})"
            rf"(?:(?:plot|pitch|unit) \d+|(?:\d{{1,4}}[a-z]? )?{_WORD}(?: {_WORD}){{0,2}} {_ROAD})\b"
            rf"|(?<=\bat |\bin |\bto )(?:The )?{_WORD} (?:House|Lodge|Hall|Villa|Cottage|Farm|Manor|Grange|Barn)\b"
            rf"|\b(?:[Uu]nit|[Pp]lot|[Pp]itch|[Cc]aravan|[Rr]oom) \d+,? (?:{_WORD} ){{1,3}}(?:Park|Site|Estate|Yard)\b"
        ),
    ),
    (
        Identifies.ADDRESS,
        re.compile(
            rf"\b(?:flat \w+,? )?\d{{1,4}}[a-z]?,? (?:{_WORD} ){{1,4}}"
            rf"{_ROAD}\b(?:, {_WORD}(?: {_WORD})?(?=,? [A-Z]{{1,2}}\d))?"
            r"|\b\d{1,4}[a-z]? (?:Heol|Ffordd|Stryd|Lôn|Clos|Rue) [A-Z]\w+(?: [A-Z]\w+)?"
            rf"|\b[Ff]lat \d+[A-Za-z]?,? (?:{_WORD})(?: (?:House|Court|Tower|Point|Heights|Lodge))"
        ),
    ),
    (
        Identifies.SCHOOL,
        re.compile(
            rf"\b{_PLACE} (?:(?:C ?of ?E|CE|RC|Roman Catholic|Catholic|Church of England|Community|Junior|Infants?"
            r"|Primary|Secondary|High|Grammar|Middle|Comprehensive|Nursery|Free|Special|Sixth Form|Girls['’]?|Boys['’]?"
            r"|Academy|Pre-?[Ss]chool|First) )*(?:School|Academy|College|Nursery|Pre-?[Ss]chool|Playgroup|Kindergarten"
            r"|Primary|High|Children['’]s Centre|PRU|Sixth Form)\b|\bYsgol (?:[A-Z]\w+ ?){1,4}\b"
        ),
    ),
    (
        Identifies.PRACTICE,
        re.compile(
            rf"\b{_PLACE} (?:Surgery|Medical Centre|Medical Practice|Health Centre|Practice|Clinic|Group Practice"
            r"|Family Centre|Children['’]s Home|Refuge|Care Home|Hostel)\b"
        ),
    ),
)
_TITLED = re.compile(
    r"\b(?:Mr and Mrs|Mr|Mrs|Miss|Ms|Mx|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Rev(?:erend)?|Fr|Imam|Rabbi|Cllr"
    r"|Councillor|PC|DC|DS|DI|Sgt|Sergeant|Insp(?:ector)?|Judge"
    r"|(?P<kin>Nurse|Sister|Nana?|Nain|Taid|Gran|Granny|Grandad|Auntie|Aunty|Aunt|Uncle|MGM|MGF|PGM|PGF)"
    rf"(?! [^ ]*[.,])(?= (?P<kin_of>{_WORD})))\.? (?!and\b)(?:[A-Z]\.? ?)?{_WORD}(?:[ -]{_WORD})?"
)
_WORD_NAME = re.compile(
    r"(?<!in )(?<!on )(?<!by )(?<!since )(?<!until )(?<!of )(?<![\w’'-])(?P<it>[A-Z][a-z]+)(?='s \w|’s \w|,? (?:\(?\d"
    r"|was (?:seen|found|taken|hurt|born|sad|told|placed|moved|not)|said|says|told|has|had|is|lives|lived|went|cried"
    r"|sleeps|slept|disclosed|wants|wanted|ran|left|likes|does|did|would|will not|attends|attended)\b)"
)
"""A word that is also a name ("Hope", "Star"), doing what people do."""
_CAPITALS = re.compile(
    r"\b[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]"
    r"(?:[ ]+(?:[A-Z]\.? |['‘’\"“]\w+['’\"”] )?(?:(?:de|van|von|bin|al|ap|ab|ferch|O)[ ’'-])?"
    r"[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]){0,3}"
)
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z][A-Za-z]+)\b")
_RELATED = re.compile(
    r"\b(?:[Ss]ocial worker|[Hh]ealth visitor|[Hh]eadteacher|[Tt]eacher|[Mm]idwife|[Mm]other|[Mm]um|[Mm]am|[Ff]ather"
    r"|[Dd]ad"
    r"|[Ss]tep-?father|[Ss]tep-?mother|[Pp]artner|[Bb]oyfriend|[Gg]irlfriend|[Hh]usband|[Ww]ife|[Uu]ncle|[Aa]unt(?:ie|y)?"
    r"|[Bb]rother|[Ss]ister|[Ss]on|[Dd]aughter|[Gg]rand(?:mother|father|ma|ad)|[Nn]an|[Cc]ousin|[Ff]riend|[Cc]arer"
    r"|called|named|surname|known as)[,:]? (?P<it>[A-Z][a-zà-ÿ]{1,}(?:[ -][A-Z][\w’'-]*[a-zà-ÿ])?)"
)
_RUN = re.compile(rf"(?<![\w’'@./-])[{_UP}][\w’'-]+(?:[ ]+[{_UP}][\w’'-]+)*")
_BODIES = frozenset(
    {
        *(
            "police",
            "constabulary",
            "council",
            "lscb",
            "scb",
            "scp",
            "partnership",
            "board",
            "hospital",
            "trust",
            "nhs",
        ),
        *("safeguarding", "committee", "borough", "county", "city", "authority", "court", "service", "services", "cpc"),
    }
)
_ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", "")),
    *(("er", "e"), ("ion", "e"), ("ation", "e"), ("ness", ""), ("y", ""), ("al", ""), ("est", ""), ("men", "man")),
)
_SHORTEST = 3
_CALLED = re.compile(r"\b(?:[Cc]hild|[Bb]aby|[Ii]nfant|[Yy]oung [Pp]erson|[Yy]outh|[Ss]ibling) $")
_NO_PERSON = re.compile(r"\bClare['’]s Law|\bSarah['’]s Law|\bMartha['’]s Rule|\b(?:Christmas|New Year['’]s) Eve")
_EMPTY = re.compile(
    r"^(?:The|St|Our|A|An|At|In|His|Her|Their|She|He|This|That|Local|Primary|Secondary|High|Special|Free|Infant|"
    r"Junior|Nursery|Private|State|Mainstream|New|GP|Medical|Village|Same|Previous|First|Second|Third|Another|Any|Each|Both|Child|Children|Safeguarding|Community|Practice|Family|Young|People|Learning|Adult|Adults|Health|Mental)$"
)


def marks(text: str) -> tuple[Mark, ...]:
    """Everything in a text that may identify somebody, in order; marks never overlap."""
    found = sorted((*_of_patterns(text), *_of_names(text)), key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def masked(text: str, found: tuple[Mark, ...]) -> str:
    """The text with each mark replaced by what it was: "[name]", "[address]"."""
    pieces, at = [], 0
    for mark in found:
        pieces += [text[at : mark.start], _MASKS[mark.kind]]
        at = mark.end
    return "".join([*pieces, text[at:]])


def _of_patterns(text: str) -> Iterator[Mark]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("it") if "it" in pattern.groupindex else match.span()
            if kind in (Identifies.SCHOOL, Identifies.PRACTICE) and not _has_a_name(match[0]):
                continue
            yield Mark(start, end, kind)


def _has_a_name(phrase: str) -> bool:
    """Whether words say which school, and not only that it is one: "The Primary School" names none."""
    words = phrase.split()[:-1]
    return any(word[:1].isupper() and not _EMPTY.match(word) for word in words)


def _of_names(text: str) -> Iterator[Mark]:
    yield from _titled(text)
    yield from _listed(text)
    yield from _strange(text)
    known = words_of("first_names")
    for match in _SHOUTED.finditer(text):
        if any(word.casefold() in known for word in re.findall(r"\w+", match[0])):
            yield Mark(*match.span(), Identifies.NAME)


def _titled(text: str) -> Iterator[Mark]:
    """Names that stand beside a title, a relation or a verb of people."""
    for match in _TITLED.finditer(text):
        if not (match["kin"] and _is_known(match["kin_of"] or "")):
            yield Mark(*match.span(), Identifies.NAME)
    for match in _RELATED.finditer(text):
        if match["it"].split()[0].casefold() not in words_of("not_surnames"):
            yield Mark(*match.span("it"), Identifies.NAME)
    for match in _WORD_NAME.finditer(text):
        if match["it"].casefold() in words_of("word_names"):
            yield Mark(*match.span("it"), Identifies.NAME)


def _listed(text: str) -> Iterator[Mark]:
    """Names that begin with a known first name."""
    known = words_of("first_names")
    for match in _CAPITALS.finditer(text):
        if _NO_PERSON.search(text[max(0, match.start() - 12) : match.end() + 5]):
            continue
        words = list(re.finditer(r"[^\s]+", match[0]))
        first = next((n for n, word in enumerate(words) if re.sub(r"['’]s$", "", word[0].casefold()) in known), None)
        if first is None or _is_pseudonym(text, match.start() + words[first].start(), words[first + 1 :]):
            continue
        last = _end_of_name([word[0] for word in words], first)
        yield Mark(match.start() + words[first].start(), match.start() + words[last].end(), Identifies.NAME)


def _strange(text: str) -> Iterator[Mark]:
    """Words with a capital that are no ordinary word: names that no list holds.

    A place before an institution ("Northmere Police") is left.
    """
    for run in _RUN.finditer(text):
        words = list(re.finditer(r"\S+", run[0]))
        unknown = [not _is_known(word[0]) for word in words]
        if not any(unknown) or _is_institution(text, run, words):
            continue
        first = unknown.index(True)
        last = len(unknown) - 1 - unknown[::-1].index(True)
        start = run.start() + words[first].start()
        if last == first and _is_pseudonym(text, start, []):
            continue
        yield Mark(start, run.start() + words[last].end(), Identifies.NAME)


def _is_institution(text: str, run: re.Match[str], words: list[re.Match[str]]) -> bool:
    """Whether a place is named as that of a public body: "Northmere Police"."""
    rest = [word[0].casefold() for word in words[1:]] + text[run.end() : run.end() + 40].casefold().split()[:1]
    return any(re.sub(r"[^\w]|['’]s$", "", word) in _BODIES for word in rest)


def _is_known(word: str) -> bool:
    """Whether a word, or each part of it between hyphens, is an ordinary one, or stands in capitals throughout."""
    return all(_is_ordinary(part) for part in re.split(r"[-/]", re.sub(r"['’]s$", "", word)))


def _is_ordinary(word: str) -> bool:
    small = re.sub(r"[^\w]", "", word).casefold()
    if len(small) < _SHORTEST or (word[1:2].isupper() and word.upper() == word) or not small.isalpha():
        return True
    known = words_of("words", "ordinary.yaml") | words_of("capitals", "ordinary.yaml") | words_of("not_surnames")
    return small in known or any(
        small.endswith(ending) and small.removesuffix(ending) + back in known for ending, back in _ENDINGS
    )


def _is_pseudonym(text: str, at: int, following: list[re.Match[str]]) -> bool:
    """Whether a single first name is what a case is called: "Child Rowan", "Baby T"."""
    return not following and bool(_CALLED.search(text[max(0, at - 20) : at]))


def _end_of_name(words: list[str], first: int) -> int:
    """The last word of a name that begins with a first name: surnames follow, common nouns do not."""
    last = first
    for number in range(first + 1, len(words)):
        if words[number].casefold().rstrip("'’s") in words_of("not_surnames"):
            break
        last = number
    return last


@cache
def words_of(kind: str, file: str = "names.yaml") -> frozenset[str]:
    """A list of ``names.yaml`` (first names, words that follow a name) or of ``ordinary.yaml`` (no names at all)."""
    text = files("ingest").joinpath(file).read_text("utf-8")
    found, _ = strict(text, file, TypeAdapter(dict[str, str]))
    return frozenset(found[kind].split())
