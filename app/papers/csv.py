"""A workbook as one CSV file: what the figures are in comment lines, then the first sheet.

A spreadsheet runs a cell that begins with one of ``= + - @`` (or a tab or return) as a formula, so such text gets an
apostrophe in front; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re

from app.papers.tables import Cell, Workbook

_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@]|^[\t\r\n]")


def written(book: Workbook) -> str:
    """The comment lines (each begins with #), the header and the rows of the first sheet."""
    stream = io.StringIO()
    lines = csv.writer(stream, lineterminator="\r\n")
    for name, value in (("Common Thread", book.title), *book.about):
        lines.writerow([f"# {name}: {' '.join(value.split())}"])
    sheet = book.sheets[0]
    lines.writerow([safe(name) for name in sheet.header])
    lines.writerows([[safe(cell) for cell in row] for row in sheet.rows])
    return stream.getvalue()


def safe(cell: Cell) -> str | int | float:
    """A cell that no spreadsheet runs."""
    if cell is None:
        return ""
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return cell
