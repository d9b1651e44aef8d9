"""A text as a Word file, with the styles, running lines and page fields that Word itself would give it."""

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from evals.fictional.look import Look, look
from evals.fictional.text import Block, Box, Bullets, Heading, PageBreak, Paragraph, Table, Text

_FONTS = {"Helvetica": "Arial", "Times": "Times New Roman", "Vera": "Verdana"}
_STYLES = {1: "Title", 2: "Heading 1", 3: "Heading 2"}
_SIZES = {"Title": 26, "Heading 1": 16, "Heading 2": 13, "Normal": 11}
_FIELDS = {"{n}": "PAGE", "{N}": "NUMPAGES"}
_EPOCH = datetime(2020, 1, 1)


def render(text: Text) -> bytes:
    """The report as DOCX, the same bytes every time."""
    style = look(text)
    document = docx.Document()
    _dress(document, style)
    _describe(document, text.front.title, style.name)
    _frame(document.sections[0], text.front.header or "", text.front.footer or "")
    _fill(document, (*text.cover, PageBreak(), *text.body))
    file = BytesIO()
    document.save(file)
    return _settled(file)


def _dress(document: Any, style: Look) -> None:
    """Give Word's own styles the board's font and colour, and the language British."""
    for name, size in _SIZES.items():
        font = document.styles[name].font
        font.size = Pt(size)
        _set_font(document.styles[name], _FONTS[style.body if name == "Normal" else style.headings])
        if name != "Normal":
            font.bold, font.color.rgb = True, RGBColor.from_string(style.colour.lstrip("#").upper())
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(8), 1.15
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _set_font(style: Any, name: str) -> None:
    """A font of the theme would win over the named one, so the theme's is taken out."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]


def _describe(document: Any, title: str, author: str) -> None:
    """Properties that a clock or a user name would otherwise fill."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, author, author, ""
    core.created = core.modified = _EPOCH
    core.revision, core.language = 7, "en-GB"


def _frame(section: Any, header: str, footer: str) -> None:
    """A4 pages; the running lines stand on every page but the first."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.54)
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = re.sub(r"\s{2,}", "\t", header.strip())
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in re.split(r"(\{[nN]\})", footer):
        if part in _FIELDS:
            line._p.append(_field(_FIELDS[part]))
        else:
            line.add_run(part)


def _field(code: str) -> Any:
    """A number that Word works out when it shows the page."""
    field, run, shown = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), code)
    shown.text = "1"
    run.append(shown)
    field.append(run)
    return field


def _fill(container: Any, blocks: Iterable[Block]) -> None:
    for block in blocks:
        match block:
            case Heading(level, text):
                container.add_paragraph(text, style=_STYLES[level])
            case Paragraph(text):
                container.add_paragraph(text)
            case Bullets():
                _list(container, block)
            case Table(head, rows):
                _table(container, head, rows)
            case Box(parts):
                _box(container, parts)
            case PageBreak():
                container.add_page_break()


def _list(container: Any, bullets: Bullets) -> None:
    """Typed numbers stay as typed, in a hanging paragraph; bullets are Word's own."""
    for item in bullets.items:
        if bullets.numbered:
            number, _, text = item.partition(" ")
            line = container.add_paragraph(f"{number} {text}", style="List Paragraph").paragraph_format
            line.left_indent, line.first_line_indent = Cm(1.27), Cm(-0.63)
        else:
            container.add_paragraph(item, style="List Bullet")


def _table(container: Any, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    """The first row is marked as a head, so that Word repeats it on every page."""
    table = container.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    for row in (head, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    container.add_paragraph()


def _box(container: Any, parts: tuple[Block, ...]) -> None:
    """Authors of Word files draw a box as a table of one cell."""
    table = container.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    cell = table.rows[0].cells[0]
    _fill(cell, parts)
    cell._tc.remove(cell.paragraphs[0]._p)
    container.add_paragraph()


def _settled(file: BytesIO) -> bytes:
    """Zip again in a fixed order, with a fixed date and unpacked, so that no machine's zlib shows."""
    settled = BytesIO()
    with ZipFile(file) as loose, ZipFile(settled, "w") as fixed:
        for name in sorted(loose.namelist()):
            entry = ZipInfo(name, _EPOCH.timetuple()[:6])
            entry.create_system = 0
            fixed.writestr(entry, loose.read(name))
    return settled.getvalue()
