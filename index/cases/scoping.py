"""From similar reviews to the scope of a new one: what they asked, covered, used, found and recommended.

Everything is a quote or a count over the chosen reviews. What none of them shows is named too, as none found in N.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from index.cases.case import Case, Signal
from index.cases.processes import Part, Process, part_in, process_in
from index.engine.bm25 import stems_in
from index.quoting.cited import Cited, whole
from index.quoting.excerpts import same_words
from index.recurring.counting import Counted, CountedReview
from ingest.model import Document, Passage, Review, Role
from ingest.passages.answers import answers_of, answers_to
from ingest.passages.recording import Record, records_of
from ingest.passages.sentences import sentence_spans
from ingest.record.fullest import fullest_first

_FEWEST_WORDS = 5
_ASKS = re.compile(
    r"^\W*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]+)[.)]\s*)?(?:how|what|whether|why|when|who|which|where|were|was|did|do"
    r"|does|could|is|are|to what extent|(?:to )?(?:consider|examine|establish|identify|review|explore|determine|assess"
    r"|evaluate|analyse|understand))\b(?!.*:\s*$)|\?\s*$",
    re.IGNORECASE | re.DOTALL,
)
"""How a line of enquiry begins or ends; what announces a list of them is none."""
_BULLETS = "•◦▪●-–* \t\n"
_NEXT_ITEM = re.compile(r"\n(?=[ \t]*[•◦▪●*–-][ \t])")
_LONG = 400
_MOST_QUOTES = 2


class Held(Protocol):
    """What is read from; ``ingest.catalogue.Catalogue`` is one."""

    def document(self, document_id: str) -> Document | None:
        """One document."""

    def passages(self, document_id: str) -> Sequence[Passage]:
        """A document's passages in order."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A line of enquiry in the words of the first review that asked it, and the ids of all that did."""

    cited: Cited
    reviews: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a review took from incident to publication, in months, and the processes that ran beside it."""

    review: Review
    months: int | None
    processes: tuple[Process, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """The same recommendation in more than one review.

    ``reviews`` are the ids of all that make it, ``boards`` their publishers in the order of time, ``years`` the first
    and last of publication; ``best`` is the best worded by a stated rule, where any names who and what.
    """

    reviews: tuple[str, ...]
    boards: tuple[str, ...]
    years: tuple[int, int] | None
    best: Cited | None


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation of a similar review that bears on the case's themes, with whom it asks.

    ``answers`` are passages of another document of the review that answer it; ``again`` is where else it was made.
    """

    record: Record
    cited: Cited
    themes: tuple[str, ...]
    answers: tuple[Cited, ...] = ()
    again: Again | None = None


@dataclass(frozen=True, slots=True)
class Scoping:
    """What the chosen reviews say to each heading of a scope.

    ``themes`` gives for each theme of the case, then for the other themes of the reviews, the ids of those that carry
    it; ``silent`` are themes of the case that none carries. ``agencies`` and ``methods`` give ids of reviews likewise.
    ``compared`` says among how many reviews the same recommendations were looked for, ``None`` where they were not.
    """

    reviews: tuple[Review, ...]
    enquiries: tuple[Enquiry, ...]
    periods: tuple[tuple[Review, str, str], ...]
    agencies: Mapping[str, tuple[str, ...]]
    methods: Mapping[str, tuple[str, ...]]
    beside: Mapping[Process, tuple[Cited, ...]]
    delays: tuple[Delay, ...]
    took_part: Mapping[Part, tuple[Cited, ...]]
    themes: Mapping[str, tuple[str, ...]]
    silent: tuple[str, ...]
    findings: tuple[Cited, ...]
    recommended: tuple[Recommended, ...]
    good_practice: tuple[Cited, ...]
    compared: int | None = None


