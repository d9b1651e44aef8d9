"""Looking for traces of what was given to the app, and files whose copies can be found by their words."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas


def holding(folder: Path, word: str) -> list[Path]:
    """The files under a folder that hold a word, in either of the ways in which text is written to disk."""
    wanted = [word.lower().encode(), word.lower().encode("utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if any(way in path.read_bytes().lower() for way in wanted)]


def plain_pdf(text: str) -> bytes:
    """A PDF whose words stand in its bytes as they are, so that any copy of it can be found."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pageCompression=0)
    for number, line in enumerate(simpleSplit(text, "Helvetica", 11, 400)):
        canvas.drawString(72, 760 - 14 * number, line)
    canvas.save()
    return stream.getvalue()
