"""What a scoping note quotes of earlier reviews, question by question; and one page's sheet leaves others alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.cases.processes import Part, part_in
from index.cases.scoping import questions_in
from ingest.model import Passage, Role

APP = Path(__file__).parents[1] / "app"
LISTED = (
    "How was risk understood for each baby in the town?\n• Were fathers asked about their own lives and health?\n"
    "• The panel met in spring and in autumn.\n• Did the Covid-19 rules change what was offered to parents?"
)


def passage(text: str, role: Role) -> Passage:
    return Passage("p", "d", 1, (), text, role, (), None, (1,), (None,))


def test_each_question_of_a_list_is_its_own_line_of_enquiry() -> None:
    found = [LISTED[slice(*span)] for span in questions_in(LISTED)]
    assert found == [
        "How was risk understood for each baby in the town?",
        "Were fathers asked about their own lives and health?",
        "Did the Covid-19 rules change what was offered to parents?",
    ]


def test_a_passage_that_is_no_list_stays_whole() -> None:
    text = "Was the baby seen by a doctor\nwho had the records at hand?"
    assert [text[slice(*span)] for span in questions_in(text)] == [text]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fourteen practitioners took part in interviews.", True),
        ("Front-line managers met for a day.", True),
        ("A panel of senior managers met five times with the lead reviewer.", False),
        ("Several practitioners had attended training and could describe the advice.", False),
    ],
)
def test_who_steers_a_review_or_was_trained_has_not_taken_part_in_it(text: str, told: bool) -> None:
    assert (part_in(passage(text, Role.METHODOLOGY), Part.PRACTITIONERS) is not None) is told


@pytest.mark.parametrize("sheet", ["annual", "briefing", "digest", "draft", "themes"])
@pytest.mark.parametrize("page", ["review", "results", "shortlist"])
def test_the_sheet_of_one_page_moves_nothing_on_another(sheet: str, page: str) -> None:
    used = set(" ".join(re.findall(r'class="([^"]*)"', (APP / "templates" / f"{page}.html").read_text())).split())
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", (APP / "static" / f"{sheet}.css").read_text())
    moved = [
        first[1]
        for selectors, declared in rules
        for selector in selectors.split(",")
        if re.search(r"\b(?:position|display|float|height)\s*:", declared)
        and (first := re.match(r"\s*\.([\w-]+)(?=[\s:>]|$)", selector))
    ]
    assert not used & set(moved)
