"""The fictional library: its texts agree with their truth, and its files say what its texts say."""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import docx
import lxml.html
import pypdfium2
import pytest

from evals.fictional import library, text, truth, volumes, write
from evals.fictional.errors import FictionError
from evals.fictional.letters import hyphenate, ligate
from evals.fictional.library import REVIEWS, STAMP

NOTICE = (
    "This is a fictional document written for testing and teaching. "
    "The board, the places, the people and the events are invented."
)
SOURCES = sorted(REVIEWS.glob("*/*.md"))
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def pieces(blocks: Iterable[text.Block]) -> list[str]:
    return [piece for block in blocks for piece in text.pieces(block)]


def headings(document: text.Text) -> list[str]:
    return [b.text for b in document.body if isinstance(b, text.Heading) and b.level > 1]


def squeeze(words: str) -> str:
    """Without what a line end may add or take away; pdfium gives a line-end hyphen as U+FFFE or U+0002."""
    return re.sub(r"[\s\-\u00ad\ufffe\u0002]", "", unicodedata.normalize("NFKC", words))


def assert_in_order(expected: Iterable[str], found: str) -> None:
    at, haystack = 0, squeeze(found)
    for piece in expected:
        at = haystack.find(squeeze(piece), at)
        assert at >= 0, f"not found, or not in its place: {piece}"
        at += len(squeeze(piece))


def pdf_pages(path: Path, front: text.Front) -> list[str]:
    """The text of each page, without its running lines."""
    header = re.escape(squeeze(front.header or ""))
    footer = re.escape(squeeze(front.footer or "")).replace(r"\{n\}", "[0-9ivx]+").replace(r"\{N\}", "[0-9]+")
    with pypdfium2.PdfDocument(path) as pdf:
        found = [squeeze(page.get_textpage().get_text_range()) for page in pdf]
    return [found[0], *(re.sub(f"^{header}|{footer}$", "", page) for page in found[1:])]


@pytest.fixture(scope="module")
def shelf(fiction: Path) -> dict[Path, Path]:
    """The whole library on disk: source to file."""
    return {volume.source: fiction / volume.place for volume in volumes()}


def test_the_library_is_complete() -> None:
    truths = [truth.load(path.with_suffix(".truth.yaml")) for path in SOURCES]
    overviews = [t for t in truths if t.document == "overview-report"]
    names = {str(t.facts.publisher) for t in overviews}
    boards = {re.split(r" (Local |Regional )?(Safeguarding|Child Protection)", name)[0] for name in names}
    assert len({path.parent for path in SOURCES}) == 24
    assert len(SOURCES) == 39
    assert len(overviews) == 24
    assert len(boards) == 8
    assert len({t.facts.nation for t in overviews}) == 4


@every_source
def test_the_cover_says_that_all_is_invented(source: Path) -> None:
    document = text.load(source)
    assert text.Paragraph(NOTICE) in document.cover
    assert [b.text for b in document.cover if isinstance(b, text.Heading) and b.level == 1]


@every_source
def test_truth_quotes_the_text_word_for_word(source: Path) -> None:
    document, known = text.load(source), truth.load(source.with_suffix(".truth.yaml"))
    said = pieces((*document.cover, *document.body))
    assert known.document == document.front.kind
    assert [quote for quote in known.quoted if not any(quote in piece for piece in said)] == []


@every_source
def test_truth_gives_every_heading_its_role(source: Path) -> None:
    document, known = text.load(source), truth.load(source.with_suffix(".truth.yaml"))
    assert set(known.roles) == set(headings(document))
    stated = (*known.findings, *known.recommendations)
    assert {item.heading for item in stated} <= set(headings(document))


@every_source
def test_the_file_says_what_the_text_says(source: Path, shelf: dict[Path, Path]) -> None:
    document = text.load(source)
    expected = pieces((*document.cover, *document.body))
    match document.front:
        case text.Front(format="pdf", scanned=True):
            assert "".join(pdf_pages(shelf[source], document.front)) == ""
        case text.Front(format="pdf"):
            pages = pdf_pages(shelf[source], document.front)
            assert squeeze(NOTICE) in pages[0]
            assert_in_order(expected, "".join(pages))
        case text.Front(format="docx"):
            body = docx.Document(str(shelf[source])).element.body
            assert_in_order(expected, "".join(body.itertext()))
        case _:
            page = lxml.html.parse(str(shelf[source])).getroot()
            assert page.get("lang") == "en-GB"
            assert_in_order(expected, page.xpath("//article")[0].text_content())


