"""Whom a recommendation asks to act, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ingest.passages.items import label_of, mark_of
from ingest.vocabulary.cues import any_of
from ingest.vocabulary.reading import vocabulary


@dataclass(frozen=True, slots=True)
class Asked:
    """The agencies asked, by id, and the words that name whoever is asked: governments and others have words alone."""

    agencies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class _Cues(NamedTuple):
    agency: str
    cues: re.Pattern[str]
    weak: re.Pattern[str]
    exclusions: re.Pattern[str]


_MODAL = re.compile(
    r"\b(?:should|must|shall|will|(?:needs?|ought|(?:is|are)(?: asked| invited| recommended)?|ha(?:s|ve)) to)\b"
)
_ASKED_THAT = re.compile(
    r"^(?:it is (?:therefore )?recommended|[^.,]{0,40}\brecommends?) that\b|^that\b", re.IGNORECASE
)
_DOES = re.compile(
    r"\b(?=(?:ensure|review|consider|seek|develop|provide|establish|take|make|introduce|commission|ask|require|report|give"
    r"|undertake|implement|audit|revise|remind|agree|monitor|promote|publish|produce|raise|check|put|set|strengthen|update)"
    r"(?:e?s)?\b(?! of\b))"
)
"""What follows the subject where it is "recommended that" somebody "reviews" or "review" something."""
_SENTENCE = re.compile(r"(?:[^.;:?!\n]|[.:](?=\S))+[.;:?!]?")
_LEAD_IN = re.compile(
    r"^(?:(?:and|also|that|subsequently|in addition|furthermore)\b,?\s*"
    r"|(?:it is (?:therefore )?recommended|(?:the|this) (?:review|reviewers?|panel|report) (?:recommends?|asks)"
    r"|we (?:recommend|ask|suggest))(?: that)?\s+"
    r"|(?:within|by|in|from|following|as|when|where|for|to|if|until|once|on|after|before|at|through|given|during|under"
    r"|with)\b[^,]*,\s*)+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*\([^)]*\)|,?\s*\b(?:when|where|if|as (?=[a-z])|once|which|who|through|within|while|working with"
    r"|in consultation)\b[^,]*(?:,|$)",
)
_TO = re.compile(r"^(?P<subject>[A-Z][^.:;?]{2,120}?)(?:,[^,]*,)? to (?=[a-z]+\b)")
_AND_ANOTHER = re.compile(r"(?:,|;) and (?=(?:the|all|each|every|both) |[A-Z])|, (?=the )")
_NO_ID = re.compile(
    r"\bgovernments?\b|\b(?:community|area) planning (?:partnership|board)s?\b"
    r"|\bminist(?:ers?|erial committees?)\b|\bdepartment (?:for|of) (?!work)\w+"
    r"|\bcabinet office\b|\bdevolved administrations\b",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"\b(?:local authorit(?:y|ies)|councils?)\b", re.IGNORECASE)
_OF_A_COUNCIL = (
    ("education-la", re.compile(r"\b(?:timetables?|education|school|attendance|pupils?)\b", re.IGNORECASE)),
    ("housing", re.compile(r"\b(?:homeless\w*|tenan\w+|temporary accommodation)\b", re.IGNORECASE)),
    ("childrens-social-care", re.compile(r"")),
)
_OF_COUNCILS = frozenset(
    {"childrens-social-care", "education-la", "housing", "adult-social-care", "early-help", "youth-justice"}
)
_SOCIAL_WORK = re.compile(r"(?<!Adult )\bSocial Work\b(?: Services?\b)?(?! (?:Officer|Inspect))")
_COMMUNITY_TRUST = re.compile(r"\bcommunity health(?:care)? (?:NHS )?(?:foundation )?trusts?\b", re.IGNORECASE)
_HEALTH_BOARD = re.compile(r"\bNHS (?!Trust|Foundation|Direct|England|Board)[A-Z]\w+\b(?! (?:NHS |Foundation )?Trust)")
_ITS_OWN = re.compile(
    r"\s*(?:review|change|revise|adapt|alter|improve|strengthen|replace) (?:its )?(?:[\w'’-]+ ?){1,5}"
)
"""What a body that runs many services is to change in one of them: that service is asked too."""
_PRONOUN = re.compile(
    r"^(?:it|they|this|these|that|those|there|he|she|we|you|any|no|nobody|who|which)\b", re.IGNORECASE
)
_LONGEST = 24


def asked_in(text: str, headings: Sequence[str] = (), cell: str | None = None) -> Asked:
    """Whom a recommendation asks: by its table's column, its own words, or else the heading that it stands under."""
    subjects = (cell,) if cell else tuple(_subjects(text[mark_of(text).end :]))
    agencies = tuple(dict.fromkeys(a for subject in subjects for a in agencies_in(subject, text)))
    named = (_words(subject) for subject in subjects if not _ITS_OWN.match(subject))
    words = tuple({word.casefold(): word for word in named if word}.values())
    if agencies or _NO_ID.search(" ".join(subjects)):
        return Asked(agencies, words)
    return Asked(tuple(dict.fromkeys(a for heading in headings for a in agencies_in(_for(heading), text))), words)


