"""Notes of cases as panels write them: whose age it is, how many children, what happened; nothing is guessed.

Every case here is invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.facts import facts_of_case
from ingest.facts.noted import noted_in
from ingest.facts.shorthand import fate_in, spelt_out, standing_in
from ingest.model import Facts
from ingest.read import plain
from ingest.read.clean import clean


def facts(text: str) -> Facts:
    return facts_of_case(clean(plain.read(Path("note"), text.encode())))


@pytest.mark.parametrize(
    ("text", "ages", "children", "sex"),
    [
        ("Girl aged 15, LAC, missing x6. CSE by older males.", (180,), 1, "female"),
        ("Two siblings aged 3 and 6. Neglect. CP plan ended. Mum alcohol, Dad prison.", (36, 72), 2, None),
        ("3yo boy. NAI - bruising and # femur. Mum (19), partner 24. Older sib 5yo.", (36,), 1, "male"),
        ("15 y/o female\nSelf harm\nFound hanging\nCAMHS waiting list", (180,), 1, "female"),
        ("baby, 7/52, died co-sleeping on sofa w Dad", (1,), 1, None),
        ("Mum 32/40 pregnant, previous children removed. Unborn.", (-1,), 1, None),
        (
            "A four-month-old baby boy was taken to hospital with bleeding on the brain. He survived. Mother is 17.",
            (4,),
            1,
            "male",
        ),
        (
            "Five children aged 2, 4, 7, 9 and 13. Chronic neglect, poor home conditions.",
            (24, 48, 84, 108, 156),
            5,
            None,
        ),
        ("Boy 4/12, # ribs. Half-sib 3yrs old. Dad 22, Mum 19 yrs old, care leaver.", (4,), 1, "male"),
        ("F, 16. Took OD, died.", (), None, None),
        ("Female, 16, autistic. Died by suicide. EHCP. Not in education.", (192,), 1, "female"),
        ("YP (17) stabbed by peers. County lines. Excluded at 14.", (204,), 1, None),
        ("Mother aged 22, three children aged 1, 3 and 5. House fire.", (12, 36, 60), 3, None),
        ("Mum of 2yo, heroin user on methadone script; child ingested methadone and died.", (24,), 1, None),
        ("Child is 4. Bruising. The 6-year-old child was found outside at night.", (48, 72), 1, None),
        ("Child bruised. Mum 23, dad aged 25. DV.", (), 1, None),
        ("Twins, 5 weeks old, both with rib fractures. First-time parents aged 20 and 21.", (1,), 2, None),
        ("14yr old boy, first referred aged 2, CP plan aged 6, now in a children's home.", (168,), 1, "male"),
        ("Teen girl (15), boyfriend 24, pregnant 20/40.", (180,), 1, "female"),
        ("18-month-old toddler; 19-year-old mother, 32-year-old stepfather.", (18,), 1, None),
        ("Baby girl 3/7, concealed pregnancy, mum 16.", (0,), 1, "female"),
        ("Sibling group of 4: 2, 5, 9 and 12. Neglect over years. Dental decay.", (), 4, None),
        ("Adult male aged 42 with learning disability, self-neglect, found dead at home.", (), None, None),
        ("He is 9, home educated, not seen for a year. Malnourished.", (108,), 1, "male"),
        (
            "The subject is a 13-year-old boy with severe autism. His mother, 45, and his sister, 10, live at home.",
            (156,),
            1,
            "male",
        ),
        ("A girl of two and a half was found unresponsive. Her older brother is five years old.", (30,), 1, "female"),
        ("Unborn baby. Mother 34 weeks pregnant. Siblings aged 2 and 4 removed.", (-1,), 1, None),
        ("boy aged 13 and girl aged 8, same foster placement, HSB", (156, 96), 2, "mixed"),
        ("Infant aged 11 weeks, AHT, lockdown, dad convicted", (2,), 1, None),
        ("23m old girl, abdominal injuries, mum's new partner, died", (23,), 1, "female"),
        ("Dad is in prison. He is 17.", (), None, None),
        ("No age recorded; male child, neglect", (), 1, "male"),
        ("A 10-month-old boy and his mother were killed by his father, aged 31.", (10,), 1, "male"),
        ("Children: 3yo, 5yo and 8yo. Parents misuse alcohol.", (36, 60, 96), 3, None),
        ("Child was seen at hospital 3 times in 4/12.", (), 1, None),
        ("Girl, 14, groomed online, sexual images, tried to end her life", (168,), 1, "female"),
        ("Mother of five children aged between 2 and 13. Neglect.", (24, 156), 5, None),
        (
            "LAC boy 15 died in stolen car driven by 17 year old male friend. Kinship care with gran (63).",
            (180,),
            1,
            "male",
        ),
        ("3-week-old baby died after parent fell asleep on the sofa; 2 older siblings in care", (0,), 1, None),
        ("Baby (7 months) killed by mother, who had postnatal psychosis", (7,), 1, None),
    ],
)
def test_notes_say_who_the_children_are(
    text: str, ages: tuple[int, ...], children: int | None, sex: str | None
) -> None:
    noted = noted_in(text)
    assert (noted.ages, noted.children, noted.sex) == (ages, children, sex)


@pytest.mark.parametrize(
    ("text", "died"),
    [
        ("baby, 7/52, died co-sleeping on sofa w Dad", True),
        ("3yo boy. NAI. Mum (19)", None),
        ("Girl 16 took OD, survived, PICU", False),
        ("15yo tried to take her own life", None),
        ("Boy 6. Mother killed by ex-partner; child witnessed", None),
        ("Child aged 2, death of maternal grandmother last year. Neglect", None),
        ("A baby killed by father", True),
        ("Girl 14 suicide attempt", None),
        ("16yo died by suicide", True),
        ("Toddler non-fatal methadone ingestion", False),
        ("Mum died 2019. Boy 15 killed in car crash", True),
        ("Boy 15, fatally stabbed", True),
        ("Father died when he was small. Neglect.", None),
        ("Baby found dead in cot", True),
        ("brother died in house fire; girl 3 survived", False),
    ],
)
def test_whether_the_child_died(text: str, died: bool | None) -> None:
    fate = fate_in(text)
    assert (fate[0] if fate else None) is died


@pytest.mark.parametrize(
    ("text", "harms"),
    [
        ("3yo boy. NAI - bruising and # femur. Mum (19).", {"serious-nai-non-fatal"}),
        ("15 y/o female\nSelf harm\nFound hanging", {"suicide"}),
        ("Boy 6. Mother killed by ex-partner; child witnessed it", {"domestic-homicide-witness"}),
        ("Infant aged 11 weeks, AHT, dad convicted, baby died", {"death-maltreatment-direct"}),
        ("boy aged 13 and girl aged 8, same foster placement, HSB", {"harmful-sexual-behaviour"}),
        ("YP (17) stabbed by peers, died. County lines.", {"cce", "extra-familial-homicide"}),
        ("Boy 15, on the waiting list for an assessment.", set()),
    ],
)
def test_harm_in_notes(text: str, harms: set[str]) -> None:
    assert set(facts(text).harm_types) == harms


def test_two_ages_of_one_child_are_both_kept_and_said() -> None:
    found = facts("Child is 4. Bruising. The 6-year-old child was found outside at night.")
    assert (found.age_months_min, found.age_months_max, found.contradicted) == (48, 72, ("age",))
    assert {item.quote for item in found.evidence if item.fact == "age"} == {"Child is 4", "6-year-old"}


def test_what_is_not_said_stays_unknown() -> None:
    found = facts("Child bruised. Mum 23, dad aged 25. DV.")
    assert (found.age_months_min, found.sex, found.fatal, found.cp_plan, found.looked_after) == (None,) * 5


def test_an_adult_is_told_from_a_child() -> None:
    assert noted_in("Adult male aged 42 with learning disability, self-neglect.").adult == 504
    assert noted_in("Girl aged 4. Mother aged 22.").adult is None


def test_labels_are_read_as_in_reports() -> None:
    found = facts("Child AR was five months old when he was brought to hospital with a fracture. His mother was 19.")
    assert (found.age_months_min, found.age_months_max, found.sex) == (5, 5, "male")


def test_shorthand_and_standing() -> None:
    assert spelt_out("NAI, # rib") == "non-accidental injury, fracture of  rib"
    assert standing_in("Girl aged 15, LAC. On CP plan.") == (True, True)
    assert standing_in("Boy 4. Siblings previously on CP plan; brother in foster care.") == (None, None)
