"""Withdrawn means gone from every file, and staying out. All boards, places and people are invented."""

from __future__ import annotations

import functools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.checking import problems_of
from app.cli import cli
from app.gate.withdrawing import finish, withdraw
from index.config import IndexConfig
from index.desk import bring_up_to_date, manifest_of, shelf_of, vectors_of
from index.engine.edge import _copy_without_holes
from index.tagging.store import FILE, TagStore
from index.vectors.cache import VectorCache
from ingest import check
from ingest.errors import BadArgument, LibraryLocked
from ingest.given import Given, Listed
from ingest.library import Library
from ingest.pipeline import add
from ingest.record.tables.collected import AddressRow, VersionRow
from ingest.record.tables.decided import DecisionRow, ShortlistItemRow, ShortlistRow
from ingest.withdrawn.sketch import ALIKE, likeness, sketch_of
from ingest.withdrawn.tombstones import WithdrawalReason
from ingest.withdrawn.withdrawal import going
from tests.held import WordEmbedder
from tests.kill import DIED
from tests.pdfs import pdf

SECRET = "zephyrine lanternfish"
SHARED = "The purpose of this review is to learn from what happened and not to lay blame on anybody who was involved."
LONG = " ".join(
    f"On day {number} the nurse named Plumwhistle saw bruise {number * 7} near the {SECRET} and told nobody then."
    for number in range(40)
)
WITHDRAWN = [
    "#Serious case review: Child QX",
    "Northmere Local Safeguarding Children Board",
    "Published March 2018",
    "This is a fictional document written for tests.",
    SHARED,
    LONG[:1500],
]
KEPT = """Serious case review: Child KE
Marlingshire Local Safeguarding Children Board
Published May 2019

This is a fictional document written for tests.

1. Introduction

1.1 {shared} The school noted hunger on nine days and wrote each of them down in a green book that nobody opened again.
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return _write_papers(tmp_path / "papers")


def _write_papers(folder: Path) -> Path:
    folder.mkdir()
    pdf(folder / "qx.pdf", [WITHDRAWN, [LONG[1500:]]])
    (folder / "ke.txt").write_text(KEPT.format(shared=SHARED), encoding="utf-8")
    return folder


@pytest.fixture
def full(made: Path, tmp_path: Path) -> Iterator[Library]:
    """A library with two reviews, indexed, with people's work on the one that goes: a copy, to be changed."""
    opened = Library.open(_copied(made, tmp_path / "full"))
    yield opened
    opened.close()


def _copied(folder: Path, to: Path) -> Path:
    """A copy that stays as small as the library is: the engine's files are mostly holes."""
    return shutil.copytree(folder, to, copy_function=_copy_without_holes)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = Library.open(tmp_path_factory.mktemp("made") / "library", create=True)
    inside = library.folder / "dropped"
    _write_papers(inside)
    add(library, [inside])
    bring_up_to_date(library, IndexConfig(), embedder=WordEmbedder())
    now, (document, review) = datetime.now(UTC), _of(library, "QX")
    passage = library.catalogue.passages(document)[-1].id
    with library.database.record() as session:
        session.add(ShortlistRow(name="mine", made=now, changed=now))
        session.flush()
        note = f"the {SECRET} again"
        session.add(ShortlistItemRow(shortlist="mine", item=passage, kind="passage", place=1, note=note))
        session.add(ShortlistItemRow(shortlist="mine", item=_of(library, "KE")[1], kind="review", place=2, note=""))
        anchor = {"document": document, "page": 1, "letters": "0" * 32, "place": 1, "of": 1}
        session.add(
            DecisionRow(
                about="theme", target=passage, subject="neglect", verdict="add", value=[], decided_by="A. Person",
                decided=now, note=note, anchor=anchor,
            )
        )  # fmt: skip
        address = "https://northmere.example/qx.pdf"
        session.add(
            AddressRow(
                source="northmere", address=address, found_on=None, link_text=f"Child QX, {SECRET}",
                listed={"title": f"Child QX, {SECRET}"}, status="live", moved_to=None, etag="e", last_modified=None,
                headers={"x": SECRET}, first_seen=now, last_seen=now, gone_since=None,
            )
        )  # fmt: skip
        session.add(VersionRow(address=address, sha256=document, first_seen=now, last_seen=now))
    assert review
    library.close()
    return library.folder


