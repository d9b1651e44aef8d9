"""The look of exported documents: one sans-serif face, one accent, thin rules, space between things."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TEAL = "0B5563"
SMALL = Pt(9)
"""Letters of references and of how a paper was made."""
_TEXT = "1B2329"
_QUIET = "4A5560"
_FACE = "Arial"


def dress(document: Any) -> None:
    """Set page, language and styles of a new document."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.25)
    page.top_margin = page.bottom_margin = Cm(2.2)
    _language(document)
    _style(document, "Normal", 10.5, after=6, line=1.15)
    _style(document, "Body Text", 10.5, after=7, line=1.15)
    _style(document, "Title", 22, colour=TEAL, bold=True, after=2)
    _unruled(document.styles["Title"])
    _style(document, "Subtitle", 11, colour=_QUIET, after=14)
    for level, size, before in ((1, 14, 14), (2, 12, 12), (3, 10.5, 8)):
        name = f"Heading {level}"
        _style(
            document, name, size, colour=TEAL, bold=True, before=before, after=4
        ).paragraph_format.keep_with_next = True
    _style(document, "TOC Heading", 12, colour=TEAL, bold=True, before=6, after=4)
    for level in (1, 2):
        _style(document, f"TOC {level}", 10.5, after=2, indent=0.6 * (level - 1))
    _style(document, "Quote", 10.5, after=2, indent=0.6, line=1.15)
    _bar(document.styles["Quote"])
    _style(document, "Quote lead", 9.5, colour=TEAL, bold=True, before=6, after=2, indent=0.6)
    _style(document, "Citation", 9, colour=_QUIET, after=9, indent=0.6)
    _style(document, "Caption", 9.5, colour=_QUIET, bold=True, before=8, after=4)
    _style(document, "Table head", 9, colour=TEAL, bold=True, before=2, after=2)
    _style(document, "Table text", 9, before=2, after=2)
    _style(document, "After table", 4, after=4)
    _style(document, "Picture", 10.5, before=6, after=2).paragraph_format.keep_with_next = True
    _style(document, "Prompt", 10, colour=_QUIET, before=2, after=6, indent=0.6)
    _style(document, "List Bullet", 10.5, after=3, line=1.15)
    _style(document, "List Number", 10.5, after=3, line=1.15)
    _style(document, "Footer", 8.5, colour=_QUIET)


def _style(
    document: Any,
    name: str,
    size: float,
    *,
    colour: str = _TEXT,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    indent: float | None = None,
    line: float | None = None,
) -> Any:
    styles = document.styles
    try:
        style = styles[name]
    except KeyError:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
    style.font.name, style.font.size, style.font.bold, style.font.italic = _FACE, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    letters = style.element.get_or_add_rPr()
    for extra in [found for name in ("spacing", "kern") if (found := letters.find(qn(f"w:{name}"))) is not None]:
        letters.remove(extra)
    fonts = letters.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FACE)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if indent is not None:
        layout.left_indent = Cm(indent)
    if line is not None:
        layout.line_spacing = line
    return style


def _language(document: Any) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    found = properties.find(qn("w:lang"))
    language = found if found is not None else OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    if found is None:
        properties.append(language)


def _unruled(style: Any) -> None:
    layout = style.element.get_or_add_pPr()
    borders = layout.find(qn("w:pBdr"))
    if borders is not None:
        layout.remove(borders)


def _bar(style: Any) -> None:
    """A thin teal line to the left of a quote."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", TEAL)):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    ahead = ("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers")
    after = [child for child in properties if child.tag not in {qn(f"w:{name}") for name in (*ahead, "pStyle")}]
    if after:
        after[0].addprevious(borders)
    else:
        properties.append(borders)
