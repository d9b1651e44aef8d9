"""``python -m evals.facts``: how well the facts of the fictional library are read, field by field.

The library is rendered into a folder of its own and read by the shipped reader. A fact counts as right where it says
what the truth file says; a date may be more precise than the truth file, never less. "False" counts what was stated
where the text states nothing. For agencies and aliases every single one counts. Test boards are shown as totals only:
nothing may be tuned on them.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.fictional.library import volumes, write
from evals.fictional.truth import Facts as Truth
from evals.fictional.truth import load
from evals.library import is_calibration
from ingest.errors import BadDocument
from ingest.facts import facts_of
from ingest.model import Facts
from ingest.read.layout import CleanDocument
from ingest.read.worker import Limits, read_many
from ingest.written.subjects import subject_key

_DATES = ("incident", "completed", "published")
_PLAIN = ("nation", "review_type", "fatal", "cp_plan", "looked_after")
_ITEMS = ("aliases", "agencies")


@dataclass(slots=True)
class Tally:
    """One field over the documents of some boards: items stated, those found, and what was said without ground."""

    stated: int = 0
    right: int = 0
    silent: int = 0
    not_stated: int = 0
    false: int = 0

    def __add__(self, other: Tally) -> Tally:
        pairs = zip(self.values, other.values, strict=True)
        return Tally(*(a + b for a, b in pairs))

    @property
    def values(self) -> tuple[int, int, int, int, int]:
        """The counts in order."""
        return self.stated, self.right, self.silent, self.not_stated, self.false

    @property
    def accuracy(self) -> float:
        """Right of those stated."""
        return self.right / self.stated if self.stated else 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """The facts of one file, and the seconds that working them out took."""

    facts: Facts
    seconds: float


def examine(path: Path, document: CleanDocument) -> Read | None:
    """Runs in the worker; a document without any text is not read at all."""
    if not any(page.page.text.strip() for page in document.pages):
        return None
    start = time.process_time()
    facts = facts_of(document, path.stem)
    return Read(facts, time.process_time() - start)


def compared(truth: Truth, facts: Facts) -> Iterator[tuple[str, Any, Any, Tally]]:
    """Every field with the truth, what was read, and the score."""
    for name in (*_PLAIN, *_DATES, "publisher", "subject", "method", "author", "period", "ages", "sex", "children"):
        wanted, found = _wanted(truth, name), _found(facts, name)
        yield name, wanted, found, _score(wanted, found, _same(name, wanted, found))
    harms = (set(truth.harm_types) or None, set(facts.harm_types) or None)
    yield "harm_types", *harms, _score(*harms, right=harms[0] == harms[1])
    for name in _ITEMS:
        items = (set(getattr(truth, name)), set(getattr(facts, name)))
        yield name, *items, _score_items(*items)


def _wanted(truth: Truth, name: str) -> Any:
    if name == "ages":
        return sorted(child.age_months for child in truth.children if child.age_months is not None) or None
    if name == "sex":
        return sorted(child.sex for child in truth.children if child.sex) or None
    if name == "children":
        return len(truth.children) or None
    value = getattr(truth, name)
    return None if value == "unknown" else value


def _found(facts: Facts, name: str) -> Any:
    if name == "ages":
        return sorted(max(0, child.age_months) for child in facts.subjects if child.age_months is not None) or None
    if name == "sex":
        return sorted(child.sex for child in facts.subjects if child.sex) or None
    return getattr(facts, name)


def _same(name: str, wanted: Any, found: Any) -> bool:
    if wanted is None or found is None:
        return False
    if name in _DATES:
        return bool(found.startswith(wanted))
    if name == "period":
        return all(a is None or (b or "").startswith(a) for a, b in zip(wanted, found, strict=True))
    if name == "subject":
        return subject_key(wanted) == subject_key(found)
    if name in ("author", "publisher"):
        return _bare(wanted) == _bare(found)
    return bool(wanted == found)


def _bare(name: str) -> str:
    return re.sub(r"\b(?:dr|mrs?|ms|miss|prof(?:essor)?|the)\b\.?|\W+", " ", name.casefold()).strip()


def _score(wanted: Any, found: Any, right: bool) -> Tally:
    if wanted is None:
        return Tally(not_stated=1, false=int(found is not None))
    return Tally(stated=1, right=int(right), silent=int(found is None))


def _score_items(wanted: set[str], found: set[str]) -> Tally:
    common = len(wanted & found)
    return Tally(len(wanted), common, len(wanted) - common, len(found), len(found) - common)


def measure(folder: Path) -> tuple[dict[str, dict[str, Tally]], list[str], float, int]:
    """Tallies by half and field, mistakes on calibration boards, seconds spent on facts, and files without text."""
    truths = {folder / volume.place: volume for volume in volumes()}
    tallies: dict[str, dict[str, Tally]] = {half: defaultdict(Tally) for half in ("calibration", "test")}
    mistakes, seconds, unread = [], 0.0, 0
    for path, read in read_many(list(truths), Limits(), examine):
        if read is None or isinstance(read, BadDocument):
            unread += 1
            continue
        half = "calibration" if is_calibration(path.parent.name) else "test"
        seconds += read.seconds
        for name, wanted, found, tally in compared(load(truths[path].truth).facts, read.facts):
            tallies[half][name] += tally
            if half == "calibration" and (tally.right < tally.stated or tally.false):
                mistakes.append(f"{path.parent.name}/{path.stem} {name}: {_said(wanted, found)}")
    return tallies, mistakes, seconds, unread


def _said(wanted: Any, found: Any) -> str:
    if isinstance(wanted, set) and isinstance(found, set):
        return f"missing {sorted(wanted - found)}, too many {sorted(found - wanted)}"
    return f"is {wanted}, read {found}"


def table(tallies: Mapping[str, Mapping[str, Tally]]) -> str:
    """The figures of both halves as a Markdown table."""
    head = "right of stated | accuracy | not read | false where not stated"
    lines = [
        f"| field | calibration: {head} | test: {head} |",
        "|---|" + "--:|" * 8,
    ]
    for name in tallies["calibration"]:
        lines.append(f"| {name} | " + " | ".join(_cells(name, half[name]) for half in tallies.values()) + " |")
    for title, names in (("one value a document", _ITEMS), ("all", ())):
        halves = [
            sum((tally for field, tally in half.items() if field not in names), Tally()) for half in tallies.values()
        ]
        lines.append(f"| **{title}** | " + " | ".join(_cells(title, half) for half in halves) + " |")
    return "\n".join(lines)


def _cells(name: str, tally: Tally) -> str:
    of = "named" if name in _ITEMS else ""
    false = f"{tally.false} of {tally.not_stated} {of}".strip()
    return f"{tally.right} of {tally.stated} | {tally.accuracy:.3f} | {tally.silent} | {false}"


def main() -> int:
    """Print the table; the mistakes of the calibration boards too where they are asked for."""
    parser = argparse.ArgumentParser(prog="python -m evals.facts", description=__doc__)
    parser.add_argument("--library", type=Path, help="a folder that holds the fictional library, or shall hold it")
    parser.add_argument("--mistakes", action="store_true", help="list what went wrong on the calibration boards")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.library or Path(scratch)
        write(folder)
        tallies, mistakes, seconds, unread = measure(folder)
    sys.stdout.write(f"{table(tallies)}\n\n{seconds:.2f} s for all facts, on one core; {unread} without text\n")
    if options.mistakes:
        fields = Counter(line.split(" ")[1] for line in mistakes)
        sys.stdout.write("\n".join(["", *sorted(mistakes), str(dict(fields)), ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
