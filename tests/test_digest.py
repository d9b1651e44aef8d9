"""The digest: what came since a day, counted again from when bytes were first held."""

from __future__ import annotations

from collections import Counter as Tally
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import cli
from app.papers import figures
from app.papers.paper import Quote, Table
from app.papers.phrases import filled, phrases
from app.reports import digest as report
from index.desk import tags_of
from index.quoting.news import News, news_of
from index.recurring.counts import Counts
from index.searching.query import Filters
from ingest.library import Library
from ingest.record.arrivals import arrivals

NOW = datetime.now(UTC)
LONG_AGO, TOMORROW = NOW - timedelta(days=9), NOW + timedelta(days=1)


def news(library: Library, since: datetime, filters: Filters) -> News:
    came = arrivals(library)
    return news_of(
        Counts(library).current(), came, since, filters, lambda ids: tags_of(library, ids), library.catalogue
    )


@pytest.mark.parametrize(
    ("since", "filters", "number", "of"),
    [
        (LONG_AGO, Filters(), 4, 4),
        (LONG_AGO, Filters(from_year=2018), 2, 2),
        (LONG_AGO, Filters(age_groups=("under-1",)), 2, 2),
        (LONG_AGO, Filters(publishers=("elsewhere",)), 0, 0),
        (TOMORROW, Filters(), 0, 4),
    ],
)
def test_what_is_new_is_counted_over_the_scope(
    shelf: Library, since: datetime, filters: Filters, number: int, of: int
) -> None:
    found = news(shelf, since, filters)
    paper = report.digest(report.Digest(found, (), NOW, "commonthread digest"))
    said = figures.sentences(paper)
    assert all(one.text == filled(phrases()[one.phrase], one.values) for one in said)
    assert [one.values["new"] for one in said if one.phrase == "digest-new"] == [(number, of)]
    assert ("digest-none" in {one.phrase for one in said}) == (number == 0)
    for quote in (block for block in paper.blocks if isinstance(block, Quote)):
        passage = shelf.catalogue.passage(quote.passage)
        assert passage is not None
        assert quote.text == passage.text[quote.start : quote.end]


def test_its_figures_are_counted_again_from_the_tags(shelf: Library) -> None:
    paper = report.digest(report.Digest(news(shelf, LONG_AGO, Filters()), (), NOW, "commonthread digest"))
    telling = {"finding", "lesson", "recommendation"}
    carried: Tally[str] = Tally()
    learning = []
    for review in shelf.catalogue.reviews():
        passages = [one for key in review.documents for one in shelf.catalogue.passages(key)]
        tags = tags_of(shelf, [one.id for one in passages])
        on = [(tag.id, one) for one in passages if one.id in tags for tag in tags[one.id].themes]
        clear = Tally(
            tag.id for one in passages if one.id in tags for tag in tags[one.id].themes if tag.strength == "clear"
        )
        heavy = {
            tag.id for one in passages if one.role.value in telling and one.id in tags
            for tag in tags[one.id].themes if tag.strength == "clear"
        }  # fmt: skip
        carried.update(heavy | {theme for theme, number in clear.items() if number > 1})
        learning.append(len({one.id for _, one in on if one.role.value in telling}))
    said = [one.values["number"] for one in figures.sentences(paper) if one.phrase == "digest-recommended"]
    assert sorted(said) == sorted(learning)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert sorted((row[1] for row in table.rows), reverse=True) == [
        f"{number} of 4" for number in sorted(carried.values(), reverse=True)[: len(table.rows)]
    ]


def test_the_command_line_writes_it_and_says_when_nothing_is_new(shelf: Library, tmp_path: Path) -> None:
    asked = ["--library", str(shelf.folder), "digest", "--out", f"{tmp_path}/d.docx", "--since"]
    assert CliRunner().invoke(cli, [*asked, f"{LONG_AGO:%Y-%m-%d}"]).exit_code == 0
    assert (tmp_path / "d.docx").stat().st_size > 5000
    assert CliRunner().invoke(cli, [*asked, f"{TOMORROW:%Y-%m-%d}"]).exit_code == 3
