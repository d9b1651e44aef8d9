"""The shell around Gradio's pages: headers, our own frame, and nothing answered that the pages do not need."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import build
from app.web import places
from tests.app_library import OneAnswer, answer, make


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    library = make(tmp_path_factory.mktemp("shell"))
    found = answer(library, "bruise")
    library.close()
    with TestClient(build(library.folder, open_searcher=lambda _library: OneAnswer(found))) as client:
        yield client


@pytest.mark.parametrize(("path", "title"), [("/", "Search"), ("/review", "Review"), ("/library", "Library")])
def test_every_page_has_its_title_frame_and_headers(client: TestClient, path: str, title: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert f"<title>{title} – Common Thread</title>" in page.text
    assert page.text.index('class="skip"') < page.text.index("<header") < page.text.index("<gradio-app")
    assert "0808 800 5000" in page.text
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cache-control"] == "no-store"


def test_only_scripts_of_this_page_run(client: TestClient) -> None:
    page = client.get("/")
    policy = page.headers["content-security-policy"]
    (nonce,) = re.findall(r"'nonce-([\w-]+)'", policy)
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert client.get("/").headers["content-security-policy"] != policy


def test_no_address_of_another_host_is_loaded(client: TestClient) -> None:
    page = client.get("/").text
    loaded = re.findall(r"""(?:src|href|content)=["'](https?:)?//[^"']*""", page)
    assert loaded == []


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/call/search",
        "/gradio_api/runs",
        "/docs",
        "/openapi.json",
        "/app/../main.py",
    ],
)
def test_what_the_pages_do_not_need_is_not_answered(client: TestClient, path: str) -> None:
    missing = client.get(path)
    assert missing.status_code == 404
    assert "This is not held" in missing.text
    assert missing.headers["x-content-type-options"] == "nosniff"


def test_our_own_files_are_there(client: TestClient) -> None:
    for name, kind in (("style.css", "text/css"), ("page.js", "javascript"), ("mark.svg", "image/svg+xml")):
        file = client.get(f"/app/{name}")
        assert file.status_code == 200
        assert kind in file.headers["content-type"]


@pytest.mark.parametrize("group", ["/themes", "/library"])
def test_the_pages_of_a_group_stand_in_a_second_row_and_lead_to_each_other(client: TestClient, group: str) -> None:
    for path, name in places.GROUPS[group].items():
        header = client.get(path).text.partition("<gradio-app")[0]
        (near,) = re.findall(r'<nav class="near" aria-label="([^"]*)">(.*?)</nav>', header, re.DOTALL)
        assert near[0] == places.PAGES[group]
        assert dict(re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', near[1])) == places.GROUPS[group]
        assert re.findall(r'aria-current="page">([^<]*)<', near[1]) == [name]
        first = header.partition('<nav class="near"')[0]
        assert re.findall(r'<a href="([^"]*)" aria-current="\w+"', first) == [group]


def test_every_page_is_in_the_header_but_the_review(client: TestClient) -> None:
    reached = set(places.PAGES).union(*places.GROUPS.values())
    assert set(places.TITLES) - reached == {"/review"}
    assert 'class="near"' not in client.get("/").text
