"""Nothing hidden and nothing identifying reaches what is stored. All boards, places and people are invented."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fastapi.testclient import TestClient
from pypdf import PdfReader, PdfWriter

from app.cli import cli
from app.main import build
from evals.gate.__main__ import made, past_the_gate, read
from evals.gate.files import HIDDEN_FILES
from evals.gate.harmless import HARMLESS
from evals.gate.hiding import HIDDEN, SECRET, Hand, black_box, scan_font
from ingest.check import problems_of
from ingest.errors import BadArgument
from ingest.gate.identifying import identifying_in, is_nhs_number
from ingest.gate.properties import AUTHOR_NAMED
from ingest.gate.reasons import FILE, Reason
from ingest.library import Library
from ingest.model import PageStatus
from ingest.pipeline import add
from ingest.release import release
from tests.pdfs import PARAGRAPHS, pdf


@pytest.mark.parametrize("draw", HIDDEN, ids=lambda draw: draw.__name__)
def test_no_hidden_word_gets_past(tmp_path: Path, draw) -> None:
    for font in ("Times-Roman", scan_font()):
        reading = read(made(tmp_path, draw, Hand(font)))
        assert reading.holds
        assert not past_the_gate(reading)
        assert [page.status for page in reading.pages] == [PageStatus.HELD_BACK]


@pytest.mark.parametrize("write", HIDDEN_FILES, ids=lambda write: write.__name__)
def test_no_hidden_word_of_other_files_gets_past(tmp_path: Path, write) -> None:
    reading = read(write(tmp_path))
    assert reading.holds
    assert not past_the_gate(reading)


@pytest.mark.parametrize("draw", HARMLESS, ids=lambda draw: draw.__name__)
def test_no_honest_page_is_stopped(tmp_path: Path, draw) -> None:
    for font in ("Times-Roman", scan_font()):
        reading = read(made(tmp_path, draw, Hand(font)))
        assert reading.holds == ()


def test_without_the_gate_the_words_would_be_read(tmp_path: Path) -> None:
    from ingest.read.worker import read_file

    place = made(tmp_path, black_box, Hand("Helvetica"))
    assert SECRET in read_file(place).pages[0].page.text


def _mixed(folder: Path) -> Path:
    """Three pages: an honest one, one with a name under a box, an honest one."""
    plain = pdf(folder / "plain.pdf", [["#1 What happened", *PARAGRAPHS], ["#2 Findings", *PARAGRAPHS]])
    boxed = made(folder, black_box, Hand("Helvetica"))
    writer = PdfWriter()
    for place, page in ((plain, 0), (boxed, 0), (plain, 1)):
        writer.add_page(PdfReader(place).pages[page])
    writer.write(folder / "mixed.pdf")
    plain.unlink()
    boxed.unlink()
    return folder / "mixed.pdf"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the one mixed file."""
    folder = tmp_path_factory.mktemp("gate") / "papers"
    folder.mkdir()
    _mixed(folder)
    return folder


@pytest.fixture(scope="module")
def gated(papers: Path) -> Path:
    """A library that read the mixed file; each test changes a copy of it."""
    library = Library.open(papers.parent / "library", create=True)
    report = add(library, [papers])
    assert report.partly_read[0].reason == "1 of its 3 pages waits for a person to look at them"
    library.close()
    return library.folder


@pytest.fixture
def mixed(gated: Path, tmp_path: Path) -> Iterator[tuple[Library, str]]:
    library = Library.open(shutil.copytree(gated, tmp_path / "library"))
    yield library, library.catalogue.documents()[0].id
    library.close()


def test_a_held_page_is_nowhere_and_the_others_are_read(mixed: tuple[Library, str]) -> None:
    library, document = mixed
    pages = library.catalogue.pages(document)
    assert [page.status for page in pages] == [PageStatus.READ, PageStatus.HELD_BACK, PageStatus.READ]
    assert (pages[1].raw, pages[1].text, pages[1].furniture, pages[1].lines) == ("", "", (), ())
    assert {page for passage in library.catalogue.passages(document) for page in passage.pages} == {1, 3}
    derived = [place for place in library.folder.rglob("*") if place.is_file() and "archive" not in place.parts]
    assert derived
    assert not any(SECRET.encode() in place.read_bytes() for place in derived)
    assert list(problems_of(library)) == []


