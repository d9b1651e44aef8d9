"""The annual analysis as a document: every figure counted again, every sentence a fixed phrase or an exact quote."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from csv import reader as csv_rows
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from app.annual.gathering import analysis_of, counted_in, evidence_in
from app.cli import cli
from app.contract import annual as contract
from app.papers import csv, figures, markdown, xlsx
from app.papers import docx as word
from app.papers.paper import Heading, Paper, Paragraph, Picture, Quote, Table
from app.papers.phrases import filled, phrases
from app.reports import annual as report
from app.reports import annual_sheets
from app.themes.tables import label
from index.annual.points import MOST, Change, Years
from index.annual.quotes import FIRST_QUOTES, MOST_WORDS
from index.errors import BadQuery
from index.recommendations.recommending import Recommending
from index.recurring.counts import Counts
from index.recurring.table import Question
from ingest.library import Library
from tests.counted_annual import MADE, QUESTIONS, Truth, made_of, place
from tests.held import WordEmbedder


@pytest.mark.parametrize(("question", "years", "before"), QUESTIONS)
def test_every_sentence_is_a_phrase_with_figures_that_are_counted_again(
    shelf: Library, question: Question, years: Years, before: Years
) -> None:
    now, then = Truth(shelf, years, question), Truth(shelf, before, question)
    counts, earlier = now.counts(), then.counts()
    made, paper = made_of(shelf, question, years, before)
    n, m = len(now.reviews), len(then.reviews)
    tied, left = made.annual.tied
    expected = {
        "annual-scope": {"reviews": n, "before": m},
        "annual-found": {"points": len(counts), "listed": MOST},
        "annual-all": {"points": len(counts)},
        "annual-tied": {"tied": tied, "left": left},
        "annual-few": {"small": 30},
        "annual-lengths": {"now": years.number, "before": before.number},
        "annual-unread": {"now": 0, "before": 0, "neither": 0},
        "annual-silent": {"now": (0, n), "before": (0, m)},
        "annual-agencies": {"listed": len(report.foremost(made.annual))},
        "annual-quoted": {"most": MOST_WORDS},
        "scope-undated": {"undated": 0},
    }
    of_a_point = {"annual-point", "annual-before", "annual-again", "annual-again-shared", "annual-not-again"}
    of_a_point |= {"annual-families"}
    said = figures.sentences(paper)
    assert len(said) > 15
    for one in said:
        assert one.text == filled(phrases()[one.phrase], one.values)
        assert one.values.items() >= expected.get(one.phrase, {}).items(), one.text
    numbered = {one.phrase for one in said if any(not isinstance(value, str) for value in one.values.values())}
    assert numbered <= {*expected, *of_a_point, "caveat-measured"}
    under = parts(paper)
    assert list(under) == [label(point.theme) for point in made.annual.points]
    for point in made.annual.points:
        values = {one.phrase: one.values for one in under[label(point.theme)]}
        clear, number = now.clear(point.theme), counts[point.theme]
        assert values["annual-point"] == {"now": (number, n), "clear": clear, "possible": number - clear}
        if m:
            assert values["annual-before"] == {"before": (earlier.get(point.theme, 0), m)}
            again = point.theme in earlier and place(earlier, point.theme) <= MOST
            shared = list(earlier.values()).count(earlier.get(point.theme, 0)) > 1
            said = [name for name in ("annual-again", "annual-again-shared", "annual-not-again") if name in values]
            assert said == [("annual-again-shared" if shared else "annual-again") if again else "annual-not-again"]
            if again:
                assert values[said[0]]["place"] == place(earlier, point.theme)


def parts(paper: Paper) -> dict[str, list[report.Sentence]]:
    """What is said under each learning point."""
    found: dict[str, list[report.Sentence]] = {}
    for one, after in zip(paper.blocks, paper.blocks[1:], strict=False):
        if isinstance(one, Heading) and one.level == 2 and isinstance(after, Paragraph):
            found[one.text] = list(after.sentences)
    return found


def test_recommendations_that_other_reviews_made_are_counted_again(shelf: Library) -> None:
    made, paper = made_of(shelf, *QUESTIONS[0])
    truth = Truth(shelf, Years(2018, 2018), Question())
    every = Recommending(shelf, WordEmbedder()).families().families
    spoken = 0
    for point in made.annual.points:
        carriers = truth.carriers(point.theme)
        on_it = [
            family
            for family in every
            if len({one.review.id for one in family.members if one.review}) > 1
            and any(
                one.review
                and one.review.id in carriers
                and any(tag.id == point.theme for tag in truth.tags[key].themes)
                for one in family.members
                for key in one.record.passage_ids
                if key in truth.tags
            )
        ]
        said = [one.values for one in parts(paper)[label(point.theme)] if one.phrase == "annual-families"]
        assert len(said) == bool(on_it)
        if on_it:
            spoken += 1
            most = max(len({one.review.id for one in family.members if one.review}) for family in on_it)
            assert (said[0]["families"], said[0]["most"]) == (len(on_it), (most, 4))
    assert spoken


@pytest.mark.parametrize(("question", "years", "before"), QUESTIONS)
def test_every_quote_is_a_slice_of_a_finding_lesson_or_recommendation_on_the_point(
    shelf: Library, question: Question, years: Years, before: Years
) -> None:
    truth = Truth(shelf, years, question)
    made, paper = made_of(shelf, question, years, before)
    for point in made.annual.points:
        quotes = made.quotes[point.theme]
        on = {passage.id: passage for review in truth.passages for passage in truth.on(review, point.theme)}
        assert len(quotes) <= FIRST_QUOTES
        assert len({one.review.id for one in quotes if one.review}) == len(quotes)
        for one in quotes:
            assert one.text == on[one.passage.id].text[one.start : one.end]
            assert len(one.text.split()) <= MOST_WORDS
    quoted = [block for block in paper.blocks if isinstance(block, Quote)]
    assert [block.passage for block in quoted] == [
        one.passage.id for point in made.annual.points for one in made.quotes[point.theme]
    ]
    assert len({block.passage for block in quoted}) == len(quoted) > 3


def test_a_person_chooses_and_orders_the_quotes(shelf: Library) -> None:
    question, years, before = QUESTIONS[1]
    counted = counted_in(shelf, Counts(shelf), question, years, before, MADE)
    evidence = evidence_in(shelf, counted, lambda: Recommending(shelf, WordEmbedder()))
    theme, offered = next((theme, found) for theme, found in evidence.offered.items() if len(found) > 1)
    use = [offered[1].passage.id, offered[0].passage.id]
    made = analysis_of(shelf, evidence, use, MADE)
    assert [one.passage.id for one in made.quotes[theme]] == use
    assert sum(len(found) for found in made.quotes.values()) == 2
    assert made.command.endswith(f"--use {use[0]} --use {use[1]}")
    assert "brief-picked" in {one.phrase for one in figures.sentences(report.analysis(made))}
    with pytest.raises(BadQuery, match="not among those offered"):
        analysis_of(shelf, evidence, ["elsewhere"], MADE)


def test_the_figures_agree_in_every_format(shelf: Library) -> None:
    made, paper = made_of(shelf, *QUESTIONS[1])
    data = contract.analysis(made)
    document = docx.Document(io.BytesIO(word.written(paper, MADE)))
    book = load_workbook(io.BytesIO(xlsx.written(annual_sheets.workbook(made), MADE)))
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(tables) == len(document.tables) == 3
    for block, table, name in zip(tables, document.tables, book.sheetnames[1:4], strict=True):
        assert [[cell.text for cell in row.cells] for row in table.rows] == [list(block.header), *map(list, block.rows)]
        sheet = list(book[name].values)
        assert [list(row) for row in sheet[1:]] == [flat(row) for row in block.rows]
    shown = [(row[0], row[1], row[2], row[3], row[4]) for row in tables[0].rows]
    told = [
        (
            one["label"],
            f"{one['place']}, shared" if one["shared"] else str(one["place"]),
            f"{one['reviews']} of {one['of']}",
            str(one["clear"]),
            f"{one['before']['reviews']} of {one['before']['of']}",
        )
        for one in data["points"]
    ]
    assert shown == told
    ages = [[f"{cell['reviews']} of {cell['of']}" for cell in one["age_groups"]] for one in data["points"]]
    assert ages == [list(row[1:]) for row in tables[1].rows]
    for one, row in zip(data["points"], tables[2].rows, strict=True):
        by_name = {cell["label"]: f"{cell['reviews']} of {cell['of']}" for cell in one["agencies"]}
        assert [by_name[name] for name in tables[2].header[1:]] == list(row[1:])
    written = csv.written(annual_sheets.data(made, ".csv"))
    rows = csv_rows(line for line in written.splitlines() if not line.startswith(("#", '"#')))
    figures_of = {tuple(row[:3]): f"{row[3]} of {row[4]}" for row in rows if row[4]}
    for block in tables:
        for row in block.rows:
            for column, cell in zip(block.header[1:], row[1:], strict=True):
                if " of " in cell:
                    assert figures_of[block.caption, row[0], column] == cell
    whole = {row[1]: (row[4], row[5]) for row in list(book["All learning points"].values)[1:]}
    assert whole == {one["theme"]: (one["reviews"], one["of"]) for one in (*data["points"], *data["others"])}
    said = "\n".join(line.text for line in document.paragraphs)
    assert all(text in said for one in data["points"] for text in one["said"])
    assert all(quote["text"] in said for one in data["points"] for quote in one["quotes"])
    for one in (*report.caveats(made.annual), *report.left_out(made.annual)):
        assert one.text in said
        assert any(row[1] == one.text for row in book["About"].values)
    assert made.command in said
    assert "commonthread annual --from 2016 --to 2018 --against-from 2013 --against-to 2015" in made.command


def flat(row: tuple[str, ...]) -> list[object]:
    cells: list[object] = [row[0]]
    for cell in row[1:]:
        cells += [int(part) if part.isdigit() else part for part in cell.split(" of ")]
    return cells


def test_the_picture_says_in_words_what_it_shows(shelf: Library) -> None:
    made, paper = made_of(shelf, *QUESTIONS[1])
    (picture,) = [block for block in paper.blocks if isinstance(block, Picture)]
    assert picture.png.startswith(b"\x89PNG")
    for point in made.annual.points:
        said = f"{label(point.theme)}: {point.now.reviews} of 3 in 2016 to 2018, {point.before.reviews} of 1"
        assert said in picture.alternative
    assert "## The most frequent learning points\n\n**" in markdown.written(paper)


def test_nothing_before_is_said_and_not_compared(shelf: Library) -> None:
    made, paper = made_of(shelf, Question(), Years(2014, 2014), None)
    said = {one.phrase: one.text for one in figures.sentences(paper)}
    assert said["annual-nothing-before"].startswith("No review published in 2013 is in scope")
    assert not {"annual-few", "annual-before", "annual-again", "annual-not-again"} & set(said)
    assert {point.change for point in made.annual.points} == {Change.NOTHING_BEFORE}
    assert "Change" not in next(block for block in paper.blocks if isinstance(block, Table)).header


def test_a_larger_share_is_called_so_in_the_paper(shelf: Library) -> None:
    made, _ = made_of(shelf, *QUESTIONS[1])
    first, *rest = made.annual.points
    first = replace(first, change=Change.MORE, now=replace(first.now, of=90), before=replace(first.before, of=90))
    sides = {name: replace(getattr(made.annual, name), reviews=90) for name in ("period", "before")}
    paper = report.analysis(replace(made, annual=replace(made.annual, points=(first, *rest), **sides)))
    said = {one.phrase for one in figures.sentences(paper)}
    assert {"annual-more", "annual-compared"} <= said
    assert not {"annual-few", "brief-small"} & said
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert (table.header[-1], table.rows[0][-1]) == ("Change", "larger share")


@pytest.fixture(scope="module")
def run(shelf: Library) -> Callable[..., object]:
    return lambda *words: CliRunner().invoke(cli, ["--library", str(shelf.folder), "annual", *words])


def test_the_command_line_prints_and_writes_the_same(
    shelf: Library, run: Callable[..., object], tmp_path: Path
) -> None:
    files = [f"{tmp_path}/a.docx", f"{tmp_path}/a.xlsx"]
    told = run("--year", "2018", "--against", "2016", "--json", "--out", files[0], "--data", files[1], "--references")
    assert told.exit_code == 0, told.output
    data = json.loads(told.stdout)
    truth = Truth(shelf, Years(2018, 2018), Question()).counts()
    assert {one["theme"]: one["reviews"] for one in (*data["points"], *data["others"])} == truth
    assert {path.suffix for path in tmp_path.iterdir()} == {".docx", ".xlsx", ".ris", ".bib"}
    rows = docx.Document(files[0]).tables[0].rows
    assert [row.cells[2].text for row in rows][1:] == [f"{one['reviews']} of {one['of']}" for one in data["points"]]
    again = run(*data["command"].split()[2:], "--json")
    assert json.loads(again.stdout)["points"] == data["points"]
    lines = run("--year", "2018", "--against", "2016").stdout
    assert "2 reviews published in 2018, beside 1 review published in 2016" in lines
    assert all(f"{one['label']}: {one['reviews']} of {one['of']};" in lines for one in data["points"])
    comma = run("--from", "2016", "--to", "2018", "--csv").stdout
    assert comma.startswith("# Common Thread")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--year", "2015"), 3),
        (("--year", "2018", "--nation", "Wales"), 3),
        (("--year", "2018", "--from", "2016"), 2),
        (("--from", "2016"), 2),
        (("--years", "3"), 2),
        (("--heads",), 2),
        (("--out", "a.pdf"), 2),
        (("--references",), 2),
        (("--year", "2018", "--against", "2019"), 2),
        (("--year", "2018", "--role", "finding"), 2),
    ],
)
def test_what_the_command_line_cannot_do_is_said(run: Callable[..., object], words: tuple[str, ...], code: int) -> None:
    told = run(*words)
    assert told.exit_code == code, told.output
    assert told.stderr.strip()
