"""Tables of themes as JSON, as lines of text, and as sheets: the same figures in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app import contract, repeat, words
from app.papers import theme_error
from app.papers.paper import Sentence
from app.papers.phrases import sentence
from app.papers.tables import Cell as SheetCell
from app.papers.tables import Sheet, Workbook
from index.engine.payload import age_group_ids
from index.recurring.table import UNDATED, UNKNOWN, By, Cell, Question, Row, Table, YearOf
from ingest.model import Held

Json = dict[str, Any]
_APART = {UNKNOWN: "Not stated", UNDATED: "Undated"}
UNREAD = "Unread"
NOT_READ = "not read"
"""What stands in the column of reviews that could not be read: no figure, for none is known."""

_KINDS = {By.AGENCY: "agencies", By.HARM: "harms", By.METHOD: "methods"}


def as_json(table: Table, held: Mapping[str, Held], boards: Mapping[str, str] = {}) -> Json:
    """What ``themes --json`` prints; ``held`` gives the example passages, ``boards`` the names of publishers."""
    scope, question = table.scope, table.question
    return {
        "by": question.by.value if question.by else None,
        "year_of": question.year_of.value,
        "heads": question.heads is not None,
        "clear_only": question.clear_only,
        "hide_below": question.hide_below,
        "filters": contract.filters(question.filters),
        "library_revision": table.revision,
        "scope": {
            "reviews": scope.reviews,
            "undated": scope.undated,
            "unreadable": scope.unreadable,
            "years": list(scope.years) if scope.years else None,
        },
        "groups": [
            {"by": value, "label": group(question, value, boards), "reviews": number}
            for value, number in ordered(table, boards)
        ],
        "totals": [_cell(row.total, held) for row in table.rows] if question.by else [],
        "rows": [
            _cell(cell, held)
            for row in table.rows
            for cell in (cells_of(row, table, boards) if question.by else (row.total,))
        ],
        "undated": [_cell(row.undated, held) for row in table.rows if row.undated],
        "caveats": [one.text for one in caveats(table)],
        "command": command(question),
    }


def lines(table: Table, boards: Mapping[str, str] = {}) -> Iterator[str]:
    """The table for a person at a terminal, without its caveats."""
    yield scope_line(table)
    for row in table.rows:
        yield f"{_figure(row.total):>12}  {label(row.theme)}{_how(row.total)}"
        apart = (row.undated,) if row.undated else ()
        for cell in (*cells_of(row, table, boards), *apart):
            if cell.reviews != 0:
                yield f"{'':14}{_figure(cell):>12}  {group(table.question, cell.value, boards)}{_how(cell)}"


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
    said = [sentence("caveat-published"), theme_error.decided(decided)]
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
    rows: Sequence[tuple[str, str]] = (),
) -> Workbook:
    """Long and wide sheets of the same figures, with what they are.

    ``more`` are further sheets, ``said`` their caveats, ``rows`` more about the table, and ``line`` the command where
    it is more than the table's.
    """
    question, scope = table.question, table.scope
    about = (
        ("Question", f"Themes{f' by {question.by.value}' if question.by else ''}, {question.year_of.value} year"),
        ("Filters", repeat.in_words(question.filters)),
        ("Counted", scope_line(table)),
        ("Reviews in scope", str(scope.reviews)),
        ("Undated, not counted", str(scope.undated)),
        ("Unreadable, not counted", str(scope.unreadable)),
        ("Possible themes", "left out" if question.clear_only else "counted, and shown apart"),
        ("Figures hidden below", str(question.hide_below or "none hidden")),
        ("Library revision", str(table.revision)),
        *rows,
        *dict.fromkeys(("Caveat", one.text) for one in (*caveats(table), *said)),
        ("Command", line or command(question)),
    )
    header = ("Theme", "Theme id", "By", "Reviews", "Clear", "Possible", "Of", "Decided by a person")
    cells = [
        cell
        for row in table.rows
        for cell in (row.total, *cells_of(row, table, boards), *((row.undated,) if row.undated else ()))
    ]
    long = Sheet("Themes", header, tuple(_row(cell, question, boards) for cell in cells))
    wide = (_wide(table, boards),) if question.by or scope.undated or scope.unreadable else ()
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


def ordered(table: Table, boards: Mapping[str, str] = {}) -> list[tuple[str, int]]:
    """Groups with their reviews: ages and years in their order, boards by name alone, others by size; unknown last.

    Boards never stand in the order of a figure, for that would be a ranking.
    """
    by, last = table.question.by, ("", UNKNOWN)
    if by is By.YEAR:
        return list(table.values)
    if by is By.AGE_GROUP:
        places = {name: place for place, name in enumerate(age_group_ids())}
        return sorted(table.values, key=lambda pair: places.get(pair[0], len(places)))
    if by is By.PUBLISHER:
        return sorted(table.values, key=lambda pair: (pair[0] in last, boards.get(pair[0], pair[0]).casefold()))
    return sorted(table.values, key=lambda pair: (pair[0] in last, -pair[1], pair[0]))


def cells_of(row: Row, table: Table, boards: Mapping[str, str] = {}) -> tuple[Cell, ...]:
    """A row's groups in the same order."""
    by_value = {cell.value: cell for cell in row.cells}
    return tuple(by_value[value] for value, _ in ordered(table, boards))


def label(theme: str) -> str:
    """A theme's label, or a board's own head as it stands."""
    return words.named("themes", theme) if theme.islower() else theme


def group(question: Question, value: str | None, boards: Mapping[str, str] = {}) -> str:
    """What a group is called on screen and in sheets."""
    if value is None:
        return "All"
    if value in _APART:
        return _APART[value]
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


def _how(cell: Cell) -> str:
    """How sure a figure is, and that people had a part in it: " (2 clear, 1 possible; a person decided in 1)"."""
    parts = [f"{cell.clear} clear, {cell.possible} possible"] if cell.reviews and cell.clear is not None else []
    parts += [f"a person decided in {cell.decided}"] if cell.decided else []
    return f" ({'; '.join(parts)})" if parts else ""


def _row(cell: Cell, question: Question, boards: Mapping[str, str]) -> tuple[SheetCell, ...]:
    shown = tuple(map(figure, (cell.reviews, cell.clear, cell.possible)))
    return (label(cell.theme), cell.theme, group(question, cell.value, boards), *shown, cell.of, cell.decided)


def figure(number: int | None) -> int | str:
    """A figure, or that it is hidden."""
    return "hidden" if number is None else number


def _wide(table: Table, boards: Mapping[str, str]) -> Sheet:
    """The table as it is on screen: a column for each group, and for what is counted apart."""
    scope = table.scope
    header = ["Theme", f"All (of {scope.reviews})", "Clear", "Possible"]
    header += [f"Undated (of {scope.undated})"] * bool(scope.undated)
    header += [f"{UNREAD} (of {scope.unreadable})"] * bool(scope.unreadable)
    header += [f"{group(table.question, value, boards)} (of {n})" for value, n in ordered(table, boards)]
    return Sheet("Table", tuple(header), tuple(_wide_row(row, table, boards) for row in table.rows))


def _wide_row(row: Row, table: Table, boards: Mapping[str, str]) -> tuple[SheetCell, ...]:
    total = (row.total.reviews, row.total.clear, row.total.possible)
    undated = (row.undated.reviews,) if row.undated else ()
    unread = (NOT_READ,) if table.scope.unreadable else ()
    groups = (cell.reviews for cell in cells_of(row, table, boards))
    return (label(row.theme), *map(figure, (*total, *undated)), *unread, *map(figure, groups))
