"""The links of a page that are documents of reviews, each with what the words around it say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.sources.entry import Fetched
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.blocks import Anchor, Block
from ingest.sources.shapes.links import allowed, file_words, is_file, key, plain, whole
from ingest.sources.shapes.titles import date_in, subject_of, topic_of, year_in
from ingest.sources.shapes.words import (
    cleaned,
    is_companion,
    is_idle,
    is_refused,
    is_welsh,
    names_a_whole,
    speaks_of_a_review,
)

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“'\"])")
_BIDDING = re.compile(r"^(?:please\s+)?(?:read|view|see|download)\s+(?:the\s+)?(?:full\s+)?(?=\S+\s+\S)", re.IGNORECASE)
_NEAR = 300
_LINE = 110
_HAPPENED = re.compile(
    r"\b(?:between|took place|died|deaths?|born|injur\w+|incident|happened|since|aged|covers)\b", re.IGNORECASE
)
"""Words by which a line's date is not that of publication."""
_PUBLISHED = re.compile(r"\b(?:date of publication|publi(?:shed|cation)(?: date| on| in)?)\b", re.IGNORECASE)
_STATED = re.compile(r"^\W*(?:date of publication|publication date|published)\b", re.IGNORECASE)
_ON = re.compile(r"\bOn (?:\w+day,? )?(?:the )?\d[^.;]*$")
_FAR = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a page something stands: the headings above it, outermost first, its section and block.

    ``said`` is the date of publication that the section gave before it, or its own block.
    """

    headings: tuple[str, ...]
    section: int
    block: int
    said: str | None = None

    @property
    def nearest(self) -> str:
        """The heading right above, or nothing."""
        return self.headings[-1] if self.headings else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that may be a document of a review. ``title`` is its own words, or those it leans on."""

    address: str
    own: str
    title: str
    sentence: str
    row: str
    place: Place
    fetch: bool = True

    @property
    def subject(self) -> str | None:
        """Whom the document is about, by its own words, its row, or those it leans on."""
        return self.stated or subject_of(self.title)

    @property
    def stated(self) -> str | None:
        """Whom its own words, its row or, where its words name nothing, its sentence say that it is about."""
        for words in (self.own, self.row, self.sentence if is_idle(self.own) else ""):
            found = subject_of(words)
            if found:
                return found
        return None

    @property
    def named(self) -> str:
        """Everything that names the document itself."""
        return f"{self.own} {file_words(self.address)}"

    @property
    def companion(self) -> bool:
        """Whether it goes with a review and is none of its documents."""
        return is_companion(self.own if not is_idle(self.own) else self.title)

    @property
    def welsh(self) -> bool:
        """Whether it is the Welsh of a pair."""
        return is_welsh(self.named, self.address)

    @property
    def published(self) -> str | None:
        """When it was published, as far as its words or the heading above say."""
        return date_in(*self._dating) or self.place.said or date_in(*self.place.headings[::-1])

    @property
    def year(self) -> int | None:
        """The year it states: of its date, its title, the headings above, or its file's name."""
        published = self.published
        if published:
            return int(published[:4])
        return year_in(*self._dating, *self.place.headings[::-1], file_words(self.address))

    @property
    def _dating(self) -> tuple[str, ...]:
        """The words whose dates are those of publication, not of what happened."""
        return (*(words for words in (self.own, self.row, self.title) if not _HAPPENED.search(words)), self.near)

    @property
    def near(self) -> str:
        """The sentence around it, where that is short enough to be a line of a list or says when it was published."""
        if _PUBLISHED.search(self.sentence):
            return self.sentence
        return self.sentence if len(self.sentence) <= _LINE and not _HAPPENED.search(self.sentence) else ""


@dataclass(slots=True)
class _Trail:
    """The headings above what is being read."""

    stack: list[tuple[int, str]] = field(default_factory=list)
    section: int = 0
    said: str | None = None
    before: str = ""

    def enter(self, block: Block) -> None:
        """A heading opens a section of its own."""
        if block.heading:
            while self.stack and self.stack[-1][0] >= block.heading:
                self.stack.pop()
            self.stack.append((block.heading, cleaned(block.text)))
            self.section += 1
            self.said = None

    def leave(self, block: Block) -> None:
        """A section about one review keeps its date; the last block without links may name those that follow."""
        if self.stack and subject_of(self.stack[-1][1]):
            self.said = _said(block.text) or self.said
        self.before = block.text if block.text and not block.anchors else self.before if not block.text else ""

    def place(self, number: int, text: str) -> Place:
        """The place of a link whose block reads ``text`` up to its end."""
        return Place(tuple(words for _, words in self.stack), self.section, number, _said(text) or self.said)


