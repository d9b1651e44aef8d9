"""The digest: a newsletter of the reviews that came into the library since a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from app import repeat, words
from app.reports import cite, theme_error
from app.reports.cite import Retrieved
from app.reports.paper import Block, Heading, Paper, Paragraph, Points, Sentence, Table
from app.reports.phrases import sentence
from app.reports.references import Reference
from index.news import New, News

_THEMES = 8
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest is made of."""

    news: News
    references: tuple[Reference, ...]
    made: datetime
    command: str


def digest(made: Digest) -> Paper:
    """The whole newsletter."""
    news = made.news
    since, day = words.day(news.since.date().isoformat()), words.day(made.made.date().isoformat())
    blocks = (*_opening(news, since), *(block for one in news.new for block in _review(one)), *_closing(made))
    return Paper("New reviews", f"Since {since}, made on {day}", blocks, keywords=("new reviews",))


def bibliography(news: News, retrieved: Retrieved) -> tuple[Reference, ...]:
    """The references of what is quoted."""
    quotes = (one.quote for one in news.new if one.quote)
    return tuple(cite.bibliography(((quote.document, quote.review) for quote in quotes), retrieved))


def about(made: Digest) -> list[tuple[str, str]]:
    """What stands on the first sheet of the figures."""
    return [
        ("Since", made.news.since.date().isoformat()),
        ("Filters", repeat.in_words(made.news.filters)),
        *(("Counted", one.text) for one in _counted(made.news)),
        *(("Caveat", one.text) for one in _caveats()),
        ("Command", made.command),
    ]


def _opening(news: News, since: str) -> Iterator[Block]:
    yield Heading(1, "In short")
    new = sentence("digest-new", day=since, new=(len(news.new), news.scope.reviews))
    if not news.new:
        yield Paragraph((new, sentence("digest-none")))
        return
    yield Paragraph((new, sentence("digest-order"), sentence("caveat-published")))
    rows = tuple(
        (words.named("themes", theme), f"{number} of {len(news.new)}") for theme, number in news.themes[:_THEMES]
    )
    if rows:
        yield Table("Themes that the new reviews carry clearly", ("Theme", "Reviews"), rows, (3, 1))


def _review(one: New) -> Iterator[Block]:
    review = one.counted.review
    yield Heading(2, review.title)
    day = words.day(one.came.date().isoformat())
    themes = "; ".join(words.named("themes", theme) for theme in one.themes[:_NAMED])
    yield Paragraph(
        (
            sentence("digest-came", day=day, facts=words.review_line(review)),
            sentence("digest-themes", themes=themes) if themes else sentence("digest-no-themes"),
            sentence("digest-recommended", number=one.learning),
        )
    )
    if one.quote:
        yield cite.quote(one.quote, cite.lead_of(one.quote.passage))


def _closing(made: Digest) -> Iterator[Block]:
    if made.references:
        yield Heading(1, "References")
        yield Points(tuple(sentence("reference", line=one.line) for one in made.references))
    yield Heading(1, "How this digest was made")
    yield Points(
        (
            *_counted(made.news),
            sentence("made-filters", filters=repeat.in_words(made.news.filters)),
            sentence("made-command", command=made.command),
            sentence("made-on", day=words.day(made.made.date().isoformat()), version=version("commonthread")),
            *_caveats(),
        )
    )


def _counted(news: News) -> list[Sentence]:
    return [
        sentence("scope-reviews", reviews=news.scope.reviews, revision=str(news.revision)),
        sentence("digest-counted", new=len(news.new)),
        sentence("scope-undated", undated=news.scope.undated),
        sentence("scope-unread", unreadable=news.scope.unreadable),
    ]


def _caveats() -> list[Sentence]:
    return [sentence("caveat-published"), sentence("caveat-machine"), theme_error.caveat()]
