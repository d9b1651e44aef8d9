"""New reviews as an Atom feed, for a feed reader on this machine or its network.

Links in a feed must be whole, so there is one only where the app was told which address it is bound to.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app import words
from app.address import one, parameters, to_review
from app.contract.tags import themes as themes_of
from app.digest.saved import filters_of
from app.house import House
from app.render import render
from index.engine.payload import age_group_ids, age_groups
from index.errors import IndexingError
from index.recurring.table import Question, in_scope
from ingest.decided.scopes import SavedScope, Scopes
from ingest.model import Review
from ingest.record.arrivals import Arrival, arrivals
from ingest.vocabulary.reading import vocabulary

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_MOST, _LOOKED_AT = 50, 500


@dataclass(frozen=True, slots=True)
class _Feed:
    """What one feed is called, and the query by which it was asked for."""

    narrowed: str
    query: str


def router(house: House, base: str | None) -> APIRouter:
    """The feed's route. ``base`` is the address that the app is bound to, without a last slash."""
    routes = APIRouter()

    @routes.get("/feed.atom")
    def feed(theme: str = "", age_group: str = "", scope: str = "") -> Response:
        """The latest reviews: those of a saved scope, with a theme, or of an age group where one is given."""
        if base is None:
            return _none("There is no feed here, because the app does not know by which address it is reached.")
        if theme and theme not in {one.id for one in vocabulary().themes}:
            return _none("The vocabulary has no theme of this name.")
        if age_group and age_group not in age_group_ids():
            return _none(f"There is no age group of this name. The groups are {', '.join(age_group_ids())}.")
        saved = Scopes(house.library.database).of_id(scope) if scope else None
        if scope and saved is None:
            return _none("There is no such saved scope in this library. It may have been deleted.")
        try:
            wanted = _within(house, saved) if saved else _wanted(house, theme, age_group)
        except IndexingError as problem:
            return _none(str(problem))
        asked = {"scope": scope} if saved else {"theme": theme, "age_group": age_group}
        named = [saved.name] if saved else [words.label(value) for value in asked.values() if value]
        kind = _Feed(" · ".join(named), urlencode({name: value for name, value in asked.items() if value}))
        return Response(_written(_latest(house, wanted), base, kind), media_type=MEDIA_TYPE)

    return routes


def named_on(house: House, path: str, query: str) -> str:
    """The address of the feed that a page names in its head; empty for a page without one."""
    if house.base is None or path not in ("/digest", "/library"):
        return ""
    scope = one(parameters(f"?{query}"), "scope") if path == "/digest" else ""
    saved = Scopes(house.library.database).of_id(scope) if scope else None
    return f"/feed.atom?scope={saved.id}" if saved else "/feed.atom"


def _within(house: House, saved: SavedScope) -> Callable[[Review], bool]:
    """Whether a review is in a saved scope, as the page counts it."""
    chosen, _ = in_scope(house.counts.current(), Question(filters_of(saved.filters)))
    ids = {one.review.id for one in chosen}
    return lambda review: review.id in ids


def _wanted(house: House, theme: str, age_group: str) -> Callable[[Review], bool]:
    def is_wanted(review: Review) -> bool:
        of_age = not age_group or age_group in age_groups(review.age_months_min, review.age_months_max)
        return of_age and (not theme or theme in _themes(house, review))

    return is_wanted


def _latest(house: House, wanted: Callable[[Review], bool]) -> list[Arrival]:
    found: list[Arrival] = []
    for arrival in arrivals(house.library)[:_LOOKED_AT]:
        if wanted(arrival.review):
            found.append(arrival)
        if len(found) == _MOST:
            break
    return found


def _themes(house: House, review: Review) -> set[str]:
    passages = [one for document in review.documents for one in house.library.catalogue.passages(document)]
    return {theme["id"] for theme in themes_of(passages, house.tags)}


def _written(found: list[Arrival], base: str, kind: _Feed) -> bytes:
    own = f"{base}/feed.atom" + (f"?{kind.query}" if kind.query else "")
    page = f"{base}/digest" + (f"?{kind.query}" if kind.query.startswith("scope=") else "")
    Xml.register_namespace("", _ATOM)
    feed = Xml.Element(f"{{{_ATOM}}}feed")
    _add(feed, "title", f"New reviews: {kind.narrowed}" if kind.narrowed else "New reviews")
    _add(feed, "subtitle", "Published child-safeguarding reviews, as they came into this library.")
    _add(feed, "id", _name(f"feed?{kind.query}"))
    _add(feed, "updated", _moment(max((_touched(arrival) for arrival in found), default=None)))
    _add(feed, "link", rel="self", href=own, type=MEDIA_TYPE)
    _add(feed, "link", rel="alternate", href=page, type="text/html")
    _add(_add(feed, "author"), "name", "Common Thread")
    for arrival in found:
        _entry(feed, arrival, base)
    written: bytes = Xml.tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written


def _touched(arrival: Arrival) -> datetime:
    """When something happened to a review last: it came, changed, or was taken down."""
    return max(moment for moment in (arrival.came, arrival.changed, arrival.gone) if moment)


def _entry(feed: Xml.Element, arrival: Arrival, base: str) -> None:
    review = arrival.review
    entry = _add(feed, "entry")
    _add(entry, "title", f"{review.title} · {review.publisher}" if review.publisher else review.title)
    _add(entry, "id", _name(f"review/{review.id}"))
    _add(entry, "published", _moment(arrival.came))
    _add(entry, "updated", _moment(_touched(arrival)))
    _add(entry, "link", rel="alternate", href=base + to_review(review.id), type="text/html")
    _add(entry, "summary", " ".join(part for part in (words.review_line(review), words.status_line(review)) if part))
    for group in age_groups(review.age_months_min, review.age_months_max):
        _add(entry, "category", term=group, label=words.label(group))


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = "".join(sign for sign in text if sign.isprintable()) if text is not None else None
    return made


def _name(what: str) -> str:
    """A name that stays the same whatever the address of the app and whenever it is asked for."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'commonthread:{what}')}"


def _moment(when: datetime | None) -> str:
    return when.isoformat(timespec="seconds") if when else "1970-01-01T00:00:00+00:00"


def _none(reason: str) -> HTMLResponse:
    return HTMLResponse(render("missing.html", reason=reason), status_code=404)
