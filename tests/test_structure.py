"""Passages: where they begin and end, what they are called, and the laws they keep."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Passage, Role
from ingest.passages.structure import MOST_WORDS, passages_of
from ingest.passages.tokens import PASSAGE_TOKENS, count_tokens
from ingest.read.layout import CleanDocument
from tests.clean import clean_document, heading

SENTENCE = "The health visitor saw the baby at home and noted that the mother was tired and alone. "
PARAGRAPH = SENTENCE * 5


def passages(document: CleanDocument) -> tuple[Passage, ...]:
    return passages_of(document, "d" * 64)


def test_a_passage_keeps_the_path_of_headings_above_it() -> None:
    document = clean_document([heading("4. Analysis"), heading("4.1 The role of the GP", 3), PARAGRAPH])
    (passage,) = passages(document)
    assert passage.heading == ("4. Analysis", "4.1 The role of the GP")
    assert passage.role is Role.ANALYSIS


def test_each_numbered_paragraph_is_a_passage_with_its_number() -> None:
    found = passages(clean_document([heading("Analysis"), f"4.1 {SENTENCE}", f"4.2 {SENTENCE}", "• a bullet of 4.2"]))
    assert [passage.number for passage in found] == ["4.1", "4.2"]
    assert found[1].text.endswith("\n• a bullet of 4.2")


def test_each_recommendation_stands_alone_and_keeps_the_list_it_announces() -> None:
    page = [
        heading("6. Recommendations"),
        "Recommendation 1: The Board should ask each agency to report on supervision.",
        "Recommendation 2: The health trust should ensure that:",
        "• records are kept",
        "• records are read",
        "Recommendation 3: The police should review their guidance.",
    ]
    found = passages(clean_document(page))
    assert [passage.number for passage in found] == ["1", "2", "3"]
    assert found[1].text.count("\n") == 2
    assert {passage.role for passage in found} == {Role.RECOMMENDATION}


def test_bullets_under_recommendations_are_recommendations_of_their_own() -> None:
    found = passages(
        clean_document([heading("Improving systems and practice"), "• The Board should …", "• Health should …"])
    )
    assert len(found) == 2


def test_a_finding_that_is_a_heading_is_a_passage_and_heads_what_follows() -> None:
    finding = "Finding 2: Professionals do not routinely ask who else is living in the home of a baby"
    found = passages(clean_document([heading("Findings"), heading(finding, 3), PARAGRAPH]))
    assert [passage.text for passage in found] == [finding, PARAGRAPH]
    assert found[0].role is Role.FINDING
    assert found[1].heading[-1] == finding


def test_short_neighbours_are_gathered_and_never_across_a_heading() -> None:
    found = passages(clean_document([heading("Chronology"), SENTENCE, SENTENCE, heading("Analysis"), SENTENCE]))
    assert [passage.heading[-1] for passage in found] == ["Chronology", "Analysis"]


def test_a_paragraph_that_runs_over_a_page_lists_both_pages_and_labels() -> None:
    document = clean_document(
        [heading("Narrative"), "The review heard that"],
        [("he was seen twice.", {"continues": True})],
        labels=["iv", "1"],
    )
    (passage,) = passages(document)
    assert (passage.pages, passage.page_labels) == ((1, 2), ("iv", "1"))
    assert passage.text == "The review heard that\nhe was seen twice."


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    found = passages(clean_document([heading("Narrative"), SENTENCE * 40]))
    assert len(found) > 2
    assert all(passage.text.rstrip().endswith(".") for passage in found)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Terms of Reference", Role.TERMS_OF_REFERENCE),
        ("2. Family composition", Role.FAMILY_BACKGROUND),
        ("Chronology of key events", Role.NARRATIVE),
        ("Family member involvement", Role.FAMILY_VIEW),
        ("Practitioner Perspectives", Role.PRACTITIONER_VIEW),
        ("Analysis of Professional Practice", Role.ANALYSIS),
        ("Learning Points", Role.LESSON),
        ("Areas of Good Practice", Role.GOOD_PRACTICE),
        ("Conclusion and Recommendations", Role.RECOMMENDATION),
        ("LSCB response", Role.RESPONSE),
        ("Appendix 2: Bibliography", Role.APPENDIX),
        ("Executive Summary", Role.SUMMARY),
        ("The Review Process", Role.METHODOLOGY),
        ("Summary of agency involvement", Role.NARRATIVE),
    ],
)
def test_headings_give_roles(title: str, role: Role) -> None:
    (passage,) = passages(clean_document([heading(title), PARAGRAPH]))
    assert passage.role is role


def test_what_a_text_says_of_itself_wins_over_its_heading() -> None:
    (passage,) = passages(clean_document([heading("Analysis"), "Recommendation 4: The Board should audit referrals."]))
    assert passage.role is Role.RECOMMENDATION


def test_ids_depend_only_on_document_pages_and_text() -> None:
    first = passages(clean_document([heading("Analysis"), PARAGRAPH], ["Another page."]))
    second = passages(clean_document([heading("Renamed"), PARAGRAPH], ["Another page."]))
    assert [passage.id for passage in first] == [passage.id for passage in second]


def test_the_same_words_twice_on_a_page_are_two_passages() -> None:
    found = passages(clean_document([heading("Recommendations"), "1. Audit.", "1. Audit."]))
    assert len({passage.id for passage in found}) == len(found) == 2


words = st.text(alphabet="abcdefg •.:19R()-\u00e9", min_size=1, max_size=90)
texts = st.one_of(words, st.integers(1, 60).map(lambda n: SENTENCE * n), st.integers(300, 900).map("x".__mul__))
blocks = st.tuples(
    texts.filter(str.strip),
    st.fixed_dictionaries(
        {}, optional={"heading": st.integers(1, 4), "continues": st.booleans(), "bold": st.booleans()}
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(blocks, max_size=8), min_size=1, max_size=4))
def test_laws_of_passages(pages: list[list[tuple[str, dict[str, object]]]]) -> None:
    """Every passage is made of slices of its pages, fits the model, and no word of the body is lost or doubled."""
    document = clean_document(*pages)
    stored = {page.page.index: page.page.text for page in document.pages}
    covered: dict[int, list[tuple[int, int]]] = {index: [] for index in stored}
    for passage in passages(document):
        assert passage.text == "\n".join(stored[s.page][s.start : s.end] for s in passage.spans)
        assert passage.pages == tuple(dict.fromkeys(s.page for s in passage.spans))
        assert count_tokens(passage.text) <= PASSAGE_TOKENS
        assert len(passage.text.split()) <= MOST_WORDS
        for span in passage.spans:
            covered[span.page].append((span.start, span.end))
    for index, spans in covered.items():
        assert all(a[1] <= b[0] for a, b in zip(sorted(spans), sorted(spans)[1:], strict=False))
        headings = [b for b in document.pages[index - 1].blocks if b.heading is not None or b.bold]
        left = "".join(_outside(stored[index], spans, [(b.start, b.end) for b in headings]).split())
        assert left == ""


def _outside(text: str, *covers: list[tuple[int, int]]) -> str:
    kept = list(text)
    for start, end in (span for cover in covers for span in cover):
        kept[start:end] = " " * (end - start)
    return "".join(kept)


@pytest.mark.parametrize(
    ("text", "bold", "is_heading"),
    [
        ("Terms of reference", False, True),
        ("4.1 Family composition", False, True),
        ("THE FAMILY", False, True),
        ("A new partner", True, True),
        ("Published March 2018", True, False),
        ("14 July 2016", True, False),
        ("2.4 The panel set five lines of enquiry:", False, False),
        ("Name\tRelationship\tAge", True, False),
        ("• Recommendations", True, False),
        ("She was seen on 4 March and again in May, and her records were good.", True, False),
    ],
)
def test_which_lines_are_headings(text: str, bold: bool, is_heading: bool) -> None:
    found = passages(clean_document([(text, {"bold": bold}), PARAGRAPH]))
    assert (found[-1].heading == (text,)) is is_heading


def test_all_that_stands_under_a_titled_recommendation_is_one() -> None:
    title = "Recommendation 2: One owner for the plan of a family that moves between areas"
    page = [
        heading(title, 3),
        "The partnership should:",
        "• name an owner; and",
        "• say so.",
        "By March 2026.",
        f"4.1 {SENTENCE}",
    ]
    found = passages(clean_document([heading("Introduction"), *page]))
    assert [passage.number for passage in found] == ["2", "4.1"]
    assert found[0].text.splitlines() == [title, *page[1:5]]


def test_footnotes_stand_apart_and_do_not_break_a_paragraph_in_two() -> None:
    note = ("12 The guidance of 2015, page 4.", {"size": 8.0})
    document = clean_document([heading("Analysis"), "The plan was", note], [("not shared.", {"continues": True})])
    found = passages(document)
    assert {passage.text: passage.role for passage in found} == {
        "12 The guidance of 2015, page 4.": Role.APPENDIX,
        "The plan was\nnot shared.": Role.ANALYSIS,
    }