def agencies_in(subject: str, text: str = "") -> tuple[str, ...]:
    """The agencies that a phrase names, in its order; ``text`` tells which part of a council is meant."""
    phrase = _NO_ID.sub(lambda found: "·" * len(found[0]), subject)
    if _COMMUNITY_TRUST.search(phrase):
        phrase = _COMMUNITY_TRUST.sub("health visiting service", phrase)
    phrase = _SOCIAL_WORK.sub("children's social care", phrase)
    phrase = f"{_HEALTH_BOARD.sub('health board', phrase)} should"
    found = _longest(_mentions(phrase)) or _longest(_mentions(phrase, weak=True))[:1]
    if _COUNCIL.search(subject) and not (_OF_COUNCILS - {"childrens-social-care"}).intersection(found):
        asked = next(agency for agency, about in _OF_A_COUNCIL if about.search(f"{subject} {text}"))
        found = (*(agency for agency in found if agency != "childrens-social-care"), asked)
    return tuple(dict.fromkeys(found))


def _subjects(text: str) -> Iterator[str]:
    """The phrases before "should", "must" or "to …" that name who is to act; a label before a colon is one."""
    label = label_of(text)
    if label:
        yield label
        return
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if not sentence.rstrip().endswith("?")]
    told = list(_of_sentence(sentences[0], first=True)) if sentences else []
    yield from told
    if any(map(agencies_in, told)):
        yield from (subject for sentence in sentences[1:] for subject in _of_sentence(sentence, first=False))


def _of_sentence(sentence: str, *, first: bool) -> Iterator[str]:
    modals = list(_MODAL.finditer(sentence))
    if first and not modals:
        that = _ASKED_THAT.match(sentence)
        does = _DOES.search(sentence, that.end()) if that else None
        to = _TO.match(sentence)
        yield from (to["subject"],) if to else (_bare(sentence[: does.start()]),) if does else ()
    for before, modal in zip([None, *modals], modals, strict=False):
        part = sentence[before.end() if before else 0 : modal.start()]
        if before:
            part = _AND_ANOTHER.split(part)[-1] if _AND_ANOTHER.search(part) else ""
        subject = _bare(part)
        if subject and (first or agencies_in(subject) or _NO_ID.search(subject)):
            yield subject
            service = _ITS_OWN.match(sentence, modal.end())
            if service and agencies_in(subject) == ("health-commissioner",):
                yield service[0]


def _bare(part: str) -> str:
    """A subject without what leads in to it or stands within it in passing."""
    subject = _ASIDE.sub(" ", _LEAD_IN.sub("", part.strip())).strip(" ,")
    return "" if _PRONOUN.match(subject) or len(subject.split()) > _LONGEST else subject


def _words(subject: str) -> str:
    return re.sub(r"^(?:the|all|each|every|both)\s+|\s+$", "", subject, flags=re.IGNORECASE).strip(" –-,")


def _for(heading: str) -> str:
    """What a heading says after "for" or "to", or all of it."""
    return re.split(r"\b(?:for|to) (?=the |[A-Z])", heading)[-1]


@cache
def _cues() -> tuple[_Cues, ...]:
    return tuple(
        _Cues(term.id, any_of(term.cues), any_of((*term.weak_cues, *term.synonyms)), any_of(term.exclusions))
        for term in vocabulary().agencies
    )


def _mentions(phrase: str, *, weak: bool = False) -> Iterator[tuple[str, int, int]]:
    for agency, cues, weak_cues, exclusions in _cues():
        outside = [match.span() for match in exclusions.finditer(phrase)]
        for match in (weak_cues if weak else cues).finditer(phrase):
            if not any(start < match.end() and match.start() < end for start, end in outside):
                yield agency, match.start(), match.end()


def _longest(mentions: Iterable[tuple[str, int, int]]) -> tuple[str, ...]:
    """The agencies whose mention is no part of a longer one, in order; in "hospital midwives" the last word decides."""
    kept: list[tuple[str, int, int]] = []
    for agency, start, end in sorted(mentions, key=lambda mention: mention[1] - mention[2]):
        others = [one for one in kept if one[0] != agency]
        if not any((first <= start and end <= last) or start < first < end for _, first, last in others):
            kept = [one for one in kept if one[0] == agency or not one[1] < start < one[2]]
            kept.append((agency, start, end))
    return tuple(agency for agency, *_ in sorted(kept, key=lambda mention: mention[1]))