def candidates_of(blocks: Iterable[Block], page: Fetched, source: SourceEntry, page_title: str) -> Iterator[Candidate]:
    """Every link of the page that counts as a report by the source's rule, each address once."""
    trail, seen, held = _Trail(), set[str](), list(blocks)
    for number, (block, following) in enumerate(zip(held, [*held[1:], Block("")], strict=False)):
        trail.enter(block)
        dated = following.text if _STATED.match(following.text) and not following.anchors else ""
        for anchor in _merged(block):
            address = whole(page.address, anchor.href)
            if address is None or not (source.links.address or is_file(address)) or key(address) in seen:
                continue
            place = trail.place(number, f"{block.text[max(anchor.end - _FAR * 4, 0) : anchor.end]}\n{dated}")
            candidate = _candidate(plain(address), block, anchor, place, trail.before)
            if counts(candidate, source, page_title):
                seen.add(key(address))
                yield candidate
        trail.leave(block)


def counts(candidate: Candidate, source: SourceEntry, page_title: str) -> bool:
    """Whether a link is a document of a review: review words about it, and a subject, a kind of report or a date."""
    rule = source.links
    if not allowed(rule, candidate.address, candidate.named):
        return False
    naming = f"{candidate.named} {candidate.sentence}" if is_idle(candidate.own) else candidate.named
    if is_refused(naming, has_subject=candidate.stated is not None):
        return False
    subject = candidate.subject or subject_of(candidate.place.nearest)
    around = " ".join((candidate.named, candidate.title, candidate.row, *candidate.place.headings, page_title))
    if rule.text is None and not speaks_of_a_review(around):
        return False
    return bool(subject or rule.text or names_a_whole(f"{candidate.own} {candidate.title}") or candidate.published)


def _said(text: str) -> str | None:
    """The last date that a text gives soon after "published", or before it: "On 3 May 2024 the Board published"."""
    for cue in reversed(list(_PUBLISHED.finditer(text))):
        before = _ON.search(text, max(cue.start() - _FAR, 0), cue.start())
        date = date_in(text[cue.end() : cue.end() + _FAR]) or (date_in(before[0]) if before else None)
        if date:
            return date
    return None


def _merged(block: Block) -> list[Anchor]:
    """Neighbouring anchors of one address are one link, as editors leave them behind."""
    kept: list[Anchor] = []
    for anchor in block.anchors:
        gap = block.text[kept[-1].end : anchor.start].strip() if kept else "x"
        if kept and kept[-1].href == anchor.href and not gap:
            kept[-1] = replace(kept[-1], end=anchor.end)
        else:
            kept.append(anchor)
    return kept


def _candidate(address: str, block: Block, anchor: Anchor, place: Place, before: str) -> Candidate:
    own, label = cleaned(block.text[anchor.start : anchor.end]), cleaned(anchor.label)
    own = label if is_idle(own) and not is_idle(label) else own
    sentence = cleaned(_sentence(block.text, (anchor.start, anchor.end)))
    row = " ".join(part for part in (block.row, block.column) if part)
    return Candidate(address, own, _title(own, sentence, row, place, before), sentence, row, place)


def _title(own: str, sentence: str, row: str, place: Place, before: str) -> str:
    """A link's own words where they name something, else the row, the sentence, the heading or what stands before."""
    if not is_idle(own) and (subject_of(own) or topic_of(own)):
        return _BIDDING.sub("", own)
    leaned = [words for words in (row, _without(sentence, own), cleaned(before[-_NEAR:]), place.nearest) if words]
    base = next((words for words in leaned if subject_of(words)), "")
    base = base or next((words for words in leaned if topic_of(words)), leaned[0] if leaned else own)
    base = _BIDDING.sub("", base).strip(" :–—-")
    return base if is_idle(own) or base.rstrip(".").endswith(own) else f"{base} ({own})"


def _without(sentence: str, own: str) -> str:
    """A sentence without the link's words at its end: "Read the review of Child A here" is about what comes before."""
    rest = sentence.removesuffix(".").removesuffix(own).strip(" .:–-") if is_idle(own) else sentence
    return rest if len(rest.split()) > 1 else ""


def _sentence(text: str, span: tuple[int, int]) -> str:
    """The sentence of a block that a link stands in, at most a few hundred characters before it."""
    start, end = max(span[0] - _NEAR, 0), min(span[1] + _NEAR, len(text))
    for gap in _SENTENCE.finditer(text, start, span[0]):
        start = gap.end()
    after = _SENTENCE.search(text, span[1], end)
    return text[start : after.start() if after else end]
