"""The guard marks what may identify somebody, leaves an anonymised summary alone, and masks without losing a word.

Every name, number and address here is invented.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.guard.marks import marks, masked
from ingest.guard.patterns import Identifies

PLAIN = [
    "A four-month-old baby boy was taken to hospital. Children's Social Care and Northmere Police held a strategy "
    "meeting. Mother and Father were known to Adult Mental Health Services.",
    "Girl aged 15, looked after. The Primary School excluded her in March 2021. Child Rowan, Baby T and Sibling 2.",
    "Section 47 enquiries began on 12 March 2021. Northmere LSCB published its report in 2018.",
    "mum 23, dad 25, sibling, 7, asleep; partner, 31, seen twice. Spoke to the child age 9.",
    "1.2 The Board met. The bruising policy 2018 and the registration of 2003 were read. An Early Years nursery.",
    "The GP Practice and the Health Visitor shared nothing; the Mother's Partner had convictions.",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Her mum, Kayleigh Thornbury, rang.", Identifies.NAME),
        ("Dr Okonjo saw him.", Identifies.NAME),
        ("social worker Jo Bloggs visited", Identifies.NAME),
        ("his father DARREN FENWICK", Identifies.NAME),
        ("DOB 12/03/2019", Identifies.BIRTH),
        ("born on 3rd March 2019", Identifies.BIRTH),
        ("NHS number 943 476 5919", Identifies.NUMBER),
        ("crime ref 4512/19/A", Identifies.NUMBER),
        ("ring 07700 900123", Identifies.TELEPHONE),
        ("write to k.t@example.org", Identifies.EMAIL),
        ("14 Marigold Close", Identifies.ADDRESS),
        ("ZZ12 8QT", Identifies.ADDRESS),
        ("St Wenna's C of E Primary School", Identifies.SCHOOL),
        ("Riverside Surgery", Identifies.PRACTICE),
        ("posted as @kay_t99", Identifies.ACCOUNT),
        ("sibling jayden, 7, was seen", Identifies.NAME),
        ("mum skylah-mae 23", Identifies.NAME),
        ("Pastor Grace Olabode rang", Identifies.NAME),
        ("dob 4.iii.2016", Identifies.BIRTH),
        ("turned four on 5th October 2023", Identifies.BIRTH),
        ("MRN 00482913", Identifies.NUMBER),
        ("NINO qq123456c", Identifies.NUMBER),
        ("a grey car, K455 ZQR", Identifies.REGISTRATION),
        ("the van's plate was qz07hgy", Identifies.REGISTRATION),
        ("Discord: venomz#4471", Identifies.ACCOUNT),
        ("living at 9 The Larches", Identifies.ADDRESS),
        ("Maes y Dderwen, Heol Las", Identifies.ADDRESS),
        ("goes to Busy Bees nursery", Identifies.SCHOOL),
        ("baptised at St Wenna's Church", Identifies.WORSHIP),
    ],
)
def test_what_identifies_is_marked(text: str, kind: Identifies) -> None:
    assert kind in {mark.kind for mark in marks(text)}, marks(text)


@pytest.mark.parametrize("text", PLAIN)
def test_an_anonymised_summary_is_left_alone(text: str) -> None:
    assert [text[mark.start : mark.end] for mark in marks(text)] == []


@given(st.text(max_size=300))
def test_masking_keeps_every_other_word(text: str) -> None:
    found = marks(text)
    assert all(first.end <= second.start for first, second in pairwise(found))
    rest, at = [], 0
    for mark in found:
        rest.append(text[at : mark.start])
        at = mark.end
    rest.append(text[at:])
    covered = masked(text, found)
    for piece in rest:
        assert piece in covered
        covered = covered[covered.index(piece) + len(piece) :]
    assert marks(text) == found
