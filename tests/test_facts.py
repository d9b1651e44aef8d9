"""Facts: read where they are stated plainly, and left unknown otherwise."""

from __future__ import annotations

import re

import pytest

from ingest.errors import VocabularyError
from ingest.facts import facts_of
from ingest.facts.cues import read_cues
from ingest.model import DocumentKind, Facts
from ingest.written.ages import AGE, months
from ingest.written.boards import board_id, board_names, nation_in
from ingest.written.dates import DATE, iso
from ingest.written.publishers import publisher_named, read_register
from ingest.written.subjects import counted_subject_in, subject_in
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
    assert sorted((e.value, e.confidence) for e in facts.evidence if e.fact == "age") == [
        ("5", "possible"),
        ("6", "possible"),
    ]


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


STORIES = [
    ("Child A1 died on 26 December 2016 aged seven weeks. He had been asleep on a sofa with his father.",
     {"harm_types": ("sudi-safer-sleep",), "fatal": True, "incident": "2016-12-26", "sex": "male"}),
    ("In March 2010 Child A1, a boy of six, was admitted to hospital with symptoms that his mother had fabricated.",
     {"harm_types": ("fii",), "fatal": False, "incident": "2010-03", "sex": "male"}),
    ("On 12 June 2011 Mrs C, the mother of Child A1, was killed at home by her husband. Child A1, who was six, was "
     "in the house. Child A1 now lives with his aunt.",
     {"harm_types": ("domestic-homicide-witness",), "fatal": False, "incident": "2011-06-12", "sex": "male"}),
    ("Child A1, a seven-month-old girl, was drowned by her mother on 30 January 2012. Mother had a psychosis.",
     {"harm_types": ("death-maltreatment-direct",), "fatal": True, "incident": "2012-01-30", "sex": "female"}),
    ("Child A1, a girl aged 12, disclosed in September 2013 that her stepfather had raped her since she was seven.",
     {"harm_types": ("sexual-abuse-intra",), "fatal": False, "incident": "2013-09", "age_months_max": 144}),
    ("Child A1 was 17 when he was stabbed to death on 3 May 2015. Adults had exploited him to sell drugs.",
     {"harm_types": ("extra-familial-homicide", "cce"), "fatal": True, "incident": "2015-05-03"}),
]  # fmt: skip
LAW = "A review must be held where a child has died and abuse or neglect is known or suspected."
NOISE = (
    "In April 2009 Mother, then aged 22, was taken to hospital after an overdose. She recovered.",
    "Her own mother had died in 1998. A neighbour, aged 60, said that the children were dirty and hungry.",
    "Father was supervised for an assault on a man. There was no evidence of sexual abuse.",
)


@pytest.mark.parametrize(("story", "expected"), STORIES)
@pytest.mark.parametrize("noise", [False, True])
def test_what_happened_to_whom_and_when(story: str, expected: dict[str, object], *, noise: bool) -> None:
    facts = told_of("Child A1", *([LAW] if noise else []), story, *(NOISE if noise else []))
    assert {name: getattr(facts, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("words", "plan", "looked_after"),
    [
        (
            "At the time of his death Child A1 was subject to a child protection plan. He was never looked after.",
            True,
            False,
        ),
        ("Child A1 had been the subject of a child protection plan which ended in October 2011.", False, None),
        ("Child A1 had been looked after since 2012. He was not on the child protection register.", False, True),
        ("His mother had been in care as a child. His brother was on a child protection plan.", None, None),
        ("A review is held where the child was looked after or on a child protection plan.", None, None),
    ],
)
def test_where_the_child_stood(words: str, plan: bool | None, looked_after: bool | None) -> None:
    facts = told_of("Child A1", "Child A1, a boy, died on 3 May 2015.", *re.split(r"(?<=\.) ", words))
    assert (facts.cp_plan, facts.looked_after) == (plan, looked_after)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Author: Jane Fallow", "Jane Fallow"),
        ("Lead reviewers: Ann Okoro and Lee Parrish", "Ann Okoro and Lee Parrish"),
        ("Independent Reviewer – Jo Tarrant MBE", "Jo Tarrant"),
        ("Prepared by Mrs Olwen Tate, Independent Chair", "Mrs Olwen Tate"),
        ("Dr Helen Strand, independent author", "Dr Helen Strand"),
        ("Overview Report", None),
        ("Northmere County Council", None),
    ],
)
def test_authors_on_the_cover(line: str, author: str | None) -> None:
    cover = [heading("Serious case review: Child A1", 1), "Northmere Local Safeguarding Children Board", line]
    assert facts_of(clean_document([*cover]), "x").author == author


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("The period under review is 1 April 2016 to 1 April 2018.", ("2016-04-01", "2018-04-01")),
        ("The review considered events between September 2016 and March 2018.", ("2016-09", "2018-03")),
        ("Timeframe: January to March 2013.", ("2013-01", "2013-03")),
        ("The period examined began on 1 January 2006 and ended on the date of death.", ("2006-01-01", "2008-01-19")),
        ("The panel met between March and May 2018.", None),
    ],
)
def test_periods(words: str, period: tuple[str, str] | None) -> None:
    assert told_of("Child A1", "Child A1 died on 19 January 2008.", words).period == period


