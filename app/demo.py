"""The fictional library: found by the name it is installed under, so that the app never imports the evaluations."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from app.errors import NoDemo

GROUP = "commonthread.demo"
FOLDER = "fictional documents"


def write_documents(library_folder: Path) -> Path:
    """Write the fictional documents beside the library they are for, if they are not there; return their folder."""
    found = entry_points(group=GROUP)
    if not found:
        raise NoDemo("The fictional library is not part of this installation; install the project from its repository.")
    write: Callable[[Path], object] = next(iter(found)).load()
    folder = library_folder.expanduser().resolve() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write(folder)
    return folder
