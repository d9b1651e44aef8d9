"""What a reviewer needs of a review that is like the case: evidence, what differs, what was found and recommended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from index.cases.case import Case, Signal
from index.cases.nearness import age_nearness
from index.cases.similar import Compared, Like, Likes
from index.recurring.counting import CountedReview
from index.tagging.boilerplate import print_of
from ingest.model import Document, Evidence, Passage, Review, Role
from ingest.passages.answers import answers_to
from ingest.passages.recording import Record, records_of
from ingest.passages.sentences import sentence_spans
from ingest.record.fullest import fullest_first

_MOST = 3
_COPY = 0.6
"""Share of a review's telling sentences that stand in another from which the two are near-copies."""
_AHEAD = 10
"""Reviews looked at beyond the limit, since near-copies are folded."""
_FAR = 0.5
_DISTINCT = 4
"""Themes and agencies named as a difference, the rarest and plainest first."""


class Differs(StrEnum):
    """In which way a review differs from the case."""

    OLDER = "older"
    YOUNGER = "younger"
    FATAL = "fatal"
    NOT_FATAL = "not-fatal"
    MORE_CHILDREN = "more-children"
    OTHER_HARM = "other-harm"
    ALSO_THEMES = "also-themes"
    WITHOUT_THEMES = "without-themes"


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a review differs: ``values`` are months, harms, themes or a number of children."""

    how: Differs
    signal: Signal
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A review like the case. ``copies`` are ids of reviews that tell the same in the same words, folded into it.

    ``evidence`` gives for each signal the review's passages that show it; ``found`` are findings and lessons that bear
    on the case's themes first, ``recommended`` likewise.
    """

    like: Like
    evidence: Mapping[Signal, tuple[Passage, ...]]
    differences: tuple[Difference, ...]
    found: tuple[Record, ...]
    recommended: tuple[Record, ...]
    copies: tuple[str, ...]

    @property
    def review(self) -> Review:
        """The review."""
        return self.like.counted.review


class Held(Protocol):
    """What counterparts are made from; ``ingest.catalogue.Catalogue`` is one."""

    def document(self, document_id: str) -> Document | None:
        """One document."""

    def passages(self, document_id: str) -> Sequence[Passage]:
        """A document's passages in order."""


def counterparts(likes: Likes, held: Held, limit: int) -> list[Counterpart]:
    """The nearest reviews, near-copies folded into the nearer one."""
    chosen: list[tuple[Like, list[Passage], frozenset[bytes], list[str]]] = []
    for like in likes.found[: limit + _AHEAD]:
        passages = [passage for key in like.counted.review.documents for passage in held.passages(key)]
        prints = _prints(passages)
        twin = next((one for one in chosen if _same(one[2], prints)), None)
        if twin:
            twin[3].append(like.counted.review.id)
        elif len(chosen) < limit:
            chosen.append((like, passages, prints, []))
    return [_counterpart(likes.case, like, passages, copies, held) for like, passages, _, copies in chosen]


def differences(case: Case, one: CountedReview, signals: Mapping[Signal, Compared]) -> tuple[Difference, ...]:
    """How a review differs from the case in what both state."""
    return (*_of_age(case, one), *_of_harm(case, one), *_of_themes(case, one))


def _prints(passages: Iterable[Passage]) -> frozenset[bytes]:
    texts = (passage.text for passage in passages if passage.role not in (Role.BOILERPLATE, Role.FRONT_MATTER))
    return frozenset(
        mark for text in texts for start, end in sentence_spans(text) if (mark := print_of(text[start:end]))
    )


def _same(first: frozenset[bytes], second: frozenset[bytes]) -> bool:
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= _COPY


def _counterpart(case: Case, like: Like, passages: Sequence[Passage], copies: Sequence[str], held: Held) -> Counterpart:
    by_id = {passage.id: passage for passage in passages}
    documents = [found for key in like.counted.review.documents if (found := held.document(key))]
    evidence = {
        signal: tuple(by_id[name] for name in compared.passages if name in by_id)[:_MOST]
        for signal, compared in like.signals.items()
    }
    evidence[Signal.AGE] = _stated("age", documents, passages)
    evidence[Signal.HARM] = _stated("harm", documents, passages)
    evidence[Signal.AGENCIES] = _naming(case, like.counted, by_id)
    bearing = _bearing(case, like.counted)
    records = _records(documents, held)
    return Counterpart(
        like,
        evidence,
        differences(case, like.counted, like.signals),
        _nearest(records, (Role.FINDING, Role.LESSON), bearing),
        _nearest(records, (Role.RECOMMENDATION,), bearing),
        tuple(copies),
    )


