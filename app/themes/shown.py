"""A figure on the page: its words, its shade, and where its passages are."""

from __future__ import annotations

from dataclasses import dataclass

from app.themes.address import Asked, Side
from index.recurring.table import Cell

_STEPS = 5
"""Steps of one hue by which a cell is shaded, beside its figure."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on the page: its words, its step of shade, where it leads, its name, and whether it is open."""

    cell: Cell
    said: str
    step: int
    link: str
    name: str
    open: bool


def shown(asked: Asked, cell: Cell, value: str = "", side: Side = Side.TABLE) -> Shown:
    """A figure of the ``side``. One that is hidden or nothing leads nowhere."""
    name = name_of(cell.theme, value, side)
    if not cell.reviews:
        return Shown(cell, "few" if cell.reviews is None else "–", 0, "", name, open=False)
    step = min(_STEPS, -(-_STEPS * cell.reviews // max(1, cell.of)))
    link = asked.at(cell.theme, value, side).address() + "#opened"
    return Shown(cell, str(cell.reviews), step, link, name, (asked.cell, asked.side) == ((cell.theme, value), side))


def name_of(theme: str, value: str, side: Side) -> str:
    """A figure's name on the page; the browser's script finds it again by it."""
    return f"at-{theme}-{value}{f'-{side.value}' if side else ''}".replace(" ", "_")
