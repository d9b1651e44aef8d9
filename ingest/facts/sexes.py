"""Whether a child is a boy or a girl, by what the sentences about that child call it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.facts.cast import RELATIVE, Cast
from ingest.facts.told import Told
from ingest.model import Evidence
from ingest.written.needed import needed

_MALE = r"boy|young man|son|male|lad"
_FEMALE = r"girl|young woman|daughter|female"
_NOUN = needed(rf"\b(?:(?P<male>{_MALE})|(?P<female>{_FEMALE}))\b", re.IGNORECASE)
_KIN = needed(rf"\b(?:(?P<male>{_MALE}|brother)|(?P<female>{_FEMALE}|sister))\b", re.IGNORECASE)
_APPOSED = re.compile(
    r"\s*(?:,|is|was|\()\s*(?:then )?(?:an?|the|her|his) (?:\w+[ -]){0,3}?"
    rf"(?:{_MALE}|{_FEMALE}|brother|sister)\b"
)
_PRONOUN = re.compile(r"\b(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))\b", re.IGNORECASE)
_OTHER = needed(rf"\b(?:{RELATIVE}|sibling|friend|teacher|visitor|midwife|doctor|reviewer|author)s?\b", re.I)
_ABOUT = needed(
    r"\b(?:review|report|summary|briefing|subject)\b[^.;]{0,40}\b(?:concerns|is about|relates to|is)\b", re.I
)
_TOGETHER = needed(
    r"\b(?:the|both|two|three|these|sibling|of) (?:(?P<male>boys|brothers|sons)|(?P<female>girls|sisters"
    r"|daughters))\b",
    re.IGNORECASE,
)
_SOMEBODY = needed(
    r"\b(?:mother|father|step\w+|brother|half-\w+|sister|sibling|parent|partner|grand\w+|uncle|aunt|cousin|boyfriend"
    r"|girlfriend"
    r"|ex-\w+|husband|wife|man|woman|mum|dad|carer|friend)s?\b",
    re.IGNORECASE,
)
_HIS_OWN = re.compile(
    r"\s+(?:\w+ )?(?:step-?\w+|mother|father|parents?|brother|sister|family|home|bedroom|room|death|injuries)\b", re.I
)
_BETWEEN_MOST, _MOST, _SURE = 90, 400, 3


def sex_of(sentences: Sequence[Told], cast: Cast, label: str | None) -> tuple[str | None, Evidence | None]:
    """ "male" or "female" where three in four of the words about the child agree, and the first of them as ground."""
    votes: Counter[str] = Counter()
    first: dict[str, tuple[Told, int]] = {}
    spoken_of: int | None = None
    for told in sentences[:_MOST]:
        if told.of_the_case:
            for sex, weight, at in (*_votes(told, cast, label), *_goes_on(told, spoken_of, cast, label)):
                votes[sex] += weight
                first.setdefault(sex, (told, at))
        spoken_of = _still_spoken_of(told, spoken_of, cast, label)
    votes = votes or _group(sentences, first)
    if not votes:
        return None, None
    (sex, most), total = votes.most_common(1)[0], votes.total()
    if most < 0.7 * total:
        return None, None
    told, at = first[sex]
    return sex, told.evidence("sex", at, sex, clear=most >= _SURE)


def _goes_on(told: Told, spoken_of: int | None, cast: Cast, label: str | None) -> Iterator[tuple[str, int, int]]:
    """ "Child AR was found … He has recovered.": the pronouns of a paragraph that has named nobody else since."""
    if spoken_of != told.paragraph or cast.label.search(told.text):
        return
    pronoun = _PRONOUN.search(told.text[:_BETWEEN_MOST])
    if pronoun and not _OTHER.search(told.text[: pronoun.start()]):
        yield _sex(pronoun), 1, pronoun.start()


def _still_spoken_of(told: Told, spoken_of: int | None, cast: Cast, label: str | None) -> int | None:
    """The paragraph in which a pronoun is the child's: it was named first there, and nobody else was."""
    if _SOMEBODY.search(told.text):
        return None
    first = cast.anyone.search(told.text)
    named = first and cast.label.fullmatch(first[0]) and (label is None or first[0] == label)
    if named and first and first.start() < 60:
        return told.paragraph
    return spoken_of if spoken_of == told.paragraph and not cast.label.search(told.text) else None


