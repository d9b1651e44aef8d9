"""A raw document becomes a clean one: furniture set aside, lines joined to paragraphs, every line still found.

Nothing is thrown away: what is set aside stands in `Page.furniture`, and fidelity.py checks each page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ingest.model import FurnitureKind, LineBox, Page, PageStatus, SetAside
from ingest.read.contents import contents_lines
from ingest.read.fidelity import fault
from ingest.read.furniture import furniture
from ingest.read.layout import Block, CleanDocument, CleanPage, Line, RawDocument, RawPage
from ingest.read.paragraphs import Joiner, Measure, runs_on, usual_size
from ingest.read.words import Known, join, known_words, tidy

_ROW_WORDS = 250  # a table row with more words than this is laid out text: its paragraphs stand on their own


def clean(document: RawDocument) -> CleanDocument:
    """Clean every page with what is known of all pages."""
    texts = [[tidy(line.text) for line in page.lines] for page in document.pages]
    aside = _set_aside(document.pages, texts)
    kept = [
        [
            replace(line, text=text)
            for n, (line, text) in enumerate(zip(page.lines, tidied, strict=True))
            if n not in out
        ]
        for page, tidied, out in zip(document.pages, texts, aside, strict=True)
    ]
    known = known_words([line.text for lines in kept for line in lines])
    measure = Measure.of(kept)
    problems = list(document.problems)
    pages = [
        _page(page, lines, out, measure, known, problems)
        for page, lines, out in zip(document.pages, kept, aside, strict=True)
    ]
    return CleanDocument(
        document.media_type,
        tuple(_continued(pages, measure.right)),
        document.title,
        document.outline,
        usual_size(kept),
        tuple(problems),
    )


def _set_aside(pages: Sequence[RawPage], texts: Sequence[Sequence[str]]) -> list[dict[int, FurnitureKind]]:
    aside = furniture(pages, texts)
    body = [["" if n in out else t for n, t in enumerate(lines)] for lines, out in zip(texts, aside, strict=True)]
    for out, contents in zip(aside, contents_lines(body), strict=True):
        out.update((n, FurnitureKind.CONTENTS) for n in contents if n not in out)
    return aside


@dataclass
class _Text:
    """The cleaned text of a page while it grows."""

    known: Known
    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    boxes: list[LineBox] = field(default_factory=list)
    ends: list[tuple[Line, Line]] = field(default_factory=list)

    def add(self, lines: Sequence[Line]) -> None:
        """One block from its lines: a paragraph, or a table row when the lines are cells."""
        if self.blocks:
            self._put("\n")
        start = self.length
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            self._line(line, following)
        first = lines[0]
        bold = all(line.bold for line in lines)
        self.blocks.append(Block(start, self.length, first.size, bold, first.heading))
        self.ends.append((first, lines[-1]))

    def _line(self, line: Line, following: Line | None) -> None:
        text, between = line.text, ""
        if following is not None and following.cell != line.cell:
            between = "\t"
        elif following is not None:
            text, between = join(line.text, following.text, self.known)
        if line.box is not None and text:
            self.boxes.append(LineBox(self.length, self.length + len(text), *line.box))
        self._put(text + between)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


@dataclass(frozen=True)
class _Cleaned:
    """A clean page with the first and last line of each block, for the joint to the next page."""

    page: CleanPage
    ends: tuple[tuple[Line, Line], ...]


def _page(
    page: RawPage,
    lines: list[Line],
    aside: dict[int, FurnitureKind],
    measure: Measure,
    known: Known,
    problems: list[str],
) -> _Cleaned:
    built = _built(page, _paragraphs(lines, measure), aside, known)
    wrong = fault(built.page.page)
    if wrong is None:
        return built
    # The law is broken: keep the page line by line, nothing set aside, and say so.
    problems.append(f"{wrong}; it is kept line by line")
    plain = [[replace(line, cell=None)] for line in page.lines if line.text.strip()]
    return _built(page, plain, {}, known)


def _built(page: RawPage, paragraphs: list[list[Line]], aside: dict[int, FurnitureKind], known: Known) -> _Cleaned:
    text = _Text(known)
    for paragraph in paragraphs:
        text.add(paragraph)
    raw = tuple(line.text.replace("\n", " ") for line in page.lines)
    furniture_lines = tuple(SetAside(kind, n, raw[n]) for n, kind in sorted(aside.items()))
    whole = "".join(text.parts)
    status = PageStatus.EMPTY if page.status is PageStatus.READ and not whole and not aside else page.status
    done = Page(page.index, page.label, "\n".join(raw), whole, status, furniture_lines, tuple(text.boxes))
    return _Cleaned(CleanPage(done, tuple(text.blocks)), tuple(text.ends))


def _paragraphs(lines: list[Line], measure: Measure) -> list[list[Line]]:
    """Lines grouped to blocks; the cells of a table row are one block unless they hold running text."""
    found: list[list[Line]] = []
    for row, group in groupby(lines, key=lambda line: None if line.cell is None else line.cell[0]):
        members = list(group)
        if row is None or sum(len(line.text.split()) for line in members) > _ROW_WORDS:
            found += _joined(members, measure)
        else:
            found.append([line for line in members if line.text])
    return [lines for lines in found if lines]


def _joined(lines: list[Line], measure: Measure) -> list[list[Line]]:
    joiner = Joiner(lines, measure)
    found: list[list[Line]] = []
    first = 0
    for number, line in enumerate(lines):
        if not line.text:
            continue
        if found and number and lines[number - 1].text and joiner.goes_on(first, number - 1, number):
            found[-1].append(line)
        else:
            found.append([line])
            first = number
    return found


def _continued(pages: Sequence[_Cleaned], right: float) -> list[CleanPage]:
    """Mark the blocks that go on from the page before."""
    done: list[CleanPage] = []
    before: _Cleaned | None = None
    for cleaned in pages:
        page = cleaned.page
        if before is not None and _goes_over(before, cleaned, right):
            page = CleanPage(page.page, (replace(page.blocks[0], continues=True), *page.blocks[1:]))
        done.append(page)
        before = cleaned if cleaned.ends else before
    return done


def _goes_over(before: _Cleaned, after: _Cleaned, right: float) -> bool:
    if not before.ends or not after.ends:
        return False
    first = after.ends[0][0]
    same = [last for _, last in before.ends if last.size == first.size]
    return bool(same) and runs_on(same[-1], first, right)
