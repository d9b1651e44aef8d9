"""Tables of contents: lines that name a page each. They hold every heading a second time, so they are set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_HEADING = re.compile(
    r"^(?:\d+\.?\s+)?(?:table of contents|contents(?: page)?|list of (?:contents|figures|tables)|index|cynnwys)\W*$",
    re.I,
)
_NUMBER = r"(?:pages?\s*)?(\d{1,3}|[ivxlc]{1,6})(?:\s*[-–]\s*\d{1,3})?"
_LEADER = re.compile(rf"(?:\.\s?){{4,}}\s*{_NUMBER}?\s*$|…{{2,}}\s*{_NUMBER}?\s*$|_{{4,}}\s*{_NUMBER}\s*$", re.I)
_ENTRY = re.compile(rf"^\S.*\S(?:\t+|\s+){_NUMBER}$", re.I)
_BARE = re.compile(r"^(?:pages?(?: no\.?| number)?|section|chapter|\d{1,3})$", re.I)
_FEWEST = 4  # lines that make a list without page numbers
_REACH = 3  # lines a wrapped entry may take before its page number comes


def contents_lines(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each page the numbers of the lines that belong to a table of contents; furniture comes as empty lines."""
    found: list[set[int]] = []
    running = False
    times = Counter(_key(line) for lines in pages for line in lines)
    for lines in pages:
        mine, running = _on_page(lines, running)
        found.append(mine or _announced(lines, times))
    return found


def _announced(lines: Sequence[str], times: Counter[str]) -> set[int]:
    """A table of contents without page numbers: under its heading, lines that each come again as headings."""
    start = next((n for n, line in enumerate(lines) if _HEADING.match(line)), None)
    if start is None:
        return set()
    block: dict[str, int] = {}
    for number, line in enumerate(lines[start + 1 :], start=start + 1):
        key = _key(line)
        if not line:
            continue
        if key in block or times[key] < 2 or len(line) > 120:
            break
        block[key] = number
    return {start, *block.values()} if len(block) >= _FEWEST else set()


def _key(line: str) -> str:
    return line.casefold().strip(" .:")


def _on_page(lines: Sequence[str], running: bool) -> tuple[set[int], bool]:
    """Lines of one page, and whether the table may go on overleaf."""
    # Dots without a number are the blanks of a form.
    leaders = {n for n, line in enumerate(lines) if (found := _LEADER.search(line)) and any(found.groups())}
    mine: set[int] = set(leaders) if len(leaders) >= 2 or running else set()
    starts = [n + 1 for n, line in enumerate(lines) if _HEADING.match(line)]
    runs_over = False
    for start in [0, *starts] if running else starts:
        block, runs_over = _run(lines, start)
        entries = sum(1 for n in block if _is_entry(lines[n]))
        if entries >= (2 if start else 3):
            mine |= block | ({start - 1} if start else set())
        else:
            runs_over = False
    return _wrapped(lines, mine), runs_over


def _run(lines: Sequence[str], start: int) -> tuple[set[int], bool]:
    """Entries from ``start`` on, with the first halves of wrapped ones; whether they reach the end of the page."""
    block: set[int] = set()
    waiting: list[int] = []
    for number in range(start, len(lines)):
        line = lines[number]
        if not line:
            continue
        if _is_entry(line) or _BARE.match(line) or _HEADING.match(line):
            block.update(waiting, [number])
            waiting = []
        elif len(waiting) < _REACH and len(line) < 120 and not line.endswith((".", ":", ";")):
            waiting.append(number)
        else:
            return block, False
    return block, True


def _is_entry(line: str) -> bool:
    return bool(_LEADER.search(line) or (_ENTRY.match(line) and len(line) < 160))


def _wrapped(lines: Sequence[str], mine: set[int]) -> set[int]:
    """Add lines that stand alone between two entries: the first half of an entry that wraps."""
    if not mine:
        return mine
    last = max(mine)
    return mine | {n for n in range(min(mine), last) if lines[n] and not lines[n].endswith(".") and n + 1 in mine}
