"""A text as a printed report: passes are made until every page number is right."""

from collections.abc import Iterator
from io import BytesIO

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, NextPageTemplate, PageBreak
from reportlab.platypus import Paragraph as Lines

from evals.fictional import text as fiction
from evals.fictional.errors import wrong
from evals.fictional.look import look, oddity
from evals.fictional.page import Entry, Layout, column_width, label, templates, wide_width
from evals.fictional.story import Setter
from evals.fictional.style import styles
from evals.fictional.text import Block, Heading, Table, Text

_PASSES = 6


class _Leader(Flowable):
    """A line of the contents: heading, dots, page number."""

    def __init__(self, entry: Entry, number: str, font: str) -> None:
        super().__init__()
        self._entry, self._number, self._font = entry, number, font
        self._indent = 0 if entry.level <= 2 else 16

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The whole line, and room for one line of it."""
        self.width, self.height = width, 19 if self._entry.level <= 2 else 16
        return self.width, self.height

    def draw(self) -> None:
        """Fill with dots what the heading and its number leave free, as a tab stop does."""
        canvas, size = self.canv, 10.5
        start = self._indent + stringWidth(self._entry.text, self._font, size)
        free = self.width - start - stringWidth(self._number, self._font, size) - 6
        dots = "." * max(3, int(free / stringWidth(".", self._font, size)))
        canvas.setFillColor(black)
        canvas.setFont(self._font, size)
        canvas.drawString(self._indent, 4, self._entry.text)
        canvas.drawRightString(self.width, 4, f"{dots} {self._number}")
        canvas.linkRect("", self._entry.key, (0, 0, self.width, self.height), relative=1)


class _Report(BaseDocTemplate):
    """One pass: it is given the layout that the pass before found, and finds its own."""

    def __init__(self, file: BytesIO, text: Text, layout: Layout) -> None:
        self._text, self._look, self._given = text, look(text), layout
        self._front: int | None = None
        self._entries: list[Entry] = []
        title = self._look.metadata_title or text.front.title
        super().__init__(
            file, pagesize=A4, title=title, author=self._look.name, creator="Microsoft® Word 2016",
            lang="en-GB", invariant=1, pageCompression=0,
        )  # fmt: skip
        self.addPageTemplates(templates(self._look, text.front, layout))

    def layout(self) -> Layout:
        """What this pass found."""
        return Layout(self._front or self.page, self.page, tuple(self._entries))

    def note(self, heading: Heading, page: int) -> str:
        """Remember where a heading fell; its key is where a reader of the PDF jumps to."""
        key = f"h{len(self._entries)}"
        self._entries.append(Entry(heading.level, heading.text, page, key))
        if self._look.outline:
            self.canv.addOutlineEntry(heading.text, key, level=max(heading.level - 2, 0))
        return key

    def handle_pageBegin(self) -> None:  # noqa: N802 - reportlab calls it so
        """The front ends where the first page of the body begins."""
        super().handle_pageBegin()
        if self._front is None and self.pageTemplate.id in ("body", "landscape"):
            self._front = self.page - 1

    def story(self) -> Iterator[Flowable]:
        """Cover, contents and body, each on pages of its own kind."""
        setter = Setter(self._look, oddity(self._text), styles(self._look, self._text.front), self.note)
        yield from setter.cover(self._text.cover)
        if self._text.front.contents:
            yield from self._contents()
        for template, blocks in _runs(self._text.body, self._text.front.landscape_tables):
            yield from (NextPageTemplate(template), PageBreak())
            width = wide_width() if template == "landscape" else column_width(self._text.front)
            yield from setter.blocks(blocks, width)

    def _contents(self) -> Iterator[Flowable]:
        set_in = styles(self._look, self._text.front)
        yield from (NextPageTemplate("front"), PageBreak())
        yield Lines("Contents", set_in["heading2"])
        for entry in self._given.entries:
            yield _Leader(entry, label(entry.page, self._given, self._text.front), set_in["body"].fontName)


def render(text: Text) -> bytes:
    """The report as PDF, the same bytes every time."""
    layout = Layout()
    for _ in range(_PASSES):
        file = BytesIO()
        report = _Report(file, text, layout)
        report.build(list(report.story()))
        if report.layout() == layout:
            return file.getvalue()
        layout = report.layout()
    raise wrong(text.path, f"page numbers still move after {_PASSES} passes")


def _runs(blocks: tuple[Block, ...], wide_tables: bool) -> list[tuple[str, list[Block]]]:
    """Stretches that share a page or more; a heading right above a wide table goes along with it."""
    runs: list[tuple[str, list[Block]]] = []
    fresh = True
    for block in blocks:
        wide = wide_tables and isinstance(block, Table)
        if fresh or wide:
            runs.append(("landscape" if wide else "body", _headings_above(runs) if wide else []))
        fresh = wide or isinstance(block, fiction.PageBreak)
        if not isinstance(block, fiction.PageBreak):
            runs[-1][1].append(block)
    return [run for run in runs if run[1]]


def _headings_above(runs: list[tuple[str, list[Block]]]) -> list[Block]:
    taken: list[Block] = []
    while runs and runs[-1][1] and isinstance(runs[-1][1][-1], Heading):
        taken.insert(0, runs[-1][1].pop())
    return taken