def test_another_run_makes_the_same_bytes(shelf: dict[Path, Path], tmp_path: Path) -> None:
    program = [sys.executable, "-m", "evals.fictional", str(tmp_path)]
    subprocess.run(program, check=True, env={**os.environ, "PYTHONHASHSEED": "7"}, cwd=REVIEWS.parents[2])
    for path in shelf.values():
        again = tmp_path / path.parent.name / path.name
        assert again.read_bytes() == path.read_bytes(), path.name


def test_three_names_are_as_people_make_them(shelf: dict[Path, Path]) -> None:
    odd = [path.name for source, path in shelf.items() if path.stem != source.stem]
    assert len(odd) == 3
    assert all(" " in name and re.search(r"[(\[]", name) for name in odd)
    assert any(not name.isascii() for name in odd)


def test_long_words_break_between_consonants() -> None:
    assert hyphenate("safeguarding") == "safeguar\u00adding"
    assert hyphenate("a recommendation was not") == "a recom\u00admen\u00addation was not"
    assert hyphenate("mother together") == "mother together"
    assert ligate("five flat findings") == "ﬁve ﬂat ﬁndings"


def test_hyphens_and_ligatures_reach_the_page(shelf: dict[Path, Path]) -> None:
    raw = {f"{source.parent.name}/{source.stem}": path.read_bytes() for source, path in shelf.items()}
    with pypdfium2.PdfDocument(raw["northmere-2009-child-k/overview"]) as pdf:
        assert "\ufffe" in "".join(page.get_textpage().get_text_range() for page in pdf)
    assert b"<FB01>" in raw["marlingshire-2019-child-f/overview"].upper()  # in the map from glyphs to text


# A small library of one review, in which every manner of setting occurs.

PLAIN = """---
kind: response
title: "Response: Child Z"
format: {format}
header: "Northmere   Response"
footer: "Page {{n}} of {{N}}"
{more}
---

# Response: Child Z

Northmere Safeguarding Children Partnership

{notice}

\\pagebreak

## 1. Findings

1.1 The panel met \"twice\" & agreed that 3 < 4.

- first thing
- second thing

::: box
Finding 1: nobody asked.

- boxed thing
:::

### Actions

| No. | Action | Lead |
|---|---|---|
| 1 | Ask the father | Health visiting |
| 2 | Write it down | Police |

1. typed one
2. typed two

\\pagebreak

## 2. End

That is all.
"""


def sample(
    folder: Path,
    name: str = "response",
    form: str = "pdf",
    more: str = "",
    body: str = PLAIN,
) -> Path:
    path = folder / "reviews" / "northmere-2030-child-z" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body.format(format=form, more=more, notice=NOTICE), encoding="utf-8")
    return path


def test_every_block_is_read(tmp_path: Path) -> None:
    document = text.load(sample(tmp_path))
    kinds = " ".join(type(block).__name__ for block in document.body)
    assert kinds == "Heading Paragraph Bullets Box Heading Table Bullets PageBreak Heading Paragraph"
    boxed = (text.Paragraph("Finding 1: nobody asked."), text.Bullets(("boxed thing",)))
    assert document.body[3] == text.Box(boxed)
    assert document.body[6] == text.Bullets(("1. typed one", "2. typed two"), numbered=True)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kind: response", "kind: letter", "kind"),
        ("kind: response", "kind: response\nauthor: x", "author"),
        (":::\n\n###", "\n\n###", "never closed"),
        ("| 2 | Write it down | Police |", "| 2 | Police |", "2 cells"),
        ("|---|---|---|\n", "", "---"),
        ("- first thing", "![logo](x.png)", "not part of the format"),
        ("\\pagebreak", "", "cover never ends"),
    ],
)
def test_a_fault_names_the_file_and_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = sample(tmp_path, body=PLAIN.replace(old, new))
    with pytest.raises(FictionError, match=re.escape("northmere-2030-child-z/response.md")) as caught:
        text.load(path)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "more",
    ["contents: true", "columns: 2", "landscape_tables: true", "front_labels: roman\ncontents: true"],
)
def test_each_manner_of_setting_keeps_the_words(tmp_path: Path, more: str) -> None:
    source = sample(tmp_path, more=more)
    (path,) = write(tmp_path / "out", tmp_path / "reviews")
    document = text.load(source)
    pages = pdf_pages(path, document.front)
    assert_in_order(pieces((*document.cover, *document.body)), "".join(pages))
    assert all(pages), "a page without text"


