"""A person decides on the command line: what is kept, what is refused in words, and how search and counts follow."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from index.config import IndexConfig
from index.desk import bring_up_to_date, open_searcher
from index.recurring.heads import by_head, framework_of, heads_by_theme
from index.searching.query import Filters
from index.tagging.decided import laid_over
from index.tagging.tags import AgencyTag, How, Part, PassageTags, Strength, ThemeTag
from ingest import pipeline
from ingest.library import Library
from tests.held import WordEmbedder
from tests.test_decisions import on_held

STORY = """Serious case review: Child {letter}
Northmere Local Safeguarding Children Board
Published March {year}

This is a fictional document written for tests. The board, the places and the people are invented.

1. What happened

1.1 Child {letter} was five months old when he was hurt in November {before}. Nobody asked who else lived in the home.

1.2 The health visitor was told of a bruise and did not speak to the mother alone about what went on at home.

2. Recommendations

Recommendation 1: The Board should ask the health trust to report on its bruising protocol within six months.
"""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two papers and a library of them, indexed by a small embedder."""
    folder = tmp_path_factory.mktemp("pristine")
    papers = folder / "papers"
    papers.mkdir()
    for letter, year in (("Y", 2018), ("Z", 2020)):
        story = STORY.format(letter=letter, year=year, before=year - 2)
        (papers / f"{letter}.txt").write_text(story, encoding="utf-8")
    library = Library.open(folder / "library", create=True)
    assert not pipeline.add(library, [papers]).unreadable
    bring_up_to_date(library, IndexConfig(), embedder=WordEmbedder())
    library.close()
    return folder


class Shell:
    """The command line over a copy of that library."""

    def __init__(self, pristine: Path, folder: Path) -> None:
        shutil.copytree(pristine / "library", folder / "library")
        self.papers = pristine / "papers"
        self.embedder = WordEmbedder()
        self.library = Library.open(folder / "library")
        self.reviews = sorted(review.id for review in self.library.catalogue.reviews())

    def index(self) -> int:
        """Bring the index up to date; how many passages were embedded."""
        return bring_up_to_date(self.library, IndexConfig(), embedder=self.embedder).embedded

    def run(self, *words: str | Path) -> Result:
        return CliRunner().invoke(cli, ["--library", str(self.library.folder), *map(str, words)])

    def data(self, *words: str | Path, ends: int = 0) -> Any:
        done = self.run(*words, "--json")
        assert done.exit_code == ends, done.output
        return json.loads(done.stdout)

    def passage(self, words: str) -> str:
        return next(held.passage.id for held in self.library.catalogue.held() if words in held.passage.text)


