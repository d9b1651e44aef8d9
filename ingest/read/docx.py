"""Word files: paragraphs, lists, tables, text boxes and footnotes in document order, with heading levels.

Word files have no pages of their own: an explicit page break, or the place where Word last broke the page, makes one.
The body is walked as XML, since python-docx passes over content controls, where Word keeps tables of contents.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from ingest.errors import BadDocument
from ingest.model import PageStatus
from ingest.read.layout import Line, RawDocument, RawPage
from ingest.read.sniff import Format

_MAX_UNPACKED = 300 * 2**20
_MAX_RATIO = 200  # real Word files pack about 10 to 1; a bomb packs 1,000 to 1
_ROW_WORDS = 250  # a table row with more words than this is laid out text, not a row
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_BREAK = "\f"
_SKIPPED = {qn(t) for t in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:fldData")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_CONTAINERS = {qn(t) for t in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")}
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
    qn("w:lastRenderedPageBreak"): _BREAK,
}


def read(path: Path, data: bytes) -> RawDocument:
    """Every page of a Word file."""
    check_unpacked_size(path, data)
    # python-docx raises whatever a malformed package makes it trip over (KeyError, ValueError, XMLSyntaxError …); the
    # whole file is the edge here, since a package opens as one.
    try:
        document = docx.Document(io.BytesIO(data))
        pages = _Pages(document)
        pages.walk(document.element.body)
        found = pages.finished()
        title = " ".join((document.core_properties.title or "").split()) or None
    except MemoryError:
        raise
    except Exception as error:
        raise BadDocument(str(path), "a Word file that is damaged: it cannot be opened") from error
    if not any(page.lines for page in found):
        raise BadDocument(str(path), "a Word file without any text")
    return RawDocument(Format.DOCX, found, title)


def check_unpacked_size(path: Path, data: bytes) -> None:
    """Refuse an archive that would unpack to far more than it is, before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > _MAX_UNPACKED or len(entries) > 10_000:
        raise BadDocument(str(path), f"a Word file that would unpack to {total // 2**20:,} MB; it is not opened")
    for entry in entries:
        if entry.file_size > 10 * 2**20 and entry.file_size > _MAX_RATIO * max(1, entry.compress_size):
            raise BadDocument(str(path), "a Word file built to unpack to an enormous size; it is not opened")


@dataclass
class _Pages:
    """Collects lines while the body is walked. Paragraphs are parted by a line without text."""

    document: Document
    done: list[tuple[Line, ...]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._footnotes = _footnotes(self.document)

    def walk(self, parent: etree._Element) -> None:
        """Take paragraphs and tables in order, inside content controls too."""
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag in _CONTAINERS:
                self.walk(child)

    def finished(self) -> tuple[RawPage, ...]:
        """The pages; an empty one at the end is only a trailing break."""
        self._end_page()
        while len(self.done) > 1 and not self.done[-1]:
            self.done.pop()
        return tuple(
            RawPage(i, None, lines, PageStatus.READ if lines else PageStatus.EMPTY)
            for i, lines in enumerate(self.done, start=1)
        )

    def _end_page(self) -> None:
        for note in self.notes:
            self._add(Line(note))
        self.notes = []
        self.done.append(tuple(self.lines))
        self.lines = []

    def _add(self, line: Line) -> None:
        self.lines += [line, Line("")]

    def _paragraph(self, element: etree._Element) -> None:
        paragraph = Paragraph(element, self.document)
        heading, bold, size = _heading(paragraph), _bold(paragraph), _size(paragraph)
        if paragraph.paragraph_format.page_break_before and self.lines:
            self._end_page()
        for number, part in enumerate(_text(element).split(_BREAK)):
            if number and self.lines:
                self._end_page()
            texts = [t for t in (" ".join(x.split(" ")).strip() for x in part.split("\n")) if t]
            for text in texts:
                self._add(Line(text, size=size, bold=bold, heading=heading))
        for box in _text_boxes(element):
            self.walk(box)
        for reference in element.iter(qn("w:footnoteReference")):
            note = self._footnotes.get(reference.get(qn("w:id")) or "")
            self.notes += [note] if note else []

    def _table(self, table: etree._Element) -> None:
        for row in _rows(table):
            cells = list(_below(row, qn("w:tc")))
            texts = [_cell_text(cell) for cell in cells]
            if len(cells) == 1 or sum(len(t.split()) for t in texts) > _ROW_WORDS:
                for cell in cells:
                    self.walk(cell)
            elif any(texts):
                self._add(Line("\t".join(texts).strip("\t")))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _below(table, qn("w:tr"))


def _below(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of one kind, inside content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _below(child, tag)


def _text(element: etree._Element) -> str:
    """Text of a paragraph as it stands: insertions in, deletions out, text boxes left for later."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or tag == qn("w:drawing") or tag == qn("w:pict"):
            continue
        if tag == qn("w:t"):
            parts.append(child.text or "")
        elif tag == qn("w:br"):
            parts.append(_BREAK if child.get(qn("w:type")) == "page" else "\n")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif isinstance(tag, str):
            parts.append(_text(child))
    return "".join(parts)


def _cell_text(cell: etree._Element) -> str:
    paragraphs = (_text(p).replace(_BREAK, " ") for p in cell.iter(qn("w:p")))
    return " ".join(" ".join(paragraphs).split())


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for box in element.iter(qn("w:txbxContent")):
        # Word writes each box twice; the second is for old programs.
        if not any(str(a.tag).endswith("}Fallback") for a in box.iterancestors()):
            yield box


def _heading(paragraph: Paragraph) -> int | None:
    """Outline level by style name or by the style's own outline level."""
    style = paragraph.style
    while style is not None:
        name = (style.name or "").lower()
        if name == "title":
            return 1
        if name.startswith("heading ") and name[8:].isdigit():
            return int(name[8:])
        style = style.base_style
    level = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = level.get(qn("w:val")) if level is not None else None
    return int(value) + 1 if value and value.isdigit() and int(value) < 9 else None


def _bold(paragraph: Paragraph) -> bool:
    runs = [r for r in paragraph.runs if r.text.strip()]
    by_style = bool(paragraph.style is not None and paragraph.style.font.bold)
    return bool(runs) and all(by_style if r.bold is None else r.bold for r in runs)


def _size(paragraph: Paragraph) -> float | None:
    for run in paragraph.runs:
        if run.text.strip() and run.font.size is not None:
            return float(run.font.size.pt)
    style = paragraph.style
    while style is not None:
        if style.font.size is not None:
            return float(style.font.size.pt)
        style = style.base_style
    return None


def _footnotes(document: Document) -> dict[str, str]:
    """Footnote texts by id."""
    for relation in document.part.rels.values():
        if relation.reltype == _FOOTNOTES and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            return {n.get(qn("w:id")) or "": _cell_text(n) for n in root.iter(qn("w:footnote"))}
    return {}
