"""A paper as Markdown (CommonMark with tables): for e-mail, wikis and version control."""

from __future__ import annotations

import re
from functools import singledispatch

from app.papers.paper import Block, Heading, Paper, Paragraph, Picture, Points, Prompt, Quote, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_STARTS = re.compile(r"^(\s*)([-+>]|\d+[.)])(?=\s)", re.MULTILINE)


def written(paper: Paper) -> str:
    """The whole paper as one text."""
    parts = [f"# {escaped(paper.title)}", escaped(paper.subject)]
    if paper.contents:
        parts.append(_contents(paper))
    return "\n\n".join([*parts, *(_block(block) for block in paper.blocks)]) + "\n"


def escaped(text: str) -> str:
    """Text of a report that stays text: what Markdown would read as a mark is escaped."""
    return _STARTS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _contents(paper: Paper) -> str:
    headings = [block for block in paper.blocks if isinstance(block, Heading) and block.level <= 2]
    return "\n".join(f"{'  ' * (heading.level - 1)}- {escaped(heading.text)}" for heading in headings)


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(f"no way to write {type(block).__name__}")


@_block.register
def _heading(block: Heading) -> str:
    return f"{'#' * (block.level + 1)} {escaped(block.text)}"


@_block.register
def _paragraph(block: Paragraph) -> str:
    return escaped(" ".join(sentence.text for sentence in block.sentences))


@_block.register
def _points(block: Points) -> str:
    marks = (f"{number}." if block.numbered else "-" for number in range(1, len(block.items) + 1))
    return "\n".join(f"{mark} {escaped(item.text)}" for mark, item in zip(marks, block.items, strict=True))


@_block.register
def _quote(block: Quote) -> str:
    lead = f"> **{escaped(block.lead)}**\n>\n" if block.lead else ""
    lines = "\n".join(f"> {escaped(line)}" for line in block.marked.split("\n"))
    return f"{lead}{lines}\n>\n> — {escaped(block.citation)}"


@_block.register
def _table(block: Table) -> str:
    rows = [block.header, tuple("---" for _ in block.header), *block.rows]
    lines = (
        "| " + " | ".join(cell if cell == "---" else escaped(cell).replace("\n", " ") for cell in row) + " |"
        for row in rows
    )
    return f"**{escaped(block.caption)}**\n\n" + "\n".join(lines)


@_block.register
def _picture(block: Picture) -> str:
    return f"*{escaped(block.caption)}.* {escaped(block.alternative)}"


@_block.register
def _prompt(block: Prompt) -> str:
    return f"*To be completed: {escaped(block.text)}*"
