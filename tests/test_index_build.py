"""Bringing an index up to date: what is written, what is reused, what is refused, and what a killed build leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine.build import Progress
from index.engine.manifest import read_manifest, read_vocabulary
from index.engine.server import connect
from index.engine.shelf import EdgeShelf, ServerShelf, writing
from index.engine.store import EVERYTHING
from index.errors import IndexDamaged, IndexLocked, IndexMismatch, IndexMissing
from index.searching.reader import IndexReader
from index.vectors.cache import VectorCache, text_key
from tests.held import MemoryRecord, WordEmbedder, build, held, review, searcher

CASE = review("a-2020", title="Child A", year=2020)
TEXTS = ["The baby had a bruise.", "The father was not known.", "School saw hunger.", "A plan ended early."]
PASSAGES = [held(text, CASE, order) for order, text in enumerate(TEXTS)]


def folders(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "index").glob("edge-*") if path.is_dir())


def state(folder: Path) -> tuple[object, ...]:
    """All that a search could tell two indexes apart by."""
    manifest = read_manifest(folder / "index")
    assert manifest is not None
    store = EdgeShelf(folder / "index").open(manifest.place)
    words = read_vocabulary(folder / "index", manifest.place)
    return store.hashes(), words, manifest.recipe, manifest.passages, store.count(EVERYTHING)


def test_a_build_holds_every_passage_and_names_what_made_it(tmp_path: Path) -> None:
    report = build(tmp_path, MemoryRecord(PASSAGES), WordEmbedder())
    assert (report.added, report.removed, report.embedded, report.passages) == (4, 0, 4, 4)
    manifest = read_manifest(tmp_path / "index")
    assert manifest is not None
    assert manifest.recipe.model == "words-48"
    assert manifest.recipe.fingerprint in manifest.place
    assert folders(tmp_path) == [manifest.place]


def test_a_second_build_does_nothing(tmp_path: Path) -> None:
    record, embedder = MemoryRecord(PASSAGES), WordEmbedder()
    build(tmp_path, record, embedder)
    before = folders(tmp_path)
    report = build(tmp_path, record, embedder)
    assert (report.changed, report.embedded, embedder.encoded) == (False, 0, 4)
    assert folders(tmp_path) == before


def test_only_what_is_new_is_embedded(tmp_path: Path) -> None:
    record, embedder = MemoryRecord(PASSAGES[:3]), WordEmbedder()
    build(tmp_path, record, embedder)
    record.change(PASSAGES)
    report = build(tmp_path, record, embedder)
    assert (report.added, report.removed, report.embedded) == (1, 0, 1)


def test_a_change_of_facts_alone_rewrites_but_embeds_nothing(tmp_path: Path) -> None:
    record, embedder = MemoryRecord(PASSAGES), WordEmbedder()
    build(tmp_path, record, embedder)
    later = review("a-2020", title="Child A", year=2021)
    record.change([held(text, later, order) for order, text in enumerate(TEXTS)])
    report = build(tmp_path, record, embedder)
    assert (report.added, report.embedded) == (4, 0)
    assert searcher(tmp_path, record, embedder).search("").years == (2021, 2021)


def test_what_is_withdrawn_is_gone_from_shard_and_cache(tmp_path: Path) -> None:
    record, embedder = MemoryRecord([*PASSAGES, held("Secretwithdrawnword stood here.", CASE, 9)]), WordEmbedder()
    build(tmp_path, record, embedder)
    record.change(PASSAGES)
    assert build(tmp_path, record, embedder).removed == 1
    with VectorCache(tmp_path / "cache" / "vectors.sqlite") as cache:
        assert not cache.get(embedder.fingerprint, [text_key("Secretwithdrawnword stood here.")])
    content = b"".join(path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file())
    assert b"secretwithdrawnword" not in content


def test_a_rebuild_reuses_vectors(tmp_path: Path) -> None:
    record, embedder = MemoryRecord(PASSAGES), WordEmbedder()
    build(tmp_path, record, embedder)
    report = build(tmp_path, record, embedder, rebuild=True)
    assert (report.changed, report.added, report.embedded) == (True, 4, 0)


def test_the_same_text_twice_is_embedded_once(tmp_path: Path) -> None:
    record = MemoryRecord([held(TEXTS[0], CASE, order) for order in range(3)])
    assert build(tmp_path, record, WordEmbedder()).embedded == 1


def test_an_empty_library_makes_an_empty_index(tmp_path: Path) -> None:
    record, embedder = MemoryRecord(), WordEmbedder()
    build(tmp_path, record, embedder)
    answer = searcher(tmp_path, record, embedder).search("bruise")
    assert (answer.nothing_found, answer.passages_searched, answer.results) == (True, 0, ())


def test_another_model_is_refused_until_a_rebuild_is_asked_for(tmp_path: Path) -> None:
    record, other = MemoryRecord(PASSAGES), WordEmbedder(name="other")
    build(tmp_path, record, WordEmbedder())
    with pytest.raises(IndexMismatch, match="--rebuild"):
        build(tmp_path, record, other)
    with pytest.raises(IndexMismatch, match="words-48"):
        searcher(tmp_path, record, other).search("bruise")
    build(tmp_path, record, other, rebuild=True)
    assert not searcher(tmp_path, record, other).search("bruise").nothing_found


def test_an_index_that_was_never_made_is_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="commonthread index"):
        searcher(tmp_path, MemoryRecord(), WordEmbedder()).search("bruise")


@pytest.mark.parametrize("content", ["{", "[]", '{"recipe": {}}'])
def test_a_damaged_manifest_is_named_and_a_rebuild_mends_it(tmp_path: Path, content: str) -> None:
    record, embedder = MemoryRecord(PASSAGES), WordEmbedder()
    build(tmp_path, record, embedder)
    (tmp_path / "index" / "manifest.json").write_text(content)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        searcher(tmp_path, record, embedder).search("bruise")
    build(tmp_path, record, embedder, rebuild=True)
    assert searcher(tmp_path, record, embedder).search("bruise").close == 1


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with writing(tmp_path / "index"), pytest.raises(IndexLocked, match="Searching goes on"):
        build(tmp_path, MemoryRecord(PASSAGES), WordEmbedder())


def test_progress_ends_at_the_total(tmp_path: Path) -> None:
    from index.engine.build import Builder

    seen: list[Progress] = []
    index = tmp_path / "index"
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        Builder(MemoryRecord(PASSAGES), index, EdgeShelf(index), WordEmbedder(), cache).build(seen.append)
    assert (seen[-1].done, seen[-1].total, seen[-1].seconds_left) == (4, 4, 0)
    assert seen[-1].per_second > 0


def test_a_running_reader_keeps_its_index_until_it_asks_again(tmp_path: Path) -> None:
    record, embedder = MemoryRecord(PASSAGES[:1]), WordEmbedder()
    build(tmp_path, record, embedder)
    reader = IndexReader(tmp_path / "index", EdgeShelf(tmp_path / "index"), embedder.fingerprint)
    held_open = reader.current()
    record.change(PASSAGES)
    build(tmp_path, record, embedder)
    assert held_open.store.count(EVERYTHING) == 1
    assert reader.current().store.count(EVERYTHING) == 4
    assert len(folders(tmp_path)) == 1


MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""A folder in memory: the engine sets files aside generously, which takes a second a shard on a slow disk."""


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sets(st.integers(0, 3)), min_size=2, max_size=3))
def test_any_history_ends_like_a_clean_build(steps: list[set[int]]) -> None:
    with TemporaryDirectory(dir=MEMORY) as grown, TemporaryDirectory(dir=MEMORY) as clean:
        record, embedder = MemoryRecord(), WordEmbedder()
        for step in steps:
            record.change([PASSAGES[number] for number in sorted(step)])
            build(Path(grown), record, embedder)
        build(Path(clean), record, embedder)
        assert state(Path(grown)) == state(Path(clean))
        assert len(folders(Path(grown))) == 1


