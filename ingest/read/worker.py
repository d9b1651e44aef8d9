"""Reading many files at once, each in a process that may be killed: one bad file costs itself and nothing more.

`read_file` is the whole reader in this process. `read_many` runs it in workers with limits of time and memory, and
applies a function of the caller to each document there too, so that headings and facts are found on all cores.
`read_given` does the same for the bytes of one file that lies nowhere, and puts them nowhere.
Workers are started fresh and import the module of that function: keep heavy imports (torch) out of it, and out of the
top of the program's main module.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.errors import BadDocument
from ingest.read import ocr
from ingest.read.clean import clean
from ingest.read.layout import CleanDocument, RawDocument
from ingest.read.sniff import Format, sniff

T = TypeVar("T")
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost. ``memory`` is bytes beyond what a worker has mapped at its start."""

    seconds: float = 120.0
    memory: int = 1024 * _MB
    file_size: int = 200 * _MB
    ocr_seconds: float = 600.0

    @property
    def deadline(self) -> float:
        """Seconds after which a worker is killed: time for pictures is granted only where they can be read."""
        return self.seconds + (self.ocr_seconds if ocr.find_tesseract() else 0.0)


def read_file(path: Path, limits: Limits = Limits()) -> CleanDocument:
    """Read and clean one file in this process."""
    return clean(read_raw(path, limits))


def read_raw(path: Path, limits: Limits = Limits()) -> RawDocument:
    """Read one file as it stands, by what its bytes are. Readers are imported when first needed."""
    return _read(path, _bytes(path, limits), limits)


def _read(path: Path, data: bytes, limits: Limits) -> RawDocument:
    kind = sniff(path, data)
    if kind is Format.PDF:
        from ingest.read import pdf

        program = ocr.find_tesseract()
        return pdf.read(path, data, ocr.Ocr(program, limits.ocr_seconds) if program else None)
    if kind is Format.DOCX:
        from ingest.read import docx

        return docx.read(path, data)
    if kind is Format.HTML:
        from ingest.read import html

        return html.read(path, data)
    from ingest.read import plain

    return plain.read(path, data)


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        _bounded(path, path.stat().st_size, limits)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadDocument(str(path), "the file is not there any more") from error
    except PermissionError as error:
        raise BadDocument(str(path), "no permission to read the file") from error
    except IsADirectoryError as error:
        raise BadDocument(str(path), "this is a folder, not a file") from error
    except OSError as error:
        reason = error.strerror or "the disk reports an error"
        raise BadDocument(str(path), f"the file cannot be read from disk: {reason}") from error


def _bounded(path: Path, size: int, limits: Limits) -> None:
    if size > limits.file_size:
        allowed = limits.file_size // _MB
        raise BadDocument(str(path), f"the file is larger than {allowed:,} MB, more than is read")


def read_given(name: str, data: bytes, limits: Limits) -> CleanDocument:
    """Read a file from its bytes, in a process of its own; they pass through memory only. Raises ``BadDocument``."""
    path = Path(name)
    _bounded(path, len(data), limits)
    pool = ProcessPool(max_workers=1, context=_context(), initializer=_limit_memory, initargs=(limits.memory,))
    try:
        future = pool.schedule(_task_of_bytes, args=(path, data, limits), timeout=limits.deadline)
        outcome: CleanDocument | BadDocument = _outcome(path, future, limits)
    finally:
        pool.stop()
        pool.join()
    if isinstance(outcome, BadDocument):
        raise outcome
    return outcome


def read_many(
    paths: Iterable[Path],
    limits: Limits,
    apply: Callable[[Path, CleanDocument], T],
    workers: int | None = None,
) -> Iterator[tuple[Path, T | BadDocument]]:
    """Read files in parallel and yield (path, result) in the order of ``paths``.

    ``apply`` gets the path and the document; it must be a function at the top of a module (it is pickled by name).
    Whatever goes wrong with one file comes back as a BadDocument in its place, a fault of ours included: named as such.
    """
    count = workers or os.cpu_count() or 1
    waiting: deque[tuple[Path, ProcessFuture]] = deque()
    todo = iter(paths)
    start = {"initializer": _limit_memory, "initargs": (limits.memory,)}
    pool = ProcessPool(max_workers=count, context=_context(), **start)
    try:
        while True:
            # A short queue keeps the workers busy without holding a whole library's results in memory.
            while len(waiting) < 4 * count and (path := next(todo, None)) is not None:
                future = pool.schedule(_task, args=(path, limits, apply), timeout=limits.deadline)
                waiting.append((path, future))
            if not waiting:
                break
            path, future = waiting.popleft()
            yield path, _outcome(path, future, limits)
        pool.close()
    finally:
        pool.stop()  # a caller that stops early must not wait for the rest
        pool.join()


def _outcome(path: Path, future: ProcessFuture, limits: Limits) -> T | BadDocument:
    try:
        outcome: T | _Refused = future.result()
        return BadDocument(str(path), outcome.reason) if isinstance(outcome, _Refused) else outcome
    except FutureTimeout:
        reason = f"reading took longer than {limits.deadline:.0f} seconds and was stopped"
    except MemoryError:
        reason = _too_much(limits)
    except ProcessExpired:
        reason = f"the reader crashed on this file: it is damaged, or {_too_much(limits)}"
    except Exception as fault:  # noqa: BLE001 - the edge of another process: our fault must not cost the other files
        reason = f"the reader has a fault that this file brings out ({type(fault).__name__}: {fault}); please report it"
    return BadDocument(str(path), reason)


def _too_much(limits: Limits) -> str:
    return f"reading it needs more memory than the {limits.memory // _MB:,} MB allowed"


@dataclass(frozen=True, slots=True)
class _Refused:
    """A BadDocument on its way out of a worker: an exception of two arguments does not survive pickling."""

    reason: str


def _task(path: Path, limits: Limits, apply: Callable[[Path, CleanDocument], T]) -> T | _Refused:
    try:
        document = read_file(path, limits)
    except BadDocument as error:
        return _Refused(error.reason)
    except RecursionError:
        return _Refused("the file refers to itself without end")
    return apply(path, document)


def _task_of_bytes(path: Path, data: bytes, limits: Limits) -> CleanDocument | _Refused:
    try:
        return clean(_read(path, data, limits))
    except BadDocument as error:
        return _Refused(error.reason)
    except RecursionError:
        return _Refused("the file refers to itself without end")


def _context() -> multiprocessing.context.BaseContext:
    """Processes that inherit nothing: a fork would copy whatever the caller has loaded, models included.

    The server from which workers fork loads, once for all of them, the PDF reader and what is made of a document.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.read.pdf", "ingest.read.worker", "ingest.examination"])
    return context


def _limit_memory(extra: int) -> None:
    """Runs first in each worker."""
    statm = Path("/proc/self/statm")
    mapped = int(statm.read_text("ascii").split()[0]) * resource.getpagesize() if statm.exists() else 512 * _MB
    resource.setrlimit(resource.RLIMIT_AS, (mapped + extra, mapped + extra))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
