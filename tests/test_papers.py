"""Papers: fixed phrases, and the same paper as Markdown and as a Word document that can be read aloud."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from PIL import Image

from app.papers import charts, csv, markdown, xlsx
from app.papers import docx as word
from app.papers.paper import Heading, Paper, Paragraph, Picture, Points, Prompt, Quote, Table
from app.papers.phrases import filled, phrases, sentence
from app.papers.references import Reference, bibtex, ris
from app.papers.tables import Sheet, Workbook
from ingest.model import ReviewStatus

MADE = datetime(2026, 3, 12, tzinfo=UTC)
BOOK = Workbook(
    "Themes",
    (("Scope", "24 reviews"), ("Command", "commonthread themes --by year")),
    (Sheet("Themes", ("Theme", "Reviews", "Share"), (("=1+1", 7, 0.5), ("http://x.example", 0, None))),),
)
HOSTILE = "*Stars* <b> | pipe \x00 & `code`\n1. not a list"


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "#0B5563").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def paper() -> Paper:
    return Paper(
        "Scoping note",
        "Fictional: 24 reviews searched",
        (
            Heading(1, "Key issues"),
            Paragraph((sentence("caveat-published"), sentence("caveat-tagging", decided=1))),
            Heading(2, "Similar reviews"),
            Quote(HOSTILE, "Northmere LSCB 2018, Child Z, p. 31 (printed 29)", "id", 0, 9, "Recommendation 1"),
            Points((sentence("caveat-boards"), sentence("caveat-published")), numbered=True),
            Prompt("Who will speak with the coroner?"),
            Table("Themes by age", ("Theme", "Under 1"), (("Fathers | partners", "7 of 24 reviews"),), (3, 1)),
            Picture(picture(), "Reviews a year", "Three reviews in 2018, none in 2019."),
        ),
        contents=True,
    )


def opened(paper: Paper) -> docx.document.Document:
    return docx.Document(io.BytesIO(word.written(paper, MADE)))


@pytest.mark.parametrize(
    ("pattern", "values", "reads"),
    [
        ("{n:review} found", {"n": 1}, "1 review found"),
        ("{n:review} found", {"n": 1200}, "1,200 reviews found"),
        ("{n:of review} found", {"n": (7, 24)}, "7 of 24 reviews found"),
        ("{n:of review} found", {"n": (0, 1)}, "0 of 1 review found"),
        ("in {year}", {"year": "2018"}, "in 2018"),
    ],
)
def test_a_number_is_never_without_its_noun(pattern: str, values: dict[str, object], reads: str) -> None:
    assert filled(pattern, values) == reads


def test_a_value_too_many_or_too_few_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="no place"):
        filled("{n:review}", {"n": 1, "spare": 2})
    with pytest.raises(KeyError):
        filled("{n:review}", {})
    with pytest.raises(KeyError):
        sentence("no such phrase")


def test_phrases_are_calm_and_whole() -> None:
    for name, text in phrases().items():
        assert text[0].isupper() or text[0] == "{", name
        assert text[-1] in ".?}", name
        assert "!" not in text, name


def test_the_document_says_what_it_is_to_a_screen_reader(paper: Paper) -> None:
    document = opened(paper)
    assert document.core_properties.title == "Scoping note"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.author == "Common Thread"
    levels = [int(line.style.name[-1]) for line in document.paragraphs if line.style.name.startswith("Heading")]
    assert levels == [1, 2]
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Themes by age"
    assert [line.text for line in document.paragraphs if line.style.name == "Caption"] == [
        "Table 1. Themes by age",
        "Figure 1. Reviews a year",
    ]


def test_contents_link_to_headings_that_are_there(paper: Paper) -> None:
    with zipfile.ZipFile(io.BytesIO(word.written(paper, MADE))) as parts:
        body = parts.read("word/document.xml").decode()
    for number in (1, 2):
        assert f'w:anchor="_Heading{number}"' in body
        assert f'w:name="_Heading{number}"' in body


def test_quotes_keep_their_words_but_for_what_xml_cannot_hold(paper: Paper) -> None:
    said = "\n".join(line.text for line in opened(paper).paragraphs if line.style.name == "Quote")
    assert said == f"“{HOSTILE}”".replace("\x00", "")


def test_every_numbered_list_counts_from_one() -> None:
    twice = Points((sentence("caveat-boards"),), numbered=True)
    lists = [
        line._p.pPr.numPr.numId.val
        for line in opened(Paper("T", "S", (twice, twice))).paragraphs
        if line.style.name == "List Number"
    ]
    assert len(set(lists)) == 2


def test_the_same_paper_gives_the_same_bytes_of_text(paper: Paper) -> None:
    assert [line.text for line in opened(paper).paragraphs] == [line.text for line in opened(paper).paragraphs]


def test_markdown_keeps_text_as_text(paper: Paper) -> None:
    text = markdown.written(paper)
    assert r"\*Stars\* \<b\> \| pipe" in text
    assert "> 1\\. not a list" in text or "> \\1. not a list" in text
    assert "| Fathers \\| partners | 7 of 24 reviews |" in text
    assert "Three reviews in 2018, none in 2019." in text
    assert text.startswith("# Scoping note\n\nFictional: 24 reviews searched\n\n- Key issues\n  - Similar reviews")


def test_a_workbook_says_first_what_it_counts_and_runs_nothing() -> None:
    book = load_workbook(io.BytesIO(xlsx.written(BOOK, MADE)))
    assert book.sheetnames == ["About", "Themes"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=3)}
    assert about["Command"] == "commonthread themes --by year"
    rows = list(book["Themes"].iter_rows(values_only=True))
    assert rows == [("Theme", "Reviews", "Share"), ("=1+1", 7, 0.5), ("http://x.example", 0, None)]
    assert all(cell.data_type != "f" for row in book["Themes"].iter_rows() for cell in row)


def test_a_csv_cell_is_never_a_formula() -> None:
    lines = csv.written(BOOK).split("\r\n")
    assert lines[0] == "# Common Thread: Themes"
    assert lines[3:] == ["Theme,Reviews,Share", "'=1+1,7,0.5", "http://x.example,0,", ""]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1", "\x00=cmd()", "\r1"])
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert str(csv.safe(text)).startswith("'")


def test_numbers_stay_numbers() -> None:
    assert csv.safe(-3) == -3
    assert csv.safe("7 of 24") == "7 of 24"


def test_charts_are_pictures_of_the_size_of_a_page() -> None:
    for png in (charts.bars(["Neglect", "Fathers"], [3, 0], 24, "Reviews"), charts.line([2018, 2019], [1, 0], "n")):
        drawn = Image.open(io.BytesIO(png))
        assert drawn.width == 1300
        assert len(drawn.convert("L").getcolors(256 * 256)) > 10


def test_a_reference_says_where_it_was_and_whether_it_still_is() -> None:
    one = Reference(
        "northmere-2018-z", "Northmere LSCB", 2018, "Child Z & family", "Overview report", "https://n.example/z_1.pdf",
        date(2026, 3, 2), ReviewStatus.NO_LONGER_PUBLISHED,
    )  # fmt: skip
    bare = Reference("northmere-2018-z", None, None, "Child Y", "Learning summary", None, None, ReviewStatus.LIVE)
    assert one.line == (
        "Northmere LSCB (2018) Child Z & family. Overview report. https://n.example/z_1.pdf. Retrieved 2 March 2026. "
        "Status: no longer published; text held."
    )
    assert bare.line.startswith("Publisher not stated (year not stated) Child Y.")
    records = ris([one, bare])
    assert records.count("TY  - RPRT\r\n") == records.count("ER  - \r\n") == 2
    assert "AU  - Northmere LSCB,\r\n" in records
    assert "Y2  - 2026/03/02\r\n" in records
    entries = bibtex([one, bare])
    assert r"title = {{Child Z \& family}}" in entries
    assert "url = {https://n.example/z_1.pdf}" in entries
    assert "@techreport{northmere-2018-z-2," in entries
