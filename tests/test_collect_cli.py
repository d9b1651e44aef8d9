"""``commonthread collect`` as people and scripts meet it: exit codes, JSON, the list of sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from tests.collecting import publish
from tests.web_server import Site, serving


@pytest.fixture
def site():
    with serving(Site()) as served:
        yield served


def _register(folder: Path, site: Site, **more: str) -> Path:
    """Two sources: one that is as expected, one that lists nothing."""
    publish(site, "CA", "CB")
    site.html("/empty/", "<h1>Reviews</h1>")
    common = "publisher: Northmere Local Safeguarding Children Board, nation: England, shape: list-page, delay: 0"
    lines = (
        f"- {{name: {name}, {common}, start_urls: ['{site.root}{page}'], expect_min: 1, expect_max: 9}}"
        for name, page in (("Northmere", "/reviews/"), ("Quiet", "/empty/"))
    )
    file = folder / "register.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_collecting_from_a_register(tmp_path: Path, site: Site) -> None:
    library, file = tmp_path / "library", _register(tmp_path, site)
    listed = _run("--library", library, "collect", "--register", file, "--list")
    assert "Northmere" in listed.stdout and "never collected" in listed.stdout and not library.exists()
    done = _run("--library", library, "collect", "--register", file, "--no-index", "--json")
    assert done.exit_code == 5 and "Quiet: not as expected: no entry was found" in done.stderr
    reports = {report["source"]: report for report in json.loads(done.stdout)["sources"]}
    assert (reports["Northmere"]["health"], reports["Northmere"]["new"]) == ("complete", 2)
    state = json.loads(_run("--library", library, "status", "--since", "2020-01-01", "--json").stdout)
    assert [(source["name"], source["health"]) for source in state["sources"]] == [
        ("Northmere", "complete"),
        ("Quiet", "failed"),
    ]
    assert {document["path"] for document in state["documents"]} == {None}
    assert all(document["source_url"].startswith(site.root) for document in state["documents"])
    assert len(state["new_since"]["reviews"]) == state["reviews"] == 2
    again = _run("--library", library, "collect", "Northmere", "--register", file, "--no-index")
    assert again.exit_code == 0 and "collected whole" in again.stdout


def test_a_source_that_is_not_in_the_register(tmp_path: Path, site: Site) -> None:
    found = _run("--library", tmp_path / "library", "collect", "Northmeer", "--register", _register(tmp_path, site))
    assert found.exit_code == 2 and "Is “Northmere” meant?" in found.stderr


def test_the_packaged_register_asks_for_a_contact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMONTHREAD_CONTACT", raising=False)
    found = _run("--library", tmp_path / "library", "collect")
    assert found.exit_code == 2 and "COMMONTHREAD_CONTACT" in found.stderr and not (tmp_path / "library").exists()
