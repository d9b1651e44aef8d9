"""The evidence of briefings, kept while a person chooses among it, so that each change is shown at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House
    from index.quoting.briefing_evidence import Evidence
    from index.recurring.counting import Counted
    from index.searching.query import Filters

_KEPT = 6


class Gathered:
    """The evidence that was gathered last, kept while nothing is counted anew. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: Counted | None = None
        self._kept: OrderedDict[Filters, Evidence] = OrderedDict()

    def evidence(self, house: House, filters: Filters) -> Evidence:
        """The evidence on a theme. Raises what ``evidence_in`` does."""
        counted = house.counts.current()
        with self._lock:
            if self._counted is not counted:
                self._counted = counted
                self._kept.clear()
            if filters in self._kept:
                self._kept.move_to_end(filters)
                return self._kept[filters]
        from app.briefing.gathering import evidence_in

        found = evidence_in(house.library, house.counts, filters)
        with self._lock:
            if self._counted is counted:
                self._kept[filters] = found
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found
