"""The scoping note from a shortlist alone: what the chosen reviews and passages offer to a new scope, without a case.

The headings are those of the note for a case. Those that need a case are left to a person; the person's own notes
stand beside what they were made on, and are named as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from app import words
from app.papers import cite
from app.papers.paper import Block, Heading, Paper, Paragraph, Points, Sentence, Table
from app.papers.phrases import sentence
from app.papers.references import Reference
from app.reports import scoping_parts as parts
from app.reports.scoping_parts import CARRIED, SHARED, prompt
from app.shortlist.view import Listed
from index.cases.scoping import Scoping


@dataclass(frozen=True, slots=True)
class ListedScope:
    """What the note is made of. ``themes`` are those that the reviews share; ``absent`` those that none carries."""

    name: str
    items: tuple[Listed, ...]
    scoping: Scoping
    themes: tuple[str, ...]
    absent: tuple[str, ...]
    held: int
    revision: int
    references: tuple[Reference, ...]
    made: datetime
    command: str


def listed_note(scope: ListedScope) -> Paper:
    """The whole note."""
    blocks = (
        *_opening(scope),
        *_issues(scope),
        *parts.after_issues(scope.scoping),
        *parts.references(scope.references),
        *_how_made(scope),
    )
    subject = f"What the shortlist “{scope.name}” offers to a new scope, {words.day(scope.made.date().isoformat())}"
    return Paper("Scoping note", subject, blocks, contents=True, keywords=("scoping", "shortlist"))


def _opening(scope: ListedScope) -> Iterator[Block]:
    reviews, waiting = len(scope.scoping.reviews), sum(not one.held for one in scope.items)
    yield Heading(1, "In short")
    yield Paragraph(
        (
            sentence("list-read", name=scope.name, items=len(scope.items), reviews=reviews, held=scope.held),
            *((sentence("list-waiting", waiting=waiting),) if waiting else ()),
            sentence("list-no-case"),
            sentence("caveat-published"),
        )
    )
    yield Heading(1, "Decision to review")
    yield prompt("decision")


def _issues(scope: ListedScope) -> Iterator[Block]:
    scoping = scope.scoping
    whose = SHARED if len(scoping.reviews) > 1 else CARRIED
    yield Heading(1, "Key issues")
    yield prompt("issues")
    yield prompt("identity")
    yield from _reviews(scope)
    yield from _passages(scope)
    yield from parts.found(scoping, whose)
    yield from parts.already(scoping, whose)
    yield from parts.good(scoping, whose)
    yield from _gaps(scope)
    yield from parts.enquiries(scoping)
    yield Heading(2, "Research")
    yield prompt("research")


def _reviews(scope: ListedScope) -> Iterator[Block]:
    notes = {one.review.id: one.item.note for one in scope.items if one.review and not one.cited}
    rows = tuple((one.title, words.review_line(one), notes.get(one.id, "")) for one in scope.scoping.reviews)
    yield Heading(2, "Reviews on the list")
    yield Paragraph((sentence("list-chosen"), _shared(scope)))
    yield Table("Reviews that the list speaks of", ("Review", "Facts", "Note"), rows, (1.4, 2, 2))


def _shared(scope: ListedScope) -> Sentence:
    phrase = "list-shared" if len(scope.scoping.reviews) > 1 else "list-one"
    return sentence(phrase, themes=len(scope.themes))


def _passages(scope: ListedScope) -> Iterator[Block]:
    chosen = [one for one in scope.items if one.cited]
    if not chosen:
        return
    yield Heading(2, "Passages on the list")
    yield Paragraph((sentence("list-passages", passages=len(chosen)),))
    for one in chosen:
        if one.cited:
            yield cite.quote(one.cited, cite.lead_of(one.cited.passage))
        if one.item.note:
            yield Paragraph((sentence("shortlist-note", note=one.item.note),))


def _gaps(scope: ListedScope) -> Iterator[Block]:
    number, every = len(scope.scoping.reviews), len(scope.absent) + len(scope.scoping.themes)
    yield Heading(2, "What they did not examine")
    gaps = sentence("list-gaps", themes=every, absent=len(scope.absent), reviews=number)
    yield Paragraph((gaps, sentence("scoping-absence")))
    carried = {theme: parts.share(ids, number) for theme, ids in scope.scoping.themes.items()}
    rows = tuple((words.named("themes", theme), cell) for theme, cell in carried.items())
    yield Table("Themes of these reviews, those that most carry first", ("Theme", "Reviews"), rows, (3, 1))
    if scope.absent:
        named = sorted(words.named("themes", theme) for theme in scope.absent)
        silent = tuple((name, parts.share((), number)) for name in named)
        yield Table("Themes found in none of these reviews", ("Theme", "Reviews"), silent, (3, 1))


def _how_made(scope: ListedScope) -> Iterator[Block]:
    items = len(scope.items)
    yield Heading(1, "How this note was made")
    yield Points(
        (
            sentence("made-listed", name=scope.name, items=items, revision=str(scope.revision)),
            sentence("made-command", command=scope.command),
            sentence("made-on", day=words.day(scope.made.date().isoformat()), version=version("commonthread")),
            sentence("caveat-published"),
            sentence("caveat-machine"),
        )
    )
