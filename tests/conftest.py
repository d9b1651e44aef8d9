"""What every test shares: a home of its own, and small real objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.library import Library


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own library or settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("COMMONTHREAD_LIBRARY", "COMMONTHREAD_MODEL", "COMMONTHREAD_CATALOGUE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    opened = Library.open(tmp_path / "library", create=True)
    yield opened
    opened.close()
