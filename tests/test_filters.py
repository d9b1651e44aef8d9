"""The truth table of docs/filters.md, row by row, with what is undated, untagged and of unknown age."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.engine.build import Builder
from index.engine.payload import Tags
from index.engine.shelf import EdgeShelf
from index.searching.query import Filters
from index.searching.search import Searcher
from index.vectors.cache import VectorCache
from ingest.model import DocumentKind, Held, Role
from tests.held import MemoryRecord, WordEmbedder, document, held, review, searcher

FULL = review(
    "full", publisher_id="northtown", publisher="Northtown Board", nation="Wales", year=2014,
    review_type="child-practice-review", age_months_min=24, age_months_max=150, harm_types=("neglect",),
)  # fmt: skip
BARE = review("bare")
INSPECTION = document("inspection", DocumentKind.INSPECTION, published="2022-03-01", nation="England")
PROCEDURE = document("procedure", DocumentKind.PROCEDURE)
PASSAGES = [
    held("A bruise was tagged.", FULL, 1, Role.FINDING),
    held("A bruise was not tagged.", FULL, 2),
    held("A bruise of a review of which nothing is known.", BARE, 1),
    held("A bruise in an inspection.", INSPECTION, 1),
    held("A bruise in a procedure.", PROCEDURE, 1),
]
TAGGED, UNTAGGED, UNKNOWN, INSPECTED, PROCEEDED = range(5)


def tagger(one: Held) -> Tags:
    return Tags(("neglect",), ("police",)) if one.passage.text == "A bruise was tagged." else Tags()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder, record = tmp_path_factory.mktemp("library"), MemoryRecord(PASSAGES)
    index = folder / "index"
    with VectorCache(folder / "cache" / "vectors.sqlite") as cache:
        Builder(record, index, EdgeShelf(index), WordEmbedder(), cache, tagger=tagger).build()
    return searcher(folder, record, WordEmbedder())


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), {TAGGED, UNTAGGED, UNKNOWN, INSPECTED}),
        (Filters(themes=("neglect",)), {TAGGED}),
        (Filters(agencies=("police",)), {TAGGED}),
        (Filters(roles=("finding",)), {TAGGED}),
        (Filters(roles=("narrative",)), {UNTAGGED, UNKNOWN, INSPECTED}),
        (Filters(age_groups=("1-5",)), {TAGGED, UNTAGGED}),
        (Filters(age_groups=("6-10",)), {TAGGED, UNTAGGED}),
        (Filters(age_groups=("11-15",)), {TAGGED, UNTAGGED}),
        (Filters(age_groups=("under-1", "16-17")), set()),
        (Filters(harms=("neglect",)), {TAGGED, UNTAGGED}),
        (Filters(nations=("Wales",)), {TAGGED, UNTAGGED}),
        (Filters(nations=("Wales", "England")), {TAGGED, UNTAGGED, INSPECTED}),
        (Filters(publishers=("northtown",)), {TAGGED, UNTAGGED}),
        (Filters(publishers=("Northtown Board",)), {TAGGED, UNTAGGED}),
        (Filters(review_types=("child-practice-review",)), {TAGGED, UNTAGGED}),
        (Filters(from_year=2014), {TAGGED, UNTAGGED, INSPECTED}),
        (Filters(from_year=2015), {INSPECTED}),
        (Filters(to_year=2014), {TAGGED, UNTAGGED}),
        (Filters(to_year=2013), set()),
        (Filters(from_year=2014, to_year=2014), {TAGGED, UNTAGGED}),
        (Filters(kinds=("overview-report",)), {TAGGED, UNTAGGED, UNKNOWN}),
        (Filters(kinds=("procedure",)), {PROCEEDED}),
        (Filters(kinds=("procedure", "inspection")), {PROCEEDED, INSPECTED}),
        (Filters(reviews_only=True), {TAGGED, UNTAGGED, UNKNOWN}),
        (Filters(themes=("neglect",), nations=("England",)), set()),
        (Filters(themes=("neglect",), harms=("neglect",), from_year=2010), {TAGGED}),
    ],
)  # fmt: skip
def test_each_row_of_the_table(desk: Searcher, filters: Filters, kept: set[int]) -> None:
    answer = desk.search("bruise", filters)
    found = {hit.passage.id for result in answer.results for hit in result.passages}
    assert found == {PASSAGES[at].passage.id for at in kept}
    assert answer.passages_searched == len(kept)
    assert answer.nothing_found is not bool(kept)


def test_why_names_the_filters_that_applied_with_the_passages_own_values(desk: Searcher) -> None:
    filters = Filters(themes=("neglect",), publishers=("Northtown Board",), from_year=2010)
    hit = desk.search("bruise", filters).results[0].passages[0]
    assert hit.why.filters == {"theme": ("neglect",), "publisher": ("Northtown Board",), "year": ("2014",)}
    assert desk.search("bruise").results[0].passages[0].why.filters == {}


def test_every_filter_of_the_command_line_has_its_row() -> None:
    from app.cli import cli

    table = (Path(__file__).parent.parent / "docs" / "filters.md").read_text("utf-8")
    flags = {flag for option in cli.commands["search"].params for flag in option.opts if flag.startswith("--")}
    assert all(f"`{flag}" in table for flag in flags - {"--limit", "--mode", "--json"})
