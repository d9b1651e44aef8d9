"""Word, web pages and plain text: their own structure is kept, and what they are is told from the bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.read.layout import CleanDocument
from ingest.read.sniff import Format, decode, sniff
from ingest.read.worker import read_file
from tests import pdfs
from tests.pdfs import PARAGRAPHS

WEB_PAGE = f"""<!DOCTYPE html><html><head><title>Child X - Northmere Board</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<main><article><h1>Serious case review: Child X</h1><h2>1. What happened</h2>
<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>
<h2>2. Recommendations</h2><ul><li>{PARAGRAPHS[2]}</li><li>{PARAGRAPHS[3]}</li></ul>
<table><tr><th>No.</th><th>Lead</th></tr><tr><td>1</td><td>Police</td></tr></table></article></main>
<footer><p>Cookies and privacy</p></footer></body></html>"""


def blocks(document: CleanDocument, page: int = 0) -> list[str]:
    clean = document.pages[page]
    return [clean.page.text[b.start : b.end] for b in clean.blocks]


def test_word_files_keep_headings_lists_and_tables_in_order(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.core_properties.title = "Child X"
        document.add_heading("Serious case review", 0)
        document.add_heading("1. Findings", 1)
        document.add_paragraph(PARAGRAPHS[0])
        document.add_paragraph("First action", style="List Bullet")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ("Action", "Lead", "Train staff", "Health"), strict=True):
            cell.text = text
        document.add_paragraph(PARAGRAPHS[1])

    document = read_file(pdfs.word_file(tmp_path / "a.docx", build))
    assert document.title == "Child X"
    assert blocks(document) == ["Serious case review", "1. Findings", PARAGRAPHS[0], "First action", "Action\tLead",
                                "Train staff\tHealth", PARAGRAPHS[1]]  # fmt: skip
    assert [b.heading for b in document.pages[0].blocks][:3] == [1, 1, None]


def test_page_breaks_in_word_files_make_pages(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("one")
        document.add_page_break()
        run = document.add_paragraph("two").add_run()
        run.add_break(WD_BREAK.PAGE)
        run.add_text("three")
        document.add_paragraph("four").paragraph_format.page_break_before = True
        document.add_page_break()

    document = read_file(pdfs.word_file(tmp_path / "a.docx", build))
    assert [p.page.text for p in document.pages] == ["one", "two", "three", "four"]


def test_word_changes_controls_and_text_boxes(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        body = document.element.body
        for xml in (
            f"<w:p {nsdecls('w')}><w:r><w:t>kept </w:t></w:r><w:ins><w:r><w:t>added</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            f"<w:p {nsdecls('w')}><w:r><w:t>beside</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>in a box</w:t>"
            "</w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
        ):
            body.insert(len(body) - 1, parse_xml(xml))

    assert blocks(read_file(pdfs.word_file(tmp_path / "a.docx", build))) == [
        "kept added", "in a control", "beside", "in a box"
    ]  # fmt: skip


def test_a_web_page_gives_its_main_text_with_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(WEB_PAGE, encoding="utf-8")
    document = read_file(path)
    found = blocks(document)
    assert [found[n] for n in (0, 1, 2)] == ["Serious case review: Child X", "1. What happened", PARAGRAPHS[0]]
    assert PARAGRAPHS[3] in found and "1\tPolice" in found
    assert not any("Cookies" in text or "About us" in text for text in found)
    assert [b.heading for b in document.pages[0].blocks][:3] == [1, 2, None]


def test_form_feeds_end_the_pages_of_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"One page.\n\nSecond paragraph.\fAnother page.\f")
    document = read_file(path)
    assert [p.page.text for p in document.pages] == ["One page.\nSecond paragraph.", "Another page."]


def test_marks_of_markdown_become_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# Title\n## **1. Aims**\nThe **Board** met.\n\n<b>Bold</b> words, 2 * 3 and a_b.\n")
    document = read_file(path)
    assert blocks(document) == ["Title", "1. Aims", "The Board met.", "Bold words, 2 * 3 and a_b."]
    assert [b.heading for b in document.pages[0].blocks] == [1, 2, None, None]


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.txt", b"junk\n%PDF-1.4 ...", Format.PDF),
        ("report", WEB_PAGE.encode(), Format.HTML),
        ("a.txt", b"<?xml version='1.0'?><!-- x --><html lang='en'><body>x</body></html>", Format.HTML),
        ("a.txt", "Zoë said <p> once".encode("cp1252"), Format.PLAIN),
        ("a.md", "Siân".encode("utf-16"), Format.PLAIN),
    ],
)
def test_formats_are_told_from_the_bytes(name: str, content: bytes, wanted: Format) -> None:
    assert sniff(Path(name), content) is wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_decoded_whatever_wrote_it(encoding: str) -> None:
    assert decode("Siân’s café – 5 £".encode(encoding)) == "Siân’s café – 5 £"


def test_a_word_file_under_another_name_is_read_as_one(tmp_path: Path) -> None:
    path = pdfs.word_file(tmp_path / "a.pdf", lambda document: document.add_paragraph("Read all the same"))
    assert blocks(read_file(path)) == ["Read all the same"]
