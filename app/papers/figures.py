"""The figures of a paper as sheets and as JSON: the same sentences, tables and quotes, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from app.papers.paper import Block, Heading, Paper, Paragraph, Points, Quote, Sentence, Table, Value
from app.papers.tables import Cell, Sheet, Workbook

Json = dict[str, Any]
_OF = re.compile(r"([\d,]+) of ([\d,]+)")
_NUMBER = re.compile(r"[\d,]+")
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def sentences(paper: Paper) -> list[Sentence]:
    """Every sentence of a paper, in order."""
    found: list[Sentence] = []
    for block in paper.blocks:
        found += block.sentences if isinstance(block, Paragraph) else block.items if isinstance(block, Points) else ()
    return found


def workbook(paper: Paper, about: Sequence[tuple[str, str]]) -> Workbook:
    """Every table of a paper as a sheet, its counted sentences as one, and its quotes as one."""
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    sheets = [_sheet(table, number) for number, table in enumerate(tables, start=1)]
    return Workbook(paper.title, tuple(about), (*sheets, _stated(paper), _quoted(paper)))


def data(paper: Paper, about: Sequence[tuple[str, str]], ending: str) -> Workbook:
    """The figures of a paper for a file of this ending: a CSV file has one sheet, so all stand in it, one a row."""
    if ending != ".csv":
        return workbook(paper, about)
    rows = [row for block in paper.blocks if isinstance(block, Table) for row in _listed(block)]
    rows += [
        ("Statement", one.text, name, *_pair(value)) for one in sentences(paper) for name, value in one.values.items()
    ]
    header = ("Table", "Row", "Figure", "Is", "Of")
    return Workbook(paper.title, tuple(about), (Sheet("Figures", header, tuple(rows)),))


def _listed(table: Table) -> Iterator[tuple[Cell, ...]]:
    for first, *cells in table.rows:
        for name, cell in zip(table.header[1:], cells, strict=True):
            pair = _OF.fullmatch(cell)
            is_of = (_number(pair[1]), _number(pair[2])) if pair else (cell, None)
            yield (table.caption, first, name, *((_number(cell), None) if _NUMBER.fullmatch(cell) else is_of))


def as_json(paper: Paper, about: Sequence[tuple[str, str]]) -> Json:
    """A paper as data: its parts with sentences and their values, tables and quotes."""
    return {
        "title": paper.title,
        "subject": paper.subject,
        "about": [{"name": name, "value": value} for name, value in about],
        "blocks": [made for block in paper.blocks if (made := _block(block))],
    }


def _block(block: Block) -> Json | None:
    if isinstance(block, Heading):
        return {"heading": block.text, "level": block.level}
    if isinstance(block, Paragraph | Points):
        found = block.sentences if isinstance(block, Paragraph) else block.items
        return {"sentences": [{"phrase": s.phrase, "text": s.text, "values": _values(s)} for s in found]}
    if isinstance(block, Table):
        return {"table": block.caption, "header": list(block.header), "rows": [list(row) for row in block.rows]}
    if isinstance(block, Quote):
        place = {"passage": block.passage, "start": block.start, "end": block.end}
        return {"quote": block.text, "citation": block.citation, "lead": block.lead, **place}
    return None


def _values(one: Sentence) -> Json:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in one.values.items()}


def _sheet(table: Table, number: int) -> Sheet:
    """A table with "7 of 24" as two columns of numbers, where a whole column is so."""
    columns = list(zip(*table.rows, strict=True)) if table.rows else [() for _ in table.header]
    header: list[str] = []
    cells: list[tuple[Cell, ...]] = []
    for name, column in zip(table.header, columns, strict=True):
        pairs = [_OF.fullmatch(value) for value in column]
        if column and all(pairs):
            header += [name, f"{name}: of"]
            cells += [tuple(_number(pair[at]) for pair in pairs if pair) for at in (1, 2)]
        else:
            header.append(name)
            cells.append(tuple(_number(value) if _NUMBER.fullmatch(value) else value for value in column))
    rows = tuple(zip(*cells, strict=True)) if table.rows else ()
    name = _FORBIDDEN.sub(" ", f"{number} {table.caption}")[:_LONGEST_NAME].strip()
    return Sheet(name, tuple(header), rows)


def _stated(paper: Paper) -> Sheet:
    rows = tuple(
        (one.text, one.phrase, name, *_pair(value)) for one in sentences(paper) for name, value in one.values.items()
    )
    return Sheet("Statements", ("Sentence", "Phrase", "Value", "Is", "Of"), rows)


def _pair(value: Value) -> tuple[Cell, Cell]:
    return (value[0], value[1]) if isinstance(value, tuple) else (value, None)


def _quoted(paper: Paper) -> Sheet:
    rows = tuple(
        (block.text, block.citation, block.lead, block.passage, block.start, block.end)
        for block in paper.blocks
        if isinstance(block, Quote)
    )
    return Sheet("Quotes", ("Words", "Where they stand", "What they are", "Passage", "From", "To"), rows)


def _number(text: str) -> int:
    return int(text.replace(",", ""))
