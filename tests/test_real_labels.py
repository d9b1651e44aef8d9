"""The labels of the real inspection letters: sound, wordless, and still pointing at passages that are read."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from evals.real.labels import FOLDER, LABELS, Label, Labelled, agreement, labels, mark, matched, table, topics
from ingest.errors import BadDocument
from ingest.model import Passage, Role
from ingest.passages.structure import passages_of
from ingest.read.layout import CleanDocument
from ingest.read.worker import Limits, read_many
from ingest.vocabulary.reading import vocabulary

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("COMMONTHREAD_REAL_DATA") or ROOT.parent / "shared" / "data") / "inspections"
FINAL = {"themes": {"neglect": "clear"}, "agencies": {}, "role": "finding", "file": "a.pdf", "pages": [1], "mark": "x"}


def readings() -> list[Label]:
    return [one for final in labels().values() for one in (final, final.first, final.second) if one is not None]


def test_there_are_enough_and_enough_of_them_twice() -> None:
    files = Counter(one.file for one in labels().values())
    assert files.total() >= 300
    assert min(files.values()) >= 11
    assert sum(one.first is not None and one.second is not None for one in labels().values()) >= 160
    assert set(files) == set(topics())


def test_no_passage_stands_there_twice() -> None:
    assert LABELS.read_text("utf-8").count("\n  mark: ") == len(labels())


def test_every_theme_and_agency_is_in_the_vocabulary() -> None:
    themes, agencies = ({term.id for term in terms} for terms in (vocabulary().themes, vocabulary().agencies))
    assert {name for one in readings() for name in one.themes} <= themes
    assert {name for one in readings() for name in one.agencies} <= agencies
    assert {name for topic in topics().values() for name in topic.themes} <= themes


def test_where_both_readings_agree_the_label_is_theirs() -> None:
    agreed = [one for one in labels().values() if one.first is not None and one.first == one.second]
    assert [Label.model_validate(one.model_dump(include=set(Label.model_fields))) for one in agreed] == [
        one.first for one in agreed
    ]


@pytest.mark.parametrize("more", [{"text": "words"}, {"role": "verdict"}, {"themes": {"neglect": "sure"}}])
def test_words_and_unknown_values_are_refused(more: dict[str, object]) -> None:
    Labelled.model_validate(FINAL)
    with pytest.raises(ValidationError):
        Labelled.model_validate({**FINAL, **more})


def test_no_value_is_long_enough_to_be_a_sentence() -> None:
    assert max(len(word) for word in LABELS.read_text("utf-8").partition("\n\n")[2].split()) <= 45
    fields = {name for one in labels().values() for name in one.model_dump()}
    assert fields == {"file", "pages", "mark", "themes", "agencies", "role", "first", "second"}


def test_the_readme_shows_the_kappas_that_are_computed() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert table(labels()) in readme
    twice = [one for one in labels().values() if one.second is not None]
    assert f"On {sum(one.first != one.second for one in twice)} of the {len(twice)}" in readme


def test_the_command_prints_the_kappas() -> None:
    done = subprocess.run([sys.executable, "-m", "evals.real"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == table(labels())


def test_kappa_of_a_known_case() -> None:
    """Five passages: both readings name neglect in two, only the first in one, neither in two."""
    named = {"themes": {"neglect": "clear"}, "agencies": {"police": "involved"}, "role": "finding"}
    none = {"themes": {}, "agencies": {}, "role": "narrative"}
    pairs = [(named, named), (named, named), (named, none), (none, none), (none, none)]
    made = {str(n): Labelled.model_validate({**FINAL, "first": a, "second": b}) for n, (a, b) in enumerate(pairs)}
    chance = (3 * 2 + 2 * 3) / 25
    for facet, one in agreement(made).items():
        assert (one.decisions, one.same, one.kappa) == (5, 4 / 5, pytest.approx((4 / 5 - chance) / (1 - chance)))
        assert one.both == (None if facet == "roles" else pytest.approx(2 / 3))


def passage(name: str, text: str, page: int = 1) -> Passage:
    return Passage(name, "d", 0, (), text, Role.FINDING, (), None, (page,), (None,))


def test_a_passage_whose_id_has_changed_is_found_by_its_letters() -> None:
    label = Labelled.model_validate({**FINAL, "mark": mark("• The plan’s aim, in 2019")})
    again = passage("new", "The plan's aim in 2019")
    assert matched({"old": label}, {"a.pdf": [again]}) == {"old": again}
    assert matched({"new": label}, {"a.pdf": [again]}) == {"new": again}
    assert matched({"old": label}, {"a.pdf": [replace(again, pages=(2,))], "b.pdf": [again]}) == {}
    assert matched({"old": label}, {"a.pdf": [passage("new", "The plan's aim in 2020")]}) == {}


def held(path: Path, document: CleanDocument) -> tuple[Passage, ...]:
    return passages_of(document, hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.skipif(not REAL.is_dir(), reason=f"real inspections are not at {REAL} (set COMMONTHREAD_REAL_DATA)")
def test_every_labelled_passage_is_still_read() -> None:
    read = dict(read_many(sorted(REAL.glob("*.pdf")), Limits(), held))
    passages = {path.name: found for path, found in read.items() if not isinstance(found, BadDocument)}
    wanted, ids = labels(), {one.id for several in passages.values() for one in several}
    found, moved = matched(wanted, passages), len(wanted.keys() - ids)
    lost = sorted(f"{wanted[name].file} page {wanted[name].pages[0]}" for name in wanted.keys() - found.keys())
    assert not lost, f"{len(lost)} of {len(wanted)} labels lost their passage ({moved} ids changed): {lost}"
