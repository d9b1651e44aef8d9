"""Facts, roles and addressees in the many ways in which reports state them: invented phrases, in tests/phrases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.facts import facts_of
from ingest.model import Facts
from ingest.passages.addressees import asked_in
from ingest.passages.structure import passages_of
from ingest.written.needed import needed, needed_by
from ingest.written.timescales import timescale_in
from tests.clean import clean_document, heading

PHRASES = Path(__file__).parent / "phrases"
BOARD = "Northmere Local Safeguarding Children Board"
NEUTRAL = (
    "Services had been in touch with the household for some years, in three towns, and there were things about it that"
    " are set out here as far as they matter for what follows in the other parts."
)


def phrases(name: str) -> Any:
    return yaml.safe_load((PHRASES / f"{name}.yaml").read_text(encoding="utf-8"))


def facts(subject: str, body: list[object], *cover: str) -> Facts:
    front = [heading(f"Serious case review: {subject}", 1), BOARD, *cover, "Published March 2018"]
    return facts_of(clean_document(front, body), "x")


@pytest.mark.parametrize(("text", "plan", "care"), phrases("standing"))
def test_plans_and_care(text: str, plan: bool | None, care: bool | None) -> None:
    found = facts("Child A1", [heading("1. Summary"), "Child A1, a boy of seven, died on 3 May 2015.", text])
    assert (found.cp_plan, found.looked_after) == (plan, care)


@pytest.mark.parametrize(("text", "harms", "fatal"), phrases("harms"))
def test_harms_and_deaths(text: str, harms: list[str], fatal: bool) -> None:
    found = facts("Child A1", [heading("1. Why this review was held"), text])
    assert (sorted(found.harm_types), found.fatal) == (sorted(harms), fatal)
    assert found.incident is None or found.incident.startswith("2016-05")


STORIES = phrases("stories")


@pytest.mark.parametrize("story", STORIES, ids=[story["id"] for story in STORIES])
def test_stories(story: dict[str, Any]) -> None:
    lines = [line.strip() for line in story["text"].strip().split("\n") if line.strip()]
    body = [heading(line[3:]) if line.startswith("## ") else line for line in lines]
    front = [heading(f"Serious case review: {story['subject']}", 1), BOARD]
    found = facts_of(clean_document(front, body), "x")
    read = {
        "harm": sorted(found.harm_types),
        "fatal": found.fatal,
        "plan": found.cp_plan,
        "care": found.looked_after,
        "incident": found.incident,
        "sex": found.sex,
        "ages": [child.age_months for child in found.subjects],
    }
    expected = {name: str(value) if name == "incident" else value for name, value in story["expect"].items()}
    if "harm" in expected:
        expected["harm"] = sorted(expected["harm"])
    assert {name: read[name] for name in expected} == expected


@pytest.mark.parametrize("item", phrases("making"))
def test_authors_methods_periods_and_completion(item: dict[str, Any]) -> None:
    body = [
        heading("1. Introduction"),
        "Child A1, a boy of two, died on 3 June 2016.",
        heading("2. The review process"),
    ]
    found = facts("Child A1", [*body, item.get("text", "A panel met.")], *([item["cover"]] if "cover" in item else []))
    for name in ("author", "method", "completed", "period"):
        wanted = item.get(name)
        if name == "period" and wanted:
            assert found.period == tuple(map(str, wanted))
        elif name in item:
            assert getattr(found, name) == (str(wanted) if wanted is not None else None)


@pytest.mark.parametrize(("text", "agencies", "timescale"), phrases("addressees"))
def test_addressees_and_timescales(text: str, agencies: list[str], timescale: str | None) -> None:
    assert (set(asked_in(text).agencies), timescale_in(text)) == (set(agencies), timescale)


def role_under(title: str, text: str) -> str:
    items = [
        *(heading("1. Introduction"), "The Board decided in March to hold a review."),
        *(heading("2. Chronology"), "In May 2015 the nurse visited and found nobody in."),
        *(heading(title), text),
        *(heading("9. Recommendations"), "1. The Board should ask each agency to report."),
    ]
    front = [heading("Serious case review: Child K", 1), BOARD]
    passages = passages_of(clean_document(front, items), "d" * 64)
    return next(passage.role.value for passage in passages if text[:40] in passage.text)


ROLES = phrases("roles")
HEADINGS = [(role, title) for role, titles in ROLES["headings"].items() for title in titles]


@pytest.mark.parametrize(("role", "title"), HEADINGS)
def test_headings(role: str, title: str) -> None:
    assert role_under(title, NEUTRAL) == role


@pytest.mark.parametrize(("title", "text", "role"), ROLES["sentences"])
def test_voices(title: str, text: str, role: str) -> None:
    assert role_under(title, text) == role


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:died|dies)\b", {"die"}),
        (r"\bchild(?:ren)? protection (?:plan|register)", {" protection plan", " protection register"}),
        (r"\w+|x", set()),
        (r"(?:plan)?(?:\d+)", set()),
        (r"(?:neglect)+\w*", {"neglect"}),
        (r"(?<!not )killed(?! by)", {"killed"}),
    ],
)
def test_what_a_pattern_needs(pattern: str, words: set[str]) -> None:
    assert needed_by(re.compile(pattern, re.IGNORECASE)) == words


def test_a_pattern_that_is_spared_finds_the_same() -> None:
    pattern = r"\b(?:looked[- ]after|in care|section 20)\b"
    for text in ("He was LOOKED AFTER.", "Nothing.", "He was in Care under Section 20."):
        plain = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
        assert [match.span() for match in needed(pattern, re.IGNORECASE).finditer(text)] == plain
