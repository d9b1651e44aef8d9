"""Scope a review behind the page: its address, cases in memory, the guard before any computing, who may send a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.house import House
from app.main import build
from app.pages import scope as page
from app.papers.paper import Heading, Paper, Paragraph, Prompt, Quote
from app.papers.phrases import sentence
from app.scope import address as scope_address
from app.scope.address import Asked
from app.scope.cases import MINUTES, MOST, Cases
from app.scope.next_steps import parts_of
from app.scope.scoped import case_of
from app.scope.shown import guarded
from index.cases.case import Case, Correction, Signal
from index.searching.query import Filters
from ingest.library import Library
from tests.app_library import OneAnswer, answer, make

EMPTY = Case("", (), (), None)
FULL = Asked(
    case="token_1",
    ages=(6, 18),
    changes=(Correction(Signal.THEMES, "neglect", 0.0), Correction(Signal.HARM, "death-maltreatment-direct", 2.0)),
    weigh=((Signal.AGE, "off"), (Signal.THEMES, "more")),
    filters=Filters(nations=("Wales",), publishers=("northmere",), from_year=2015),
    use=("review-a", "review-b"),
    show=10,
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return make(tmp_path)


@pytest.fixture
def house(library: Library) -> House:
    return House(library, lambda opened: OneAnswer(answer(opened, "bruise")))


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    found = answer(library, "bruise")
    with TestClient(build(library.folder, open_searcher=lambda _library: OneAnswer(found))) as client:
        yield client


def test_everything_that_was_set_is_in_the_address_and_read_back() -> None:
    assert scope_address.read(FULL.address()) == FULL
    assert scope_address.read(Asked().address()).empty


@pytest.mark.parametrize(
    "given",
    [
        "?set=themes:no-such-theme:1",
        "?set=themes:neglect:7",
        "?set=nonsense",
        "?set=circumstances:anything:1",
        "?weigh=age:hugely",
        "?age=old",
        "?age=18-6",
        "?case=%3Cscript%3E",
        "?show=-1",
    ],
)
def test_what_an_address_cannot_mean_is_dropped(given: str) -> None:
    assert scope_address.read(given) == Asked()


def test_a_form_may_give_ages_in_years_and_add_values() -> None:
    asked = scope_address.read("?age=2-3&unit=years&add-theme=neglect&harm=death-maltreatment-direct")
    assert asked.ages == (24, 36)
    assert {(one.signal, one.value, one.weight) for one in asked.changes} == {
        (Signal.THEMES, "neglect", 1.0),
        (Signal.HARM, "death-maltreatment-direct", 1.0),
    }


def test_a_change_replaces_the_one_before_and_can_be_taken_back() -> None:
    more = scope_address.read(FULL.setting(Signal.THEMES, "neglect", 2.0))
    assert [one.weight for one in more.changes if one.value == "neglect"] == [2.0]
    assert not [
        one for one in scope_address.read(more.unsetting(Signal.THEMES, "neglect")).changes if one.value == "neglect"
    ]
    assert Signal.AGE not in dict(scope_address.read(FULL.weighing(Signal.AGE, "normal")).weigh)


def test_cases_are_forgotten_in_time_when_told_and_when_there_are_too_many() -> None:
    clock = [0.0]
    cases = Cases(lambda: clock[0])
    token = cases.put(EMPTY)
    clock[0] = MINUTES * 60 - 1
    assert cases.get(token) is EMPTY
    clock[0] += MINUTES * 60 - 1
    assert cases.get(token) is EMPTY
    clock[0] += MINUTES * 60
    assert cases.get(token) is None
    first = cases.put(EMPTY)
    assert cases.forget(first)
    assert cases.get(first) is None
    tokens = [cases.put(EMPTY) for _ in range(MOST + 1)]
    assert [cases.get(one) is not None for one in tokens[:2]] == [False, True]


def test_a_persons_changes_are_made_to_the_case(house: House) -> None:
    case = case_of(house, scope_address.read("?age=5&set=themes:neglect:2&set=harm:death-maltreatment-direct:0"))
    assert case.ages is not None
    assert (case.ages.youngest, case.ages.oldest) == (5, 5)
    assert [trait.value for trait in case.of(Signal.THEMES)] == ["neglect"]
    assert case.of(Signal.HARM) == ()


def test_a_case_that_is_no_longer_kept_is_asked_for_again(house: House) -> None:
    html = page.show(house, "/scope?case=gone&weigh=age:off", "load")
    assert "Paste the text again" in html
    assert "weigh=age%3Aoff" in html


def test_the_guard_speaks_before_anything_is_read(client: TestClient) -> None:
    text = "A baby was hurt. Her mother, Liam Harkeldine’s sister, lives at 12 Sprottlewick Close. <b>Bold</b>"
    told = client.post("/scope/text", json={"text": text}).json()
    assert "address" not in told
    assert "Sprottlewick" in told["html"]
    assert "<b>Bold" not in told["html"]
    assert "precedents" not in vars(client.app.state.house), "no model is opened and nothing is compared"
    assert told["said"].startswith("Nothing has been computed")


def test_the_guards_pieces_are_the_text() -> None:
    text = "Liam Harkeldine, born 3 March 1988, lived there."
    pieces, kinds = guarded(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert {kind for _, kind in pieces if kind} == {"name", "date of birth"}
    assert kinds == ["name (1)", "date of birth (1)"]


def test_only_a_page_of_this_app_may_send_a_text(client: TestClient) -> None:
    body = {"text": "A baby was hurt and nobody asked."}
    for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/scope/text", json=body, headers=headers).status_code == 403
    assert client.post("/scope/text", content="text=x").status_code == 403
    assert client.post("/scope/text", json={"text": "x", "other": 1}).status_code == 400
    assert client.post("/scope/text", json={"text": "x" * 2_100_000}).status_code == 413
    assert client.get("/scope/text").status_code in (404, 405)


def test_answers_are_not_kept_by_a_browser(client: TestClient) -> None:
    reply = client.post("/scope/text", json={"text": "Liam Harkeldine was hurt by somebody."})
    assert reply.headers["cache-control"] == "no-store"


def test_the_notes_headings_are_told_apart_by_what_the_evidence_says() -> None:
    told = Paragraph((sentence("scoping-found", whose="of the case", reviews=(5, 6)),))
    blocks = (
        Heading(1, "In short"),
        told,
        Heading(1, "Key issues"),
        Heading(2, "What they found"),
        told,
        Quote("Exact words.", "Child Z, p. 1", "passage", 0, 12),
        Prompt("What is unusual?"),
        Heading(1, "Legal advice"),
        Prompt("Is advice needed?"),
    )
    (found,), left = parts_of(Paper("Note", "", blocks))
    assert (found.heading, found.count, found.quotes) == ("What they found", "5 of 6 reviews", 1)
    assert found.prompts == ("What is unusual?",)
    assert left == ["Legal advice"]
