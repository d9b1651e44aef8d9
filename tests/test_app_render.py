"""Report text and a person's own words are shown, never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.address import Asked
from app.house import House
from app.pages import library as library_page
from app.pages import review as review_page
from app.render import marked
from app.search.results import show
from index.errors import BadQuery, IndexMissing
from ingest.library import Library
from tests.app_library import HOSTILE, OneAnswer, answer, make, passage_with, report


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("render"))


def _house(library: Library, given_: object) -> House:
    return House(library, lambda _library: OneAnswer(given_))  # type: ignore[arg-type]


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=6))
def test_marking_changes_no_word(text: str, places: list[tuple[int, int]]) -> None:
    shown = marked(text, places)
    assert shown.replace("<mark>", "").replace("</mark>", "") == str(marked(text, []))
    assert shown.count("<mark>") == shown.count("</mark>")


def test_results_escape_the_report_and_the_query(held: Library) -> None:
    found = answer(held, "goes on", query=HOSTILE)
    page = show(_house(held, found), Asked(query=HOSTILE), "search", 1).html
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;" in page
    assert "<mark>goes on</mark>" in page


def test_the_review_page_escapes_the_report(held: Library) -> None:
    document = report(held)
    passage = passage_with(held, document, "goes on")
    page = review_page.show(_house(held, None), f"/review?id={document.id}&passage={passage.id}", "load")
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    hostile = review_page.show(_house(held, None), f"/review?id={HOSTILE}&passage={HOSTILE}", "load")
    assert "This review is not held" in hostile
    assert "alert" not in hostile


def test_searched_is_said_before_found(held: Library) -> None:
    page = show(_house(held, answer(held, "bruise")), Asked(query="bruise"), "search", 1).html
    assert "Searched 24 reviews and 61 documents, published 2009 to 2025" in page
    assert "1 of 24 reviews contains a close passage. Best match first." in page
    shown = page[page.index("<h2") :]
    assert shown.index("Searched 24") < shown.index("contains a close passage") < shown.index("<ol")


def test_nothing_found_shows_the_nearest(held: Library) -> None:
    page = show(_house(held, answer(held, "bruise", nothing=True)), Asked(query="tractor"), "search", 1).html
    assert (
        "No passage in the 24 reviews searched is close to this. The nearest is shown below so that you can judge."
        in page
    )
    assert "<blockquote>" in page


@pytest.mark.parametrize(
    ("problem", "heading"),
    [
        (IndexMissing("Run: commonthread index"), "Nothing has been indexed yet"),
        (BadQuery("There is no word in '!!'."), "This search cannot be run as it stands"),
    ],
)
def test_errors_say_what_happened_and_what_to_do(held: Library, problem: Exception, heading: str) -> None:
    page = show(_house(held, problem), Asked(query="!!"), "search", 1).html
    assert heading in page
    assert str(problem).split("'", maxsplit=1)[0] in page


def test_the_library_page_says_what_is_held_and_what_is_not(held: Library) -> None:
    page = library_page.show(_house(held, None))
    assert "2 reviews and 2 documents: " in page or "1 review and 2 documents: " in page
    assert "Published reviews are not all reviews." in page
    assert "Nothing has been indexed yet" in page
    assert "Every file that was added could be read." in page


def test_templates_never_switch_escaping_off() -> None:
    templates = Path(__file__).parent.parent / "app" / "templates"
    for file in templates.glob("*.html"):
        text = file.read_text("utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text
