"""Bad input: each file is refused with a plain reason, or read as far as it can be, and never costs the others."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from ingest.errors import BadDocument
from ingest.model import PageStatus
from ingest.read.layout import CleanDocument
from ingest.read.worker import Limits, read_file, read_many
from tests import pdfs
from tests.pdfs import PARAGRAPHS

NOT_FOUND = "<!DOCTYPE html><html><head><title>Not found</title></head><body><h1>404</h1><p>Gone.</p></body></html>"
SMALL = Limits(seconds=20, memory=400 * 2**20)


def page_count(_path: Path, document: CleanDocument) -> int:
    return len(document.pages)


def modules(_path: Path, _document: CleanDocument) -> tuple[str, ...]:
    return tuple(m for m in ("torch", "transformers", "sentence_transformers", "gradio", "scrapy") if m in sys.modules)


def hang(_path: Path, _document: CleanDocument) -> int:
    while True:
        pass


def crash(path: Path, _document: CleanDocument) -> str:
    if path.stem == "crash":
        os.abort()
    return path.stem


def hoard(_path: Path, _document: CleanDocument) -> int:
    return len(bytearray(2**32))


def good(path: Path) -> Path:
    return pdfs.pdf(path, [PARAGRAPHS])


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def reason(path: Path, limits: Limits = SMALL) -> str:
    with pytest.raises(BadDocument) as caught:
        read_file(path, limits)
    assert caught.value.path == str(path)
    return caught.value.reason


def test_a_password_is_named(tmp_path: Path) -> None:
    path = pdfs.rewritten(good(tmp_path / "a.pdf"), lambda w: w.encrypt("secret"))
    assert reason(path) == "protected with a password"


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\0" * 100])
def test_an_empty_file_is_named(tmp_path: Path, content: bytes) -> None:
    assert reason(written(tmp_path / "a.pdf", content)) == "the file is empty"


def test_a_file_without_pages_is_named(tmp_path: Path) -> None:
    assert reason(pdfs.without_pages(tmp_path / "a.pdf")) == "the file has no pages"


def test_a_page_tree_in_a_ring_is_refused(tmp_path: Path) -> None:
    assert reason(pdfs.page_tree_in_a_ring(tmp_path / "a.pdf")) == "the file has no pages"


def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS] * 3).read_bytes()
    document = read_file(written(tmp_path / "b.pdf", whole[: int(len(whole) * 0.5)]))
    assert document.problems == ("the file ends early: pages may be missing",)
    assert document.pages[0].page.text.startswith("\n".join(PARAGRAPHS[:3]))
    assert document.pages[-1].page.status is PageStatus.UNREADABLE


def test_a_file_cut_before_its_first_page_is_refused(tmp_path: Path) -> None:
    whole = good(tmp_path / "a.pdf").read_bytes()
    assert "no page is left" in reason(written(tmp_path / "b.pdf", whole[:200]))


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.pdf", NOT_FOUND.encode(), "named .pdf but it is a web page"),
        ("a.docx", NOT_FOUND.encode(), "named .docx but it is a web page"),
        ("a.pdf", b"just a few words", "named .pdf but the contents are not such a file"),
        ("a.html", NOT_FOUND.encode(), "a web page without a report"),
        ("a.txt", bytes(range(256)) * 20, "neither PDF, Word, HTML nor plain text"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "a picture (PNG)"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 50, "an old Word (.doc)"),
        ("a.docx", b"PK\x03\x04" + b"0" * 50, "damaged or cut short"),
        ("a.pdf", b"%PDF-1.7\nrubbish", "no page is left"),
    ],
)
def test_a_file_that_is_not_what_it_is_named_is_refused(tmp_path: Path, name: str, content: bytes, wanted: str) -> None:
    assert wanted in reason(written(tmp_path / name, content))


def test_a_word_file_of_a_newer_kind_is_not_called_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    data = bytearray((tmp_path / "a.docx").read_bytes())
    version = data.rfind(b"PK\x01\x02") + 6  # of the specification that is needed to read it
    data[version : version + 2] = (99).to_bytes(2, "little")
    assert "of a newer kind than is read" in reason(written(tmp_path / "b.docx", bytes(data)))


def test_a_word_file_that_unpacks_without_end_is_not_opened(tmp_path: Path) -> None:
    assert "would unpack to 400 MB" in reason(pdfs.word_bomb(tmp_path / "a.docx"))


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as out:
        out.truncate(3 * 2**20)
    assert reason(path, Limits(file_size=2**20)) == "the file is larger than 1 MB, more than is read"


def test_folders_and_missing_files_are_named(tmp_path: Path) -> None:
    assert reason(tmp_path) == "this is a folder, not a file"
    assert reason(tmp_path / "gone.pdf") == "the file is not there any more"


def test_a_file_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = good(tmp_path / "a.pdf")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything: let the system's refusal be played

        def refuse(_self: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    assert reason(path) == "no permission to read the file"


def test_one_damaged_page_costs_that_page_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.read import pdf

    def stumble(page: object) -> list[object]:
        stumble.calls += 1  # type: ignore[attr-defined]
        if stumble.calls == 2:  # type: ignore[attr-defined]
            raise RecursionError
        return original(page)  # type: ignore[arg-type,return-value]

    stumble.calls, original = 0, pdf.page_lines  # type: ignore[attr-defined]
    monkeypatch.setattr(pdf, "page_lines", stumble)
    document = read_file(pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS] * 3))
    assert [p.page.status for p in document.pages] == [PageStatus.READ, PageStatus.UNREADABLE, PageStatus.READ]
    assert document.problems == ("page 2 is damaged and could not be read",)


def test_results_come_in_the_order_of_the_paths_and_bad_files_cost_only_themselves(tmp_path: Path) -> None:
    paths = [
        good(tmp_path / "Überblick – Kind É (1).pdf"),
        written(tmp_path / "b.pdf", b""),
        pdfs.bomb(tmp_path / "c.pdf", 500),
        good(tmp_path / "d.pdf"),
    ]
    results = list(read_many(paths, SMALL, page_count, workers=2))
    assert [path for path, _ in results] == paths
    outcomes = [r if isinstance(r, int) else r.reason for _, r in results]
    assert outcomes[0] == outcomes[3] == 1
    assert outcomes[1] == "the file is empty"
    assert "memory" in str(outcomes[2]) or "longer" in str(outcomes[2])


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    paths = [good(tmp_path / "a.pdf")]
    ((_, result),) = read_many(paths, Limits(seconds=1.5, ocr_seconds=0), hang, workers=1)
    assert isinstance(result, BadDocument)
    assert "took longer than 2 seconds" in result.reason


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    paths = [good(tmp_path / f"{name}.pdf") for name in ("one", "crash", "two")]
    results = [r if isinstance(r, str) else r.reason for _, r in read_many(paths, SMALL, crash, workers=1)]
    assert results[0] == "one" and results[2] == "two"
    assert "the reader crashed on this file" in results[1]


def test_memory_is_bounded(tmp_path: Path) -> None:
    ((_, result),) = read_many([good(tmp_path / "a.pdf")], SMALL, hoard, workers=1)
    assert isinstance(result, BadDocument)
    assert "more memory than the 400 MB allowed" in result.reason


def test_workers_load_no_model_and_no_app(tmp_path: Path) -> None:
    ((_, loaded),) = read_many([good(tmp_path / "a.pdf")], SMALL, modules, workers=1)
    assert loaded == ()


def test_a_caller_may_stop_early(tmp_path: Path) -> None:
    results = read_many([good(tmp_path / f"{n}.pdf") for n in range(12)], SMALL, page_count, workers=1)
    assert next(results)[1] == 1
    results.close()  # type: ignore[attr-defined]


def test_two_thousand_pages_are_read_within_the_limits(tmp_path: Path) -> None:
    path = pdfs.pdf(tmp_path / "long.pdf", [PARAGRAPHS[:2]] * 2000, footer=lambda n: f"Page {n} of 2000")
    ((_, pages),) = read_many([path], Limits(), page_count, workers=1)
    assert pages == 2000
