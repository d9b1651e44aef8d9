"""One set of tests for every store: the embedded engine, the client's local mode, and a server where one is named."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import store as fields
from index.engine.bm25 import passage_vector, phrase_key, query_vector
from index.engine.edge import EdgeStore, copy_shard
from index.engine.server import ServerStore, connect
from index.engine.store import EVERYTHING, PassageStore, Point, StoreFilter
from index.errors import IndexDamaged, ServerSilent
from tests.held import WordEmbedder

WORDS = ["child", "mother", "father", "bruise", "neglect", "police", "school", "nurse", "visit", "plan", "home", "risk"]
EMBEDDER = WordEmbedder()
KINDS = ("overview-report", "executive-summary", "procedure")
THEMES = ("neglect", "bruising", "thresholds", "supervision")
FIELDS = (fields.KIND, fields.THEMES, fields.YEAR)
SERVER = os.environ.get("COMMONTHREAD_QDRANT_URL")


def text(number: int) -> str:
    return " ".join(random.Random(number).choices(WORDS, k=12))


def point(number: int) -> Point:
    chance = random.Random(number)
    words = text(number)
    payload = {
        fields.PASSAGE: f"p{number}",
        fields.DOCUMENT: f"d{number // 5}",
        fields.GROUP: f"r{number // 10}",
        fields.IS_REVIEW: fields.YES if number % 3 else fields.NO,
        fields.KIND: chance.choice(KINDS),
        fields.THEMES: chance.sample(THEMES, chance.randrange(3)),
        fields.WORDS: phrase_key(words),
        fields.HASH: f"h{number}",
    }
    if number % 4:
        payload[fields.YEAR] = 2010 + number % 15
    return Point(f"p{number}", EMBEDDER.encode_query(words).tolist(), passage_vector(words, 12), payload)


POINTS = [point(number) for number in range(150)]


NAMES = ("edge", "local", *(["server"] if SERVER else []))


def made(name: str, folder: Path) -> PassageStore:
    if name == "edge":
        return EdgeStore.create(folder / "shard", EMBEDDER.dim)
    client = connect(SERVER if name == "server" and SERVER else ":memory:")
    return ServerStore.create(client, f"test-{uuid4().hex}", EMBEDDER.dim)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PassageStore]:
    stores = {name: made(name, tmp_path_factory.mktemp("stores")) for name in NAMES}
    for store in stores.values():
        store.upsert(POINTS)
        store.flush()
    return stores


@pytest.fixture(scope="module", params=NAMES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageStore]:
    store = made(request.param, tmp_path_factory.mktemp("store"))
    yield store
    store.close()


@pytest.fixture
def store(shared: PassageStore) -> PassageStore:
    """One store for all tests, emptied before each: making one takes a second."""
    shared.delete(shared.hashes())
    return shared


def test_a_store_returns_what_was_put_in(store: PassageStore) -> None:
    store.upsert(POINTS[:20])
    assert store.hashes() == {f"p{number}": f"h{number}" for number in range(20)}
    assert store.count(EVERYTHING) == 20


def test_upserting_again_replaces(store: PassageStore) -> None:
    store.upsert(POINTS[:5])
    changed = Point("p0", POINTS[0].dense, POINTS[0].bm25, {**POINTS[0].payload, fields.HASH: "other"})
    store.upsert([changed])
    assert store.hashes()["p0"] == "other"
    assert store.count(EVERYTHING) == 5


def test_deleting_lets_go_and_passes_over_what_is_not_held(store: PassageStore) -> None:
    store.upsert(POINTS[:5])
    store.delete(["p1", "p2", "stranger"])
    store.delete([])
    assert set(store.hashes()) == {"p0", "p3", "p4"}


def test_the_nearest_passage_to_its_own_vector_is_itself(store: PassageStore) -> None:
    store.upsert(POINTS[:40])
    hit = store.nearest(POINTS[7].dense, EVERYTHING, 1, FIELDS)[0]
    assert hit.id == "p7"
    assert hit.score == pytest.approx(1, abs=1e-4)
    assert hit.payload[fields.KIND] == POINTS[7].payload[fields.KIND]


def test_several_vectors_together_find_what_each_finds(store: PassageStore) -> None:
    store.upsert(POINTS[:60])
    asked = [one.dense for one in POINTS[:7]]
    where = StoreFilter(any_of=((fields.KIND, KINDS[:2]),), is_review=True)
    together = store.nearest_to_each(asked, where, 9, FIELDS)
    each = [store.nearest(one, where, 9, FIELDS) for one in asked]
    assert [[hit.id for hit in hits] for hits in together] == [[hit.id for hit in hits] for hits in each]
    assert together[3][0].payload == each[3][0].payload
    assert store.nearest_to_each([], where, 9, FIELDS) == []


def test_words_find_only_passages_that_hold_one_of_them(store: PassageStore) -> None:
    store.upsert(POINTS[:40])
    hits = store.lexical(query_vector("bruises"), EVERYTHING, 100, ())
    assert {hit.id for hit in hits} == {f"p{number}" for number in range(40) if "bruise" in text(number).split()}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("query", ["", "the of and", "penguin"])
def test_words_that_no_passage_holds_find_nothing(store: PassageStore, query: str) -> None:
    store.upsert(POINTS[:10])
    assert store.lexical(query_vector(query), EVERYTHING, 10, ()) == []


def test_distinct_counts_passages_of_each_value(store: PassageStore) -> None:
    store.upsert(POINTS[:30])
    assert store.distinct(fields.GROUP, EVERYTHING) == {"r0": 10, "r1": 10, "r2": 10}
    assert store.distinct(fields.GROUP, StoreFilter(any_of=((fields.DOCUMENT, ("d0",)),))) == {"r0": 5}


def test_rows_give_every_passage_in_scope_once(full: dict[str, PassageStore]) -> None:
    for store in full.values():
        rows = [row[fields.PASSAGE] for row in store.rows(StoreFilter(is_review=False), (fields.PASSAGE,))]
        assert sorted(rows) == sorted(f"p{number}" for number in range(0, 150, 3))


def test_a_year_filter_leaves_out_what_has_no_year(full: dict[str, PassageStore]) -> None:
    for store in full.values():
        assert store.count(StoreFilter(from_year=1900)) == len([one for one in POINTS if fields.YEAR in one.payload])


def matches(point: Point, where: StoreFilter) -> bool:
    """The filter's meaning, in plain words."""

    def holds(field: str, values: tuple[str, ...]) -> bool:
        value = point.payload.get(field, [])
        return not set(value if isinstance(value, list) else [value]).isdisjoint(values)

    year = point.payload.get(fields.YEAR)
    dated = where.from_year is None and where.to_year is None
    return (
        all(holds(field, values) for field, values in where.any_of)
        and not any(holds(field, values) for field, values in where.none_of)
        and (dated or (year is not None and (where.from_year or 0) <= year <= (where.to_year or 9999)))
        and (where.is_review is None or (point.payload[fields.IS_REVIEW] == fields.YES) is where.is_review)
        and all(f" {phrase} " in f" {point.payload[fields.WORDS]} " for phrase in where.phrases)
    )


