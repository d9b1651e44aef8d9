"""Check a draft in the app: the guard first, a check in the background, its report, its export, nothing left behind.

All text here is invented.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_dropped import BYTES

from app.contract import draft as draft_json
from app.draft.kept import MINUTES, MOST, Check, Checks
from app.draft.routes import GONE, identifying, pieces
from app.house import House
from app.main import build
from app.pages.draft import show
from app.papers.figures import sentences
from app.papers.paper import Quote
from app.papers.phrases import filled, phrases
from app.reports.draft_paper import draft_paper
from index.config import IndexConfig
from index.desk import bring_up_to_date
from index.drafts.draft import LONGEST, Report
from index.drafts.support import Verdict
from ingest.guard.marks import marks
from tests.app_library import make

SECRET = "Quillonby Zarvost"
DRAFT = (
    "The review of Child Z recommended that the board should rewrite the bruising protocol on a single page. "
    "The review of Child Z found that a bruise was seen by the police officer in August. "
    "The review of Child Z found that a submarine had been stolen from the harbour. "
    "Absence from school was found in 2 of 9 reviews. What is for lunch?"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    library = make(tmp_path_factory.mktemp("draft"))
    bring_up_to_date(library, IndexConfig())
    folder = library.folder
    library.close()
    with TestClient(build(folder)) as found:
        yield found


@pytest.fixture(scope="module")
def house(client: TestClient) -> House:
    found = client.app.state.house  # type: ignore[attr-defined]
    assert isinstance(found, House)
    return found


def checked(client: TestClient, text: str) -> str:
    """The token of a draft whose check is over."""
    token = str(client.post("/draft/text", json={"text": text, "manner": "as-is"}).json()["check"])
    for _ in range(600):
        state = client.post("/draft/state", json={"check": token}).json()
        if state["state"] != "running":
            assert state["state"] == "done", state
            return token
        time.sleep(0.1)
    raise AssertionError(state)


def report_of(house: House, token: str) -> Report:
    kept = house.checks.get(token)
    assert kept is not None
    assert kept.report is not None
    return kept.report


def test_a_draft_is_checked_shown_and_exported(client: TestClient, house: House) -> None:
    token = checked(client, DRAFT)
    report = report_of(house, token)
    verdicts = [one.verdict for one in report.sentences]
    assert verdicts[1:] == [Verdict.CONTRADICTED, Verdict.NOT_FOUND, Verdict.CONTRADICTED, None]
    html = show(house, f"?check={token}", "load")
    assert html.count("data-verdict=") == 4
    assert "says it of “police officer”, the review of “general practitioner”" in html
    assert "/themes?at=" in html
    assert draft_json.scope_of(report.sentences[3]).startswith("2 reviews")
    for ending, begins in (("docx", b"PK"), ("md", b"# Checked draft")):
        answer = client.post("/draft/export", json={"check": token, "ending": ending}).json()
        assert client.get(answer["file"]).content.startswith(begins)
    paper = client.get(answer["file"]).text
    assert all(one.claim.text in paper for one in report.sentences if one.verdict)
    assert "Child Z, Northmere Local Safeguarding Children Board, 2018" in paper


def test_the_paper_says_only_fixed_phrases_and_exact_quotes(client: TestClient, house: House) -> None:
    report = report_of(house, checked(client, DRAFT))
    paper = draft_paper(report, lambda _: None, datetime(2026, 1, 2, tzinfo=UTC))
    assert all(one.text == filled(phrases()[one.phrase], one.values) for one in sentences(paper))
    quotes = [block for block in paper.blocks if isinstance(block, Quote)]
    assert quotes
    for quote in quotes:
        passage = house.library.catalogue.passage(quote.passage)
        assert passage is not None
        assert passage.text[quote.start : quote.end] == quote.text


def test_the_guard_speaks_first_but_not_of_held_names(client: TestClient, house: House) -> None:
    assert not identifying(
        house, "The Northmere review of Child Z, by the Local Safeguarding Children Board, found it."
    )
    text = f"The review of Child Z found that {SECRET} had written. {DRAFT}"
    answer = client.post("/draft/text", json={"text": text}).json()
    assert "check" not in answer
    assert SECRET in answer["html"]
    masked = client.post("/draft/text", json={"text": text, "manner": "mask"}).json()
    assert SECRET not in masked["text"]


def test_a_long_draft_is_shown_to_the_guard_in_parts() -> None:
    text = "word " * 5_000 + f"and {SECRET} came. " + "word " * 5_000
    shown = pieces(text, marks(text))
    assert any(SECRET in piece and kind for piece, kind in shown)
    assert sum(len(piece) for piece, _ in shown) < 500


def test_nothing_of_a_draft_is_written_or_kept_once_it_is_forgotten(client: TestClient, house: House) -> None:
    token = checked(client, f"The review of Child Z found that {SECRET} had written to the board in anger.")
    client.post("/dropped", content=SECRET.encode(), headers=BYTES)
    assert SECRET in show(house, f"?check={token}", "load")
    client.post("/draft/forget", json={"check": token})
    assert client.post("/draft/state", json={"check": token}).json() == {"state": "gone", "said": GONE}
    assert GONE in show(house, f"?check={token}", "load")
    assert client.post("/draft/export", json={"check": token, "ending": "md"}).status_code == 422
    for file in Path(house.library.folder).parent.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [("  ", 422, "empty"), ("a" * (LONGEST + 1), 422, "characters long"), ("é" * (7 * LONGEST), 413, "too long")],
)
def test_what_cannot_be_checked_is_refused_with_the_reason(
    client: TestClient, text: str, status: int, said: str
) -> None:
    reply = client.post("/draft/text", json={"text": text})
    assert (reply.status_code, said in reply.json()["said"]) == (status, True)


def test_other_sites_cannot_send_a_draft(client: TestClient) -> None:
    for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/draft/text", json={"text": DRAFT}, headers=headers).status_code == 403


def _ended(checks: Checks, token: str) -> Check | None:
    for _ in range(100):
        found = checks.get(token)
        if found is None or found.report or found.fault:
            return found
        time.sleep(0.02)
    raise AssertionError("still running")


def test_checks_are_bounded_forgotten_in_time_and_stopped() -> None:
    now = [0.0]
    checks = Checks(lambda: now[0])
    made = Report(1, 1, (), 0, welsh=False)
    tokens = [checks.start(lambda _: made) for _ in range(MOST + 1)]
    assert checks.get(tokens[0]) is None
    assert (found := _ended(checks, tokens[-1])) and found.report is made
    now[0] = MINUTES * 60 + 1.0
    assert checks.get(tokens[-1]) is None
    steps: list[int] = []

    def endless(progress: Callable[[int, int], None]) -> Report:
        while True:
            steps.append(1)
            progress(len(steps), 10**9)
            time.sleep(0.01)

    token = checks.start(endless)
    while not steps:
        time.sleep(0.01)
    checks.forget(token)
    after = checks.start(lambda _: made)
    assert (found := _ended(checks, after)) and found.report is made


def test_a_check_that_breaks_off_says_so_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def broken(_: Callable[[int, int], None]) -> Report:
        raise RuntimeError(SECRET)

    checks = Checks()
    found = _ended(checks, checks.start(broken))
    assert found is not None
    assert "broke off" in found.fault
    assert SECRET not in found.fault
    time.sleep(0.05)
    assert SECRET not in "".join(capfd.readouterr())
