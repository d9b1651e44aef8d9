"""`python -m evals.reading PATH`: how fast files are read, and whether two readers of PDF see the same words.

Three figures for the PDFs under PATH, all from one run on one machine:
pages a second of plain pypdf in one process against `read_many` with cleaning on all cores; the share of words on which
pypdf and our reader agree, page by page and regardless of order; and pages on which cleaning broke the law of fidelity.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader

from ingest.errors import BadDocument
from ingest.read.fidelity import fault
from ingest.read.layout import CleanDocument
from ingest.read.worker import Limits, read_many

_WORD = re.compile(r"[^\W_]+")
Pages = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a worker tells of one file: its raw pages, where the law does not hold, and its own work so far."""

    pages: Pages
    faults: tuple[str, ...]
    worker: int
    work: float


@dataclass(frozen=True, slots=True)
class Timed:
    """Texts by file, the seconds they took on the clock, and the seconds of processor work in them."""

    texts: dict[Path, Pages]
    seconds: float
    work: float

    @property
    def pages(self) -> int:
        """Pages in all files."""
        return sum(map(len, self.texts.values()))

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds if self.seconds else 0.0


def reading(_path: Path, document: CleanDocument) -> Reading:
    """Runs in the worker."""
    faults = tuple(filter(None, (fault(p.page) for p in document.pages)))
    broken = tuple(p for p in document.problems if "changed the words" in p)
    return Reading(tuple(p.page.raw for p in document.pages), faults + broken, os.getpid(), time.process_time())


def by_pypdf(paths: Sequence[Path]) -> Timed:
    """Plain extraction, file after file, as most programs do it."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    start, work = time.perf_counter(), time.process_time()
    texts = {path: tuple(page.extract_text() for page in PdfReader(path).pages) for path in paths}
    return Timed(texts, time.perf_counter() - start, time.process_time() - work)


def by_pdfium(paths: Sequence[Path]) -> Timed:
    """pdfium's own text, file after file: the floor of what reading costs."""
    start, work = time.perf_counter(), time.process_time()
    texts = {path: tuple(_pdfium_pages(path)) for path in paths}
    return Timed(texts, time.perf_counter() - start, time.process_time() - work)


def _pdfium_pages(path: Path) -> Iterator[str]:
    document = pdfium.PdfDocument(path)
    for page in document:
        yield page.get_textpage().get_text_range()
    document.close()


def by_us(paths: Sequence[Path], workers: int) -> tuple[Timed, list[str], list[BadDocument]]:
    """The whole reader: layout, order, cleaning, fidelity, in worker processes whose start is part of the time."""
    start = time.perf_counter()
    results = list(read_many(paths, Limits(), reading, workers))
    seconds = time.perf_counter() - start
    read = {path: result for path, result in results if isinstance(result, Reading)}
    work: dict[int, float] = {}
    for result in read.values():
        work[result.worker] = max(result.work, work.get(result.worker, 0.0))
    texts = {path: result.pages for path, result in read.items()}
    faults = [fault for result in read.values() for fault in result.faults]
    refused = [result for _, result in results if isinstance(result, BadDocument)]
    return Timed(texts, seconds, sum(work.values())), faults, refused


def agreement(ours: dict[Path, Pages], theirs: dict[Path, Pages]) -> float:
    """Share of words that stand on the same page for both readers, counted with repetition."""
    same = total = 0
    for path in ours.keys() & theirs.keys():
        for mine, other in zip(ours[path], theirs[path], strict=False):
            a, b = _words(mine), _words(other)
            same += 2 * (a & b).total()
            total += a.total() + b.total()
    return same / total if total else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def readable(path: Path) -> bool:
    """True for a PDF that pypdf can read at all: the comparison is about speed and words, not about bad files."""
    try:
        reader = PdfReader(path)
        return not reader.is_encrypted and len(reader.pages) > 0
    except Exception:  # noqa: BLE001 - pypdf lets exceptions of every kind out on malformed files
        return False


def table(paths: Sequence[Path], workers: int) -> str:
    """The measurement as lines of text."""
    plain, floor = by_pypdf(paths), by_pdfium(paths)
    ours, faults, refused = by_us(paths, workers)
    lines = [
        f"{len(paths)} files, {plain.pages} pages, {workers} workers, {os.cpu_count()} cores",
        "",
        f"{'reader':<40}{'seconds':>9}{'pages/s':>9}{'ratio':>8}{'CPU s':>8}{'CPU ms/page':>13}",
    ]
    named = (
        ("pypdf, text only, one process", plain),
        ("pypdfium2, text only, one process", floor),
        (f"ours: layout and cleaning, {workers} workers", ours),
    )
    lines += [
        f"{name:<40}{t.seconds:>9.2f}{t.rate:>9.1f}{t.rate / plain.rate:>7.1f}x{t.work:>8.2f}"
        f"{1000 * t.work / max(1, t.pages):>13.1f}"
        for name, t in named
    ]
    lines += [
        "",
        f"word agreement, ours and pypdf      {agreement(ours.texts, plain.texts):.4f}",
        f"word agreement, pypdfium2 and pypdf {agreement(floor.texts, plain.texts):.4f}",
        f"word agreement, ours and pypdfium2  {agreement(ours.texts, floor.texts):.4f}",
        f"pages that broke the law of fidelity: {len(faults)}",
    ]
    return "\n".join([*lines, *faults, *map(str, refused)])


def main() -> int:
    """Measure the PDFs under a path."""
    parser = argparse.ArgumentParser(prog="python -m evals.reading", description=__doc__)
    parser.add_argument("path", type=Path, help="a PDF, or a folder that is searched for them")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    found = sorted(options.path.rglob("*.pdf")) if options.path.is_dir() else [options.path]
    paths = [path for path in found if readable(path)]
    if not paths:
        sys.stderr.write(f"no readable PDF under {options.path}\n")
        return 3
    sys.stdout.write(table(paths, options.workers) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
