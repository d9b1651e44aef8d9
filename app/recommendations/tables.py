"""Recommendations with their families, and repeat learning, as sheets: with scope, caveats and the command."""

from __future__ import annotations

from collections.abc import Sequence

from app import repeat, words
from app.lines import recommendations as said
from app.papers import theme_error
from app.papers.phrases import sentence
from app.papers.tables import Cell, Sheet, Workbook
from app.recommendations.steps import Story
from index.recommendations.gathered import Recommendation
from index.recommendations.recommending import Family, Listing
from index.recommendations.repeat import Repeats
from index.recommendations.stated import Stated

_GATHERED = "Recommendations are gathered into families by machine; read them before you rely on one."


def workbook(listing: Listing, found: Sequence[Stated]) -> Workbook:
    """Every recommendation of a listing, then its families."""
    about = (
        ("Scope", said.searched(listing)),
        ("Filters", repeat.in_words(listing.filters)),
        ("Made more than once", f"{words.count(len(listing.families), 'recommendation')}; {listing.alone} stand alone"),
        ("Library revision", str(listing.revision)),
        *_caveats(),
        ("Command", repeat.command("recommendations", listing.filters)),
    )
    of = listing.scope.reviews
    every = Sheet("Recommendations", _COLUMNS, tuple(_row(one, of) for one in found))
    families = Sheet("Made more than once", _FAMILY_COLUMNS, tuple(_family(one, of) for one in listing.families))
    return Workbook("Recommendations", about, (every, families))


def repeats_book(found: Repeats, stories: Sequence[Story]) -> Workbook:
    """What a board's reviews repeat, a row for each thing that was said."""
    reviews = words.count(len(found.reviews), "review")
    about = (
        ("Board", found.name),
        ("Reviews", f"{reviews} held" + (f", {found.undated} undated" if found.undated else "")),
        ("Library revision", str(found.revision)),
        ("Caveat", "That nothing is said to be done does not mean that nothing was done."),
        *_caveats(),
        ("Command", f"commonthread repeat --publisher {found.publisher}"),
    )
    header = ("What repeats", "Kind", "Reviews", "Of", "Year", "What it is", "Words", "Review", "Document", "Pages")
    rows = tuple(_step_row(story, number) for story in stories for number in range(len(story.steps)))
    return Workbook("Repeat learning", about, (Sheet("Repeat learning", header, rows),))


def _caveats() -> list[tuple[str, str]]:
    return [
        ("Caveat", said.NOT_ALL),
        ("Caveat", _GATHERED),
        ("Caveat", sentence("caveat-boards").text),
        ("Caveat", theme_error.caveat().text),
    ]


_COLUMNS = (
    *("Recommendation", "Number", "Asked of", "Themes", "Year", "Publisher", "Review or inquiry", "Document", "Pages"),
    *(
        "Reviews that made it",
        "Of reviews",
        "Family",
        "Who is named",
        "An act is named",
        "By when",
        "Can be checked by",
    ),
    *("Answered in", "Answer", "Passage"),
)
_FAMILY_COLUMNS = (
    *("Family", "Recommendation", "Reviews", "Of reviews", "First year", "Last year", "Recommendations"),
    *("Publishers", "Asked of"),
)


def _row(stated: Stated, of: int) -> tuple[Cell, ...]:
    one, family = stated.recommendation, stated.family
    named, record = one.named, one.record
    return (
        record.text,
        record.number,
        _agencies(record.addressees),
        "; ".join(words.named("themes", theme) for theme in one.themes),
        one.year,
        one.publisher,
        one.review.title if one.review else one.document.title,
        words.label(one.document.kind),
        words.page_numbers(record.pages, record.page_labels),
        stated.times,
        of,
        family.middle.id if family else None,
        "; ".join(named.who),
        "yes" if named.what else "no",
        named.when,
        "; ".join(named.checks),
        "; ".join(response.document.title for response in one.responses),
        _answer(one),
        one.id,
    )


def _family(one: Family, of: int) -> tuple[Cell, ...]:
    first, last = one.years or (None, None)
    asked = (f"{words.named('agencies', name)} ({number})" for name, number in one.agencies)
    made = (len(one.reviews), of, first, last, len(one.members))
    return (one.middle.id, one.middle.record.text, *made, "; ".join(one.boards), "; ".join(asked))


def _answer(one: Recommendation) -> str:
    return "\n\n".join(passage.text for response in one.responses for passage in response.passages)


def _agencies(names: Sequence[str]) -> str:
    return "; ".join(words.named("agencies", name) for name in names)


def _step_row(story: Story, number: int) -> tuple[Cell, ...]:
    step = story.steps[number]
    return (
        story.name,
        "theme" if story.of_theme else "recommendation",
        story.reviews,
        story.of,
        step.year,
        step.kind,
        step.text,
        step.review.title if step.review else None,
        words.label(step.document.kind),
        words.pages(step.passage),
    )
