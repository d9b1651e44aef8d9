"""PDF to lines: order, columns, tables, boxes, what counts as unreadable, and what the file says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import RectangleObject
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from ingest.model import PageStatus
from ingest.read.layout import CleanDocument, Line
from ingest.read.ocr import find_tesseract, lines_of_tsv
from ingest.read.pdf_columns import pieces, reading_order
from ingest.read.pdf_frame import Word
from ingest.read.worker import read_file, read_raw
from tests import pdfs
from tests.pdfs import PARAGRAPHS

LEFT, RIGHT = " ".join(PARAGRAPHS * 2), " ".join(reversed(PARAGRAPHS * 2))


def blocks(document: CleanDocument, page: int = 0) -> list[str]:
    clean = document.pages[page]
    return [clean.page.text[b.start : b.end] for b in clean.blocks]


def test_paragraphs_are_read_whole_and_in_order(tmp_path: Path) -> None:
    document = read_file(pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS]))
    assert blocks(document) == list(PARAGRAPHS)


@pytest.mark.parametrize("interleaved", [False, True], ids=["column by column", "line by line"])
def test_columns_are_read_one_after_the_other(tmp_path: Path, interleaved: bool) -> None:
    path = pdfs.two_columns(tmp_path / "a.pdf", LEFT, RIGHT, "Findings of the review, for everyone", interleaved)
    assert blocks(read_file(path)) == ["Findings of the review, for everyone", LEFT, RIGHT]


def test_a_heading_between_two_sets_of_columns_stays_in_its_place(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for top, mark in ((700, "one"), (400, "two")):
            canvas.setFont("Helvetica-Bold", 16)
            canvas.drawString(72, top + 30, f"Part {mark}")
            canvas.setFont("Helvetica", 11)
            for row in range(8):
                canvas.drawString(72, top - 14 * row, f"left {mark} line {row} of the running text here")
                canvas.drawString(310, top - 14 * row, f"right {mark} line {row} of the running text here")

    text = read_file(pdfs.drawn(tmp_path / "a.pdf", draw)).pages[0].page.text
    places = [text.index(t) for t in ("Part one", "left one line 7", "right one line 0", "Part two", "left two line 0")]
    assert places == sorted(places)


def test_a_table_without_rules_is_read_row_by_row(tmp_path: Path) -> None:
    rows = [("Agency", "Contact", "Date"), ("Police", "Two visits", "4 May 2019"), ("School", "None", "6 June 2019")]
    document = read_file(pdfs.table(tmp_path / "a.pdf", rows * 3, ruled=False))
    assert document.pages[0].page.text.split("\n")[1] == "Police\tTwo visits\t4 May 2019"


def test_a_ruled_table_is_read_cell_by_cell_and_each_row_is_a_block(tmp_path: Path) -> None:
    rows = [("No.", "Recommendation", "Lead"), ("1", PARAGRAPHS[0], "Health"), ("2", PARAGRAPHS[1], "Probation")]
    document = read_file(pdfs.table(tmp_path / "a.pdf", rows, ruled=True))
    assert blocks(document) == ["\t".join(row) for row in rows]


def test_numbered_lists_are_not_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for row in range(12):
            canvas.drawString(72, 740 - 18 * row, f"4.{row + 1}")
            canvas.drawString(130, 740 - 18 * row, f"The board should seek assurance about matter {row} within a year.")

    text = blocks(read_file(pdfs.drawn(tmp_path / "a.pdf", draw)))
    assert text[0] == "4.1 The board should seek assurance about matter 0 within a year."
    assert len(text) == 12


def test_lines_carry_boxes_sizes_and_weight(tmp_path: Path) -> None:
    raw = read_raw(pdfs.pdf(tmp_path / "a.pdf", [["# Findings", PARAGRAPHS[0]]]))
    heading, body = raw.pages[0].lines[:2]
    assert (heading.text, heading.size, heading.bold) == ("Findings", 15, True)
    assert (body.size, body.bold) == (11, False)
    assert heading.box is not None and body.box is not None
    assert heading.box[0] == pytest.approx(72 / A4[0], abs=0.002)
    assert heading.box[1] < heading.box[3] < body.box[3]


def test_a_page_turned_by_the_viewer_has_boxes_as_displayed(tmp_path: Path) -> None:
    upright = read_raw(pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS])).pages[0].lines
    path = pdfs.rewritten(pdfs.pdf(tmp_path / "b.pdf", [PARAGRAPHS]), lambda w: w.pages[0].rotate(90) and None)
    turned = read_raw(path).pages[0].lines
    assert [line.text for line in turned] == [line.text for line in upright]
    left, top, right, bottom = upright[0].box or (0, 0, 0, 0)
    assert turned[0].box == pytest.approx((1 - bottom, left, 1 - top, right), abs=1e-4)


def test_text_set_sideways_is_read_along_its_lines(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.setFont("Helvetica", 11)
        for row in range(6):
            canvas.drawString(100, -100 - 14 * row, f"Row {row} of an action plan that was set sideways on the page")

    lines = read_raw(pdfs.drawn(tmp_path / "a.pdf", draw)).pages[0].lines
    assert [line.text[:5] for line in lines] == [f"Row {n}" for n in range(6)]
    box = lines[0].box
    assert box is not None and box[2] - box[0] < 0.05 < box[3] - box[1]


def test_text_outside_the_crop_box_is_not_read(tmp_path: Path) -> None:
    def crop(writer: PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((0, 0, A4[0], 600))

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Hidden above the crop")
        canvas.drawString(72, 500, "Shown on the page as printed")

    path = pdfs.rewritten(pdfs.drawn(tmp_path / "a.pdf", draw), crop)
    assert [line.text for line in read_raw(path).pages[0].lines] == ["Shown on the page as printed"]


def test_footnote_numbers_do_not_become_part_of_a_word(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 700, "Working together to safeguard children")
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72 + canvas.stringWidth("Working together to safeguard children", "Helvetica", 12), 705, "12")

    (line,) = read_raw(pdfs.drawn(tmp_path / "a.pdf", draw)).pages[0].lines
    assert line.text.split() == ["Working", "together", "to", "safeguard", "children", "¹²"]


def test_a_picture_of_words_is_unreadable_and_a_blank_page_is_empty(tmp_path: Path) -> None:
    scan = read_raw(pdfs.picture_page(tmp_path / "scan.pdf"))
    blank = read_raw(pdfs.pdf(tmp_path / "blank.pdf", [PARAGRAPHS, []]))
    wanted = PageStatus.OCR if find_tesseract() else PageStatus.UNREADABLE
    assert [p.status for p in scan.pages] == [wanted]
    assert [p.status for p in blank.pages] == [PageStatus.READ, PageStatus.EMPTY]


@pytest.mark.skipif(find_tesseract() is None, reason="tesseract is not installed")
def test_a_picture_of_words_is_read_where_tesseract_is_installed(tmp_path: Path) -> None:
    page = read_raw(pdfs.picture_page(tmp_path / "scan.pdf")).pages[0]
    assert "scanned words" in " ".join(line.text for line in page.lines)


def test_the_table_that_tesseract_writes_becomes_lines_with_boxes() -> None:
    head = "level page_num block_num par_num line_num word_num left top width height conf text"
    rows = ("1 1 0 0 0 0 0 0 1000 2000 -1 _", "5 1 1 1 1 1 100 200 80 40 96 The", "5 1 1 1 1 2 190 200 90 40 91 baby")
    rows += ("5 1 2 1 1 1 100 400 80 40 90 Next", "5 1 2 1 1 2 100 400 80 40 5 blot")
    tsv = "\n".join(
        line.replace(" ", "\t").replace("_", "", 1) if n else line.replace(" ", "\t")
        for n, line in enumerate((head, *rows))
    )
    lines = lines_of_tsv(tsv, (595, 842))
    assert [line.text for line in lines] == ["The baby", "", "Next"]
    assert lines[0].box == (0.1, 0.1, 0.28, 0.12)
    assert lines_of_tsv(head.replace(" ", "\t"), (595, 842)) == ()


def test_printed_labels_outline_and_title_come_from_the_file(tmp_path: Path) -> None:
    def describe(writer: PdfWriter) -> None:
        writer.add_metadata({"/Title": " Child  A "})
        top = writer.add_outline_item(title="Findings", page_number=1)
        writer.add_outline_item(title="Finding 1", page_number=2, parent=top)

    raw = read_raw(pdfs.rewritten(pdfs.roman_then_arabic(tmp_path / "a.pdf", 2, 3), describe))
    assert [p.label for p in raw.pages] == ["i", "ii", "1", "2", "3"]
    assert raw.outline == ((1, "Findings", 2), (2, "Finding 1", 3))
    assert raw.title == "Child A"


def test_a_file_without_labels_has_none(tmp_path: Path) -> None:
    raw = read_raw(pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS] * 2))
    assert [p.label for p in raw.pages] == [None, None]


def test_a_file_encrypted_with_the_empty_password_is_read(tmp_path: Path) -> None:
    path = pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS])
    pdfs.rewritten(path, lambda w: w.encrypt("", owner_password="owner"))
    assert blocks(read_file(path)) == list(PARAGRAPHS)


def test_a_landscape_page_keeps_its_shape(tmp_path: Path) -> None:
    raw = read_raw(pdfs.pdf(tmp_path / "a.pdf", [PARAGRAPHS], size=landscape(A4)))
    assert all(line.box and 0 <= line.box[0] < line.box[2] <= 1 for line in raw.pages[0].lines)
    assert blocks(read_file(tmp_path / "a.pdf")) == list(PARAGRAPHS)


def test_no_word_is_lost_by_putting_pieces_in_order() -> None:
    words = tuple(
        Word(f"w{n}", 50.0 + 37 * (n % 11), 80.0 + 37 * (n % 11), 40.0 + 9 * (n // 7), 10.0, False) for n in range(300)
    )
    ordered = [w for row in reading_order(pieces(words, [])) for p in row for w in p.words]
    assert sorted(w.text for w in ordered) == sorted(w.text for w in words)


def test_a_line_of_a_table_knows_its_cell(tmp_path: Path) -> None:
    raw = read_raw(pdfs.table(tmp_path / "a.pdf", [("A", "B"), ("C", "D")], ruled=True))
    cells: dict[str, Line] = {line.text: line for line in raw.pages[0].lines}
    assert [cells[t].cell for t in "ABCD"] == [(0, 0), (0, 1), (1, 0), (1, 1)]
