"""How many pages a paper takes as a Word document, estimated from its words, so that it can be said before it is made.

The heights are those of ``docx_styles``; how many letters fit a line was measured on papers drawn by LibreOffice. The
estimate may be a third of a page off; another font or printer moves it too.
"""

from __future__ import annotations

import math

from app.papers.paper import Block, Heading, Paper, Paragraph, Picture, Points, Prompt, Quote, Table

_PAGE = 717.0
"""Points of height between the margins."""
_LINE = 14.0
_LETTERS = 92
"""Letters on a line of 10.5 points across the page."""
_TITLE = 70.0
_PICTURE = 190.0
_SLACK = 0.06
"""How far the estimate lies above what was measured."""
_ROW_LETTERS = 110
"""Letters of 9 points across a table."""


def pages(paper: Paper, undrawn: int = 0) -> int:
    """Whole pages, at least one; ``undrawn`` pictures stand in the document and not in this paper."""
    height = _TITLE + sum(map(_height, paper.blocks)) + undrawn * _PICTURE
    return max(1, math.ceil(height / _PAGE - _SLACK))


def _height(block: Block) -> float:
    match block:
        case Heading():
            return (36.0, 32.0, 26.0)[min(block.level, 3) - 1]
        case Paragraph():
            return _lines(" ".join(one.text for one in block.sentences), _LETTERS) * _LINE + 7
        case Points():
            letters, line = (104, 11.0) if block.small else (_LETTERS - 4, _LINE)
            return sum(_lines(one.text, letters) * line + 3 for one in block.items)
        case Quote():
            said = sum(_lines(line, _LETTERS - 5) * _LINE + 2 for line in block.text.split("\n"))
            return said + _lines(block.citation, 104) * 10.5 + 9 + (20 if block.lead else 0)
        case Table():
            return 26 + sum(_row(row, block) for row in (block.header, *block.rows)) + 9
        case Picture():
            return _PICTURE
        case Prompt():
            return _lines(block.text, _LETTERS - 8) * 12 + 8
    raise TypeError(f"no height for {type(block).__name__}")


def _row(row: tuple[str, ...], table: Table) -> float:
    shares = table.widths or (1.0,) * len(row)
    letters = (max(4, int(_ROW_LETTERS * share / sum(shares)) - 3) for share in shares)
    return max(_lines(cell, fits) for cell, fits in zip(row, letters, strict=True)) * 10.5 + 5


def _lines(text: str, letters: int) -> int:
    return max(1, math.ceil(len(text) / letters))
