"""From files to the record: nothing lost, nothing doubled, everything named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import check
from ingest.archive import sha256_of
from ingest.errors import BadArgument, LibraryLocked
from ingest.library import Library
from ingest.model import DocumentKind
from ingest.pipeline import add
from tests.kill import DIED

REPORT = """Serious case review: Child ZZ
Northmere Local Safeguarding Children Board
Published March 2018

This is a fictional document written for tests. The board, the places and the people are invented.

1. Introduction

1.1 This review concerns Child ZZ, who was five months old when he was injured in November 2016.

2. Recommendations

Recommendation 1: The Board should ask the health trust to report on its bruising protocol.
"""
BRIEFING = """Seven-minute briefing: Child ZZ
Northmere Local Safeguarding Children Board
April 2018

This is a fictional document written for tests.

What happened

A baby was hurt and nobody asked why.
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "briefing of the board – final.txt").write_text(BRIEFING, encoding="utf-8")
    return folder


def test_documents_of_one_review_are_counted_once(library: Library, papers: Path) -> None:
    report = add(library, [papers])
    (review,) = library.catalogue.reviews()
    assert len(report.added) == len(review.documents) == 2
    assert (review.subject, review.year, review.publisher_id, review.age_months_min) == (
        "Child ZZ",
        2018,
        "northmere",
        5,
    )
    assert review.id.startswith("northmere-2018-child-zz-")


def test_the_order_of_adding_changes_nothing(tmp_path: Path, papers: Path) -> None:
    files = sorted(papers.iterdir())
    found = []
    for name, order in (("one", files), ("two", files[::-1])):
        library = Library.open(tmp_path / name, create=True)
        for path in order:
            add(library, [path])
        found.append(library.catalogue.reviews())
        library.close()
    assert found[0] == found[1]


def test_adding_again_changes_nothing(library: Library, papers: Path) -> None:
    add(library, [papers])
    before = library.catalogue.revision()
    report = add(library, [papers])
    assert (report.added, len(report.unchanged)) == ([], 2)
    assert library.catalogue.revision() == before


def test_the_same_bytes_under_two_names_are_one_document(library: Library, papers: Path) -> None:
    (papers / "copy.txt").write_bytes((papers / "report.txt").read_bytes())
    report = add(library, [papers])
    assert len(report.added) == 3
    assert library.catalogue.counts().documents == 2
    document = library.catalogue.document(sha256_of(papers / "copy.txt"))
    assert document is not None
    assert [Path(path).name for path in document.paths] == ["copy.txt", "report.txt"]


def test_a_file_replaced_in_place_keeps_its_earlier_version_and_is_counted_once(library: Library, papers: Path) -> None:
    add(library, [papers])
    earlier = sha256_of(papers / "report.txt")
    (papers / "report.txt").write_text(REPORT.replace("health trust", "hospital"), encoding="utf-8")
    add(library, [papers])
    assert library.catalogue.document(earlier) is not None
    assert library.catalogue.passages(earlier)
    assert earlier not in {held.document.id for held in library.catalogue.held()}
    assert len(library.catalogue.reviews()) == 1


def test_what_cannot_be_read_is_named_and_the_rest_is_in(library: Library, papers: Path) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (papers / "empty.pdf").write_bytes(b"")
    report = add(library, [papers])
    assert sorted(Path(item.path).name for item in report.unreadable) == ["broken.pdf", "empty.pdf"]
    assert all(item.reason for item in report.unreadable)
    assert len(report.added) == 2
    again = add(library, [papers])
    assert [item.reason for item in again.unreadable] == [item.reason for item in report.unreadable]


def test_a_refused_file_that_is_mended_leaves_the_list(library: Library, papers: Path) -> None:
    late = papers / "late.txt"
    late.write_bytes(b"")
    add(library, [papers])
    late.write_text(BRIEFING.replace("ZZ", "YY"), encoding="utf-8")
    add(library, [papers])
    assert library.catalogue.refusals() == []


def test_a_path_that_is_not_there_is_refused_before_anything_is_done(library: Library, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="no such file"):
        add(library, [tmp_path / "nowhere"])


def test_hidden_files_are_passed_over(library: Library, papers: Path) -> None:
    (papers / ".DS_Store").write_bytes(b"\0")
    assert len(add(library, [papers]).added) == 2


def test_two_writers_do_not_meet(library: Library, papers: Path) -> None:
    with library.writing(), pytest.raises(LibraryLocked, match="try again"):
        add(Library.open(library.folder), [papers])


def test_every_passage_is_a_slice_of_its_pages(library: Library, papers: Path) -> None:
    add(library, [papers])
    assert list(check.problems_of(library)) == []
    for held in library.catalogue.held():
        pages = {page.index: page.text for page in library.catalogue.pages(held.document.id)}
        slices = [pages[span.page][span.start : span.end] for span in held.passage.spans]
        assert held.passage.text == "\n".join(slices)


def test_check_finds_what_was_tampered_with(library: Library, papers: Path) -> None:
    add(library, [papers])
    document = library.catalogue.documents()[0]
    library.archive.place(document.id).write_bytes(b"other bytes")
    assert any("has changed" in problem for problem in check.problems_of(library))


def test_a_document_that_is_no_review_is_kept_beside_them(library: Library, papers: Path) -> None:
    letter = "18 July 2022\n\nJoint targeted area inspection of Northmere\n\nThis letter summarises the findings. " * 3
    (papers / "letter.txt").write_text(letter, encoding="utf-8")
    add(library, [papers / "letter.txt"])
    (document,) = library.catalogue.documents()
    assert (document.kind, document.review_id) == (DocumentKind.INSPECTION, None)
    assert library.catalogue.reviews() == []


def _state(library: Library) -> object:
    catalogue = library.catalogue
    return (
        catalogue.documents(),
        catalogue.reviews(),
        catalogue.publishers(),
        sorted(held.passage.id for held in catalogue.held()),
        library.archive.hashes(),
    )


def _killed(folder: Path, papers: Path) -> list[int]:
    command = [sys.executable, "-m", "tests.kill", str(folder), str(papers)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def test_killed_at_any_step_the_next_run_completes(tmp_path: Path, papers: Path) -> None:
    whole = Library.open(tmp_path / "whole", create=True)
    add(whole, [papers])
    expected = _state(whole)
    *killed, through = _killed(tmp_path / "killed", papers)
    assert (set(killed), through) == ({DIED}, 0)
    assert len(killed) >= 6
    for step in range(len(killed) + 1):
        library = Library.open(tmp_path / "killed" / str(step), create=True)
        add(library, [papers])
        assert _state(library) == expected, f"killed before step {step}"
        assert list(check.problems_of(library)) == []
        library.close()
