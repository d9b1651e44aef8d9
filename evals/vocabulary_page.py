"""The vocabulary as a page to read: ``python -m evals.vocabulary_page`` writes docs/vocabulary.md from its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.vocabulary.reading import vocabulary
from ingest.vocabulary.terms import Agency, Period, ReviewType, Term, Vocabulary

PAGE = Path(__file__).parent.parent / "docs" / "vocabulary.md"

_OPENING = """# The vocabulary

Made from `ingest/vocabulary/*.yaml` by `python -m evals.vocabulary_page`; change those files and not this page.

A theme is tagged on a passage where one of its cues stands there or where the passage is close to it in meaning. A weak
cue never suffices alone. Terms of earlier years are understood in searches and shown under today's name. The themes are
a proposal: a board can count under the heads of its own framework with a mapping file (`ingest/vocabulary/mapping.py`).
"""


def page(whole: Vocabulary) -> str:
    """The whole page."""
    return "\n".join([_OPENING, *_themes(whole), *_others(whole)]).rstrip() + "\n"


def _themes(whole: Vocabulary) -> Iterator[str]:
    yield f"## Themes\n\n{len(whole.themes)} themes in {len(whole.groups)} groups.\n"
    for group in whole.groups:
        themes = whole.themes_of(group.id)
        yield f"### {group.label}\n\n{group.definition}\n"
        yield from _table(
            ("Theme", "Id", "Meaning", "Also called", "Earlier terms", "Cues"),
            ((one.label, f"`{one.id}`", one.definition, *_also(one), str(len(one.cues))) for one in themes),
        )


def _others(whole: Vocabulary) -> Iterator[str]:
    for title, terms in (
        ("Agencies", whole.agencies),
        ("Age groups", whole.ages),
        ("Kinds of harm", whole.harms),
        ("Methods", whole.methods),
        ("Review types", whole.reviews),
        ("Roles of a passage", whole.roles),
    ):
        yield f"## {title}\n"
        yield from _table(
            ("Term", "Id", "Meaning", "Also called", "Earlier terms"),
            ((one.label, f"`{one.id}`", one.definition, *_also(one)) for one in terms),
        )


def _also(term: Term) -> tuple[str, str]:
    more = [*term.synonyms]
    if isinstance(term, Agency):
        more += [*term.abbreviations, *(f"{name} ({one.nation})" for one in term.nations for name in one.names)]
    if isinstance(term, ReviewType):
        more += [*term.abbreviations, *map(_period, term.periods)]
    return ", ".join(more), ", ".join(term.dated)


def _period(one: Period) -> str:
    since = f" from {one.since}" if one.since else ""
    return f"{one.nation}{since}{f' until {one.until}' if one.until else ''}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(vocabulary()), encoding="utf-8")
