"""Run as a program: add files to libraries that each die, without any farewell, before another step of it.

Each run is a process of its own, forked from this one, which loads what they need once. The files are read within it:
all the steps at which a run can die come after its files have been read by processes of their own.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ingest.library import Library
from ingest.pipeline import add
from ingest.read import worker

DIED = 99


def in_child(work: Callable[[], object]) -> int:
    """Run ``work`` in a forked process; its exit status."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException as problem:  # noqa: BLE001 - the end of this process
            sys.stderr.write(f"{problem!r}\n")
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def dying_before(number: int) -> Callable[[str], None]:
    """What ends the process before its step of this number, counted from nought."""
    steps = iter(range(number))

    def step(_name: str) -> None:
        if next(steps, None) is None:
            os._exit(DIED)

    return step


def _read_here(
    paths: Iterable[Path], limits: worker.Limits, apply: Callable[[Path, worker.CleanDocument], object]
) -> Iterator[tuple[Path, object]]:
    for path in paths:
        yield path, apply(path, worker.read_file(path, limits))


def main() -> None:
    """``python -m tests.kill FOLDER PATH…``: libraries FOLDER/0, FOLDER/1 … until one gets through; their statuses."""
    folder, paths = Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]]
    worker.read_many = _read_here  # type: ignore[assignment]
    ended: list[int] = []
    while 0 not in ended and len(ended) < 20:
        number = len(ended)

        def run(number: int = number) -> None:
            add(Library.open(folder / str(number), create=True), paths, step=dying_before(number))

        ended.append(in_child(run))
    sys.stdout.write(json.dumps(ended) + "\n")


if __name__ == "__main__":
    main()
