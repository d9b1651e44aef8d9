"""The counted reviews as a file, so that a large library is not read anew each time something is started.

Derived and deletable: ids of passages and of what they carry, no text. The file bears the mark of the library revision
and the index that it was made from; another mark, or a damaged file, is as good as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.counting import Counted, CountedReview, CountedTheme, Spot
from ingest.model import Review

FILE = "counted.json"
_FORMAT = 1


def save(file: Path, mark: str, counted: Counted) -> None:
    """Write the file whole, or not at all; a folder that cannot be written to is left as it is."""
    content = json.dumps(
        {"format": _FORMAT, "mark": mark, "reviews": {one.review.id: _packed(one) for one in counted.reviews}},
        separators=(",", ":"),
    )
    beside = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(content, "utf-8")
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def load(file: Path, mark: str, revision: int, reviews: Sequence[Review]) -> Counted | None:
    """The counted reviews of the file; ``None`` where it is not of this mark or does not hold every review."""
    try:
        data = json.loads(file.read_text("utf-8"))
        if data["format"] != _FORMAT or data["mark"] != mark:
            return None
        held = data["reviews"]
        return Counted(revision, tuple(_unpacked(review, held[review.id]) for review in reviews))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _packed(one: CountedReview) -> list[Any]:
    themes = {theme: [carried.clear, [_spot(spot) for spot in carried.spots]] for theme, carried in one.themes.items()}
    return [one.age_groups, sorted(one.agencies), sorted(one.roles), one.readable, themes]


def _spot(spot: Spot) -> list[Any]:
    return [spot.passage, spot.role, int(spot.clear), int(spot.decided), sorted(spot.agencies)]


def _unpacked(review: Review, packed: Sequence[Any]) -> CountedReview:
    groups, agencies, roles, readable, themes = packed
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
