"""Printed page numbers, for files that do not state page labels themselves: read from the lines set aside.

A number counts as a page's label when it stands in a header or footer and keeps the same distance from the page's place
in the file as those of most other pages. A page without a printed number, such as a cover, gets no label.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ingest.model import FurnitureKind, Page
from ingest.read.layout import CleanDocument

_NUMBER = re.compile(r"(?<![\w./])\d{1,4}(?![\w./])")
_FEWEST = 2
"""Pages that must agree: one number could be anything."""


def with_printed_labels(document: CleanDocument) -> CleanDocument:
    """The document with labels on its pages; unchanged when the file states labels or no numbering is found."""
    pages = [clean.page for clean in document.pages]
    if any(page.label for page in pages):
        return document
    distances = Counter(distance for page in pages for distance in {page.index - number for number in _numbers(page)})
    if not distances:
        return document
    distance, agreeing = distances.most_common(1)[0]
    numbered = sum(bool(_numbers(page)) for page in pages)
    if agreeing < _FEWEST or agreeing < 0.6 * numbered:
        return document
    labelled = (replace(clean, page=_labelled(clean.page, distance)) for clean in document.pages)
    return replace(document, pages=tuple(labelled))


def _labelled(page: Page, distance: int) -> Page:
    number = page.index - distance
    return replace(page, label=str(number)) if number in _numbers(page) else page


def _numbers(page: Page) -> set[int]:
    """Every number in the page's headers and footers; letter-spaced ones ("P a g e  1 2") are read without the gaps."""
    lines = [item.text for item in page.furniture if item.kind is not FurnitureKind.CONTENTS]
    close = [re.sub(r"(?<=\d) (?=\d(?:\D|$))", "", line) for line in lines]
    return {int(number) for line in (*lines, *close) for number in _NUMBER.findall(line)}
