"""Fictional files that hide words in ways that are not drawn: annotations, layers, Word and web pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from evals.gate.hiding import AFTER, BEFORE, PLAIN, SECRET, Hand, sentence


def _annotated(folder: Path, name: str, **entries: object) -> Path:
    """The sentence with an annotation over its secret."""
    place, hand = folder / f"{name}.pdf", Hand("Helvetica")
    canvas = Canvas(str(place), pagesize=(595, 842))
    left, bottom, width, height = sentence(canvas, hand, 640)
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(place))
    box = ArrayObject(FloatObject(value) for value in (left, bottom, left + width, bottom + height))
    note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Rect"): box})
    note.update({NameObject(f"/{key}"): value for key, value in entries.items()})
    if "AP" in entries:
        look = StreamObject()
        look.set_data(f"0 g 0 0 {width} {height} re f".encode())
        size = ArrayObject(FloatObject(value) for value in (0, 0, width, height))
        look.update({
            NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): size,
        })  # fmt: skip
        note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    writer.write(place)
    return place


def redaction_mark(folder: Path) -> Path:
    """A /Redact annotation that was never applied."""
    return _annotated(folder, "redaction-mark", Subtype=NameObject("/Redact"))


def square_note(folder: Path) -> Path:
    """A filled Square annotation with an appearance of its own."""
    return _annotated(folder, "square-note", Subtype=NameObject("/Square"), AP=True)


def stamp_note(folder: Path) -> Path:
    """A Stamp annotation over the name."""
    return _annotated(folder, "stamp-note", Subtype=NameObject("/Stamp"), AP=True)


def opaque_highlight(folder: Path) -> Path:
    """A Highlight annotation that is black and not see-through."""
    return _annotated(folder, "opaque-highlight", Subtype=NameObject("/Highlight"), AP=True)


def _word(folder: Path, name: str) -> tuple[docx.document.Document, Path]:
    document = docx.Document()
    document.add_heading("Serious case review: Child QX", 1)
    for line in PLAIN:
        document.add_paragraph(line)
    return document, folder / f"{name}.docx"


def vanished_run(folder: Path) -> Path:
    """Words that Word does not show."""
    document, place = _word(folder, "vanished-run")
    paragraph = document.add_paragraph(BEFORE)
    paragraph.add_run(SECRET).font.hidden = True
    document.save(place)
    return place


def black_marker(folder: Path) -> Path:
    """Words under a black highlighter."""
    document, place = _word(folder, "black-marker")
    paragraph = document.add_paragraph(BEFORE)
    paragraph.add_run(SECRET).font.highlight_color = WD_COLOR_INDEX.BLACK
    paragraph.add_run(AFTER)
    document.save(place)
    return place


def white_run(folder: Path) -> Path:
    """White words on the white sheet."""
    document, place = _word(folder, "white-run")
    document.add_paragraph(BEFORE).add_run(SECRET).font.color.rgb = RGBColor(255, 255, 255)
    document.save(place)
    return place


def tiny_run(folder: Path) -> Path:
    """Words a point high."""
    document, place = _word(folder, "tiny-run")
    document.add_paragraph(BEFORE).add_run(SECRET).font.size = Pt(1)
    document.save(place)
    return place


def tracked_insertion(folder: Path) -> Path:
    """A tracked insertion that nobody accepted."""
    document, place = _word(folder, "tracked-insertion")
    paragraph = document.add_paragraph(BEFORE)
    run = paragraph.add_run(SECRET)._r
    change = OxmlElement("w:ins")
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "A. Nobody")
    run.addprevious(change)
    change.append(run)
    document.save(place)
    return place


def _web(folder: Path, name: str, head: str, hidden: str) -> Path:
    place = folder / f"{name}.html"
    told = "".join(f"<p>{line} {' '.join(PLAIN)}</p>" for line in PLAIN)
    body = f"<body><main><h1>Review</h1>{told}{hidden}</main></body>"
    place.write_text(f"<!doctype html><html><head><title>Review</title>{head}</head>{body}</html>", encoding="utf-8")
    return place


def unseen_element(folder: Path) -> Path:
    """An element in letters of no size. (The reader drops ``display: none`` by itself.)"""
    return _web(folder, "unseen-element", "", f'<p style="font-size: 0">{BEFORE}{SECRET}{AFTER} {PLAIN[0]}</p>')


def unseen_class(folder: Path) -> Path:
    """A class that the page's own style sheet hides."""
    style = "<style>.old { visibility: hidden }</style>"
    return _web(folder, "unseen-class", style, f'<p class="old">{BEFORE}{SECRET}{AFTER} {PLAIN[0]}</p>')


HIDDEN_FILES: tuple[Callable[[Path], Path], ...] = (
    *(redaction_mark, square_note, stamp_note, opaque_highlight),
    *(vanished_run, black_marker, white_run, tiny_run, tracked_insertion, unseen_element, unseen_class),
)
