"""The page of the annual analysis: what it shows, opens and saves, and that the same figures stand everywhere."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import docx
import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.annual import address as annual_address
from app.annual.address import AGE, BEFORE, Asked
from app.house import House
from app.main import build
from app.pages import annual as page
from index.annual.points import Years
from index.recommendations.recommending import Recommending
from index.recurring.table import Question, YearOf
from index.searching.query import Filters
from ingest.library import Library
from tests.app_library import HOSTILE
from tests.counted_annual import Truth
from tests.held import WordEmbedder

QUERY = "from=2016&to=2018&before-from=2013&before-to=2015"


def nothing_to_search(_library: Library) -> None:
    raise AssertionError("no page of this searches")


@pytest.fixture(scope="module")
def house(shelf: Library) -> House:
    made = House(shelf, nothing_to_search)
    made.recommending = Recommending(shelf, WordEmbedder())
    return made


@pytest.fixture(scope="module")
def client(shelf: Library) -> Iterator[TestClient]:
    app = build(shelf.folder, open_searcher=nothing_to_search)
    app.state.house.recommending = Recommending(shelf, WordEmbedder())
    with TestClient(app) as client:
        yield client


def tables(shown: str) -> list[list[list[str]]]:
    """Each table as rows of cells, its head first, without what is only said to screen readers."""
    found = []
    for table in re.findall(r'<table class="heat">(.*?)</table>', shown, re.DOTALL):
        bare = re.sub(r'<span class="(?:unseen|by-person)">.*?</span>', "", table)
        rows = re.findall(r"<tr>(.*?)</tr>", bare, re.DOTALL)
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
        found.append([[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells])
    return found


def test_the_figures_on_screen_in_word_excel_and_csv_are_the_same(house: House, client: TestClient) -> None:
    screen = tables(page.show(house, f"/annual?{QUERY}", "load"))
    document = docx.Document(io.BytesIO(client.get(f"/annual/export.docx?{QUERY}").content))
    paper = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert len(screen) == len(paper) == 3
    assert [[row[0] for row in table[1:]] for table in screen] == [[row[0] for row in table[1:]] for table in paper]
    assert [table[0] for table in paper[1:]] == [table[0] for table in screen[1:]]
    assert screen[0][0] == ["Learning point", "Place", "2016 to 2018", "Of these clear", "2013 to 2015", "Place then"]
    heads = ["Learning point", "Place", "Reviews, 2016 to 2018", "Clearly", "Reviews, 2013 to 2015", "Place then"]
    assert paper[0][0] == heads
    for shown, written in zip(screen, paper, strict=True):
        assert [row[1:] for row in shown[1:]] == [row[1:] for row in written[1:]]
    book = load_workbook(io.BytesIO(client.get(f"/annual/export.xlsx?{QUERY}").content))
    for table, name in zip(screen, book.sheetnames[1:4], strict=True):
        numbers = [re.findall(r"\d+", " ".join(row[1:])) for row in table[1:]]
        kept = [re.findall(r"\d+", " ".join(map(str, row[1:]))) for row in list(book[name].values)[1:]]
        assert kept == numbers
    text = client.get(f"/annual/export.csv?{QUERY}").content.decode("utf-8-sig")
    lines = list(csv.reader(line for line in text.splitlines() if not line.startswith(("#", '"#'))))[1:]
    told = {(line[1], f"{line[3]} of {line[4]}") for line in lines if line[4]}
    assert {(row[0], cell) for table in screen for row in table[1:] for cell in row[1:] if " of " in cell} <= told
    markdown = client.get(f"/annual/export.md?{QUERY}").text
    assert all(f"| {row[0]} | {row[1]} | {row[2]} |" in markdown for row in screen[0][1:])


def test_the_page_says_what_was_counted_before_it_shows_it(house: House) -> None:
    shown = page.show(house, f"/annual?{QUERY}", "load")
    assert "3 reviews published from 2016 to 2018, beside 1 review published from 2013 to 2015" in shown
    assert shown.index('class="scope"') < shown.index("<table") < shown.index('class="bars"')
    assert "does not show a change" in shown
    assert "commonthread annual --from 2016 --to 2018 --against-from 2013 --against-to 2015" in shown
    assert "must not be read as a ranking" not in shown


@pytest.mark.parametrize("group", ["", BEFORE, f"{AGE}under-1", "agency:police"])
def test_a_figure_opens_its_passages_under_its_table(house: House, shelf: Library, group: str) -> None:
    asked = annual_address.read(f"?{QUERY}")
    theme = "information-sharing"
    shown = page.show(house, asked.at(theme, group).address(), "load")
    opened = re.search(r'<h2 id="opened"[^>]*>(.*?)</h2>', shown)
    years = Years(2013, 2015) if group == BEFORE else Years(2016, 2018)
    truth = Truth(shelf, years, Question())
    number = {
        "": len(truth.carriers(theme)),
        BEFORE: len(truth.carriers(theme)),
        f"{AGE}under-1": truth.ages(theme).get("under-1", (0, 0))[0],
        "agency:police": truth.agencies(theme)["police"][0],
    }[group]
    assert opened
    assert f": {number} of " in opened[1]
    section = shown[shown.index('class="opened"') :].partition("</section>")[0]
    assert section.count("<blockquote>") == number > 0
    assert shown.count('aria-current="true"') == 1
    where = {"": "picture", BEFORE: "picture", f"{AGE}under-1": "agencies", "agency:police": "said"}[group]
    assert shown.index('class="opened"') < shown.index(f'<h2 id="{where}"')


def test_a_link_whose_figure_is_gone_says_so(house: House) -> None:
    assert "The figure of this link is not there now" in page.show(house, f"/annual?{QUERY}&at=neglect&in=", "load")


def test_small_figures_are_not_on_the_page(house: House) -> None:
    shown = page.show(house, f"/annual?{QUERY}&hide=2&at=information-sharing&in={BEFORE}", "load")
    cells = {cell for table in tables(shown) for row in table[1:] for cell in row[1:]}
    assert "few of 1" in cells
    assert not any(cell.startswith("1 of") for cell in cells)
    assert "The figure of this link is not there now" in shown


def test_a_choice_of_quotes_is_in_the_address_and_in_the_paper(house: House, client: TestClient) -> None:
    shown = page.show(house, f"/annual?{QUERY}", "load")
    offered = re.findall(r'name="use" value="(\w+)"', shown)
    chosen = f"{QUERY}&use={offered[1]}"
    again = page.show(house, f"/annual?{chosen}", "load")
    assert re.findall(r'name="use" value="(\w+)" checked', again) == [offered[1]]
    assert "A person chose what is quoted" in again
    assert "--use" in client.get(f"/annual/export.md?{chosen}").text
    assert "not among those offered" in page.show(house, f"/annual?{QUERY}&use=elsewhere", "load")
    assert client.get(f"/annual/export.md?{QUERY}&use=elsewhere").status_code == 409


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2015&to=2015", "No review published in 2015 is in scope"),
        ("nation=Wales", "No review published in 2018 is in scope"),
        ("from=2018&to=2014", "2018 is after 2014"),
        ("from=2018&to=2018&before-from=2018&before-to=2018", "must end before"),
    ],
)
def test_what_cannot_be_counted_is_said_and_the_form_stays(
    house: House, client: TestClient, query: str, said: str
) -> None:
    shown = page.show(house, f"/annual?{query}", "load")
    assert said in shown
    assert 'action="/annual"' in shown
    assert "<table" not in shown
    assert client.get(f"/annual/export.xlsx?{query}").status_code == 409


def test_an_address_that_means_nothing_does_no_harm(house: House) -> None:
    shown = page.show(
        house, f"/annual?from={HOSTILE}&theme={HOSTILE}&at={HOSTILE}&in=x&hide=999999&use={HOSTILE}", "load"
    )
    assert "<script>" not in shown
    assert "Annual analysis" in shown


def test_only_four_forms_are_saved(client: TestClient) -> None:
    assert client.get("/annual/export.pdf").status_code == 404
    saved = client.get("/annual/export.docx?from=2018&to=2018")
    assert saved.headers["content-disposition"] == 'attachment; filename="annual-analysis-2018.docx"'


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(
            Years(2016, 2018), Years(2010, 2012), YearOf.INCIDENT, Filters(themes=("neglect",), nations=("Wales",)),
            clear_only=True, heads=True, hide_below=5, use=("a", "b"), cell=("neglect", f"{AGE}under-1"),
        ),
    ],
)  # fmt: skip
def test_an_address_means_what_was_asked(asked: Asked) -> None:
    assert annual_address.read(asked.address()) == asked


def test_one_year_in_the_form_is_a_period_of_one_year() -> None:
    assert annual_address.read("?from=2018").years == Years(2018, 2018)
    assert annual_address.read("?to=2017&before-to=2015") == Asked(Years(2017, 2017), Years(2015, 2015))


def test_heads_that_a_spreadsheet_would_run_are_text(house: House, client: TestClient, shelf: Library) -> None:
    file = shelf.folder / "mapping.yaml"
    file.write_text('name: Ours\nthemes:\n  information-sharing: "=1+1"\n', "utf-8")
    try:
        assert tables(page.show(house, f"/annual?{QUERY}&heads=yes", "load"))[0][1][0] == "=1+1"
        book = load_workbook(io.BytesIO(client.get(f"/annual/export.xlsx?{QUERY}&heads=yes").content))
        cell = book["All learning points"]["A2"]
        assert (cell.value, cell.data_type) == ("=1+1", "s")
        assert ",'=1+1," in client.get(f"/annual/export.csv?{QUERY}&heads=yes").content.decode("utf-8-sig")
        file.write_text("name: Ours\nthemes:\n  no-such-theme: A\n", "utf-8")
        assert "could not be counted" in page.show(house, "/annual?heads=yes", "load")
        assert client.get("/annual/export.csv?heads=yes").status_code == 409
    finally:
        file.unlink()
