"""Where the words of a PDF page stand.

Coordinates are those of a reader holding the page so that the text is upright: x grows along the line, y grows down
the page, in points. `Frame.fractions` turns them into fractions of the page as it is displayed. Text that runs in
another direction than most of the page (a sideways margin note, a slanted watermark) has a frame of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

SKEW = 4  # the direction of text that is neither upright nor at a right angle


@dataclass(frozen=True, slots=True)
class Frame:
    """How user space lies under the reader's eye: text direction in quarter turns, page box, page rotation."""

    quarter: int
    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in the reader's coordinates."""
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        if self.quarter == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    @property
    def width(self) -> float:
        """Length of the page along the lines of text."""
        return self.top - self.bottom if self.quarter in (1, 3) else self.right - self.left

    @property
    def height(self) -> float:
        """Length of the page across the lines of text."""
        return self.right - self.left if self.quarter in (1, 3) else self.top - self.bottom

    def fractions(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box in the reader's coordinates as fractions of the displayed page, from its top left."""
        left, top = _clip(box[0] / self.width), _clip(box[1] / self.height)
        right, bottom = _clip(box[2] / self.width), _clip(box[3] / self.height)
        turn = ((self.quarter if self.quarter != SKEW else 0) - self.rotation) % 4
        if turn == 1:
            return top, 1 - right, bottom, 1 - left
        if turn == 2:
            return 1 - right, 1 - bottom, 1 - left, 1 - top
        if turn == 3:
            return 1 - bottom, left, 1 - top, right
        return left, top, right, bottom


def _clip(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 5)


class Word(NamedTuple):
    """Characters without a space between them; ``y`` is the baseline. (A tuple: a page makes hundreds of them.)"""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one text direction, in the order of the file."""

    frame: Frame
    words: tuple[Word, ...]
