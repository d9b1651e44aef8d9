"""Repeat learning in the order of time: what a board's reviews said, and what was said to be done between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import words
from index.recommendations.gathered import Recommendation
from index.recommendations.repeat import Done, RepeatedRecommendation, RepeatedTheme, Repeats, Time
from ingest.model import Document, Passage, Review


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was said: by a review about what is to be learnt, or by a document about what was done."""

    year: int | None
    kind: str
    text: str
    passage: Passage
    document: Document
    review: Review | None
    done: bool


@dataclass(frozen=True, slots=True)
class Story:
    """What repeats, in its steps; ``reviews`` of ``of`` said it."""

    name: str
    of_theme: bool
    reviews: int
    of: int
    years: tuple[int, int] | None
    steps: tuple[Step, ...]

    @property
    def acted(self) -> bool:
        """Whether anything was said to be done."""
        return any(step.done for step in self.steps)


def stories_of(found: Repeats) -> list[Story]:
    """All that a board's reviews repeat: recommendations, then themes."""
    of = len(found.reviews)
    again = [of_recommendation(one, of) for one in found.recommendations]
    return [*again, *(of_theme(one, of) for one in found.themes)]


def of_theme(one: RepeatedTheme, of: int) -> Story:
    """A theme, with the weightiest passage of each review that says it."""
    said = [_said(time) for time in one.times if time.passages]
    reviews = [time.review for time in one.times]
    steps = _ordered([*said, *(_done(done) for done in one.done)])
    return Story(words.named("themes", one.theme), True, len(one.times), of, _years(reviews), steps)


def of_recommendation(one: RepeatedRecommendation, of: int) -> Story:
    """A recommendation that was made again, with the answers to each time."""
    said = [_asked(member) for member in one.family.members]
    steps = _ordered([*said, *(_done(done) for done in one.done)])
    short = " ".join(one.family.middle.record.text.split())
    return Story(short, False, len(one.family.reviews), of, one.family.years, steps)


def _said(time: Time) -> Step:
    passage = time.passages[0]
    kind = words.label(passage.role.value)
    return Step(time.review.year, kind, passage.text, passage, time.documents[0], time.review, done=False)


def _asked(one: Recommendation) -> Step:
    number = f" {one.record.number}" if one.record.number else ""
    return Step(one.year, f"Recommendation{number}", one.record.text, one.passage, one.document, one.review, done=False)


def _done(one: Done) -> Step:
    kind = "Answered" if one.answers else "Said to be done"
    year = one.document.facts.year or one.review.year
    return Step(year, kind, one.text, one.passage, one.document, one.review, done=True)


def _ordered(steps: Sequence[Step]) -> tuple[Step, ...]:
    """By year, what has none last; within a year what was said comes before what was done."""
    return tuple(sorted(steps, key=lambda one: (one.year or 9999, one.done)))


def _years(reviews: Sequence[Review]) -> tuple[int, int] | None:
    known = [review.year for review in reviews if review.year]
    return (min(known), max(known)) if known else None
