"""Briefing behind the page: its address; the same paper on screen, in files and on the command line; odd scopes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.briefing import address as briefing_address
from app.briefing.address import Asked
from app.briefing.gathering import briefing_of, evidence_in
from app.briefing.papers import made_for
from app.briefing.view import length_of
from app.cli import cli
from app.errors import NothingFound
from app.house import House
from app.main import build
from app.pages import briefing as page
from app.pages import themes as themes_page
from app.papers import figures
from app.papers.csv import safe
from app.papers.length import pages
from app.papers.paper import Table
from app.reports import briefing as report
from app.scope import address as scope_address
from index.cases.precedents import Precedents
from index.config import IndexConfig
from index.recurring.counting import Counted
from index.searching.query import Filters
from ingest.library import Library
from tests.app_library import OneAnswer
from tests.held import WordEmbedder

MADE = datetime(2026, 3, 1, tzinfo=UTC)
BOTH = Asked(Filters(themes=("fathers-men", "domestic-abuse")))
PLACES = re.compile(r"Retrieved [^.]+\.|\d+ \w+ 2026")


@pytest.fixture(scope="module")
def house(shelf: Library) -> Iterator[House]:
    """The shelf, whose cases are compared by the small embedder that indexed it."""
    opened = House(Library.open(shelf.folder), lambda _library: OneAnswer(ValueError("not asked")))
    opened.__dict__["precedents"] = Precedents(opened.library, IndexConfig(), WordEmbedder())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(shelf: Library) -> Iterator[TestClient]:
    app = build(shelf.folder, open_searcher=lambda _library: OneAnswer(ValueError("not asked")))
    with TestClient(app) as client:
        yield client


class Shown(HTMLParser):
    """The tables of a page as rows of cells, and all of its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.words = ""
        self._cell: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._cell is not None:
            self._cell.append(data)


def offered(house: House, asked: Asked) -> list[str]:
    made = made_for(house, asked, MADE)
    assert made.briefing
    return [one.cited.passage.id for found in made.briefing.evidence.offered.values() for one in found]


def get(client: TestClient, asked: Asked, ending: str) -> bytes:
    reply = client.get(f"/briefing/export.{ending}?{asked.query()}")
    assert reply.status_code == 200, reply.text
    return reply.content


def test_what_was_set_is_in_the_address_and_read_back_in_order() -> None:
    filters = Filters(themes=("neglect", "fii"), age_groups=("under-1",), nations=("Wales",), from_year=2015)
    asked = Asked(filters, use=("b", "a"), revision=4)
    assert briefing_address.read(asked.address()) == asked
    case = Asked(case=scope_address.Asked(case="token", ages=(6, 18)), use=("b", "a"))
    assert briefing_address.read(case.address()) == case
    assert briefing_address.read("/briefing") == Asked()


def test_the_longest_address_is_short_enough_for_a_link(house: House) -> None:
    most = [f"{place:024x}" for place in range(26)]
    full = Filters(themes=("fabricated-illness",) * 5, publishers=("a" * 60,) * 10, agencies=("b" * 40,) * 10)
    address = Asked(full, use=tuple(most), revision=10_000).address()
    assert len(address) < 4_000
    assert briefing_address.read(address).use == tuple(most)


@pytest.mark.parametrize("manner", ["rule", "picked", "none"])
def test_screen_json_word_excel_and_csv_say_the_same(house: House, client: TestClient, manner: str) -> None:
    names = offered(house, BOTH)
    use = {"rule": (), "picked": tuple(names[::-1]), "none": ("none",)}[manner]
    asked = replace(BOTH, use=use)
    made = made_for(house, asked, MADE)
    data = figures.as_json(made.paper, made.about)
    shown = Shown(page.show(house, asked.address(), "load"))
    document = docx.Document(io.BytesIO(get(client, asked, "docx")))
    book = load_workbook(io.BytesIO(get(client, asked, "xlsx")))
    text = "\n".join(line.text for line in document.paragraphs)
    markdown = get(client, asked, "md").decode()
    tables = [[one["header"], *one["rows"]] for one in data["blocks"] if "table" in one]
    assert len(tables) == 3
    assert shown.tables == tables
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables] == tables
    for name, table in zip(book.sheetnames[1:4], tables, strict=True):
        rows = [list(row[1:]) for row in book[name].iter_rows(min_row=2, values_only=True)]
        assert rows == [[int(n) for cell in row[1:] for n in cell.split(" of ")] for row in table[1:]]
    listed = [row for row in csv.reader(io.StringIO(get(client, asked, "csv").decode())) if not row[0].startswith("#")]
    captions = [block.caption for block in made.paper.blocks if isinstance(block, Table)]
    for caption, table in zip(captions, tables, strict=True):
        cells = {(row[1], row[2]): [n for n in row[3:] if n] for row in listed if row[0] == caption}
        for first, *rest in table[1:]:
            for head, cell in zip(table[0][1:], rest, strict=True):
                assert cells[first, head] == cell.split(" of ")
    for sentence in (one["text"] for block in data["blocks"] for one in block.get("sentences", ())):
        said = PLACES.sub("", sentence)
        assert all(said in PLACES.sub("", " ".join(where.split())) for where in (shown.words, text)), sentence
    for quote in (block["quote"] for block in data["blocks"] if "quote" in block):
        assert quote in shown.words
        assert quote in text
        assert quote.split("\n")[0] in markdown.replace("\\", "")


