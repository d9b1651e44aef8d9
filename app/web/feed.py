"""New reviews as an Atom feed, for a feed reader on this machine or its network.

Links in a feed must be whole, so there is one only where the app was told which address it is bound to.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app import words
from app.address import to_review
from app.contract.tags import themes as themes_of
from app.house import House
from app.render import render
from index.payload import age_groups
from ingest.arrivals import newest
from ingest.model import Review
from ingest.vocabulary.reading import vocabulary

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_MOST, _LOOKED_AT = 50, 500
_AGES = ("under-1", "1-5", "6-10", "11-15", "16-17", "18-plus")


def router(house: House, base: str | None) -> APIRouter:
    """The feed's route. ``base`` is the address that the app is bound to, without a last slash."""
    routes = APIRouter()

    @routes.get("/feed.atom")
    def feed(theme: str = "", age_group: str = "") -> Response:
        """The latest reviews, those with a theme or of an age group where one is given."""
        if base is None:
            return _none("There is no feed here, because the app does not know by which address it is reached.")
        if theme and theme not in {one.id for one in vocabulary().themes}:
            return _none("The vocabulary has no theme of this name.")
        if age_group and age_group not in _AGES:
            return _none(f"There is no age group of this name. The groups are {', '.join(_AGES)}.")
        found = _latest(house, theme, age_group)
        return Response(_written(found, base, {"theme": theme, "age_group": age_group}), media_type=MEDIA_TYPE)

    return routes


def _latest(house: House, theme: str, age_group: str) -> list[tuple[Review, datetime]]:
    found = []
    for review, came in newest(house.library)[:_LOOKED_AT]:
        of_age = not age_group or age_group in age_groups(review.age_months_min, review.age_months_max)
        if of_age and (not theme or theme in _themes(house, review)):
            found.append((review, came))
        if len(found) == _MOST:
            break
    return found


def _themes(house: House, review: Review) -> set[str]:
    passages = [one for document in review.documents for one in house.library.catalogue.passages(document)]
    return {theme["id"] for theme in themes_of(passages, house.tags)}


def _written(found: list[tuple[Review, datetime]], base: str, asked: dict[str, str]) -> bytes:
    query = urlencode({name: value for name, value in asked.items() if value})
    own = f"{base}/feed.atom" + (f"?{query}" if query else "")
    Xml.register_namespace("", _ATOM)
    feed = Xml.Element(f"{{{_ATOM}}}feed")
    narrowed = " · ".join(words.label(value) for value in asked.values() if value)
    _add(feed, "title", f"New reviews: {narrowed}" if narrowed else "New reviews")
    _add(feed, "subtitle", "Published child-safeguarding reviews, as they came into this library.")
    _add(feed, "id", _name(f"feed?{query}"))
    _add(feed, "updated", _moment(max((came for _, came in found), default=None)))
    _add(feed, "link", rel="self", href=own, type=MEDIA_TYPE)
    _add(feed, "link", rel="alternate", href=f"{base}/library", type="text/html")
    _add(_add(feed, "author"), "name", "Common Thread")
    for review, came in found:
        _entry(feed, review, came, base)
    written: bytes = Xml.tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written


def _entry(feed: Xml.Element, review: Review, came: datetime, base: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "title", f"{review.title} · {review.publisher}" if review.publisher else review.title)
    _add(entry, "id", _name(f"review/{review.id}"))
    _add(entry, "published", _moment(came))
    _add(entry, "updated", _moment(came))
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
