"""The texts of the library: front matter and the small part of Markdown that FORMAT.md allows."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evals.fictional.errors import invalid, wrong

Kind = Literal[
    "overview-report",
    "executive-summary",
    "learning-summary",
    "seven-minute-briefing",
    "response",
]


class Front(BaseModel):
    """The front matter, as an author typed it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    title: str
    format: Literal["pdf", "docx", "html"]
    header: str | None = None
    footer: str | None = None
    letter_spaced_footer: bool = False
    contents: bool = False
    front_labels: Literal["roman"] | None = None
    columns: Literal[1, 2] = 1
    landscape_tables: bool = False
    scanned: bool = False


@dataclass(frozen=True)
class Heading:
    """Level 1 is the title of the document, 2 a section, 3 a part of one."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, with its typed number if it has one."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list; when it is numbered, the items keep the numbers their author typed."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table of text whose rows are all as long as its head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Box:
    """Text set apart in a frame."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a page."""


Block = Heading | Paragraph | Bullets | Table | Box | PageBreak


@dataclass(frozen=True)
class Text:
    """One document as its author wrote it."""

    path: Path
    front: Front
    cover: tuple[Block, ...]
    body: tuple[Block, ...]

    @property
    def key(self) -> str:
        """`folder/stem`: the name by which truth, looks and output know the document."""
        return f"{self.path.parent.name}/{self.path.stem}"


def load(path: Path) -> Text:
    """Read one text; whatever is wrong with it is said with its file name."""
    front, body = _halves(path)
    try:
        blocks = tuple(_blocks(body.splitlines()))
    except ValueError as error:
        raise wrong(path, str(error)) from error
    end = blocks.index(PageBreak()) if PageBreak() in blocks else len(blocks)
    if end == len(blocks) and front.format != "html":
        raise wrong(path, r"no \pagebreak, so the cover never ends")
    return Text(path, front, blocks[:end], blocks[end + 1 :])


def pieces(block: Block) -> tuple[str, ...]:
    """The separate texts of a block: a quotation lies within one of them, never across two."""
    match block:
        case Heading(_, text) | Paragraph(text):
            return (text,)
        case Bullets(items):
            return items
        case Table(head, rows):
            return (*head, *(cell for row in rows for cell in row))
        case Box(blocks):
            return tuple(piece for part in blocks for piece in pieces(part))
        case PageBreak():
            return ()


def _halves(path: Path) -> tuple[Front, str]:
    """The front matter stands between two lines of three hyphens at the very top."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(path, f"cannot be read: {error}") from error
    parts = re.match(r"---\n(.*?\n)---\n(.*)\Z", text, re.DOTALL)
    if parts is None:
        raise wrong(path, "does not start with front matter between two --- lines")
    try:
        return Front.model_validate(yaml.safe_load(parts[1])), parts[2]
    except yaml.YAMLError as error:
        raise wrong(path, f"front matter is not YAML: {error}") from error
    except ValidationError as error:
        raise invalid(path, error) from error


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Boxes are cut out first, because anything else may stand within them."""
    while "::: box" in lines:
        start = lines.index("::: box")
        if ":::" not in lines[start:]:
            raise ValueError("a ::: box is never closed")
        end = lines.index(":::", start)
        yield from _runs(lines[:start])
        yield Box(tuple(_runs(lines[start + 1 : end])))
        lines = lines[end + 1 :]
    yield from _runs(lines)


def _runs(lines: list[str]) -> Iterator[Block]:
    for build, run in groupby((line.rstrip() for line in lines), _builder):
        yield from build(list(run))


Builder = Callable[[list[str]], Iterator[Block]]


def _builder(line: str) -> Builder:
    """Which kind of run a line belongs to; neighbours of one kind make one block, or one block each."""
    return next(build for pattern, build in _PATTERNS if re.match(pattern, line))


def _nothing(lines: list[str]) -> Iterator[Block]:
    return iter(())


def _breaks(lines: list[str]) -> Iterator[Block]:
    return (PageBreak() for _ in lines)


def _headings(lines: list[str]) -> Iterator[Block]:
    for line in lines:
        marks, _, text = line.partition(" ")
        yield Heading(len(marks), text.strip())


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    return (Paragraph(line.strip()) for line in lines)


def _bullets(lines: list[str]) -> Iterator[Block]:
    yield Bullets(tuple(line[2:].strip() for line in lines))


def _numbers(lines: list[str]) -> Iterator[Block]:
    yield Bullets(tuple(line.strip() for line in lines), numbered=True)


def _table(lines: list[str]) -> Iterator[Block]:
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    if len(rows) < 2 or any(set(cell) - set("-:") for cell in rows[1]):
        raise ValueError(f"no |---| row under the head of the table {lines[0]}")
    for line, row in zip(lines, rows, strict=True):
        if len(row) != len(rows[0]):
            raise ValueError(f"{len(row)} cells where the head has {len(rows[0])}: {line}")
    yield Table(rows[0], tuple(rows[2:]))


def _stray(lines: list[str]) -> Iterator[Block]:
    raise ValueError(f"not part of the format: {lines[0]}")


_PATTERNS: tuple[tuple[str, Builder], ...] = (
    (r"$", _nothing),
    (r"\\pagebreak$", _breaks),
    (r"#{1,3} ", _headings),
    (r"- ", _bullets),
    (r"\d+\. ", _numbers),
    (r"\|.*\|$", _table),
    (r":::|#|\\|\||!\[|\* ", _stray),
    (r"", _paragraphs),
)
