"""Cases like this: nearness by signal, silence that neither helps nor harms, near-copies folded, what differs named."""

from __future__ import annotations

import pytest
from held import review
from hypothesis import given
from hypothesis import strategies as st
from test_recurring import carried

from index.cases.case import Ages, Case, Correction, Signal, Trait, corrected
from index.cases.counterpart import Differs, differences
from index.cases.meaning import Meaning
from index.cases.nearness import age_nearness, between, harm_nearness, rarities, shared
from index.cases.reader import CaseReader, case_of_review, evenly
from index.cases.similar import WEIGHTS, Ablation, Comparer, Likes
from index.engine.payload import age_groups
from index.errors import BadQuery
from index.recurring.counting import Counted, CountedReview, CountedTheme
from index.searching.query import Filters
from index.vectors.embedding import SentenceTransformerEmbedder


class Told:
    """Circumstances that are known beforehand."""

    def __init__(self, scores: dict[str, float]) -> None:
        self._scores = scores

    def near(self, _case: Case, reviews: frozenset[str]) -> dict[str, Meaning]:
        return {name: Meaning(score, ("p",), ((0, "p"),)) for name, score in self._scores.items() if name in reviews}


def counted(name: str, themes: dict[str, CountedTheme], **known: object) -> CountedReview:
    one = review(name, **known)
    groups = tuple(age_groups(one.age_months_min, one.age_months_max))
    return CountedReview(one, groups, frozenset(one.agencies), frozenset(), themes, True)


NEGLECT = carried(("p1", "finding", True, set()))
RARE = carried(("p2", "finding", True, set()))
HELD = Counted(
    3,
    (
        counted(
            "baby", {"neglect": NEGLECT, "fii": RARE}, age_months_min=5, age_months_max=5, harm_types=("suffocation",)
        ),
        counted("teen", {"neglect": NEGLECT}, age_months_min=180, age_months_max=180, harm_types=("cce",)),
        counted("silent", {"neglect": NEGLECT}),
        counted("old", {"neglect": NEGLECT}, age_months_min=6, age_months_max=6, year=2009, nation="Wales"),
    ),
)
CASE = Case(
    "A baby of four months was neglected.",
    ("A baby of four months was neglected.",),
    (Trait(Signal.THEMES, "neglect", ((27, 36),)), Trait(Signal.THEMES, "fii"), Trait(Signal.HARM, "suffocation")),
    Ages(4, 4),
)


def likes(case: Case = CASE, filters: Filters | None = None, **scores: float) -> Likes:
    return Comparer(lambda: HELD, Told(scores)).likes(case, filters)


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        ((4, 4), (4, 4), 1.0, 1.0),
        ((4, 40), (30, 60), 1.0, 1.0),
        ((4, 4), (8, 8), 0.6, 0.9),
        ((4, 4), (36, 36), 0.0, 0.05),
        ((180, 180), (190, 190), 0.9, 1.0),
        ((-1, -1), (0, 0), 0.8, 1.0),
    ],
)
def test_ages_are_near_as_ages_are(first: tuple[int, int], second: tuple[int, int], least: float, most: float) -> None:
    score = age_nearness(first, second)
    assert score is not None
    assert least <= score <= most
    assert score == age_nearness(second, first)


def test_what_is_not_stated_has_no_nearness() -> None:
    assert age_nearness(None, (4, 4)) is None
    assert shared({}, {"a": 1.0}, {}) is None


def test_what_few_reviews_have_weighs_more() -> None:
    rare = rarities({"neglect": 9, "fii": 1}, 10)
    assert shared({"fii": 1.0, "neglect": 1.0}, {"fii": 1.0}, rare) > shared(
        {"fii": 1.0, "neglect": 1.0}, {"neglect": 1.0}, rare
    )
    assert (between(0.1, 0.2, 0.7), between(0.9, 0.2, 0.7)) == (0.0, 1.0)


