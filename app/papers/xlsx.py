"""A workbook as XLSX. Text is always written as text, so that no cell is ever run as a formula."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from app.papers.docx_fields import clean
from app.papers.tables import Cell, Sheet, Workbook

_WIDEST = 60
_TEAL = "#0B5563"


def written(book: Workbook, made: datetime) -> bytes:
    """The whole workbook as bytes; the first sheet, "About", says what the figures are."""
    stream = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, settings) as file:
        file.set_properties({"title": book.title, "author": "Common Thread", "created": made.replace(tzinfo=None)})
        looks = {
            "head": file.add_format({"bold": True, "font_color": _TEAL, "bottom": 2, "bottom_color": _TEAL}),
            "text": file.add_format({"text_wrap": True, "valign": "top"}),
            "title": file.add_format({"bold": True, "font_size": 14, "font_color": _TEAL}),
        }
        _about(file.add_worksheet("About"), book, looks)
        for sheet in book.sheets:
            _sheet(file.add_worksheet(sheet.name), sheet, looks)
    return stream.getvalue()


def _about(page: Any, book: Workbook, looks: dict[str, Any]) -> None:
    page.set_column(0, 0, 24, looks["text"])
    page.set_column(1, 1, 90, looks["text"])
    page.write_string(0, 0, clean(book.title), looks["title"])
    for number, (name, value) in enumerate(book.about, start=2):
        page.write_string(number, 0, clean(name), looks["text"])
        page.write_string(number, 1, clean(value), looks["text"])


def _sheet(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    for column, name in enumerate(sheet.header):
        widest = max((len(str(row[column] or "")) for row in sheet.rows), default=0)
        page.set_column(column, column, min(_WIDEST, max(widest, len(name)) + 2), looks["text"])
        page.write_string(0, column, clean(name), looks["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _put(page, number, column, cell)
    page.freeze_panes(1, 1)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)


def _put(page: Any, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        page.write_string(row, column, clean(cell))
    else:
        page.write_number(row, column, cell)