def scoping_of(case: Case, reviews: Sequence[str], counted: Counted, held: Held) -> Scoping:
    """Read the chosen reviews for a scope; ids that are not held are passed over."""
    known = {one.review.id: one for one in counted.reviews}
    chosen = [known[name] for name in dict.fromkeys(reviews) if name in known]
    told = [_Told(one, held) for one in chosen]
    wanted = [trait.value for trait in case.of(Signal.THEMES)]
    themes = _themes(wanted, chosen)
    return Scoping(
        reviews=tuple(one.review for one in chosen),
        enquiries=tuple(_enquiries(told)),
        periods=tuple(period for one in told if (period := one.period())),
        agencies=_sets((one.review.id, one.review.agencies) for one in chosen),
        methods=_sets((one.review.id, (one.review.method,) if one.review.method else ()) for one in chosen),
        beside={process: found for process in Process if (found := tuple(_beside(told, process)))},
        delays=tuple(one.delay() for one in told),
        took_part={part: found for part in Part if (found := tuple(_taking_part(told, part)))},
        themes=themes,
        silent=tuple(theme for theme in wanted if not themes[theme]),
        findings=tuple(_bearing(told, wanted, (Role.FINDING, Role.LESSON))),
        recommended=tuple(_recommended(told, wanted)),
        good_practice=tuple(_bearing(told, wanted, (Role.GOOD_PRACTICE,))),
    )


class _Told:
    """One review with the passages of its documents, fullest document first."""

    def __init__(self, counted: CountedReview, held: Held) -> None:
        self.counted = counted
        self.review = counted.review
        found = [document for key in self.review.documents if (document := held.document(key))]
        self.documents = [one for one in fullest_first(found) if not answers_to(one)]
        self.responses = [one for one in found if answers_to(one)]
        self.passages = {one.id: list(held.passages(one.id)) for one in found}

    def cited(self, roles: Iterable[Role]) -> Iterator[Cited]:
        """Every passage with one of these roles."""
        wanted = frozenset(roles)
        for document in self.documents:
            for passage in self.passages[document.id]:
                if passage.role in wanted:
                    yield whole(passage, document, self.review)

    def first(self, span_of: Callable[[Passage], tuple[int, int] | None]) -> Cited | None:
        """The first sentence that ``span_of`` finds."""
        for document in self.documents:
            for passage in self.passages[document.id]:
                if span := span_of(passage):
                    return Cited(passage, document, self.review, *span)
        return None

    def answered(self, records: Sequence[Record]) -> dict[str, tuple[Cited, ...]]:
        """What the review's responses say to each numbered recommendation."""
        found: dict[str, tuple[Cited, ...]] = {}
        for document in self.responses:
            by_id = {passage.id: passage for passage in self.passages[document.id]}
            for number, ids in answers_of(records, self.passages[document.id]).items():
                cited = (whole(by_id[key], document, self.review) for key in ids)
                found[number] = (*found.get(number, ()), *cited)
        return found

    def period(self) -> tuple[Review, str, str] | None:
        """The period that the review looked at, where it is stated."""
        stated = next((one.facts.period for one in self.documents if one.facts.period and one.facts.period[0]), None)
        return (self.review, stated[0] or "", stated[1] or "") if stated else None

    def delay(self) -> Delay:
        """Months from incident to publication, where both are stated to the month."""
        dates = [(one.facts.incident, one.facts.published) for one in self.documents]
        incident = next((first for first, _ in dates if first), None)
        published = next((second for _, second in dates if second), None)
        running = tuple(p for p in Process if self.first(partial(process_in, process=p)))
        return Delay(self.review, months_between(incident, published), running)


def months_between(first: str | None, second: str | None) -> int | None:
    """Whole months between two dates that are stated to the month at least; ``None`` where one is not."""
    if not first or not second or len(first) < 7 or len(second) < 7:
        return None
    return (int(second[:4]) - int(first[:4])) * 12 + int(second[5:7]) - int(first[5:7])


