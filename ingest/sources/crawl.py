"""A crawl in a process of its own: Scrapy's reactor runs once in a process, and a hung site must not hang the caller.

:func:`crawl` starts ``python -m ingest.sources.crawl``, hands it the job, and passes on what it says, line by line. The
child ends with its caller, however that ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import CrawlFailed
from ingest.sources.job import JOB, Job, Task

if TYPE_CHECKING:
    from ingest.sources.hosts import Hosts

_PATIENCE = 20.0
_TAIL = 2000
_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


def crawl(job: Job) -> Iterator[dict[str, Any]]:
    """Visit the sources of a job and yield what is said of them, as it is said. Raises ``CrawlFailed``."""
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]).rstrip(":")}
    command = [sys.executable, "-m", "ingest.sources.crawl"]
    with tempfile.TemporaryFile() as talk:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": talk}
        process = subprocess.Popen(command, env=environment, start_new_session=True, **pipes)  # noqa: S603 - our own
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101 - asked for above
            process.stdin.write(JOB.dump_json(job) + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                yield json.loads(line)
            code = process.wait()
        finally:
            _end(process)
        if code != 0:
            talk.seek(0)
            said = talk.read().decode("utf-8", "replace")[-_TAIL:]
            raise CrawlFailed(f"The crawl broke off (exit code {code}). What was fetched is kept. It said:\n{said}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """The child stops when its standard input ends; one that does not is killed."""
    try:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
    except BrokenPipeError:
        pass  # it had ended already
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> None:
    """The child: a job on standard input, messages on standard output."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    job = JOB.validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_caller, daemon=True).start()
    from scrapy.utils.defer import deferred_f_from_coro_f
    from scrapy.utils.reactor import install_reactor

    install_reactor(_REACTOR)
    from twisted.internet.task import react

    react(deferred_f_from_coro_f(_visit_all), (job,))


def _end_with_caller() -> None:
    """Nobody listens any more once standard input ends: stop at once, in the middle of whatever is done."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(1)


async def _visit_all(_reactor: object, job: Job) -> None:
    from ingest.sources.hosts import Hosts

    hosts, turn = Hosts(), asyncio.Semaphore(job.limits.together)

    async def one(task: Task) -> None:
        async with turn:
            await _visit(task, job, hosts)

    await asyncio.gather(*(one(task) for task in job.tasks))


async def _visit(task: Task, job: Job, hosts: Hosts) -> None:
    from scrapy.crawler import AsyncCrawlerRunner

    from ingest.sources.desk import Desk
    from ingest.sources.settings import settings_for
    from ingest.sources.spiders import SPIDERS

    runner = AsyncCrawlerRunner(settings_for(task.source, job.contact, job.limits))
    desk = Desk(task, job, _say)
    await runner.crawl(SPIDERS[task.source.shape], task=task, desk=desk, hosts=hosts, limits=job.limits)


def _say(said: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(said, default=str).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
