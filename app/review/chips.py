"""Tags as chips: who says so, what shows it, and where its words stand in the passage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app import words
from app.review.tag_words import told_by
from index.tagging.tags import AgencyTag, By, PassageTags, Span, Strength, ThemeTag
from ingest.decided.decisions import About, Decision, Verdict
from ingest.model import Passage

_KINDS = {About.THEME: "themes", About.AGENCY: "agencies"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One tag as it is shown. ``told`` says who says so and by which words; ``words`` are their places."""

    about: About
    id: str
    label: str
    told: str
    words: tuple[Span, ...]
    possible: bool = False
    by_person: bool = False

    @property
    def key(self) -> str:
        """What its words are marked with."""
        return f"{self.about}:{self.id}"


@dataclass(frozen=True, slots=True)
class Chips:
    """The tags of one passage: those that stand, and those that a person rejected."""

    passage: Passage
    standing: tuple[Chip, ...]
    rejected: tuple[Chip, ...] = ()

    @property
    def themes(self) -> tuple[Chip, ...]:
        """The themes that stand."""
        return tuple(chip for chip in self.standing if chip.about is About.THEME)

    @property
    def agencies(self) -> tuple[Chip, ...]:
        """The agencies that stand."""
        return tuple(chip for chip in self.standing if chip.about is About.AGENCY)

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The passage's text cut at every tag's words: each piece with the keys of the tags whose words it is."""
        return _pieces(self.passage.text, self.standing)


def chips(passage: Passage, tags: PassageTags, decisions: Sequence[Decision] = ()) -> Chips:
    """The chips of a passage from its tags as they stand and the decisions on it."""
    told = told_by(passage, tags)
    themes = (_chip(About.THEME, tag, told["themes"][tag.id]) for tag in tags.themes)
    agencies = (_chip(About.AGENCY, tag, told["agencies"][tag.id]) for tag in tags.agencies)
    off = (_rejected(one) for one in decisions if one.verdict is Verdict.REJECT and one.about is not About.FACT)
    return Chips(passage, (*themes, *agencies), tuple(off))


def decided_line(name: str, when: datetime, note: str | None) -> str:
    """Who decided and when, in local time: "Jo, 3 March 2026", with what was noted."""
    local = when.astimezone()
    noted = f": “{note}”" if note else ""
    return f"{name}, {local.day} {local:%B %Y}{noted}"


def _chip(about: About, tag: ThemeTag | AgencyTag, told: str) -> Chip:
    return Chip(
        about=about,
        id=tag.id,
        label=words.named(_KINDS[about], tag.id),
        told=f"{told} {_who(tag.by)}",
        words=tag.words,
        possible=tag.strength is Strength.POSSIBLE,
        by_person=tag.by is not None,
    )


def _who(by: By | None) -> str:
    if by is None:
        return "Read by machine."
    return f"{'Accepted' if by.verdict == Verdict.ACCEPT else 'Added'} by {decided_line(by.name, by.when, by.note)}."


def _rejected(decision: Decision) -> Chip:
    told = f"Rejected by {decided_line(decision.decided_by, decision.decided, decision.note)}."
    return Chip(
        decision.about,
        decision.subject,
        words.named(_KINDS[decision.about], decision.subject),
        told,
        (),
        by_person=True,
    )


def _pieces(text: str, standing: Iterable[Chip]) -> list[tuple[str, str]]:
    places = [(start, end, chip.key) for chip in standing for start, end in chip.words]
    cuts = sorted({0, len(text), *(at for start, end, _ in places for at in (start, end) if 0 <= at <= len(text))})
    pieces = []
    for start, end in pairwise(cuts):
        keys = [key for first, last, key in places if first <= start and end <= last]
        pieces.append((text[start:end], " ".join(dict.fromkeys(keys))))
    return pieces