def test_a_release_reads_the_page_and_is_kept(mixed: tuple[Library, str], papers: Path) -> None:
    library, document = mixed
    revision = library.catalogue.revision()
    with pytest.raises(BadArgument, match="in a person's name"):
        release(library, document, 2, " ")
    with pytest.raises(BadArgument, match="No page 1"):
        release(library, document, 1, "A. Person")
    let_through = release(library, document, 2, "A. Person")
    assert (let_through.released_by, let_through.reasons) == ("A. Person", (Reason.COVERED,))
    assert SECRET in library.catalogue.page(document, 2).text
    assert library.catalogue.revision() > revision
    assert library.quarantine.waiting() == []
    with library.database.change() as session:
        from ingest.record.tables.held import DocumentRow

        session.get_one(DocumentRow, document).reader = "older"
    add(library, [papers])
    assert SECRET in library.catalogue.page(document, 2).text, "reading again keeps the release"
    with library.database.change() as session:
        from ingest.record.tables.kept_out import QuarantineRow

        session.get_one(QuarantineRow, (document, 2)).reasons = [Reason.EMAIL.value]
        session.get_one(DocumentRow, document).reader = "older"
    add(library, [papers])
    assert library.catalogue.page(document, 2).text == "", "a reason that nobody knew needs another look"
    assert [held.page for held in library.quarantine.waiting()] == [2]


