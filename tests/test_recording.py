"""Findings and recommendations as records: whole, numbered, addressed, and made of exact slices."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import contract
from ingest.library import Library
from ingest.model import Passage, Role
from ingest.passages.addressees import asked_in
from ingest.passages.answers import answers_of
from ingest.passages.recording import Record, records_of
from ingest.passages.structure import passages_of
from ingest.passages.wording import voices
from ingest.pipeline import add
from ingest.read.layout import CleanDocument
from ingest.read.worker import read_file
from ingest.written.timescales import timescale_in
from tests.clean import clean_document, heading

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("COMMONTHREAD_REAL_DATA") or ROOT.parent / "shared" / "data") / "inquiries"
SEEN = "The nurse visited on 3 May, saw the baby in his cot and wrote to the doctor on the next day about his weight."
ASK = "The Board should ask each agency to report on the supervision of its staff."
LONG = "It should look at how each agency hears children who do not speak, and report what it finds. "


def records(*items: object) -> tuple[Record, ...]:
    return records_of(passages_of(clean_document(list(items)), "d" * 64))


def of_kind(kind: Role, *items: object) -> list[Record]:
    return [record for record in records(*items) if record.kind is kind]


@pytest.mark.parametrize(
    ("opening", "number"),
    [
        ("Recommendation 1: ", "1"),
        ("Recommendation 2. ", "2"),
        ("Recommendation 3 – ", "3"),
        ("Recommendation No. 4: ", "4"),
        ("Multi-agency recommendation 5: ", "5"),
        ("8.1 Recommendation 6. ", "6"),
        ("R7. ", "R7"),
        ("R8 ", "R8"),
        ("• R9. ", "R9"),
        ("10. ", "10"),
        ("15.1.1 ", "15.1.1"),
        ("F3. ", "F3"),
        ("• ", None),
        ("", None),
    ],
)
def test_a_recommendation_is_known_however_it_is_numbered(opening: str, number: str | None) -> None:
    (record,) = of_kind(Role.RECOMMENDATION, heading("Recommendations"), f"{opening}{ASK}")
    assert (record.number, record.text) == (number, f"{opening}{ASK}")
    assert record.addressees == ("safeguarding-partnership",)
    assert record.heading == ("Recommendations",)


@pytest.mark.parametrize(
    ("opening", "kind", "number"),
    [
        ("Finding 1: ", Role.FINDING, "1"),
        ("Key Finding 3: ", Role.FINDING, "3"),
        ("Priority finding 2. ", Role.FINDING, "2"),
        ("7.1 Key Finding A. ", Role.FINDING, "A"),
        ("Learning Point 4: ", Role.FINDING, "4"),
        ("Learning 5. ", Role.FINDING, "5"),
        ("Practice learning: ", Role.FINDING, None),
        ("Lesson 6: ", Role.LESSON, "6"),
        ("Key message 1: ", Role.LESSON, "1"),
    ],
)
def test_a_named_finding_is_known_wherever_it_stands(opening: str, kind: Role, number: str | None) -> None:
    text = f"{opening}Appointments that were missed were counted and nobody asked why."
    discussion = "5.2 The clinic wrote to the parents on four occasions in the spring and closed the file each time."
    found = [r for r in records(heading("Analysis"), discussion, text) if r.kind in (Role.FINDING, Role.LESSON)]
    assert [(record.kind, record.number, record.text) for record in found] == [(kind, number, text)]


def test_good_practice_is_recorded_item_by_item() -> None:
    found = of_kind(Role.GOOD_PRACTICE, heading("Good practice"), "• The nurse rang.", "• The school kept a log.")
    assert [record.text for record in found] == ["• The nurse rang.", "• The school kept a log."]


def test_what_stands_between_named_recommendations_belongs_to_none() -> None:
    found = of_kind(
        Role.RECOMMENDATION,
        heading("Recommendations"),
        "The review makes the following recommendations:",
        f"Recommendation 1: {ASK}",
        f"Recommendation 2: {ASK.replace('supervision', 'training')}",
    )
    assert [record.number for record in found] == ["1", "2"]


def test_a_recommendation_too_long_for_the_model_is_one_record() -> None:
    text = f"Recommendation 1: {ASK} {LONG * 14}".strip()
    document = clean_document([heading("Recommendations"), text, f"Recommendation 2: {ASK.replace('ask', 'tell')}"])
    passages = passages_of(document, "d" * 64)
    first, second = records_of(passages)
    assert len(passages) > 2
    assert len(first.passage_ids) == len(passages) - 1
    assert " ".join(first.text.split()) == " ".join(text.split())
    assert second.number == "2"


def test_all_under_a_titled_recommendation_is_one_record_up_to_the_next_paragraph() -> None:
    title = "Recommendation 4: A better approach"
    found = of_kind(
        Role.RECOMMENDATION,
        heading("Recommendations"),
        heading(title, 3),
        "The UK government should by March 2026:",
        "• agree a plan; and",
        "• publish it.",
        "4.12. The report has explained above what this would mean for each of the departments.",
    )
    assert [(record.number, record.title) for record in found] == [("4", "A better approach")]
    assert found[0].text.endswith("• publish it.")
    assert (found[0].addressees, found[0].addressed_to) == ((), ("UK government",))
    assert found[0].timescale == "by March 2026"


def test_the_same_recommendation_twice_is_one_record_with_both_places() -> None:
    (record,) = of_kind(
        Role.RECOMMENDATION,
        heading("Recommendations"),
        f"Recommendation 1: {ASK}",
        heading("List of recommendations"),
        f"Recommendation 1: {ASK}",
    )
    assert [place.heading for place in record.repeated] == [("List of recommendations",)]
    assert record.heading == ("Recommendations",)


def test_a_table_gives_number_addressee_and_timescale_by_its_columns() -> None:
    found = of_kind(
        Role.RECOMMENDATION,
        heading("Recommendations"),
        "No.\tRecommendation\tFor\tBy when",
        "1\tMake no move without a meeting of old and new carers\tThe police\tJune 2022",
        "2\tRemove any rule that a child must be settled first\tWelsh Government\t–",
    )
    assert [(r.number, r.addressees, r.timescale) for r in found] == [("1", ("police",), "June 2022"), ("2", (), None)]
    assert found[1].addressed_to == ("Welsh Government",)


def test_several_short_items_in_one_passage_are_several_records() -> None:
    text = "Housing staff: provide a cot on the day.\nMidwives: make a plan with each family."
    passage = passages_of(clean_document([heading("Recommendations"), ASK]), "d" * 64)[0]
    joined = Passage(
        passage.id, passage.document_id, 0, (), text, Role.RECOMMENDATION, passage.heading, None, (1,), (None,)
    )
    found = records_of([joined])
    assert [(record.text, record.addressees) for record in found] == [
        (text.split("\n")[0], ("housing",)),
        (text.split("\n")[1], ("midwifery",)),
    ]


def test_questions_for_a_team_are_no_records() -> None:
    assert records(heading("Questions for your team"), "1. What do you know of the men?", "2. Whom do you ring?") == ()


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("The LSCB should seek assurance from all health partners that it is done.", ("safeguarding-partnership",)),
        ("The safeguarding partners should agree a pathway.", ("safeguarding-partnership",)),
        ("The Partnership to review its training.", ("safeguarding-partnership",)),
        ("It is recommended that the police review their guidance and should report.", ("police",)),
        ("Within three months, children's social care should write a chronology.", ("childrens-social-care",)),
        ("CAMHS and the hospital should adapt their risk assessments.", ("camhs", "acute-hospital")),
        ("Housing staff: provide a cot on the day.", ("housing",)),
        ("The Scottish Government should consider the law.", ()),
        ("The Department for Education must publish guidance.", ()),
    ],
)
def test_whom_a_recommendation_asks(text: str, agencies: tuple[str, ...]) -> None:
    assert asked_in(text).agencies == agencies


def test_the_heading_tells_whom_where_the_words_do_not() -> None:
    assert asked_in("Review the policy.", ("Recommendations", "For the Health Board")).agencies == (
        "health-commissioner",
    )
    question = "How will this be known?"
    assert asked_in(question, ("Finding 1: questions for the Board",)).agencies == ("safeguarding-partnership",)


def test_bodies_without_an_id_are_kept_in_their_words() -> None:
    text = "The governments of the UK, Scotland, Wales and Northern Ireland should each publish reports."
    assert asked_in(text).words == ("governments of the UK, Scotland, Wales and Northern Ireland",)


@pytest.mark.parametrize(
    ("text", "timescale"),
    [
        ("The Board should do so within six months.", "within six months"),
        ("This should be done by March 2026.", "by March 2026"),
        ("It should report in three months.", "in three months"),
        ("By the end of 2025 it should publish a guide.", "By the end of 2025"),
        ("Within 12 months of this Report it should meet.", "Within 12 months of this Report"),
        ("A body should be set up with immediate effect.", "with immediate effect"),
        ("They should meet at least every three years.", None),
        ("A child under two who is seen in the first six months of life.", None),
        ("No grading is lowered within three months of a separation.", None),
    ],
)
def test_a_timescale_is_read_where_one_is_stated(text: str, timescale: str | None) -> None:
    assert timescale_in(text) == timescale


@given(st.lists(st.sampled_from([ASK, LONG * 6, f"R1. {ASK}", "• a bullet", "1\ta\tThe police", "Finding 2: x y"])))
@settings(max_examples=40, deadline=None)
def test_every_record_is_made_of_exact_slices(items: list[str]) -> None:
    document = clean_document([heading("Recommendations"), *items], [heading("Findings"), *items])
    passages = passages_of(document, "d" * 64)
    texts = {page.page.index: page.page.text for page in document.pages}
    held = {passage.id: passage for passage in passages}
    for record in records_of(passages):
        slices = [texts[span.page][span.start : span.end] for span in record.spans]
        assert "\n".join(slices).replace("\n", " ") == record.text.replace("\n", " ")
        assert set(record.passage_ids) <= set(held)
        assert set(record.pages) == {span.page for span in record.spans}


def test_the_voices_of_one_passage_are_told_apart() -> None:
    said = f"{SEEN} Mother told the reviewer that she was afraid. She said that nobody asked."
    (passage,) = passages_of(clean_document([heading("Chronology"), said]), "d" * 64)
    assert [voice.role for voice in voices(passage)] == [Role.NARRATIVE, Role.FAMILY_VIEW, Role.FAMILY_VIEW]


def test_standing_words_are_not_the_case() -> None:
    text = "The purpose of a serious case review is to learn lessons. It is not to apportion blame to any person."
    (passage,) = passages_of(clean_document([heading("Introduction"), text]), "d" * 64)
    assert passage.role is Role.BOILERPLATE


def test_an_answer_is_found_by_number_and_title() -> None:
    asked = records(heading("Recommendations"), heading("Recommendation 1: A single committee", 3), ASK)
    response = passages_of(
        clean_document(
            [
                heading("Our response"),
                "Recommendation 1: A single committee",
                ASK,
                heading("What we will do", 3),
                "We accept this and will hold the first meeting of the new committee in the spring.",
            ]
        ),
        "e" * 64,
    )
    found = answers_of(asked, response)
    assert {number: [p.text for p in response if p.id in ids] for number, ids in found.items()} == {
        "1": ["We accept this and will hold the first meeting of the new committee in the spring."]
    }
    assert answers_of(asked, passages_of(clean_document(["Recommendation 1: Red teams", ASK]), "e" * 64)) == {}


@cache
def inquiry(name: str) -> tuple[Passage, ...]:
    document: CleanDocument = read_file(REAL / f"covid-19-inquiry-module-1-{name}.pdf")
    return passages_of(document, name)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"real inquiries are not at {REAL} (set COMMONTHREAD_REAL_DATA)")
def test_the_ten_recommendations_of_the_inquiry_are_ten_whole_records() -> None:
    found = [record for record in records_of(inquiry("report")) if record.kind is Role.RECOMMENDATION]
    assert [record.number for record in found] == [str(number) for number in range(1, 11)]
    assert all(record.title and record.addressed_to and len(record.repeated) == 1 for record in found)
    assert [record.number for record in found if record.timescale] == ["1", "7", "10"]
    assert found[9].timescale == "within 12 months of this Report"
    assert found[3].text.endswith("lessons learned between reassessments.")
    assert found[0].pages != found[0].repeated[0].pages


@pytest.mark.skipif(not REAL.is_dir(), reason=f"real inquiries are not at {REAL} (set COMMONTHREAD_REAL_DATA)")
def test_the_response_answers_each_of_the_ten() -> None:
    response = inquiry("government-response")
    place = {passage.id: passage.order for passage in response}
    found = answers_of(records_of(inquiry("report")), response)
    assert list(found) == [str(number) for number in range(1, 11)]
    assert all(len(ids) >= 3 for ids in found.values())
    orders = [place[key] for ids in found.values() for key in ids]
    assert orders == sorted(set(orders))


@pytest.mark.skipif(not REAL.is_dir(), reason=f"real inquiries are not at {REAL} (set COMMONTHREAD_REAL_DATA)")
def test_showing_the_report_gives_each_record_its_answer(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", create=True)
    add(library, [REAL])
    report = next(d for d in library.catalogue.documents() if "government-response" not in d.paths[0])
    shown = contract.shown(library.catalogue, report.id)
    assert shown is not None
    assert [len(item["answers"]) for item in shown["recommendations"]] == [1] * 10
    assert all(item["text"] and item["passage_ids"] for item in shown["recommendations"])
    library.close()
