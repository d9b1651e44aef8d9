"""One question, and the same figures everywhere: on the page, in the JSON, the lines, the CSV and the workbook.

The reviews are made by hand, so that every case is there: two boards whose names and figures are in different orders,
reviews without a date or a text, themes that are only possible, and one that a person decided. The command that is
given to the terminal is the one that the page prints.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from html import unescape

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from test_recurring import carried, counted
from theme_screen import main_table, table_of

from app.cli import cli
from app.house import House
from app.pages import themes
from app.themes import export
from app.themes.tables import NOT_READ, label, ordered
from index.recurring.counting import Counted
from index.recurring.counts import Counts
from index.recurring.table import By, Question, table
from index.searching.query import Filters
from ingest.library import Library
from ingest.model import Publisher

NAMES = {"a-board": "Zealborough Partnership", "z-board": "Alderby Partnership"}
SURE = carried(("p1", "finding", True, {"police"}), ("p2", "narrative", True, {"gp-primary-care"}))
MAYBE = carried(("p3", "narrative", False, {"police"}), clear=False)
DECIDED = carried(("p4", "recommendation", True, {"midwifery"}), decided=True)
_A = {"publisher_id": "a-board", "nation": "England", "review_type": "scr", "method": "silp"}
_Z = {"publisher_id": "z-board", "nation": "Wales", "review_type": "cpr", "harm_types": ("lasting-neglect",)}
REVIEWS = (
    counted("a", {"neglect": SURE, "fathers-men": MAYBE}, year=2018, incident_year=2016, age_months_min=3, **_A),
    counted("b", {"neglect": MAYBE, "fathers-men": DECIDED}, year=2020, incident_year=2018, age_months_min=30, **_A),
    counted("c", {"neglect": SURE}, year=2020, incident_year=2019, age_months_min=5, **_A),
    counted("d", {"neglect": MAYBE}, year=2020, age_months_min=140, **_Z),
    counted("e", {}, year=2022, incident_year=2021, **_Z),
    counted("f", {"neglect": SURE, "early-help": DECIDED}, age_months_min=160, **_Z),
    counted("g", {}, readable=False, year=2020, **_Z),
)
MAPPING = 'name: Ours\nthemes:\n  neglect: "=1+1"\n  fathers-men: ["=1+1", Family]\n'

QUESTIONS = [
    "",
    *(f"by={by.value}" for by in By),
    "by=year&year=incident",
    "by=year&clear=yes",
    "by=publisher&hide=3",
    "by=age-group&hide=2&from=2018",
    "by=nation&heads=yes",
    "by=role&role=finding&role=recommendation",
    "by=harm&publisher=a-board&from=2019&to=2021",
    "theme=fathers-men&age=under-1",
]
SCOPES = ["nation=Scotland", "age=under-1&type=scr&to=2018", "nation=Wales&age=11-15&from=2021", "from=2021&to=2022"]


@pytest.fixture
def library(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library that knows two boards, and counts the reviews of this file."""
    library.catalogue.regroup((), [Publisher(key, name, None) for key, name in NAMES.items()], "1")
    (library.folder / "mapping.yaml").write_text(MAPPING, "utf-8")
    monkeypatch.setattr(Counts, "current", lambda _: Counted(7, REVIEWS))
    return library


@pytest.fixture
def house(library: Library) -> House:
    return House(library, lambda _: pytest.fail("nothing is searched"))


def show(house: House, query: str) -> str:
    return themes.show(house, f"/themes?{query}", "load")


def told(house: House, page: str, *more: str) -> Result:
    """What the command on the page gives."""
    found = re.search(r"<code>commonthread (.*?)</code>", page)
    assert found
    return CliRunner().invoke(cli, ["--library", str(house.library.folder), *shlex.split(unescape(found[1])), *more])


def plain(figure: object) -> object:
    """A figure as all of them say it."""
    said = {"–": 0, "few": "hidden", None: "hidden", NOT_READ: NOT_READ, "hidden": "hidden"}
    return said[figure] if figure in said else int(str(figure))


