"""Welsh documents: known by their small words, kept, paired with the English version, and never guessed from.

The board is of the fictional library; the texts are invented.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from held import document

from app import contract
from ingest.facts import facts_of
from ingest.library import Library
from ingest.model import DocumentKind, Facts
from ingest.pipeline import add
from ingest.record.fullest import fullest_first
from ingest.record.records import facts_from_json
from ingest.written.welsh import board_in, in_english, kind_in, language_of, published_in
from tests.clean import clean_document, heading

CYMRAEG = (
    "Mae'r adolygiad hwn yn ymwneud â merch a oedd yn 12 oed pan fu farw yn yr ysbyty. Roedd hi wedi bod yn sâl ers"
    " rhai wythnosau, ond nid oedd neb wedi gweld y darlun cyfan. Cafodd y teulu gymorth gan y meddyg a chan yr ysgol,"
    " ac roedd ei mam wedi gofyn am help fwy nag unwaith. Nid oedd y gweithwyr wedi rhannu eu pryderon gyda'i gilydd."
)
SAESNEG = (
    "This review is about a girl who was 12 years old when she died in hospital on 2 March 2013. She had been ill for"
    " some weeks and nobody had seen the whole picture. The family had help from the doctor and the school, and"
    " her mother had asked for help more than once. Those who worked with the family had not shared their worries."
)


def page(title: str, board: str, published: str, text: str) -> str:
    """A review as a web page."""
    body = f"<h1>{title}</h1><p>{board}</p><p>{published}</p><h2>1.</h2><p>{text}</p>"
    return f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


WELSH_PAGE = page(
    "Adolygiad Ymarfer Plant Cryno: CA 5/2014", "Bwrdd Diogelu Plant Cwm Arian", "Cyhoeddwyd Mawrth 2015", CYMRAEG
)
ENGLISH_PAGE = page(
    "Concise Child Practice Review: CA 5/2014", "Cwm Arian Safeguarding Children Board", "Published March 2015", SAESNEG
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (CYMRAEG, "cy"),
        (SAESNEG, "en"),
        (f"{SAESNEG} {CYMRAEG}", "en"),
        ("Bwrdd Diogelu Plant Cwm Arian yn Llan y Bryn", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("welsh", "english"), [("Plentyn A", "Child A"), ("Person Ifanc L", "Young Person L"), ("CA 5/2014", "CA 5/2014")]
)
def test_a_label_is_the_same_in_both_languages(welsh: str, english: str) -> None:
    assert in_english(welsh) == english


def test_what_a_welsh_cover_states() -> None:
    assert board_in("Bwrdd Diogelu Rhanbarthol Dyffryn Teg") == ("Bwrdd Diogelu Rhanbarthol Dyffryn Teg", "Dyffryn Teg")
    assert published_in("Cyhoeddwyd 3 Mehefin 2016") == ("2016-06-03", "3 Mehefin 2016")
    assert kind_in("Briff saith munud: Plentyn A") is DocumentKind.SEVEN_MINUTE_BRIEFING


def test_nothing_of_the_case_is_read_from_welsh() -> None:
    cover = [heading("Adolygiad Ymarfer Plant: Plentyn A", 1), "Bwrdd Diogelu Cwm Arian", "Mawrth 2015"]
    facts = facts_of(clean_document(cover, [CYMRAEG]), "x")
    assert (facts.language, facts.nation, facts.subject, facts.published) == ("cy", "Wales", "Plentyn A", "2015-03")
    assert (facts.review_type, facts.kind) == ("child-practice-review", DocumentKind.OVERVIEW_REPORT)
    assert (facts.subjects, facts.incident, facts.harm_types, facts.fatal) == ((), None, (), None)
    assert {item.fact for item in facts.evidence} == {"publisher", "subject", "review_type", "published"}


def test_a_welsh_letter_is_no_review() -> None:
    facts = facts_of(clean_document([CYMRAEG]), "llythyr")
    assert (facts.kind, facts.language) == (DocumentKind.OTHER, "cy")


@pytest.mark.parametrize("first", ["cymraeg.html", "english.html"])
def test_both_versions_are_one_review_and_english_is_the_main_one(tmp_path: Path, first: str) -> None:
    pages = {"cymraeg.html": WELSH_PAGE, "english.html": ENGLISH_PAGE}
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    library = Library.open(tmp_path / "library", create=True)
    for name in sorted(pages, key=lambda name: name != first):
        add(library, [tmp_path / name])
    (review,) = library.catalogue.reviews()
    assert (review.publisher, review.subject, review.year) == (
        "Cwm Arian Safeguarding Children Board",
        "CA 5/2014",
        2015,
    )
    assert (review.age_months_max, review.incident_year) == (144, 2013)
    shown = contract.shown(library.catalogue, review.id)
    assert shown is not None
    assert sorted(document["language"] for document in shown["documents"]) == ["cy", "en"]
    library.close()


def test_a_welsh_review_alone_is_a_review(tmp_path: Path) -> None:
    (tmp_path / "cymraeg.html").write_text(WELSH_PAGE, encoding="utf-8")
    library = Library.open(tmp_path / "library", create=True)
    add(library, [tmp_path / "cymraeg.html"])
    (review,) = library.catalogue.reviews()
    assert (review.subject, review.nation, review.age_months_max) == ("CA 5/2014", "Wales", None)
    library.close()


def test_facts_kept_before_languages_were_told_apart_are_english() -> None:
    assert facts_from_json({"kind": "overview-report", "title": "x", "evidence": []}) == Facts(
        DocumentKind.OVERVIEW_REPORT, "x"
    )


def test_the_fullest_english_document_speaks_first_in_any_order() -> None:
    report = document("report", published="2020")
    welsh = replace(document("adroddiad", published="2020"), facts=replace(report.facts, language="cy"))
    summary = document("summary", DocumentKind.EXECUTIVE_SUMMARY, published="2019")
    undated = document("undated")
    for order in permutations((report, welsh, summary, undated)):
        assert [one.title for one in fullest_first(order)] == ["report", "undated", "summary", "adroddiad"]
