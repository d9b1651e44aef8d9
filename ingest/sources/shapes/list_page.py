"""A page of links to documents: the documents of one review are one entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from parsel import Selector

from ingest.sources.entry import Entry, Fetched, Link, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.blocks import blocks_of, scope, selector_of
from ingest.sources.shapes.candidates import Candidate, candidates_of
from ingest.sources.shapes.onward import onward
from ingest.sources.shapes.titles import same_subject, subject_of, topic_of

_UNREADABLE = "this is not a web page that can be read"


@dataclass(slots=True)
class _Group:
    """The links of one review, in the order of the page."""

    subject: str | None
    members: list[Candidate] = field(default_factory=list)


def read(page: Fetched, source: SourceEntry) -> Listing:
    """The reviews that the page links to, and the further pages of the list."""
    selector = selector_of(page)
    if selector is None:
        return Listing(problems=(f"{page.address}: {_UNREADABLE}",))
    return Listing(entries_of(selector, page, source), onward(selector, page, source))


def entries_of(selector: Selector, page: Fetched, source: SourceEntry) -> tuple[Entry, ...]:
    """The reviews whose documents a page links to."""
    blocks = blocks_of(scope(selector, source.links.within))
    found = candidates_of(blocks, page, source, page_title(selector))
    return tuple(_entry(group, source) for group in _groups(found) if not all(one.companion for one in group.members))


def heading_of(selector: Selector) -> str:
    """The page's first heading; without one its title, less the site's name at the end."""
    heading = " ".join("".join(selector.css("h1")[:1].css("*::text").getall()).split())
    title = " ".join("".join(selector.css("head > title::text").getall()).split())
    return heading or re.split(r"\s[|–—-]\s(?!.*\s[|–—-]\s)", title)[0]


def page_title(selector: Selector) -> str:
    """The page's first heading and its title."""
    heading = " ".join("".join(selector.css("h1")[:1].css("*::text").getall()).split())
    title = " ".join("".join(selector.css("head > title::text").getall()).split())
    return f"{heading} {title}".strip()


def _groups(found: Iterable[Candidate]) -> list[_Group]:
    """Links of one subject belong together while their years agree or they stand under one heading."""
    groups: list[_Group] = []
    for candidate in found:
        subject = _subject(candidate)
        home = next((group for group in reversed(groups) if _belongs(candidate, subject, group)), None)
        if home is None:
            home = _Group(subject)
            groups.append(home)
        home.members.append(candidate)
        home.subject = home.subject or subject
    return groups


def _subject(candidate: Candidate) -> str | None:
    """A document is about whom its words say, else about whom the heading above is."""
    return candidate.subject or subject_of(candidate.place.nearest)


def _belongs(candidate: Candidate, subject: str | None, group: _Group) -> bool:
    last = group.members[-1]
    together = last.place.section == candidate.place.section
    if subject and group.subject:
        if same_subject(subject) != same_subject(group.subject):
            return False
        if together:
            return True
        years = {one.year for one in group.members} - {None}
        unsaid = not (years and candidate.year)
        return candidate.year in years or (unsaid and not _both_headed(candidate, last))
    if subject is None and group.subject is None:
        same_topic = topic_of(candidate.title) == topic_of(last.title) or topic_of(candidate.own) is None
        return together and same_topic and (last.place.block == candidate.place.block or bool(last.place.nearest))
    return together and last.place.block == candidate.place.block


def _both_headed(one: Candidate, other: Candidate) -> bool:
    """Two sections that are each headed by a review are two reviews, whatever their label."""
    return bool(subject_of(one.place.nearest) and subject_of(other.place.nearest))


def _entry(group: _Group, source: SourceEntry) -> Entry:
    members = sorted(group.members, key=lambda one: (one.companion, one.welsh))
    first = members[0]
    years = [one.year for one in members if one.year]
    return Entry(
        title=_title(first, members),
        links=tuple(Link(one.address, _words(one)) for one in members),
        year=years[0] if years else None,
        publisher=source.publisher,
        subject=group.subject or topic_of(first.title) or topic_of(first.place.nearest),
        published=next((one.published for one in members if one.published), None),
    )


def _title(first: Candidate, members: Sequence[Candidate]) -> str:
    """The heading that names the review, where its documents stand under one; else the first document's title."""
    nearest = first.place.nearest
    if subject_of(nearest) and len(members) > 1:
        return nearest.strip(" :")
    return first.title


def _words(candidate: Candidate) -> str:
    return candidate.title if len(candidate.title) <= 300 else candidate.title[:299] + "…"
