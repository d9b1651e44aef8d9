"""Vocabulary: every theme, agency, age group, harm and role, what it means, and how many reviews carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import gradio as gr

from app.address import GROUPS, OF_REVIEWS, Asked
from app.house import House
from app.pages.parts import PRIVATE, view
from app.render import render
from index.errors import IndexingError
from index.recurring.heads import framework_of
from index.searching.query import Filters
from ingest.errors import VocabularyError
from ingest.vocabulary.reading import vocabulary
from ingest.vocabulary.terms import Term

PATH = "/vocabulary"

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with the number of reviews that carry it (``None`` where nothing is indexed) and a search for them."""

    term: Term
    reviews: int | None
    link: str


@dataclass(frozen=True, slots=True)
class Section:
    """Terms of one kind, or one group of themes, under its heading."""

    anchor: str
    heading: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A head of a board's own framework, the themes under it, and how many reviews carry one of them."""

    label: str
    themes: tuple[str, ...]
    reviews: int | None
    link: str


def lay_out(house: House) -> None:
    """Lay out the page; it is filled when it is opened."""
    gr.on(None, lambda: show(house), None, view("Opening the vocabulary…", "vocabulary"), **PRIVATE)


def show(house: House) -> str:
    """The page as HTML."""
    facets, searched, problem = _counts(house)
    framework, heads, fault = _heads(house, known=not problem)
    return render(
        "vocabulary.html",
        sections=_sections(facets, known=not problem),
        searched=searched,
        problem=problem,
        framework=framework,
        heads=heads,
        fault=fault,
        version=vocabulary().version,
    )


def _counts(house: House) -> tuple[Counts, int, str]:
    """Counts of reviews by filter and value, of how many; or why there are none."""
    try:
        answer = house.search("", Filters(kinds=OF_REVIEWS), 1)
    except IndexingError as problem:
        return {}, 0, str(problem)
    return answer.facets, answer.reviews_searched, ""


def _sections(facets: Counts, *, known: bool) -> tuple[Section, ...]:
    held = vocabulary()
    themes = tuple(
        _section(
            f"group-{group.id}", group.label, group.definition, held.themes_of(group.id), ("themes", facets, known)
        )
        for group in held.groups
    )
    others = (
        ("agencies", "Agencies", "Who a passage speaks of, by what they do.", held.agencies),
        ("age_groups", "Age groups", "The age of the child at the time of the harm.", held.ages),
        ("harms", "Harm", "What happened to the child.", held.harms),
        ("roles", "Parts of a report", "What a passage does in its report, whatever its heading says.", held.roles),
    )
    return (
        *themes,
        *(_section(name, title, note, terms, (name, facets, known)) for name, title, note, terms in others),
    )


def _section(
    anchor: str, heading: str, note: str, terms: Sequence[Term], counting: tuple[str, Counts, bool]
) -> Section:
    field, facets, known = counting
    counts = facets.get(GROUPS[field].facet, {})
    entries = (Entry(term, counts.get(term.id, 0) if known else None, _link(field, (term.id,))) for term in terms)
    return Section(anchor.replace("_", "-"), heading, note, tuple(entries))


def _link(field: str, values: tuple[str, ...]) -> str:
    return Asked(filters=Filters(**{field: values})).address()  # type: ignore[arg-type]


def _heads(house: House, *, known: bool) -> tuple[str, tuple[Heading, ...], str]:
    """The board's own framework with its heads, or nothing; or what is wrong in its file."""
    try:
        framework = framework_of(house.library.folder)
    except VocabularyError as problem:
        return "", (), str(problem)
    if framework is None:
        return "", (), ""
    labels = {theme.id: theme.label for theme in vocabulary().themes}
    heads = (
        Heading(
            head.label,
            tuple(labels[theme] for theme in head.themes),
            _carrying(house, head.themes) if known else None,
            _link("themes", head.themes),
        )
        for head in framework.heads
    )
    return framework.name, tuple(heads), ""


def _carrying(house: House, themes: tuple[str, ...]) -> int:
    """How many reviews carry one of these themes: each once, however many it carries."""
    return house.search("", Filters(themes=themes, kinds=OF_REVIEWS), 1).reviews_searched
