"""``python -m evals.roles``: how well the roles of passages and the records are read, on the fictional library.

The library is rendered into a folder of its own and read by the shipped reader. Every quoted passage of the truth files
has a role; the passage that holds the words is asked for its own. A line below tells the same of the sentences, where
one passage speaks with several voices. The baseline knows a heading's words alone: a heading that holds the role's name
gives it. A finding or recommendation is whole where one record alone holds all of its words and no other's. Test boards
are shown as totals only: nothing may be tuned on them.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.fictional.library import volumes, write
from evals.fictional.truth import Finding, Recommendation, Truth, load
from evals.library import is_calibration
from ingest.errors import BadDocument
from ingest.model import Passage, Role
from ingest.passages.recording import Record, records_of
from ingest.passages.structure import passages_of
from ingest.passages.wording import voices
from ingest.read.layout import CleanDocument
from ingest.read.worker import Limits, read_many

_RECORDS = ("findings", "recommendations")
_ASKED = ("passage", "sentence", "keyword")
_KINDS = {"findings": (Role.FINDING, Role.LESSON), "recommendations": (Role.RECOMMENDATION,)}
_KEYWORDS = {
    Role.METHODOLOGY: r"method",
    Role.TERMS_OF_REFERENCE: r"terms of reference",
    Role.FAMILY_BACKGROUND: r"family background",
    Role.FAMILY_VIEW: r"family.*view|view.*family",
    Role.PRACTITIONER_VIEW: r"practitioner",
    Role.GOOD_PRACTICE: r"good practice",
    Role.RESPONSE: r"response|action",
    **{
        role: role.value
        for role in (Role.SUMMARY, Role.NARRATIVE, Role.ANALYSIS, Role.FINDING, Role.LESSON, Role.RECOMMENDATION)
    },
    Role.CONCLUSION: r"conclusion",
    Role.APPENDIX: r"appendix",
}


@dataclass(slots=True)
class Tally:
    """One role: passages that have it and were given it, were given it and have another, have it and were missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Right of those given."""
        return self.right / (self.right + self.false) if self.right + self.false else 0.0

    @property
    def recall(self) -> float:
        """Right of those that have it."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = 2 * self.right + self.false + self.missed
        return 2 * self.right / both if both else 0.0


Tallies = defaultdict[str, Tally]


@dataclass(slots=True)
class Half:
    """The figures of one half of the boards, by what was asked for the role: the passage, its sentence, its heading."""

    roles: dict[str, Tallies] = field(default_factory=lambda: {name: defaultdict(Tally) for name in _ASKED})
    records: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _RECORDS})
    addressees: Tally = field(default_factory=Tally)


def examine(path: Path, document: CleanDocument) -> tuple[Passage, ...]:
    """Runs in the worker."""
    return passages_of(document, path.stem)


def measure(folder: Path) -> tuple[dict[str, Half], list[str], int]:
    """The figures of both halves, the mistakes of the calibration boards, and how many quotes were not found."""
    truths = {folder / volume.place: volume for volume in volumes()}
    halves = {"calibration": Half(), "test": Half()}
    mistakes: list[str] = []
    lost = 0
    for path, passages in read_many(list(truths), Limits(), examine):
        if not passages or isinstance(passages, BadDocument):
            continue
        name = "calibration" if is_calibration(path.parent.name) else "test"
        truth = load(truths[path].truth)
        said = mistakes if name == "calibration" else []
        lost += _roles(halves[name], truth, passages, said)
        _whole(halves[name], truth, records_of(passages), said)
    return halves, mistakes, lost


def _roles(half: Half, truth: Truth, passages: Sequence[Passage], said: list[str]) -> int:
    """Count every quoted passage; the number of those that stand in no passage."""
    lost = 0
    for item in truth.passages:
        passage = next((one for one in passages if _bare(item.quote) in _bare(one.text)), None)
        if passage is None:
            lost += 1
            continue
        given = {
            "passage": passage.role.value,
            "sentence": _sentence(passage, item.quote),
            "keyword": _keyword(passage),
        }
        for name, role in given.items():
            _count(half.roles[name], item.role, role)
        if given["passage"] != item.role:
            said.append(
                f"{item.role} read as {given['passage']}: {' > '.join(passage.heading[-2:])} | {item.quote[:90]}"
            )
    return lost


def _count(tallies: Tallies, wanted: str, given: str) -> None:
    if wanted == given:
        tallies[wanted].right += 1
    else:
        tallies[wanted].missed += 1
        tallies[given].false += 1


def _sentence(passage: Passage, quote: str) -> str:
    """What the first sentence that holds the quoted words, or is part of them, does."""
    words = _bare(quote)
    texts = ((_bare(passage.text[voice.start : voice.end]), voice.role) for voice in voices(passage))
    return next((role for text, role in texts if words in text or (text and text in words)), passage.role).value


def _keyword(passage: Passage) -> str:
    """The role whose name the nearest heading holds; narrative where none does."""
    for heading in reversed(passage.heading):
        for role, word in _KEYWORDS.items():
            if re.search(word, heading, re.IGNORECASE):
                return role.value
    return Role.NARRATIVE.value


def _whole(half: Half, truth: Truth, records: Sequence[Record], said: list[str]) -> None:
    """Count the findings and recommendations that are one whole record, and what those records state."""
    for name in _RECORDS:
        stated: Sequence[Finding] = getattr(truth, name)
        mine = [record for record in records if record.kind in _KINDS[name]]
        half.records[name]["read"] += len(mine)
        for item in stated:
            half.records[name]["stated"] += 1
            record = _alone(item, stated, mine)
            if record is None:
                said.append(f"{name[:-1]} {item.number} is not one whole record: {item.text[:80]}")
                continue
            half.records[name]["whole"] += 1
            half.records[name]["numbered right"] += _number(item.number) in ("", _number(record.number))
            if isinstance(item, Recommendation):
                _asked(half, item, record, said)