def test_the_nearest_review_comes_first_and_shows_why() -> None:
    found = likes(baby=0.9, teen=0.4).found
    assert found[0].counted.review.id == "baby"
    signals = found[0].signals
    assert signals[Signal.HARM].score == 1.0
    assert signals[Signal.THEMES].review[:2] == ("fii", "neglect")
    assert signals[Signal.CIRCUMSTANCES].parts == ((0, "p"),)
    assert found[0].shared == 4


terms = st.sampled_from(["neglect", "fii", "cce", "online-harm"])
harms = st.sampled_from(["suffocation", "cce", "road-death", "extra-familial-homicide"])
several = st.sets(harms, max_size=2).map(tuple)
months = st.one_of(st.none(), st.tuples(st.integers(-1, 100), st.integers(0, 120)).map(lambda two: (two[0], sum(two))))
held_reviews = st.lists(
    st.tuples(st.dictionaries(terms, st.booleans()), several, st.sets(st.sampled_from(["police", "school"])), months),
    min_size=1,
    max_size=6,
)


@given(held_reviews, st.sets(terms), several, months, st.dictionaries(st.integers(0, 5), st.floats(0, 1)))
def test_all_reviews_at_once_are_ranked_as_each_by_itself(
    held: list[tuple[dict[str, bool], tuple[str, ...], set[str], tuple[int, int] | None]],
    themes: set[str],
    harm: tuple[str, ...],
    ages: tuple[int, int] | None,
    told: dict[int, float],
) -> None:
    reviews = [
        counted(
            str(at),
            {name: carried((f"p{name}", "narrative", clear, set()), clear=clear) for name, clear in themes_.items()},
            harm_types=harms_,
            agencies=tuple(sorted(agencies_)),
            age_months_min=ages_[0] if ages_ else None,
            age_months_max=ages_[1] if ages_ else None,
        )
        for at, (themes_, harms_, agencies_, ages_) in enumerate(held)
    ]
    traits = [Trait(Signal.THEMES, name) for name in themes] + [Trait(Signal.HARM, name, weight=0.5) for name in harm]
    case = Case("x", ("x",), (*traits, Trait(Signal.AGENCIES, "police")), Ages(*ages) if ages else None)
    every = Counted(1, tuple(reviews))
    found = Comparer(lambda: every, Told({str(at): score for at, score in told.items()})).likes(case).found
    scores = {one.counted.review.id: {s: compared.score for s, compared in one.signals.items()} for one in found}
    stated = [Signal.CIRCUMSTANCES, Signal.AGENCIES, *([Signal.THEMES] if themes else [])]
    stated += ([Signal.HARM] if harm else []) + ([Signal.AGE] if ages else [])
    known = {s: [one[s] for one in scores.values() if one[s] is not None] for s in stated}
    for one in found:
        own = scores[one.counted.review.id]
        mean = {s: sum(known[s]) / len(known[s]) if known[s] else 0.3 for s in stated}
        total = sum(WEIGHTS[s] * (own[s] if own[s] is not None else mean[s]) for s in stated)
        assert one.score == pytest.approx(total / sum(WEIGHTS[s] for s in stated))
        assert one.shared == sum(score is not None and round(score, 12) >= 0.5 for score in own.values())


def test_silence_neither_helps_nor_harms() -> None:
    order = [one.counted.review.id for one in likes(baby=0.9, silent=0.5, teen=0.5, old=0.5).found]
    assert order.index("silent") < order.index("teen")
    silent = next(one for one in likes().found if one.counted.review.id == "silent")
    assert silent.signals[Signal.AGE].score is None


def test_few_that_share_much_are_counted_honestly() -> None:
    assert likes(baby=0.9).sharing == 1
    assert likes(Case("", ("x",), (), None)).sharing == 0