@pytest.mark.parametrize("query", [*QUESTIONS, *SCOPES])
def test_the_same_question_gives_the_same_figures_everywhere(house: House, query: str) -> None:
    page = show(house, query)
    screen = {place: plain(figure) for place, figure in main_table(page).items()}
    assert bool(screen) is (query != "nation=Scotland")

    made = json.loads(told(house, page, "--json").stdout)
    named = {group["by"]: group["label"] for group in made["groups"]}
    from_json = {}
    for row in made["totals"] or made["rows"]:
        figures = (("All", "reviews"), ("Clear", "clear"), ("Possible", "possible"))
        from_json |= {(row["label"], column): plain(row[key]) for column, key in figures}
        from_json |= {(row["label"], "Unread"): NOT_READ} if made["scope"]["unreadable"] else {}
    from_json |= {(row["label"], "Undated"): plain(row["reviews"]) for row in made["undated"]}
    if made["by"]:
        from_json |= {(row["label"], named[row["by"]]): plain(row["reviews"]) for row in made["rows"]}
    assert from_json == screen

    book = load_workbook(io.BytesIO(export.written(house, f"?{query}", "xlsx")))
    if "Table" in book.sheetnames:
        head, *lines = book["Table"].values
        columns = [str(name).partition(" (of ")[0] for name in head[1:]]
        wide = {(str(row[0]), name): plain(n) for row in lines for name, n in zip(columns, row[1:], strict=True)}
        assert wide == screen

    text = export.written(house, f"?{query}", "csv").decode("utf-8-sig")
    assert text.rstrip() == told(house, page, "--csv").stdout.replace("\n", "\r\n").rstrip()
    long = list(csv.DictReader(line for line in text.splitlines() if not line.startswith(("#", '"#'))))
    from_csv = {(row["Theme"].removeprefix("'"), row["By"]): plain(row["Reviews"]) for row in long}
    assert from_csv == {key: n for key, n in screen.items() if key[1] not in ("Clear", "Possible", "Unread")}
    for row in long:
        if row["By"] == "All":
            key = row["Theme"].removeprefix("'")
            assert (plain(row["Clear"]), plain(row["Possible"])) == (screen[key, "Clear"], screen[key, "Possible"])

    lines = told(house, page).stdout.splitlines()
    for (theme, column), number in screen.items():
        if column == "All":
            assert any(re.match(rf" *{number} of \d+  {re.escape(theme)}( \(|$)", line) for line in lines), theme


@pytest.mark.parametrize("query", [*QUESTIONS, *SCOPES])
def test_the_caveats_go_with_every_figure_and_export(house: House, query: str) -> None:
    page = show(house, query)
    said = json.loads(told(house, page, "--json").stdout)["caveats"]
    book = load_workbook(io.BytesIO(export.written(house, f"?{query}", "xlsx")))
    about = " ".join(str(row[1]) for row in book["About"].values)
    text = export.written(house, f"?{query}", "csv").decode("utf-8-sig")
    assert text.startswith("# Common Thread")
    places = (unescape(page), about, text, told(house, page).stdout)
    standing = ("not all reviews", "how often harm happens", "read by machine", "Measured on")
    assert all(any(words in line for line in said) for words in standing)
    missing = [line for line in said for place in places[:3] if line not in place.replace('""', '"')]
    missing += [line for line in said if line not in places[3] and "Two themes" not in line]
    missing += [line for line in said if any(place.count(line) > 1 for place in places)]
    assert missing == []


def test_undated_unread_and_uncertain_are_columns_of_their_own(house: House) -> None:
    found = main_table(show(house, "by=year"))
    assert [found["Neglect", name] for name in ("All", "Clear", "Possible", "Undated", "Unread")] == [
        "4", "2", "2", "1", "not read",
    ]  # fmt: skip
    assert [found["Early help and prevention", name] for name in ("All", "Undated", "2020")] == ["–", "1", "–"]
    page = show(house, "by=year&at=early-help&in=undated")
    assert "Early help and prevention, Undated: 1 of 1 review, 1 clearly and 0 possibly" in page
    assert "4 of 5  Neglect (2 clear, 2 possible)" in told(house, page).stdout
    assert "1 of 1  Undated (1 clear, 0 possible; a person decided in 1)" in told(house, page).stdout


