"""The figures of an annual analysis as a workbook: the tables of the paper, and what they leave to it."""

from __future__ import annotations

from dataclasses import replace

from app.papers import figures
from app.papers.tables import Sheet, Workbook
from app.reports import annual as report
from app.reports.annual import Analysis
from app.themes.tables import figure, label
from index.annual.points import Point
from index.recurring.table import Cell


def data(made: Analysis, ending: str) -> Workbook:
    """The figures for a file of this ending: a CSV file has one sheet, so all of the paper's stand in it, one a row."""
    return figures.data(report.analysis(made), report.about(made), ending) if ending == ".csv" else workbook(made)


def workbook(made: Analysis) -> Workbook:
    """The paper's tables, every learning point that may be shown, every agency, and the sentences and quotes."""
    book = figures.workbook(report.analysis(made), report.about(made))
    annual = made.annual
    if not annual.points:
        return replace(book, sheets=(_every(made), *book.sheets))
    return replace(book, sheets=(*book.sheets, _every(made), _agencies(made)))


def _every(made: Analysis) -> Sheet:
    annual = made.annual
    now, before = annual.period.years, annual.before.years
    header = (
        *("Learning point", "Id", "Place", "Shared", f"Reviews, {now}", "Of", "Clearly", "Possibly"),
        *("Decided by a person", f"Reviews, {before}", "Of then", "Place then", "Shared then", "Change"),
    )
    return Sheet("All learning points", header, tuple(_point(point) for point in (*annual.points, *annual.others)))


def _point(point: Point) -> tuple[str | int | None, ...]:
    now, before = point.now, point.before
    sure = [figure(now.reviews), now.of, figure(now.clear), figure(now.possible), now.decided]
    then = [
        figure(before.reviews),
        before.of,
        point.place_before,
        _yes(point.shared_before),
        report.CHANGES[point.change],
    ]
    return (label(point.theme), point.theme, point.place, _yes(point.shared), *sure, *then)


def _yes(true: bool) -> str:
    return "yes" if true else "no"


def _agencies(made: Analysis) -> Sheet:
    header = ("Learning point", "Agency", "Reviews", "Of")
    rows = [(point, cell) for point in made.annual.points for cell in point.agencies if cell.reviews != 0]
    return Sheet("All agencies", header, tuple(_agency(point, cell) for point, cell in rows))


def _agency(point: Point, cell: Cell) -> tuple[str | int, ...]:
    return label(point.theme), report.agency(cell.value or ""), figure(cell.reviews), cell.of
