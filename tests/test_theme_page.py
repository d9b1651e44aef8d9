"""The page of Recurring themes: what it shows, opens and saves, and that the same figures stand everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.cli import cli
from app.house import House
from app.main import build
from app.pages import themes
from app.themes import address as theme_address
from index.query import Filters
from index.recurring import By, YearOf
from ingest.library import Library
from tests.app_library import HOSTILE, OneAnswer, answer, make, passage_with, report, web_page

TAGS = (("bruising protocol", "neglect"), ("supervision", "supervision-oversight"), ("single page", "medical-opinion"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two reviews, without an index: every tag is a person's."""
    made = make(tmp_path_factory.mktemp("themes"))
    with TestClient(build(made.folder, open_searcher=lambda _: OneAnswer(answer(made, "bruise")))) as client:
        places = [(report(made), words, theme) for words, theme in TAGS]
        for document, words, theme in [*places, (web_page(made), "three times", "neglect")]:
            passage = passage_with(made, document, words)
            asked = {"passage": passage.id, "about": "theme", "term": theme, "act": "add", "by": "Jo"}
            assert client.post("/decide/tag", json=asked).status_code == 200
    return made


@pytest.fixture(scope="module")
def house(library: Library) -> House:
    return House(library, lambda opened: OneAnswer(answer(opened, "bruise")))


@pytest.fixture(scope="module")
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(build(library.folder, open_searcher=lambda _: OneAnswer(answer(library, "bruise")))) as client:
        yield client


def rows(page: str) -> dict[str, list[str]]:
    """The figures of the main table, by theme, with what is only said to screen readers left out."""
    table = re.search(r'<table class="heat">(.*?)</table>', page, re.DOTALL)
    assert table
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table[1].partition("<tbody>")[2], re.DOTALL):
        bare = re.sub(r"<span class=\"(?:unseen|by-person)\">.*?</span>", "", row)
        words = [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", bare, re.DOTALL)
        ]
        found[words[0]] = words[1:]
    return found


def number(shown: object) -> int:
    return 0 if shown == "–" else int(str(shown))


def heads(page: str) -> list[str]:
    """The groups at the head of the main table."""
    found = re.findall(r'<th scope="col" class="figure">([^<]+)<span class="of">', page)
    return [unescape(name) for name in found]


@pytest.mark.parametrize("by", ["year", "role"])
def test_the_figures_on_screen_in_json_in_the_workbook_and_in_csv_are_the_same(
    house: House, client: TestClient, library: Library, by: str
) -> None:
    page = themes.show(house, f"/themes?by={by}", "load")
    groups = heads(page)
    screen = {
        (theme, name): number(shown)
        for theme, figures in rows(page).items()
        for name, shown in zip(("All", "Clear", "Possible", *groups), figures, strict=True)
    }
    assert screen["Neglect", "All"] == {"year": 1, "role": 2}[by]
    assert screen["Medical opinion on injury", {"year": "2018", "role": "Recommendation"}[by]] == 1

    told = CliRunner().invoke(cli, ["--library", str(library.folder), "themes", "--by", by, "--json"])
    made = json.loads(told.stdout)
    named = {group["by"]: group["label"] for group in made["groups"]}
    whole = {"All": "reviews", "Clear": "clear", "Possible": "possible"}
    assert screen == {
        **{(row["label"], name): row[key] for row in made["totals"] for name, key in whole.items()},
        **{(row["label"], named[row["by"]]): row["reviews"] for row in made["rows"]},
    }

    figures = {place: n for place, n in screen.items() if place[1] not in ("Clear", "Possible")}
    book = load_workbook(io.BytesIO(client.get(f"/themes/export.xlsx?by={by}").content))
    head, *lines = book["Table"].values
    names = [str(name).partition(" (of ")[0] for name in head[1:]]
    assert {(line[0], name): n for line in lines for name, n in zip(names, line[1:], strict=True)} == figures
    about = dict(line[:2] for line in book["About"].values if line[0])
    assert about["Command"] == f"commonthread themes --by {by}"
    assert about["Undated, not counted"] == {"year": "1", "role": "0"}[by]
    assert about["Library revision"] == str(library.catalogue.revision())

    text = client.get(f"/themes/export.csv?by={by}").content.decode("utf-8-sig")
    assert text.startswith("# Common Thread")
    long = csv.DictReader(line for line in text.splitlines() if not line.startswith(("#", '"#')))
    assert {(line["Theme"], line["By"]): int(line["Reviews"]) for line in long} == figures


