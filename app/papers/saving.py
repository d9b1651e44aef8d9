"""Papers into files, by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.errors import BadOutput
from app.papers.paper import Paper
from app.papers.tables import Workbook

ENDINGS = (".docx", ".md")
DATA_ENDINGS = (".xlsx", ".csv")


def check(file: Path, endings: Sequence[str] = ENDINGS) -> None:
    """Raise ``BadOutput`` before any work is done for a file that could not be written."""
    if file.suffix.lower() not in endings:
        what = "a document is" if endings == ENDINGS else "figures are"
        raise BadOutput(f"{file}: {what} written as {' or '.join(endings)}.")
    if not file.absolute().parent.is_dir():
        raise BadOutput(f"{file}: there is no folder {file.absolute().parent}.")


def written(paper: Paper, ending: str, made: datetime) -> bytes:
    """A paper in the format of an ending."""
    if ending == ".docx":
        from app.papers import docx

        return docx.written(paper, made)
    from app.papers import markdown

    return markdown.written(paper).encode()


def save(paper: Paper, file: Path, made: datetime) -> None:
    """Write a paper. Raises ``BadOutput``; a file that was there is replaced only by a whole one."""
    _replace(file, written(paper, file.suffix.lower(), made))


def written_data(book: Workbook, ending: str, made: datetime) -> bytes:
    """Figures in the format of an ending."""
    if ending == ".xlsx":
        from app.papers import xlsx

        return xlsx.written(book, made)
    from app.papers import csv

    return csv.written(book).encode()


def save_data(book: Workbook, file: Path, made: datetime) -> None:
    """Write figures. Raises ``BadOutput``."""
    _replace(file, written_data(book, file.suffix.lower(), made))


def save_text(text: str, file: Path) -> None:
    """Write a text beside a paper. Raises ``BadOutput``."""
    _replace(file, text.encode())


def _replace(file: Path, data: bytes) -> None:
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_bytes(data)
        draft.replace(file)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise BadOutput(f"{file} cannot be written: {problem.strerror}") from problem
