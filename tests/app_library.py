"""A small library for the tests of the app: one review of two pages with hostile text in it, and one web page."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index.searching.query import Answer, Filters, PassageHit, Result, Why
from ingest import pipeline
from ingest.library import Library
from ingest.model import Document, Passage

HOSTILE = "<script>alert('x')</script> & <img src=x onerror=alert(1)>"

_FIRST = [
    (20, "Serious Case Review: Child Z"),
    (12, "Northmere Local Safeguarding Children Board"),
    (12, "Published March 2018"),
    (15, "1. Introduction"),
    (10, f"1.1 The report says {HOSTILE} and goes on to say what happened next."),
    (10, "1.2 A bruise on a baby who does not crawl was seen by the general practitioner in August."),
]
_SECOND = [
    (15, "2. Recommendations"),
    (10, "Recommendation 1: The board should rewrite the bruising protocol on a single page."),
    (10, "Recommendation 2: The trust should extend supervision to any child with a recorded mark."),
]
_WEB = """<html><head><title>Child Y: learning summary</title></head><body><h1>Child Y: learning summary</h1>
<p>Learning summary of a serious case review by Northmere Local Safeguarding Children Board, 2019.</p>
<h2>Circumstances</h2><p>Child Y was nine years old and lived with his grandmother. He was absent from school for most
of a term, and was found to be badly neglected when a neighbour called the police in the spring of 2018.</p>
<h2>Learning</h2><p>The school wrote to the family three times and nobody went to the house to see the child.
Absence was treated as a matter for the attendance officer, and its meaning for the child was not asked about. The
learning for all agencies is that a child who is not seen should be looked for.</p>
</body></html>"""


def make(folder: Path) -> Library:
    """Write the files and take them into a library, without an index."""
    files = folder / "files"
    files.mkdir(parents=True)
    _pdf(files / "Child Z report.pdf")
    (files / "child y.html").write_text(_WEB, "utf-8")
    library = Library.open(folder / "library", create=True)
    run = pipeline.add(library, [files])
    assert not run.unreadable, run.unreadable
    return library


def report(library: Library) -> Document:
    """The PDF."""
    return next(item for item in library.catalogue.documents() if item.media_type == "application/pdf")


def web_page(library: Library) -> Document:
    """The web page."""
    return next(item for item in library.catalogue.documents() if item.media_type == "text/html")


def passage_with(library: Library, document: Document, words: str) -> Passage:
    """The passage of a document that holds these words."""
    return next(item for item in library.catalogue.passages(document.id) if words in item.text)


def answer(library: Library, words: str, *, query: str = "bruise", nothing: bool = False) -> Answer:
    """What a search would give for one passage of the report."""
    document = report(library)
    passage = passage_with(library, document, words)
    at = passage.text.index(words)
    why = Why((words,), 2, 11, ((at, at + len(words)),))
    review = library.catalogue.review(document.review_id) if document.review_id else None
    found = Result(review, 0.5, (PassageHit(passage, document, 0.5, why),), more=0, close=not nothing)
    close = 0 if nothing else 1
    return Answer(query, Filters(), 1, 24, 61, 900, nothing, close, (found,), {"nation": {"England": 1}}, (2009, 2025))


class OneAnswer:
    """A searcher that always says the same, and remembers what it was asked."""

    def __init__(self, given: Answer | Exception) -> None:
        self.given = given
        self.asked: list[tuple[str, Filters]] = []

    def search(self, text: str, filters: Filters, limit: int, passages_per_result: int) -> Answer:
        self.asked.append((text, filters))
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


def _pdf(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for lines in (_FIRST, _SECOND):
        down = 770
        for size, words in lines:
            canvas.setFont("Helvetica-Bold" if size > 10 else "Helvetica", size)
            canvas.drawString(72, down, words)
            down -= 34
        canvas.showPage()
    canvas.save()
