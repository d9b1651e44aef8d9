"""A small fictional library for the tests of papers: four invented reviews, read from text and tagged for real."""

from __future__ import annotations

from pathlib import Path

from index.config import IndexConfig
from index.desk import bring_up_to_date
from ingest import pipeline
from ingest.library import Library
from tests.held import WordEmbedder

STORY = """Serious Case Review: Child {letter}

Northmere Local Safeguarding Children Board

Published March {year}

This is a fictional document written for tests. The board, the places and the people are invented.

1. What happened

1.1 Child {letter} was {age} old when he was hurt in November {before}. Nobody asked who else lived in the home.

1.2 The health visitor was told that the father had moved in and did not meet him before the child was hurt.

2. What the family said

2.1 The father of Child {letter} said that nobody from the {place} clinic had ever asked him anything about himself.

3. Findings

Finding 1: {finding}

Finding 2: Information about domestic abuse was not shared by the police with the school in {place} that year.

4. Good practice

4.1 The midwife in {place} spoke with the father by himself and wrote down what he told her about his childhood.

5. Recommendations

Recommendation 1: The health visiting service should record every father and partner in {place} within six months.

Recommendation 2: The police should share information about domestic abuse with schools in {place} on the next day.
"""

STORIES = (
    (
        "W",
        2014,
        "three years",
        "Aldermoor",
        "In Aldermoor the father was not assessed, and no agency recorded his name.",
    ),
    (
        "X",
        2016,
        "five months",
        "Brackenhythe",
        "Fathers who came to the clinic sat outside while mothers were asked about money.",
    ),
    (
        "Y",
        2018,
        "seven months",
        "Corvanstead",
        "Nobody knew that her partner had moved in, for no visitor had ever spoken to him.",
    ),
    (
        "Z",
        2018,
        "fourteen years",
        "Dunmallow",
        "The stepfather’s drinking was known to housing officers alone until the last winter.",
    ),
)


def library(folder: Path) -> Library:
    """The library, indexed by a small embedder."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    for letter, year, age, place, finding in STORIES:
        story = STORY.format(letter=letter, year=year, before=year - 2, age=age, place=place, finding=finding)
        (papers / f"{letter}.txt").write_text(story, encoding="utf-8")
    made = Library.open(folder / "library", create=True)
    assert not pipeline.add(made, [papers]).unreadable
    bring_up_to_date(made, IndexConfig(), embedder=WordEmbedder())
    return made