def _of(library: Library, subject: str) -> tuple[str, str]:
    (review,) = (found for found in library.catalogue.reviews() if subject in (found.subject or ""))
    return review.documents[0], review.id


def _files_with(folder: Path, words: str) -> list[str]:
    """Every file that holds these words in an encoding that a file could hold them in."""
    _data.cache_clear()
    spelt = [words, words.upper(), words.title(), words.replace(" ", "\n")]
    wanted = [text.encode(code) for text in spelt for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [place for place in folder.rglob("*") if place.is_file()]
    return [str(place.relative_to(folder)) for place in files if any(text in _data(place) for text in wanted)]


@functools.lru_cache(maxsize=1)
def _data(place: Path) -> bytes:
    """What a file holds, without the holes that the engine leaves in its files."""
    found, at = [], 0
    with place.open("rb") as file:
        while at < place.stat().st_size:
            try:
                at = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:
                break
            end = os.lseek(file.fileno(), at, os.SEEK_HOLE)
            file.seek(at)
            found.append(file.read(end - at))
            at = end
    return b"".join(found)


def test_nothing_of_it_is_left_in_any_file(full: Library) -> None:
    document, review = _of(full, "QX")
    passages = {passage.id for passage in full.catalogue.passages(document)}
    assert "catalogue.sqlite" in "".join(_files_with(full.folder, SECRET)), "the search of files finds what is there"
    place = manifest_of(full).place
    what = going(full, review)
    assert (what.whole_review, what.passages, what.decisions, what.shortlisted) == (True, len(passages), 1, 1)
    assert what.addresses == ("https://northmere.example/qx.pdf",)

    withdraw(full, what, WithdrawalReason.PUBLISHER_REQUEST, embedder=WordEmbedder())

    for words in (SECRET, "Plumwhistle", "zephyrine", "lanternfish"):
        assert _files_with(full.folder, words) == []
    for passage in passages:
        assert _files_with(full.folder, passage) == []
    assert not full.archive.place(document).exists()
    assert not (full.folder / "dropped" / "qx.pdf").exists()
    assert (full.folder / "dropped" / "ke.txt").exists()
    assert manifest_of(full).place != place
    assert not (full.index_folder / place).exists()
    store = shelf_of(full, IndexConfig()).open(manifest_of(full).place)
    held = {one.passage.id for one in full.catalogue.held()}
    assert store.hashes().keys() == held
    store.close()
    with VectorCache(vectors_of(full)) as vectors, TagStore(full.cache_folder / FILE) as tags:
        assert len(vectors.known(WordEmbedder().fingerprint)) == len(held)
        assert tags.stamps().keys() <= held
    assert list(problems_of(full)) == []
    assert [found.id for found in full.catalogue.reviews()] == [_of(full, "KE")[1]]
    (stone,) = full.tombstones.every()
    assert (stone.sha256, stone.review_id, stone.finished is not None) == (document, review, True)


def test_it_does_not_come_back_by_any_way(full: Library, papers: Path) -> None:
    document, review = _of(full, "QX")
    text = "\n\n".join(page.text for page in full.catalogue.pages(document))
    withdraw(full, going(full, review), WithdrawalReason.COURT_ORDER, embedder=WordEmbedder())
    saved_anew = papers / "saved-anew.txt"
    saved_anew.write_text(text.replace("day 3 ", "day three "), encoding="utf-8")
    moved = Given(papers / "qx.pdf", address="https://elsewhere.example/other.pdf", listed=Listed("Other"))
    report = add(full, [papers / "qx.pdf", saved_anew, papers / "ke.txt", moved])
    assert len(report.unreadable) == 3
    assert all("court order" in refusal.reason for refusal in report.unreadable)
    assert "under other bytes" in report.unreadable[-1].reason
    assert [found.id for found in full.catalogue.reviews()] == [_of(full, "KE")[1]]
    assert full.archive.hashes() == {_of(full, "KE")[0]}
    again = add(full, [saved_anew])
    assert len(again.unreadable) == 1
    assert list(full.visits.listed().values()) == [Listed("")]

    full.tombstones.lift(review)
    saved_anew.unlink()
    report = add(full, [papers])
    assert not report.unreadable
    assert _of(full, "QX")[1] == review


def test_check_finds_what_was_left_behind(full: Library) -> None:
    document, review = _of(full, "QX")
    text = full.catalogue.pages(document)[0].text
    file = full.archive.place(document).read_bytes()
    withdraw(full, going(full, review), WithdrawalReason.ERROR, embedder=WordEmbedder())
    for place, data in (
        (full.cache_folder / "left.bin", b"\x00\x01" + text.encode()),
        (full.folder / "left.txt", text.encode("utf-16-le")),
        (full.archive.place(document), file),
    ):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
        told = "\n".join(problems_of(full))
        assert (place.name if place.name != document else f"{document} is still held") in told
        assert "lanternfish" not in told
        place.unlink()
    assert list(problems_of(full)) == []


def test_one_document_of_two_goes_alone(library: Library, papers: Path) -> None:
    pdf(
        papers / "qx-briefing.pdf",
        [[*WITHDRAWN[:4], "#Seven-minute briefing", "A baby was hurt and nobody asked why."]],
    )
    add(library, [papers])
    bring_up_to_date(library, IndexConfig(), embedder=WordEmbedder())
    (review,) = (found for found in library.catalogue.reviews() if len(found.documents) == 2)
    long = next(key for key in review.documents if SECRET in library.catalogue.pages(key)[0].text)
    passage = library.catalogue.passages(long)[-1].id
    what = going(library, passage)
    assert (what.whole_review, [document.id for document in what.documents]) == (False, [long])
    withdraw(library, what, WithdrawalReason.RE_IDENTIFICATION_RISK, embedder=WordEmbedder())
    assert library.catalogue.review(review.id).documents == tuple(key for key in review.documents if key != long)
    assert library.tombstones.of(review.id) is None
    assert library.tombstones.of(long).reason is WithdrawalReason.RE_IDENTIFICATION_RISK
    assert [str(papers / "qx.pdf")] == list(what.outside), "the user's own file stays and is named"


class _Stopped(BaseException):
    """Nothing catches it: the run ends where it is raised."""


STEPS = ("record", "decisions", "regroup", "bytes", "compact", "index", "finished")


def _stopping_at(name: str) -> Callable[[str], None]:
    def step(at: str) -> None:
        if at == name:
            raise _Stopped

    return step


def _is_all_gone(library: Library, document: str) -> None:
    assert _files_with(library.folder, SECRET) == []
    assert not library.archive.place(document).exists()
    assert list(problems_of(library)) == []


def test_stopped_at_any_step_it_is_finished_by_the_next_run(full: Library, tmp_path: Path) -> None:
    document, review = _of(full, "QX")
    full.close()
    for name in STEPS:
        library = Library.open(_copied(full.folder, tmp_path / f"stopped-at-{name}"))
        with pytest.raises(_Stopped):
            what = going(library, review)
            withdraw(library, what, WithdrawalReason.ERROR, embedder=WordEmbedder(), step=_stopping_at(name))
        if name == "record":
            assert library.tombstones.every() == [], "before the first step nothing has happened"
            assert library.catalogue.review(review) is not None
        else:
            assert any("was stopped" in problem for problem in check.problems_of(library))
            assert finish(library, embedder=WordEmbedder()) == 1
            _is_all_gone(library, document)
        library.close()


@pytest.mark.parametrize("steps", [4, 6])
def test_killed_without_farewell_it_is_finished_by_the_next_run(full: Library, steps: int) -> None:
    document, review = _of(full, "QX")
    full.close()
    command = [sys.executable, "-m", "tests.kill_withdrawal", str(full.folder), str(steps), review]
    assert subprocess.run(command, cwd=Path(__file__).parent.parent, check=False).returncode == DIED
    library = Library.open(full.folder)
    assert finish(library, embedder=WordEmbedder()) == 1
    _is_all_gone(library, document)
    library.close()


def test_old_text_in_the_log_is_not_taken_for_gone(full: Library) -> None:
    """Another program reads from before the withdrawal: its log cannot be cut, and that is said."""
    _, review = _of(full, "QX")
    with full.database.record() as session:
        session.connection().exec_driver_sql("PRAGMA busy_timeout=100")
    other = sqlite3.connect(full.folder / "catalogue.sqlite", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM pages").fetchall()
    with pytest.raises(LibraryLocked, match="Close the app"):
        withdraw(full, going(full, review), WithdrawalReason.ERROR, embedder=WordEmbedder())
    assert any("--finish" in problem for problem in problems_of(full))
    other.close()
    assert finish(full, embedder=WordEmbedder()) == 1
    assert _files_with(full.folder, SECRET) == []


def test_an_index_of_another_model_goes_whole(full: Library) -> None:
    _, review = _of(full, "QX")
    withdraw(full, going(full, review), WithdrawalReason.ERROR, embedder=WordEmbedder(name="other"))
    assert _files_with(full.folder, SECRET) == []


def test_what_is_not_held_cannot_be_withdrawn(full: Library) -> None:
    with pytest.raises(BadArgument, match="no review, document or passage"):
        going(full, "nothing")


def test_the_command_lists_asks_and_remembers(library: Library, papers: Path) -> None:
    add(library, [papers])
    _, review = _of(library, "QX")

    def run(*words: str, answer: str = "") -> tuple[int, str, str]:
        done = CliRunner().invoke(cli, ["--library", str(library.folder), *words], input=answer)
        return done.exit_code, done.stdout, done.stderr

    code, _, told = run("withdraw", review, "--reason", "court-order", answer="n\n")
    assert code == 2
    assert f"NOT removed, it is yours: {papers / 'qx.pdf'}" in told
    assert library.catalogue.review(review) is not None
    assert run("withdraw", review)[0] == 2
    assert run("withdraw", review, "--reason", "court-order", "--yes")[0] == 0
    code, listed, _ = run("tombstones")
    assert (code, "court order" in listed, review in listed) == (0, True, True)
    assert "court order" in run("show", review)[2]
    assert "withdrawn: 1 documents, 1 whole reviews (1 court order)" in run("status")[1]
    code, _, told = run("add", str(papers), "--no-index")
    assert code == 4
    assert "qx.pdf: withdrawn on" in told
    assert run("tombstones", "--lift", "nothing")[0] == 3
    assert run("tombstones", "--lift", review)[0] == 0
    assert run("add", str(papers), "--no-index")[0] == 0


def test_a_sketch_knows_a_text_again_and_tells_two_reports_apart() -> None:
    one = sketch_of([LONG])
    assert likeness(one, sketch_of([LONG.upper().replace(".", " .")])) == 1
    assert likeness(one, sketch_of([LONG.replace("bruise 7 ", "mark ") + " A word more."])) > ALIKE
    other = " ".join(f"In year {n} the board of Marlingshire asked the school about item {n * 3}." for n in range(60))
    assert likeness(one, sketch_of([SHARED + other])) < 0.1
    assert sketch_of(["too few words to be known by"]) == ()
    assert all(len(run) == 16 for run in one)