def test_children_without_a_label_of_their_own() -> None:
    words = "This review is about two children, a boy aged 13 and a girl aged eight, who were harmed in May 2021."
    facts = told_of("CA 2/2022", words, published="May 2023")
    assert (ages_of(facts), [child.sex for child in facts.subjects]) == ([156, 96], ["male", "female"])
    assert (facts.children, facts.sex) == (2, "mixed")


def test_a_child_not_yet_born_is_younger_than_a_newborn() -> None:
    facts = told_of("CA 1/2015", "The subject of this review is an unborn child.")
    assert (facts.age_months_min, facts.age_months_max) == (-1, -1)


def test_forty_children_and_none() -> None:
    labels = [f"S{number}" for number in range(1, 41)]
    rows = ["Name\tAge", *(f"{label}\t{number % 17 + 1}" for number, label in enumerate(labels))]
    assert told_of("Sibling Group S", *rows).children == 40
    assert told_of("Sibling Group S", "Nothing is said.").subjects[0].age_months is None
    assert facts_of(clean_document([""]), "x").subjects == ()


def test_two_dates_of_one_death_are_both_kept_and_flagged() -> None:
    facts = told_of(
        "Child A1", "This review concerns Child A1, who died on 3 May 2015.", "Child A1 died on 4 May 2015."
    )
    dates = {item.value for item in facts.evidence if item.fact == "incident"}
    assert (dates, "incident" in facts.contradicted) == ({"2015-05-03", "2015-05-04"}, True)


def test_a_briefing_says_that_it_changed_details() -> None:
    assert told_of("Child A1", "Some details of his life have been changed to protect his family.").altered


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("- id: a\n  nation: England\n  names: [{name: A Board}]\n  town: X\n", 4, "town"),
        ("- id: a\n  nation: England\n  names: [{name: A}]\n- id: a\n  nation: Wales\n  names: [{name: B}]\n", 4, "a"),
        (
            "- id: a\n  nation: England\n  names: [{name: A}]\n- id: b\n  nation: Wales\n  names: [{name: the A}]\n",
            4,
            "A",
        ),
        ("- id: a\n  nation: England\n  names: [{name: A}]\n  successors: [c]\n", 1, "c"),
    ],
)
def test_a_register_that_cannot_be_used_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(VocabularyError, match=reason) as refused:
        read_register(text, "publishers.yaml")
    assert (refused.value.path, refused.value.line) == ("publishers.yaml", line)


def test_a_board_is_known_by_every_name_it_bore() -> None:
    board = publisher_named("the Northmere LSCB")
    assert board is not None
    assert (board.id, board.nation, board.fictional) == ("northmere", "England", True)


def test_cues_of_an_unknown_kind_or_with_a_broken_pattern_are_refused() -> None:
    broken = "harms: [{id: suicide, weight: 1, patterns: ['(']}]\nmethods: []\n"
    for text in (broken, broken.replace("'('", "x").replace("suicide", "boredom")):
        with pytest.raises(VocabularyError):
            read_cues(text, "cues.yaml")


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
    assert facts_of(clean_document([*lines.split("\n")]), "file").kind == kind


def test_nothing_is_guessed() -> None:
    facts = facts_of(clean_document([heading("Serious case review: Child AR", 1), "A report."]), "2018 Northmere LSCB")
    assert (facts.publisher, facts.published, facts.age_months_min, facts.nation) == (None, None, None, None)


def test_dates_pattern_is_case_blind() -> None:
    assert re.fullmatch(DATE, "MARCH 2018")
