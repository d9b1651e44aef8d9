"""The text as a typesetter's story: each block becomes the things that flow down the page."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import Paragraph as Lines
from reportlab.platypus import Table as Grid

from evals.fictional.letters import hyphenate, ligate
from evals.fictional.look import Look, Oddity
from evals.fictional.style import Styles
from evals.fictional.text import Block, Box, Bullets, Heading, PageBreak, Paragraph, Table

_TYPED_NUMBER = re.compile(r"(\d{1,2}(?:[.-]\d{1,2})+\.?) +(.+)")
_LIST_NUMBER = re.compile(r"(\d+\.) +(.+)")
_CELL_PADDING = 4.0
_ROOM: dict[type, float] = {Heading: 150, Table: 150, Box: 190}
NOTICE = "This is a fictional document"

Rule = tuple[str, tuple[int, int], tuple[int, int], *tuple[object, ...]]
Note = Callable[[Heading, int], str]


class Mark(Flowable):
    """A point without size that tells which page a heading fell on, and gives the PDF a place to jump to."""

    _ZEROSIZE = True

    def __init__(self, heading: Heading, note: Note) -> None:
        super().__init__()
        self._heading, self._note = heading, note

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room, so that the heading stands where it would stand anyway."""
        return 0, 0

    def draw(self) -> None:
        """Tell the page to whoever keeps the contents."""
        self.canv.bookmarkHorizontal(self._note(self._heading, self.canv.getPageNumber()), 0, 24)


class Setter:
    """Sets the blocks of one document in its board's style."""

    def __init__(self, look: Look, oddity: Oddity, styles: Styles, note: Note) -> None:
        self._look, self._oddity, self._styles, self._note = look, oddity, styles, note

    def cover(self, blocks: tuple[Block, ...]) -> Iterator[Flowable]:
        """The title stands a third down the page; the notice that all is invented stands small below."""
        yield Spacer(1, 120)
        for block in blocks:
            match block:
                case Heading(1, text):
                    yield Lines(escape(text), self._styles["title"])
                case Paragraph(text):
                    style = "notice" if NOTICE in text else "cover"
                    yield Lines(escape(text), self._styles[style])
                case _:
                    yield from self._block(block, 400)

    def blocks(self, blocks: Sequence[Block], width: float) -> Iterator[Flowable]:
        """A heading goes over the page when too little of what it heads would stand beneath it."""
        for block, after in zip(blocks, (*blocks[1:], None), strict=True):
            if isinstance(block, Heading):
                yield CondPageBreak(_ROOM.get(type(after), 96))
            yield from self._block(block, width)

    def _block(self, block: Block, width: float) -> Iterator[Flowable]:
        match block:
            case Heading(level, text):
                yield Mark(block, self._note)
                yield Lines(escape(text), self._styles[f"heading{level}"])
            case Paragraph(text):
                yield self._paragraph(text)
            case Bullets(items, numbered):
                yield from (self._item(item, numbered) for item in items)
                yield Spacer(1, 4)
            case Table():
                yield Spacer(1, 4)
                yield self._grid(block, width)
                yield Spacer(1, 10)
            case Box(blocks):
                yield self._box(blocks, width)
                yield Spacer(1, 10)
            case PageBreak():
                return

    def _typeset(self, text: str) -> str:
        if self._oddity.hyphenated:
            text = hyphenate(text)
        return escape(ligate(text) if self._oddity.ligatures else text)

    def _paragraph(self, text: str) -> Flowable:
        number = _TYPED_NUMBER.match(text) if self._look.hanging_numbers else None
        if number is None:
            return Lines(self._typeset(text), self._styles["body"])
        return Lines(self._typeset(number[2]), self._styles["numbered"], bulletText=number[1])

    def _item(self, item: str, numbered: bool) -> Flowable:
        number = _LIST_NUMBER.match(item) if numbered else None
        sign, text = (number[1], number[2]) if number else (self._look.bullet, item)
        return Lines(self._typeset(text), self._styles["item"], bulletText=sign)

    def _box(self, blocks: tuple[Block, ...], width: float) -> Flowable:
        inner = width - 20
        rows = [[list(self._block(block, inner))] for block in blocks]
        manner: list[Rule] = [
            ("BOX", (0, 0), (-1, -1), 0.8, HexColor(self._look.colour)),
            ("BACKGROUND", (0, 0), (-1, -1), _tint(self._look.colour, 0.92)),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, 0), 8),
            ("TOPPADDING", (0, 1), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 10),
        ]
        return Grid(rows, colWidths=[width], style=manner)

    def _grid(self, table: Table, width: float) -> Flowable:
        head = [Lines(escape(cell), self._styles["head"]) for cell in table.head]
        rows = [[Lines(escape(cell), self._styles["cell"]) for cell in row] for row in table.rows]
        manner: list[Rule] = [
            ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#8c8c8c")),
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(self._look.colour)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
        ]
        widths = self._widths(table, width)
        return Grid([head, *rows], colWidths=widths, style=manner, repeatRows=1, splitInRow=300)

    def _widths(self, table: Table, width: float) -> list[float]:
        columns = list(zip(table.head, *table.rows, strict=True))
        least = [max(map(self._longest, column)) + 2 * _CELL_PADDING + 1 for column in columns]
        return _shares(width, least, [sum(map(len, column)) ** 0.8 for column in columns])

    def _longest(self, cell: str) -> float:
        style = self._styles["head"]
        return max((stringWidth(word, style.fontName, style.fontSize) for word in cell.split()), default=0)


def _shares(width: float, least: list[float], weights: list[float]) -> list[float]:
    """Share a width out by weight; a column whose share would be too narrow gets just what it needs."""
    if sum(least) >= width:
        return [low * width / sum(least) for low in least]
    held: set[int] = set()
    while True:
        free = [at for at in range(len(least)) if at not in held]
        unit = (width - sum(least[at] for at in held)) / sum(weights[at] for at in free)
        narrow = {at for at in free if unit * weights[at] < least[at]}
        if not narrow:
            return [least[at] if at in held else unit * weights[at] for at in range(len(least))]
        held |= narrow


def _tint(colour: str, share: float) -> Color:
    """The board's colour, thinned with white so that text can be read on it."""
    full = HexColor(colour)
    mixed = ((1 - share) * own + share * pale for own, pale in zip(full.rgb(), white.rgb(), strict=True))
    return Color(*mixed)
