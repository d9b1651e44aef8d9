"""From the chosen reviews to the new scope, on the page: the note's own headings and sentences, one fold each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.papers.paper import Block, Heading, Paper, Paragraph, Points, Prompt, Quote, Table

_ELSEWHERE = {"In short", "What was read of this case", "Similar reviews", "References", "How this note was made"}
"""Headings of the note whose matter stands elsewhere on the page."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the note with what the evidence says to it; ``count`` is "5 of 6 reviews" where it is counted."""

    id: str
    heading: str
    blocks: tuple[tuple[str, Block], ...]
    prompts: tuple[str, ...]
    quotes: int
    count: str = field(default="")


def parts_of(paper: Paper) -> tuple[list[Part], list[str]]:
    """The headings that the evidence speaks to, in the note's order, and those that are left to a person."""
    spoken, left = [], []
    for heading, blocks in _sections(paper.blocks):
        told = tuple((type(block).__name__, block) for block in blocks if not isinstance(block, Prompt))
        prompts = tuple(block.text for block in blocks if isinstance(block, Prompt))
        if heading in _ELSEWHERE:
            continue
        if told:
            quotes = sum(isinstance(block, Quote) for block in blocks)
            name = "part-" + "-".join(heading.lower().split())
            spoken.append(Part(name, heading, told, prompts, quotes, _count(blocks)))
        elif prompts:
            left.append(heading)
    return spoken, left


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    heading, held = "", list[Block]()
    for block in blocks:
        if isinstance(block, Heading):
            if held:
                yield heading, held
            heading, held = block.text, []
        else:
            held.append(block)
    if held:
        yield heading, held


def _count(blocks: Sequence[Block]) -> str:
    """The first figure that is counted out of the reviews, or how many rows, quotes or points there are."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for sentence in block.sentences:
                for value in sentence.values.values():
                    if isinstance(value, tuple):
                        return f"{value[0]} of {value[1]} reviews"
    quotes = sum(isinstance(block, Quote) for block in blocks)
    rows = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    points = sum(len(block.items) for block in blocks if isinstance(block, Points))
    for number, one, many in ((quotes, "quote", "quotes"), (rows, "row", "rows"), (points, "point", "points")):
        if number:
            return f"{number} {one if number == 1 else many}"
    return ""
