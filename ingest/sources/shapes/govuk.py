"""GOV.UK by its interfaces: the search lists publications, the content interface gives each with its attachments.

The search refuses parameters that it does not know with HTTP 422, which is an error of ours: addresses are built by
:func:`search_address` alone, and the reply is reported as such. Sources: the published documentation of both.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from parsel import Selector
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import BadArgument
from ingest.sources.entry import Entry, Fetched, Link, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.blocks import blocks_of
from ingest.sources.shapes.links import allowed, is_file, key, whole
from ingest.sources.shapes.titles import subject_of
from ingest.sources.shapes.words import is_refused, kind_in, speaks_of_a_review
from ingest.sources.shapes.written import sections_of, written

SEARCH = "https://www.gov.uk/api/search.json"
KNOWN = frozenset({"q", "count", "start", "order", "fields", "filter_organisations", "filter_format"})
"""The documented parameters of the search that this project uses; the interface refuses those it does not know."""
_FIELDS = ("link", "title", "public_timestamp", "format")
_MOST = 100
_MOST_START = 10_000


class _Loose(BaseModel):
    """What a reply holds besides is not ours to judge."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Result(_Loose):
    link: str
    title: str
    public_timestamp: str | None = None


class _Search(_Loose):
    results: list[_Result]
    total: int = Field(ge=0)
    start: int = Field(default=0, ge=0)


class _Attachment(_Loose):
    url: str
    title: str = ""
    content_type: str | None = None
    attachment_type: str | None = None


class _Details(_Loose):
    body: str | None = None
    attachments: list[_Attachment] = []


class _Organisation(_Loose):
    title: str


class _Links(_Loose):
    organisations: list[_Organisation] = []


class _Content(_Loose):
    base_path: str
    title: str
    document_type: str = ""
    locale: str = "en"
    first_published_at: str | None = None
    public_updated_at: str | None = None
    withdrawn_notice: dict[str, Any] | None = None
    details: _Details = _Details()
    links: _Links = _Links()


def search_address(
    words: str = "", organisations: tuple[str, ...] = (), formats: tuple[str, ...] = (), start: int = 0, count: int = 50
) -> str:
    """The address of a search, newest first, with known parameters alone.

    Raises ``BadArgument`` for a page that the interface does not serve.
    """
    if not 0 < count <= _MOST or not 0 <= start <= _MOST_START:
        raise BadArgument(
            f"the search serves up to {_MOST} results at once, to {_MOST_START}; not {count} from {start}"
        )
    parameters = [("q", words)] if words else []
    parameters += [("filter_organisations", one) for one in organisations]
    parameters += [("filter_format", one) for one in formats]
    parameters += [("order", "-public_timestamp"), ("count", str(count)), ("start", str(start))]
    return f"{SEARCH}?{urlencode([*parameters, *(('fields', name) for name in _FIELDS)])}"


def unknown_parameters(address: str) -> tuple[str, ...]:
    """The parameters of a search address that the interface would refuse."""
    return tuple(name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True) if name not in KNOWN)


def read(page: Fetched, source: SourceEntry) -> Listing:
    """A page of search results leads on to its publications; a publication is an entry with its attachments."""
    try:
        reply = json.loads(page.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Listing(problems=(f"{page.address}: the reply is not JSON",))
    if not isinstance(reply, dict):
        return Listing(problems=(f"{page.address}: the reply is not of the expected form",))
    if "error" in reply or "errors" in reply:
        return Listing(problems=(f"{page.address}: {_refusal(reply)}",))
    try:
        if "results" in reply:
            return _searched(_Search.model_validate(reply), page, source)
        return _published(_Content.model_validate(reply), page, source)
    except ValidationError as problem:
        place = ".".join(map(str, problem.errors()[0]["loc"]))
        return Listing(problems=(f"{page.address}: the reply is not of the expected form at “{place}”",))


def _refusal(reply: dict[str, Any]) -> str:
    words = str(reply.get("error") or reply.get("errors"))[:200]
    return f"the search refused our parameters, which is an error of ours: {words}"


def _searched(found: _Search, page: Fetched, source: SourceEntry) -> Listing:
    follow = []
    for result in found.results:
        address = whole(page.address, result.link)
        if address and result.link.startswith("/") and _is_wanted(result.title, address, source):
            follow.append(urljoin(page.address, f"/api/content{urlsplit(address).path}"))
    after = found.start + len(found.results)
    if found.results and after < min(found.total, _MOST_START):
        follow.append(_from(page.address, after))
    return Listing(follow=tuple(dict.fromkeys(follow)))


def _is_wanted(title: str, address: str, source: SourceEntry) -> bool:
    rule = source.follow
    if rule is not None:
        return allowed(rule, address, title)
    return speaks_of_a_review(title) and not is_refused(title, has_subject=False)


def _from(address: str, start: int) -> str:
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "start"]
    return parts._replace(query=urlencode([*kept, ("start", str(start))])).geturl()


def _published(content: _Content, page: Fetched, source: SourceEntry) -> Listing:
    """A publication with files; without any, its pages; such a page is an entry with its text."""
    if content.document_type == "html_publication" or (content.details.body and not content.details.attachments):
        return Listing((_entry(content, source, html=_text(content)),) if content.details.body else ())
    files, pages = [], []
    for attachment in content.details.attachments:
        address = whole(page.address, attachment.url)
        if address is None:
            continue
        if attachment.attachment_type == "html":
            pages.append(urljoin(page.address, f"/api/content{urlsplit(address).path}"))
        elif is_file(address) and allowed(source.links, address, attachment.title):
            files.append(Link(address, attachment.title or content.title))
    if not files:
        return Listing(follow=tuple(dict.fromkeys(pages)))
    links = {key(link.address): link for link in reversed(files)}
    return Listing((_entry(content, source, links=tuple(reversed(links.values()))),))


def _entry(content: _Content, source: SourceEntry, *, links: tuple[Link, ...] = (), html: bytes | None = None) -> Entry:
    published = (content.first_published_at or content.public_updated_at or "")[:10] or None
    organisation = content.links.organisations[0].title if content.links.organisations else None
    return Entry(
        title=content.title,
        links=links,
        year=int(published[:4]) if published and published[:4].isdigit() else None,
        publisher=source.publisher or organisation,
        subject=subject_of(content.title),
        published=published,
        html=html,
        kind=kind_in(content.title).value if html else None,
    )


def _text(content: _Content) -> bytes:
    selector = Selector(text=f"<main>{content.details.body}</main>", type="html")
    return written(content.title, (), tuple(sections_of(blocks_of([selector.root]))), kind_in(content.title))
