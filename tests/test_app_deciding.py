"""Deciding in the app: what its own pages may send, what they are told, and what is shown of what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.house import House
from app.main import build
from app.pages import queue as queue_page
from app.pages import review as review_page
from app.pages import vocabulary as vocabulary_page
from app.review.chips import chips
from index.tagging.tags import How, PassageTags, Strength, ThemeTag
from ingest.library import Library
from tests.app_library import HOSTILE, OneAnswer, answer, make, passage_with, report


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return make(tmp_path)


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    found = answer(library, "bruise")
    with TestClient(build(library.folder, open_searcher=lambda _library: OneAnswer(found))) as client:
        yield client


def house(library: Library) -> House:
    return House(library, lambda opened: OneAnswer(answer(opened, "bruise")))


def on_tag(library: Library, **other: str) -> dict[str, str]:
    passage = passage_with(library, report(library), "bruise")
    return {"passage": passage.id, "about": "theme", "term": "neglect", "act": "add", "by": "Jo", **other}


def test_a_tag_is_decided_and_the_passage_says_who_did(client: TestClient, library: Library) -> None:
    done = client.post("/decide/tag", json=on_tag(library))
    assert done.status_code == 200
    assert done.json()["said"] == "Neglect: added."
    assert "by-person" in done.json()["html"]
    assert "Added by Jo, " in done.json()["html"]
    passage = on_tag(library)["passage"]
    page = review_page.show(house(library), f"/review?id={report(library).id}&passage={passage}", "load")
    assert "Added by Jo, " in page
    rejected = client.post("/decide/tag", json=on_tag(library, act="remove")).json()["html"]
    assert "Rejected: " in rejected
    assert "Neglect" not in client.post("/decide/tag", json=on_tag(library, act="undo")).json()["html"]


def test_a_fact_is_corrected_and_what_was_read_stays_beside_it(client: TestClient, library: Library) -> None:
    review = library.catalogue.reviews()[0]
    asked = {"review": review.id, "name": "subject", "value": "Child Q", "by": "Jo"}
    done = client.post("/decide/fact", json=asked).json()
    assert done["title"] == "Child Q"
    assert f"Read by machine: {review.subject}." in done["html"]
    assert library.catalogue.review(review.id).title == "Child Q"  # type: ignore[union-attr]
    wrong = client.post("/decide/fact", json={**asked, "name": "age", "value": "seven"})
    assert (wrong.status_code, "It is an age or a range of ages" in wrong.json()["said"]) == (422, True)
    back = client.post("/decide/fact", json={"review": review.id, "name": "subject", "by": "Jo"}).json()
    assert back["title"] == review.title


def test_only_a_page_of_this_app_may_decide(client: TestClient, library: Library) -> None:
    asked, before = on_tag(library), library.catalogue.revision()
    for headers in (
        {"origin": "https://elsewhere.example"},
        {"sec-fetch-site": "cross-site"},
        {"content-type": "text/plain"},
    ):
        sent = client.post(
            "/decide/tag", content=json.dumps(asked), headers={"content-type": "application/json", **headers}
        )
        assert sent.status_code == 403
    for body in ({}, {**asked, "more": "x"}, {**asked, "act": "delete"}, {**asked, "about": "fact"}):
        assert client.post("/decide/tag", json=body).status_code == 400
    assert client.post("/decide/tag", json={**asked, "term": "x" * 9_000}).status_code == 413
    assert client.get("/decide/tag").status_code in (404, 405)
    assert library.catalogue.revision() == before


def test_a_lock_is_explained_in_words(client: TestClient, library: Library) -> None:
    with library.writing():
        locked = client.post("/decide/tag", json=on_tag(library))
    assert locked.status_code == 409
    assert "Nothing was changed; try again" in locked.json()["said"]


def test_what_a_person_writes_is_shown_and_never_run(client: TestClient, library: Library) -> None:
    html = client.post("/decide/tag", json=on_tag(library, by=HOSTILE)).json()["html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    review = library.catalogue.reviews()[0]
    asked = {"review": review.id, "name": "author", "value": HOSTILE, "by": HOSTILE}
    facts = client.post("/decide/fact", json=asked).json()["html"]
    assert "<script" not in facts
    assert "<img" not in facts


def test_the_queue_offers_each_doubt_with_its_denominators(client: TestClient, library: Library) -> None:
    page = queue_page.show(house(library), "/queue", "load")
    assert "To review: uncertain tags and facts" in page
    assert f"in {len(library.catalogue.reviews())} reviews" in page or "in 1 review" in page
    assert "<script" not in page
    assert client.get("/queue").status_code == 200


def test_the_vocabulary_says_what_every_word_means_and_how_many_carry_it(client: TestClient, library: Library) -> None:
    page = vocabulary_page.show(house(library))
    assert page.count("<tr>") > 130
    assert "0 of 24" in page
    assert "In earlier years: " in page
    (library.folder / "mapping.yaml").write_text("name: Our framework\nthemes:\n  neglect: Care\n", "utf-8")
    assert "Our framework" in vocabulary_page.show(house(library))
    (library.folder / "mapping.yaml").write_text("name: Our framework\nthemes:\n  neglekt: Care\n", "utf-8")
    assert "mapping.yaml, line 3" in vocabulary_page.show(house(library))
    assert "<title>Vocabulary – Common Thread</title>" in client.get("/vocabulary").text


def test_the_words_of_tags_are_cut_out_of_the_text_and_lose_nothing(library: Library) -> None:
    passage = passage_with(library, report(library), "bruise")
    tags = PassageTags(
        (
            ThemeTag("neglect", Strength.CLEAR, How.CUE, ((0, 5), (8, 12))),
            ThemeTag("online-harm", Strength.POSSIBLE, How.BOTH, ((3, 10),)),
        )
    )
    pieces = chips(passage, tags).pieces
    assert "".join(piece for piece, _ in pieces) == passage.text
    assert [keys for _, keys in pieces] == [
        "theme:neglect", "theme:neglect theme:online-harm", "theme:online-harm",
        "theme:neglect theme:online-harm", "theme:neglect", ""
    ]  # fmt: skip
