"""``similar`` on the command line: the contract of its JSON, and what is said to input that is no case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from tests.pdfs import pdf
from tests.test_pipeline import BRIEFING, REPORT

CASE = "A boy of five months was hurt. He was seen by the health visitor with a bruise and nobody asked why."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("similar")
    (folder / "papers").mkdir()
    for name, text in (("report.txt", REPORT), ("briefing.txt", BRIEFING)):
        (folder / "papers" / name).write_text(text, encoding="utf-8")
    for words in (("add", str(folder / "papers")), ("index",)):
        done = CliRunner().invoke(cli, ["--library", str(folder / "library"), *words])
        assert done.exit_code == 0, done.output
    return folder


def run(folder: Path, *words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["--library", str(folder / "library"), "similar", *words], input=given)


def answer(done: Result) -> Any:
    assert done.exit_code in (0, 3), done.output
    return json.loads(done.stdout)


def test_json_has_the_objects_of_search_and_signals_on_both_sides(folder: Path) -> None:
    data = answer(run(folder, "--file", "-", "--json", given=CASE.encode()))
    (result,) = data["results"]
    searched = CliRunner().invoke(cli, ["--library", str(folder / "library"), "search", "bruise", "--json"])
    found = json.loads(searched.stdout)["results"][0]
    assert result["review"] == found["review"]
    assert set(result["signals"]) == {"circumstances", "themes", "age", "harm", "agencies"}
    assert all({"score", "query", "review"} <= signal.keys() for signal in result["signals"].values())
    assert result["signals"]["age"]["score"] == 1.0
    assert isinstance(result["differences"], list)
    passages = [passage for signal in result["signals"].values() for passage in signal["passages"]]
    wanted = {"id", "text", "role", "heading", "pages", "page_labels", "document"}
    assert passages and all(wanted <= passage.keys() for passage in passages)
    assert (data["case"]["age_months"], data["case"]["children"]) == ([5, 5], 1)


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (("--text", ""), None, "too short"),
        (("--text", "Baby"), None, "too short"),
        (("--file", "-"), b"word " * 120_000, "characters long"),
        (("--file", "-"), b"%PDF-1.7 \xff\xfe", "Name the file"),
        (("--review", "nothing"), None, "no review"),
        ((), None, "is needed"),
    ],
)
def test_what_is_no_case_is_said(folder: Path, words: tuple[str, ...], given: bytes | None, said: str) -> None:
    done = run(folder, *words, given=given)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("text", "ages", "said"),
    [
        ("A woman of 82 in a care home was neglected by the staff and died of sores.", None, "an adult"),
        ("A baby was shaken by his father, whom the health visitor had not met.", None, "age is not stated"),
        ("A boy of four months was seen. The boy was aged 3 years when he was hurt.", [4, 36], "in two ways"),
        ("Five children aged 2, 4, 7, 9 and 13 were neglected for years.", [24, 156], "about 5 children"),
        ("Put two cups of flour in a bowl, add butter, and bake it for an hour.", None, "may not be a case"),
    ],
)
def test_what_is_missing_or_doubtful_is_said_and_not_guessed(
    folder: Path, text: str, ages: list[int] | None, said: str
) -> None:
    case = answer(run(folder, "--file", "-", "--json", given=text.encode()))["case"]
    assert case["age_months"] == ages
    assert any(said in note for note in case["notes"])


def test_a_pdf_is_read_and_identifying_words_are_said_but_not_shown(folder: Path, tmp_path: Path) -> None:
    pdf(tmp_path / "case.pdf", [[CASE + " His mother is Kayleigh Thornbury."]])
    done = run(folder, "--file", str(tmp_path / "case.pdf"), "--json")
    assert answer(done)["case"]["age_months"] == [5, 5]
    assert "may identify somebody" in done.stderr
    assert "Thornbury" not in done.output.replace(done.stdout, "")