def _group(sentences: Sequence[Told], first: dict[str, tuple[Told, int]]) -> Counter[str]:
    """ "Both sisters": what the children are called together, where only one word is used."""
    votes: Counter[str] = Counter()
    for told in sentences[:_MOST] if not first else ():
        for match in _TOGETHER.finditer(told.text):
            sex = _sex(match)
            votes[sex] += 1
            first.setdefault(sex, (told, match.start()))
    return votes


def _votes(told: Told, cast: Cast, label: str | None) -> Iterator[tuple[str, int, int]]:
    """Every word of a sentence that says a child's sex, how much it says, and where the child is named."""
    if told.row:
        yield from _in_row(told, cast, label)
        return
    pattern = re.compile(rf"(?<![\w-]){re.escape(label)}(?![\w-])") if label else cast.called
    for match in pattern.finditer(told.text):
        if cast.nearest(told.text[: match.end()]) is not None:
            at = match.start()
            yield from ((sex, weight, at) for sex, weight in _ahead(told.text[:at], cast, several=label is not None))
            yield from ((sex, weight, at) for sex, weight in _after(told.text[match.end() :], cast, label))
    if label is None and told.early:
        yield from _unnamed(told)


def _ahead(before: str, cast: Cast, *, several: bool) -> Iterator[tuple[str, int]]:
    """ "A boy called Child AR", "her sister, Child Q"."""
    kin = re.search(r"\b(?:(?P<male>brother)|(?P<female>sister)),? $", before)
    if kin and several:
        yield _sex(kin), 3
    ahead = re.split(r"\band\b", before[-40:])[-1]
    noun = _NOUN.search(ahead)
    if noun and not _OTHER.search(ahead) and not cast.label.search(ahead):
        yield _sex(noun), 3


def _after(after: str, cast: Cast, label: str | None) -> Iterator[tuple[str, int]]:
    """ "Child AR, a boy", "Child AR lived with his mother"."""
    apposed = _APPOSED.match(after)
    word = _KIN.search(apposed[0]) if apposed else None
    if word:
        yield _sex(word), 6
    pronoun = _PRONOUN.search(after[:_BETWEEN_MOST])
    if pronoun and not _stands_between(after, pronoun) and not _names_another(after, pronoun, cast, label):
        yield _sex(pronoun), 1


def _stands_between(after: str, pronoun: re.Match[str]) -> bool:
    """Whether somebody else stands before the pronoun: "told a nurse that she", but not "that her mother"."""
    between = after[: pronoun.start()]
    if _SOMEBODY.search(between):
        return True
    return bool(_OTHER.search(between)) and not _HIS_OWN.match(after, pronoun.end())


def _names_another(after: str, pronoun: re.Match[str], cast: Cast, label: str | None) -> bool:
    """Whether another child stands between the label and the pronoun."""
    other = cast.label.search(after[: pronoun.start()])
    return bool(label and other)


def _unnamed(told: Told) -> Iterator[tuple[str, int, int]]:
    """ "The review concerns a girl who …": the first sentences speak of the subject without a label."""
    noun = _NOUN.search(told.text)
    if noun and not _OTHER.search(told.text[max(0, noun.start() - 30) : noun.end()]):
        yield _sex(noun), 6 if _ABOUT.search(told.text) else 2, noun.start()


def _in_row(told: Told, cast: Cast, label: str | None) -> Iterator[tuple[str, int, int]]:
    row = told.row
    mine = row[0] == label if label else (row[0] in cast.names or "subject" in told.text.lower())
    noun = _NOUN.search(told.text) if mine else None
    if noun:
        yield _sex(noun), 8, noun.start()


def sex_word(text: str) -> str | None:
    """The sex that the last word for a boy or girl in ``text`` states."""
    words = list(_NOUN.finditer(text))
    return _sex(words[-1]) if words else None


def _sex(match: re.Match[str]) -> str:
    return "male" if match["male"] else "female"
