"""The search benchmark: complete, still pointing at passages that are read, split as it says, wordless on real text."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from evals.collection import read as read_collection
from evals.library import is_calibration
from evals.queries import record
from evals.queries.agreement import agreement, kappa
from evals.queries.export import export, folder_of, review_grades
from evals.queries.places import anchor_of, find, key_of
from evals.queries.pooling import Characters
from evals.queries.records import (
    FOLDER,
    NO_ANSWER,
    Collection,
    Half,
    Judgement,
    Query,
    anchors,
    in_half,
    judgements,
    queries,
    second_grades,
)
from ingest.library import Library
from ingest.model import Held
from ingest.pipeline import add

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("COMMONTHREAD_REAL_DATA") or ROOT.parent / "shared" / "data") / "inspections"
FICTIONAL = Collection.FICTIONAL
REVIEWS = {path.name for path in (ROOT / "evals" / "fictional" / "reviews").iterdir()}
KINDS = {
    "keywords", "paraphrase", "exact", "dated", "acronym", "negation", "age", "agency", "known", "question", "misspelt",
    "recommended", "paragraph", NO_ANSWER,
}  # fmt: skip


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory, fiction: Path) -> Iterator[list[Held]]:
    library = Library.open(tmp_path_factory.mktemp("queries") / "library", create=True)
    add(library, [fiction])
    yield list(library.catalogue.held())
    library.close()


def test_there_are_enough_queries_of_every_kind_in_both_halves() -> None:
    several = queries(FICTIONAL)
    assert sum(query.answerable for query in several) >= 150
    assert sum(not query.answerable for query in several) >= 20
    assert sum(query.answerable for query in queries(Collection.REAL)) >= 60
    for half in Half:
        assert {query.kind for query in in_half(several, half)} == KINDS
        assert len(in_half(several, half)) >= len(several) * 0.45
    assert len({query.text for query in several}) == len({query.id for query in several}) == len(several)
    lengths = Counter(len(query.text.split()) for query in several)
    assert min(lengths) <= 3 and max(lengths) >= 60


@pytest.mark.parametrize("collection", Collection)
def test_every_query_is_judged_and_answered_as_its_kind_says(collection: Collection) -> None:
    assert set(judgements(collection)) == {query.id for query in queries(collection)}
    for query in queries(collection):
        best = max(judgements(collection)[query.id].grades.values())
        assert best == (3 if query.answerable else 0), query.id


def test_a_query_falls_to_the_half_of_the_reviews_it_is_about() -> None:
    for query in queries(FICTIONAL):
        assert set(query.about) <= REVIEWS
        halves = {is_calibration(folder) for folder in query.about}
        if len(halves) == 1:
            assert (query.half is Half.CALIBRATION) == halves.pop(), query.id
            graded = judgements(FICTIONAL)[query.id]
            files = {anchors(FICTIONAL)[key].file.split("/")[0] for key, grade in graded.grades.items() if grade == 3}
            assert files & set(query.about), query.id
    plain = Query(id="keywords-99", user="analyst", text="bruising")
    assert plain.half == Query(id="keywords-99", user="trainer", text="other words").half


def test_every_judged_passage_of_the_fictional_library_is_still_there(held: list[Held]) -> None:
    found = find(anchors(FICTIONAL), held)
    assert found.lost == ()
    assert len({one.passage.id for one in found.passages.values()}) == len(anchors(FICTIONAL))


def test_a_passage_is_found_again_by_id_then_by_letters_then_by_its_first_words(held: list[Held]) -> None:
    one = next(one for one in held if len(one.passage.text.split()) > 20)
    anchor = anchor_of(one, FICTIONAL)
    key = key_of(one.passage.id)
    letters = anchor.model_copy(update={"id": "gone"})
    words = letters.model_copy(update={"mark": "gone"})
    nothing = words.model_copy(update={"opens": "No passage begins with these words"})
    for given in (anchor, letters, words):
        assert find({key: given}, held).passages[key] is one
    assert find({key: nothing}, held).lost == (key,)
    assert find({key: letters.model_copy(update={"file": "elsewhere/overview.pdf"})}, held).lost == (key,)
    assert anchor_of(one, Collection.REAL).opens is None


def test_the_nearest_page_decides_between_passages_that_begin_alike(held: list[Held]) -> None:
    one = next(one for one in held if len(one.passage.text.split()) > 20)
    far = replace(one, passage=replace(one.passage, id="far", pages=(90,), text=one.passage.text + " More."))
    anchor = anchor_of(one, FICTIONAL).model_copy(update={"id": "gone", "mark": "gone", "page": 88})
    assert find({"key": anchor}, [one, far]).passages["key"] is far


@pytest.mark.parametrize("by_review", [False, True])
def test_the_calibration_half_is_exported_without_a_test_board(
    held: list[Held], tmp_path: Path, by_review: bool
) -> None:
    done = export(FICTIONAL, held, tmp_path, Half.CALIBRATION, by_review=by_review)
    assert done.lost == done.unanswered == ()
    collection = read_collection(tmp_path)
    inside = {one.passage.id for one in held if is_calibration(folder_of(one, FICTIONAL))}
    inside = {name for name in REVIEWS if is_calibration(name)} if by_review else inside
    assert {item.id for item in collection.items} == inside
    assert {name for scores in collection.judged.values() for name in scores} <= inside
    asked = [query for query in in_half(queries(FICTIONAL), Half.CALIBRATION) if query.answerable]
    assert set(collection.queries) == set(collection.judged) == set(collection.answerable)
    assert set(collection.queries) == {query.id for query in asked}
    none = [json.loads(line) for line in (tmp_path / "no-answer.jsonl").read_text("utf-8").splitlines()]
    assert none and all(row["metadata"]["kind"] == NO_ANSWER and row["_id"] not in collection.queries for row in none)


def test_the_test_half_searches_the_whole_library_and_may_keep_what_has_no_answer(
    held: list[Held], tmp_path: Path
) -> None:
    done = export(FICTIONAL, held, tmp_path, Half.TEST, with_no_answer=True)
    collection = read_collection(tmp_path)
    assert done.items == len(held) == len(collection.items)
    assert len(collection.judged) - len(collection.answerable) == sum(
        not query.answerable for query in in_half(queries(FICTIONAL), Half.TEST)
    )
    assert not {query.id for query in in_half(queries(FICTIONAL), Half.CALIBRATION)} & set(collection.queries)


def test_a_review_is_worth_its_best_passage_unless_it_was_read_as_a_whole() -> None:
    judgement = Judgement(passages={3: ("a",), 1: ("b", "c"), 0: ("d",)}, reviews={2: ("second",)})
    folders = {"a": "first", "b": "first", "c": "second", "d": "third"}
    assert review_grades(judgement, folders) == {"first": 3, "second": 2, "third": 0}


def test_grades_are_taken_down_with_the_rest_of_the_pool_at_nought() -> None:
    given = record.read(["keywords-01 | 3 a | 1 b c | R2 northmere-2018-child-ar", ""])
    judged = record.judged(given, {"keywords-01": ["a", "x"]})["keywords-01"]
    assert judged.grades == {"a": 3, "b": 1, "c": 1, "x": 0}
    assert judged.review_grades == {"northmere-2018-child-ar": 2}
    with pytest.raises(ValueError, match="two grades"):
        record.read(["keywords-01 | 3 a | 2 a"])
    with pytest.raises(ValidationError):
        Judgement(passages={4: ("a",)})


def test_files_are_written_as_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "file_of", lambda collection, what: tmp_path / f"{collection}.{what}.yaml")
    for collection in Collection:
        record.write(collection, judgements(collection), anchors(collection))
        for what in ("grades", "passages"):
            kept = (FOLDER / f"{collection}.{what}.yaml").read_text("utf-8")
            assert (tmp_path / f"{collection}.{what}.yaml").read_text("utf-8") == kept


def test_characters_find_a_misspelt_word(held: list[Held]) -> None:
    texts = {one.passage.id: one.passage.text for one in held}
    first = Characters(held)("diabetis insuline")[0]
    assert "insulin" in texts[first]


def test_kappa_takes_chance_out() -> None:
    assert kappa([(0, 0), (1, 1), (2, 2)], linear=False) == 1.0
    assert kappa([(0, 0), (0, 1), (1, 0), (1, 1)], linear=False) == pytest.approx(0.0)
    near, far = [(0, 0), (3, 3), (0, 1)], [(0, 0), (3, 3), (0, 3)]
    assert kappa(near, linear=True) > kappa(far, linear=True)


def test_enough_pairs_were_read_twice_and_the_readings_mostly_agree() -> None:
    one = agreement()
    assert one.pairs >= 150
    assert {collection for collection in Collection if second_grades(collection)} == set(Collection)
    assert 0.6 < one.kappa < 1 and one.apart <= 2


def test_labels_of_real_text_hold_no_words() -> None:
    for anchor in anchors(Collection.REAL).values():
        assert anchor.opens is None
        assert re.fullmatch(r"[0-9a-f]{12}", anchor.mark) and re.fullmatch(r"[0-9a-f]{16}", anchor.document)
    graded = re.sub(r"(?m)^#.*|\bp[0-9a-f]{8}\b", "", (FOLDER / "real.grades.yaml").read_text("utf-8"))
    ids = {word for query in queries(Collection.REAL) for word in query.id.split("-")}
    assert set(re.findall(r"[A-Za-z]+", graded)) <= {"passages", "reviews"} | ids


@pytest.mark.skipif(not REAL.is_dir(), reason="the real inspection letters are not here (COMMONTHREAD_REAL_DATA)")
def test_queries_put_to_real_text_are_in_our_own_words() -> None:
    from pypdf import PdfReader

    run = 7
    texts = (page.extract_text() for path in sorted(REAL.glob("*.pdf"))[:6] for page in PdfReader(path).pages)
    words = [re.findall(r"[a-z]+", text.casefold()) for text in texts]
    runs = {tuple(line[at : at + run]) for line in words for at in range(len(line) - run + 1)}
    for query in queries(Collection.REAL):
        asked = re.findall(r"[a-z]+", query.text.casefold())
        assert not {tuple(asked[at : at + run]) for at in range(len(asked) - run + 1)} & runs, query.id
