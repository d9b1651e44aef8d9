"""Drafts that are being checked, and their reports, kept in memory while a person works with them and nowhere else.

A page's address names a check by a token that nobody can guess, so that Back and exports work without the draft being
sent again. The draft itself is never in an address, a file or a log.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from index.drafts.draft import Report
from index.errors import IndexingError
from ingest.errors import IngestError

MINUTES = 30
"""A check is forgotten so long after it was last looked at."""
MOST = 8

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Report]


class Forgotten(Exception):
    """A person asked for a draft to be forgotten while it was being checked."""


@dataclass(slots=True)
class Check:
    """A check: ``done`` of ``total`` claims (0 while it waits), then its report, or in words why there is none."""

    until: float
    done: int = 0
    total: int = 0
    report: Report | None = None
    fault: str = ""


class Checks:
    """The checks that are in use. One runs at a time; all are gone when the app stops."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._kept: OrderedDict[str, Check] = OrderedDict()

    def start(self, work: Work) -> str:
        """Begin a check in the background; its token. The one unused longest makes room."""
        token = secrets.token_urlsafe(18)
        check = Check(self._now() + MINUTES * 60)
        with self._lock:
            self._tidy()
            self._kept[token] = check
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        threading.Thread(target=self._run, args=(token, check, work), daemon=True).start()
        return token

    def get(self, token: str) -> Check | None:
        """A check that is still kept; its time begins anew."""
        with self._lock:
            self._tidy()
            check = self._kept.get(token)
            if check:
                check.until = self._now() + MINUTES * 60
                self._kept.move_to_end(token)
            return check

    def forget(self, token: str) -> None:
        """Forget a check now; one that runs is stopped."""
        with self._lock:
            self._kept.pop(token, None)

    def _run(self, token: str, check: Check, work: Work) -> None:
        def progress(done: int, total: int) -> None:
            if token not in self._kept:
                raise Forgotten
            check.done, check.total = done, total

        fault = "The check broke off. Nothing was kept; try again, and report it if it happens again."
        try:
            with self._turn:
                progress(0, 0)
                check.report = work(progress)
        except (IndexingError, IngestError) as problem:
            fault = str(problem)
        except Forgotten:
            pass
        except Exception:  # noqa: BLE001 - the edge of a thread: printed, an error might hold words of the draft
            check.fault = fault
        finally:
            if check.report is None:
                check.fault = fault

    def _tidy(self) -> None:
        for token in [token for token, check in self._kept.items() if check.until <= self._now()]:
            del self._kept[token]
