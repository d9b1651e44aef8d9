"""The paragraph styles of a board: sizes, weights and gaps, as a house template would fix them."""

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from evals.fictional.look import Look
from evals.fictional.text import Front

Styles = dict[str, ParagraphStyle]

_PLAIN = {"Helvetica": "Helvetica", "Times": "Times-Roman", "Vera": "Vera"}
_BOLD = {"Helvetica": "Helvetica-Bold", "Times": "Times-Bold", "Vera": "VeraBd"}

for _font in ("Vera", "VeraBd"):
    registerFont(TTFont(_font, f"{_font}.ttf"))


def styles(look: Look, front: Front) -> Styles:
    """Everything a document of this board is set in; columns take a slightly smaller letter."""
    size = look.size - (1 if front.columns == 2 else 0)
    body = _body(look, size)
    return {"body": body, **_lists(body), **_headings(look, size), **_cover(look), **_cells(look)}


def _body(look: Look, size: float) -> ParagraphStyle:
    return ParagraphStyle(
        "body",
        fontName=_PLAIN[look.body],
        fontSize=size,
        leading=size * 1.32,
        alignment=TA_JUSTIFY if look.justified else TA_LEFT,
        spaceAfter=size * 0.7,
        embeddedHyphenation=1,
        allowWidows=0,
        allowOrphans=0,
    )


def _lists(body: ParagraphStyle) -> Styles:
    marked = ParagraphStyle("marked", body, bulletFontName=body.fontName, bulletFontSize=body.fontSize)
    return {
        "numbered": ParagraphStyle("numbered", marked, leftIndent=34),
        "item": ParagraphStyle("item", marked, leftIndent=36, bulletIndent=18, spaceAfter=3),
    }


def _headings(look: Look, size: float) -> Styles:
    def heading(name: str, larger: float, before: float) -> ParagraphStyle:
        return ParagraphStyle(
            name,
            fontName=_BOLD[look.headings],
            fontSize=size + larger,
            leading=(size + larger) * 1.2,
            textColor=HexColor(look.colour),
            spaceBefore=before,
            spaceAfter=6,
        )

    return {
        "heading1": heading("heading1", 9, 18),
        "heading2": heading("heading2", 5, 14),
        "heading3": heading("heading3", 1.5, 8),
    }


def _cover(look: Look) -> Styles:
    plain, bold = _PLAIN[look.headings], _BOLD[look.headings]
    colour = HexColor(look.colour)
    return {
        "title": ParagraphStyle(
            "title",
            fontName=bold,
            fontSize=26,
            leading=32,
            textColor=colour,
            spaceAfter=26,
        ),
        "cover": ParagraphStyle("cover", fontName=plain, fontSize=13, leading=18, spaceAfter=9),
        "notice": ParagraphStyle("notice", fontName=plain, fontSize=9.5, leading=13, spaceBefore=60),
    }


def _cells(look: Look) -> Styles:
    cell = ParagraphStyle("cell", fontName=_PLAIN[look.body], fontSize=9, leading=11.5, embeddedHyphenation=1)
    return {
        "cell": cell,
        "head": ParagraphStyle("head", cell, fontName=_BOLD[look.body], textColor=white),
    }