def _stated(fact: str, documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages that hold the words of a fact."""
    stated = [(document.id, item) for document in documents for item in document.facts.evidence if item.fact == fact]
    found = (next((p for p in passages if p.document_id == key and _holds(p, item)), None) for key, item in stated)
    return tuple(dict.fromkeys(passage for passage in found if passage))[:1]


def _holds(passage: Passage, item: Evidence) -> bool:
    return item.page in passage.pages and item.quote in passage.text


def _naming(case: Case, one: CountedReview, by_id: Mapping[str, Passage]) -> tuple[Passage, ...]:
    """Passages on the review's themes that name an agency of the case."""
    wanted = {trait.value for trait in case.of(Signal.AGENCIES)}
    spots = (spot for carried in one.themes.values() for spot in carried.spots if wanted & spot.agencies)
    return tuple(by_id[name] for name in dict.fromkeys(spot.passage for spot in spots) if name in by_id)[:1]


def _bearing(case: Case, one: CountedReview) -> Mapping[str, int]:
    """For each passage of the review, how many of the case's themes it carries."""
    bearing: dict[str, int] = {}
    for trait in case.of(Signal.THEMES):
        for spot in one.themes[trait.value].spots if trait.value in one.themes else ():
            bearing[spot.passage] = bearing.get(spot.passage, 0) + 1
    return bearing


def _records(documents: Sequence[Document], held: Held) -> list[Record]:
    """The records of the first document that has any: a summary repeats its report."""
    told = (document for document in fullest_first(documents) if not answers_to(document))
    return next((list(found) for document in told if (found := records_of(held.passages(document.id)))), [])


def _nearest(records: Sequence[Record], kinds: Sequence[Role], bearing: Mapping[str, int]) -> tuple[Record, ...]:
    of_kind = [record for record in records if record.kind in kinds]
    ranked = sorted(of_kind, key=lambda one: -max((bearing.get(name, 0) for name in one.passage_ids), default=0))
    return tuple(ranked[:_MOST])


def _of_age(case: Case, one: CountedReview) -> Iterable[Difference]:
    least, most = one.review.age_months_min, one.review.age_months_max
    if case.ages is None or least is None or most is None:
        return
    score = age_nearness((case.ages.youngest, case.ages.oldest), (least, most))
    if score is not None and score < _FAR:
        how = Differs.OLDER if least > case.ages.oldest else Differs.YOUNGER
        yield Difference(how, Signal.AGE, tuple(str(months) for months in dict.fromkeys((least, most))))
    if (case.children or 1) < (one.review.children or 1):
        yield Difference(Differs.MORE_CHILDREN, Signal.AGE, (str(one.review.children),))


def _of_harm(case: Case, one: CountedReview) -> Iterable[Difference]:
    wanted = {trait.value for trait in case.of(Signal.HARM)}
    held = set(one.review.harm_types)
    if wanted and held and not wanted & held:
        yield Difference(Differs.OTHER_HARM, Signal.HARM, tuple(one.review.harm_types))


def _of_themes(case: Case, one: CountedReview) -> Iterable[Difference]:
    wanted = [trait.value for trait in case.of(Signal.THEMES)]
    also = [theme for theme, carried in one.themes.items() if carried.clear and theme not in wanted]
    also.sort(key=lambda theme: -len(one.themes[theme].spots))
    without = [theme for theme in wanted if theme not in one.themes]
    if wanted and also:
        yield Difference(Differs.ALSO_THEMES, Signal.THEMES, tuple(also[:_DISTINCT]))
    if without:
        yield Difference(Differs.WITHOUT_THEMES, Signal.THEMES, tuple(without[:_DISTINCT]))
