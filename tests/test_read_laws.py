"""The laws of reading, with made-up pages: no word lost or invented, every line found again, furniture independent."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import BadDocument
from ingest.model import PageStatus, SetAside
from ingest.read.clean import clean
from ingest.read.fidelity import fault, skeleton
from ingest.read.layout import CleanDocument, Line, RawDocument, RawPage
from ingest.read.worker import Limits, read_many

WORDS = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8", exclude_characters="\n\r\f"), st.sampled_from("abcde -\u00adﬁ²•\t.\uf0b71234")
    ),
    max_size=30,
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    top = draw(st.integers(0, 95)) / 100
    left = draw(st.integers(0, 60)) / 100
    box = (left, top, left + draw(st.integers(1, 40)) / 100, top + 0.02)
    cell = draw(st.sampled_from([None, None, None, (0, 0), (0, 1), (1, 0)]))
    return Line(draw(WORDS), draw(st.sampled_from([box, box, None])), draw(st.sampled_from([None, 9.0, 12.0])),
                draw(st.booleans()), draw(st.sampled_from([None, None, 1])), cell)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> RawDocument:
    running = draw(st.lists(lines(), max_size=2))
    pages = draw(st.lists(st.lists(lines(), max_size=8), min_size=1, max_size=5))
    return RawDocument(
        "application/pdf",
        tuple(RawPage(n, None, (*running, *page), PageStatus.READ) for n, page in enumerate(pages, start=1)),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_cleaning_invents_nothing_and_loses_only_named_furniture(raw: RawDocument) -> None:
    document = clean(raw)
    assert document.problems == ()
    for before, after in zip(raw.pages, document.pages, strict=True):
        page = after.page
        assert fault(page) is None
        assert page.raw.split("\n") == [line.text for line in before.lines] or not before.lines
        assert {item.line for item in page.furniture} <= set(range(len(before.lines)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_blocks_cover_the_text_and_boxes_lie_in_them(raw: RawDocument) -> None:
    for clean_page in clean(raw).pages:
        page, end = clean_page.page, -1
        for block in clean_page.blocks:
            assert block.start == end + 1
            assert "\n" not in page.text[block.start : block.end]
            end = block.end
        assert end == len(page.text) or (end == -1 and not page.text)
        spans = [(b.start, b.end) for b in clean_page.blocks]
        for box in page.lines:
            assert any(start <= box.start < box.end <= stop for start, stop in spans)
            assert page.text[box.start : box.end].strip()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["alpha", "beta-", "gamma", "delta."]), min_size=1, max_size=30))
def test_a_line_box_finds_the_words_of_its_line(words: list[str]) -> None:
    raw = [Line(f"{w} {n}", (0.1, n / 100, 0.9, n / 100 + 0.01), 11.0) for n, w in enumerate(words)]
    page = clean(RawDocument("application/pdf", (RawPage(1, None, tuple(raw), PageStatus.READ),))).pages[0].page
    assert [skeleton(page.text[b.start : b.end]) for b in page.lines] == [skeleton(line.text) for line in raw]


BODY = ("The panel met on six days", "and heard from every agency.", "It thanks them for their candour.")


@pytest.mark.parametrize("running", [(), ("Overview report, Child X",), ("Board", "Confidential: Child X")])
def test_the_text_is_the_same_with_and_without_running_headers(running: tuple[str, ...]) -> None:
    def page(number: int) -> RawPage:
        heads = [Line(t, (0.1, 0.03 + 0.02 * n, 0.6, 0.045 + 0.02 * n), 9.0) for n, t in enumerate(running)]
        text = [Line(f"{t} {'abcdefgh'[number]}", (0.1, 0.3 + 0.02 * n, 0.8, 0.315 + 0.02 * n), 11.0)
                for n, t in enumerate(BODY)]  # fmt: skip
        return RawPage(number, None, (*heads, *text), PageStatus.READ)

    with_them = clean(RawDocument("application/pdf", tuple(page(n) for n in range(1, 6))))
    bare = clean(
        RawDocument(
            "application/pdf", tuple(replace(p, lines=p.lines[len(running) :]) for p in (page(n) for n in range(1, 6)))
        )
    )
    assert [p.page.text for p in with_them.pages] == [p.page.text for p in bare.pages]
    assert all(len(p.page.furniture) == len(running) for p in with_them.pages)


def broken(change: Callable[[CleanDocument], object]) -> str | None:
    """What the law says of a page after someone tampered with it."""
    raw = RawPage(1, None, (Line("The baby was seen."), Line("Twice.")), PageStatus.READ)
    page = clean(RawDocument("text/plain", (raw,))).pages[0].page
    return fault(change(page))  # type: ignore[arg-type]


def test_the_law_sees_lost_and_invented_words() -> None:
    assert broken(lambda page: page) is None
    assert broken(lambda page: replace(page, text=page.text.replace("baby ", ""))) is not None
    assert broken(lambda page: replace(page, text=page.text + " 3")) is not None
    assert broken(lambda page: replace(page, furniture=(SetAside("header", 0, "The baby"),))) is not None  # type: ignore[arg-type]


def law(_path: Path, document: CleanDocument) -> tuple[int, tuple[str, ...]]:
    """Pages, and what breaks the law on them."""
    faults = tuple(filter(None, (fault(p.page) for p in document.pages)))
    return len(document.pages), faults + tuple(p for p in document.problems if "changed the words" in p)


REAL = Path(os.environ.get("COMMONTHREAD_REAL_DATA") or Path(__file__).parents[2] / "shared" / "data")


@pytest.mark.skipif(not REAL.is_dir(), reason=f"real documents are not at {REAL} (set COMMONTHREAD_REAL_DATA)")
def test_the_law_holds_on_every_real_page() -> None:
    paths = sorted(p for p in REAL.rglob("*") if p.is_file())
    results = dict(read_many(paths, Limits(), law))
    refused = {path.name: r.reason for path, r in results.items() if isinstance(r, BadDocument)}
    assert refused == {"005-libreoffice-writer-password.pdf": "protected with a password"}
    read = [r for r in results.values() if not isinstance(r, BadDocument)]
    assert [f for _, faults in read for f in faults] == []
    assert sum(pages for pages, _ in read) >= 600
