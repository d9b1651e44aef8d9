"""The section on recurring themes: three to six reviews, 150 to 300 words, every figure counted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.briefing.section import recurrence_in, section_of
from app.papers import figures
from app.papers.paper import Heading, Paper, Quote
from app.papers.phrases import filled, phrases
from app.reports import recurring_section as report
from index.cases.case import Case, Signal, Trait
from index.cases.meaning import Meaning
from index.cases.similar import Comparer, Likes
from index.desk import tags_of
from index.errors import BadQuery
from index.recurring.counts import Counts
from index.searching.query import Filters
from ingest.library import Library

MADE = datetime(2026, 3, 1, tzinfo=UTC)
CASE = Case(
    "A father was not spoken to and there was domestic abuse.",
    ("A father was not spoken to and there was domestic abuse.",),
    tuple(Trait(Signal.THEMES, theme) for theme in ("fathers-men", "domestic-abuse", "fii")),
    None,
)


class Near:
    """Circumstances that are alike everywhere."""

    def near(self, _case: Case, reviews: frozenset[str]) -> dict[str, Meaning]:
        return {name: Meaning(0.9, ("p",), ((0, "p"),)) for name in reviews}


def paper_of(library: Library, likes: Likes, use: Sequence[str] = ()) -> tuple[report.Section, Paper]:
    made = section_of(library, recurrence_in(library, likes), use, MADE)
    return made, report.recurring_section(made)


@pytest.mark.parametrize("use", [(), ("domestic-abuse", "fathers-men"), ("domestic-abuse",)], ids=repr)
def test_every_figure_of_the_section_is_counted_again(shelf: Library, use: tuple[str, ...]) -> None:
    likes = Comparer(Counts(shelf).current, Near()).likes(CASE, Filters())
    made, paper = paper_of(shelf, likes, use)
    assert 3 <= len(made.recurrence.cited) <= 6
    carried: dict[str, dict[str, set[str]]] = {}
    for review in shelf.catalogue.reviews():
        for passage in (one for key in review.documents for one in shelf.catalogue.passages(key)):
            for tag in tags_of(shelf, [passage.id])[passage.id].themes:
                carried.setdefault(tag.id, {}).setdefault(review.id, set()).add(passage.role.value)
    cited = {one.review.id for one in made.recurrence.cited}
    said = figures.sentences(paper)
    assert all(one.text == filled(phrases()[one.phrase], one.values) for one in said)
    stated = [one.values for one in said if one.phrase == "recurring-theme"]
    recommended = [one for one in said if one.phrase in ("recurring-recommended", "recurring-not-recommended")]
    asked = [one.values.get("asked", (0, len(cited))) for one in recommended]
    themes = [one.theme for one, _ in made.themes]
    assert len(stated) == len(themes) == (len(use) or 2)
    assert not use or themes == list(use)
    assert "fii" not in themes
    for theme, values, asks in zip(themes, stated, asked, strict=True):
        by_review = carried[theme]
        assert values["all"] == (len(by_review), 4)
        assert values["cited"] == (len(cited & by_review.keys()), len(cited))
        assert asks == (sum("recommendation" in by_review.get(name, ()) for name in cited), len(cited))
    assert len(made.references) == len(cited)


def test_quotes_are_slices_and_the_words_are_counted(shelf: Library) -> None:
    likes = Comparer(Counts(shelf).current, Near()).likes(CASE, Filters())
    _, paper = paper_of(shelf, likes)
    quotes = [block for block in paper.blocks if isinstance(block, Quote)]
    assert quotes
    for quote in quotes:
        passage = shelf.catalogue.passage(quote.passage)
        assert passage is not None
        assert quote.text == passage.text[quote.start : quote.end]
    references = next(at for at, block in enumerate(paper.blocks) if block == Heading(1, "References"))
    counted = report.length(paper.blocks[1:references])
    assert counted <= report.MOST_WORDS
    assert {"words": counted} in [dict(one.values) for one in figures.sentences(paper) if "words" in one.values]


def test_few_similar_reviews_are_said(shelf: Library) -> None:
    likes = Comparer(Counts(shelf).current, Near()).likes(replace(CASE, traits=()), Filters(to_year=2014))
    _, paper = paper_of(shelf, likes)
    assert {"recurring-few", "recurring-no-themes"} <= {one.phrase for one in figures.sentences(paper)}


def test_a_person_picks_and_orders_themes_and_passages(shelf: Library) -> None:
    likes = Comparer(Counts(shelf).current, Near()).likes(CASE, Filters())
    found = recurrence_in(shelf, likes)
    first = next(one for one in found.themes if len(one.offered) > 1)
    use = [quote.passage.id for quote in first.offered[::-1]]
    made, paper = paper_of(shelf, likes, use)
    assert [one.theme for one, _ in made.themes] == [first.theme]
    assert [block.passage for block in paper.blocks if isinstance(block, Quote)] == use
    assert made.command.endswith("".join(f" --use {name}" for name in use))
    nothing, _ = paper_of(shelf, likes, ["none"])
    assert not nothing.themes
    with pytest.raises(BadQuery, match="not among the themes and passages"):
        paper_of(shelf, likes, ["elsewhere"])
