"""What similar reviews and the guard are measured with: halves, criteria, masks and check digits are as they claim."""

from __future__ import annotations

import re

from evals.guard import alarms, missed, read, recall, stretches
from evals.similar import masked, ndcg
from evals.similar_cases import judged_cases


def test_cases_come_in_halves_and_each_has_something_to_find() -> None:
    cases = judged_cases()
    halves = [case.half for case in cases]
    assert (len(cases), halves.count("calibration"), halves.count("held-back")) == (30, 15, 15)
    assert len({case.id for case in cases}) == 30
    assert all(case.worth for case in cases)


def test_ndcg_is_one_for_the_best_order_and_less_for_another() -> None:
    worth = {"a": 3, "b": 1}
    assert ndcg(["a", "b", "c"], worth) == 1.0
    assert 0 < ndcg(["c", "b", "a"], worth) < 1.0


def test_a_masked_summary_names_neither_board_nor_child_nor_day() -> None:
    text = masked("Northmere County Council told Child AR's mother on 3 March 2017. Rowan was born in 2016.", ["Rowan"])
    assert not re.search(r"Northmere|\bAR\b|Rowan|20\d\d|March", text), text


def test_snippets_are_two_hundred_in_halves_and_nhs_numbers_carry_their_check_digit() -> None:
    given = read()
    assert (len(given.seen), len(given.held_back)) == (100, 100)
    assert (len(given.anonymised_seen), len(given.anonymised_held_back)) == (75, 75)
    numbers = re.findall(r"\b999[ -]?\d{3}[ -]?\d{4}\b", " ".join((*given.seen, *given.held_back)))
    digits = [[int(one) for one in number if one.isdigit()] for number in numbers]
    assert len(digits) > 4
    assert all((11 - sum(d * (10 - at) for at, d in enumerate(one[:9])) % 11) % 11 == one[9] for one in digits)


def test_a_stretch_is_found_where_all_of_it_is_marked() -> None:
    assert stretches("Ring [[07700 900123]].") == ("Ring 07700 900123.", [(5, 17)])
    assert list(missed("Ring [[07700 900123]] now.")) == []
    assert list(missed("The [[cupboard]] was empty.")) == ["cupboard"]


def test_the_guard_keeps_its_goals() -> None:
    given = read()
    found, total, _ = recall((*given.seen, *given.held_back))
    assert found / total >= 0.98
    assert len(alarms((*given.anonymised_seen, *given.anonymised_held_back))) < 0.05 * 150
