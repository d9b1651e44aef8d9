"""What one visit to a source came to: counted against what is expected, and said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class Health(StrEnum):
    """How a source was when it was last visited. Only a complete visit allows any conclusion from what is absent."""

    COMPLETE = "complete"
    LIMITED = "limited"
    INCOMPLETE = "incomplete"
    STOPPED = "stopped"
    FAILED = "failed"
    NEVER = "never collected"


UNSOUND = frozenset({Health.INCOMPLETE, Health.STOPPED, Health.FAILED})
"""Visits that a person must hear of: the source did not give all that it is expected to give."""

WORDS = {
    Health.COMPLETE: "collected whole",
    Health.LIMITED: "collected in part, as asked",
    Health.INCOMPLETE: "not collected whole",
    Health.STOPPED: "stopped",
    Health.FAILED: "not as expected",
    Health.NEVER: "never collected",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """An address and what was wrong with it, in words."""

    address: str
    reason: str


@dataclass(slots=True)
class SourceReport:
    """One source of one run. ``new``, ``changed`` and so on count files; ``entries`` counts reviews as listed.

    ``expected`` is (least, most, last complete count); ``seconds`` is the visit alone, without reading the files.
    """

    source: str
    health: Health = Health.INCOMPLETE
    reason: str | None = None
    pages: int = 0
    entries: int = 0
    expected: tuple[int, int, int | None] = (0, 0, None)
    undated: int = 0
    unnamed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    gone: list[str] = field(default_factory=list)
    moved: list[Trouble] = field(default_factory=list)
    unreadable: list[Trouble] = field(default_factory=list)
    refused_by_robots: list[str] = field(default_factory=list)
    errors: list[Trouble] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    bytes: int = 0
    file_bytes: int = 0
    seconds: float = 0.0

    @property
    def in_words(self) -> str:
        """Health and reason as one phrase."""
        return f"{WORDS[self.health]}: {self.reason}" if self.reason else WORDS[self.health]

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return {**asdict(self), "health": self.health.value, "expected": list(self.expected)}


def report_from_json(data: Mapping[str, Any]) -> SourceReport:
    """The report that :meth:`SourceReport.to_json` wrote; what an older one lacks is as in an empty one."""
    known = {one.name for one in fields(SourceReport)}
    values = {name: value for name, value in data.items() if name in known}
    for name in ("moved", "unreadable", "errors"):
        values[name] = [Trouble(**one) for one in values.get(name, ())]
    least, most, last = values.get("expected", (0, 0, None))
    return SourceReport(**{**values, "health": Health(values["health"]), "expected": (least, most, last)})
