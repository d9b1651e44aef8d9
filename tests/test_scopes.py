"""Saved scopes: kept, renamed and deleted; on the command line; and a library of an earlier version that has none."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import cli
from app.digest.saved import filters_of, said, stored
from index.searching.query import Filters
from ingest.decided.scopes import LONGEST_NAME, Scopes
from ingest.decided.shortlists import Item, Kind, Shortlists
from ingest.errors import BadArgument
from ingest.library import Library
from ingest.record.database import SCHEMA_VERSION
from tests.app_library import make

BABIES = Filters(age_groups=("under-1",), harms=("physical-abuse",), nations=("Wales",), from_year=2015)
DAY = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def scopes(library: Library) -> Scopes:
    return Scopes(library.database)


def test_a_scope_keeps_its_id_its_filters_and_its_day(scopes: Scopes) -> None:
    saved = scopes.save("  Under ones,  Wales ", stored(BABIES))
    assert (saved.name, saved.seen) == ("Under ones, Wales", None)
    scopes.see("Under ones, Wales", DAY)
    scopes.rename("Under ones, Wales", "Babies")
    (kept,) = scopes.every()
    assert (kept.id, kept.name, kept.seen) == (saved.id, "Babies", DAY)
    assert filters_of(kept.filters) == BABIES
    scopes.see("Babies", None)
    assert scopes.get("Babies").seen is None
    scopes.delete("Babies")
    assert scopes.every() == [] and scopes.of_id(saved.id) is None


def test_names_are_told_apart_and_what_cannot_be_is_refused(scopes: Scopes) -> None:
    scopes.save("Babies", {})
    scopes.save("Older", {})
    refused = (
        lambda: scopes.save("Babies", {}),
        lambda: scopes.rename("Older", "Babies"),
        lambda: scopes.save("   ", {}),
        lambda: scopes.save("x" * (LONGEST_NAME + 1), {}),
        lambda: scopes.save("Many", {"themes": ["x"] * 201}),
        lambda: scopes.delete("Nobody"),
        lambda: scopes.see("Nobody", DAY),
    )
    for act in refused:
        with pytest.raises(BadArgument):
            act()
    assert [one.name for one in scopes.every()] == ["Babies", "Older"]


def test_saving_does_not_make_the_index_out_of_date(scopes: Scopes, library: Library) -> None:
    before = library.catalogue.revision()
    scopes.save("Babies", stored(BABIES))
    scopes.see("Babies", DAY)
    assert library.catalogue.revision() == before


def test_only_what_is_on_is_kept_and_what_is_not_known_is_left_out() -> None:
    kept = stored(BABIES)
    assert json.loads(json.dumps(kept)) == kept
    assert set(kept) == {"age_groups", "harms", "nations", "from_year"}
    assert stored(Filters(kinds=("inquiry",), reviews_only=True)) == {}
    assert filters_of({**kept, "moon": ["full"]}) == BABIES
    assert filters_of({"themes": 7}) == Filters()
    assert said(BABIES, {}).split(" · ")[0::3] == ["Under 1", "from 2015"]
    assert said(Filters(), {}) == "All reviews"
    assert said(Filters(publishers=("north", "away")), {"north": "Northmere LSCB"}) == "Northmere LSCB or away"


def test_a_library_of_an_earlier_version_gets_the_table_and_keeps_all_else(tmp_path: Path) -> None:
    library = make(tmp_path)
    Shortlists(library.database).add("Mine", Item("x", Kind.REVIEW, "a note"))
    before = (library.catalogue.revision(), [one.id for one in library.catalogue.reviews()])
    folder = library.folder
    library.close()
    with sqlite3.connect(folder / "catalogue.sqlite") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        database.execute("DROP TABLE scopes")
        database.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
    again = Library.open(folder)
    assert Scopes(again.database).every() == []
    Scopes(again.database).save("Babies", stored(BABIES))
    assert (again.catalogue.revision(), [one.id for one in again.catalogue.reviews()]) == before
    assert [item.note for item in Shortlists(again.database).get("Mine").items] == ["a note"]
    again.close()
    with sqlite3.connect(folder / "catalogue.sqlite") as database:
        assert database.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == (str(SCHEMA_VERSION),)
        assert {n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} == tables


def test_the_command_line_lists_saves_renames_and_deletes(tmp_path: Path) -> None:
    library = make(tmp_path)
    folder = library.folder
    library.close()

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(cli, ["--library", str(folder), "scopes", *words])
        assert done.exit_code == code, done.output
        return done.stdout

    run("--save", "Babies", "--age-group", "under-1", "--from-year", "2015")
    run("--save", "Babies", "--age-group", "1-5", code=2)
    run("--save", "Nothing", code=2)
    run("--age-group", "under-1", code=2)
    assert "Babies: Under 1 · from 2015; never looked at" in run()
    run("--rename", "Babies", "Under ones")
    run("--seen-until", "Under ones", "2026-03-04")
    (shown,) = json.loads(run("--json"))["scopes"]
    assert shown["name"] == "Under ones" and shown["filters"] == {"age_groups": ["under-1"], "from_year": 2015}
    assert datetime.fromisoformat(shown["seen_until"]).astimezone().date().isoformat() == "2026-03-04"
    assert shown["feed"] == f"/feed.atom?scope={shown['id']}"
    assert run("--delete", "Under ones") == ""
