"""What the briefing page shows: the paper part by part, and in each the passages that can be chosen and ordered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import words
from app.briefing.papers import Made
from app.papers import cite
from app.papers.length import pages
from app.papers.paper import Block, Heading, Paper, Picture, Quote
from app.reports import briefing as brief
from app.reports import recurring_section as recurring

if TYPE_CHECKING:
    from app.reports.briefing import Briefing
    from app.reports.recurring_section import Section
    from index.quoting.briefing_evidence import Excerpt
    from index.quoting.cited import Cited

FEWEST_PAGES, MOST_PAGES = 2, 4
THEMES = "themes"
"""The part whose items are the themes of a section."""


@dataclass(frozen=True, slots=True)
class Item:
    """A passage or theme that is offered: ``id`` is what ``use`` names; ``place`` of those that stand, from 1."""

    id: str
    part: str
    lead: str
    cited: Cited | None
    place: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the paper: what it says (by the blocks' kinds), and what can be chosen for it."""

    heading: str
    level: int
    blocks: tuple[tuple[str, Block], ...]
    id: str = ""
    standing: tuple[Item, ...] = ()
    left: tuple[Item, ...] = ()
    theme: Item | None = None


def parts_of(made: Made) -> list[Part]:
    """The parts of a paper in its order."""
    if made.briefing:
        return [_of_briefing(part, made.briefing) for part in _sections(made.paper)]
    return list(_of_section(made.paper, made.section)) if made.section else []


def length_of(made: Made) -> str:
    """How long the paper is as it stands, and how long such a paper is meant to be."""
    drawn = any(isinstance(block, Picture) for block in made.paper.blocks)
    number = pages(made.paper, int(bool(made.briefing and made.briefing.evidence.carriers) and not drawn))
    as_word = f"About {words.count(number, 'page')} in Word"
    if made.section:
        count = recurring.length(recurring.body_of(made.section.recurrence, made.section.themes))
        meant = f"{recurring.FEWEST_WORDS} to {recurring.MOST_WORDS} are meant"
        over = _beside(count, recurring.FEWEST_WORDS, recurring.MOST_WORDS)
        return f"The section has {words.count(count, 'word')}{over}; {meant}. {as_word} with references."
    standing = sum(isinstance(block, Quote) for block in made.paper.blocks)
    over = _beside(number, FEWEST_PAGES, MOST_PAGES)
    return f"{as_word}{over}; two to four are meant. {words.count(standing, 'passage')} quoted."


def _beside(number: int, fewest: int, most: int) -> str:
    return ", too few" if number < fewest else ", too many" if number > most else ""


def _sections(paper: Paper) -> Iterator[Part]:
    heading, level, held = "", 1, list[tuple[str, Block]]()
    for block in paper.blocks:
        if isinstance(block, Heading):
            if held:
                yield Part(heading, level, tuple(held))
            heading, level, held = block.text, block.level, []
        else:
            held.append((type(block).__name__, block))
    yield Part(heading, level, tuple(held))


def _of_briefing(part: Part, made: Briefing) -> Part:
    section = next((one for one, heading in brief.HEADINGS.items() if heading == part.heading), None)
    if section is None:
        return part
    chosen = made.quotes[section]
    left = [one for one in made.evidence.offered[section] if one not in chosen]
    standing = tuple(_excerpt(one, place) for place, one in enumerate(chosen, start=1))
    return Part(
        part.heading,
        part.level,
        tuple(pair for pair in part.blocks if pair[0] != "Quote"),
        section.value,
        standing,
        tuple(_excerpt(one, None) for one in left),
    )


def _excerpt(one: Excerpt, place: int | None) -> Item:
    lead = brief.lead_of(one) or cite.lead_of(one.cited.passage)
    return Item(one.cited.passage.id, one.section.value, lead, one.cited, place)


def _of_section(paper: Paper, made: Section) -> Iterator[Part]:
    """The opening, then a part for each theme that stands, then those left out; the rest of the paper as it is."""
    first, *rest = _sections(paper)
    number, reviews = len(made.recurrence.cited), made.recurrence.likes.reviews
    yield Part(first.heading, first.level, first.blocks[:1])
    places = {one.theme: place for place, (one, _) in enumerate(made.themes, start=1)}
    chosen = dict.fromkeys([*places, *(one.theme for one in made.recurrence.themes)])
    known = {one.theme: one for one in made.recurrence.themes}
    quotes = {one.theme: found for one, found in made.themes}
    for theme in chosen:
        stands = quotes.get(theme, ())
        name = words.named("themes", theme)
        yield Part(
            name,
            2,
            (("Paragraph", recurring.stated(known[theme], number, reviews)),),
            theme,
            tuple(_quoted(theme, quote, place) for place, quote in enumerate(stands, start=1)),
            tuple(_quoted(theme, quote, None) for quote in known[theme].offered if quote not in stands),
            Item(theme, THEMES, name, None, places.get(theme)),
        )
    yield from rest


def _quoted(theme: str, cited: Cited, place: int | None) -> Item:
    return Item(cited.passage.id, theme, cite.lead_of(cited.passage), cited, place)
