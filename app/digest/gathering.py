"""What is new for an address: the page, its downloads and the command line put together the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app import repeat
from app.digest.address import Asked
from app.digest.saved import filters_of, said
from app.papers.cite import fetched
from app.reports import digest as report
from index.desk import tags_of
from index.quoting.news import News, news_of
from index.searching.query import Filters
from ingest.decided.scopes import SavedScope, Scopes
from ingest.record.arrivals import arrivals

if TYPE_CHECKING:
    from app.house import House
    from index.recommendations.recommending import Recommending
    from index.recurring.counts import Counts
    from ingest.library import Library

RECENT = timedelta(days=30)
_FIRST, _LAST = date(1970, 1, 2), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Gathered:
    """News with the scope that they are of; ``until`` is when they were put together, in UTC.

    ``looked`` says that they begin when a person last looked; ``missing`` that the address names a scope that is gone.
    """

    news: News
    saved: SavedScope | None
    until: datetime
    looked: bool
    missing: bool


def gathered(house: House, asked: Asked) -> Gathered:
    """The news for an address. Raises the errors of ``index.errors``."""
    until = datetime.now(UTC).replace(microsecond=0)
    saved = Scopes(house.library.database).of_id(asked.scope) if asked.scope else None
    filters = filters_of(saved.filters) if saved else asked.filters
    since, looked = since_of(asked.since, saved)
    recommending = house.recommending if asked.before else None
    news = news_in(house.library, house.counts, filters, since, recommending)
    return Gathered(news, saved, until, looked, missing=bool(asked.scope) and saved is None)


def since_of(day: date | None, saved: SavedScope | None) -> tuple[datetime, bool]:
    """The moment from which things are new, and whether it is when a person last looked.

    A day that is given comes first, then the day that the scope keeps, then thirty days ago.
    """
    if day is None and saved and saved.seen:
        return saved.seen, True
    return start_of(day or date.today() - RECENT), False


def start_of(day: date) -> datetime:
    """The start of a day on this machine's clock; a day that no clock has is the nearest that it has."""
    return datetime.combine(min(max(day, _FIRST), _LAST), time()).astimezone()


def news_in(
    library: Library, counts: Counts, filters: Filters, since: datetime, recommending: Recommending | None = None
) -> News:
    """What is new; with ``recommending`` also what of it was recommended before."""
    families = recommending.families().families if recommending else ()
    return news_of(
        counts.current(),
        arrivals(library),
        since,
        filters,
        lambda passages: tags_of(library, passages),
        library.catalogue,
        families,
    )


def digest_of(library: Library, news: News, name: str | None, made: datetime, *, before: bool) -> report.Digest:
    """News as a newsletter; ``name`` is that of the saved scope."""
    options: dict[str, str | int | bool | None] = {
        "since": f"{news.since.astimezone():%Y-%m-%d}",
        "before": before,
        "out": "DIGEST.docx",
    }
    boards = {publisher.id: publisher.name for publisher in library.catalogue.publishers()}
    return report.Digest(
        news,
        report.bibliography(news, lambda document: fetched(library, document)),
        made,
        repeat.command("digest", news.filters, options),
        name or "",
        said(news.filters, boards),
    )
