"""Facts: read where they are stated plainly, and left unknown otherwise."""

from __future__ import annotations

import re

import pytest

from ingest.ages import AGE, months
from ingest.boards import board_id, board_names, nation_in
from ingest.dates import DATE, iso
from ingest.facts import facts_of
from ingest.model import DocumentKind, Facts
from ingest.subjects import counted_subject_in, subject_in
from tests.clean import clean_document, heading


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Serious case review: Child AR", "Child AR"),
        ("Single Unified Safeguarding Review SUSR 1/2024", "SUSR 1/2024"),
        ("Babies C, D, E and F: a thematic review", "Babies C, D, E and F"),
        ("Joint review: Child V and Adult A", "Child V"),
        ("Rapid review: Baby Wren", "Baby Wren"),
        ("Jay: a local child safeguarding practice review", "Jay"),
        ("Local child safeguarding practice review: Charlie and Sam", "Charlie and Sam"),
        ("Child Safeguarding Practice Review", None),
        ("Child Protection Conference", None),
        ("Case management review", None),
        ("Children and families", None),
    ],
)
def test_subject_labels(text: str, label: str | None) -> None:
    found = subject_in(text)
    assert (found[0] if found else None) == label


def test_children_who_are_only_counted() -> None:
    assert counted_subject_in("Four babies: a thematic review") == "Four babies"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("was five months old", 5),
        ("a 16-year-old", 192),
        ("aged two and a half", 30),
        ("aged 2 years and 6 months", 30),
        ("an 11-week-old baby", 2),
        ("8-day-old", 0),
        ("aged eight hours", 0),
        ("at the age of 23 months", 23),
        ("a boy of 15", 180),
        ("twenty-three months old", 23),
    ],
)
def test_ages_in_months(text: str, expected: int) -> None:
    match = AGE.search(text)
    assert match is not None
    assert months(match) == expected


def told_of(subject: str, *sentences: str, published: str = "March 2018") -> Facts:
    """The facts of a short report about ``subject``."""
    cover = [heading(f"Serious case review: {subject}", 1), "Northmere Local Safeguarding Children Board"]
    return facts_of(clean_document([*cover, f"Published {published}"], [heading("1. Summary"), *sentences]), "x")


def ages_of(facts: Facts) -> list[int | None]:
    return [child.age_months for child in facts.subjects]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Child AR was five months old when he was injured.", 5),
        ("He was injured at home; his mother was aged 19 years.", None),
        ("Her brother, aged seven, was in the house when she died.", None),
        ("Child AR died in May 2016. He was 15.", 180),
        ("In May 2016 Child AR (14) was taken to hospital.", 168),
        ("Child AR, an 8-day-old baby, died. His half-brother was 6 years old.", 0),
        ("This review concerns the death of Child AR, aged two and a half.", 30),
        ("Child AR was told of this at the age of eight. He was 12 years old when he died.", 144),
    ],
)
def test_only_the_childs_own_age_at_the_harm_counts(sentence: str, expected: int | None) -> None:
    assert ages_of(told_of("Child AR", sentence)) == [expected]


def test_ages_that_contradict_each_other_are_both_kept_and_flagged() -> None:
    facts = told_of("Child AR", "Child AR, aged five months, died. Child AR was six months old when he died.")
    assert (facts.age_months_min, facts.age_months_max, facts.contradicted) == (5, 6, ("age",))
    assert sorted((e.value, e.confidence) for e in facts.evidence if e.fact == "age") == [("5", "possible"), ("6", "possible")]


def test_several_children_have_several_ages() -> None:
    sentence = "When they were harmed S1 was 12 years old and S2 was nine years old."
    facts = told_of("Sibling Group S", sentence, "S1 and S2 are a girl and a boy.")
    assert (ages_of(facts), facts.children) == ([144, 108], 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3rd March 2012", "2012-03-03"), ("March 2018", "2018-03"), ("16/07/2006", "2006-07-16"), ("31/31/2006", None)],
)
def test_dates_as_far_as_they_are_stated(text: str, expected: str | None) -> None:
    match = DATE.search(text)
    assert match is not None
    assert iso(match) == expected


def test_a_board_keeps_its_id_when_it_becomes_a_partnership() -> None:
    names = ["NORTHMERE LOCAL SAFEGUARDING CHILDREN BOARD", "the Northmere Safeguarding Children Partnership"]
    assert {board_id(name) for text in names for name, _ in board_names(text)} == {"northmere"}
    assert board_names(names[0])[0][0] == "Northmere Local Safeguarding Children Board"


def test_the_board_in_general_is_no_board() -> None:
    assert board_names("Each Local Safeguarding Children Board must publish its reviews.") == []


def test_a_nation_is_read_from_guidance_only_when_one_is_named() -> None:
    assert nation_in("in line with Working Together to Safeguard Children (2015)") == "England"
    assert nation_in("Ofsted and Estyn were both consulted") is None


COVER = [
    heading("Serious case review: Child AR", 1),
    "Northmere Local Safeguarding Children Board",
    "Published March 2018",
    "Accepted by the Board on 14 January 2018",
]


def test_the_facts_of_a_cover() -> None:
    facts = facts_of(clean_document([*COVER, heading("1. Summary"), "Child AR was two months old when he died."]), "x")
    assert (facts.kind, facts.subject, facts.published) == (DocumentKind.OVERVIEW_REPORT, "Child AR", "2018-03")
    assert (facts.publisher, facts.nation, facts.review_type) == (
        "Northmere Local Safeguarding Children Board",
        "England",
        "serious-case-review",
    )
    assert facts.age_months_min == 2


def test_every_fact_is_quoted_from_its_page() -> None:
    document = clean_document([*COVER, "Child AR was two months old when he died."])
    for item in facts_of(document, "x").evidence:
        assert item.quote in document.pages[item.page - 1].page.text


SUMMARY = "Executive Summary of the Serious Case Review in respect of Child D"
MANUAL = "SERIOUS CASE REVIEW\n1. CRITERIA\nCriteria for Serious Case Reviews"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (f"{SUMMARY}\nHexbridge Safeguarding Children Board", "executive-summary"),
        ("Seven-minute briefing: Child AR\nNorthmere Local Safeguarding Children Board", "seven-minute-briefing"),
        ("Young Person M: response of the partners\nHexbridge Safeguarding Children Partnership", "response"),
        (f"NORTHMERE SAFEGUARDING CHILDREN BOARD\n{MANUAL}", "procedure"),
        ("18 July 2022\nJoint targeted area inspection of Northmere", "inspection"),
        ("A letter about nothing", "other"),
    ],
)
def test_kinds(lines: str, kind: str) -> None:
    assert facts_of(clean_document(lines.split("\n")), "file").kind == kind


def test_nothing_is_guessed() -> None:
    facts = facts_of(clean_document([heading("Serious case review: Child AR", 1), "A report."]), "2018 Northmere LSCB")
    assert (facts.publisher, facts.published, facts.age_months_min, facts.nation) == (None, None, None, None)


def test_dates_pattern_is_case_blind() -> None:
    assert re.fullmatch(DATE, "MARCH 2018")
