"""Check a draft: each sentence that claims something of reviews, beside what the held reviews say.

Nothing of a draft is kept. A verdict is about what is held: "not found" does not mean that it is untrue.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from index.desk import open_searcher, shelf_of
from index.drafts.claims import Claim, ClaimReader
from index.drafts.figures import Figure, figure_in
from index.drafts.support import SHIPPED, Comparison, Limits, Said, Verdict, compared, said, verdict
from index.errors import BadQuery
from index.recurring.counts import Counts
from index.searching.query import Filters
from index.searching.reader import IndexReader
from index.vectors.embedding import Embedder, Vectors
from ingest.model import Held, Role
from ingest.passages.sentences import sentence_spans
from ingest.written.welsh import language_of

if TYPE_CHECKING:
    from index.config import IndexConfig
    from ingest.library import Library

LONGEST = 1_000_000
"""Characters of a draft: some 400 pages."""
MOST = 300
"""Claims that are checked; what is beyond is named and left."""
_SENTENCES = 24
_PASSAGES = 8
_KEPT = 20_000
_SHOWN = 3
_AS_NEAR = 0.1
_ORDER = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.PARTLY, Verdict.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a held passage (its slice ``start:end``) set beside a claim."""

    held: Held
    start: int
    end: int
    found: Comparison
    verdict: Verdict

    @property
    def text(self) -> str:
        """The exact words."""
        return self.held.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of the draft. ``verdict`` is ``None`` where it claims nothing of reviews, or was not checked."""

    claim: Claim
    verdict: Verdict | None
    reason: str
    evidence: tuple[Evidence, ...] = ()
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole draft. ``unchecked`` claims were beyond the most that are checked at once."""

    revision: int
    reviews: int
    sentences: tuple[Checked, ...]
    unchecked: int
    welsh: bool

    def count(self, which: Verdict) -> int:
        """Sentences with a verdict."""
        return sum(one.verdict is which for one in self.sentences)

    @property
    def passed_over(self) -> int:
        """Sentences that claim nothing of reviews."""
        return sum(not one.claim.claims for one in self.sentences)


