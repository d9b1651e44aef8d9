"""Printed page numbers, read from headers and footers."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import FurnitureKind, SetAside
from ingest.read.labels import with_printed_labels
from ingest.read.layout import CleanDocument
from tests.clean import clean_document


def document(*footers: str | None, labels: list[str | None] | None = None) -> CleanDocument:
    made = clean_document(*([f"Text of page {n}"] for n in range(len(footers))), labels=labels)
    pages = [
        replace(clean, page=replace(clean.page, furniture=(SetAside(FurnitureKind.FOOTER, 0, text),) if text else ()))
        for clean, text in zip(made.pages, footers, strict=True)
    ]
    return replace(made, pages=tuple(pages))


def labels(made: CleanDocument) -> list[str | None]:
    return [clean.page.label for clean in with_printed_labels(made).pages]


def test_numbers_that_keep_their_distance_are_labels() -> None:
    assert labels(document(None, None, "Page 1 of 3", "Page 2 of 3", "Page 3 of 3")) == [None, None, "1", "2", "3"]


def test_letter_spaced_and_decorated_numbers() -> None:
    assert labels(document(None, "P a g e  2", "Final 2018 3", "QSCB | 4")) == [None, "2", "3", "4"]


def test_a_year_in_every_footer_is_no_page_number() -> None:
    assert labels(document("March 2018", "March 2018", "March 2018")) == [None, None, None]


def test_labels_that_the_file_states_are_kept() -> None:
    assert labels(document("7", "8", labels=["i", "ii"])) == ["i", "ii"]


def test_one_number_is_not_enough() -> None:
    assert labels(document(None, "12", None)) == [None, None, None]
