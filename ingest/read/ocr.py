"""Reading pictures of pages with tesseract, where it is installed. Without it such pages are listed, not guessed."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from ingest.read.layout import Line

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_DPI = 300
_MAX_PIXELS = 30_000_000
_PAGE_SECONDS = 60.0
_MIN_CONFIDENCE = 20.0


def install_hint() -> str:
    """What to say beside a page that is a picture when nothing here can read it."""
    install = "on Debian or Ubuntu: apt install tesseract-ocr"
    return f"to read scanned pages install tesseract ({install}) and add the file again"


def find_tesseract() -> str | None:
    """Path of the tesseract program, or None."""
    return shutil.which("tesseract")


class Ocr:
    """Tesseract for the pages of one file, within a total time; pages after that stay unread."""

    def __init__(self, program: str, seconds: float) -> None:
        self._program = program
        self._until = time.monotonic() + seconds

    def lines(self, page: pdfium.PdfPage) -> tuple[Line, ...]:
        """The lines seen on the page, or nothing when time is up or tesseract fails."""
        left = self._until - time.monotonic()
        if left <= 1:
            return ()
        try:
            done = subprocess.run(  # noqa: S603 - our own program, and the picture comes by stdin
                [self._program, "stdin", "stdout", "--dpi", str(_DPI), "--psm", "3", "tsv"],
                input=_picture(page),
                capture_output=True,
                timeout=min(left, _PAGE_SECONDS),
                check=True,
            )
        except (subprocess.SubprocessError, OSError):
            return ()
        return lines_of_tsv(done.stdout.decode("utf-8", "replace"), page.get_size())


def _picture(page: pdfium.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    out = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(out, format="PNG")
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Seen:
    """One word as tesseract reports it, in pixels."""

    line: tuple[int, int, int]
    text: str
    left: int
    top: int
    right: int
    bottom: int


def lines_of_tsv(tsv: str, size: tuple[float, float]) -> tuple[Line, ...]:
    """Lines from tesseract's TSV output; ``size`` is the page in points. Blocks are parted by a line without text."""
    rows = list(csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE))
    page = next((r for r in rows if r.get("level") == "1"), None)
    if page is None:
        return ()
    width, height = max(1, int(page["width"])), max(1, int(page["height"]))
    groups: dict[tuple[int, int, int], list[_Seen]] = {}
    for word in filter(None, map(_word, rows)):
        groups.setdefault(word.line, []).append(word)
    lines: list[Line] = []
    last: tuple[int, int] | None = None
    for (block, paragraph, _), words in groups.items():
        if last is not None and last != (block, paragraph):
            lines.append(Line(""))
        last = (block, paragraph)
        lines.append(_line(words, width, height, size[1]))
    return tuple(lines)


def _word(row: dict[str, str]) -> _Seen | None:
    text = (row.get("text") or "").strip()
    if row.get("level") != "5" or not text or float(row["conf"]) < _MIN_CONFIDENCE:
        return None
    left, top = int(row["left"]), int(row["top"])
    place = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
    return _Seen(place, text, left, top, left + int(row["width"]), top + int(row["height"]))


def _line(words: list[_Seen], width: int, height: int, points: float) -> Line:
    box = (
        min(w.left for w in words) / width,
        min(w.top for w in words) / height,
        max(w.right for w in words) / width,
        max(w.bottom for w in words) / height,
    )
    # The height of a word box is about 0.7 of the font size. Rounded, since pixels make sizes flicker.
    size = float(round(median(w.bottom - w.top for w in words) / height * points / 0.7))
    return Line(" ".join(w.text for w in words), box, size)
