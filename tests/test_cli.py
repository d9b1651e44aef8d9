"""The command line's contract: what is printed where, and how each command ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from tests.test_pipeline import BRIEFING, REPORT

LETTER = """18 July 2022

Joint targeted area inspection of Northmere

This is a fictional letter. Strategy meetings are held late, and health visitors are not always invited to them.
"""


class Shell:
    """Runs the command line over one library, in this process: the model is imported once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str | Path) -> Result:
        return CliRunner().invoke(cli, ["--library", str(self.folder), *map(str, words)])

    def data(self, *words: str | Path, ends: int = 0) -> Any:
        done = self.run(*words, "--json")
        assert done.exit_code == ends, done.output
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    folder = tmp_path_factory.mktemp("cli")
    papers = folder / "papers"
    papers.mkdir()
    for name, text in (("report.txt", REPORT), ("briefing.txt", BRIEFING), ("letter.txt", LETTER)):
        (papers / name).write_text(text, encoding="utf-8")
    (papers / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    shell = Shell(folder / "library")
    done = shell.run("add", papers)
    assert done.exit_code == 4, done.stderr
    assert "broken.pdf" in done.stderr
    assert done.stdout == ""
    return shell


def test_status_lists_documents_as_given_and_what_could_not_be_read(shell: Shell) -> None:
    state = shell.data("status")
    assert (state["reviews"], len(state["documents"])) == (1, 3)
    assert {Path(document["path"]).name for document in state["documents"]} == {
        "report.txt",
        "briefing.txt",
        "letter.txt",
    }
    assert {document["kind"] for document in state["documents"]} == {
        "overview-report",
        "seven-minute-briefing",
        "inspection",
    }
    (broken,) = state["unreadable"]
    assert Path(broken["path"]).name == "broken.pdf"
    assert broken["reason"]
    assert state["index"]["state"] == "current"


def test_every_text_that_search_returns_is_a_slice_of_the_pages_it_names(shell: Shell) -> None:
    answer = shell.data("search", "bruising protocol of the health trust")
    assert answer["nothing_found"] is False
    assert answer["reviews_searched"] == 1
    assert answer["results"][0]["review"]["title"] == "Child ZZ"
    for result in answer["results"]:
        for passage in result["passages"]:
            document = shell.data("show", passage["document"]["id"])
            pages = {page["index"]: page["text"] for page in document["page_list"]}
            assert passage["pages"] == sorted({span["page"] for span in passage["spans"]})
            slices = [pages[span["page"]][span["start"] : span["end"]] for span in passage["spans"]]
            assert passage["text"] == "\n".join(slices)


def test_search_says_why(shell: Shell) -> None:
    (best, *_) = shell.data("search", "bruising protocol")["results"][0]["passages"]
    assert "bruising" in best["why"]["words"]
    assert best["why"]["lexical_rank"] == 1
    assert best["why"]["dense_rank"] >= 1


def test_quoted_words_must_appear(shell: Shell) -> None:
    answer = shell.data("search", '"bruising protocol" baby')
    assert all("bruising protocol" in p["text"] for r in answer["results"] for p in r["passages"])
    assert shell.data("search", '"protocol of bruising"', ends=3)["nothing_found"] is True


def test_filters_leave_out_what_is_no_review(shell: Shell) -> None:
    everything = shell.data("search", "strategy meetings are held late")
    assert everything["results"][0]["review"]["kind"] == "inspection"
    reviews = shell.run("search", "strategy meetings are held late", "--reviews-only", "--json")
    assert {result["review"]["kind"] for result in json.loads(reviews.stdout)["results"]} == {"review"}
    only = shell.data("search", "strategy meetings", "--kind", "inspection")
    assert [result["review"]["kind"] for result in only["results"]] == ["inspection"]


def test_nothing_found_ends_with_3_and_still_shows_the_nearest(shell: Shell) -> None:
    answer = shell.data("search", "tidal turbines and the price of copper", ends=3)
    assert answer["nothing_found"] is True


def test_show_gives_a_review_with_its_facts_evidence_and_records(shell: Shell) -> None:
    review_id = shell.data("search", "bruising protocol")["results"][0]["review"]["id"]
    shown = shell.data("show", review_id)
    assert shown["facts"]["subject"] == "Child ZZ"
    assert len(shown["documents"]) == 2
    assert [item["number"] for item in shown["recommendations"]] == ["1"]
    assert any(item["fact"] == "age" for item in shown["evidence"])


def test_an_unknown_id_ends_with_3(shell: Shell) -> None:
    done = shell.run("show", "nobody")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "nobody" in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "/nowhere/at/all"), 2),
        (("search",), 2),
        (("search", "x", "--from-year", "soon"), 2),
        (("no-such-command",), 2),
    ],
)
def test_wrong_arguments_end_with_2(shell: Shell, words: tuple[str, ...], code: int) -> None:
    assert shell.run(*words).exit_code == code


def test_a_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = Shell(tmp_path / "none").run("status")
    assert done.exit_code == 2
    assert "commonthread add" in done.stderr


def test_a_locked_library_ends_with_6(shell: Shell, tmp_path: Path) -> None:
    from ingest.library import Library

    library = Library.open(shell.folder)
    with library.writing():
        done = shell.run("add", tmp_path)
    library.close()
    assert done.exit_code == 6


def test_a_newer_library_is_refused_with_6(tmp_path: Path) -> None:
    import sqlite3

    folder = tmp_path / "newer"
    (tmp_path / "paper.txt").write_text(REPORT, encoding="utf-8")
    shell = Shell(folder)
    shell.run("add", "--no-index", tmp_path / "paper.txt")
    with sqlite3.connect(folder / "catalogue.sqlite") as database:
        database.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    done = shell.run("status")
    assert done.exit_code == 6
    assert "newer" in done.stderr


def test_check_is_content(shell: Shell) -> None:
    done = shell.run("check")
    assert (done.exit_code, done.stdout) == (0, "")


def test_adding_again_embeds_nothing_and_never_loads_the_model(shell: Shell) -> None:
    papers = shell.folder.parent / "papers"
    script = (
        "import sys; from app.cli import cli; cli(sys.argv[1:], standalone_mode=False); print('torch' in sys.modules)"
    )
    words = ["--library", str(shell.folder), "add", str(papers / "report.txt")]
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    assert "1 unchanged" in done.stderr
    assert done.stdout.strip() == "False"
