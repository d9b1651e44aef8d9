"""The sentences of a draft that claim something of reviews, told from those that claim nothing.

A claim names a review, a board or a child that reviews are named for, speaks of reviews, or goes on from a sentence
that did. Questions, headings, advice and words about the draft itself claim nothing of reviews.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.model import Review
from ingest.passages.sentences import sentence_spans

_REVIEWS = re.compile(r"\breviews?\b|\bSCRs?\b|\bLCSPRs?\b|\bCPRs?\b|\breports? (?:found|says?|said)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^\W*(?:it|he|she|they|its|his|her|their|this|these|the (?:child|baby|boy|girl|mother|father|family|report|review"
    r"|parents?|children|young person|author|panel)|here|both|neither|none|in (?:that|this|the same) (?:case|review)"
    r"|mother|father)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\?\s*$|^\W*(?:please|contact|remember|think|consider|discuss|ask yourself|for (?:more|further) information"
    r"|see also|this (?:briefing|paper|report|section|draft|note)|we\b|our\b|you\b|your\b"
    r"|practitioners? (?:should|must)|staff (?:should|must)|the (?:next|purpose|aim) )",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:Child|Children|Baby|Babies|Young Person|Family|Sibling Group|Siblings)"
    r" (?:[A-Z]{1,3}\d{0,2}\b(?:(?:, | and |, and )[A-Z]{1,3}\b)*|[A-Z][a-z]+\b)"
)
_FRAME = re.compile(
    r"^(?:\W|\d{4}\b|\b(?:in|the|a|an|of|on|that|this|according|to|s|reviews?|thematic|report|cases?|serious|local"
    r"|practice|learning|child|safeguarding|overview|lcspr|scr|says?|said|found|finds|records?|recorded|describes?|states?"
    r"|stated|notes?|noted|concluded?|concludes|identified|highlighted|how|recommended|recommends|by|published)\b)+",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"^[^.;:]{0,40}?\b(?:[Rr]eviews?|[Rr]eports?|case|SCR|LCSPR|CPR)\b(?:,?\s+(?:of|by|into|about|on|the|an?|from|in"
    r"|also|and|four|babies|children|child|\d{4}|[A-Z][\w’']*))*\s+(?:says?|said|found|finds|records?|recorded|describes?|states?|stated"
    r"|notes?|noted|concluded?|concludes)(?: that| how)?\s+",
)
"""Who says it, up to what is said."""
_MADE_BY = re.compile(
    r"\b(?:published|written|commissioned|prepared|produced|issued|carried out|made|conducted|reviews?|reports?)"
    r" (?:by|for|of) (?P<who>[^.;:,]+)"
)
_SEVERAL = re.compile(r"(?P<plural>Babies|Children) (?P<names>[A-Z]{1,3}(?:(?:, | and |, and )[A-Z]{1,3})+)")
_ONE_OF = {"Babies": "Baby", "Children": "Child"}
_BEFORE_BOARD = re.compile(
    r"\s+(?:and \w+ )?(?:Local |Area )?(?:Safeguarding|Child Protection|Child|Children).*$", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft, ``text[start:end]`` of it. ``core`` is what it says, without who says so.

    ``reviews`` are ids of the reviews that it names, or that the sentence before it named; ``unknown`` are names of
    reviews that are not held. ``published`` says who published the review that it gives to another board. ``claims`` is
    false for a sentence that claims nothing of reviews.
    """

    start: int
    end: int
    text: str
    claims: bool
    core: str = ""
    reviews: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    published: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """A held review by the names that a draft may use."""

    id: str
    labels: tuple[str, ...]
    board: str
    year: int | None


@dataclass(slots=True)
class ClaimReader:
    """Reads claims, knowing the names of the reviews that are held."""

    reviews: Sequence[Review]
    _known: list[_Known] = field(init=False)

    def __post_init__(self) -> None:
        """Make the names ready."""
        self._known = [_known(review) for review in self.reviews]

    def read(self, text: str) -> Iterator[Claim]:
        """Every sentence of a draft, in order."""
        before: tuple[str, ...] | None = None
        for start, end in sentence_spans(text):
            claim = self._claim(text[start:end], start, end, before)
            before = claim.reviews if claim.claims else None
            yield claim

    def _claim(self, sentence: str, start: int, end: int, before: tuple[str, ...] | None) -> Claim:
        named, unknown = self._named(sentence)
        speaks = bool(named or unknown or _REVIEWS.search(sentence))
        follows = before is not None and bool(_GOES_ON.match(sentence))
        if len(sentence.split()) < _FEWEST or _ADVICE.search(sentence) or not (speaks or follows):
            return Claim(start, end, sentence, claims=False)
        reviews = named or (before or () if follows and not unknown else ())
        return Claim(
            start, end, sentence, True, self._core(sentence), reviews, unknown, self._published(sentence, named)
        )

    def _published(self, sentence: str, named: tuple[str, ...]) -> str:
        """The publisher of the one review named, where the sentence says that another board made it."""
        made = _MADE_BY.search(sentence)
        others = [one.board for one in self._known if one.board and made and one.board in made["who"]]
        mine = [one for one in self._known if one.id in named]
        if len(mine) != 1 or not mine[0].board or not others or mine[0].board in others:
            return ""
        return next((review.publisher or "" for review in self.reviews if review.id == mine[0].id), "")

    def _named(self, sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The held reviews that a sentence names, and names of reviews that are not held."""
        by_label = [one for one in self._known if any(_has(sentence, label) for label in one.labels)]
        by_board = [one for one in self._known if one.board and _has(sentence, one.board)]
        found = [one for one in by_label if one in by_board] or by_label
        if not by_label and by_board and _REVIEWS.search(sentence):
            years = {int(year) for year in _YEAR.findall(sentence)}
            found = [one for one in by_board if one.year in years] or by_board
        strange = (
            () if found else tuple(label[0] for label in _LABEL.finditer(sentence) if not self._is_known(label[0]))
        )
        return tuple(one.id for one in found), strange

    def _is_known(self, label: str) -> bool:
        """Whether a name, or one that it is part of or has in it, is that of a held review."""
        return any(_has(label, name) or label in name for one in self._known for name in one.labels)

    def _core(self, sentence: str) -> str:
        """A sentence without the words that name the review: what is compared."""
        core = sentence
        for name in dict.fromkeys(name for one in self._known for name in (*one.labels, one.board)):
            if name and name in core:
                core = re.sub(rf"^(\W*(?:\w+\W+){{0,6}}?){re.escape(name)}\b", r"\1", core, count=1)
        said = _SAYS.sub("", core, count=1).strip()
        kept = said if said != core.strip() else _FRAME.sub("", core).strip()
        return kept if len(kept.split()) >= _FEWEST - 1 else sentence


def _known(review: Review) -> _Known:
    labels = {review.subject or "", review.title} - {""}
    labels |= {
        f"{_ONE_OF[several['plural']]} {name}"
        for label in labels
        for several in _SEVERAL.finditer(label)
        for name in re.findall(r"\b[A-Z]{1,3}\b", several["names"])
    }
    short = _BEFORE_BOARD.sub("", review.publisher or "")
    return _Known(review.id, tuple(sorted(labels, key=lambda label: -len(label))), short, review.year)


def _has(sentence: str, name: str) -> bool:
    return name in sentence and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence))
