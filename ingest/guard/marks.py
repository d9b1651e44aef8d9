"""Marks what may identify somebody in a text that a person is about to search with, and masks it if they like.

A live case must not be searched with a child's name. The gate (``ingest.gate``) looks at published documents, where a
false alarm keeps a page from its readers; the guard looks at a pasted summary, where a miss is the worse mistake, so it
marks more: any name, number or address that a summary without names would not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from ingest.guard.patterns import PATTERNS, ROADS, UP, WORD, Identifies
from ingest.vocabulary.lines import strict


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that may identify somebody: ``text[start:end]``."""

    start: int
    end: int
    kind: Identifies


_NAMED_BY_WORDS = (Identifies.SCHOOL, Identifies.PRACTICE, Identifies.WORSHIP)
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
    Identifies.REGISTRATION: "[registration]",
    Identifies.WORSHIP: "[place of worship]",
}

_TITLED = re.compile(
    r"\b(?:Mr and Mrs|Mr|Mrs|Miss|Ms|Mx|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Rev(?:erend)?|Fr|Imam|Rabbi|Cllr"
    r"|Pastor|Bishop|Deacon|Canon|Sheikh|Maulana|Mufti|Hafiz|Granthi|Pandit|Swami|Archdeacon|Vicar|Chaplain|Minister"
    r"|Councillor|PC|DC|DS|DI|Sgt|Sergeant|Insp(?:ector)?|Judge"
    r"|(?P<kin>Nurse|Sister|Brother|Elder|Mother Superior|Nana?|Nain|Taid"
    r"|Gran|Granny|Grandad|Auntie|Aunty|Aunt|Uncle|MGM|MGF|PGM|PGF)"
    rf"(?! [^ ]*[.,])(?= (?P<kin_of>{WORD})))\.? (?!and\b)(?:[A-Z]\.? ?)?{WORD}(?:[ -]{WORD})?"
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
_SMALL = r"(?P<it>[a-zà-ÿ]{3,}(?:[-'’][a-zà-ÿ]+)*)"
_BESIDE_AGE = re.compile(
    rf"(?<![\w'’@./#-]){_SMALL}(?:(?:,? \(?|,? is |,? who is )\d{{1,2}}"
    r"(?: ?(?:years?|yrs?|y/?o|months?|mths?|weeks?|wks?)\b|(?=[,.);]| and |$))|,? \(?aged? \d{1,2}\b)",
    re.MULTILINE,
)
_BESIDE_ROLE = re.compile(
    r"\b(?i:mum|mam|mother|dad|father|nan|nain|taid|gran|sibling|brother|sister|partner|boyfriend|girlfriend|cousin|uncle"
    rf"|auntie?|child|baby|son|daughter|spoke to|called|named|saw|seen with)(?:,| is| \(|:)? ?\b{_SMALL}(?![\w'’-])"
)
_RUN = re.compile(rf"(?<![\w’'@./-])[{UP}][\w’'-]+(?:[ ]+[{UP}][\w’'-]+)*")
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
_PARTICLE = re.compile(r" (?:ap|ab|ferch|bin|bint|ibn|al|el|de|da|dos|van|von|der|den|Mc|Mac|Nic|Ní|Ó|O|St) ")
_OF_A_PLACE = frozenset({"centre", "farm", "site", "unit", "project", "club"})
_EMPTY = re.compile(
    r"^(?:The|St|Our|A|An|At|In|His|Her|Their|She|He|This|That|Local|Primary|Secondary|High|Special|Free|Infant|"
    r"Junior|Nursery|Private|State|Mainstream|New|GP|Medical|Village|Same|Previous|First|Second|Third|Another|Any|Each|Both|Child|Children|Safeguarding|Community|Practice|Family|Young|People|Learning|Adult|Adults|Health|Mental"
    r"|Early|Years?|Roman|Catholic|Church|England|Scotland|Wales|Sure|Start|Baptist|Methodist|Muslim|Islamic|Jewish|Sikh"
    r"|Hindu|Welsh|English|Anglican|Pentecostal|Orthodox|Evangelical|Salvation|Of|Forest|Sunday|Day|Alternative)$"
)


def marks(text: str) -> tuple[Mark, ...]:
    """Everything in a text that may identify somebody, in order; marks never overlap."""
    found = sorted((*_of_patterns(text), *_of_names(text)), key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(_joined(text, kept))


def _joined(text: str, found: list[Mark]) -> Iterator[Mark]:
    """Names parted by a small word that belongs to them ("Eirwen ferch Hywel", "Shaz Mc Gee") are one."""
    before: Mark | None = None
    for mark in found:
        if before and _PARTICLE.fullmatch(text, before.end, mark.start) and before.kind is mark.kind is Identifies.NAME:
            before = Mark(before.start, mark.end, Identifies.NAME)
            continue
        if before:
            yield before
        before = mark
    if before:
        yield before


def masked(text: str, found: tuple[Mark, ...]) -> str:
    """The text with each mark replaced by what it was: "[name]", "[address]"."""
    pieces, at = [], 0
    for mark in found:
        pieces += [text[at : mark.start], _MASKS[mark.kind]]
        at = mark.end
    return "".join([*pieces, text[at:]])


def _of_patterns(text: str) -> Iterator[Mark]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("it") if "it" in pattern.groupindex else match.span()
            if kind in _NAMED_BY_WORDS and not _has_a_name(match[0]):
                continue
            yield Mark(start, end, kind)


def _has_a_name(phrase: str) -> bool:
    """Whether words say which school, and not only that it is one: "The Primary School" names none."""
    words = phrase.split()[:-1]
    return any(word[:1].isupper() and not _EMPTY.match(word) for word in words)


def _of_names(text: str) -> Iterator[Mark]:
    yield from _titled(text)
    yield from _listed(text)
    yield from _small(text)
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


def _small(text: str) -> Iterator[Mark]:
    """Names in small letters, as they are typed in a hurry: beside an age, or beside who the person is."""
    for match in _BESIDE_AGE.finditer(text):
        if _is_small_name(match["it"], listed=False):
            yield Mark(*match.span("it"), Identifies.NAME)
    for match in _BESIDE_ROLE.finditer(text):
        if _is_small_name(match["it"], listed=True):
            yield Mark(*match.span("it"), Identifies.NAME)


def _is_small_name(word: str, *, listed: bool) -> bool:
    """Whether a word in small letters is a name; beside an age also one that is on no list of words."""
    parts = word.split("-")
    if word in words_of("small_words") or all(part in words_of("word_names") for part in parts):
        return False
    if any(part in words_of("first_names") for part in parts):
        return len(parts) > 1 or not _is_ordinary(word)
    return not listed and not all(_is_ordinary(part) for part in parts)


def _is_name(word: str) -> bool:
    return word.casefold() in words_of("word_names") or word.casefold() in words_of("first_names")


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
        while first and _is_name(words[first - 1][0]):
            first -= 1
        last = len(unknown) - 1 - unknown[::-1].index(True)
        if last + 1 < len(words) and (ROADS.fullmatch(words[last + 1][0]) or words[last + 1][0].lower() in _OF_A_PLACE):
            last += 1
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
    known = _ordinary()
    return small in known or any(
        small.endswith(ending) and small.removesuffix(ending) + back in known for ending, back in _ENDINGS
    )


@cache
def _ordinary() -> frozenset[str]:
    return words_of("words", "ordinary.yaml") | words_of("capitals", "ordinary.yaml") | words_of("not_surnames")


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
    text = files("ingest.guard").joinpath(file).read_text("utf-8")
    found, _ = strict(text, file, TypeAdapter(dict[str, str]))
    return frozenset(found[kind].split())
