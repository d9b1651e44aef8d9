"""Recommendations: what they ask and name, families with a middle, each review once, and what a board repeats."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from held import WordEmbedder, review
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine.bm25 import stems_in
from index.engine.edge import _copy_without_holes
from index.recommendations.ask import bare_ask, named_in
from index.recommendations.families import Nearness, grouped
from index.recommendations.gathered import chosen, gathered_of
from index.recommendations.recommending import FILE, Recommending, best_worded, kept_vectors
from index.recommendations.wording import overlap
from index.searching.query import Filters
from index.vectors.cache import VectorCache
from index.vectors.embedding import unit
from ingest.library import Library
from ingest.model import Document, DocumentKind, DocumentStatus, Facts, Passage, Review, Role, Span
from ingest.passages.recording import records_of


def passage(document: str, number: int, text: str, role: Role = Role.RECOMMENDATION) -> Passage:
    heading = ("Recommendations",) if role is Role.RECOMMENDATION else ("Response",)
    spans = (Span(1, 0, len(text)),)
    return Passage(f"{document}-{number}", document, number, spans, text, role, heading, None, (1,), (None,))


def document(name: str, kind: DocumentKind, of: Review) -> Document:
    facts = Facts(kind, name)
    return Document(name, kind, name, DocumentStatus.READ, "text/plain", 1, (), None, (name,), None, of.id, facts)


FIRST = "Recommendation 1: Northmere LSCB should rewrite the bruising protocol within six months."
OTHER = "Recommendation 1: Marlingshire LSCB should rewrite its bruising protocol on a single sheet by May 2013."
SECOND = "Recommendation 2: All staff should be mindful of fathers."


class Held:
    """A library of two reviews; the first has a report, a summary that repeats it, and a response."""

    def __init__(self) -> None:
        kinds = {
            "report": DocumentKind.OVERVIEW_REPORT,
            "summary": DocumentKind.EXECUTIVE_SUMMARY,
            "response": DocumentKind.RESPONSE,
        }
        self.one = review("one", year=2018, publisher_id="north", publisher="Northmere LSCB", documents=tuple(kinds))
        self.two = review("two", year=2012, publisher_id="marl", publisher="Marlingshire SCB", documents=("other",))
        self._documents = [document(name, kind, self.one) for name, kind in kinds.items()]
        self._documents.append(document("other", DocumentKind.OVERVIEW_REPORT, self.two))
        self._passages = {
            "report": [passage("report", 1, FIRST), passage("report", 2, SECOND)],
            "summary": [passage("summary", 1, "Recommendation 1: The LSCB should reissue the bruising protocol.")],
            "response": [
                passage("response", 1, "Recommendation 1: The protocol has been rewritten and launched.", Role.RESPONSE)
            ],
            "other": [passage("other", 1, OTHER)],
        }

    def revision(self) -> int:
        return 7

    def reviews(self) -> list[Review]:
        return [self.one, self.two]

    def documents(self) -> list[Document]:
        return self._documents

    def passages(self, document_id: str) -> list[Passage]:
        return self._passages[document_id]


def test_a_recommendation_counts_once_though_a_summary_repeats_it_and_its_response_stands_beside_it() -> None:
    found = gathered_of(Held(), lambda _: {}).every
    assert [(one.source, one.record.number) for one in found] == [("two", "1"), ("one", "1"), ("one", "2")]
    assert [one.id for one in found[1].also_in] == ["summary"]
    assert found[2].also_in == ()
    (response,) = found[1].responses
    assert response.passages[0].id == "response-1"
    assert found[0].responses == ()


def test_filters_choose_by_year_of_the_review_and_by_agency_of_the_recommendation() -> None:
    gathered = gathered_of(Held(), lambda _: {})
    agency = gathered.every[0].record.addressees[0]
    both = frozenset({"one", "two"})
    assert {one.source for one in chosen(gathered, Filters(agencies=(agency,)), both)} == both
    assert [one.source for one in chosen(gathered, Filters(), frozenset({"two"}))] == ["two"]
    assert chosen(gathered, Filters(themes=("neglect",)), both) == ()


def test_what_is_named_are_facts_in_the_recommendations_own_words() -> None:
    first, second = (named_in(one) for one in records_of([passage("d", 1, FIRST), passage("d", 2, SECOND)]))
    assert first.whole
    assert first.when == "within six months"
    assert first.what in FIRST
    assert all(words in FIRST for words in first.checks)
    assert second.what is None
    assert not second.whole


def test_the_best_worded_name_who_what_and_by_when_and_are_the_shortest() -> None:
    found = gathered_of(Held(), lambda _: {}).every
    assert [one.source for one in best_worded(found)] == ["one", "two"]
    assert best_worded(found[2:]) == ()


def test_a_subject_that_is_the_matter_is_compared_and_an_agency_is_not() -> None:
    assert bare_ask("Strategy discussions should always include health.").startswith("Strategy discussions")
    assert (
        bare_ask("The Partnership should ensure that every school reads its alerts.") == "every school reads its alerts"
    )
    assert "six months" not in bare_ask("The Board should audit its use within six months.", "within six months")


def test_stock_words_count_for_little() -> None:
    stock = overlap(stems_in("review its policy on fire"), stems_in("review its policy on sleep"))
    same = overlap(stems_in("review its policy on fire"), stems_in("train staff about fire"))
    assert stock < same


NEAR = Nearness(clear=0.8, possible=0.6)


def test_every_member_is_near_every_other_and_a_chain_is_no_family() -> None:
    angles = np.radians([0, 30, 60, 90])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    families = grouped(vectors, NEAR).families
    assert max(map(len, families)) == 2
    assert sorted(one for family in families for one in family) == [0, 1, 2, 3]


def directions(seed: int, count: int) -> np.ndarray:
    """Unit vectors around a few centres, some of them twice."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(max(1, count // 4), 8))
    found = centres[rng.integers(0, len(centres), count)] + rng.normal(size=(count, 8)) * rng.uniform(0, 0.8)
    twice = found[rng.integers(0, count, count // 5)]
    return unit(np.concatenate([found, twice]).astype(np.float32))


def families_of(vectors: np.ndarray, numbers: np.ndarray) -> set[frozenset[int]]:
    """Families of some of the vectors, in the numbers of all."""
    found = grouped(vectors[numbers], NEAR).families
    return {frozenset(int(numbers[at]) for at in family) for family in found}


@given(st.integers(0, 10**6), st.integers(1, 60))
@settings(deadline=None)
def test_families_part_all_asks_hold_only_near_ones_and_do_not_depend_on_the_order(seed: int, count: int) -> None:
    vectors = directions(seed, count)
    every = np.arange(len(vectors))
    families = families_of(vectors, every)
    assert sorted(one for family in families for one in family) == every.tolist()
    for family in families:
        own = vectors[sorted(family)]
        assert float((own @ own.T).min()) >= NEAR.clear - 1e-4
    shuffled = np.random.default_rng(seed).permutation(len(vectors))
    assert families_of(vectors, shuffled) == families
    twins = {tuple(vector.tolist()) for vector in vectors}
    assert len(families) <= len(twins)


@given(st.integers(0, 10**6), st.integers(2, 40))
@settings(deadline=None)
def test_no_two_families_could_be_one(seed: int, count: int) -> None:
    vectors = directions(seed, count)
    families = [list(family) for family in grouped(vectors, NEAR).families]
    for at, one in enumerate(families):
        for other in families[:at]:
            assert float((vectors[one] @ vectors[other].T).min()) < NEAR.clear + 1e-4


def test_of_a_crowd_only_the_nearest_are_looked_at_and_each_ask_still_stands_once() -> None:
    vectors = directions(3, 60)
    crowded = grouped(vectors, Nearness(clear=0.3, possible=0.3, most=3)).families
    assert sorted(one for family in crowded for one in family) == list(range(len(vectors)))


def test_nothing_gathers_into_nothing() -> None:
    assert grouped(np.zeros((0, 2), dtype=np.float32), NEAR).families == ()


class Counting:
    """An embedder that counts what it embeds."""

    fingerprint = "counting"
    dim = 2

    def __init__(self) -> None:
        self.embedded = 0

    def encode_passages(self, texts: list[str]) -> np.ndarray:
        self.embedded += len(texts)
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    def encode_query(self, text: str) -> np.ndarray:
        return self.encode_passages([text])[0]


def test_only_new_recommendations_are_embedded_and_those_that_went_are_forgotten(tmp_path: Path) -> None:
    embedder = Counting()
    with VectorCache(tmp_path / "v.sqlite") as cache:
        kept_vectors(["a", "bb", "a"], embedder, cache)
        assert embedder.embedded == 2
        vectors = kept_vectors(["bb", "ccc"], embedder, cache)
        assert embedder.embedded == 3
        assert vectors[:, 0].tolist() == [2.0, 3.0]
        assert len(cache.known("counting")) == 2


def test_after_a_new_report_families_are_those_that_are_made_from_nothing(tmp_path: Path) -> None:
    texts = [f"{'x' * at}" for at in (1, 2, 9, 10, 40, 41, 80)]
    with VectorCache(tmp_path / "kept.sqlite") as cache, VectorCache(tmp_path / "anew.sqlite") as other:
        embedder = Counting()
        kept_vectors(texts[:4], embedder, cache)
        kept = kept_vectors(texts, embedder, cache)
        assert embedder.embedded == len(texts)
        anew = kept_vectors(texts, Counting(), other)
        assert grouped(unit(kept), NEAR) == grouped(unit(anew), NEAR)
        left = kept_vectors(texts[2:], embedder, cache)
        assert grouped(unit(left), NEAR) == grouped(unit(anew[2:]), NEAR)
        assert len(cache.known("counting")) == len(texts) - 2


def test_whoever_asks_first_does_not_wait_for_vectors_where_they_were_prepared(shelf: Library, tmp_path: Path) -> None:
    library = Library.open(shutil.copytree(shelf.folder, tmp_path / "copy", copy_function=_copy_without_holes))
    (library.cache_folder / FILE).unlink(missing_ok=True)
    first, second, told = WordEmbedder(), WordEmbedder(), []
    Recommending(library, first).prepare(lambda done, of: told.append((done, of)))
    assert first.encoded > 0
    assert told[-1] == (first.encoded, first.encoded)
    assert Recommending(library, second).families().recommendations
    assert second.encoded == 0
    library.close()
