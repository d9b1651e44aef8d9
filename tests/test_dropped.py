"""Files dropped on a page: read in memory by the readers of documents, bounded, refused with the reason, kept nowhere.

All text here is invented.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pdfs import PARAGRAPHS, pdf

from app.errors import NotRead
from app.web import dropped
from ingest.errors import BadDocument
from ingest.read.worker import Limits, read_given

BYTES = {"content-type": "application/octet-stream", "x-file-name": "a%20draft.txt"}
SECRET = "Quillonby Zarvost wrote this"


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(dropped.router())
    with TestClient(app) as found:
        yield found


def test_a_pdf_is_read_in_order_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(tmp_path / "draft.pdf", [PARAGRAPHS[:2], PARAGRAPHS[2:]]).read_bytes()
    (tmp_path / "draft.pdf").unlink()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    found = dropped.text_of(data, "draft.pdf")
    assert (found.pages, found.taken, found.pictures) == (2, 2, 0)
    assert found.text.index(PARAGRAPHS[0][:40]) < found.text.index(PARAGRAPHS[3][:40])
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_what_does_not_fit_is_left_out_by_whole_pages_and_said(tmp_path: Path) -> None:
    data = pdf(tmp_path / "long.pdf", [PARAGRAPHS] * 6).read_bytes()
    found = dropped.text_of(data, "long.pdf", longest=1200)
    assert 0 < found.taken < found.pages == 6
    assert len(found.text) <= 1200
    assert f"first {found.taken} of 6 pages" in found.said


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "empty.txt", "empty"),
        (b"\x89PNG\r\n\x1a\n rest", "a.png", "picture"),
        (b"PK\x03\x04 broken", "a.docx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 more", "a.doc", "old Word"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(NotRead, match=reason):
        dropped.text_of(data, name)


def test_size_and_time_are_bounded() -> None:
    with pytest.raises(BadDocument, match="larger"):
        read_given("a.txt", b"x" * 2_000_000, Limits(file_size=1_000_000))
    with pytest.raises(BadDocument, match="longer than"):
        read_given("a.txt", b"words " * 3_000_000, Limits(seconds=0.01, ocr_seconds=0.0))


def test_the_route_takes_bytes_from_this_app_alone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = client.post("/dropped", content=SECRET.encode(), headers=BYTES)
    assert (reply.status_code, reply.json()["text"]) == (200, SECRET)
    for headers in (
        {**BYTES, "content-type": "text/plain"},
        {**BYTES, "origin": "https://elsewhere.example"},
        {**BYTES, "sec-fetch-site": "cross-site"},
    ):
        assert client.post("/dropped", content=SECRET.encode(), headers=headers).status_code == 403
    monkeypatch.setattr(dropped, "LARGEST", 10)
    assert client.post("/dropped", content=SECRET.encode(), headers=BYTES).status_code == 413


def test_the_page_never_hears_of_a_path(client: TestClient) -> None:
    reply = client.post("/dropped", content=b"\x89PNG", headers={**BYTES, "x-file-name": "..%2F..%2Fetc%2Fa.png"})
    assert reply.status_code == 422
    assert os.sep not in reply.json()["said"]