def test_wide_tables_lie_on_wide_pages(tmp_path: Path) -> None:
    sample(tmp_path, more="landscape_tables: true")
    (path,) = write(tmp_path / "out", tmp_path / "reviews")
    with pypdfium2.PdfDocument(path) as pdf:
        wide = [page.get_textpage().get_text_range() for page in pdf if page.get_width() > page.get_height()]
    assert len(wide) == 1
    assert "Actions" in wide[0]
    assert "Write it down" in wide[0]


def test_labels_footers_and_contents_agree(tmp_path: Path) -> None:
    sample(tmp_path, more="contents: true\nfront_labels: roman")
    (path,) = write(tmp_path / "out", tmp_path / "reviews")
    with pypdfium2.PdfDocument(path) as pdf:
        labels = [pdf.get_page_label(at) for at in range(len(pdf))]
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert labels == ["i", "ii", "1", "2"]
    assert [page.split()[-4:] for page in pages[1:]] == [["Page", label, "of", "2"] for label in labels[1:]]
    assert re.search(r"1\. Findings \.{3,} 1\b", pages[1])
    assert re.search(r"2\. End \.{3,} 2\b", pages[1])


def test_a_letter_spaced_footer(tmp_path: Path) -> None:
    sample(tmp_path, more="letter_spaced_footer: true")
    (path,) = write(tmp_path / "out", tmp_path / "reviews")
    with pypdfium2.PdfDocument(path) as pdf:
        assert "P a g e 2 o f 3" in pdf[1].get_textpage().get_text_range()  # pdfium makes two spaces one


def test_html_escapes_and_carries_furniture(tmp_path: Path) -> None:
    sample(tmp_path, form="html")
    (path,) = write(tmp_path / "out", tmp_path / "reviews")
    page = path.read_text(encoding="utf-8")
    assert "&amp; agreed that 3 &lt; 4." in page
    assert all(f"<{tag}" in page for tag in ("nav", "aside", "footer", "article", "th", "li"))


def test_word_styles_are_real(tmp_path: Path) -> None:
    sample(tmp_path, form="docx")
    (path,) = write(tmp_path / "out", tmp_path / "reviews")
    document = docx.Document(str(path))
    used = {line.style.name for line in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Normal"} <= used
    assert "NUMPAGES" in document.sections[0].footer._element.xml
    assert document.sections[0].first_page_footer.is_linked_to_previous


def test_a_complete_library_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample(tmp_path)
    first = write(tmp_path / "out", tmp_path / "reviews")
    monkeypatch.setattr(library, "_render", lambda source: pytest.fail("rendered again"))
    assert write(tmp_path / "out", tmp_path / "reviews") == first


def test_what_is_damaged_or_missing_is_made_again(tmp_path: Path) -> None:
    sample(tmp_path)
    sample(tmp_path, "overview")
    files = write(tmp_path / "out", tmp_path / "reviews")
    good = [path.read_bytes() for path in files]
    files[0].write_bytes(b"half a fi")
    files[1].unlink()
    (tmp_path / "out" / STAMP).write_text("{")
    assert write(tmp_path / "out", tmp_path / "reviews") == files
    assert [path.read_bytes() for path in files] == good


def test_what_is_no_longer_in_the_library_goes(tmp_path: Path) -> None:
    sample(tmp_path)
    mine = tmp_path / "out" / "northmere-2030-child-z" / "mine.txt"
    (old,) = write(tmp_path / "out", tmp_path / "reviews")
    mine.write_text("kept")
    sample(tmp_path, form="html")
    (new,) = write(tmp_path / "out", tmp_path / "reviews")
    assert (old.exists(), new.suffix, mine.exists()) == (False, ".html", True)