def test_a_review_without_a_year_is_named_and_not_counted(house: House) -> None:
    page = themes.show(house, "/themes?by=year", "load")
    assert "1 undated is not counted" in page
    assert "no year of publication was found" in page


def test_a_cell_opens_its_passages_underneath(house: House) -> None:
    page = themes.show(house, "/themes?by=year&at=neglect&in=2018", "load")
    assert 'aria-current="true"' in page
    assert "Neglect, 2018: 1 of 1 review" in page
    assert "rewrite the bruising protocol" in page
    assert "written to the family" not in page
    assert "Neglect: 2 of 2 reviews" in themes.show(house, "/themes?at=neglect", "load")


def test_a_link_whose_cell_is_gone_says_so(house: House) -> None:
    assert "holds no figure now" in themes.show(house, "/themes?at=neglect&in=1999", "load")


def test_small_figures_are_not_on_the_page(house: House) -> None:
    page = themes.show(house, "/themes?by=year&hide=3&at=neglect", "load")
    assert {figure for line in rows(page).values() for figure in line} <= {"few", "–"}
    assert "rewrite the bruising protocol" not in page


def test_sorting_by_name_is_in_the_address(house: House) -> None:
    assert next(iter(rows(themes.show(house, "/themes?sort=name", "load")))) == "Medical opinion on injury"
    assert next(iter(rows(themes.show(house, "/themes", "load")))) == "Neglect"


def test_years_and_one_board_beside_the_rest_are_shown_when_asked_for(house: House, library: Library) -> None:
    board = library.catalogue.reviews()[0].publisher_id
    page = themes.show(house, f"/themes?trend=neglect&board={board}", "load")
    assert "Neglect, by year of publication" in page
    assert "2018 1 of 1" in page
    assert "Without a year of publication: 1" in page
    assert "This is not a ranking" in page
    assert "2 of 2</td>" in page
    assert f"--board {board} --trend neglect" in page


@pytest.mark.parametrize("given", ["/themes?board=nobody&trend=nothing", f"/themes?by={HOSTILE}&theme={HOSTILE}&at=x"])
def test_an_address_that_means_nothing_does_no_harm(house: House, given: str) -> None:
    page = themes.show(house, given, "load")
    assert "<script>" not in page
    assert "Recurring themes" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("nation=Wales", "No review is in this scope"),
        ("from=2020&to=2010", "from-year 2020 is after to-year 2010"),
        ("from=2019", "No review is in this scope"),
    ],
)
def test_scopes_of_no_review_and_of_one(house: House, client: TestClient, query: str, said: str) -> None:
    assert said in themes.show(house, f"/themes?{query}", "load")
    assert client.get(f"/themes/export.xlsx?{query}").status_code == (409 if "2010" in query else 200)


def test_heads_that_a_spreadsheet_would_run_are_text(house: House, client: TestClient, library: Library) -> None:
    file = library.folder / "mapping.yaml"
    file.write_text('name: Ours\nthemes:\n  neglect: "=1+1"\n', "utf-8")
    try:
        assert rows(themes.show(house, "/themes?heads=yes", "load")) == {"=1+1": ["2", "2", "–"]}
        assert "\r\n'=1+1," in client.get("/themes/export.csv?heads=yes").content.decode("utf-8-sig")
        book = load_workbook(io.BytesIO(client.get("/themes/export.xlsx?heads=yes").content))
        assert (book["Themes"]["A2"].value, book["Themes"]["A2"].data_type) == ("=1+1", "s")
        file.write_text("name: Ours\nthemes:\n  no-such-theme: A\n", "utf-8")
        assert "The themes could not be counted" in themes.show(house, "/themes?heads=yes", "load")
        assert client.get("/themes/export.csv?heads=yes").status_code == 409
    finally:
        file.unlink()


def test_only_two_forms_are_saved(client: TestClient) -> None:
    assert client.get("/themes/export.docx").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        theme_address.Asked(),
        theme_address.Asked(
            By.AGE_GROUP, YearOf.INCIDENT, Filters(themes=("neglect",), nations=("Northern Ireland",), from_year=2012),
            clear_only=True, heads=True, hide_below=5, cell=("neglect", "under-1"), board="b", trend="t", sort="name",
        ),
    ],
)  # fmt: skip
def test_an_address_means_what_was_asked(asked: theme_address.Asked) -> None:
    assert theme_address.read(asked.address()) == asked


def test_the_style_of_shades_is_in_steps() -> None:
    style = (Path(themes.__file__).parent.parent / "static" / "style.css").read_text("utf-8")
    assert [f".step-{step} " in style for step in range(1, 6)] == [True] * 5