def test_a_server_is_changed_in_place_and_made_anew_for_another_recipe(tmp_path: Path) -> None:
    record, embedder = MemoryRecord(PASSAGES[:2]), WordEmbedder()
    shelf = ServerShelf(connect(":memory:"), "library", tmp_path / "index")
    build(tmp_path, record, embedder, shelf)
    first = read_manifest(tmp_path / "index")
    record.change(PASSAGES[1:])
    report = build(tmp_path, record, embedder, shelf)
    second = read_manifest(tmp_path / "index")
    assert first is not None
    assert second is not None
    assert (report.added, report.removed, second.place) == (2, 1, first.place)
    build(tmp_path, record, WordEmbedder(name="other"), shelf, rebuild=True)
    third = read_manifest(tmp_path / "index")
    assert third is not None
    assert third.place != second.place
    with pytest.raises(FileNotFoundError):
        shelf.open(second.place)
    assert shelf.open(third.place).count(EVERYTHING) == 3


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("step", range(1, 8))
def test_a_build_on_a_server_that_dies_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    from index.engine import build as module
    from index.engine.server import ServerStore

    record, embedder = MemoryRecord(PASSAGES[:2]), WordEmbedder()
    shelf = ServerShelf(connect(":memory:"), "library", tmp_path / "index")
    build(tmp_path, record, embedder, shelf)
    record.change(PASSAGES[1:])
    calls = iter(range(1, 100))

    def dies(real: object) -> object:
        def wrapped(*given: object, **named: object) -> object:
            if next(calls) == step:
                raise Killed
            return real(*given, **named)  # type: ignore[operator]

        return wrapped

    with monkeypatch.context() as patch:
        for name in ("upsert", "delete", "flush"):
            patch.setattr(ServerStore, name, dies(getattr(ServerStore, name)))
        for name in ("write_manifest", "write_vocabulary"):
            patch.setattr(module, name, dies(getattr(module, name)))
        patch.setattr(VectorCache, "put", dies(VectorCache.put))
        patch.setattr(ServerShelf, "sweep", dies(ServerShelf.sweep))
        with pytest.raises(Killed):
            build(tmp_path, record, embedder, shelf)
    build(tmp_path, record, embedder, shelf)
    manifest = read_manifest(tmp_path / "index")
    assert manifest is not None
    assert set(shelf.open(manifest.place).hashes()) == {one.passage.id for one in PASSAGES[1:]}
    assert searcher(tmp_path, record, embedder, shelf).search("hunger").close == 1


def test_a_build_killed_at_any_step_is_completed_by_the_next() -> None:
    """Each step of a first build and of a change is killed in a process of its own; see killed_builds.py."""
    script = Path(__file__).parent / "killed_builds.py"
    with TemporaryDirectory(dir=MEMORY) as folder:
        done = subprocess.run([sys.executable, str(script), folder], capture_output=True, text=True, timeout=230)
    assert done.returncode == 0, done.stdout + done.stderr
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["wrong"] == []
    assert outcome["killed"] >= 18
