"""The main job, end to end: the fictional library as a new user makes it, and real reports where they are at hand."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from ingest import check
from ingest.library import Library
from tests.test_cli import Shell

ROOT = Path(__file__).parent.parent
REAL = Path(os.environ.get("COMMONTHREAD_REAL_DATA", ROOT.parent / "shared" / "data"))
QUERIES = (
    "bruise on a baby who cannot yet roll",
    "nobody asked who the father was",
    "appointments that were missed and nobody asked why",
    "the child was not seen alone",
    '"strategy discussion"',
    "safer sleep advice and alcohol",
    "learning from earlier reviews was not acted on",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("demo"))
    done = shell.run("demo", "--prepare")
    assert done.exit_code == 0, done.output
    return shell


def slices_of(shell: Shell, *words: str | Path) -> int:
    """Search, and hold every returned text against the stored pages that it names; how many there were."""
    done = shell.run("search", *words, "--json")
    assert done.exit_code in (0, 3)
    import json

    texts = 0
    catalogue = Library.open(shell.folder).catalogue
    for passage in (p for result in json.loads(done.stdout)["results"] for p in result["passages"]):
        pages = {page.index: page.text for page in catalogue.pages(passage["document"]["id"])}
        spans = passage["spans"]
        assert passage["text"] == "\n".join(pages[s["page"]][s["start"] : s["end"]] for s in spans)
        assert passage["pages"] == list(dict.fromkeys(s["page"] for s in spans))
        assert len(passage["page_labels"]) == len(passage["pages"])
        texts += 1
    return texts


def test_every_document_is_in_and_each_review_is_counted_once(demo: Shell) -> None:
    state = demo.data("status")
    assert (state["reviews"], len(state["documents"])) == (24, 39)
    assert [Path(item["path"]).name for item in state["unreadable"]] == ["response.pdf"]
    assert list(check.problems_of(Library.open(demo.folder))) == []


@pytest.mark.parametrize("query", QUERIES)
def test_every_text_returned_is_a_slice_of_its_pages(demo: Shell, query: str) -> None:
    assert slices_of(demo, query, "--limit", "24") > 0


def test_making_it_again_changes_nothing(demo: Shell) -> None:
    before = demo.data("status")
    assert demo.run("demo", "--prepare").exit_code == 0
    assert demo.data("status") == before


def test_the_readme_shows_what_the_command_prints(demo: Shell) -> None:
    """The output in the README is real, or this fails; paste the new one when the library or the search has changed."""
    block = re.search(r"```console\n\$ (commonthread search.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block is not None
    lines = block[1].splitlines()
    ends = next(number for number, line in enumerate(lines) if not line.split("#")[0].rstrip().endswith("\\"))
    command = " ".join(line.split("#")[0].strip().removesuffix("\\") for line in lines[: ends + 1])
    done = demo.run(*shlex.split(command)[1:])
    assert done.stdout.strip() == "\n".join(lines[ends + 1 :]).strip()


@pytest.mark.skipif(not (REAL / "inspections").is_dir(), reason="no real inspections here; set COMMONTHREAD_REAL_DATA")
def test_real_inspections_are_read_and_quoted_exactly(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "real")
    letters = sorted((REAL / "inspections").glob("*.pdf"))[:3]
    assert shell.run("add", *letters).exit_code == 0
    assert {document["kind"] for document in shell.data("status")["documents"]} == {"inspection"}
    assert slices_of(shell, "strategy discussions held without health") > 0
    assert shell.run("search", "strategy discussions", "--reviews-only").exit_code == 3