def test_clear_and_possible_can_be_separated(house: House) -> None:
    both, clear = (main_table(show(house, query)) for query in ("by=publisher", "by=publisher&clear=yes"))
    assert (both["Neglect", "All"], both["Neglect", "Clear"], clear["Neglect", "All"]) == ("5", "3", "3")
    assert (both["Neglect", "Alderby Partnership"], clear["Neglect", "Alderby Partnership"]) == ("2", "1")


def test_what_a_person_decided_is_marked(house: House) -> None:
    page = show(house, "")
    assert re.search(r'Fathers, partners and unknown men <span class="by-person">person decided in 1</span>', page)
    assert "2 of 6  Fathers, partners and unknown men (1 clear, 1 possible; a person decided in 1)" in (
        told(house, page).stdout
    )
    rows = json.loads(told(house, page, "--json").stdout)["rows"]
    assert {row["theme"]: row["decided"] for row in rows} == {"neglect": 0, "fathers-men": 1, "early-help": 1}
    sheet = load_workbook(io.BytesIO(export.written(house, "?", "xlsx")))["Themes"]
    assert {row[1]: row[7] for row in sheet.values}["fathers-men"] == 1


@pytest.mark.parametrize("query", ["by=year", "by=nation&year=incident", "trend=neglect"])
def test_the_lag_is_shown_where_years_are(house: House, query: str) -> None:
    said = "From incident to publication: 1.5 years in the middle (1 to 2 years), over 4 of "
    page = show(house, query)
    assert said in page
    assert said in told(house, page).stdout
    assert json.loads(told(house, page, "--json").stdout)["lag"]["median"] == 1.5
    book = load_workbook(io.BytesIO(export.written(house, f"?{query}", "xlsx")))
    assert said in dict(row[:2] for row in book["About"].values)["Lag"]
    assert list(book["Lag"].values)[1:] == [(1, 2, 4), (2, 2, 4)]
    assert said in export.written(house, f"?{query}", "csv").decode()
    assert said not in show(house, "by=nation")


def test_boards_stand_in_the_order_of_their_names_and_never_of_a_figure(house: House) -> None:
    """Alderby has fewer reviews than Zealborough, and fewer with each theme; its id comes last. It stands first."""
    page = show(house, "by=publisher&sort=name")
    columns = list(dict.fromkeys(column for _, column in main_table(page)))
    assert columns == ["All", "Clear", "Possible", "Unread", "Alderby Partnership", "Zealborough Partnership"]
    assert "must not be read as a ranking" in page
    made = json.loads(told(house, page, "--json").stdout)
    assert [group["by"] for group in made["groups"]] == ["z-board", "a-board"]
    assert [row["by"] for row in made["rows"]][:2] == ["z-board", "a-board"]
    lines = [line.split(" of ")[1][3:] for line in told(house, page).stdout.splitlines() if "Partnership" in line]
    assert lines[0].startswith("Alderby")
    asked = Question(by=By.PUBLISHER)
    assert [value for value, _ in ordered(table(Counted(7, REVIEWS), asked), NAMES)] == ["z-board", "a-board"]
    more = (*REVIEWS, *(counted(f"x{n}", {"neglect": SURE}, **_Z) for n in range(9)))
    assert [value for value, _ in ordered(table(Counted(8, more), asked), NAMES)] == ["z-board", "a-board"]


def test_what_stands_beside_the_table_is_the_same_everywhere(house: House) -> None:
    page = show(house, "board=a-board&trend=neglect&hide=2")
    made = json.loads(told(house, page, "--pairs", "--thin", "--json").stdout)
    book = load_workbook(io.BytesIO(export.written(house, "?board=a-board&trend=neglect&hide=2", "xlsx")))

    def said(cell: dict[str, int | None]) -> str:
        return f"{'few' if cell['reviews'] is None else cell['reviews']} of {cell['of']}"

    def sheet(name: str) -> dict[str, list[str]]:
        few = {"hidden": "few"}
        return {
            str(row[0]): [f"{few.get(n, n)} of {of}" for n, of in zip(row[1::2], row[2::2], strict=True)]
            for row in list(book[name].values)[1:]
        }

    years = {str(one["year"]): [said(one["published"]), said(one["incident"])] for one in made["trend"]["years"]}
    assert years == table_of(page, "Years of publication and of the incident") == sheet("Years")
    board = {label(one["theme"]): [said(one["board"]), said(one["rest"])] for one in made["board"]["rows"]}
    assert board == table_of(page, "One board beside the rest") == sheet("Board and rest")
    (pair,) = made["pairs"]
    assert table_of(page, "Themes that stand together") == {
        label(pair["themes"][0]): [label(pair["themes"][1]), said(pair)]
    }
    assert list(book["Pairs"].values)[1] == (*map(label, pair["themes"]), pair["reviews"], pair["of"])
    thin = {label(one["theme"]): [said({**one, "of": made["thin"]["of"]})] for one in made["thin"]["themes"]}
    on_page = table_of(page, "Where the evidence is thin")
    assert {name: figure for name, figure in on_page.items() if not name.startswith("Age: ")} == thin
    assert len(on_page) == len(thin) + len(made["thin"]["age_groups"]) == book["Thin evidence"].max_row - 1


