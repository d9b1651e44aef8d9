"""``python -m evals.recurring``: the table of themes that the library gives, cell by cell against the truth.

The fictional library is rendered, read and indexed as a user's would be, and counted. The truth is counted by the same
code from the truth files: a review carries a theme clearly by the same rule as in the library, from the passages,
findings and recommendations that their author labelled. Not every paragraph is labelled (about four fifths of the text
stand in one that is), so the library is counted twice: over all of its passages, as a user sees it, and over those
alone that hold labelled words.

A cell that is 0 on both sides is left out, for most are. Calibration boards are those whose passages the tagger was
fitted on; test boards are shown as totals only. ``--write`` keeps what is quoted with every count of themes.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from app.papers import theme_error
from evals.fictional.library import REVIEWS
from evals.fictional.truth import Truth, load
from evals.library import fictional_library, folders_of, is_calibration
from evals.tag_truth import items
from index.desk import tags_of
from index.engine.payload import age_groups
from index.recurring.counting import Counted, CountedReview, CountedTheme, Spot, counted_of
from index.recurring.table import By, Question, table
from index.tagging.review_themes import HEAVY
from ingest.library import Library

BYS = (None, By.AGE_GROUP, By.HARM, By.NATION, By.YEAR, By.ROLE)
_HEAVY = frozenset(role.value for role in HEAVY)

Figures = Mapping[tuple[str, str | None], int]


@dataclass(frozen=True, slots=True)
class Score:
    """Cells compared, those that agree, the mean absolute error, and the mean error with its sign (over is plus)."""

    cells: int
    exact: int
    error: float
    bias: float


def main() -> int:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m evals.recurring", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures that go with every count")
    given = parser.parse_args()
    with fictional_library(indexed=True) as library:
        folders = folders_of(library)
        true = truth_of(library, folders)
        said = {"all passages": said_of(library, None), "labelled passages": said_of(library, _labelled(library))}
    lines = ["| boards | counted from | figure | by | cells | exact | mean absolute error | mean error |"]
    lines.append("|---|---|---|---|--:|--:|--:|--:|")
    for boards, mine in (("calibration", True), ("test", False)):
        keep = {review for review, folder in folders.items() if is_calibration(folder) is mine}
        for name, counted in said.items():
            lines += _lines(boards, name, _only(counted, keep), _only(true, keep))
    lines += ["", *_reviews(said["all passages"], true, folders)]
    sys.stdout.write("\n".join(lines) + "\n")
    if given.write:
        _write(said["all passages"], true, folders)
    return 0


def truth_of(library: Library, folders: Mapping[str, str]) -> Counted:
    """What would be counted if everything had been read as the authors of the texts say."""
    reviews = []
    for review in library.catalogue.reviews():
        paths = sorted((REVIEWS / folders[review.id]).glob("*.truth.yaml"), key=lambda path: path.name[:4] != "over")
        truths = [load(path) for path in paths]
        facts = [truth.facts for truth in truths]
        published = next((fact.published for fact in facts if fact.published), None)
        months = _months(truths)
        known = replace(
            review,
            nation=next((fact.nation for fact in facts if fact.nation), None),
            year=int(published[:4]) if published else None,
            harm_types=tuple(dict.fromkeys(harm for fact in facts for harm in fact.harm_types)),
        )
        themes = _themes(truths)
        roles = frozenset(role for truth in truths for _, role, _ in _texts(truth))
        ages = tuple(age_groups(min(months), max(months))) if months else ()
        reviews.append(CountedReview(known, ages, frozenset(), roles, themes, readable=True))
    return Counted(library.catalogue.revision(), tuple(reviews))


def _months(truths: Iterable[Truth]) -> list[int]:
    """Ages of the children, -1 for one not yet born, as the library holds them."""
    for truth in truths:
        children = truth.facts.children
        ages = [-1 if "unborn" in (child.age_text or "") else child.age_months for child in children]
        if any(age is not None for age in ages):
            return [age for age in ages if age is not None]
    return []


def _texts(truth: Truth) -> Iterator[tuple[str, str, Mapping[str, bool]]]:
    """Labelled texts: words, role, and the themes with whether clear."""
    for passage in truth.passages:
        yield passage.quote, passage.role, {theme.id: theme.strength == "clear" for theme in passage.themes}
    for finding in truth.findings:
        yield finding.text, "finding", dict.fromkeys(finding.themes, True)
    for asked in truth.recommendations:
        yield asked.text, "recommendation", dict.fromkeys(asked.themes, True)


def _themes(truths: Iterable[Truth]) -> dict[str, CountedTheme]:
    spots: defaultdict[str, dict[str, Spot]] = defaultdict(dict)
    for truth in truths:
        for words, role, themes in _texts(truth):
            for theme, clear in themes.items():
                spots[theme].setdefault(words, Spot(words, role, clear, False, frozenset()))
    return {theme: _theme(tuple(found.values())) for theme, found in spots.items()}


def _theme(spots: tuple[Spot, ...]) -> CountedTheme:
    clear = [spot for spot in spots if spot.clear]
    sure = len(clear) > 1 or any(spot.role in _HEAVY for spot in clear)
    return CountedTheme(sure, spots, frozenset(spot.role for spot in spots), frozenset(), decided=False)


def said_of(library: Library, kept: set[str] | None) -> Counted:
    """What the library counts, from all of its passages or from some."""

    def tags(passages: Iterable[str]) -> dict[str, object]:
        return tags_of(library, [one for one in passages if kept is None or one in kept])  # type: ignore[return-value]

    return counted_of(library.catalogue, tags)  # type: ignore[arg-type]


def _labelled(library: Library) -> set[str]:
    return {item.held.passage.id for item in items(library)[0]}


def _only(counted: Counted, keep: set[str]) -> Counted:
    return replace(counted, reviews=tuple(one for one in counted.reviews if one.review.id in keep))


def _lines(boards: str, name: str, said: Counted, true: Counted) -> Iterator[str]:
    for figure, clear_only in (("clear", True), ("clear and possible", False)):
        for by in BYS:
            score = compared(
                figures(said, Question(by=by, clear_only=clear_only)),
                figures(true, Question(by=by, clear_only=clear_only)),
            )
            yield (
                f"| {boards} | {name} | {figure} | {by.value if by else 'theme alone'} | {score.cells} | "
                f"{score.exact / max(1, score.cells):.2f} | {score.error:.2f} | {score.bias:+.2f} |"
            )


def figures(counted: Counted, question: Question) -> Figures:
    """Every figure of a table, by theme and group."""
    rows = table(counted, question).rows
    cells = (cell for row in rows for cell in (row.cells if question.by else (row.total,)))
    return {(cell.theme, cell.value): cell.reviews or 0 for cell in cells}


def compared(said: Figures, true: Figures) -> Score:
    """Cells that are not 0 on both sides."""
    keys = [key for key in {*said, *true} if said.get(key) or true.get(key)]
    errors = [said.get(key, 0) - true.get(key, 0) for key in keys]
    size = max(1, len(errors))
    return Score(len(errors), errors.count(0), sum(map(abs, errors)) / size, sum(errors) / size)


def _reviews(said: Counted, true: Counted, folders: Mapping[str, str]) -> Iterator[str]:
    yield "| boards | figure | reviews | said | true | right | precision | recall |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    for boards, mine in (("calibration", True), ("test", False)):
        for figure, clear in (("clear", True), ("clear and possible", False)):
            made, asked, right, reviews = pairs(said, true, folders, mine=mine, clear=clear)
            yield (
                f"| {boards} | {figure} | {reviews} | {made} | {asked} | {right} | "
                f"{right / max(1, made):.2f} | {right / max(1, asked):.2f} |"
            )


def pairs(
    said: Counted, true: Counted, folders: Mapping[str, str], *, mine: bool, clear: bool
) -> tuple[int, int, int, int]:
    """Pairs of a review and a theme: those said, those true, those both, and the number of reviews."""
    keep = {review for review, folder in folders.items() if is_calibration(folder) is mine}
    sides = [
        {
            (one.review.id, theme)
            for one in side.reviews
            if one.review.id in keep
            for theme, carried in one.themes.items()
            if carried.clear or not clear
        }
        for side in (said, true)
    ]
    return len(sides[0]), len(sides[1]), len(sides[0] & sides[1]), len(keep)


def _write(said: Counted, true: Counted, folders: Mapping[str, str]) -> None:
    found = {
        name: pairs(said, true, folders, mine=False, clear=clear)
        for name, clear in (("everything", False), ("clear", True))
    }
    kept = {
        "day": date.today().isoformat(),
        "command": "python -m evals.recurring --write",
        "reviews": found["clear"][3],
        **{name: dict(zip(("said", "true", "right"), three, strict=False)) for name, three in found.items()},
    }
    head = "# How well themes are counted over reviews, on boards that nothing was tuned on. Made by its command.\n"
    Path(theme_error.__file__).with_name(theme_error.FILE).write_text(
        head + yaml.safe_dump(kept, sort_keys=False), "utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