@pytest.fixture
def shell(pristine: Path, tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(pristine, tmp_path / "mine")
    yield shell
    shell.library.close()


def test_a_decision_shows_at_once_and_search_follows_without_embedding(shell: Shell) -> None:
    passage = shell.passage("Nobody asked who else")
    before = shell.embedder.encoded
    shown = shell.data("tag", passage, "--add", "neglect", "--by", "Jo", "--note", "see 1.2")
    (tag,) = (tag for tag in shown["themes"] if tag["id"] == "neglect")
    assert (tag["decided_by"], tag["strength"], tag["how"], tag["note"]) == ("Jo", "clear", "person", "see 1.2")
    assert tag["decided"].endswith("+00:00")
    assert shell.data("show", passage)["themes"] == shown["themes"]
    assert shell.data("status")["index"]["state"] == "behind"

    assert shell.index() == 0
    assert shell.embedder.encoded == before
    searcher = open_searcher(shell.library, IndexConfig(), keyword_only=True)
    found = searcher.search("", Filters(themes=("neglect",)), 5, 5)
    assert [hit.passage.id for result in found.results for hit in result.passages] == [passage]
    assert found.facets["theme"]["neglect"] == 1

    shell.run("tag", passage, "--undo", "neglect")
    assert shell.index() == 0
    searcher = open_searcher(shell.library, IndexConfig(), keyword_only=True)
    assert searcher.search("", Filters(themes=("neglect",)), 5, 5).passages_searched == 0


def test_what_a_person_rejects_is_gone_and_said_so(shell: Shell) -> None:
    passage = shell.passage("bruising protocol")
    read = shell.data("show", passage)["agencies"]
    assert read
    assert all(tag["decided_by"] == "machine" for tag in read)
    shown = shell.data("tag", passage, "--agency", "--remove", read[0]["id"], "--by", "Jo")
    assert read[0]["id"] not in {tag["id"] for tag in shown["agencies"]}
    assert [(one["about"], one["id"], one["decided_by"]) for one in shown["rejected"]] == [
        ("agency", read[0]["id"], "Jo")
    ]


def test_accepting_needs_a_tag_and_adding_one_that_is_there_accepts_it(shell: Shell) -> None:
    passage = shell.passage("bruising protocol")
    (agency, *_) = (tag["id"] for tag in shell.data("show", passage)["agencies"])
    refused = shell.run("tag", passage, "--accept", "online-harm")
    assert refused.exit_code == 2
    assert "nothing to accept" in refused.stderr
    shell.run("tag", passage, "--agency", "--add", agency)
    assert shell.data("decisions")["decisions"][0]["verdict"] == "accept"


@pytest.mark.parametrize(
    ("words", "ends", "said"),
    [
        (("--add", "neglekt"), 2, "did you mean “neglect”"),
        (("--add", "Neglect"), 2, "it is “neglect”"),
        (("--agency", "--add", "neglect"), 2, "not the id of an agency"),
        (("--undo", "neglect"), 3, "Nobody has decided"),
        (("--add", "neglect", "--remove", "neglect"), 2, "given twice"),
        ((), 2, "Say what to decide"),
        (("--add", "neglect", "--note", "n" * 1001), 2, "at most 1000"),
    ],
)
def test_what_cannot_be_decided_is_said(shell: Shell, words: tuple[str, ...], ends: int, said: str) -> None:
    before = shell.library.catalogue.revision()
    done = shell.run("tag", shell.passage("bruising"), *words)
    assert (done.exit_code, said in done.stderr) == (ends, True), done.stderr
    assert shell.run("tag", "nothing", "--add", "neglect").exit_code == 3
    assert shell.library.catalogue.revision() == before


def test_a_lock_is_said_and_nothing_is_kept(shell: Shell) -> None:
    with shell.library.writing():
        done = shell.run("tag", shell.passage("bruising"), "--add", "neglect")
    assert done.exit_code == 6
    assert "Another Common Thread command" in done.stderr
    assert shell.data("decisions") == {"decisions": [], "waiting": 0}


def test_a_corrected_fact_stands_through_re_reading_and_keeps_the_address(shell: Shell) -> None:
    review = shell.reviews[0]
    shell.run("fact", review, "age", "7 weeks", "--by", "Jo")
    shell.run("fact", review, "published", "2017-06")
    answer = shell.data("fact", review, "subject", "Child Q")
    assert answer["decided"]["age"]["read"] == [5, 5]
    assert answer["decided"]["age"]["value"] == [1, 1]
    shown = shell.data("show", review)
    assert (shown["id"], shown["title"], shown["year"]) == (review, "Child Q", 2017)
    assert (shown["facts"]["age_months_min"], shown["facts"]["published"]) == (1, "2017-06")
    assert shown["decided"]["age"]["decided_by"] == "Jo"

    with shell.library.database.change() as session:  # as after a new version of the reader
        session.connection().exec_driver_sql("UPDATE documents SET reader = 'older'")
    pipeline.add(shell.library, [shell.papers])
    assert sorted(one.id for one in shell.library.catalogue.reviews()) == shell.reviews
    assert shell.data("show", review)["title"] == "Child Q"

    assert shell.run("fact", review, "subject", "--undo").exit_code == 0
    assert shell.data("show", review)["title"] == "Child Y"
    assert shell.run("fact", review, "subject", "--undo").exit_code == 3


def test_saying_what_was_read_confirms_it(shell: Shell) -> None:
    review = shell.reviews[0]
    assert shell.data("fact", review, "age", "5 months")["decided"]["age"]["verdict"] == "accept"
    assert shell.run("fact", review, "age", "five").exit_code == 2
    assert shell.run("fact", review, "aeg", "5 months").exit_code == 2
    assert shell.run("fact", "nobody", "age", "5 months").exit_code == 3


def test_decisions_travel_as_one_file(shell: Shell, pristine: Path, tmp_path: Path) -> None:
    passage, file = shell.passage("Nobody asked"), tmp_path / "decisions.yaml"
    shell.run("tag", passage, "--add", "neglect", "--by", "Jo")
    shell.run("fact", shell.reviews[0], "fatal", "no")
    assert shell.run("decisions", "--export", file).exit_code == 0
    assert "bruise" not in file.read_text(encoding="utf-8")
    other = Shell(pristine, tmp_path / "other")
    assert other.data("decisions", "--import", file) == {
        "decisions": 2, "taken": 2, "known": 0, "older": 0, "waiting": 0
    }  # fmt: skip
    assert other.data("decisions", "--import", file)["known"] == 2
    assert other.data("show", passage)["themes"] == shell.data("show", passage)["themes"]
    assert other.data("show", shell.reviews[0])["facts"]["fatal"] is False
    other.library.close()

    empty = Library.open(tmp_path / "empty", create=True)
    empty.close()
    run = CliRunner().invoke(cli, ["--library", str(empty.folder), "decisions", "--import", str(file), "--json"])
    assert json.loads(run.stdout)["waiting"] == 2
    file.write_text("decisions:\n- about: theme\n", encoding="utf-8")
    refused = shell.run("decisions", "--import", file)
    assert refused.exit_code == 2
    assert "decisions.yaml, line 2: " in refused.stderr


def test_the_queue_counts_what_it_is_of_and_loses_what_is_decided(shell: Shell) -> None:
    queue = shell.data("queue", "--limit", "500")
    assert queue["reviews"] == 2
    assert queue["tags"]["possible"] + queue["facts"]["doubtful"] == len(queue["items"])
    assert queue["tags"]["possible"] <= queue["tags"]["of"]
    item = next(item for item in queue["items"] if item["about"] != "fact")
    extra = ["--agency"] if item["about"] == "agency" else []
    shell.run("tag", item["passage"]["id"], *extra, "--accept", item["id"])
    after = shell.data("queue", "--limit", "500")
    assert after["tags"]["decided"] == 1
    assert item not in after["items"]
    assert len(after["items"]) < len(queue["items"])


def test_a_framework_is_kept_once_it_is_read_without_fault(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(
        "name: Northmere framework\nthemes:\n  neglect: Harm\n  online-harm: [Harm, Life online]\n", "utf-8"
    )
    bad.write_text("name: Northmere framework\nthemes:\n  neglekt: Harm\n", "utf-8")
    assert shell.data("mapping", good)["heads"][0] == {"head": "Harm", "themes": ["neglect", "online-harm"]}
    refused = shell.run("mapping", bad)
    assert refused.exit_code == 2
    assert "bad.yaml, line 3: " in refused.stderr
    framework = framework_of(shell.library.folder)
    assert framework is not None
    carried = {"a": {"neglect", "online-harm"}, "b": {"online-harm"}, "c": {"voice-of-child"}}
    assert [(head.label, head.reviews, head.of) for head in by_head(framework, carried)] == [
        ("Harm", 2, 3), ("Life online", 2, 3)
    ]  # fmt: skip
    assert heads_by_theme(framework) == {"neglect": ("Harm",), "online-harm": ("Harm", "Life online")}
    good.write_text("name: Another\nthemes:\n  neglect: Care\n", "utf-8")
    monkeypatch.setenv("COMMONTHREAD_MAPPING", str(good))
    assert shell.data("mapping")["name"] == "Another"
    monkeypatch.delenv("COMMONTHREAD_MAPPING")
    assert shell.run("mapping", "--drop").exit_code == 0
    assert shell.run("mapping", "--drop").exit_code == 3


def test_a_persons_word_is_laid_over_the_machines(shell: Shell) -> None:
    added = on_held(shell.library, 0, "neglect")
    machine = PassageTags(
        (ThemeTag("online-harm", Strength.POSSIBLE, How.CUE, ((0, 3),)),),
        (AgencyTag("police", Part.ADDRESSEE, Strength.POSSIBLE, ()),),
    )
    (tags,) = laid_over({added.target: machine}, {added.target: (added,)}).values()
    assert [(tag.id, tag.by is None) for tag in tags.themes] == [("online-harm", True), ("neglect", False)]
    assert tags.agencies == machine.agencies
    assert laid_over({"x": machine}, {}) == {"x": machine}