def _enquiries(told: Sequence[_Told]) -> list[Enquiry]:
    """Questions that the reviews set themselves, each once, those that most reviews asked first."""
    found: list[tuple[Cited, frozenset[int], list[str]]] = []
    for one in told:
        for cited in one.cited((Role.TERMS_OF_REFERENCE,)):
            for question in _questions(cited):
                stems = stems_in(question.text)
                same = next((item for item in found if same_words(item[1], stems)), None)
                if same is None:
                    found.append((question, stems, [one.review.id]))
                elif one.review.id not in same[2]:
                    same[2].append(one.review.id)
    found.sort(key=lambda item: -len(item[2]))
    return [Enquiry(cited, tuple(reviews)) for cited, _, reviews in found]


def _questions(cited: Cited) -> Iterator[Cited]:
    for start, end in questions_in(cited.passage.text):
        yield Cited(cited.passage, cited.document, cited.review, start, end)


def questions_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a passage asks: by items of a list; else whole if it is short, by sentences if long."""
    edges = [0, *(found.end() for found in _NEXT_ITEM.finditer(text)), len(text)]
    listed = list(itertools.pairwise(edges))
    for begin, last in listed if len(listed) > 1 or len(text) <= _LONG else sentence_spans(text):
        end = begin + len(text[begin:last].rstrip())
        start = end - len(text[begin:end].lstrip(_BULLETS))
        if len(text[start:end].split()) >= _FEWEST_WORDS and _ASKS.search(text[start:end]):
            yield start, end


def _sets(pairs: Iterable[tuple[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for review, values in pairs:
        for value in values:
            found.setdefault(value, []).append(review)
    return {value: tuple(found[value]) for value in sorted(found, key=lambda value: (-len(found[value]), value))}


def _beside(told: Sequence[_Told], process: Process) -> Iterator[Cited]:
    return (found for one in told if (found := one.first(partial(process_in, process=process))))


def _taking_part(told: Sequence[_Told], part: Part) -> Iterator[Cited]:
    return (found for one in told if (found := one.first(partial(part_in, part=part))))


def _themes(wanted: Sequence[str], chosen: Sequence[CountedReview]) -> dict[str, tuple[str, ...]]:
    carried = _sets((one.review.id, tuple(one.themes)) for one in chosen)
    return {theme: carried.get(theme, ()) for theme in (*wanted, *(theme for theme in carried if theme not in wanted))}


def _bearing(told: Sequence[_Told], wanted: Sequence[str], roles: Sequence[Role]) -> Iterator[Cited]:
    """For each review its passages of these roles that carry most of the case's themes."""
    for one in told:
        weights = _weights(one.counted, wanted)
        every = [cited for cited in one.cited(roles) if weights.get(cited.passage.id)]
        found = [cited for cited in every if cited.document is every[0].document]  # a summary repeats its report
        yield from sorted(found, key=lambda cited: -weights[cited.passage.id])[:_MOST_QUOTES]


def _weights(counted: CountedReview, wanted: Sequence[str]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for theme in wanted:
        for spot in counted.themes[theme].spots if theme in counted.themes else ():
            weights[spot.passage] = weights.get(spot.passage, 0) + 1
    return weights


def _recommended(told: Sequence[_Told], wanted: Sequence[str]) -> Iterator[Recommended]:
    for one in told:
        carried = {
            theme: {spot.passage for spot in one.counted.themes[theme].spots}
            for theme in wanted
            if theme in one.counted.themes
        }
        for document in one.documents:
            records = [r for r in records_of(one.passages[document.id]) if r.kind is Role.RECOMMENDATION]
            by_id = {passage.id: passage for passage in one.passages[document.id]}
            answered = one.answered(records)
            for record in records:
                themes = tuple(theme for theme, ids in carried.items() if ids & set(record.passage_ids))
                passage = by_id.get(record.passage_ids[0])
                if themes and passage:
                    cited = cited_record(record, passage, document, one.review)
                    yield Recommended(record, cited, themes, answered.get(record.number or "", ()))
            if records:
                break  # a summary repeats its report


def cited_record(record: Record, passage: Passage, document: Document, review: Review | None) -> Cited:
    """The record's own words where they stand in one passage, else its first passage whole."""
    at = passage.text.find(record.text)
    return Cited(passage, document, review, at, at + len(record.text)) if at >= 0 else whole(passage, document, review)
