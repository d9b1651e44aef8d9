"""Hybrid search: nearest passages by meaning and by words, one result a review, and why each was found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from index.engine import store
from index.engine.build import PassageRecord
from index.searching.closeness import SHIPPED, Closeness
from index.searching.facets import count_reviews
from index.searching.filter_values import check_values
from index.searching.fusion import SHIPPED as RANKING
from index.searching.fusion import Ranking
from index.searching.nearest_sentence import NearestSentence
from index.searching.query import Answer, Filters, Mode, PassageHit, Result
from index.searching.reader import Opened, Reader
from index.searching.request import FACETS, Request, active_facets, check_filters, request_of, scope_of
from index.searching.retrieval import Candidate, Retriever
from index.searching.why import Explained, with_sentences
from index.vectors.embedding import Embedder
from ingest.model import Held

_SPARE = 5
"""Reviews looked up beyond the limit, in case some were withdrawn since the index was made."""


class Searcher:
    """Searches one library. Safe from several threads; new passages appear as soon as an index is published.

    Without an ``embedder`` passages are found by their words alone, and no model is ever loaded.
    """

    def __init__(
        self,
        record: PassageRecord,
        reader: Reader,
        embedder: Embedder | None,
        closeness: Closeness = SHIPPED,
        ranking: Ranking = RANKING,
    ) -> None:
        self._record = record
        self._reader = reader
        self._embedder = embedder
        self._closeness = closeness
        self._ranking = ranking
        self._sentences = NearestSentence(embedder) if embedder else None

    def search(
        self,
        text: str,
        filters: Filters | None = None,
        limit: int = 10,
        passages_per_result: int = 3,
        mode: Mode = Mode.HYBRID,
        *,
        sentences: bool = True,
    ) -> Answer:
        """Answer ``text`` within ``filters``. An empty text lists the reviews in scope, newest first.

        ``sentences`` also finds the nearest sentence of each passage shown, where meaning is compared. Raises
        ``BadQuery``, ``IndexMissing``, ``IndexMismatch`` or ``IndexDamaged``.
        """
        filters = filters or Filters()
        check_filters(filters)
        request = request_of(text)
        opened = self._reader.current()
        check_values(filters, opened.census)
        if request.empty:
            return self._browse(opened, request, filters, limit, passages_per_result)
        vector = None
        if self._embedder and mode is not Mode.KEYWORD:
            vector = self._embedder.encode_query(request.text)
        by_words = vector is None or mode is not Mode.DENSE
        retriever = Retriever(
            opened.store, opened.vocabulary, request, vector, self._closeness, by_words, self._ranking
        )
        found = retriever.candidates(scope_of(filters, request))
        results = self._results(found, request, filters, limit, passages_per_result)
        if sentences and self._sentences and vector is not None:
            results = with_sentences(results, self._sentences, vector)
        close = [candidate for candidate in found if candidate.close]
        return self._answer(opened, request, filters, results, close, _facets(retriever, filters, close))

    def _browse(self, opened: Opened, request: Request, filters: Filters, limit: int, per_result: int) -> Answer:
        listed = opened.census.listing(scope_of(filters, request))
        results = self._results(listed, request, filters, limit, per_result)
        facets = count_reviews((candidate.payload for candidate in listed), FACETS)
        for name in active_facets(filters):
            wider = opened.census.listing(scope_of(filters, request, without=name))
            facets |= count_reviews((candidate.payload for candidate in wider), [name])
        return self._answer(opened, request, filters, results, listed, facets)

    def _answer(
        self,
        opened: Opened,
        request: Request,
        filters: Filters,
        results: tuple[Result, ...],
        close: Sequence[Candidate],
        facets: dict[str, dict[str, int]],
    ) -> Answer:
        size = opened.census.size(scope_of(filters))
        return Answer(
            query=request.text,
            filters=filters,
            library_revision=opened.manifest.revision,
            reviews_searched=size.reviews,
            documents_searched=size.documents,
            passages_searched=size.passages,
            nothing_found=not close,
            close=len({candidate.group for candidate in close}),
            results=results,
            facets=facets,
            years=size.years,
            left_out=opened.census.left_out(scope_of(filters)),
        )

    def _results(
        self, found: Sequence[Candidate], request: Request, filters: Filters, limit: int, per_result: int
    ) -> tuple[Result, ...]:
        """The best passages of each of the first ``limit`` reviews that are still held."""
        groups: dict[str, list[Candidate]] = {}
        for candidate in found:
            groups.setdefault(candidate.group, []).append(candidate)
        chosen = list(islice(groups.values(), max(0, limit) + _SPARE))
        shown = [candidate.id for group in chosen for candidate in group[:per_result]]
        held = self._record.held_of(shown) if shown else {}
        explained = Explained(request, filters)
        results = (_result(group, held, explained, per_result) for group in chosen)
        return tuple(islice((result for result in results if result), max(0, limit)))


def _result(group: Sequence[Candidate], held: dict[str, Held], explained: Explained, per_result: int) -> Result | None:
    present = [candidate for candidate in group[:per_result] if candidate.id in held]
    hits = tuple(_hit(candidate, held[candidate.id], explained) for candidate in present)
    if not hits:
        return None
    more = sum(candidate.close for candidate in group[per_result:])
    return Result(held[present[0].id].review, hits[0].score, hits, more, any(item.close for item in group))


def _hit(candidate: Candidate, held: Held, explained: Explained) -> PassageHit:
    return PassageHit(
        held.passage,
        held.document,
        candidate.score,
        explained.why(candidate, held.passage.text),
        tuple(candidate.payload.get(store.THEMES, ())),
        tuple(candidate.payload.get(store.AGENCIES, ())),
    )


def _facets(retriever: Retriever, filters: Filters, close: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    """Every facet among the close passages; one that is narrowed is counted as if it were not."""
    facets = count_reviews((candidate.payload for candidate in close), FACETS)
    for name in active_facets(filters):
        wider = retriever.candidates(scope_of(filters, retriever.request, without=name))
        facets |= count_reviews((candidate.payload for candidate in wider if candidate.close), [name])
    return facets