def test_the_page_and_the_command_make_the_same_paper(
    house: House, client: TestClient, shelf: Library, tmp_path: Path
) -> None:
    asked = replace(BOTH, use=tuple(offered(house, BOTH)[::-1]))
    words = ["--library", str(shelf.folder), "brief", "--out", f"{tmp_path}/b.md", "--data", f"{tmp_path}/b.csv"]
    words += [word for theme in BOTH.filters.themes for word in ("--theme", theme)]
    run = CliRunner().invoke(cli, [*words, *(word for name in asked.use for word in ("--use", name))])
    assert run.exit_code == 0, run.output
    assert (tmp_path / "b.md").read_bytes() == get(client, asked, "md")
    assert (tmp_path / "b.csv").read_bytes() == get(client, asked, "csv")


def test_a_section_is_picked_ordered_and_counted(house: House) -> None:
    review = house.library.catalogue.reviews()[0].id
    asked = Asked(case=scope_address.Asked(review=review))
    made = made_for(house, asked, MADE)
    assert made.section
    themes = [one.theme for one, _ in made.section.themes]
    assert len(themes) > 1
    assert f"The section has {_words(made)} words" in length_of(made)
    turned = made_for(house, replace(asked, use=tuple(themes[::-1])), MADE)
    assert turned.section
    assert [one.theme for one, _ in turned.section.themes] == themes[::-1]
    assert "recurring-picked" in {one.phrase for one in figures.sentences(turned.paper)}
    shown = Shown(page.show(house, replace(asked, use=("none",)).address(), "load")).words
    assert "too few" in shown


def _words(made: object) -> int:
    return next(one.values["words"] for one in figures.sentences(made.paper) if one.phrase == "recurring-words")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("address", "offers"), [("?at=fathers-men&in=", True), ("?at=fathers-men&in=&hide=3", False)])
def test_an_open_figure_offers_a_briefing_on_it_unless_figures_are_hidden(
    house: House, address: str, offers: bool
) -> None:
    shown = themes_page.show(house, address, "load")
    assert ('href="/briefing?theme=fathers-men" id="brief-on"' in shown) == offers


def test_a_link_says_what_has_changed_since_it_was_made(house: House) -> None:
    old = replace(BOTH, use=("withdrawn-passage", *offered(house, BOTH)[:2]), revision=0)
    shown = Shown(page.show(house, old.address(), "load")).words
    assert "The library has changed since this link was made" in shown
    assert "1 passage or theme of this link is not offered now" in shown
    assert "2 passages quoted" in shown


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (Filters(themes=("fathers-men",), from_year=2030), "No review is in scope of these filters"),
        (Filters(themes=("no-such-theme",)), "There is no theme"),
    ],
)
def test_what_cannot_be_briefed_is_said_on_the_page_and_by_the_file(
    house: House, client: TestClient, filters: Filters, says: str
) -> None:
    assert says in Shown(page.show(house, Asked(filters).address(), "load")).words
    reply = client.get(f"/briefing/export.docx?{Asked(filters).query()}")
    assert reply.status_code == 409
    assert says in Shown(reply.text).words


def test_one_review_and_a_theme_that_is_nowhere(house: House) -> None:
    one = made_for(house, Asked(Filters(themes=("fathers-men",), to_year=2014)), MADE)
    assert "Fewer than three reviews carry the theme" in " ".join(said.text for said in figures.sentences(one.paper))
    nowhere = made_for(house, Asked(Filters(themes=("fii",))), MADE)
    assert not any(isinstance(block, Table) for block in nowhere.paper.blocks)
    assert pages(nowhere.paper) == 1
    assert "found in none of the reviews" in Shown(page.show(house, "?theme=fii", "load")).words


class Undated:
    """The counted reviews as if none of them stated its year."""

    def __init__(self, counted: Counted) -> None:
        reviews = tuple(replace(one, review=replace(one.review, year=None)) for one in counted.reviews)
        self._counted = replace(counted, reviews=reviews)

    def current(self) -> Counted:
        return self._counted


def test_reviews_without_a_year_are_counted_under_no_year(shelf: Library, house: House) -> None:
    undated = Undated(house.counts.current())
    filters = Filters(themes=("fathers-men",))
    found = briefing_of(shelf, evidence_in(shelf, undated, filters), (), MADE)  # type: ignore[arg-type]
    years = next(
        one for one in report.briefing(found).blocks if isinstance(one, Table) and one.header[0] == "Published"
    )
    assert [row[:2] for row in years.rows] == [("Year not stated", "4 of 4")]
    said = " ".join(one.text for one in figures.sentences(report.briefing(found, drawn=False)))
    assert "In scope: 4 reviews, with no year of publication stated." in said
    with pytest.raises(NothingFound, match="4 would be but for a missing date"):
        evidence_in(shelf, undated, replace(filters, from_year=2000))  # type: ignore[arg-type]


def test_a_pasted_case_that_is_gone_is_said(house: House) -> None:
    asked = Asked(case=scope_address.Asked(case="forgotten-token"))
    assert "no longer kept" in Shown(page.show(house, asked.address(), "load")).words


def test_a_cell_that_a_spreadsheet_would_run_is_escaped_in_a_paper(house: House) -> None:
    paper = replace(
        made_for(house, BOTH, MADE).paper,
        blocks=(Table("=SUM(A1)", ("Age", "Reviews"), (("=1+1", "1 of 2"), ("@x", "5"))),),
    )
    rows = figures.data(paper, [], ".csv").sheets[0].rows
    assert rows == (("=SUM(A1)", "=1+1", "Reviews", 1, 2), ("=SUM(A1)", "@x", "Reviews", 5, None))
    assert [safe(cell) for cell in rows[0]] == ["'=SUM(A1)", "'=1+1", "Reviews", 1, 2]
