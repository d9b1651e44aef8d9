"""Cleaning: what is set aside, what is joined, what stays apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import FurnitureKind, PageStatus
from ingest.read.clean import clean
from ingest.read.furniture import compact, roman
from ingest.read.layout import CleanDocument, Line, RawDocument, RawPage
from ingest.read.words import join, known_words, tidy
from ingest.read.worker import read_file
from tests import pdfs
from tests.pdfs import PARAGRAPHS


def aside(document: CleanDocument) -> list[tuple[int, FurnitureKind, str]]:
    return [(p.page.index, item.kind, item.text) for p in document.pages for item in p.page.furniture]


def texts(document: CleanDocument) -> list[list[str]]:
    return [[p.page.text[b.start : b.end] for b in p.blocks] for p in document.pages]


def cleaned(*pages: list[Line | str]) -> CleanDocument:
    """A document without layout, cleaned."""
    raw = tuple(
        RawPage(n, None, tuple(Line(i) if isinstance(i, str) else i for i in lines), PageStatus.READ)
        for n, lines in enumerate(pages, start=1)
    )
    return clean(RawDocument("text/plain", raw))


PAGES = [[PARAGRAPHS[(n + k) % 4] for k in range(3)] for n in range(6)]


@pytest.mark.parametrize(
    "footer",
    [
        lambda n: f"Page {n} of 6",
        lambda n: f"{n}",
        lambda n: f"- {n} -",
        lambda n: f"P a g e  {n} | 6",
        lambda n: f"RESTRICTED  Child X overview report, March 2019  Page {n}",
        lambda n: f"{n} Serious Case Review: Hertfordshire LSCB",
        lambda n: "vi" if n == 6 else ("i", "ii", "iii", "iv", "v")[n - 1],
    ],
)
def test_running_footers_are_set_aside(tmp_path: Path, footer: object) -> None:
    path = pdfs.pdf(tmp_path / "a.pdf", PAGES, footer=footer)  # type: ignore[arg-type]
    document = read_file(path)
    assert texts(document) == PAGES
    assert [text for _, _, text in aside(document)] == [" ".join(footer(n).split()) for n in range(1, 7)]  # type: ignore[operator]


def test_headers_that_alternate_and_change_with_the_chapter_are_set_aside(tmp_path: Path) -> None:
    def header(n: int) -> str:
        return (
            "Review concerning Child X"
            if n % 2
            else ("1. Introduction", "2. What happened", "3. Findings")[(n - 1) // 4]
        )

    document = read_file(pdfs.pdf(tmp_path / "a.pdf", PAGES * 2, header=header, footer=lambda n: f"Page {n}"))
    assert texts(document) == PAGES * 2
    assert {kind for _, kind, _ in aside(document)} == {FurnitureKind.HEADER, FurnitureKind.PAGE_NUMBER}


def test_headings_at_the_head_of_pages_are_not_furniture(tmp_path: Path) -> None:
    pages = [[f"# Recommendation {n}", *PARAGRAPHS[:2]] for n in range(1, 6)]
    document = read_file(pdfs.pdf(tmp_path / "a.pdf", pages))
    assert [page[0] for page in texts(document)] == [f"Recommendation {n}" for n in range(1, 6)]
    assert aside(document) == []


@pytest.mark.parametrize("count", [1, 2])
def test_short_documents_lose_nothing_but_page_numbers(tmp_path: Path, count: int) -> None:
    path = pdfs.pdf(
        tmp_path / "a.pdf", PAGES[:count], header=lambda n: "Learning summary", footer=lambda n: f"Page {n} of {count}"
    )
    document = read_file(path)
    assert {text for _, _, text in aside(document)} - {"Learning summary"} == {"Page 1 of 1"} or count == 2
    assert texts(document)[0] == ["Learning summary", *PAGES[0]]
    assert [page[-3:] for page in texts(document)] == PAGES[:count]


def test_tables_of_contents_are_set_aside_and_the_report_stays(tmp_path: Path) -> None:
    entries = [f"{n}. Section {n} {'.' * 60} {n + 2}" for n in range(1, 7)]
    pages = [["# Child X"], ["# Contents", *entries], *PAGES]
    document = read_file(pdfs.pdf(tmp_path / "a.pdf", pages, footer=lambda n: f"Page {n}"))
    kept = texts(document)
    assert kept[1] == []
    assert kept[2:] == PAGES
    assert [t for page, kind, t in aside(document) if kind is FurnitureKind.CONTENTS] == ["Contents", *entries]


def test_a_contents_list_without_leaders_ends_where_the_report_begins() -> None:
    document = cleaned(["Contents", "1 Introduction\t3", "2 What happened\t4", "and why", "it matters\t5", "",
                        "The board met in 2014 and agreed.", "", "It asked for 12 changes."])  # fmt: skip
    assert texts(document) == [["The board met in 2014 and agreed.", "It asked for 12 changes."]]


def test_a_contents_list_without_numbers_is_known_by_the_headings_that_follow() -> None:
    titles = ["1. Criteria", "2. Referral", "3. Decisions", "4. Publication"]
    body = [line for t in titles for line in (t.upper(), "", "The board met and agreed what to do.", "")]
    document = cleaned(["CONTENTS", *titles, "", *body])
    assert [t for _, _, t in aside(document)] == ["CONTENTS", *titles]
    assert texts(document)[0][0] == "1. CRITERIA"


def test_the_blanks_of_a_form_are_no_contents_list() -> None:
    assert aside(cleaned(["Name ..............", "", "Signed .............", "", "Date ............."])) == []


def test_numbers_in_prose_do_not_make_a_contents_list() -> None:
    page = ["The review looked at", "", "a period of 12", "", "months and a family of 4"]
    assert aside(cleaned(page)) == []


def test_paragraphs_that_run_over_a_page_say_so(tmp_path: Path) -> None:
    words = PARAGRAPHS[0].split()
    first, second = " ".join(words[:10]), " ".join(words[10:])
    document = read_file(pdfs.pdf(tmp_path / "a.pdf", [[PARAGRAPHS[1], first], [second, PARAGRAPHS[2]]]))
    assert [[b.continues for b in page.blocks] for page in document.pages] == [[False, False], [True, False]]


def test_a_finished_paragraph_does_not_run_on(tmp_path: Path) -> None:
    document = read_file(pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS[:2], PARAGRAPHS[2:]]))
    assert not any(b.continues for page in document.pages for b in page.blocks)


def test_bullets_and_numbers_begin_blocks(tmp_path: Path) -> None:
    page = ["The board should:", f"• {PARAGRAPHS[0]}", f"• {PARAGRAPHS[1]}", f"4.3 {PARAGRAPHS[2]}",
            f"Recommendation 2: {PARAGRAPHS[3]}", "(a) the first matter", "(b) the second matter"]  # fmt: skip
    assert texts(read_file(pdfs.pdf(tmp_path / "a.pdf", [page]))) == [page]


def test_a_heading_that_wraps_is_one_block_and_does_not_swallow_the_paragraph(tmp_path: Path) -> None:
    heading = "Finding 3: Professionals in every agency relied on what the mother told them about the other adults"
    document = read_file(pdfs.pdf(tmp_path / "a.pdf", [[f"# {heading}", PARAGRAPHS[0]]]))
    assert texts(document) == [[heading, PARAGRAPHS[0]]]
    assert [(b.size, b.bold) for b in document.pages[0].blocks] == [(15, True), (11, False)]


def test_hand_wrapped_text_is_joined_and_blank_lines_part_it() -> None:
    lines = ["The health visitor saw the family at home and noted the", "weight of the baby on each of the visits in",
             "the red book.", "", "The police were called twice."]  # fmt: skip
    assert texts(cleaned(lines * 5))[0][:2] == [" ".join(lines[:3]), lines[4]]


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "wanted"),
    [
        ("the suffo-", "cation of the child", ["suffocation was found"], "the suffocation of the child"),
        ("a multi-", "agency meeting", [], "a multi-agency meeting"),
        ("a non-", "mobile baby", ["the non-mobile baby"], "a non-mobile baby"),
        ("a child-", "centred plan", ["child centred"], "a child-centred plan"),
        ("the safeguard-", "ing lead", [], "the safeguarding lead"),
        ("from 2016-", "2018 only", [], "from 2016-2018 only"),
        ("soft\u00ad", "ware", [], "software"),
        ("it was late -", "too late", [], "it was late - too late"),
        ("Weston-", "Super", [], "Weston-Super"),
        ("mother and/", "or father", [], "mother and/or father"),
    ],
)
def test_words_broken_at_the_end_of_a_line(first: str, second: str, elsewhere: list[str], wanted: str) -> None:
    known = known_words([first, second, *elsewhere])
    start, between = join(first, second, known)
    assert start + between + second == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("ﬁrst oﬃce", "first office"),
        ("\uf0b7 a bullet", "• a bullet"),
        ("Cafe\u0301 Zoë Siân", "Café Zoë Siân"),
        ("a\u00a0b\u2009c\u200bd", "a b cd"),
        ("area² and 1½ of “it”", "area² and 1½ of “it”"),
        ("  twice  spaced ", "twice spaced"),
        ("soft\u00adhyphen and soft\u00ad", "softhyphen and soft\u00ad"),
        ("cell \t cell", "cell\tcell"),
        ("\x07bell", "bell"),
    ],
)
def test_characters_are_put_right_and_the_authors_are_left(raw: str, wanted: str) -> None:
    assert tidy(raw) == wanted


def test_letter_spaced_words_are_closed_up_for_comparison() -> None:
    assert compact("P a g e 3 | 25").replace(" ", "") == "Page3|25"
    assert compact("A plan for a child") == "A plan for a child"


def test_roman_numerals_have_their_value() -> None:
    assert [roman(n) for n in ("i", "iv", "ix", "xiv", "XL", "xcix")] == [1, 4, 9, 14, 40, 99]