class DraftChecker:
    """Checks drafts against one library; to be kept and shared by threads."""

    def __init__(
        self,
        library: Library,
        config: IndexConfig,
        embedder: Embedder,
        counts: Counts | None = None,
        limits: Limits = SHIPPED,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._counts = counts or Counts(library)
        self._limits = limits
        self._searcher = open_searcher(library, config, embedder=embedder)
        self._reader = IndexReader(library.index_folder, shelf_of(library, config), embedder.fingerprint)
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def check(self, text: str, progress: Callable[[int, int], None] | None = None) -> Report:
        """Check a draft. Raises ``BadQuery`` for one that is empty or beyond ``LONGEST``, and the index's errors."""
        if not text.strip():
            raise BadQuery("The draft is empty.")
        if len(text) > LONGEST:
            raise BadQuery(
                f"The draft is {len(text):,} characters long; up to {LONGEST:,} are checked. Give a section."
            )
        counted = self._counts.current()
        claims = list(ClaimReader([one.review for one in counted.reviews]).read(text))
        wanted = [claim for claim in claims if claim.claims]
        checked: dict[int, Checked] = {}
        for number, claim in enumerate(wanted[:MOST]):
            if progress:
                progress(number, min(len(wanted), MOST))
            checked[claim.start] = self._checked(claim)
        return Report(
            counted.revision,
            len(counted.reviews),
            tuple(checked.get(claim.start) or _left(claim) for claim in claims),
            max(0, len(wanted) - MOST),
            language_of(text) != "en",
        )

    def _checked(self, claim: Claim) -> Checked:
        if claim.unknown:
            return Checked(claim, Verdict.NOT_FOUND, f"No review of {', '.join(claim.unknown)} is held.")
        if claim.published:
            return Checked(claim, Verdict.CONTRADICTED, f"The library holds it as published by {claim.published}.")
        figure = figure_in(claim.text, self._counts.current(), self._boards(claim))
        if figure and figure.agrees is not None:
            shown = self._library.catalogue.held_of(list(figure.passages[:_SHOWN]))
            evidence = tuple(_whole(one) for one in shown.values())
            return Checked(
                claim, Verdict.SUPPORTED if figure.agrees else Verdict.CONTRADICTED, "figure", evidence, figure
            )
        evidence = self._evidence(claim)
        if figure and not claim.reviews:
            evidence = not_of_one(evidence)
        if not evidence:
            return Checked(claim, Verdict.NOT_FOUND, "nothing near", (), figure)
        made = evidence[0].verdict
        telling = [one for one in evidence if one.verdict is not Verdict.NOT_FOUND or made is Verdict.NOT_FOUND]
        return Checked(claim, made, "words", tuple(telling[:_SHOWN]), figure)

    def _boards(self, claim: Claim) -> tuple[str, ...]:
        named = [one.review for one in self._counts.current().reviews if one.review.id in claim.reviews]
        return tuple(sorted({review.publisher_id for review in named if review.publisher_id}))

    def _evidence(self, claim: Claim) -> tuple[Evidence, ...]:
        """The sentences nearest to a claim, the most telling first."""
        asked = said(claim.core)
        weight = self._reader.current().vocabulary.weight
        total = sum(weight(stem) for stem in asked.stems) or 1.0
        places = [place for held in self._passages(claim) for place in _places(held)]
        parted = [said(text) for _, _, _, text in places]
        shares = [sum(weight(stem) for stem in asked.stems & one.stems) / total for one in parted]
        best = sorted(range(len(places)), key=lambda at: -shares[at])[:_SENTENCES]
        if not best:
            return ()
        vectors = self._embedded([claim.core, *(places[at][3] for at in best)])
        cosines = vectors[1:] @ vectors[0]
        found = [
            self._one(places[at], asked, parted[at], float(cosine), weight)
            for at, cosine in zip(best, cosines, strict=True)
        ]
        found.sort(key=lambda one: -_nearness(one))
        nearest = _apart(found)[: _SHOWN * 2]
        order = {which: at for at, which in enumerate(_against_first(nearest))}
        return tuple(sorted(nearest, key=lambda one: (order[one.verdict], -_nearness(one))))

    def _one(
        self,
        place: tuple[Held, int, int, str],
        asked: Said,
        parted: Said,
        cosine: float,
        weight: Callable[[int], float],
    ) -> Evidence:
        held, start, end, _ = place
        found = compared(asked, parted, cosine, weight)
        return Evidence(held, start, end, found, verdict(found, self._limits))

    def _passages(self, claim: Claim) -> Sequence[Held]:
        catalogue = self._library.catalogue
        if claim.reviews:
            ids = [
                key
                for review in self._counts.current().reviews
                if review.review.id in claim.reviews
                for key in review.review.documents
            ]
            documents = [document for key in ids if (document := catalogue.document(key))]
            reviews = {one.review.id: one.review for one in self._counts.current().reviews}
            return [
                Held(passage, document, reviews.get(document.review_id or ""))
                for document in documents
                for passage in catalogue.passages(document.id)
                if passage.role is not Role.BOILERPLATE
            ]
        answer = self._searcher.search(claim.core, Filters(reviews_only=True), _PASSAGES, 3, sentences=False)
        return [Held(hit.passage, hit.document, result.review) for result in answer.results for hit in result.passages]

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            self._vectors.update(zip(missing, self._embedder.encode_passages(missing), strict=True))
        vectors = np.stack([self._vectors[text] for text in texts])
        self._vectors.pop(texts[0], None)  # the draft's own words are not kept
        while len(self._vectors) > _KEPT:
            self._vectors.popitem(last=False)
        return vectors


def _places(held: Held) -> list[tuple[Held, int, int, str]]:
    """The sentences of a passage, each alone and each with the one after it, under the passage's last heading."""
    text = held.passage.text
    spans = sentence_spans(text)
    pairs = [(one[0], other[1]) for one, other in pairwise(spans)]
    return [(held, start, end, text[start:end]) for start, end in (*spans, *pairs)]


def _apart(found: Sequence[Evidence]) -> list[Evidence]:
    """Those that do not repeat a better one: a sentence alone and with its neighbour are one place, unless the verdict
    differs."""
    kept: list[Evidence] = []
    for one in found:
        same = (other for other in kept if other.held.passage.id == one.held.passage.id)
        if not any(one.start < other.end and other.start < one.end and one.verdict is other.verdict for other in same):
            kept.append(one)
    return kept


def _nearness(one: Evidence) -> float:
    return one.found.share + one.found.cosine


def _against_first(found: Sequence[Evidence]) -> tuple[Verdict, ...]:
    """The order of verdicts. Where one sentence supports a claim but for a word, and another as near is against it, the
    one that is against it comes first: a claim that is wrongly taken for supported does the greater harm."""
    best = {one.verdict: one for one in reversed(found)}
    for_it, against = best.get(Verdict.SUPPORTED), best.get(Verdict.CONTRADICTED)
    if for_it and against and for_it.found.missing and _nearness(against) >= _nearness(for_it) - _AS_NEAR:
        return (Verdict.CONTRADICTED, Verdict.SUPPORTED, Verdict.PARTLY, Verdict.NOT_FOUND)
    return _ORDER


def not_of_one(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """For a claim that counts reviews: a number that stands in one review, such as its day, says nothing against it."""
    found = [
        replace(
            one,
            found=replace(one.found, number_differs=False, number_missing=True),
            verdict=Verdict.NOT_FOUND if one.verdict is Verdict.CONTRADICTED else one.verdict,
        )
        if one.found.number_differs
        else one
        for one in evidence
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.verdict), -_nearness(one))))


def _whole(held: Held) -> Evidence:
    nothing = Comparison(0.0, 0.0, (), number_differs=False, number_missing=False, denial_differs=False)
    return Evidence(held, 0, len(held.passage.text), nothing, Verdict.PARTLY)


def _left(claim: Claim) -> Checked:
    return Checked(claim, None, "claims nothing of reviews" if not claim.claims else "beyond the most that are checked")
