"""The README says what the code does."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from app.cli import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_command_and_filter_is_in_the_readme() -> None:
    for name, command in cli.commands.items():
        assert f"`{name}" in README, name
        assert command.help, name
    for option in cli.commands["search"].params:
        for flag in option.opts:
            assert not flag.startswith("--") or flag in README or flag == "--limit", flag


def test_every_setting_is_in_the_readme() -> None:
    code = "".join(
        path.read_text("utf-8") for room in ("ingest", "index", "app") for path in (ROOT / room).rglob("*.py")
    )
    for setting in set(re.findall(r"COMMONTHREAD_[A-Z_]+", code)):
        assert setting in README, setting


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_no_file_is_longer_than_400_lines() -> None:
    files = [path for room in ("ingest", "index", "app", "evals", "tests") for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 50
    for path in files:
        assert len(path.read_text("utf-8").splitlines()) <= 400, path


def test_imports_run_one_way() -> None:
    above = {"ingest": "index|app|evals", "index": "app|evals", "app": "evals"}
    for room, rooms in above.items():
        for path in (ROOT / room).rglob("*.py"):
            assert not re.search(rf"^\s*(?:from|import) (?:{rooms})\b", path.read_text("utf-8"), re.MULTILINE), path


@pytest.mark.parametrize("room", ["ingest", "index"])
def test_the_packages_of_a_room_lean_on_each_other_without_a_circle(room: str) -> None:
    packages = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
    leans_on = {
        package: {
            other
            for path in (ROOT / room / package).rglob("*.py")
            for other in re.findall(rf"^\s*from {room}\.(\w+)", path.read_text("utf-8"), re.MULTILINE)
            if other in packages - {package}
        }
        for package in packages
    }
    assert len(packages) > 5
    assert len(list(TopologicalSorter(leans_on).static_order())) == len(packages)