def test_ones_own_board_stands_beside_the_rest_with_the_caveat(house: House) -> None:
    page = show(house, "board=a-board")
    assert table_of(page, "One board beside the rest")["Neglect"] == ["3 of 3", "2 of 3"]
    caveat = "The board's own figures are of 3 reviews and those of the rest of 3 reviews"
    assert caveat in unescape(page)
    assert caveat in told(house, page).stdout
    assert any(caveat in line for line in json.loads(told(house, page, "--json").stdout)["caveats"])


def test_under_their_own_heads_everything_is_counted_again(house: House) -> None:
    found = main_table(show(house, "heads=yes"))
    assert {theme for theme, _ in found} == {"=1+1", "Family"}
    assert (found["=1+1", "All"], found["Family", "All"]) == ("5", "2")
    page = show(house, "heads=yes&trend=Family")
    assert table_of(page, "Years of publication and of the incident")["2020"] == ["1 of 3", "0 of 0"]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("nation=Scotland", 3, "No review is in this scope"),
        ("age=under-1&type=scr&to=2018", 0, "1 review, published 2018 to 2018"),
        ("nation=Wales&age=11-15&from=2021", 3, "No review is in this scope but 1 undated review"),
    ],
    ids=["none", "one", "only undated"],
)
def test_small_scopes_on_the_page_and_at_the_terminal(house: House, query: str, status: int, said: str) -> None:
    page = show(house, f"{query}&trend=neglect&board=a-board")
    assert said in page
    answer = told(house, page, "--pairs", "--thin")
    assert answer.exit_code == status, answer.output
    assert told(house, page, "--json").exit_code == status
    assert told(house, page, "--csv").exit_code == status
    for ending in ("xlsx", "csv"):
        assert export.written(house, f"?{query}&trend=neglect&board=a-board", ending)


def test_a_mapping_with_unknown_themes_is_refused_with_its_place(house: House, tmp_path: object) -> None:
    file = house.library.folder / "mapping.yaml"
    file.write_text("name: Ours\nthemes:\n  neglekt: Home\n", "utf-8")
    page = show(house, "heads=yes")
    assert "The themes could not be counted" in page
    assert "neglekt" in page
    answer = CliRunner().invoke(cli, ["--library", str(house.library.folder), "themes", "--heads"])
    assert answer.exit_code not in (0, 1)
    assert "neglekt" in answer.output
    assert "“neglect”" in answer.output


def test_a_head_that_a_spreadsheet_would_run_is_text(house: House) -> None:
    page = show(house, "heads=yes")
    assert "\n'=1+1," in told(house, page, "--csv").stdout
    file = house.library.folder / "figures.xlsx"
    assert told(house, page, "--xlsx", str(file)).exit_code == 0
    cell = load_workbook(file)["Themes"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_filters_are_the_scope_in_words(house: House) -> None:
    book = load_workbook(io.BytesIO(export.written(house, "?nation=Wales&hide=4&clear=yes", "xlsx")))
    about = dict(row[:2] for row in book["About"].values)
    assert about["Filters"] == "nation: Wales"
    assert (about["Figures hidden below"], about["Possible themes"]) == ("4", "left out")
    made = json.loads(told(house, show(house, "nation=Wales&hide=4&clear=yes"), "--json").stdout)
    assert (made["hide_below"], made["clear_only"], made["heads"]) == (4, True, False)
    assert made["filters"]["nations"] == list(Filters(nations=("Wales",)).nations)
