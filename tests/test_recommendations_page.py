"""The pages Recommendations and Repeat learning, and what is saved from them: the same figures in each."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import cli
from app.house import House
from app.pages import recommendations as page
from app.pages import repeat as repeat_page
from app.papers import saving
from app.recommendations.address import Asked, read
from app.recommendations.routes import book_of, repeats_of_board
from index.errors import BadQuery
from index.recommendations.recommending import Recommending
from index.recommendations.stated import Sort, families_by, stated_in
from index.searching.query import Filters
from ingest.library import Library
from tests.held import WordEmbedder

BOARD = "northmere"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def house(shelf: Library) -> Iterator[House]:
    """Four reviews of one board, each with the same two recommendations for another place."""
    opened = House(shelf, lambda _library: None)  # type: ignore[arg-type,return-value]
    opened.__dict__["recommending"] = Recommending(shelf, WordEmbedder(), opened.counts)
    yield opened


def test_every_recommendation_stands_with_how_often_it_was_made(house: House) -> None:
    shown = page.show(house, "?every=yes", "load")
    listing = house.recommending.families()
    assert listing.recommendations == 8 and len(listing.families) == 2
    assert '<h2 id="results-heading" tabindex="-1">8 recommendations</h2>' in shown
    assert shown.count(">4 of 4</td>") == 8
    found = stated_in(house.recommending, house.counts, listing, Sort.TIMES)
    assert [one.times for one in found] == [4] * 8
    assert {one.family.middle.id for one in found if one.family} == {one.middle.id for one in listing.families}
    once = page.show(house, "", "load")
    assert "2 recommendations made more than once" in once and once.count("Recommended in 4 of 4 reviews") == 2


def test_filters_and_orders_hold_on_the_page_and_in_the_file(house: House) -> None:
    listing = house.recommending.families(Filters(from_year=2018))
    years = {
        sort: [one.recommendation.year for one in stated_in(house.recommending, house.counts, listing, sort)]
        for sort in Sort
    }
    assert set(years[Sort.TIMES]) == {2018} and len(years[Sort.TIMES]) == 4
    every = house.recommending.families()
    newest = [one.recommendation.year for one in stated_in(house.recommending, house.counts, every, Sort.NEWEST)]
    assert newest == sorted(newest, key=lambda year: -(year or 0)) and len(set(newest)) == 3
    assert [one.years for one in families_by(every.families, Sort.OLDEST)] == [(2014, 2018)] * 2
    sheet, _ = book_of(house, "?from=2018&sort=newest").sheets
    assert [row[4] for row in sheet.rows] == [2018] * 4
    assert "4 recommendations" in page.show(house, "?from=2018&every=yes", "load")
    nothing = page.show(house, "?publisher=nobody", "load")
    assert "There are no recommendations in this scope." in nothing


def test_the_workbook_says_addressee_theme_year_publisher_and_family(house: House) -> None:
    book = book_of(house, "?every=yes")
    every, families = book.sheets
    rows = [dict(zip(every.header, row, strict=True)) for row in every.rows]
    assert {row["Year"] for row in rows} == {2014, 2016, 2018}
    assert {row["Publisher"] for row in rows} == {"Northmere Local Safeguarding Children Board"}
    assert {(row["Reviews that made it"], row["Of reviews"]) for row in rows} == {(4, 4)}
    assert {row["Family"] for row in rows} == {row[0] for row in families.rows}
    fathers = next(row for row in rows if "record every father" in str(row["Recommendation"]))
    assert "Health visiting" in str(fathers["Asked of"]) and "Fathers" in str(fathers["Themes"])
    assert "six months" in str(fathers["By when"])
    about = dict(book.about)
    assert about["Command"] == "commonthread recommendations" and "8 recommendations in 4 reviews" in about["Scope"]
    text = saving.written_data(book, ".csv", NOW).decode()
    table = [line for line in csv.reader(io.StringIO(text)) if line and not line[0].startswith("#")]
    assert len(table) == 9 and table[0][0] == "Recommendation"
    assert zipfile.ZipFile(io.BytesIO(saving.written_data(book, ".xlsx", NOW))).testzip() is None


def test_what_a_board_repeats_stands_in_the_order_of_time(house: House) -> None:
    shown = repeat_page.show(house, f"?board={BOARD}", "load")
    assert "stand in two or more of 4 reviews" in shown
    sheet = repeats_of_board(house, BOARD).sheets[0]
    rows = [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    again = [row for row in rows if row["Kind"] == "recommendation"]
    assert len({row["What repeats"] for row in again}) == 2 and len(again) == 8
    for name in {row["What repeats"] for row in rows}:
        years = [row["Year"] for row in rows if row["What repeats"] == name]
        assert years == sorted(years)
    assert all(str(row["Words"]).split(".")[0].split("’")[0].split("'")[0] in shown for row in again)
    assert shown.count("No passage held says what was done.") == len({row["What repeats"] for row in rows})
    theme = next(row["What repeats"] for row in rows if row["Kind"] == "theme")
    alone = repeat_page.show(house, f"?board={BOARD}&theme=fathers-men", "load")
    assert "Recommendations made again" not in alone and len(alone) < len(shown) and theme
    with pytest.raises(BadQuery):
        repeats_of_board(house, "nobody")
    assert "What repeats could not be read" in repeat_page.show(house, "?board=nobody", "load")
    assert "(4 reviews)" in repeat_page.show(house, "", "load")


def test_a_pasted_recommendation_is_found_and_addresses_hold_what_was_set(house: House) -> None:
    asked = Asked("The police should share information about domestic abuse with schools in Ashby on the next day.")
    shown = page.show(house, asked.address(), "load")
    assert "Recommended before: in 4 of 4 reviews" in shown
    other = Asked(filters=Filters(themes=("neglect",), from_year=2010), every=True, sort=Sort.NEWEST, show=100)
    assert read(other.address()) == other
    assert read("?sort=moon&show=-1&every=no&role=finding&kind=inquiry") == Asked()


def test_the_command_line_writes_the_same_figures(
    shelf: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.desk.embedder_of", lambda _config: WordEmbedder())

    def run(*words: str) -> int:
        return CliRunner().invoke(cli, ["--library", str(shelf.folder), *words]).exit_code

    assert run("recommendations", "--data", f"{tmp_path}/all.csv") == 0
    assert run("repeat", "--publisher", BOARD, "--data", f"{tmp_path}/again.csv") == 0
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        table = [line for line in csv.reader(file) if not line[0].startswith("#")]
    assert len(table) == 9 and table[0][0] == "Recommendation"
    assert "Northmere" in (tmp_path / "again.csv").read_text("utf-8")
    assert run("recommendations", "--data", f"{tmp_path}/all.txt") == 2
