"""What is dear to make, made once for all the processes of one run of the tests."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that ``make`` fills: by the first process that asks, while others wait. None may change it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def copied(folder: Path, to: Path) -> Path:
    """A copy of a folder, in which files with holes, as the engine of the index makes them, stay small."""
    subprocess.run(["cp", "-a", "--sparse=always", folder, to], check=True)
    return to
