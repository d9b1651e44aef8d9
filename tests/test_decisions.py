"""What people decided: kept, found again after a re-reading, taken to another library and back, never guessed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.deciding.decide import take_in
from index.tagging.decided import laid_over
from ingest import pipeline
from ingest.decided.anchors import PassageAnchor, passage_anchor, passage_at
from ingest.decided.corrections import FACTS, choices_of, parsed, refusal, written
from ingest.decided.decision_file import read_text, text_of
from ingest.decided.decisions import About, Decision, Ledger, Verdict
from ingest.errors import BadArgument, VocabularyError
from ingest.library import Library
from ingest.model import Passage, Role, Span
from ingest.vocabulary.reading import vocabulary
from tests.test_pipeline import BRIEFING, REPORT

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
DOCUMENT = "d" * 64
THEMES = [theme.id for theme in vocabulary().themes]


def passage(text: str, order: int = 0, page: int = 1, document: str = DOCUMENT) -> Passage:
    name = f"{document[:4]}-{page}-{order}-{abs(hash(text))}"
    return Passage(name, document, order, (Span(page, 0, len(text)),), text, Role.FINDING, (), None, (page,), (None,))


def decision(on: Passage, theme: str = "neglect", verdict: Verdict = Verdict.ADD, minutes: int = 0) -> Decision:
    when = START + timedelta(minutes=minutes)
    return Decision(About.THEME, on.id, theme, verdict, "Jo", when, passage_anchor(on, [on]))


def fill(library: Library, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "briefing.txt").write_text(BRIEFING, encoding="utf-8")
    assert not pipeline.add(library, [folder]).unreadable


def every_passage(library: Library) -> list[Passage]:
    return [held.passage for held in library.catalogue.held()]


def on_held(library: Library, at: int, theme: str = "neglect", verdict: Verdict = Verdict.ADD) -> Decision:
    chosen = every_passage(library)[at]
    anchor = passage_anchor(chosen, library.catalogue.passages(chosen.document_id))
    return replace(decision(chosen, theme, verdict), anchor=anchor)


# The ledger


def test_a_decision_is_kept_raises_the_revision_and_said_again_changes_nothing(library: Library) -> None:
    ledger, one = Ledger(library.database), decision(passage("A bruise was seen."))
    before = library.catalogue.revision()
    assert ledger.decide(one)
    assert library.catalogue.revision() == before + 1
    assert not ledger.decide(replace(one, decided=START + timedelta(days=1)))
    assert library.catalogue.revision() == before + 1
    assert ledger.on([one.target]) == {one.target: (one,)}


def test_the_latest_stands_even_where_a_clock_runs_behind(library: Library) -> None:
    ledger, one = Ledger(library.database), decision(passage("A bruise was seen."), minutes=10)
    ledger.decide(one)
    ledger.decide(replace(one, verdict=Verdict.REJECT, decided=START))
    (kept,) = ledger.every()
    assert kept.verdict is Verdict.REJECT
    assert kept.decided > one.decided


def test_what_is_taken_back_no_longer_stands_and_is_remembered(library: Library) -> None:
    ledger, one = Ledger(library.database), decision(passage("A bruise was seen."))
    assert not ledger.decide(replace(one, verdict=Verdict.UNDO))
    ledger.decide(one)
    ledger.decide(replace(one, verdict=Verdict.UNDO))
    assert ledger.on([one.target]) == {}
    assert [kept.verdict for kept in ledger.every()] == [Verdict.UNDO]
    assert ledger.merge([one]).older == 1
    assert ledger.on([one.target]) == {}


# Finding a passage again


def test_a_passage_read_with_other_spaces_and_hyphens_is_found_by_its_letters() -> None:
    old = passage("The health visi- tor asked no ﬁrst question.")
    new = passage("The health visitor asked no first question.", order=4)
    assert passage_at(passage_anchor(old, [old]), [passage("Another one."), new]) == new.id


def test_a_passage_that_was_cut_or_changed_is_not_found() -> None:
    old = passage("The health visitor asked no question. Nobody else did.")
    others = [passage("The health visitor asked no question."), passage("Nobody else did.", 1)]
    assert passage_at(passage_anchor(old, [old]), others) is None
    assert (
        passage_at(passage_anchor(old, [old]), [passage("The health visitor asked a question. Nobody else did.")])
        is None
    )


def test_of_passages_with_the_same_words_only_one_is_meant() -> None:
    same = [passage("Agreed.", order, page) for order, page in ((0, 1), (1, 2), (2, 2))]
    anchors = [passage_anchor(one, same) for one in same]
    assert [passage_at(anchor, same) for anchor in anchors] == [one.id for one in same]
    assert passage_at(anchors[0], same[:2]) == same[0].id
    assert passage_at(anchors[1], [same[1], same[2], passage("Agreed.", 3, 2)]) is not None
    assert passage_at(anchors[2], [same[0], passage("Agreed.", 3, 1)]) is None


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["Yes.", "No.", "Agreed by all.", "Not known."]), min_size=1, max_size=9), st.data())
def test_an_anchor_leads_to_its_own_passage(texts: list[str], data: st.DataObject) -> None:
    held = [passage(text, order, 1 + order // 3) for order, text in enumerate(texts)]
    chosen = data.draw(st.sampled_from(held))
    assert passage_at(passage_anchor(chosen, held), held) == chosen.id


def test_decisions_follow_a_document_that_is_read_anew_and_wait_where_it_is_not(
    library: Library, tmp_path: Path
) -> None:
    fill(library, tmp_path / "papers")
    ledger, one, other = Ledger(library.database), on_held(library, 3), on_held(library, 4, "fathers-men")
    ledger.decide(one)
    lost = replace(other, subject="neglect", anchor=other.anchor.model_copy(update={"letters": "0" * 32}))  # type: ignore[union-attr]
    ledger.decide(replace(lost, target="gone"))
    moved = replace(one, target="old-id")
    with library.database.change() as session:
        session.connection().exec_driver_sql("UPDATE decisions SET target = 'old-id' WHERE target = ?", (one.target,))
    assert ledger.on([one.target]) == {}
    assert pipeline.regroup(library) is False
    assert [kept.target for kept in ledger.every()] == [one.target, "gone"]
    assert [kept.target for kept in ledger.waiting([])] == ["gone"]
    assert moved.anchor == ledger.on([one.target])[one.target][0].anchor


def test_what_is_withdrawn_takes_its_decisions_with_it(library: Library) -> None:
    ledger, kept, gone = (
        Ledger(library.database),
        decision(passage("One.", document="a" * 64)),
        decision(passage("Two.")),
    )
    ledger.decide(kept)
    ledger.decide(gone)
    assert ledger.forget(DOCUMENT) == 1
    assert ledger.every() == [kept]


# The file


def decisions_on(held: Sequence[Passage]) -> st.SearchStrategy[list[Decision]]:
    made = st.builds(
        decision,
        st.sampled_from(list(held)),
        st.sampled_from(THEMES[:4]),
        st.sampled_from([Verdict.ADD, Verdict.REJECT, Verdict.ACCEPT, Verdict.UNDO]),
        st.integers(0, 6),
    )
    return st.lists(made, max_size=8, unique_by=lambda one: one.key)


HELD = [passage("One."), passage("Two.", 1), passage("Three.", 2)]


@settings(max_examples=30, deadline=None)
@given(decisions_on(HELD))
def test_the_file_gives_back_what_was_written(made: list[Decision]) -> None:
    assert sorted(read_text(text_of(made), "it"), key=str) == sorted(made, key=str)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None)
@given(decisions_on(HELD), decisions_on(HELD))
def test_two_ledgers_merge_to_the_same_in_either_order(
    tmp_path: Path, mine: list[Decision], theirs: list[Decision]
) -> None:
    ends = []
    for first, second in ((mine, theirs), (theirs, mine)):
        library = Library.open(Path(f"{tmp_path}/{datetime.now(UTC).timestamp()}"), create=True)
        ledger = Ledger(library.database)
        ledger.merge(first)
        ledger.merge(second)
        revision = library.catalogue.revision()
        assert ledger.merge([*first, *second]).taken == 0
        assert library.catalogue.revision() == revision
        ends.append(ledger.every())
        library.close()
    assert ends[0] == ends[1]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two files, on which nobody has decided yet."""
    folder = tmp_path_factory.mktemp("pristine")
    library = Library.open(folder / "library", create=True)
    fill(library, folder / "papers")
    library.close()
    return folder / "library"


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_exported_and_taken_into_a_new_library_of_the_same_files_the_tags_are_the_same(
    pristine: Path, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        libraries = [Library(Path(shutil.copytree(pristine, Path(folder) / name))) for name in ("one", "two")]
        held = every_passage(libraries[0])
        made = data.draw(decisions_on(held))
        anchored = [
            replace(one, anchor=passage_anchor(on, libraries[0].catalogue.passages(on.document_id)))
            for one in made
            for on in held
            if on.id == one.target
        ]
        Ledger(libraries[0].database).merge(anchored)
        take_in(libraries[1], read_text(text_of(Ledger(libraries[0].database).every()), "it"))
        ids = [one.id for one in held]
        tags = [laid_over({}, Ledger(library.database).on(ids)) for library in libraries]
        assert tags[0] == tags[1]
        assert sum(len(one.themes) for one in tags[0].values()) == sum(
            one.verdict in (Verdict.ADD, Verdict.ACCEPT) for one in made
        )
        for library in libraries:
            library.close()


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("subject: neglect", "subject: neglekt", 5, "did you mean “neglect”"),
        ("verdict: add", "verdict: correct", 6, "is not said of a theme"),
        ("by: Jo", "bye: Jo", 7, "“bye” is not a key"),
        ("at: '2026-01-05T09:30:00+00:00'", "at: yesterday", 8, "at"),
        ("place: 1", "place: 0", 13, "place"),
        ("decisions:", "decision:", 3, "not a key"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(old: str, new: str, line: int, reason: str) -> None:
    text = text_of([decision(HELD[0])])
    with pytest.raises(VocabularyError, match=reason) as refused:
        read_text(text.replace(old, new), "given.yaml")
    assert str(refused.value).startswith(f"given.yaml, line {line}: ")


def test_a_file_that_decides_twice_on_the_same_is_refused() -> None:
    one = decision(HELD[0])
    text = text_of([one]) + text_of([replace(one, verdict=Verdict.REJECT)]).partition("decisions:\n")[2]
    with pytest.raises(VocabularyError, match="two decisions"):
        read_text(text, "given.yaml")


# Facts


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("age", "7 weeks", (1, 1)),
        ("age", "5 months to 3 years", (5, 36)),
        ("age", "2 years 3 months", (27, 27)),
        ("age", "unborn", (-1, -1)),
        ("published", "2019-03", ("2019-03",)),
        ("period", "2014-05 to 2016-09-30", ("2014-05", "2016-09-30")),
        ("fatal", "No", (False,)),
        ("children", "40", (40,)),
        ("agencies", "gp-primary-care , police", ("police", "gp-primary-care")),
        ("nation", "Northern Ireland", ("Northern Ireland",)),
        ("author", "Not stated", ()),
    ],
)
def test_a_fact_is_read_as_a_person_writes_it(name: str, text: str, value: tuple[object, ...]) -> None:
    assert parsed(name, text) == value
    assert refusal(name, value) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("age", "seven"),
        ("age", "99 years"),
        ("age", "3 years to 2 years"),
        ("published", "2019-13"),
        ("published", "2019-02-30"),
        ("published", "3019"),
        ("period", "2016 to 2014"),
        ("children", "0"),
        ("children", "many"),
        ("fatal", "perhaps"),
        ("nation", "England and Wales"),
        ("harm_types", "chronic-neglect, hram"),
        ("publisher", ""),
        ("publisher", "x" * 201),
        ("colour", "blue"),
    ],
)
def test_what_cannot_be_a_fact_is_refused(name: str, text: str) -> None:
    with pytest.raises(BadArgument):
        parsed(name, text)


def test_every_fact_says_how_it_is_written_and_not_stated_is_a_value_of_each() -> None:
    for name, fact in FACTS.items():
        assert fact.form
        assert parsed(name, written(name, ())) == ()
        for choice in choices_of(name):
            assert parsed(name, choice)


def test_a_stored_value_of_the_wrong_kind_is_refused() -> None:
    assert refusal("age", ("young",))
    assert refusal("children", ("2",))
    assert refusal("fatal", (1, 2))


def test_an_anchor_holds_no_word_of_the_report() -> None:
    kept = passage_anchor(HELD[0], HELD).model_dump()
    assert set(kept) == {"document", "page", "letters", "place", "of"}
    assert PassageAnchor.model_validate(kept)
