"""The pages that shapes write, through the ordinary reader: a catalogue abstract is a document with its own facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.examination import examine
from ingest.model import DocumentKind, Reading, Role
from ingest.read.clean import clean
from ingest.read.html import read
from ingest.sources.entry import Entry, Fetched
from ingest.sources.register import SourceEntry
from ingest.sources.shapes import SHAPES
from ingest.sources.shapes.nspcc_grammar import keywords_in, parts_of, split_run_on, title_of
from ingest.sources.shapes.titles import date_in, publisher_at, same_subject, subject_of, topic_of, year_in
from ingest.sources.shapes.words import cleaned, is_idle
from tests.golden import pairs

_FOLDER = pairs.FOLDER / "nspcc-list"


def _entries(era: str) -> tuple[Entry, ...]:
    page = _FOLDER / f"{era}.html"
    return pairs.read(page, pairs.expected_of(page)["source"]).entries


def _read(entry: Entry, folder: Path) -> Reading:
    assert entry.html is not None
    file = folder / "page.html"
    file.write_bytes(entry.html)
    return examine(file, clean(read(file, entry.html)))


@pytest.mark.parametrize("era", sorted(page.stem for page in _FOLDER.glob("*.html")))
def test_every_abstract_is_read_as_one_with_what_its_title_says(era: str, tmp_path: Path) -> None:
    for entry in _entries(era):
        facts = _read(entry, tmp_path).facts
        assert facts.kind is DocumentKind.CATALOGUE_ABSTRACT
        assert facts.subject == entry.subject and facts.title == entry.title
        assert facts.published == entry.published
        known = entry.publisher if entry.publisher != "Stoke-on-Wend" else None  # a place that no register knows
        assert facts.publisher == known


_FACTS = [
    ("2014", 0, {"incident": "2014-03", "age_months_min": 168, "sex": "male", "fatal": True}),
    ("2014", 0, {"harm_types": ("natural-medical-neglect",), "method": "welsh-cpr"}),
    ("2014", 1, {"age_months_min": 72, "sex": "female", "fatal": False, "method": "silp"}),
    ("2018", 1, {"harm_types": ("sexual-abuse-intra",), "fatal": False}),
    ("2018", 2, {"incident": "2017-05", "age_months_min": 10, "harm_types": ("serious-nai-non-fatal",)}),
    ("2019", 0, {"incident": "2018-02", "age_months_min": 180, "harm_types": ("suicide",), "fatal": True}),
    ("2022", 0, {"age_months_min": 192, "fatal": True}),
    ("2022", 1, {"age_months_min": 24, "sex": "female", "harm_types": ("accident-neglect",), "fatal": False}),
    ("2023", 2, {"nation": "Scotland", "age_months_min": 36, "harm_types": ("serious-nai-non-fatal",)}),
    ("2025", 0, {"nation": "England", "incident": "2022-10", "age_months_min": 0, "fatal": True}),
]


@pytest.mark.parametrize(("era", "number", "expected"), _FACTS)
def test_an_abstract_gives_the_facts_of_its_case(
    era: str, number: int, expected: dict[str, object], tmp_path: Path
) -> None:
    facts = _read(_entries(era)[number], tmp_path).facts
    assert {name: getattr(facts, name) for name in expected} == expected


def test_each_recommendation_of_an_abstract_is_a_passage_of_its_own(tmp_path: Path) -> None:
    reading = _read(_entries("2025")[0], tmp_path)
    asked = [passage.text for passage in reading.passages if passage.role is Role.RECOMMENDATION]
    assert len(asked) == 4 and asked[0] == "share the findings with the chairs of both meetings;"


def test_the_same_entry_gives_the_same_bytes_wherever_it_stands() -> None:
    page = _FOLDER / "2025.html"
    source = SourceEntry(
        name="x",
        publisher=None,
        nation="England",
        shape="nspcc-list",
        start_urls=(pairs.HERE,),
        expect_min=0,
        expect_max=9,
    )
    moved = page.read_bytes().replace(b"<h3>", b"<h3 class='new'>").replace(b"\n", b"\r\n")
    again = SHAPES["nspcc-list"](Fetched(pairs.HERE + "elsewhere", moved), source).entries
    assert [entry.html for entry in again] == [entry.html for entry in _entries("2025")]


def test_what_an_entry_lacks_is_left_empty_for_the_crawl_to_see() -> None:
    undated, unnamed = _entries("slips")[:2]
    assert (undated.year, undated.published) == (None, None) and undated.subject
    assert unnamed.subject is None and unnamed.year == 2016


# Grammar


@pytest.mark.parametrize(
    ("line", "year", "board", "subject"),
    [
        ("December 2014 – Blackpool - Child BR", 2014, "Blackpool", "Child BR"),
        ("December 2014NSPCC on behalf of unnamed LSCB - Child C", 2014, None, "Child C"),
        ("2018 - Anonymous- Children F, G and H", 2018, None, "Children F, G and H"),
        ("2018-Anonymous-Child X", 2018, None, "Child X"),
        ("2019 – Stoke-on-Trent – Child R", 2019, "Stoke-on-Trent", "Child R"),
        ("2020 -Bath and North East Somerset- Anna-Marie", 2020, "Bath and North East Somerset", "Anna-Marie"),
        ("2025 - Cambridgeshire and Peterborough - Gabriel", 2025, "Cambridgeshire and Peterborough", "Gabriel"),
        ("2013 – Anonymous – Baby-Jo - extended review", 2013, None, "Baby-Jo"),
        ("2016 − Anonymised ‒ The Larch family", 2016, None, "The Larch family"),
    ],
)
def test_a_title_line_gives_year_board_and_subject(line: str, year: int, board: str | None, subject: str) -> None:
    title = title_of(line)
    assert title is not None
    assert (title.year, title.board, title.subject) == (year, board, subject)
    assert title.anonymous is (board is None)


@pytest.mark.parametrize(
    "line",
    ["2015 – 2016 reviews", "2017", "2021 was a year of change", "Case reviews published in 2014", "2014 saw changes.",
     "In 2019 - Anonymous said - nothing", "2019 – Anonymous - Katie. Katie was a girl.", "", " - "],
)  # fmt: skip
def test_other_lines_are_no_titles(line: str) -> None:
    assert title_of(line) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Harm. Reccomendations are made around around x; y. Keyword: a, b", "incident recommendations keywords"),
        ("Harm. Key issues: include: a; b. Recommendations: include: c.", "incident learning recommendations"),
        ("Harm.Learning:a;b.Model:SILP.Key words: c", "incident learning model keywords"),
        ("Harm. Learning for the LSCB includes: a. Recommendations to LA1: b.", "incident learning recommendations"),
        ("Death of a boy with learning disabilities. Learning disability nurses came. The model was new.", "incident"),
        ("Harm.\nIssues identified include: a.\nSubstance misuse, unknown men", "incident learning keywords"),
    ],
)  # fmt: skip
def test_blocks_are_found_by_labels_however_they_are_written(text: str, names: str) -> None:
    assert [part.name for part in parts_of([text] if "\n" not in text else text.split("\n"))] == names.split()


def test_entries_that_run_together_are_parted() -> None:
    line = "Keywords: neglect 2019 – Anonymous - Katie Death of a girl between 2012 - March 2016. Learning: x."
    assert split_run_on(line) == [
        "Keywords: neglect", "2019 – Anonymous - Katie", "Death of a girl between 2012 - March 2016. Learning: x.",
    ]  # fmt: skip


def test_keywords_are_small_and_once() -> None:
    assert keywords_in("Neglect , infants; NEGLECT, siblings.\n") == ("neglect", "infants", "siblings")


# Words around links


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("Child L ‘Franklyn’ LCSPR report – January 2023", "Child L"),
        ("LSCPR Jason report – June 2021", "Jason"),
        ("‘Emily’ & ‘Jack’ – SCR published 15th October 2020", "Emily & Jack"),
        ("Overview Report Child I and Child M", "Child I and Child M"),
        ("Child “Joe” – SCR Published 26th February 2018", "Child Joe"),
        ("CSPR AK: Injury to an infant", "AK"),
        ("7 Minute Briefing CYSUR 4 2019", "CYSUR 4 2019"),
        ("CPR CTMSB 06/2021", "CPR CTMSB 06/2021"),
        ("Case GN13:", "Case GN13"),
        ("CSPR Peer on Peer Abuse", None),
        ("SUDI Partnership Review Report January 2022", None),
        ("SCR Publications", None),
        ("Child Safeguarding Practice Review Executive Summary", None),
        ("Serious Case Review Panel", None),
    ],
)
def test_subjects_of_titles(words: str, subject: str | None) -> None:
    assert subject_of(words) == subject


def test_one_reference_in_two_forms_is_one_subject() -> None:
    assert same_subject("CPR CTMSB 8/2020") == same_subject("CPR 08 2020") == "8/2020"
    assert same_subject("CHILD AR") == same_subject("Child  AR") != same_subject("Child A")


def test_topics_dates_and_years_of_titles() -> None:
    assert topic_of("Thematic Review of Adolescent Suicide FINAL Dec 2020") == "Adolescent Suicide"
    assert topic_of("Executive summary") is None
    assert date_in("published on 21 February, 2022") == "2022-02-21"
    assert (year_in("CYSUR 4 2019"), year_in("file 12/2019/x"), year_in("Report (2017)")) == (2019, None, 2017)


def test_a_place_is_its_board_under_the_name_of_the_year() -> None:
    assert publisher_at("Northmere", 2014) == "Northmere Local Safeguarding Children Board"
    assert publisher_at("Northmere", 2023) == "Northmere Safeguarding Children Partnership"
    assert publisher_at("Nowhere-on-Sea", 2020) == "Nowhere-on-Sea"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Child A review (PDF 225Kb)", "Child A review"),
        ("pdf icon Serious Case Review - Child X [319kb]", "Serious Case Review - Child X"),
        ("Child B (opens in new window)", "Child B"),
        ("Report - this link opens in a new tab", "Report"),
        ("Working with unknown males 7MB", "Working with unknown males"),
        ("Title (PDF, 158 Kb)", "Title"),
    ],
)
def test_sizes_and_formats_are_taken_off(words: str, left: str) -> None:
    assert cleaned(words) == left


@pytest.mark.parametrize(
    "words", ["here", "HERE", "click here", "Download", "Read the full report", "Published 14 June 2017", ""]
)
def test_words_that_name_nothing_are_idle(words: str) -> None:
    assert is_idle(words)
    assert not is_idle(f"{words} of Child A")
