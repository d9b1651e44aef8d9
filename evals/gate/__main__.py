"""``python -m evals.gate [PATH…]``: does a hidden word get past the gate, and how often does it stop an honest page?

The generated set is made on the spot: each way of hiding and each look-alike in each font, as a file of its own, read
as ``add`` reads it. A hidden word is past the gate when it stands in any page, passage or fact that would be stored.
For each PATH (a folder of published PDFs; none is part of the project) it tells the share of pages held, by reason, and
what the gate costs beside the rest of reading. Reasons and counts only are printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from evals.gate.files import HIDDEN_FILES
from evals.gate.harmless import HARMLESS
from evals.gate.hiding import HIDDEN, SECRET, Draw, Hand, scan_font
from ingest.errors import BadDocument
from ingest.examination import examine
from ingest.gate.inspection import inspect
from ingest.model import Reading
from ingest.read.worker import read_file

FONTS = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Courier")


def made(folder: Path, draw: Draw, hand: Hand) -> Path:
    """One page of the generated set as a file."""
    place = folder / f"{draw.__name__}-{hand.font}.pdf"
    canvas = Canvas(str(place), pagesize=(595, 842))
    draw(canvas, hand)
    canvas.showPage()
    canvas.save()
    return place


def read(place: Path) -> Reading:
    """A file as ``add`` reads it."""
    return examine(place, read_file(place))


def past_the_gate(reading: Reading) -> bool:
    """Whether a word of the secret stands in anything that would be stored."""
    stored = [page.raw + page.text for page in reading.pages]
    stored += [passage.text + " ".join(passage.heading) for passage in reading.passages]
    stored.append(str(asdict(reading.facts)))
    return any(word in text for text in stored for word in SECRET.split())


def main(given: Sequence[str]) -> int:
    """Print the figures; 1 when a hidden word got past."""
    parser = argparse.ArgumentParser(prog="python -m evals.gate", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    asked = parser.parse_args(given)
    fonts = [*FONTS, scan_font()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hidden = [made(folder, draw, Hand(font)) for draw in HIDDEN for font in fonts]
        hidden += [write(folder) for write in HIDDEN_FILES]
        past = [place.name for place in hidden if past_the_gate(read(place))]
        harmless = [made(folder, draw, Hand(font)) for draw in HARMLESS for font in fonts]
        stopped = [place.name for place in harmless if read(place).holds]
    ways = f"{len(HIDDEN) + len(HIDDEN_FILES)} ways"
    _say(f"generated, hidden: {len(past)} of {len(hidden)} files ({ways}) let a hidden word past {past}")
    _say(f"generated, harmless: {len(stopped)} of {len(harmless)} files ({len(HARMLESS)} kinds) stopped {stopped}")
    for path in asked.paths:
        _published(path)
    return 1 if past else 0


def _published(folder: Path) -> None:
    pages, held, unread = 0, set(), 0
    reasons: Counter[str] = Counter()
    reading = gate = 0.0
    for place in sorted(folder.rglob("*.pdf")):
        started = time.perf_counter()
        try:
            document = read_file(place)
        except BadDocument:
            unread += 1
            continue
        middle = time.perf_counter()
        found = inspect(place, document)
        gate += time.perf_counter() - middle
        reading += middle - started
        pages += len(document.pages)
        held |= {(place.name, hold.page) for hold in found.holds}
        reasons.update(hold.reason for hold in found.holds)
    share = 100 * len(held) / max(1, pages)
    _say(f"{folder.name}: {len(held)} of {pages} pages held ({share:.2f} %) {dict(reasons)}; {unread} files unreadable")
    each = [1000 * seconds / max(1, pages) for seconds in (reading, gate)]
    _say(f"{folder.name}: reading {each[0]:.1f} ms a page, the gate {each[1]:.1f} ms a page")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
