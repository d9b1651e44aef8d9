"""The parts of a Word document that python-docx has no words for: fields, bookmarks, lists, table properties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold; PDFs bring such."""
    return _NOT_XML.sub("", text)


def simple(line: Any, instruction: str, shown: str) -> None:
    """A field that a word processor works out; ``shown`` until it does."""
    begin(line, instruction)
    line.add_run(shown)
    end(line)


def begin(line: Any, instruction: str) -> None:
    """Open a field in a paragraph."""
    _mark(line, "begin")
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = instruction
    line.add_run()._r.append(text)
    _mark(line, "separate")


def end(line: Any) -> None:
    """Close the field that was opened last."""
    _mark(line, "end")


def link(line: Any, text: str, bookmark: str) -> None:
    """A link to a bookmark of the same document."""
    holder = OxmlElement("w:hyperlink")
    holder.set(qn("w:anchor"), bookmark)
    holder.set(qn("w:history"), "1")
    run = line.add_run(text)
    holder.append(run._r)
    line._p.append(holder)


def bookmarked(line: Any, text: str, name: str, number: int) -> None:
    """A paragraph's text inside a bookmark."""
    start, stop = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, stop):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    line._p.append(start)
    line.add_run(text)
    line._p.append(stop)


def describe_picture(shape: Any, name: str, alternative: str) -> None:
    """The name and alternative text of an inline picture."""
    properties = shape._inline.docPr
    properties.set("name", name)
    properties.set("descr", alternative)


def describe_table(table: Any, caption: str) -> None:
    """The title that a screen reader speaks when it enters the table."""
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), caption)
    table._tbl.tblPr.append(title)


def set_widths(table: Any, widths: Sequence[Any]) -> None:
    """Fix the columns' widths: word processors differ in what they make of cells' own."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def repeat_on_each_page(row: Any) -> None:
    """Mark a row as the table's header."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def fill(row: Any, texts: Sequence[str], widths: Sequence[Any], style: str) -> None:
    """Fill a row's cells, and keep the row on one page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].style = style
        cell.paragraphs[0].add_run(clean(text))


def keep_together(table: Any) -> None:
    """Keep a short table on one page: each of its rows stays with the next."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def rule(table: Any, colour: str) -> None:
    """Thin lines between rows and a stronger one under the header; none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side, size, tone in (
        ("top", 8, colour),
        ("left", 0, None),
        ("bottom", 8, colour),
        ("right", 0, None),
        ("insideH", 4, "C9D1D6"),
        ("insideV", 0, None),
    ):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), "single" if tone else "nil")
        if tone:
            edge.set(qn("w:sz"), str(size))
            edge.set(qn("w:color"), tone)
        borders.append(edge)
    properties = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    at = properties.index(layout) if layout is not None else len(properties)
    properties.insert(at, borders)


def new_list(document: Any) -> int:
    """The number of a fresh numbered list, which counts from one whatever lists came before."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def in_list(line: Any, number: int) -> None:
    """Put a paragraph in the list with this number."""
    properties = line._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = 0


def _mark(line: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    line.add_run()._r.append(mark)
