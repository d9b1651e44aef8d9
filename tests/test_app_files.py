"""Pictures of pages, and the held files themselves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image, ImageChops

from app.web.files import router
from app.web.picture import WIDEST, Pictures, boxes
from ingest.library import Library
from tests.app_library import make, passage_with, report, web_page


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def client(held: Library) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(router(held, Pictures()))
    with TestClient(app) as client:
        yield client


def _picture(client: TestClient, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_the_passage_is_marked_where_it_stands(held: Library, client: TestClient) -> None:
    document = report(held)
    passage = passage_with(held, document, "single page")
    address = f"/page/{document.id}/2.png?width=800"
    plain, marked = _picture(client, address), _picture(client, f"{address}&passage={passage.id}")
    assert plain.size == marked.size == (800, pytest.approx(1131, abs=2))
    changed = ImageChops.difference(plain, marked).point(lambda value: 255 if value > 40 else 0).getbbox()
    page = held.catalogue.page(document.id, 2)
    assert page is not None
    (box,) = boxes(page, passage)
    assert changed == pytest.approx((box.left * 800, box.top * 1131, box.right * 800, box.bottom * 1131), abs=12)
    inside = (round(box.left * 800) - 2, round((box.top + box.bottom) / 2 * 1131))
    assert marked.getpixel(inside)[2] < 200 <= plain.getpixel(inside)[2]


def test_widths_stay_within_bounds(held: Library, client: TestClient) -> None:
    document = report(held)
    assert _picture(client, f"/page/{document.id}/1.png?width=999999").size[0] == WIDEST
    assert _picture(client, f"/page/{document.id}/1.png?width=-4").size[0] == 200


@pytest.mark.parametrize(
    "address",
    [
        "/page/{id}/0.png",
        "/page/{id}/3.png",
        "/page/{id}/99999999999999999999.png",
        "/page/{id}/1.png?passage=nothing",
        "/page/{id}/1.png?passage=../../catalogue.sqlite",
        "/page/{other}/1.png",
        "/page/..%2F..%2Fcatalogue/1.png",
        "/file/{other}",
        "/file/..%2Fcatalogue.sqlite",
        "/file/catalogue.sqlite",
    ],
)
def test_what_is_not_held_is_said_in_words(held: Library, client: TestClient, address: str) -> None:
    answer = client.get(address.format(id=report(held).id, other="0" * 64))
    assert answer.status_code == 404
    assert b"catalogue.sqlite" not in answer.content


def test_a_web_page_has_no_picture_and_is_not_opened_in_the_browser(held: Library, client: TestClient) -> None:
    document = web_page(held)
    picture = client.get(f"/page/{document.id}/1.png")
    assert picture.status_code == 404
    assert "has no fixed pages" in picture.text
    original = client.get(f"/file/{document.id}")
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["content-security-policy"].startswith("sandbox")


def test_a_pdf_opens_as_it_was_published(held: Library, client: TestClient) -> None:
    document = report(held)
    answer = client.get(f"/file/{document.id}")
    assert answer.content == held.archive.place(document.id).read_bytes()
    assert answer.headers["content-disposition"].startswith("inline")
    assert "Child%20Z%20report.pdf" in answer.headers["content-disposition"] or (
        'filename="Child Z report.pdf"' in answer.headers["content-disposition"]
    )
    assert answer.headers["cache-control"] == "no-store"


def test_many_readers_at_once_all_get_their_page(held: Library, client: TestClient) -> None:
    document = report(held)
    addresses = [f"/page/{document.id}/{1 + number % 2}.png?width={300 + number}" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(client.get, addresses))
    assert [Image.open(io.BytesIO(answer.content)).size[0] for answer in answers] == [300 + n for n in range(12)]
