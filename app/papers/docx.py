"""A paper as a Word document that reads well on screen, in print and aloud: real styles, captions, alternatives."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, singledispatchmethod
from itertools import zip_longest
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from app.papers import docx_fields as fields
from app.papers.docx_styles import SMALL, TEAL, dress
from app.papers.paper import Block, Heading, Paper, Paragraph, Picture, Points, Prompt, Quote, Sentence, Table

_WIDTH = 16.5
"""Width of the text on the page, in centimetres."""
_TOGETHER, _FEW_LETTERS = 14, 1_200
"""Rows and letters of a table that goes on one page as a whole."""


def written(paper: Paper, made: datetime) -> bytes:
    """The whole paper as the bytes of a DOCX file. The same paper made at the same time gives the same text."""
    document = docx.Document()
    dress(document)
    document.part.get_style_id = cache(document.part.get_style_id)  # it looks through all styles for every paragraph
    _describe(document, paper, made)
    document.add_paragraph(fields.clean(paper.title), style="Title")
    document.add_paragraph(fields.clean(paper.subject), style="Subtitle")
    if paper.contents:
        _contents(document, paper)
    writer = _Writer(document)
    for block, following in zip_longest(paper.blocks, paper.blocks[1:]):
        writer.write(block)
        if isinstance(block, Paragraph) and isinstance(following, Quote | Points | Table):
            document.paragraphs[-1].paragraph_format.keep_with_next = True
    _footer(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _describe(document: Any, paper: Paper, made: datetime) -> None:
    about = document.core_properties
    about.title, about.subject, about.keywords = paper.title, paper.subject, ", ".join(paper.keywords)
    about.author = about.last_modified_by = "Common Thread"
    about.comments = ""
    about.created = about.modified = made
    about.language = "en-GB"


def _contents(document: Any, paper: Paper) -> None:
    document.add_paragraph("Contents", style="TOC Heading")
    headings = [block for block in paper.blocks if isinstance(block, Heading)]
    listed = [(number, block) for number, block in enumerate(headings, start=1) if block.level <= 2]
    for place, (number, block) in enumerate(listed):
        line = document.add_paragraph(style=f"TOC {block.level}")
        if place == 0:
            fields.begin(line, r' TOC \o "1-2" \h \z \u ')
        fields.link(line, fields.clean(block.text), _bookmark(number))
        if place == len(listed) - 1:
            fields.end(line)


def _footer(document: Any, paper: Paper) -> None:
    line = document.sections[0].footer.paragraphs[0]
    line.style = "Footer"
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.add_run(f"{fields.clean(paper.title)}   ·   page ")
    fields.simple(line, " PAGE ", "1")
    line.add_run(" of ")
    fields.simple(line, " NUMPAGES ", "1")


def _bookmark(number: int) -> str:
    return f"_Heading{number}"


@dataclass(slots=True)
class _Writer:
    """Writes block after block; headings, tables and figures are numbered as they come."""

    document: Any
    counts: dict[str, int] = field(default_factory=dict)

    @singledispatchmethod
    def write(self, block: Block) -> None:
        raise TypeError(f"no way to write {type(block).__name__}")

    @write.register
    def _heading(self, block: Heading) -> None:
        line = self.document.add_paragraph(style=f"Heading {block.level}")
        number = self._next("heading")
        fields.bookmarked(line, fields.clean(block.text), _bookmark(number), number)

    @write.register
    def _paragraph(self, block: Paragraph) -> None:
        self.document.add_paragraph(_joined(block.sentences), style="Body Text")

    @write.register
    def _points(self, block: Points) -> None:
        numbers = fields.new_list(self.document) if block.numbered else None
        for item in block.items:
            line = self.document.add_paragraph(
                _joined((item,)), style="List Number" if block.numbered else "List Bullet"
            )
            if block.small:
                line.runs[0].font.size = SMALL
                line.paragraph_format.line_spacing = 1.05
            if numbers is not None:
                fields.in_list(line, numbers)

    @write.register
    def _quote(self, block: Quote) -> None:
        if block.lead:
            lead = self.document.add_paragraph(fields.clean(block.lead), style="Quote lead")
            lead.paragraph_format.keep_with_next = True
        for line in block.marked.split("\n"):
            said = self.document.add_paragraph(fields.clean(line), style="Quote")
            said.paragraph_format.keep_with_next = True
            said.paragraph_format.keep_together = True
        self.document.add_paragraph(fields.clean(block.citation), style="Citation")

    @write.register
    def _table(self, block: Table) -> None:
        self._caption("Table", block.caption, above=True)
        table = self.document.add_table(rows=1, cols=len(block.header), style="Table Grid")
        fields.describe_table(table, fields.clean(block.caption))
        shares = block.widths or tuple(1 / len(block.header) for _ in block.header)
        widths = [Cm(_WIDTH * share / sum(shares)) for share in shares]
        fields.set_widths(table, widths)
        fields.fill(table.rows[0], block.header, widths, "Table head")
        fields.repeat_on_each_page(table.rows[0])
        for row in block.rows:
            fields.fill(table.add_row(), row, widths, "Table text")
        if len(block.rows) <= _TOGETHER and sum(len(cell) for row in block.rows for cell in row) <= _FEW_LETTERS:
            fields.keep_together(table)
        fields.rule(table, TEAL)
        self.document.add_paragraph(style="After table")

    @write.register
    def _picture(self, block: Picture) -> None:
        line = self.document.add_paragraph(style="Picture")
        shape = line.add_run().add_picture(io.BytesIO(block.png), width=Cm(_WIDTH))
        number = self._next("picture")
        fields.describe_picture(shape, f"Figure {number}", fields.clean(block.alternative))
        self._caption("Figure", block.caption, above=False)

    @write.register
    def _prompt(self, block: Prompt) -> None:
        line = self.document.add_paragraph(style="Prompt")
        line.add_run("To be completed: ").bold = True
        line.add_run(fields.clean(block.text))

    def _caption(self, name: str, text: str, *, above: bool) -> None:
        line = self.document.add_paragraph(style="Caption")
        line.paragraph_format.keep_with_next = above
        line.add_run(f"{name} ")
        fields.simple(line, f" SEQ {name} \\* ARABIC ", str(self._next(name)))
        line.add_run(f". {fields.clean(text)}")

    def _next(self, name: str) -> int:
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]


def _joined(sentences: tuple[Sentence, ...]) -> str:
    return fields.clean(" ".join(sentence.text for sentence in sentences))
