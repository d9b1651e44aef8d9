"""Documents wait in memory for some minutes under addresses that nobody can guess."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.downloads import MINUTES, MOST, Downloads, router


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_document_is_fetched_under_its_name_until_its_time_is_over() -> None:
    clock = Clock()
    downloads = Downloads(clock)
    app = FastAPI()
    app.include_router(router(downloads))
    place = downloads.put(b"words", "scoping note.docx")
    with TestClient(app) as client:
        for _ in range(2):
            answer = client.get(place)
            assert (answer.status_code, answer.content) == (200, b"words")
            assert answer.headers["content-disposition"] == 'attachment; filename="scoping note.docx"'
            assert answer.headers["cache-control"] == "no-store"
        clock.now = MINUTES * 60
        assert client.get(place).status_code == 404
        assert client.get("/download/guess").status_code == 404


def test_the_oldest_makes_room() -> None:
    downloads = Downloads()
    places = [downloads.put(b"x", "a.md") for _ in range(MOST + 1)]
    assert len(set(places)) == MOST + 1
    kept = [downloads.get(place.rpartition("/")[2]) is not None for place in places]
    assert kept == [False, *[True] * MOST]


@pytest.mark.parametrize(("data", "name"), [(b"x", "a.exe"), (b"x", "a"), (b"x" * 30_000_001, "a.md")])
def test_nothing_else_is_offered(data: bytes, name: str) -> None:
    with pytest.raises(ValueError, match="not a document"):
        Downloads().put(data, name)
