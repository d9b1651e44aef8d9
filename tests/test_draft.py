"""Drafts: which sentences claim something of reviews, and what words, numbers and denials make of a claim."""

from __future__ import annotations

import time

import pytest
from held import held, review
from test_similar import HELD

from index.drafts.claims import ClaimReader
from index.drafts.draft import Evidence, not_of_one
from index.drafts.figures import figure_in
from index.drafts.support import Verdict, compared, said, verdict

REVIEWS = [
    review(
        "ar", title="Child AR", subject="Child AR", publisher="Northmere Local Safeguarding Children Board", year=2018
    ),
    review("cd", title="Babies C and D", publisher="Northmere Safeguarding Children Partnership", year=2024),
]
SENTENCE = "Health Visitor 1 held a caseload of 480 children and did not refer the bruise."


def judged(claim: str, evidence: str = SENTENCE, cosine: float = 0.8) -> Verdict:
    return verdict(compared(said(claim), said(evidence), cosine, lambda _: 1.0))


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Health Visitor 1 held a caseload of 480 children.", Verdict.SUPPORTED),
        ("Health Visitor 1 held a caseload of 210 children.", Verdict.CONTRADICTED),
        ("Health Visitor 1 did refer the bruise.", Verdict.CONTRADICTED),
        ("Health Visitor 1 held a caseload and later emigrated to Canada with friends.", Verdict.PARTLY),
    ],
)
def test_a_claim_is_judged_by_words_numbers_and_denials(claim: str, expected: Verdict) -> None:
    assert judged(claim) is expected


def test_a_number_that_stands_nowhere_is_never_supported() -> None:
    assert judged("Health Visitor 1 held a caseload of children in 14 villages.") is not Verdict.SUPPORTED


def test_an_age_in_other_units_is_another_age() -> None:
    assert judged("The baby was ten months old.", "The baby was ten weeks old.") is Verdict.CONTRADICTED


def test_what_shares_nothing_is_not_found() -> None:
    assert judged("The harbour froze over.", cosine=0.1) is Verdict.NOT_FOUND


def test_sentences_that_claim_nothing_of_reviews_are_passed_over() -> None:
    text = (
        "This briefing is for the panel. The review of Child AR found a fracture in a baby. He had older bruises too."
        " What should we do now? The council met on Tuesday in the town hall."
    )
    found = list(ClaimReader(REVIEWS).read(text))
    assert [one.claims for one in found] == [False, True, True, False, False]
    assert found[1].reviews == found[2].reviews == ("ar",)
    assert found[1].core == "a fracture in a baby."
    assert all(text[one.start : one.end] == one.text for one in found)


def test_reviews_are_named_by_label_by_board_and_year_and_one_child_of_several() -> None:
    reader = ClaimReader(REVIEWS)
    (board,) = reader.read("The Northmere review of 2024 found that cots were missing.")
    (baby,) = reader.read("The review says that Baby D slept in a hotel room.")
    (strange,) = reader.read("The review of Child ZZ found poor supervision of staff.")
    assert board.reviews == baby.reviews == ("cd",)
    assert (strange.reviews, strange.unknown) == ((), ("Child ZZ",))


@pytest.mark.parametrize(
    ("sentence", "agrees"),
    [
        ("Neglect was found in 4 of 4 reviews.", True),
        ("Neglect was found in 3 of 4 reviews.", False),
        ("Neglect was found in all reviews.", True),
        ("Neglect was found in few reviews.", False),
        ("Rain fell in most reviews.", None),
    ],
)
def test_figures_are_counted_again_where_the_library_can(sentence: str, agrees: bool | None) -> None:
    figure = figure_in(sentence, HELD)
    assert figure is not None
    assert figure.agrees is agrees


def test_a_year_beside_a_review_is_no_figure() -> None:
    assert figure_in("The 2024 Northmere review found neglect.", HELD) is None


def test_a_long_draft_is_taken_apart_quickly_though_many_reviews_are_held() -> None:
    many = [review(f"r{n}", title=f"Child {n}", publisher=f"Board {n} Children Board") for n in range(500)]
    page = "The review of Child 7 found that nobody had asked. The council met in the town hall on Tuesday. " * 25
    begun = time.process_time()
    found = list(ClaimReader(many).read(page * 20))
    assert time.process_time() - begun < 10
    assert sum(one.claims for one in found) == 500


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (
            "The ferry inspector rated the risk as low for the twins.",
            "The inspector rated the risk as high for the twins.",
        ),
        ("Home visits were always announced by the team.", "Home visits were rarely announced by the team."),
        (
            "The letter reached the clinic before the twins moved.",
            "The letter reached the clinic after the twins moved.",
        ),
        ("The police closed the referral after a week.", "The school closed the referral after a week."),
        ("Father drove the twins to the clinic in the snow.", "Mother drove the twins to the clinic in the snow."),
        ("All of the four files had a chronology.", "Only one of the four files had a chronology."),
        ("The paternal grandmother fed the twins at weekends.", "The maternal grandmother fed the twins at weekends."),
        ("Child Z told a neighbour about the locked door.", "Sibling 2 told a neighbour about the locked door."),
    ],
)
def test_opposites_other_actors_and_other_shares_contradict(claim: str, evidence: str) -> None:
    assert judged(claim, evidence) is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The visits were always short and friendly.", "The visits were short and friendly."),
        ("The midwife weighed the twins every Monday.", "The twins were weighed every Monday."),
        ("The twins slept in a cot and wore red hats.", "The twins slept in a cot."),
    ],
)
def test_a_telling_word_without_a_counterpart_leaves_a_claim_partly_found(claim: str, evidence: str) -> None:
    assert judged(claim, evidence) is Verdict.PARTLY


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The risk was not high.", "The risk was low."),
        ("The police told the school about the fire.", "The police told the school about the fire on the same day."),
        ("Mother met the author twice.", "She met the author twice."),
    ],
)
def test_what_agrees_in_other_words_is_not_contradicted(claim: str, evidence: str) -> None:
    assert judged(claim, evidence) is not Verdict.CONTRADICTED


def test_a_review_given_to_another_board_is_said_to_be_of_its_own() -> None:
    other = review("zz", title="Child ZZ", publisher="Marlingshire Safeguarding Children Partnership", year=2020)
    (claim,) = ClaimReader([*REVIEWS, other]).read("The review of Child AR was published by Marlingshire in 2018.")
    (right,) = ClaimReader([*REVIEWS, other]).read("The review of Child AR was published by Northmere in 2018.")
    assert claim.published == "Northmere Local Safeguarding Children Board"
    assert right.published == ""


def test_a_number_of_one_review_says_nothing_against_a_count_of_reviews() -> None:
    found = compared(
        said("In all 24 reviews were published."), said("All 19 reviews were published."), 0.8, lambda _: 1.0
    )
    assert found.number_differs
    (one,) = not_of_one(
        [Evidence(held("All 19 reviews were published.", REVIEWS[0]), 0, 5, found, Verdict.CONTRADICTED)]
    )
    assert one.verdict is Verdict.NOT_FOUND
    assert (one.found.number_differs, one.found.number_missing) == (False, True)
