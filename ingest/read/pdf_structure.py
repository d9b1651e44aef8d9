"""What a PDF says of itself, by pypdf: printed page labels, outline, title. All of it is optional."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import Destination

_MAX_OUTLINE = 2000


@dataclass(frozen=True, slots=True)
class Structure:
    """Labels by page (``None`` where the file has none), outline as (level, title, page), and the claimed title."""

    labels: tuple[str | None, ...]
    outline: tuple[tuple[int, str, int], ...] = ()
    title: str | None = None


def structure(data: bytes, pages: int) -> Structure:
    """Read the structure as far as it can be read; a file whose structure is broken still has its text."""
    quiet = logging.getLogger("pypdf")
    quiet.setLevel(logging.CRITICAL)  # its warnings name no file, and every failure ends up in our own words
    nothing: tuple[str | None, ...] = (None,) * pages
    # pypdf lets TypeError, AssertionError, RecursionError and others out on malformed files (pitfalls, section 4).
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Structure(nothing)
    except Exception:  # noqa: BLE001 - see above
        return Structure(nothing)
    return Structure(_labels(reader, pages) or nothing, _outline(reader), _title(reader))


def _labels(reader: PdfReader, pages: int) -> tuple[str | None, ...]:
    # The same leak of exceptions as above; without labels the page's place in the file is its only number.
    try:
        if "/PageLabels" not in reader.root_object:
            return ()
        labels = [label.strip() or None for label in reader.page_labels]
    except Exception:  # noqa: BLE001 - see above
        return ()
    return tuple(labels) if len(labels) == pages else ()


def _title(reader: PdfReader) -> str | None:
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:  # noqa: BLE001 - the same leak; a title is a courtesy
        return None
    text = " ".join(title.split()) if isinstance(title, str) else ""
    return text or None


def _outline(reader: PdfReader) -> tuple[tuple[int, str, int], ...]:
    try:
        entries = reader.outline
        return tuple(_flat(reader, entries, 1)) if entries else ()
    except Exception:  # noqa: BLE001 - the same leak; headings are then found from the text alone
        return ()


def _flat(reader: PdfReader, entries: Sequence[object], level: int) -> Iterator[tuple[int, str, int]]:
    """Entries of the nested outline, depth first, as far as they point to a page."""
    if level > 9:
        return
    for entry in entries[:_MAX_OUTLINE]:
        if isinstance(entry, list):
            yield from _flat(reader, entry, level + 1)
        elif isinstance(entry, Destination):
            number = reader.get_destination_page_number(entry)
            title = " ".join(str(entry.title or "").split())
            if title and number is not None and number >= 0:
                yield level, title, number + 1
