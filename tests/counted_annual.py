"""The learning points of the small fictional library, counted by other code than the app's."""

from __future__ import annotations

from datetime import UTC, datetime

from app.annual.gathering import analysis_of, counted_in, evidence_in
from app.papers.paper import Paper
from app.reports import annual as report
from app.reports.annual import Analysis
from index.annual.points import LEARNING, Years
from index.desk import tags_of
from index.recommendations.recommending import Recommending
from index.recurring.counts import Counts
from index.recurring.table import Question, YearOf
from ingest.library import Library
from ingest.model import Passage, Review
from tests.held import WordEmbedder

MADE = datetime(2026, 3, 1, tzinfo=UTC)
AGES = {"under-1": range(12), "1-5": range(12, 72), "11-15": range(132, 192)}
HEADS = {"fathers-men": ("Men",), "domestic-abuse": ("Adults",), "information-sharing": ("Working together", "Adults")}


class Truth:
    """The same figures of one period, counted from the passages and their tags by other code than the app's."""

    def __init__(self, library: Library, years: Years, question: Question) -> None:
        self.heads = question.heads
        self.reviews = [one for one in library.catalogue.reviews() if self._year(one, question) in years]
        self.passages: dict[str, list[Passage]] = {
            one.id: [passage for key in one.documents for passage in library.catalogue.passages(key)]
            for one in self.reviews
        }
        self.tags = tags_of(library, [passage.id for found in self.passages.values() for passage in found])

    @staticmethod
    def _year(one: Review, question: Question) -> int:
        return (one.year if question.year_of is YearOf.PUBLISHED else one.incident_year) or 0

    def names(self, theme: str) -> tuple[str, ...]:
        return (theme,) if self.heads is None else tuple(self.heads.get(theme, ()))

    def on(self, review: str, point: str) -> list[Passage]:
        """The findings, lessons and recommendations of a review that carry a point."""
        return [
            passage
            for passage in self.passages[review]
            if passage.role.value in LEARNING
            and any(point in self.names(tag.id) for tag in self.tags[passage.id].themes)
        ]

    def carriers(self, point: str) -> list[str]:
        return [one.id for one in self.reviews if self.on(one.id, point)]

    def counts(self) -> dict[str, int]:
        points = {name for found in self.tags.values() for tag in found.themes for name in self.names(tag.id)}
        return {point: number for point in points if (number := len(self.carriers(point)))}

    def clear(self, point: str) -> int:
        """By the rule: a finding, lesson or recommendation carries a theme of it clearly, or two passages do."""

        def plain(review: str, theme: str) -> bool:
            roles = [
                passage.role.value
                for passage in self.passages[review]
                for tag in self.tags[passage.id].themes
                if tag.id == theme and tag.strength.value == "clear"
            ]
            return len(roles) > 1 or bool(set(LEARNING) & set(roles))

        themes = {tag.id for found in self.tags.values() for tag in found.themes if point in self.names(tag.id)}
        return sum(any(plain(review, theme) for theme in themes) for review in self.carriers(point))

    def ages(self, point: str) -> dict[str, tuple[int, int]]:
        carriers = self.carriers(point)
        groups = {name: [one for one in self.reviews if one.age_months_min in span] for name, span in AGES.items()}
        return {
            name: (sum(one.id in carriers for one in members), len(members))
            for name, members in groups.items()
            if members
        }

    def agencies(self, point: str) -> dict[str, tuple[int, int]]:
        def named(passages: list[Passage]) -> set[str]:
            return {tag.id for passage in passages for tag in self.tags[passage.id].agencies}

        every = {one.id: set(one.agencies) | named(self.passages[one.id]) for one in self.reviews}
        return {
            name: (
                sum(name in named(self.on(review, point)) for review in every),
                sum(name in found for found in every.values()),
            )
            for name in set().union(*every.values())
        }


QUESTIONS = [
    (Question(), Years(2018, 2018), Years(2014, 2017)),
    (Question(), Years(2016, 2018), Years(2013, 2015)),
    (Question(year_of=YearOf.INCIDENT), Years(2016, 2016), Years(2012, 2014)),
    (Question(heads=HEADS), Years(2014, 2018), Years(2010, 2013)),
]


def made_of(library: Library, question: Question, years: Years | None, before: Years | None) -> tuple[Analysis, Paper]:
    counted = counted_in(library, Counts(library), question, years, before, MADE)
    evidence = evidence_in(library, counted, lambda: Recommending(library, WordEmbedder()))
    made = analysis_of(library, evidence, (), MADE)
    return made, report.analysis(made)


def place(counts: dict[str, int], point: str) -> int:
    return 1 + sum(number > counts[point] for number in counts.values())
