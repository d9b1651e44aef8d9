"""The annual analysis as lines for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from app.reports import annual as report
from app.reports.annual import Analysis
from app.themes.tables import label


def lines(made: Analysis) -> Iterator[str]:
    """The learning points with their figures, ages and agencies, then what must be said of them."""
    annual = made.annual
    yield report.scope_line(annual)
    width = max((len(report.place(point)) for point in annual.points), default=0)
    for point in annual.points:
        now, then = report.figure(point.now), report.figure(point.before)
        also = f"; place {report.place_before(point)} then" if point.again else ""
        place, name = report.place(point), label(point.theme)
        yield f"{place:>{width}}  {name}: {now}; the period before {then} ({report.CHANGES[point.change]}{also})"
        groups = (
            *((report.age(cell.value or ""), cell) for cell in point.ages),
            *((report.agency(cell.value or ""), cell) for cell in point.agencies),
        )
        said = [f"{group} {report.figure(cell)}" for group, cell in groups if cell.reviews != 0]
        if said:
            yield f"{'':{width}}    {'; '.join(said)}"
    for one in (*report.listed(annual), *report.comparison(annual), *report.left_out(annual), *report.caveats(annual)):
        yield one.text
