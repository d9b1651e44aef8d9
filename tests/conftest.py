"""What every test shares: a home of its own, and small real objects."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from ingest.library import Library
from tests.shared_folder import copied, once

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

    from index.searching.search import Searcher

hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own library or settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("COMMONTHREAD_LIBRARY", "COMMONTHREAD_MODEL", "COMMONTHREAD_CATALOGUE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="module")
def _abc_of_the_module() -> None:
    """Before a module's own fixtures build an app: collecting the tests may have imported Twisted."""
    _unmark()


@pytest.fixture(autouse=True)
def _abc() -> Iterator[None]:
    """Twisted's interfaces mark ``abc.ABC`` itself, and Gradio then fails on every component of the same process.

    The program never has both in one process: a crawl has its own. The tests have.
    """
    yield
    _unmark()


def _unmark() -> None:
    for name in ("__provides__", "__implemented__", "__providedBy__"):
        if name in vars(abc.ABC):
            delattr(abc.ABC, name)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    opened = Library.open(tmp_path / "library", create=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def indexed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the ``PASSAGES`` of the test's own file."""
    from tests import held

    made = tmp_path_factory.mktemp("library")
    held.build(made, held.MemoryRecord(request.module.PASSAGES), held.WordEmbedder())
    return made


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, indexed: Path) -> Searcher:
    """A searcher of that index."""
    from tests import held

    return held.searcher(indexed, held.MemoryRecord(request.module.PASSAGES), held.WordEmbedder())


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Four invented reviews, read and tagged once for all tests of papers, which change nothing."""
    from tests import briefed

    made = once(tmp_path_factory, "shelf", lambda folder: briefed.library(folder).close())
    own = Library.open(copied(made / "library", tmp_path_factory.mktemp("shelf") / "library"))
    yield own
    own.close()


@pytest.fixture(scope="session")
def fiction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the whole fictional library, written once; nothing there is changed."""
    from evals.fictional import write

    return once(tmp_path_factory, "fiction", write)


@pytest.fixture(scope="module")
def some_fiction(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, fiction: Path) -> Path:
    """The folder of a library of the fictional reviews in ``HELD`` of the test's own file, indexed as shipped."""
    from index.config import IndexConfig
    from index.desk import bring_up_to_date
    from ingest import pipeline

    folder = tmp_path_factory.mktemp("some-fiction") / "library"
    library = Library.open(folder, create=True)
    pipeline.add(library, sorted(path for path in fiction.iterdir() if path.name.startswith(request.module.HELD)))
    bring_up_to_date(library, IndexConfig())
    library.close()
    return folder


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the tests of a file; each visit has a context of its own."""
    from tests.browsing import CHROMIUM, QUIET

    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of the app at the ``address`` of the test's own file; what ``browsing.visiting`` holds, holds."""
    from tests.browsing import visiting

    with visiting(browser, address) as open_:
        yield open_
