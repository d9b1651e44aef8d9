"""Ruled tables: the cells that drawn lines make, so that wrapped cells are read cell by cell and row by row."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.read.pdf_frame import Frame

_MAX_OBJECTS = 3000  # beyond this a page is a drawing, and its lines are not a table
_MAX_RULES = 400
_TOUCH = 3.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line: at ``at`` on its own axis, from ``start`` to ``end`` on the other."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of rules; ``columns`` and ``rows`` are its lines, outer edges included."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column at a point, or None outside the grid."""
        if not (self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]):
            return None
        row = min(bisect_right(self.rows, y), len(self.rows) - 1) - 1
        return row, min(bisect_right(self.columns, x), len(self.columns) - 1) - 1


def rules(page: pdfium.PdfPage, frame: Frame) -> tuple[list[Rule], list[Rule]]:
    """Level and upright rules drawn on the page, joined where they touch."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > _MAX_OBJECTS:
        return [], []
    level: list[Rule] = []
    upright: list[Rule] = []
    for index in range(count):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
            for a, b in _segments(item):
                _sort_segment(frame.point(*a), frame.point(*b), level, upright)
    if max(len(level), len(upright)) > 20 * _MAX_RULES:
        return [], []
    return _joined(level), _joined(upright)


def _sort_segment(a: tuple[float, float], b: tuple[float, float], level: list[Rule], upright: list[Rule]) -> None:
    if abs(a[1] - b[1]) < 1 and abs(a[0] - b[0]) > 8:
        level.append(Rule((a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0])))
    elif abs(a[0] - b[0]) < 1 and abs(a[1] - b[1]) > 6:
        upright.append(Rule((a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1])))


def _segments(item: raw.FPDF_PAGEOBJECT) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight parts of a path, in user space."""
    count = raw.FPDFPath_CountSegments(item)
    if not 2 <= count <= 2000 or not _is_drawn_line(item):
        return []
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[tuple[tuple[float, float], tuple[float, float]]] = []
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found.append((last, here))
        if raw.FPDFPathSegment_GetClose(segment):
            found.append((here, start))
        last = here
    return found


def _is_drawn_line(item: raw.FPDF_PAGEOBJECT) -> bool:
    """True for a stroke, and for a filled area so thin that it is a line; Word lays filled areas behind text."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if stroke.value:
        return True
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return bool(fill.value) and min(right.value - left.value, top.value - bottom.value) < 3


def _joined(found: list[Rule]) -> list[Rule]:
    """Rules on one axis that touch or lie side by side, as one: borders are drawn cell by cell, and twice."""
    joined: list[Rule] = []
    for rule in sorted(found, key=lambda r: (round(r.at / 2), r.start)):
        last = joined[-1] if joined else None
        if last and abs(last.at - rule.at) <= 2 and rule.start <= last.end + _TOUCH:
            joined[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined[:_MAX_RULES]


def tables(level: list[Rule], upright: list[Rule]) -> list[Table]:
    """Grids of at least two columns, from rules that cross or touch."""
    found: list[Table] = []
    for group_level, group_upright in _groups(level, upright):
        columns = _levels([r.at for r in group_upright])
        if len(columns) < 3:
            continue
        width = columns[-1] - columns[0]
        full = [r.at for r in group_level if _covered(r, group_level) >= 0.5 * width]
        lines = _levels(full)
        if len(lines) >= 2 and width > 60:
            found.append(Table(tuple(columns), tuple(lines)))
    return found


def _covered(rule: Rule, group: list[Rule]) -> float:
    return sum(r.end - r.start for r in group if abs(r.at - rule.at) <= 2)


def _groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for column in upright:
        mine = [r for r in level if _crosses(r, column)]
        if not mine:
            continue
        merged: tuple[list[Rule], list[Rule]] = (list(mine), [column])
        apart = []
        for group in groups:
            if any(r in group[0] for r in mine):
                merged = (merged[0] + [r for r in group[0] if r not in merged[0]], merged[1] + group[1])
            else:
                apart.append(group)
        groups = [*apart, merged]
    return groups


def _crosses(level: Rule, upright: Rule) -> bool:
    across = level.start - _TOUCH <= upright.at <= level.end + _TOUCH
    return across and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH


def _levels(values: list[float]) -> list[float]:
    """Distinct positions: rules nearer than a few points are one border."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > 5:
            distinct.append(value)
    return distinct
