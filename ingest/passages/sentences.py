"""Where one sentence ends and the next begins: enough for cutting long paragraphs, not for grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_END = re.compile(r"[.!?;:]['\"’”)\]]*(?P<gap>\s+)(?=[\"'‘“(\[]?[A-Z0-9•-])|(?P<line>\n+)")
_ABBREVIATION = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|St|No|para|paras|e\.g|i\.e|etc|cf|vs|p|pp|Fig|approx)\.\s*$", re.IGNORECASE
)
_GAP = re.compile(r"\s+")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of ``text`` as [start, end) offsets, in order, without the white space between them."""
    spans, start = [], 0
    for match in _END.finditer(text):
        gap = match.span("line" if match["line"] else "gap")
        if not match["line"] and _ABBREVIATION.search(text[start : gap[0]]):
            continue
        spans.append((start, gap[0]))
        start = gap[1]
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def pieces(text: str, fits: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Cut ``text`` into as few runs of whole sentences as ``fits`` allows; a sentence too long is cut at spaces."""
    atoms = [atom for span in sentence_spans(text) for atom in _atoms(text, *span, fits)]
    start, end = atoms[0]
    for next_start, next_end in atoms[1:]:
        if fits(text[start:next_end]):
            end = next_end
        else:
            yield start, end
            start, end = next_start, next_end
    yield start, end


def _atoms(text: str, start: int, end: int, fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The sentence whole when it fits, halved at a space until it does otherwise, and mid-word if there is no space."""
    if fits(text[start:end]) or end - start < 2:
        return [(start, end)]
    middle = (start + end) // 2
    gaps = sorted(_GAP.finditer(text, start + 1, end - 1), key=lambda gap: abs(gap.start() - middle))
    left, right = (gaps[0].start(), gaps[0].end()) if gaps else (middle, middle)
    return _atoms(text, start, left, fits) + _atoms(text, right, end, fits)
