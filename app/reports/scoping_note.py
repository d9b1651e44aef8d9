"""The scoping note: what similar reviews offer to each heading of a scope, and the questions left to a person.

The headings follow the order of a local template for scoping a review. Nothing of the pasted summary stands in the note
but what was read from it as values of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from app import repeat, words
from app.contract.similar import named, said
from app.papers.paper import Block, Heading, Paper, Paragraph, Points, Table
from app.papers.phrases import sentence
from app.papers.references import Reference
from app.reports import scoping_parts as parts
from app.reports.scoping_parts import OF_CASE, prompt
from index.cases.case import Case, Signal
from index.cases.counterpart import Counterpart
from index.cases.scoping import Scoping
from index.cases.similar import SHARED, Likes

_FEW = 3
_MOST_THEMES = 25
_BY = ((Signal.AGE, "Near in age"), (Signal.HARM, "Same harm"), (Signal.AGENCIES, "Agencies in common"))
"""Signals by which themes are told apart."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a scoping note is made of: the case, the reviews compared and chosen, and what the chosen ones say."""

    likes: Likes
    chosen: tuple[Counterpart, ...]
    scoping: Scoping
    references: tuple[Reference, ...]
    made: datetime
    command: str


def scoping_note(scope: Scope) -> Paper:
    """The whole note."""
    blocks = (
        *_opening(scope),
        *_issues(scope),
        *parts.after_issues(scope.scoping),
        *parts.references(scope.references),
        *_how_made(scope),
    )
    subject = f"Similar reviews and what they offer to a new scope, {words.day(scope.made.date().isoformat())}"
    return Paper("Scoping note", subject, blocks, contents=True, keywords=("scoping", "similar reviews"))


def _opening(scope: Scope) -> Iterator[Block]:
    likes = scope.likes
    yield Heading(1, "In short")
    yield Paragraph(
        (
            sentence("scoping-read", reviews=len(scope.scoping.reviews), searched=likes.reviews),
            sentence("scoping-sharing", sharing=(likes.sharing, likes.reviews)),
            *((sentence("scoping-few"),) if likes.sharing < _FEW else ()),
            sentence("caveat-published"),
        )
    )
    yield Heading(1, "Decision to review")
    yield prompt("decision")


def _issues(scope: Scope) -> Iterator[Block]:
    scoping = scope.scoping
    yield Heading(1, "Key issues")
    yield Heading(2, "What was read of this case")
    yield _case(scope.likes.case)
    yield prompt("issues")
    yield prompt("identity")
    yield Heading(2, "Similar reviews")
    yield Paragraph((sentence("scoping-chosen"),))
    yield _similar(scope.chosen)
    yield from parts.found(scoping, OF_CASE)
    yield from parts.already(scoping, OF_CASE)
    yield from parts.good(scoping, OF_CASE)
    yield from _silent(scope)
    yield from parts.enquiries(scoping)
    yield Heading(2, "Research")
    yield prompt("research")


def _case(case: Case) -> Table:
    rows = [("Age", words.age(case.ages.youngest, case.ages.oldest) if case.ages else "not stated")]
    for signal, name in ((Signal.HARM, "Harm"), (Signal.THEMES, "Themes"), (Signal.AGENCIES, "Agencies")):
        values = [named(signal, trait.value) for trait in case.of(signal)]
        rows.append((name, "; ".join(values) or "none read"))
    return Table("What was read of this case", ("Signal", "Values"), tuple(rows), (1, 4))


def _similar(chosen: Sequence[Counterpart]) -> Table:
    header = ("Review", "Facts", "In common", "What differs")
    return Table("Similar reviews", header, tuple(_row(one) for one in chosen), (1.3, 1.6, 2, 2))


def _row(one: Counterpart) -> tuple[str, ...]:
    common = []
    for signal, compared in one.like.signals.items():
        both = [value for value in compared.case if value in compared.review]
        if signal is Signal.CIRCUMSTANCES and (compared.score or 0) >= 0.5:
            common.append("like circumstances")
        elif both:
            common.append(f"{signal.value}: {', '.join(named(signal, value) for value in both[:3])}")
    differs = " ".join(said(difference) for difference in one.differences)
    return one.review.title, words.review_line(one.review), "; ".join(common) or "little", differs or "nothing read"


def _silent(scope: Scope) -> Iterator[Block]:
    """Themes against the signals that each review shares with the case, with what was found in none."""
    scoping, number = scope.scoping, len(scope.scoping.reviews)
    yield Heading(2, "What they did not examine")
    phrase = "scoping-silent" if scoping.silent else "scoping-covered"
    yield Paragraph((sentence(phrase, reviews=number), sentence("scoping-absence")))
    alike = [(label, ids) for signal, label in _BY if (ids := _sharing(scope.chosen, signal))]
    header = ("Theme", f"All {number}", *(f"{label} ({len(ids)})" for label, ids in alike))
    columns = list(_columns(scoping, alike))
    rows = tuple(
        (words.named("themes", theme), *(parts.share(among.intersection(ids), len(among)) for among in columns))
        for theme, ids in list(scoping.themes.items())[:_MOST_THEMES]
    )
    yield Table("Themes of the case, then others of these reviews", header, rows, (3, *[1.2] * len(columns)))


def _sharing(chosen: Sequence[Counterpart], signal: Signal) -> frozenset[str]:
    """The chosen reviews that share a signal with the case."""
    return frozenset(one.review.id for one in chosen if (one.like.signals[signal].score or 0) >= SHARED)


def _columns(scoping: Scoping, alike: Sequence[tuple[str, frozenset[str]]]) -> Iterator[frozenset[str]]:
    every = frozenset(review.id for review in scoping.reviews)
    yield every
    yield from (every & ids for _, ids in alike)


def _how_made(scope: Scope) -> Iterator[Block]:
    likes = scope.likes
    yield Heading(1, "How this note was made")
    yield Points(
        (
            sentence("made-searched", reviews=likes.reviews, revision=str(likes.revision)),
            sentence("made-undated", undated=likes.undated),
            sentence("made-unread", unreadable=likes.unreadable),
            sentence("made-filters", filters=repeat.in_words(likes.filters)),
            sentence("made-command", command=scope.command),
            sentence("made-on", day=words.day(scope.made.date().isoformat()), version=version("commonthread")),
            sentence("caveat-published"),
            sentence("caveat-machine"),
        )
    )
