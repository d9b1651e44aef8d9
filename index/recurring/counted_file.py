"""The counted reviews as a file, so that a large library is not read anew each time something is started.

Derived and deletable: ids of passages and of what they carry, no text. Each review stands with the print of all that it
was counted from (``review_state``), and counts for as long as that is the same. The file's mark is that of the whole
library when it was written: where it is the same, no review need be looked at. A damaged file is as good as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.recurring.counting import CountedReview, CountedTheme, Spot
from ingest.model import Review

FILE = "counted.json"
_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """Reviews as they were counted, by id, and for each the print of what it was counted from."""

    mark: str = ""
    reviews: Mapping[str, CountedReview] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)


def save(file: Path, kept: Kept) -> None:
    """Write the file whole, or not at all; a folder that cannot be written to is left as it is."""
    reviews = {name: [kept.states[name], *_packed(one)] for name, one in kept.reviews.items() if name in kept.states}
    _write(file, {"format": _FORMAT, "mark": kept.mark, "reviews": reviews})


def load(file: Path, reviews: Sequence[Review]) -> Kept:
    """What the file holds of these reviews; nothing where there is no such file or it is damaged."""
    try:
        data = _read(file)
        held = {one.id: (one, data["reviews"][one.id]) for one in reviews if one.id in data["reviews"]}
        counted = {name: _unpacked(review, packed) for name, (review, packed) in held.items()}
        return Kept(str(data["mark"]), counted, {name: str(packed[0]) for name, (_, packed) in held.items()})
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Kept()


def keep_only(file: Path, documents: Collection[str]) -> None:
    """Forget every review of which a document is not among these: withdrawn means gone."""
    try:
        data = _read(file)
        held = set(documents)
        kept = {name: packed for name, packed in data["reviews"].items() if packed[1] and held.issuperset(packed[1])}
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        kept = {}
    file.unlink(missing_ok=True)
    if kept:
        _write(file, {"format": _FORMAT, "mark": "", "reviews": kept})


def _read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(file.read_text("utf-8"))
    if data["format"] != _FORMAT:
        raise ValueError(data["format"])
    return data


def _write(file: Path, data: Mapping[str, Any]) -> None:
    beside = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(data, separators=(",", ":")), "utf-8")
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _packed(one: CountedReview) -> list[Any]:
    themes = {theme: [carried.clear, [_spot(spot) for spot in carried.spots]] for theme, carried in one.themes.items()}
    return [one.review.documents, one.age_groups, sorted(one.agencies), sorted(one.roles), one.readable, themes]


def _spot(spot: Spot) -> list[Any]:
    return [spot.passage, spot.role, int(spot.clear), int(spot.decided), sorted(spot.agencies)]


def _unpacked(review: Review, packed: Sequence[Any]) -> CountedReview:
    _, _, groups, agencies, roles, readable, themes = packed
    return CountedReview(review, tuple(groups), frozenset(agencies), frozenset(roles), _themes(themes), bool(readable))


def _themes(packed: Mapping[str, Sequence[Any]]) -> dict[str, CountedTheme]:
    found = {}
    for theme, (clear, rows) in packed.items():
        spots = tuple(Spot(name, role, bool(a), bool(b), frozenset(agencies)) for name, role, a, b, agencies in rows)
        found[theme] = CountedTheme(
            clear=bool(clear),
            spots=spots,
            roles=frozenset(spot.role for spot in spots),
            agencies=frozenset(name for spot in spots for name in spot.agencies),
            decided=any(spot.decided for spot in spots),
        )
    return found
