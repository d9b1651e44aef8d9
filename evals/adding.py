"""`python -m evals.adding PATH`: what taking files in costs: time, time again, and memory.

Three figures from one run on one machine: seconds of `commonthread add` into an empty library (reading and indexing),
seconds of the same command again per hundred files (nothing is read or embedded), and the peak memory of the command
with all its workers, as the sum of what each process holds alone (PSS, sampled every tenth of a second).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MB = 2**20
_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and peak bytes of one command."""

    seconds: float
    peak: int
    said: str


def main() -> None:
    """Print the three figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    path = parser.parse_args().path
    files = sum(1 for file in path.rglob("*") if file.is_file())
    with tempfile.TemporaryDirectory() as folder:
        first, second = _add(Path(folder), path, watch=True), _add(Path(folder), path, watch=False)
    again = second.seconds / files * 100
    rows = (
        f"{files} files, {os.cpu_count()} cores: {first.said}",
        f"add, reading and indexing     {first.seconds:8.1f} s",
        f"add again, per 100 files      {again:8.2f} s   (whole command {second.seconds:.2f} s)",
        f"peak memory, all processes    {first.peak / _MB:8.0f} MiB",
    )
    sys.stdout.write("\n".join(rows) + "\n")


def _add(library: Path, path: Path, *, watch: bool) -> Cost:
    """Run the command; ``watch`` samples its memory, which costs some of its time."""
    command = [sys.executable, "-m", "app.cli", "--library", str(library), "add", str(path)]
    started, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        while watch and process.poll() is None:
            peak = max(peak, sum(map(_held_alone, [process.pid, *_descendants(process.pid)])))
            time.sleep(_EVERY)
        process.wait()
        seconds = time.perf_counter() - started
        said = (process.stderr.read() if process.stderr else "").strip().splitlines()
    return Cost(seconds, peak, said[-1] if said else "")


def _descendants(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return  # it has ended meanwhile
    for child in map(int, children):
        yield child
        yield from _descendants(child)


def _held_alone(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
