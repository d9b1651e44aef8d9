"""Cases that people paste, kept in memory while they work with them and nowhere else.

A page's address names a case by a token that nobody can guess, so that Back, corrections and exports work without the
text being sent again. The text itself is never in an address, a file or a log.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from index.cases.case import Case

MINUTES = 30
"""A case is forgotten so long after it was last looked at."""
MOST = 20


@dataclass(slots=True)
class _Kept:
    case: Case
    until: float


class Cases:
    """The cases that are in use. Safe from several threads; all are gone when the app stops."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def put(self, case: Case) -> str:
        """Keep a case; its token. The one unused longest makes room."""
        token = secrets.token_urlsafe(18)
        with self._lock:
            self._tidy()
            self._kept[token] = _Kept(case, self._now() + MINUTES * 60)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return token

    def get(self, token: str) -> Case | None:
        """A case that is still kept; its time begins anew."""
        with self._lock:
            self._tidy()
            kept = self._kept.get(token)
            if kept is None:
                return None
            kept.until = self._now() + MINUTES * 60
            self._kept.move_to_end(token)
            return kept.case

    def forget(self, token: str) -> bool:
        """Forget a case now; ``False`` where it was gone already."""
        with self._lock:
            return self._kept.pop(token, None) is not None

    def _tidy(self) -> None:
        for token in [token for token, kept in self._kept.items() if kept.until <= self._now()]:
            del self._kept[token]
