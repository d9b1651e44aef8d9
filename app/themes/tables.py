"""Tables of themes as JSON, as lines of text, and as sheets: the same figures in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app import contract, repeat, words
from app.reports import theme_error
from app.reports.paper import Sentence
from app.reports.phrases import sentence
from app.reports.tables import Cell as SheetCell
from app.reports.tables import Sheet, Workbook
from index.recurring import UNKNOWN, By, Cell, Question, Table, YearOf
from ingest.model import Held

Json = dict[str, Any]
_KINDS = {By.AGENCY: "agencies", By.HARM: "harms", By.METHOD: "methods"}


def as_json(table: Table, held: Mapping[str, Held], boards: Mapping[str, str] = {}) -> Json:
    """What ``themes --json`` prints; ``held`` gives the example passages, ``boards`` the names of publishers."""
    scope, question = table.scope, table.question
    return {
        "by": question.by.value if question.by else None,
        "year_of": question.year_of.value,
        "filters": contract.filters(question.filters),
        "library_revision": table.revision,
        "scope": {
            "reviews": scope.reviews,
            "undated": scope.undated,
            "unreadable": scope.unreadable,
            "years": list(scope.years) if scope.years else None,
        },
        "groups": [
            {"by": value, "label": group(question, value, boards), "reviews": number} for value, number in table.values
        ],
        "totals": [_cell(row.total, held) for row in table.rows] if question.by else [],
        "rows": [_cell(cell, held) for row in table.rows for cell in (row.cells if question.by else (row.total,))],
        "caveats": [one.text for one in caveats(table)],
        "command": command(question),
    }


def lines(table: Table, boards: Mapping[str, str] = {}) -> Iterator[str]:
    """The table for a person at a terminal."""
    yield scope_line(table)
    for row in table.rows:
        yield f"{_figure(row.total):>12}  {label(row.theme)}"
        for cell in row.cells:
            if cell.reviews != 0:
                yield f"{'':14}{_figure(cell):>12}  {group(table.question, cell.value, boards)}"
    for one in caveats(table):
        yield one.text


def scope_line(table: Table) -> str:
    """What was counted: "24 reviews, published 2009 to 2025; 1 undated and 1 unreadable are not counted"."""
    scope, which = table.scope, table.question.year_of
    said = words.count(scope.reviews, "review")
    if scope.years:
        verb = "published" if which is YearOf.PUBLISHED else "incidents"
        said += f", {verb} {scope.years[0]} to {scope.years[1]}"
    missing = [f"{n} {name}" for n, name in ((scope.undated, "undated"), (scope.unreadable, "unreadable")) if n]
    if missing:
        said += f"; {' and '.join(missing)} {'is' if scope.undated + scope.unreadable == 1 else 'are'} not counted"
    return said


def caveats(table: Table) -> list[Sentence]:
    """What travels with every figure."""
    decided = sum(row.total.decided for row in table.rows)
    said = [sentence("caveat-published"), sentence("caveat-tagging", decided=decided)]
    said.append(theme_error.caveat(clear_only=table.question.clear_only))
    if table.question.by is By.PUBLISHER or table.question.filters.publishers:
        said.append(sentence("caveat-boards"))
    if table.question.hide_below:
        said.append(sentence("caveat-hidden", below=table.question.hide_below))
    return said


def workbook(
    table: Table,
    boards: Mapping[str, str] = {},
    more: Sequence[Sheet] = (),
    said: Sequence[Sentence] = (),
    line: str = "",
) -> Workbook:
    """Long and wide sheets of the same figures, with what they are.

    ``more`` are further sheets, ``said`` their caveats, and ``line`` the command where it is more than the table's.
    """
    question, scope = table.question, table.scope
    about = (
        ("Question", f"Themes{f' by {question.by.value}' if question.by else ''}, {question.year_of.value} year"),
        ("Filters", repeat.in_words(question.filters)),
        ("Counted", scope_line(table)),
        ("Reviews in scope", str(scope.reviews)),
        ("Undated, not counted", str(scope.undated)),
        ("Unreadable, not counted", str(scope.unreadable)),
        ("Library revision", str(table.revision)),
        *(("Caveat", one.text) for one in (*caveats(table), *said)),
        ("Command", line or command(question)),
    )
    header = ("Theme", "Theme id", "By", "Reviews", "Clear", "Possible", "Of", "Decided by a person")
    cells = [cell for row in table.rows for cell in (row.total, *row.cells)]
    long = Sheet("Themes", header, tuple(_row(cell, question, boards) for cell in cells))
    wide = (_wide(table, boards),) if question.by else ()
    return Workbook("Recurring themes", about, (long, *wide, *more))


def command(question: Question, more: Mapping[str, str | bool | None] = {}) -> str:
    """The command that repeats a table, with ``more`` of its options."""
    options = {
        "by": question.by.value if question.by else None,
        "year-of": question.year_of.value if question.year_of is not YearOf.PUBLISHED else None,
        "heads": question.heads is not None,
        "clear-only": question.clear_only,
        "hide-below": question.hide_below,
        **more,
    }
    return repeat.command("themes", question.filters, options)


def label(theme: str) -> str:
    """A theme's label, or a board's own head as it stands."""
    return words.named("themes", theme) if theme.islower() else theme


def group(question: Question, value: str | None, boards: Mapping[str, str] = {}) -> str:
    """What a group is called on screen and in sheets."""
    if value is None:
        return "All"
    if value == UNKNOWN:
        return "Not stated"
    if question.by is By.PUBLISHER:
        return boards.get(value, value)
    if question.by is By.NATION:
        return value
    return words.named(_KINDS[question.by], value) if question.by in _KINDS else words.label(value)


def _cell(cell: Cell, held: Mapping[str, Held]) -> Json:
    return {
        "theme": cell.theme,
        "label": label(cell.theme),
        "by": cell.value,
        "reviews": cell.reviews,
        "clear": cell.clear,
        "possible": cell.possible,
        "of": cell.of,
        "decided": cell.decided,
        "hidden": cell.reviews is None,
        "examples": [contract.example(held[name]) for name in cell.examples if name in held],
    }


def _figure(cell: Cell) -> str:
    return f"hidden of {cell.of}" if cell.reviews is None else f"{cell.reviews} of {cell.of}"


def _row(cell: Cell, question: Question, boards: Mapping[str, str]) -> tuple[SheetCell, ...]:
    shown = tuple(map(figure, (cell.reviews, cell.clear, cell.possible)))
    return (label(cell.theme), cell.theme, group(question, cell.value, boards), *shown, cell.of, cell.decided)


def figure(number: int | None) -> int | str:
    """A figure, or that it is hidden."""
    return "hidden" if number is None else number


def _wide(table: Table, boards: Mapping[str, str]) -> Sheet:
    header = ("Theme", "All", *(f"{group(table.question, value, boards)} (of {n})" for value, n in table.values))
    rows = tuple((label(row.theme), *(figure(cell.reviews) for cell in (row.total, *row.cells))) for row in table.rows)
    return Sheet("Table", header, rows)
