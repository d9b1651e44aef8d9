"""The annual analysis as the JSON that ``annual --json`` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import contract
from app.reports import annual as report
from app.reports.annual import Analysis, Families
from app.themes.tables import label
from index.annual.points import Period, Point
from index.quoting.cited import Cited
from index.recurring.table import Cell

Json = dict[str, Any]


def analysis(made: Analysis) -> Json:
    """The learning points of a period, with all that is counted of them and quoted for them."""
    annual = made.annual
    tied, left = annual.tied
    return {
        "period": _period(annual.period),
        "before": _period(annual.before),
        "undated": annual.undated,
        "unreadable_undated": annual.unread,
        "year_of": annual.question.year_of.value,
        "filters": contract.filters(annual.question.filters),
        "library_revision": annual.revision,
        "points": [_whole(point, made) for point in annual.points],
        "others": [_point(point) for point in annual.others],
        "last_place": {"shared_by": tied, "not_listed": left},
        "hidden": annual.concealed,
        "compared": [one.text for one in report.comparison(annual)],
        "left_out": [one.text for one in report.left_out(annual)],
        "caveats": [one.text for one in report.caveats(annual)],
        "command": report.command(annual),
    }


def _period(period: Period) -> Json:
    years = period.years
    return {
        "from": years.first,
        "to": years.last,
        "reviews": period.reviews,
        "unreadable": period.unread,
        "without_learning": period.silent,
    }


def _whole(point: Point, made: Analysis) -> Json:
    return {
        **_point(point),
        "age_groups": [_cell(cell, report.age(cell.value or "")) for cell in point.ages],
        "agencies": [_cell(cell, report.agency(cell.value or "")) for cell in point.agencies],
        "said": [one.text for one in report.point_said(point, _families(point, made.families))],
        "quotes": _quotes(made.quotes[point.theme]),
        "families": _recommended(_families(point, made.families)),
        "review_ids": list(point.now.review_ids),
    }


def _point(point: Point) -> Json:
    before = point.before
    return {
        "theme": point.theme,
        "label": label(point.theme),
        "place": point.place,
        "shared": point.shared,
        "reviews": point.now.reviews,
        "clear": point.now.clear,
        "possible": point.now.possible,
        "of": point.now.of,
        "decided": point.now.decided,
        "before": {
            "reviews": before.reviews,
            "of": before.of,
            "hidden": before.reviews is None,
            "place": point.place_before,
            "shared": point.shared_before,
        },
        "change": point.change.value,
        "also_before": point.again,
    }


def _cell(cell: Cell, name: str) -> Json:
    return {
        "by": cell.value,
        "label": name,
        "reviews": cell.reviews,
        "of": cell.of,
        "hidden": cell.reviews is None,
    }


def _quotes(quotes: Sequence[Cited]) -> list[Json]:
    return [
        {
            "text": cited.text,
            "role": cited.passage.role.value,
            "passage": cited.passage.id,
            "start": cited.start,
            "end": cited.end,
            "pages": list(cited.passage.pages),
            "page_labels": list(cited.passage.page_labels),
            "review": contract.review(cited.review) if cited.review else None,
        }
        for cited in quotes
    ]


def _families(point: Point, families: Mapping[str, Families] | None) -> Families | None:
    return None if families is None else families.get(point.theme)


def _recommended(families: Families | None) -> list[Json] | None:
    """``None`` where recommendations were not compared."""
    if families is None:
        return None
    return [
        {
            "id": family.middle.id,
            "text": family.middle.record.text,
            "reviews": len(family.reviews),
            "of": families.of,
            "years": list(family.years) if family.years else None,
        }
        for family in families.found
    ]
