"""Every sentence of a briefing is a fixed phrase with figures that can be made again, or an exact quote."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from app import words
from app.briefing.gathering import briefing_of, evidence_in
from app.cli import cli
from app.errors import NothingFound
from app.papers import docx as word
from app.papers import figures, xlsx
from app.papers.paper import Paper, Quote, Table
from app.papers.phrases import filled, phrases
from app.reports import briefing as report
from index.desk import tags_of
from index.errors import BadQuery
from index.quoting.briefing_evidence import LIMITS, Section
from index.quoting.excerpts import MOST_WORDS, excerpt
from index.recurring.counts import Counts
from index.searching.query import Filters
from ingest.library import Library
from ingest.model import Passage

MADE = datetime(2026, 3, 1, tzinfo=UTC)
FATHERS, ABUSE = "fathers-men", "domestic-abuse"
SCOPES = [Filters(themes=(FATHERS,)), Filters(themes=(FATHERS, ABUSE)), Filters(themes=(FATHERS,), to_year=2014),
          Filters(themes=("fii",)), Filters(themes=(ABUSE,), age_groups=("under-1",))]  # fmt: skip


class Truth:
    """The same figures, counted from the passages and their tags by other code than the app's."""

    def __init__(self, library: Library, filters: Filters) -> None:
        self.themes = filters.themes
        reviews = library.catalogue.reviews()
        groups = {"under-1": range(12), "1-5": range(12, 72), "11-15": range(132, 192)}
        self.reviews = [
            one for one in reviews
            if (filters.to_year is None or one.year <= filters.to_year)
            and (not filters.age_groups or any(one.age_months_min in groups[name] for name in filters.age_groups))
        ]  # fmt: skip
        self.on: dict[str, list[Passage]] = {}
        self.tags = {}
        for one in self.reviews:
            passages = [passage for key in one.documents for passage in library.catalogue.passages(key)]
            found = tags_of(library, [passage.id for passage in passages])
            self.tags.update(found)
            carried = [
                p for p in passages if p.id in found and {t.id for t in found[p.id].themes} & set(filters.themes)
            ]
            if carried:
                self.on[one.id] = carried

    def reviews_with(self, *roles: str) -> int:
        return sum(any(passage.role.value in roles for passage in found) for found in self.on.values())

    def clear(self) -> int:
        """By the rule: a finding, lesson or recommendation carries one of the themes clearly, or two passages do."""

        def plain(review: str, theme: str) -> bool:
            found = [
                passage.role.value
                for passage in self.on[review]
                for tag in self.tags[passage.id].themes
                if tag.id == theme and tag.strength.value == "clear"
            ]
            return len(found) > 1 or bool({"finding", "lesson", "recommendation"} & set(found))

        return sum(any(plain(review, theme) for theme in self.themes) for review in self.on)

    def asking(self, agency: str) -> int:
        return sum(
            any(
                tag.id == agency and tag.role.value == "addressee"
                for p in found if p.role.value == "recommendation"
                for tag in self.tags[p.id].agencies
            )
            for found in self.on.values()
        )  # fmt: skip


def made_of(library: Library, filters: Filters) -> tuple[report.Briefing, Paper]:
    made = briefing_of(library, evidence_in(library, Counts(library), filters), (), MADE)
    return made, report.briefing(made)


def use_of(made: report.Briefing, manner: str) -> list[str]:
    """Nothing, so that the rule chooses; "none"; or every passage that is offered, from the last to the first."""
    offered = [one.cited.passage.id for found in made.evidence.offered.values() for one in found]
    return {"rule": [], "none": ["none"], "picked": offered[::-1]}[manner]