def _alone(item: Finding, stated: Iterable[Finding], records: Iterable[Record]) -> Record | None:
    holding = [record for record in records if _bare(item.text) in _bare(record.text)]
    others = [one for one in stated if one is not item]
    if len(holding) != 1 or any(_bare(one.text) in _bare(holding[0].text) for one in others):
        return None
    return holding[0]


def _asked(half: Half, item: Recommendation, record: Record, said: list[str]) -> None:
    wanted, given = set(item.addressees), set(record.addressees)
    half.addressees += Tally(len(wanted & given), len(given - wanted), len(wanted - given))
    same = _bare(item.timescale or "") == _bare(record.timescale or "")
    half.records["recommendations"]["timescale stated"] += item.timescale is not None
    half.records["recommendations"]["timescale right"] += same and item.timescale is not None
    half.records["recommendations"]["timescale false"] += item.timescale is None and record.timescale is not None
    if wanted != given:
        said.append(f"asks {sorted(wanted)}, read {sorted(given)}: {item.text[:90]}")
    if not same:
        said.append(f"by {item.timescale}, read {record.timescale}: {item.text[:90]}")


def _number(number: str | None) -> str:
    return (number or "").removeprefix("R").strip(".").lower()


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.replace("ﬁ", "fi").replace("ﬂ", "fl")).casefold().strip()


def table(halves: Mapping[str, Half]) -> str:
    """All figures as Markdown tables."""
    return "\n".join((*_role_lines(halves), "", *_record_lines(halves)))


def _role_lines(halves: Mapping[str, Half]) -> Iterator[str]:
    head = "passages | precision | recall | F1 | F1 by sentence | baseline F1"
    yield f"| role | calibration: {head} | test: {head} |"
    yield "|---|" + "--:|" * 12
    roles = [role.value for role in Role if any(_stated(half, role.value) for half in halves.values())]
    for role in roles:
        yield f"| {role} | " + " | ".join(_role_cells(half, role) for half in halves.values()) + " |"
    yield "| **macro** | " + " | ".join(_macro_cells(half) for half in halves.values()) + " |"
    yield "| **micro** | " + " | ".join(_micro_cells(half) for half in halves.values()) + " |"


def _stated(half: Half, role: str) -> int:
    tally = half.roles["passage"][role]
    return tally.right + tally.missed


def _role_cells(half: Half, role: str) -> str:
    tally, *others = (half.roles[name][role] for name in _ASKED)
    if not _stated(half, role):
        return f"0 | – | – | – ({tally.false} false) | – | –"
    figures = (tally.precision, tally.recall, tally.f1, *(one.f1 for one in others))
    return " | ".join((str(_stated(half, role)), *(f"{figure:.2f}" for figure in figures)))


def _macro_cells(half: Half) -> str:
    """Means over the roles that the half's truth holds."""
    roles = [role.value for role in Role if _stated(half, role.value)]
    columns = (("passage", "precision"), ("passage", "recall"), *((name, "f1") for name in _ASKED))
    sums = (sum(getattr(half.roles[name][role], what) for role in roles) for name, what in columns)
    return " | ".join((f"{len(roles)} roles", *(f"{one / max(1, len(roles)):.3f}" for one in sums)))


def _micro_cells(half: Half) -> str:
    whole, *others = (sum(half.roles[name].values(), Tally()) for name in _ASKED)
    figures = (whole.precision, whole.recall, whole.f1, *(one.f1 for one in others))
    return " | ".join((str(whole.right + whole.missed), *(f"{figure:.3f}" for figure in figures)))


def _record_lines(halves: Mapping[str, Half]) -> Iterator[str]:
    yield "| records | calibration | test |"
    yield "|---|--:|--:|"
    for name in _RECORDS:
        for what, of in (("whole", "stated"), ("numbered right", "whole")):
            yield _row(f"{name} {what}", (_share(half.records[name], what, of) for half in halves.values()))
        yield _row(f"{name} read", (str(half.records[name]["read"]) for half in halves.values()))
    asked = [half.addressees for half in halves.values()]
    yield _row("addressees precision", (f"{one.precision:.3f} ({one.right + one.false})" for one in asked))
    yield _row("addressees recall", (f"{one.recall:.3f} ({one.right + one.missed})" for one in asked))
    records = [half.records["recommendations"] for half in halves.values()]
    yield _row("timescales right", (_share(one, "timescale right", "timescale stated") for one in records))
    yield _row("timescales where none is stated", (str(one["timescale false"]) for one in records))


def _row(title: str, cells: Iterable[str]) -> str:
    return " | ".join((f"| {title}", *cells)) + " |"


def _share(counts: Counter[str], what: str, of: str) -> str:
    return f"{counts[what]} of {counts[of]} ({counts[what] / max(1, counts[of]):.3f})"


def main() -> int:
    """Print the tables; the mistakes of the calibration boards too where they are asked for."""
    parser = argparse.ArgumentParser(prog="python -m evals.roles", description=__doc__)
    parser.add_argument("--library", type=Path, help="a folder that holds the fictional library, or shall hold it")
    parser.add_argument("--mistakes", action="store_true", help="list what went wrong on the calibration boards")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.library or Path(scratch)
        write(folder)
        halves, mistakes, lost = measure(folder)
    sys.stdout.write(f"{table(halves)}\n\n{lost} quotes stand in no passage\n")
    if options.mistakes:
        sys.stdout.write("\n".join(["", *sorted(mistakes), ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
