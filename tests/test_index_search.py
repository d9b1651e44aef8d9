"""Search: what is found, in which order, why, within what, and when nothing is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BadQuery
from index.searching.query import Answer, Filters
from index.searching.search import Searcher
from ingest.model import Document, DocumentKind, Held, Review, Role
from ingest.vocabulary.reading import vocabulary
from tests.held import MemoryRecord, WordEmbedder, build, document, held, review, searcher

ANNA = review(
    "anna", title="Child Anna", publisher_id="northtown", publisher="Northtown Board", nation="England", year=2014,
    review_type="serious-case-review", age_months_min=3, age_months_max=3, harm_types=("physical-abuse",),
)  # fmt: skip
BEN = review(
    "ben", title="Child Ben", publisher_id="southtown", publisher="Southtown Board", nation="Wales", year=2021,
    review_type="child-practice-review", age_months_min=24, age_months_max=150, harm_types=("neglect",),
)  # fmt: skip
CARA = review("cara", title="Child Cara", publisher_id="northtown", publisher="Northtown Board", nation="England")
INSPECTION = document("inspection-2022", DocumentKind.INSPECTION, published="2022-03-01", nation="England")
PROCEDURE = document("procedure", DocumentKind.PROCEDURE)

PASSAGES = [
    held("This review concerns Anna.", ANNA, 0, Role.FRONT_MATTER),
    held("The health visitor saw a bruise on the baby's cheek and accepted the explanation.", ANNA, 1, Role.FINDING),
    held("Bruising in a baby who cannot move should lead to a referral.", ANNA, 2, Role.RECOMMENDATION),
    held("A bruise was not measured. The baby was sent home.", ANNA, 3),
    held("A photograph of a bruise is not an examination.", ANNA, 4),
    held("School staff saw hunger and dirty clothes for three winters.", BEN, 1, Role.FINDING),
    held("Each visit was judged alone and the history was not read. The health\nvisitor changed twice.", BEN, 2),
    held("Ben had a bruise after football.", BEN, 3),
    held("Cara was often missing from her children's home.", CARA, 1),
    held("Inspectors found that bruising in a baby was examined promptly.", INSPECTION, 1),
    held("Every bruise on a baby must be referred at once.", PROCEDURE, 1),
]


def owners(answer: Answer) -> list[str]:
    return [result.review.id if result.review else result.document.title for result in answer.results]


def test_each_review_is_one_result_with_its_best_passages_first(desk: Searcher) -> None:
    answer = desk.search("bruise on a baby's cheek")
    assert owners(answer)[0] == "anna"
    assert len(owners(answer)) == len(set(owners(answer)))
    first = answer.results[0]
    assert first.passages[0].passage.text == PASSAGES[1].passage.text
    assert [hit.score for hit in first.passages] == sorted((hit.score for hit in first.passages), reverse=True)


def test_a_document_of_no_review_is_a_result_of_its_own(desk: Searcher) -> None:
    answer = desk.search("inspectors found bruising examined promptly")
    assert answer.results[0].review is None
    assert answer.results[0].document == INSPECTION


def test_why_names_the_words_as_they_stand_and_both_places(desk: Searcher) -> None:
    hit = desk.search("bruises of babies").results[0].passages[0]
    assert {word.lower() for word in hit.why.words} <= {"bruise", "bruising", "baby"}
    assert [hit.passage.text[start:end] for start, end in hit.why.marks]
    assert hit.why.lexical_rank is not None
    assert hit.why.dense_rank is not None
    assert 0 < hit.score <= 1


def test_limits_are_kept_and_the_rest_is_counted(desk: Searcher) -> None:
    answer = desk.search("bruise baby", limit=1, passages_per_result=2)
    assert len(answer.results) == 1
    assert len(answer.results[0].passages) == 2
    assert answer.results[0].more >= 1
    assert desk.search("bruise", limit=0).results == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"health visitor"', {"anna", "ben"}),
        ('"HEALTH VISITOR" bruise', {"anna", "ben"}),
        ("“cannot move”", {"anna"}),
        ('"visitor health"', set()),
        ('"the"', {"anna", "ben", "inspection-2022"}),
        ('"health visitor" "three winters"', set()),
        ('"home visitor"', set()),
    ],
)
def test_a_quoted_phrase_must_stand_in_the_passage(desk: Searcher, query: str, found: set[str]) -> None:
    answer = desk.search(query)
    if query != '"the"':
        assert set(owners(answer)) == found
    else:
        assert found >= set(owners(answer)) >= {"anna", "ben"}
    assert answer.nothing_found is not bool(owners(answer))


def test_a_phrase_is_marked_whole(desk: Searcher) -> None:
    hit = desk.search('"health visitor"', Filters(publishers=("Southtown Board",))).results[0].passages[0]
    assert "health\nvisitor" in [hit.passage.text[start:end] for start, end in hit.why.marks]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(publishers=("Northtown Board",)), {"anna"}),
        (Filters(publishers=("southtown",)), {"ben"}),
        (Filters(publishers=("northtown", "southtown")), {"anna", "ben"}),
        (Filters(nations=("Wales",)), {"ben"}),
        (Filters(roles=("recommendation",)), {"anna"}),
        (Filters(age_groups=("1-5",)), {"ben"}),
        (Filters(age_groups=("11-15", "unborn")), {"ben"}),
        (Filters(harms=("physical-abuse",)), {"anna"}),
        (Filters(review_types=("child-practice-review",)), {"ben"}),
        (Filters(from_year=2015), {"ben", "inspection-2022"}),
        (Filters(to_year=2015), {"anna"}),
        (Filters(from_year=2015, reviews_only=True), {"ben"}),
        (Filters(kinds=("inspection",)), {"inspection-2022"}),
        (Filters(kinds=("procedure",)), {"procedure"}),
        (Filters(nations=("Wales",), harms=("physical-abuse",)), set()),
        (Filters(themes=("neglect",)), set()),
    ],
)
def test_filters_are_any_of_within_and_all_of_across(desk: Searcher, filters: Filters, found: set[str]) -> None:
    answer = (
        desk.search('"bruise"', filters) if not filters.roles and not filters.kinds else desk.search("bruise", filters)
    )
    wanted = found - {"inspection-2022"} if filters == Filters(from_year=2015) else found
    assert set(owners(answer)) == wanted


def test_procedures_are_left_out_and_said_to_be(desk: Searcher) -> None:
    answer = desk.search("every bruise must be referred at once")
    assert "procedure" not in owners(answer)
    assert answer.left_out == {"procedure": 1}
    assert desk.search("bruise", Filters(kinds=("procedure", "overview-report"))).left_out == {}


def test_denominators_are_counted_within_the_filters(desk: Searcher) -> None:
    every = desk.search("bruise")
    assert (every.reviews_searched, every.documents_searched, every.passages_searched) == (3, 4, 10)
    welsh = desk.search("bruise", Filters(nations=("Wales",)))
    assert (welsh.reviews_searched, welsh.documents_searched, welsh.passages_searched) == (1, 1, 3)
    assert every.years == (2014, 2022)


def test_facets_count_reviews_and_each_forgets_its_own_filter(desk: Searcher) -> None:
    facets = desk.search('"bruise"', Filters(nations=("Wales",))).facets
    assert facets["nation"] == {"England": 1, "Wales": 1}
    assert facets["publisher"] == {"southtown": 1}
    assert facets["age_group"] == {"1-5": 1, "11-15": 1, "6-10": 1}
    assert facets["year"] == {"2021": 1}


def test_an_empty_query_lists_what_is_in_scope_newest_first(desk: Searcher) -> None:
    answer = desk.search("  ")
    assert owners(answer) == ["inspection-2022", "ben", "anna", "cara"]
    assert (answer.nothing_found, answer.close) == (False, 4)
    assert answer.results[2].passages[0].passage.role is Role.FINDING
    narrowed = desk.search("", Filters(nations=("England",), reviews_only=True))
    assert owners(narrowed) == ["anna", "cara"]
    assert narrowed.facets["nation"] == {"England": 2, "Wales": 1}


def test_nothing_found_is_said_and_the_nearest_still_shown(desk: Searcher) -> None:
    answer = desk.search("penguins of the antarctic ocean")
    assert (answer.nothing_found, answer.close) == (True, 0)
    assert answer.results
    assert not any(result.close for result in answer.results)
    assert not any(answer.facets.values())


@pytest.mark.parametrize("query", ["?!…", '""', '"', "\x00\x01 \x07—", "/// ***"])
def test_a_query_without_a_word_is_refused(desk: Searcher, query: str) -> None:
    with pytest.raises(BadQuery, match="no word"):
        desk.search(query)


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("word " * 20_000, Filters()),
        ("bruise", Filters(from_year=2020, to_year=2010)),
        ("bruise", Filters(kinds=("overview",))),
    ],
)
def test_what_cannot_be_asked_is_named(desk: Searcher, query: str, filters: Filters) -> None:
    with pytest.raises(BadQuery):
        desk.search(query, filters)


@pytest.mark.parametrize(
    "query", ["the and of", "bruise " * 2_000, "bru\x00ise \ud800 baby", "baby\nbruise\t", "किताब"]
)
def test_odd_queries_get_an_honest_answer(desk: Searcher, query: str) -> None:
    assert isinstance(desk.search(query), Answer)


def test_five_hundred_filters_are_answered(desk: Searcher) -> None:
    terms = vocabulary()
    many = Filters(
        themes=tuple(term.id for term in terms.themes), agencies=tuple(term.id for term in terms.agencies),
        publishers=("southtown", "Southtown Board") * 200, roles=tuple(Role),
    )  # fmt: skip
    assert desk.search('"bruise"', many).nothing_found
    assert owners(desk.search('"bruise"', Filters(publishers=many.publishers, roles=many.roles))) == ["ben"]
    strangers = tuple(f"board-{number}" for number in range(500))
    with pytest.raises(BadQuery, match="no publisher 'board-0', nor 499 others"):
        desk.search("bruise", Filters(publishers=strangers))


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(themes=("neglekt",)), "no theme 'neglekt'. Near it: neglect"),
        (Filters(agencies=("polise",)), "Near it: police"),
        (Filters(age_groups=("under 1",)), "no age group 'under 1'. Near it: under-1"),
        (Filters(harms=("physical",)), "Near it: physical-abuse"),
        (Filters(roles=("recomendation",)), "Near it: recommendation"),
        (Filters(review_types=("serious case review",)), "Near it: serious-case-review"),
        (Filters(nations=("england",)), "Near it: England"),
        (Filters(publishers=("Northtown",)), "Near it: northtown"),
        (Filters(kinds=("overview",)), "Near it: overview-report"),
        (Filters(nations=("Ruritania",)), "There are: England, Northern Ireland, Scotland, Wales"),
    ],
)
def test_a_filter_value_that_does_not_exist_is_named_with_near_ones(
    desk: Searcher, filters: Filters, said: str
) -> None:
    with pytest.raises(BadQuery) as problem:
        desk.search("bruise", filters)
    assert said in str(problem.value)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused_in_words(indexed: Path, text: str) -> None:
    desk = searcher(indexed, MemoryRecord(PASSAGES), None)
    try:
        answer = desk.search(text)
    except BadQuery as problem:
        assert str(problem)
    else:
        for result in answer.results:
            for hit in result.passages:
                assert all(hit.passage.text[start:end] in hit.why.words for start, end in hit.why.marks)


def test_without_a_model_words_alone_are_searched(indexed: Path) -> None:
    answer = searcher(indexed, MemoryRecord(PASSAGES), None).search("hunger in winters")
    assert owners(answer) == ["ben"]
    assert answer.results[0].passages[0].why.dense_rank is None
    assert not answer.nothing_found


def test_what_was_withdrawn_since_the_index_was_made_is_not_shown(indexed: Path) -> None:
    left = [one for one in PASSAGES if one.review != ANNA]
    answer = searcher(indexed, MemoryRecord(left), WordEmbedder()).search("bruise baby", limit=2)
    assert "anna" not in owners(answer)
    assert len(owners(answer)) == 2


def test_a_running_searcher_sees_what_another_process_published(tmp_path: Path) -> None:
    record = MemoryRecord(PASSAGES[:5])
    build(tmp_path, record, WordEmbedder())
    desk = searcher(tmp_path, record, WordEmbedder())
    assert desk.search('"three winters"').nothing_found
    record.change(PASSAGES)
    build(tmp_path, record, WordEmbedder())
    answer = desk.search('"three winters"')
    assert (owners(answer), answer.library_revision) == (["ben"], 2)


def test_ten_threads_get_the_answers_that_one_gets(desk: Searcher) -> None:
    queries = ["bruise", '"health visitor"', "", "hunger", "missing from home", "penguins"] * 10
    alone = [owners(desk.search(query)) for query in queries]
    with ThreadPoolExecutor(10) as pool:
        together = list(pool.map(lambda query: owners(desk.search(query)), queries))
    assert together == alone


def test_searching_goes_on_while_the_index_is_made_anew(tmp_path: Path) -> None:
    record = MemoryRecord(PASSAGES)
    build(tmp_path, record, WordEmbedder())
    desk = searcher(tmp_path, record, WordEmbedder())
    with ThreadPoolExecutor(5) as pool:
        searches = [pool.submit(lambda: owners(desk.search('"three winters"'))) for _ in range(60)]
        for _ in range(3):
            build(tmp_path, record, WordEmbedder(), rebuild=True)
        searches += [pool.submit(lambda: owners(desk.search('"three winters"'))) for _ in range(20)]
    assert {tuple(search.result()) for search in searches} == {("ben",)}


def test_every_text_is_a_passage_that_is_held(desk: Searcher) -> None:
    held_texts: dict[str, Held] = {one.passage.id: one for one in PASSAGES}
    for result in desk.search("bruise baby home").results:
        for hit in result.passages:
            assert hit.passage == held_texts[hit.passage.id].passage
            assert isinstance(hit.document, Document)
            assert isinstance(result.review, Review | None)
