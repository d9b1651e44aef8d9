"""The page of Recurring themes: what it shows, opens and saves. Its figures are in ``test_theme_figures``."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from theme_screen import main_table

from app import address
from app.house import House
from app.main import build
from app.pages import themes
from app.themes import address as theme_address
from app.themes.address import Side
from index.recurring.table import By, YearOf
from index.searching.query import Filters
from ingest.library import Library
from tests.app_library import HOSTILE, OneAnswer, answer, make, passage_with, report, web_page

TAGS = (("bruising protocol", "neglect"), ("supervision", "supervision-oversight"), ("single page", "medical-opinion"))


BOTH = ("neglect", "supervision-oversight")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two reviews, without an index: every tag is a person's."""
    made = make(tmp_path_factory.mktemp("themes"))
    with TestClient(build(made.folder, open_searcher=lambda _: OneAnswer(answer(made, "bruise")))) as client:
        places = [(report(made), words, theme) for words, theme in TAGS]
        for document, words, theme in [*places, *((web_page(made), "three times", theme) for theme in BOTH)]:
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


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("at=neglect&in=&on=bar", "Neglect: 2 of 2 reviews, 2 clearly and 0 possibly"),
        ("at=neglect&in=2018&on=point&trend=neglect", "Neglect, published in 2018: 1 of 1 review"),
        ("at=neglect&in=2018&on=published&trend=neglect", "Neglect, published in 2018: 1 of 1 review"),
        ("at=neglect&in=&on=own&board=northmere", "Neglect, Northmere"),
        ("at=medical-opinion&in=&on=thin", "Medical opinion on injury: 1 of 2 reviews"),
        ("at=neglect&in=supervision-oversight&on=pair", "Neglect and Supervision and management oversight: 2 of 2"),
        ("by=year&at=neglect&in=undated", "Neglect, Undated: 1 of 1 review"),
    ],
)
def test_every_figure_opens_its_passages_underneath_itself(house: House, query: str, said: str) -> None:
    page = themes.show(house, f"/themes?{query}", "load")
    opened = page.partition('class="opened"')[2]
    assert said in opened.partition("</h2>")[0]
    assert "Open at page" in opened
    assert "decided by a person" in opened
    back = re.search(r'<a href="#([^"]+)">Back to the figure', opened)
    assert back
    assert f'id="{back[1]}"' in page
    assert page.count('aria-current="true"') == 1


def test_a_pair_shows_a_passage_for_each_theme(house: House) -> None:
    page = themes.show(house, "/themes?at=neglect&in=supervision-oversight&on=pair", "load")
    opened = page.partition('class="opened"')[2].partition("</section>")[0]
    assert opened.count("<blockquote>") == 4
    assert themes.show(house, "/themes?at=neglect&in=no-such&on=pair", "load").count("is not there now") == 1


def test_a_copied_link_says_that_the_library_has_changed(house: House, library: Library) -> None:
    page = themes.show(house, "/themes?by=year", "load")
    now = library.catalogue.revision()
    assert f'data-copy="/themes?by=year&amp;revision={now}"' in page
    assert "has changed since" not in themes.show(house, f"/themes?by=year&revision={now}", "load")
    later = themes.show(house, f"/themes?by=year&revision={now - 1}", "load")
    assert f"It was at revision {now - 1} then and is at {now} now" in later
    assert later.count(f"revision={now - 1}") == 1, "only the address of this view keeps the old revision"


def test_the_filters_go_to_search_and_come_back(house: House) -> None:
    asked = theme_address.Asked(By.NATION, filters=Filters(themes=("neglect",), nations=("England",), from_year=2012))
    assert theme_address.to_search(asked) == "/?theme=neglect&nation=England&from=2012"
    assert theme_address.to_search(replace(asked, year_of=YearOf.INCIDENT)) == "/?theme=neglect&nation=England"
    searched = address.read("/?q=bruise&in=good-practice&theme=neglect&nation=England&from=2012&kind=summary")
    assert theme_address.from_search(searched) == "/themes?theme=neglect&role=good-practice&nation=England&from=2012"
    page = themes.show(house, "/themes?by=age-group&theme=neglect", "load")
    assert 'href="/?theme=neglect" id="to-search"' in page


def test_a_link_whose_cell_is_gone_says_so(house: House) -> None:
    assert "The figure of this link is not there now" in themes.show(house, "/themes?at=neglect&in=1999", "load")


def test_small_figures_are_not_on_the_page(house: House) -> None:
    page = themes.show(house, "/themes?by=year&hide=3&at=neglect", "load")
    assert set(main_table(page).values()) <= {"few", "–"}
    assert "rewrite the bruising protocol" not in page


def test_sorting_by_name_is_in_the_address(house: House) -> None:
    first = [next(iter(main_table(themes.show(house, f"/themes{query}", "load")))) for query in ("?sort=name", "")]
    assert first == [("Medical opinion on injury", "All"), ("Neglect", "All")]


def test_years_and_one_board_beside_the_rest_are_shown_when_asked_for(house: House, library: Library) -> None:
    board = library.catalogue.reviews()[0].publisher_id
    page = themes.show(house, f"/themes?trend=neglect&board={board}", "load")
    assert "Neglect, by year of publication" in page
    assert 'aria-label="2018: 1 of 1 review: show the passages"' in page
    assert "Without a year of publication: 1" in page
    assert "This is not a ranking" in page
    assert ">2 of 2<" in page
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
        page = themes.show(house, "/themes?heads=yes", "load")
        assert main_table(page) == {("=1+1", "All"): "2", ("=1+1", "Clear"): "2", ("=1+1", "Possible"): "–"}
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
            clear_only=True, heads=True, hide_below=5, cell=("neglect", "2018"), side=Side.POINT,
            board="b", trend="t", sort="name", revision=12,
        ),
    ],
)  # fmt: skip
def test_an_address_means_what_was_asked(asked: theme_address.Asked) -> None:
    assert theme_address.read(asked.address()) == asked


def test_the_style_of_shades_is_in_steps() -> None:
    style = (Path(themes.__file__).parent.parent / "static" / "themes.css").read_text("utf-8")
    assert [f".step-{step} " in style for step in range(1, 6)] == [True] * 5