def test_the_commands_list_and_release(mixed: tuple[Library, str]) -> None:
    library, document = mixed

    def run(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(cli, ["--library", str(library.folder), *words])
        return done.exit_code, done.stdout, done.stderr

    import json

    (listed,) = json.loads(run("status", "--json")[1])["quarantine"]
    assert (listed["document"], listed["page"], listed["reasons"]) == (document, 2, ["covered-text"])
    assert "page 2: text under a shape or picture" in run("status")[1]
    assert "page 2: text under a shape or picture" in run("quarantine")[1]
    assert run("quarantine", "--release", document, "2")[0] == 2
    assert run("quarantine", "--release", document[:10], "2", "--by", "A. Person", "--no-index")[0] == 0
    assert "let through by A. Person" in run("quarantine", "--all")[1]
    assert json.loads(run("status", "--json")[1])["quarantine"] == []


def test_the_app_holds_it_back_until_a_person_lets_it_through(mixed: tuple[Library, str]) -> None:
    library, document = mixed
    with TestClient(build(library.folder), follow_redirects=False) as browser:
        assert browser.get(f"/file/{document}").status_code == 404
        assert browser.get(f"/page/{document}/2.png").status_code == 404
        assert browser.get(f"/page/{document}/2.png?look=1").headers["content-type"] == "image/png"
        assert browser.get(f"/page/{document}/1.png").status_code == 200
        form = {"document": document, "page": "2", "by": "A. Person"}
        assert browser.post("/held-back/release", data=form).status_code == 403
        browser.headers["sec-fetch-site"] = "same-origin"
        stranger = browser.post("/held-back/release", data=form, headers={"sec-fetch-site": "cross-site"})
        assert stranger.status_code == 403
        assert library.quarantine.waiting()
        done = browser.post("/held-back/release", data=form)
        assert (done.status_code, done.headers["location"]) == (303, "/held-back?done=released")
        assert library.quarantine.waiting() == []
        assert browser.get(f"/file/{document}").status_code == 200
        again = browser.post("/held-back/release", data=form)
        assert again.headers["location"] == "/held-back?done=refused"


def test_the_page_lists_what_waits_and_what_was_withdrawn(mixed: tuple[Library, str]) -> None:
    from app.house import House
    from app.pages import gate, review

    library, document = mixed
    house = House(library, lambda _library: None)
    page = gate.show(house, "?done=locked")
    assert "mixed.pdf, page 2 of 3" in page
    assert "text under a shape or picture" in page
    assert SECRET not in page
    with TestClient(build(library.folder), follow_redirects=False) as browser:
        form = {"document": document, "reason": "court-order"}
        browser.headers["sec-fetch-site"] = "same-origin"
        assert browser.post("/held-back/withdraw", data=form).headers["location"].endswith("refused")
        done = browser.post("/held-back/withdraw", data={**form, "sure": "yes"})
        assert done.headers["location"].endswith("withdrawn")
    assert library.catalogue.document(document) is None
    assert "court order" in gate.show(house, "")
    assert "It was withdrawn on" in review.show(house, f"?id={document}", "load")


def test_attachments_and_authors_are_named(tmp_path: Path) -> None:
    place = pdf(tmp_path / "with.pdf", [PARAGRAPHS])
    writer = PdfWriter(clone_from=PdfReader(place))
    writer.add_attachment("notes.txt", f"the child is {SECRET}".encode())
    writer.add_metadata({"/Author": "Wilhelmina Oakshott"})
    writer.write(place)
    reading = read(place)
    assert [(hold.page, hold.reason) for hold in reading.holds] == [(FILE, Reason.ATTACHMENT)]
    assert reading.pages[0].text, "the pages of a file with an attachment are read"
    assert reading.notes == (AUTHOR_NAMED,)
    assert "Oakshott" not in repr(reading)


def test_word_files_with_comments_and_objects_inside(tmp_path: Path) -> None:
    place = tmp_path / "with.docx"
    document = docx.Document()
    for line in PARAGRAPHS:
        run = document.add_paragraph(line).runs[0]
    document.add_comment(run, text=f"this is {SECRET}", author="A. Nobody", initials="AN")
    deleted = OxmlElement("w:del")
    deleted.set(qn("w:id"), "7")
    run._r.addnext(deleted)
    document.core_properties.author = "Northmere Council"
    document.save(place)
    with zipfile.ZipFile(place, "a") as archive:
        archive.writestr("word/embeddings/oleObject1.bin", b"x")
    reading = read(place)
    assert {(hold.page, hold.reason) for hold in reading.holds} == {
        (FILE, Reason.ATTACHMENT), (1, Reason.CHANGES), (1, Reason.COMMENTS),
    }  # fmt: skip
    assert reading.notes == ()


IDENTIFYING = {
    "NHS number: 943 476 5919": Reason.NHS_NUMBER,
    "NHS no 9434765919 was written": Reason.NHS_NUMBER,
    "Name: Marigold Quillfeather. Date of birth: 12 March 2010": Reason.BIRTH,
    "Marigold Quillfeather (DOB 12/03/2010)": Reason.BIRTH,
    "They lived at 14 Thistledown Lane, Northmere, NM4 7QX until spring.": Reason.ADDRESS,
    "Her mobile number is 07700 900123.": Reason.TELEPHONE,
    "the grandmother's home number 01632 960983": Reason.TELEPHONE,
    "write to marigold.q@gmail.com": Reason.EMAIL,
    "her address m.quillfeather@quillworks.co.uk": Reason.EMAIL,
}
HARMLESS_WORDS = (
    "Call 0300 123 1231 or the helpline on 0808 800 5000, or 101, or 999.",
    "E-mail enquiries@ofsted.gov.uk, lscb@northmere.gov.uk, press@charity.org.uk or info@northmere-scp.co.uk.",
    "Northmere Council, Civic Centre, 44 York Street, Northmere NM1 3BZ",
    "Child QX, date of birth: March 2010",
    "Child QX was born on 12 March 2010.",
    "Order 943 476 5918 and paragraph 1234567890",
    "The review was completed on 12 March 2010 by Marigold Quillfeather.",
    "Tel: 01632 960000 (council office)",
)


@pytest.mark.parametrize(("text", "reason"), IDENTIFYING.items())
def test_words_that_point_at_a_person_are_found(text: str, reason: Reason) -> None:
    assert identifying_in(text) == {reason}


@pytest.mark.parametrize("text", HARMLESS_WORDS)
def test_the_numbers_of_organisations_are_fine(text: str) -> None:
    assert identifying_in(text) == set()


def test_the_check_digit_of_nhs_numbers() -> None:
    assert is_nhs_number("9434765919")
    assert not any(is_nhs_number(f"943476591{digit}") for digit in range(9))
    assert not is_nhs_number("0000000000")


def test_the_status_loads_no_engine_of_the_gate() -> None:
    script = "import sys, ingest.library; print({'pypdfium2', 'docx', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
