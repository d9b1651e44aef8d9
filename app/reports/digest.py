"""The digest: a newsletter of what came into the library since a day, changed in it, or was taken down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from app import repeat, words
from app.papers import cite, theme_error
from app.papers.cite import Retrieved
from app.papers.paper import Block, Heading, Paper, Paragraph, Points, Sentence, Table
from app.papers.phrases import sentence
from app.papers.references import Reference
from index.quoting.news import New, News

_THEMES = 6
_NAMED = 6
_IN_FULL = 5
"""Reviews that have a part of their own; the others stand in a table, so that the newsletter stays short."""
_QUOTES = 9
"""Quotes in all, shared among them."""
_AGAIN = 5
_LISTED = 25


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest is made of. ``name`` is that of the saved scope, or empty; ``scope`` its filters in words."""

    news: News
    references: tuple[Reference, ...]
    made: datetime
    command: str
    name: str = ""
    scope: str = "All reviews"


def digest(made: Digest) -> Paper:
    """The whole newsletter."""
    news = made.news
    since, day = words.day(_day(news.since)), words.day(_day(made.made))
    blocks = (
        *_opening(news, since),
        *_new(news),
        *_again(news),
        *_changed(news),
        *_gone(news),
        *_closing(made),
    )
    title = f"New reviews: {made.name}" if made.name else "New reviews"
    subject = " · ".join((f"Since {since}, made on {day}", *([made.scope] if made.scope else [])))
    return Paper(title, subject, blocks, keywords=("new reviews",))


def bibliography(news: News, retrieved: Retrieved) -> tuple[Reference, ...]:
    """The references of what is quoted."""
    each = _each(news)
    quotes = [quote for one in news.new[:_IN_FULL] for quote in one.quotes[:each]]
    quotes += [one.quote for one in news.again[:_AGAIN] if one.quote]
    return tuple(cite.bibliography(((quote.document, quote.review) for quote in quotes), retrieved))


def about(made: Digest) -> list[tuple[str, str]]:
    """What stands on the first sheet of the figures."""
    return [
        ("Since", _day(made.news.since)),
        *([("Saved scope", made.name)] if made.name else []),
        ("Filters", repeat.in_words(made.news.filters)),
        *(("Counted", one.text) for one in _counted(made.news)),
        *(("Caveat", one.text) for one in _caveats()),
        ("Command", made.command),
    ]


def _day(moment: datetime) -> str:
    """The day on this machine's clock."""
    return moment.astimezone().date().isoformat()


def _opening(news: News, since: str) -> Iterator[Block]:
    said = [sentence("digest-new", day=since, new=(len(news.new), news.scope.reviews))]
    if news.changed:
        said.append(sentence("digest-changed", changed=(len(news.changed), news.scope.reviews)))
    if news.gone:
        said.append(sentence("digest-gone", gone=(len(news.gone), news.scope.reviews)))
    if news.empty:
        said.append(sentence("digest-none"))
    yield Heading(1, "In short")
    trust = [sentence("caveat-at-end")] if news.themes else []
    yield Paragraph((*said, sentence("caveat-published"), *trust))
    rows = tuple(
        (words.named("themes", theme), f"{number} of {len(news.new)}") for theme, number in news.themes[:_THEMES]
    )
    if rows:
        yield Table("Themes that the new reviews carry clearly", ("Theme", "Reviews"), rows, (3, 1))


def _each(news: News) -> int:
    """Quotes for each review in full: fewer where there are more of them."""
    return max(1, min(3, _QUOTES // max(1, min(len(news.new), _IN_FULL))))


def _new(news: News) -> Iterator[Block]:
    if not news.new:
        return
    yield Heading(1, "New reviews")
    for one in news.new[:_IN_FULL]:
        yield from _review(one, _each(news))
    rest = news.new[_IN_FULL:]
    if rest:
        rows = tuple((_title(one), one.counted.review.publisher or "not stated", _year(one)) for one in rest[:_LISTED])
        yield Table("Further new reviews", ("Review", "Publisher", "Year"), rows, (5, 5, 1))
    if len(rest) > _LISTED:
        yield Paragraph((sentence("digest-more", number=len(rest) - _LISTED),))


def _review(one: New, quotes: int) -> Iterator[Block]:
    review = one.counted.review
    yield Heading(2, review.title)
    themes = "; ".join(words.named("themes", theme) for theme in one.themes[:_NAMED])
    yield Paragraph((sentence("digest-came", day=words.day(_day(one.when)), facts=words.review_line(review)),))
    carried = sentence("digest-themes", themes=themes) if themes else sentence("digest-no-themes")
    yield Paragraph((carried, sentence("digest-recommended", number=one.learning)))
    for quote in one.quotes[:quotes]:
        yield cite.quote(quote, cite.lead_of(quote.passage))


def _again(news: News) -> Iterator[Block]:
    shown = [one for one in news.again if one.quote][:_AGAIN]
    if not shown:
        return
    yield Heading(1, "Recommended before")
    yield Paragraph((sentence("digest-again", number=len(news.again)),))
    for one in shown:
        if one.quote:
            yield cite.quote(one.quote, cite.lead_of(one.quote.passage))
        yield Paragraph(
            (sentence("digest-before", before=(one.before, one.of), years=words.years(one.years)),)
            if one.years
            else (sentence("digest-before-undated", before=(one.before, one.of)),)
        )


def _changed(news: News) -> Iterator[Block]:
    if news.changed:
        yield Heading(1, "Changed")
        yield Paragraph((sentence("digest-changed-means"),))
        yield from _listed(news.changed)


def _gone(news: News) -> Iterator[Block]:
    if news.gone:
        yield Heading(1, "No longer published")
        yield Paragraph((sentence("digest-gone-means"),))
        yield from _listed(news.gone)


def _listed(found: Sequence[New]) -> Iterator[Block]:
    lines = tuple(
        sentence(
            "digest-line",
            title=one.counted.review.title,
            facts=words.review_line(one.counted.review),
            day=words.day(_day(one.when)),
        )
        for one in found[:_LISTED]
    )
    yield Points(lines)
    if len(found) > _LISTED:
        yield Paragraph((sentence("digest-more", number=len(found) - _LISTED),))


def _closing(made: Digest) -> Iterator[Block]:
    if made.references:
        yield Heading(1, "References")
        yield Points(tuple(sentence("reference", line=one.line) for one in made.references))
    yield Heading(1, "How this digest was made")
    yield Points(
        (
            *_counted(made.news),
            *([sentence("digest-order")] if any(one.quotes for one in made.news.new) else []),
            sentence("made-filters", filters=repeat.in_words(made.news.filters)),
            sentence("made-command", command=made.command),
            sentence("made-on", day=words.day(_day(made.made)), version=version("commonthread")),
            *_caveats(),
        )
    )


def _counted(news: News) -> list[Sentence]:
    return [
        sentence("scope-reviews", reviews=news.scope.reviews, revision=str(news.revision)),
        sentence("digest-counted", new=len(news.new)),
        *([sentence("scope-undated", undated=news.scope.undated)] if news.scope.undated else []),
        *([sentence("scope-unread", unreadable=news.scope.unreadable)] if news.scope.unreadable else []),
    ]


def _caveats() -> list[Sentence]:
    return [sentence("caveat-published"), sentence("caveat-machine"), theme_error.caveat()]


def _title(one: New) -> str:
    return one.counted.review.title


def _year(one: New) -> str:
    return str(one.counted.review.year or "not stated")
