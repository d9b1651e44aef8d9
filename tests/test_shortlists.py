"""Shortlists: made, noted, ordered, renamed, taken away and taken in; on the command line and in the app."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from app.cli import cli
from app.house import House
from app.main import build
from app.pages import shortlist as page
from app.papers.paper import Heading, Paragraph, Quote, Table
from app.reports.listed_note import listed_note
from app.scope.from_list import note_from
from app.shortlist.view import add
from index.recommendations.recommending import Recommending
from index.recurring.counts import Counts
from ingest import pipeline
from ingest.decided.shortlist_file import read_file, text_of
from ingest.decided.shortlists import LONGEST_NOTE, Item, Kind, Shortlists
from ingest.errors import BadArgument, VocabularyError
from ingest.library import Library
from ingest.model import Role
from tests.app_library import HOSTILE, OneAnswer, answer, make, passage_with, report
from tests.held import WordEmbedder


@pytest.fixture
def lists(library: Library) -> Shortlists:
    return Shortlists(library.database)


@pytest.fixture
def held(tmp_path: Path) -> Library:
    return make(tmp_path)


def ids(lists: Shortlists, name: str) -> list[str]:
    return [item.id for item in lists.get(name).items]


def three(lists: Shortlists) -> None:
    for name in ("a", "b", "c"):
        assert lists.add("Babies", Item(name, Kind.PASSAGE))


def test_what_is_added_stands_once_and_in_order(lists: Shortlists) -> None:
    three(lists)
    assert not lists.add("  Babies ", Item("a", Kind.PASSAGE, "seen twice"))
    assert lists.get("Babies").items[0] == Item("a", Kind.PASSAGE, "seen twice")
    assert lists.move("Babies", "c", -1) == 2
    assert lists.move("Babies", "a", 9) == 3
    assert ids(lists, "Babies") == ["c", "b", "a"]
    assert lists.remove("Babies", "b")
    assert not lists.remove("Babies", "b")
    lists.add("Babies", Item("d", Kind.REVIEW))
    assert ids(lists, "Babies") == ["c", "a", "d"]


def test_adding_does_not_make_the_index_out_of_date(lists: Shortlists, library: Library) -> None:
    before = library.catalogue.revision()
    three(lists)
    assert library.catalogue.revision() == before


def test_notes_names_and_deletion(lists: Shortlists) -> None:
    three(lists)
    lists.note("Babies", "b", "  for the panel ")
    lists.rename("Babies", " For  the panel")
    assert [one.name for one in lists.every()] == ["For the panel"]
    assert [item.note for item in lists.get("For the panel").items] == ["", "for the panel", ""]
    lists.add("Other", Item("x", Kind.REVIEW))
    with pytest.raises(BadArgument, match="already"):
        lists.rename("Other", "For the panel")
    with pytest.raises(BadArgument, match="not on the shortlist"):
        lists.note("Other", "nothing", "note")
    with pytest.raises(BadArgument, match="characters at most"):
        lists.note("Other", "x", "n" * (LONGEST_NOTE + 1))
    lists.delete("For the panel")
    assert [one.name for one in lists.every()] == ["Other"]
    with pytest.raises(BadArgument, match="There is no shortlist"):
        lists.get("For the panel")


def test_a_list_goes_to_a_file_and_comes_back_the_same(lists: Shortlists, tmp_path: Path) -> None:
    three(lists)
    lists.note("Babies", "b", "note: with a colon\nand a second line")
    file = tmp_path / "list.yaml"
    file.write_text(text_of(lists.get("Babies")), "utf-8")
    name, items = read_file(file)
    lists.replace(f"{name} again", items)
    assert lists.get("Babies again").items == lists.get("Babies").items
    as_json = tmp_path / "list.json"
    as_json.write_text(json.dumps({"name": "J", "items": [{"id": "a", "kind": "passage"}]}), "utf-8")
    assert read_file(as_json) == ("J", (Item("a", Kind.PASSAGE),))
    file.write_text("name: Babies\nitems:\n- id: a\n  kind: rumour\n", "utf-8")
    with pytest.raises(VocabularyError, match="line 4"):
        read_file(file)


def test_the_command_adds_shows_and_writes(held: Library, tmp_path: Path) -> None:
    passage = passage_with(held, report(held), "bruise")
    review = report(held).review_id or ""

    def run(*words: str, ends: int = 0) -> str:
        done = CliRunner().invoke(cli, ["--library", str(held.folder), "shortlist", *words])
        assert done.exit_code == ends, done.output
        return done.stdout

    run("Mine", "--add", passage.id, "--note", "for the panel")
    run("Mine", "--add", review)
    shown = json.loads(run("Mine", "--move", review, "1", "--json"))
    assert [item["id"] for item in shown["items"]] == [review, passage.id]
    assert shown["items"][1]["note"] == "for the panel"
    assert shown["items"][1]["text"] == passage.text
    for name in ("list.docx", "list.md", "list.ris", "list.bib", "list.yaml"):
        run("--out", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size
    written = (tmp_path / "list.md").read_text("utf-8")
    assert "Note: for the panel" in written
    assert "p. 1" in written
    assert "## References" in written
    run("Mine", "--delete")
    run("--import", str(tmp_path / "list.yaml"))
    assert len(json.loads(run("Mine", "--json"))["items"]) == 2
    run("Mine", "--add", "nothing-like-it", ends=3)
    run("Nobody", ends=2)
    run("Mine", "--out", str(tmp_path / "list.pdf"), ends=2)


def test_the_page_changes_a_list_and_shows_reports_as_text(held: Library) -> None:
    found = answer(held, "bruise")
    hostile = passage_with(held, report(held), "The report says")
    with TestClient(build(held.folder, open_searcher=lambda _library: OneAnswer(found))) as client:

        def change(**asked: str) -> dict[str, str]:
            reply = client.post("/shortlist/change", json=asked)
            assert reply.status_code == 200, reply.text
            return reply.json()

        assert "Added to “Shortlist” (1 item)" in change(act="add", item=hostile.id)["said"]
        change(act="add", item=report(held).review_id or "")
        change(act="note", name="Shortlist", item=hostile.id, note=HOSTILE)
        assert change(act="down", name="Shortlist", item=hostile.id)["said"] == "Now in place 2."
        file = change(act="export", name="Shortlist", ending="md")["file"]
        assert "attachment" in client.get(file).headers["content-disposition"]
        assert client.post("/shortlist/change", json={"act": "add", "item": "none"}).status_code == 422
        refused = {"sec-fetch-site": "cross-site"}
        sent = client.post("/shortlist/change", json={"act": "delete", "name": "Shortlist"}, headers=refused)
        assert sent.status_code == 403
    html = page.show(House(held, lambda _library: OneAnswer(found)), "/shortlist", "load")
    assert "Shortlist: 2 items" in html
    assert "<script>alert" not in html
    assert html.index("1. <a") < html.index("2. <a")


def read_anew(library: Library, folder: Path) -> None:
    """As after a new version of the reader."""
    with library.database.change() as session:
        session.connection().exec_driver_sql("UPDATE documents SET reader = 'older'")
    pipeline.add(library, [folder / "files"])


def under_other_ids(library: Library, *ids: str) -> None:
    """As if these had been put on a list when an older reader gave other ids."""
    with library.database.record() as session:
        for name in ids:
            change = "UPDATE shortlist_items SET item = 'old-' || item WHERE item = ?"
            session.connection().exec_driver_sql(change, (name,))


def test_items_follow_what_is_read_anew_and_wait_where_it_is_not_found(held: Library, tmp_path: Path) -> None:
    lists = Shortlists(held.database)
    review, kept, lost = (
        report(held).review_id or "",
        passage_with(held, report(held), "bruise").id,
        passage_with(held, report(held), "protocol").id,
    )
    for item in (review, kept, lost):
        add(held, "Mine", item, f"note on {item}")
    add(held, "Twice", kept)
    lists.rename("Mine", "Ours")
    for one in lists.get("Ours").items:
        assert one.anchor
        assert "bruise" not in one.anchor.model_dump_json(), "an anchor holds no word of the report"
    under_other_ids(held, review, kept, lost)
    with held.database.record() as session:
        other = "UPDATE shortlist_anchors SET anchor = json_set(anchor, '$.letters', ?) WHERE item = ?"
        session.connection().exec_driver_sql(other, ("0" * 32, f"old-{lost}"))
    add(held, "Twice", kept, "seen again")

    read_anew(held, tmp_path)

    assert ids(lists, "Ours") == [review, kept, f"old-{lost}"]
    assert [item.note for item in lists.get("Ours").items] == [f"note on {item}" for item in (review, kept, lost)]
    assert [(item.id, item.note) for item in lists.get("Twice").items] == [(kept, "seen again")]
    html = page.show(House(held, lambda _library: OneAnswer(answer(held, "bruise"))), "/shortlist?name=Ours", "load")
    assert f"note on {lost}" in html
    assert "waits" in html
    assert "page 2" in html, "where it stood is said, so that a person can find it"
    assert lists.forget(report(held).id, {report(held).id}) == 1
    assert ids(lists, "Ours") == [review, kept]


def test_lists_of_earlier_versions_get_their_anchors_before_anything_is_read_anew(
    held: Library, tmp_path: Path
) -> None:
    lists = Shortlists(held.database)
    passage = passage_with(held, report(held), "bruise").id
    lists.add("Mine", Item(passage, Kind.PASSAGE))
    assert lists.get("Mine").items[0].anchor is None
    read_anew(held, tmp_path)
    assert lists.get("Mine").items[0].anchor


def test_a_list_from_another_machine_is_found_by_its_anchors(held: Library, tmp_path: Path) -> None:
    passage = passage_with(held, report(held), "bruise").id
    add(held, "Mine", passage)
    file = tmp_path / "list.yaml"
    text = text_of(Shortlists(held.database).get("Mine"))
    assert "bruise" not in text
    file.write_text(text.replace(passage, "other-id"), "utf-8")
    done = CliRunner().invoke(cli, ["--library", str(held.folder), "shortlist", "New", "--import", str(file), "--json"])
    assert [item["id"] for item in json.loads(done.stdout)["items"]] == [passage]
    file.write_text(text.replace("kind: passage", "kind: review"), "utf-8")
    with pytest.raises(VocabularyError, match="not the anchor of a review"):
        read_file(file)


def test_a_scoping_note_from_a_list_alone_names_its_notes_and_leaves_the_case_to_a_person(
    shelf: Library, tmp_path: Path
) -> None:
    lists = Shortlists(shelf.database)
    first, second = [one.id for one in shelf.catalogue.reviews()[:2]]
    document = shelf.catalogue.review(first).documents[0]  # type: ignore[union-attr]
    passage = next(one for one in shelf.catalogue.passages(document) if one.role is Role.RECOMMENDATION)
    add(shelf, "For the panel", passage.id, "ask *why*")
    add(shelf, "For the panel", second, "ours too")
    lists.add("For the panel", Item("gone", Kind.PASSAGE))
    made = datetime(2026, 3, 12, tzinfo=UTC)
    scope = note_from(
        shelf, Counts(shelf).current(), lambda: Recommending(shelf, WordEmbedder()), lists.get("For the panel"), made
    )
    assert [review.id for review in scope.scoping.reviews] == [first, second]
    assert scope.themes, "the two reviews share a theme"
    assert set(scope.absent).isdisjoint(scope.scoping.themes)
    paper = listed_note(scope)
    quotes = [block for block in paper.blocks if isinstance(block, Quote)]
    assert passage.id in [quote.passage for quote in quotes]
    for quote in quotes:
        held = shelf.catalogue.passage(quote.passage)
        assert held and held.text[quote.start : quote.end] == quote.text
    said = " ".join(one.text for block in paper.blocks if isinstance(block, Paragraph) for one in block.sentences)
    for words in (
        "3 items chosen by a person",
        "1 item of the list could not be used",
        "No case was given",
        "ask *why*",
    ):
        assert words in said
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert "What was read of this case" not in headings
    assert headings[-2:] == ["References", "How this note was made"]
    assert headings.index("Period to be reviewed") < headings.index("Organisations to be involved")
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert any("ours too" in row for table in tables for row in table.rows)
    command = ["--library", str(shelf.folder), "scope", "--shortlist", "For the panel"]
    for name in ("note.docx", "note.md"):
        done = CliRunner().invoke(cli, [*command, "--out", str(tmp_path / name), "--references"])
        assert done.exit_code == 0, done.output
    assert (tmp_path / "note.ris").stat().st_size
    assert "ask \\*why\\*" in (tmp_path / "note.md").read_text("utf-8")
    done = CliRunner().invoke(cli, [*command, "--review", first, "--out", str(tmp_path / "no.md")])
    assert (done.exit_code, "goes alone" in done.output) == (2, True)
    lists.delete("For the panel")


def test_a_list_that_speaks_of_no_review_makes_no_note(held: Library) -> None:
    Shortlists(held.database).add("Old", Item("gone", Kind.PASSAGE))
    with TestClient(build(held.folder, open_searcher=lambda _library: OneAnswer(answer(held, "bruise")))) as client:
        reply = client.post("/shortlist/change", json={"act": "scope", "name": "Old"})
        assert (reply.status_code, "no review that is held" in reply.json()["said"]) == (422, True)
        add(held, "Old", report(held).review_id or "")
        file = client.post("/shortlist/change", json={"act": "scope", "name": "Old", "ending": "md"}).json()["file"]
        assert client.get(file).text.startswith("# Scoping note")


def test_what_is_not_held_as_it_was_is_said(held: Library) -> None:
    Shortlists(held.database).add("Old", Item("gone", Kind.PASSAGE, "my note"))
    html = page.show(House(held, lambda _library: OneAnswer(answer(held, "bruise"))), "/shortlist?name=Old", "load")
    assert "not held as it was" in html
    assert "my note" in html