@pytest.mark.parametrize("manner", ["rule", "none", "picked"])
@pytest.mark.parametrize("filters", SCOPES)
def test_every_sentence_is_a_phrase_and_every_figure_is_counted_again(
    shelf: Library, filters: Filters, manner: str
) -> None:
    truth = Truth(shelf, filters)
    first, _ = made_of(shelf, filters)
    use = use_of(first, manner)
    made = briefing_of(shelf, first.evidence, use, MADE)
    carriers, number = len(truth.on), len(truth.reviews)
    found = {"found": (carriers, number)}
    said_by = {
        "findings": truth.reviews_with("finding", "lesson"), "recommended": truth.reviews_with("recommendation"),
        "voices": truth.reviews_with("family-view"), "good": truth.reviews_with("good-practice"),
    }  # fmt: skip
    some = {f"brief-{name}": {"stated": (reviews, carriers)} for name, reviews in said_by.items()}
    none = {f"brief-no-{name}": {"carriers": carriers} for name, reviews in said_by.items() if not reviews}
    expected = {
        "brief-scope": {"reviews": number},
        "brief-asked-any": {"number": len(filters.themes)},
        "brief-found": {**found, "clear": truth.clear(), "possible": carriers - truth.clear()},
        "brief-found-clear": {"found": (truth.clear(), number)},
        "brief-found-possible": {"found": (carriers - truth.clear(), number)},
        **some, **none,
        "brief-without": {"without": (number - carriers, number)},
        "brief-answered": {"answered": (truth.reviews_with("response"), carriers)},
        "brief-not-answered": {"carriers": carriers},
        "brief-agencies": {"carriers": carriers},
        "brief-asks": {},
        "brief-short": {"found": said_by["findings"], "recommended": said_by["recommended"]},
        "brief-short-found": {"found": said_by["findings"]},
        "brief-short-recommended": {"recommended": said_by["recommended"]},
        "brief-everywhere": {"reviews": carriers},
        "scope-reviews": {"reviews": number, "revision": str(shelf.catalogue.revision())},
        "brief-looked": {"looked": truth.reviews_with("analysis", "conclusion", "finding", "lesson")},
        "brief-quoted": {"most": MOST_WORDS},
        "brief-picked": {"most": MOST_WORDS},
    }  # fmt: skip
    paper = report.briefing(made)
    said = figures.sentences(paper)
    assert len(said) > 8
    for one in said:
        assert one.text == filled(phrases()[one.phrase], one.values)
        for name, value in expected.get(one.phrase, {}).items():
            assert one.values[name] == value, one.text
        if one.phrase == "brief-asks":
            agency = next(
                a for a in made.evidence.agencies if words.named("agencies", a.agency) == one.values["agency"]
            )
            assert one.values["asked"] == (truth.asking(agency.agency), said_by["recommended"])
    counted = {one.phrase for one in said if any(not isinstance(value, str) for value in one.values.values())}
    assert counted <= {*expected, "caveat-measured"}
    spoken = {one.phrase for one in said}
    assert ("brief-picked" in spoken) == (bool(use) and carriers > 0)
    quoted = [block.passage for block in paper.blocks if isinstance(block, Quote)]
    if manner != "rule":
        assert sorted(quoted) == sorted(use if manner == "picked" else [])
        for found_in in made.quotes.values():
            places = [use.index(one.cited.passage.id) for one in found_in]
            assert places == sorted(places)


def test_agencies_that_are_asked_are_counted_again(shelf: Library) -> None:
    truth = Truth(shelf, SCOPES[0])
    made, paper = made_of(shelf, SCOPES[0])
    asked = {one.agency: one.asked for one in made.evidence.agencies}
    assert asked["health-visiting"] == 4
    assert asked == {agency: truth.asking(agency) for agency in asked}
    table = next(block for block in paper.blocks if isinstance(block, Table) and block.header[0] == "Agency")
    assert [row[3] for row in table.rows if row[0].startswith("Health visiting")] == ["4 of 4"]


@pytest.mark.parametrize("filters", SCOPES)
def test_every_quote_is_a_slice_of_a_held_passage_on_the_theme(shelf: Library, filters: Filters) -> None:
    truth = Truth(shelf, filters)
    made, paper = made_of(shelf, filters)
    on = {passage.id: passage for found in truth.on.values() for passage in found}
    quotes = [block for block in paper.blocks if isinstance(block, Quote)]
    assert bool(quotes) == bool(truth.on)
    for quote in quotes:
        passage = on[quote.passage]
        assert quote.text == passage.text[quote.start : quote.end]
        assert f"p. {passage.pages[0]}" in quote.citation
        assert len(quote.text.split()) <= MOST_WORDS
    for section, found in made.quotes.items():
        assert len({one.cited.review.id for one in found if one.cited.review}) == len(found) <= LIMITS[section]


