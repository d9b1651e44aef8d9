"""What becomes of sources over time: the same, replaced, moved, gone, back, gone quiet; and a run that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import check, pipeline
from ingest.archive import sha256_of
from ingest.errors import LibraryLocked, NoContact
from ingest.library import Library
from ingest.model import ReviewStatus
from ingest.record.tables.collected import AddressRow
from ingest.sources.register import SourceEntry
from ingest.sources.report import Health
from ingest.withdrawn.tombstones import WithdrawalReason
from ingest.withdrawn.withdrawal import finish, going, withdraw
from tests.collecting import links, place_of, publish, report_on, run, source, state
from tests.web_server import Site, serving


@pytest.fixture(scope="module")
def site():
    with serving(Site()) as served:
        yield served


def test_the_life_of_a_source(library: Library, site: Site) -> None:
    """One library through five visits; each costs a process, so that they are one test."""
    publish(site, "AA", "AB", "AC", "AD", page="/life/", folder="/life/files/")
    publish(site, "BA", "BB", "BC", page="/half/", folder="/half/files/")
    life = source(site, "life", "/life/")
    half = source(site, "half", "/half/")
    first = run(library, life, half)
    assert (first["life"].new, first["half"].new) == (4, 3)
    _unchanged(library, site, life, half)
    earlier = _replaced_and_gone(library, site, life, half)
    _back_again(library, site, life)
    assert library.catalogue.document(earlier) is not None and library.catalogue.passages(earlier)
    assert list(check.problems_of(library)) == []


def _unchanged(library: Library, site: Site, *sources: SourceEntry) -> None:
    before, revision = dict(site.bodies), library.catalogue.revision()
    again = run(library, *sources)
    assert (again["life"].unchanged, again["life"].new, again["life"].file_bytes) == (4, 0, 0)
    sent = {path for path, size in site.bodies.items() if size > before.get(path, 0)}
    assert not any("/files/" in path for path in sent)
    assert library.catalogue.revision() == revision


def _replaced_and_gone(library: Library, site: Site, life: SourceEntry, half: SourceEntry) -> str:
    """AA is replaced in place, AB answers with 404, AC is dropped from the list; of the other source all but one is."""
    folder = "/life/files/"
    earlier = next(d for d in library.catalogue.documents() if d.source_url == site.root + place_of("AA", folder))
    site.file(place_of("AA", folder), report_on("AA", more="The board has corrected this report."))
    site.file(place_of("AB", folder), "gone", status=404)
    site.html("/life/", links("AA", "AB", "AD", folder=folder))
    site.html("/half/", links("BA", folder="/half/files/"))
    held = [d for d in library.catalogue.documents() if "/half/" in (d.source_url or "")]
    reports = run(library, life, half)
    report = reports["life"]
    assert (report.changed, report.unchanged, report.health) == (1, 1, Health.COMPLETE)
    assert report.gone == sorted(f"{site.root}{place_of(child, folder)}" for child in ("AB", "AC"))
    standing = {review.subject: review.status for review in library.catalogue.reviews()}
    for child in ("AB", "AC"):
        assert standing[f"Child {child}"] is ReviewStatus.NO_LONGER_PUBLISHED
    assert standing["Child AA"] is standing["Child AD"] is ReviewStatus.LIVE
    newer = library.catalogue.newer_version(earlier.id)
    assert newer is not None and newer != earlier.id and library.catalogue.newer_version(newer) is None
    assert "corrected" in library.catalogue.passages(newer)[-1].text
    assert "less than half" in (reports["half"].reason or "") and reports["half"].health is Health.FAILED
    assert [d for d in library.catalogue.documents() if "/half/" in (d.source_url or "")] == held
    assert all(standing[f"Child {child}"] is ReviewStatus.LIVE for child in ("BA", "BB", "BC"))
    return earlier.id


def _back_again(library: Library, site: Site, life: SourceEntry) -> None:
    """AC is listed again, AB can be had again; then a page is broken, and nothing is concluded from what it lacks."""
    folder = "/life/files/"
    site.file(place_of("AB", folder), report_on("AB"))
    site.html("/life/", links("AA", "AB", "AC", folder=folder))
    report = run(library, life)["life"]
    assert report.returned == 2 and report.gone == [site.root + place_of("AD", folder)]
    standing = {review.subject: review.status for review in library.catalogue.reviews()}
    assert standing["Child AB"] is standing["Child AC"] is ReviewStatus.LIVE
    site.html("/life/", links("AA", folder=folder) + '<a href="/life/more/">More</a>')
    site.html("/life/more/", "", status=500)
    report = run(library, life.model_copy(update={"follow": life.links.model_copy(update={"address": "/more/"})}))[
        "life"
    ]
    assert report.health is Health.INCOMPLETE and report.gone == []
    standing = {review.subject: review.status for review in library.catalogue.reviews()}
    assert standing["Child AB"] is ReviewStatus.LIVE


def test_collected_and_given_are_one_document(library: Library, site: Site, tmp_path: Path) -> None:
    publish(site, "GA", page="/given/", folder="/given/files/")
    own = tmp_path / "my copy.txt"
    own.write_text(report_on("GA"), encoding="utf-8")
    pipeline.add(library, [own])
    report = run(library, source(site, "given", "/given/"), most=1)["given"]
    (document,) = library.catalogue.documents()
    assert document.id == sha256_of(own) and document.source_url == site.root + place_of("GA", "/given/files/")
    assert report.health is Health.LIMITED and library.visits.sources()[0].last_complete is None


def test_what_was_withdrawn_is_not_collected_again(library: Library, site: Site) -> None:
    publish(site, "WA", "WB", page="/withdrawn/", folder="/withdrawn/files/")
    entry = source(site, "withdrawn", "/withdrawn/")
    run(library, entry)
    address = site.root + place_of("WA", "/withdrawn/files/")
    taken = next(document for document in library.catalogue.documents() if document.source_url == address)
    with library.writing():
        withdraw(library, going(library, taken.id), WithdrawalReason.PUBLISHER_REQUEST)
        finish(library)
    sent = site.bodies[place_of("WA", "/withdrawn/files/")]
    report = run(library, entry)["withdrawn"]
    assert (report.new, report.health, report.unreadable) == (0, Health.COMPLETE, [])
    assert site.bodies[place_of("WA", "/withdrawn/files/")] == sent
    assert [review.subject for review in library.catalogue.reviews()] == ["Child WB"]
    with library.database.reading() as session:
        row = session.get_one(AddressRow, ("withdrawn", address))
        assert (row.link_text, row.listed["title"]) == (None, "")


def test_nobody_is_asked_before_a_contact_is_set(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    web = SourceEntry.model_validate(
        {
            **{"name": "x", "publisher": None, "nation": "England", "shape": "list-page"},
            **{"start_urls": ["https://reviews.example.org/"], "expect_min": 0, "expect_max": 1},
        }
    )
    for given in ("", "nobody", "me@here.example\r\nX: y"):
        monkeypatch.setenv("COMMONTHREAD_CONTACT", given)
        with pytest.raises(NoContact, match="COMMONTHREAD_CONTACT"):
            run(library, web)


def test_two_collections_do_not_meet(library: Library, site: Site) -> None:
    with library.collecting(), pytest.raises(LibraryLocked, match="Nothing was asked for"):
        run(Library.open(library.folder), source(site, "life", "/life/"))


def test_a_collection_that_is_killed_is_completed_by_the_next(tmp_path: Path, site: Site) -> None:
    children = ("KA", "KB", "KC")
    publish(site, *children, page="/kill/", folder="/kill/files/")
    register = tmp_path / "register.yaml"
    entry = source(site, "kill", "/kill/").model_dump(mode="json", exclude_none=True)
    register.write_text("- " + "\n  ".join(f"{name}: {value!r}" for name, value in _plain(entry)), encoding="utf-8")
    whole = Library.open(tmp_path / "whole", create=True)
    run(whole, source(site, "kill", "/kill/"))
    expected = state(whole)
    folder = tmp_path / "killed"
    # one run after another dies: in the ledger, between two documents, before conclusions, before clearing up
    for point in ("ledger-2", "store-2", "conclude-1", "clear-1"):
        assert _killed(folder, register, point) == -signal.SIGKILL, point
    library = Library.open(folder, create=True)
    report = run(library, source(site, "kill", "/kill/"))["kill"]
    assert state(library) == expected
    assert list(check.problems_of(library)) == []
    assert (report.unchanged, report.file_bytes) == (3, 0)
    library.close()
    whole.close()


def _plain(entry: dict[str, object]) -> list[tuple[str, object]]:
    return [(name, value) for name, value in entry.items() if value not in ({}, None)]


def _killed(folder: Path, register: Path, point: str) -> int:
    command = [sys.executable, "-m", "tests.kill_collect", str(folder), str(register), point]
    return subprocess.run(command, cwd=Path(__file__).parent.parent, env={**os.environ}, check=False).returncode