def test_a_person_may_switch_a_trait_off_or_add_one() -> None:
    without = corrected(CASE, [Correction(Signal.THEMES, "fii", 0.0), Correction(Signal.HARM, "cce", 1.0)])
    assert [trait.value for trait in without.of(Signal.THEMES)] == ["neglect"]
    assert [trait.value for trait in without.of(Signal.HARM)] == ["suffocation", "cce"]
    assert next(trait for trait in without.traits if trait.value == "fii").person


def test_filters_keep_reviews_out_and_a_review_is_not_its_own_like() -> None:
    assert [one.counted.review.id for one in likes(filters=Filters(nations=("Wales",))).found] == ["old"]
    own = case_of_review(HELD.reviews[0], ())
    assert "baby" not in {one.counted.review.id for one in likes(own).found}


def test_a_signal_can_be_left_out() -> None:
    comparer = Comparer(lambda: HELD, Told({"teen": 1.0}))
    alone = comparer.likes(CASE, None, Ablation(frozenset(set(Signal) - {Signal.CIRCUMSTANCES})))
    assert alone.found[0].counted.review.id == "teen"


def test_what_differs_is_named() -> None:
    teen = next(one for one in likes().found if one.counted.review.id == "teen")
    found = {item.how: item.values for item in differences(CASE, teen.counted, teen.signals)}
    assert found[Differs.OLDER] == ("180",)
    assert found[Differs.OTHER_HARM] == ("cce",)
    assert found[Differs.WITHOUT_THEMES] == ("fii",)


def test_a_long_case_is_compared_from_beginning_to_end() -> None:
    chosen = evenly([str(number) for number in range(240)])
    assert (len(chosen), chosen[0]) == (24, "0")
    assert int(chosen[-1]) > 220


@pytest.mark.parametrize(("text", "said"), [("", "too short"), ("Baby", "too short"), ("word " * 90_000, "characters")])
def test_what_is_no_case_is_said(text: str, said: str) -> None:
    reader = CaseReader.__new__(CaseReader)
    with pytest.raises(BadQuery, match=said):
        reader.read(text)


@pytest.fixture(scope="module")
def reader() -> CaseReader:
    return CaseReader(SentenceTransformerEmbedder.packaged())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A woman aged 42 with a learning disability was neglected by her carers at home.", "adult"),
        ("Child bruised. Mum 23, dad aged 25. Domestic abuse was known to the police.", "age is not stated"),
        ("Child is 4. Bruising. The 6-year-old child was found outside at night.", "in two ways"),
        ("Five children aged 2, 4, 7, 9 and 13. Chronic neglect, poor home conditions.", "about 5 children"),
        ("Sibling group of 4: neglect over years, dental decay, hungry at school.", "Ages are stated of 0"),
        ("Dziewczynka w wieku trzech lat została znaleziona sama w domu, policja wezwała pogotowie.", "not seem"),
        ("Cafodd y plentyn ei anafu gartref ac ni ofynnodd neb pam, er bod yr ysgol wedi poeni.", "not seem"),
    ],
)
def test_what_is_odd_about_a_case_is_said(reader: CaseReader, text: str, said: str) -> None:
    assert any(said in note for note in reader.read(text).notes), reader.read(text).notes


def test_a_plain_case_has_nothing_to_say(reader: CaseReader) -> None:
    case = reader.read("A four-month-old baby boy was taken to hospital with a fractured arm and has recovered.")
    assert (case.notes, case.ages and case.ages.youngest, case.fatal, case.children) == ((), 4, False, 1)
    assert case.ages and [case.text[start:end] for start, end in case.ages.words] == ["four-month-old"]


def test_kindred_kinds_of_harm_count_half() -> None:
    assert harm_nearness({"serious-nai-non-fatal": 1.0}, {"death-maltreatment-direct": 1.0}) == 0.5
    assert harm_nearness({"cce": 1.0}, {"cce": 1.0, "extra-familial-homicide": 1.0}) == pytest.approx(0.707, abs=0.01)
    assert harm_nearness({"fii": 1.0}, {"road-death": 1.0}) == 0.0
    assert harm_nearness({}, {"road-death": 1.0}) is None