def test_the_figures_agree_in_every_format(shelf: Library) -> None:
    made, paper = made_of(shelf, SCOPES[0])
    about = report.about(made)
    data = figures.as_json(paper, about)
    document = docx.Document(io.BytesIO(word.written(paper, MADE)))
    book = load_workbook(io.BytesIO(xlsx.written(figures.workbook(paper, about), MADE)))
    tables = [block for block in data["blocks"] if "table" in block]
    assert len(tables) == len(document.tables) == 3
    for block, table, name in zip(tables, document.tables, book.sheetnames[1:4], strict=True):
        shown = [[cell.text for cell in row.cells] for row in table.rows]
        assert shown == [block["header"], *block["rows"]]
        flat = [[int(n) for cell in row[1:] for n in cell.split(" of ")] for row in shown[1:]]
        assert [list(row[1:]) for row in book[name].iter_rows(min_row=2, values_only=True)] == flat
    text = "\n".join(line.text for line in document.paragraphs)
    assert all(one["text"] in text for block in data["blocks"] for one in block.get("sentences", ()))
    stated = {row[0] for row in book["Statements"].iter_rows(min_row=2, values_only=True)}
    assert stated == {one.text for one in figures.sentences(paper) if one.values}
    for one in report.caveats(made.evidence):
        assert one.text in text
        assert any(row[1] == one.text for row in book["About"].iter_rows(values_only=True))


def test_a_person_chooses_and_orders_the_quotes(shelf: Library) -> None:
    evidence = evidence_in(shelf, Counts(shelf), SCOPES[0])
    offered = [one.cited.passage.id for one in evidence.offered[Section.FINDINGS]]
    use = [offered[1], offered[0]]
    made = briefing_of(shelf, evidence, use, MADE)
    assert [one.cited.passage.id for one in made.quotes[Section.FINDINGS]] == use
    assert not made.quotes[Section.RECOMMENDATIONS]
    assert f"--use {use[0]} --use {use[1]}" in made.command
    assert "brief-picked" in {one.phrase for one in figures.sentences(report.briefing(made))}
    with pytest.raises(BadQuery, match="not among those offered"):
        briefing_of(shelf, evidence, ["elsewhere"], MADE)


@pytest.mark.parametrize(
    ("filters", "why"),
    [
        (Filters(), "needs a theme"),
        (Filters(themes=("fathers",)), "no theme 'fathers'"),
        (Filters(themes=(FATHERS,), roles=("finding",)), "leave --role"),
    ],
)
def test_what_cannot_be_briefed_is_said(shelf: Library, filters: Filters, why: str) -> None:
    with pytest.raises(BadQuery, match=why):
        evidence_in(shelf, Counts(shelf), filters)


def test_no_review_in_scope_is_no_briefing(shelf: Library) -> None:
    with pytest.raises(NothingFound, match="No review is in scope"):
        evidence_in(shelf, Counts(shelf), Filters(themes=(FATHERS,), from_year=2020))


def test_one_review_is_said_to_be_little(shelf: Library) -> None:
    made, paper = made_of(shelf, Filters(themes=(FATHERS,), to_year=2014))
    assert len(made.evidence.carriers) == 1
    assert "brief-few" in {one.phrase for one in figures.sentences(paper)}


def test_the_command_line_writes_paper_figures_and_references(shelf: Library, tmp_path: Path) -> None:
    asked = ["--library", str(shelf.folder), "brief", "--theme", FATHERS, "--references", "--data", f"{tmp_path}/b.csv"]
    run = CliRunner().invoke(cli, [*asked, "--out", f"{tmp_path}/b.md"])
    assert run.exit_code == 0, run.output
    assert "Thematic briefing" in (tmp_path / "b.md").read_text("utf-8")
    assert {path.suffix for path in tmp_path.iterdir()} == {".md", ".csv", ".ris", ".bib"}
    wrong = CliRunner().invoke(cli, ["--library", str(shelf.folder), "brief", "--theme", FATHERS, "--out", "b.pdf"])
    assert wrong.exit_code == 2


def test_a_quote_begins_after_its_number_and_stands_by_itself() -> None:
    text = "3.1 The father was not seen. " + "He was at home on each of the visits of that year. " * 12
    start, end = excerpt(text, [(8, 14)]) or (0, 0)
    assert text[start:].startswith("The father was not seen. He was")
    assert 25 <= len(text[start:end].split()) <= MOST_WORDS
    assert excerpt("The following are recommended for all agencies in the area:", [(0, 3)]) is None
    assert excerpt("Too short.", [(0, 3)]) is None
    assert excerpt('He wrote this for us. "I am good at drawing and bad at mornings, and I ask.', []) is None
    labelled = "Key message 2: Nobody spoke with the father of the child before the plan was ended."
    assert excerpt(labelled, []) == (labelled.index("Nobody"), len(labelled))
    assert excerpt("2\tThe local authority\tSearch for extended family first and at every move\tMay 2018", []) is None