CONDITIONS = st.one_of(
    st.tuples(st.just(fields.KIND), st.lists(st.sampled_from(KINDS), min_size=1, max_size=2).map(tuple)),
    st.tuples(st.just(fields.THEMES), st.lists(st.sampled_from((*THEMES, "none")), min_size=1).map(tuple)),
    st.tuples(st.just(fields.GROUP), st.lists(st.sampled_from(["r1", "r3", "r8"]), min_size=1).map(tuple)),
)
FILTERS = st.builds(
    StoreFilter,
    any_of=st.lists(CONDITIONS, max_size=2).map(tuple),
    none_of=st.lists(CONDITIONS, max_size=1).map(tuple),
    from_year=st.none() | st.integers(2008, 2020),
    to_year=st.none() | st.integers(2012, 2026),
    is_review=st.none() | st.booleans(),
    phrases=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join), max_size=1).map(tuple),
)
QUERIES = st.lists(st.sampled_from([*WORDS, "the", "penguin"]), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=120, deadline=None)
@given(FILTERS, QUERIES, st.integers(1, 60))
def test_all_stores_answer_alike(full: dict[str, PassageStore], where: StoreFilter, query: str, limit: int) -> None:
    expected = {one.id for one in POINTS if matches(one, where)}
    answers = []
    for store in full.values():
        dense = store.nearest(EMBEDDER.encode_query(query).tolist(), where, limit, FIELDS)
        words = store.lexical(query_vector(query), where, limit, FIELDS)
        assert store.count(where) == len(expected)
        assert len(dense) == min(limit, len(expected))
        assert {hit.id for hit in (*dense, *words)} <= expected
        answers.append(([round(hit.score, 3) for hit in dense], [round(hit.score, 2) for hit in words]))
    for answer in answers[1:]:
        assert answer[0] == pytest.approx(answers[0][0], abs=2e-3)
        assert answer[1] == pytest.approx(answers[0][1], abs=2e-2)


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    store = made("edge", tmp_path)
    store.upsert(POINTS[:10])
    store.flush()
    store.close()
    return tmp_path / "shard"


def test_many_may_open_a_finished_shard(finished: Path) -> None:
    readers = [EdgeStore.open(finished) for _ in range(3)]
    assert [reader.count(EVERYTHING) for reader in readers] == [10, 10, 10]


def test_a_copied_shard_holds_the_same_and_takes_more_without_touching_the_first(
    finished: Path, tmp_path: Path
) -> None:
    copy_shard(finished, tmp_path / "copy")
    copy = EdgeStore.open(tmp_path / "copy")
    copy.upsert(POINTS[10:12])
    copy.flush()
    assert copy.count(EVERYTHING) == 12
    assert EdgeStore.open(finished).count(EVERYTHING) == 10


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(ServerSilent, match="COMMONTHREAD_QDRANT_URL"):
        connect("http://127.0.0.1:9")


def test_a_damaged_shard_is_named_and_a_missing_one_is_missing(finished: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        EdgeStore.open(tmp_path / "nowhere")
    (finished / "edge_config.json").write_text("{")
    with pytest.raises(IndexDamaged, match="--rebuild"):
        EdgeStore.open(finished)
