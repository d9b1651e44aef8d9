"""Counting again what has changed is the same as counting all anew, and counts no more than that. All is invented."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.gate.withdrawing import withdraw
from index.config import IndexConfig
from index.desk import bring_up_to_date, tags_of
from index.engine.edge import _copy_without_holes
from index.recurring import counts
from index.recurring.counted_file import FILE, load
from index.recurring.counting import Counted, counted_of
from index.recurring.counts import Counts
from ingest import pipeline
from ingest.decided.anchors import passage_anchor
from ingest.decided.decisions import About, Decision, Ledger, Verdict
from ingest.library import Library
from ingest.model import Review
from ingest.withdrawn.tombstones import WithdrawalReason
from ingest.withdrawn.withdrawal import going
from tests.briefed import STORY
from tests.held import WordEmbedder

EMBEDDER = WordEmbedder()


@pytest.fixture(autouse=True)
def _always_worth_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "_WORTH_KEEPING", 0.0)


@pytest.fixture
def changing(shelf: Library, tmp_path: Path) -> Iterator[Library]:
    """A copy of the four invented reviews, to be changed."""
    opened = Library.open(_copied(shelf, tmp_path / "changing"))
    yield opened
    opened.close()


def _copied(library: Library, to: Path) -> Path:
    return shutil.copytree(library.folder, to, copy_function=_copy_without_holes)


def anew(library: Library) -> Counted:
    return counted_of(library.catalogue, lambda passages: tags_of(library, passages))


def add(library: Library, random: Random) -> None:
    letter = random.choice("QRSTU")
    finding = f"Nobody asked the father of Child {letter} whether he drank or was ill or wrote {random.random()} down."
    story = STORY.format(letter=letter, year=2019, before=2017, age="two years", place="Eldersby", finding=finding)
    papers = library.folder.parent / "more papers"
    papers.mkdir(exist_ok=True)
    (papers / f"{letter}.txt").write_text(story, encoding="utf-8")
    pipeline.add(library, [papers])  # one like a withdrawn story is refused, and nothing changes


def index(library: Library, _random: Random) -> None:
    bring_up_to_date(library, IndexConfig(), embedder=EMBEDDER)


def decide(library: Library, random: Random) -> None:
    chosen = random.choice([one.passage for one in library.catalogue.held()])
    anchor = passage_anchor(chosen, library.catalogue.passages(chosen.document_id))
    about = random.choice([About.THEME, About.AGENCY])
    subject = random.choice(["fathers-men", "domestic-abuse"] if about is About.THEME else ["police", "school"])
    verdict = random.choice([Verdict.ADD, Verdict.ACCEPT, Verdict.REJECT, Verdict.UNDO])
    Ledger(library.database).decide(
        Decision(about, chosen.id, subject, verdict, "A. Person", datetime.now(UTC), anchor)
    )


def take_away(library: Library, random: Random) -> None:
    reviews = library.catalogue.reviews()
    if len(reviews) > 1:
        chosen = random.choice(reviews)
        withdraw(library, going(library, chosen.id), WithdrawalReason.ERROR, embedder=EMBEDDER)
        file = library.cache_folder / FILE
        assert not file.exists() or chosen.id not in file.read_text()


CHANGES = {"add": add, "index": index, "decide": decide, "withdraw": take_away}


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["decide", "add", "decide", "index", "withdraw"]), max_size=6), st.integers(0, 9999))
@example(["decide", "add", "index", "decide", "withdraw"], 1)
def test_what_is_counted_again_is_what_is_counted_anew(shelf: Library, changes: list[str], seed: int) -> None:
    random = Random(seed)
    with TemporaryDirectory() as folder:
        library = Library.open(_copied(shelf, Path(folder) / "library"))
        kept = Counts(library)
        kept.current()
        for change in changes:
            CHANGES[change](library, random)
            assert kept.current().reviews == Counts(library).current().reviews == anew(library).reviews
            assert kept.current().revision == library.catalogue.revision()
        library.close()


def recounted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the reviews that are counted from now on."""
    seen: list[str] = []
    real = counts.counted_reviews

    def noting(record: object, tags: object, reviews: Sequence[Review]) -> object:
        seen.extend(one.id for one in reviews)
        return real(record, tags, reviews)

    monkeypatch.setattr(counts, "counted_reviews", noting)
    return seen


def test_only_the_review_that_was_decided_on_is_counted_again(
    changing: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Counts(changing)
    kept.current()
    seen = recounted(monkeypatch)
    held = next(iter(changing.catalogue.held()))
    anchor = passage_anchor(held.passage, changing.catalogue.passages(held.document.id))
    one = Decision(About.THEME, held.passage.id, "fii", Verdict.ADD, "A. Person", datetime.now(UTC), anchor)
    Ledger(changing.database).decide(one)
    assert held.review
    found = kept.current()
    assert "fii" in next(one for one in found.reviews if one.review.id == held.review.id).themes
    assert seen == [held.review.id]
    index(changing, Random(1))
    assert kept.current() is not found
    assert Counts(changing).current().reviews == found.reviews
    assert seen == [held.review.id], "the index was brought up to date, and no tag is another"


def test_another_vocabulary_counts_everything_again(changing: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    Counts(changing).current()
    seen = recounted(monkeypatch)
    Counts(changing).current()
    assert seen == []
    monkeypatch.setattr("index.recurring.counts.version", lambda: "another")
    monkeypatch.setattr("index.recurring.review_state.version", lambda: "another")
    Counts(changing).current()
    assert len(seen) == 4


def test_after_a_withdrawal_the_rest_is_not_counted_again(changing: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Counts(changing).current().reviews[0].review
    withdraw(changing, going(changing, gone.id), WithdrawalReason.ERROR, embedder=EMBEDDER)
    kept = load(changing.cache_folder / FILE, changing.catalogue.reviews())
    assert len(kept.reviews) == 3
    text = (changing.cache_folder / FILE).read_text()
    assert not any(name in text for name in (gone.id, *gone.documents))
    seen = recounted(monkeypatch)
    assert Counts(changing).current().reviews == anew(changing).reviews
    assert seen == []


def test_nothing_is_written_of_a_library_that_changed_meanwhile(
    changing: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = counts.counted_reviews

    def slow(*given: object) -> object:
        with changing.database.change():
            pass
        return real(*given)

    monkeypatch.setattr(counts, "counted_reviews", slow)
    Counts(changing).current()
    assert not (changing.cache_folder / FILE).exists()
