"""Papers into files, by the ending of the file's name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.errors import BadOutput
from app.reports.paper import Paper

ENDINGS = (".docx", ".md")


def check(file: Path) -> None:
    """Raise ``BadOutput`` before any work is done for a file that could not be written."""
    if file.suffix.lower() not in ENDINGS:
        raise BadOutput(f"{file}: a document is written as {' or '.join(ENDINGS)}.")
    if not file.absolute().parent.is_dir():
        raise BadOutput(f"{file}: there is no folder {file.absolute().parent}.")


def written(paper: Paper, ending: str, made: datetime) -> bytes:
    """A paper in the format of an ending."""
    if ending == ".docx":
        from app.reports import docx

        return docx.written(paper, made)
    from app.reports import markdown

    return markdown.written(paper).encode()


def save(paper: Paper, file: Path, made: datetime) -> None:
    """Write a paper. Raises ``BadOutput``; a file that was there is replaced only by a whole one."""
    _replace(file, written(paper, file.suffix.lower(), made))


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
