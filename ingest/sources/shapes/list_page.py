"""A page of links to documents: the documents of one review are one entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parsel import Selector

from ingest.sources.entry import Entry, Fetched, Link, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes.blocks import UNREADABLE, blocks_of, scope, selector_of
from ingest.sources.shapes.candidates import Candidate, candidates_of
from ingest.sources.shapes.onward import onward
from ingest.sources.shapes.titles import same_subject, subject_of, topic_of


@dataclass(slots=True)
class _Group:
    """The links of one review, in the order of the page."""

    subject: str | None
    members: list[Candidate] = field(default_factory=list)
    years: set[int] = field(default_factory=set)

    def take(self, candidate: Candidate, subject: str | None) -> None:
        """One more document of the review."""
        self.members.append(candidate)
        self.subject = self.subject or subject
        if candidate.year:
            self.years.add(candidate.year)


def read(page: Fetched, source: SourceEntry) -> Listing:
    """The reviews that the page links to, and the further pages of the list."""
    selector = selector_of(page)
    if selector is None:
        return Listing(problems=(f"{page.address}: {UNREADABLE}",))
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
    by_subject: dict[str, list[_Group]] = {}
    for candidate in found:
        subject = candidate.subject or subject_of(candidate.place.nearest)
        home = _home(candidate, subject, groups, by_subject)
        if home is None:
            home = _Group(subject)
            groups.append(home)
        home.take(candidate, subject)
        if home.subject:
            kin = by_subject.setdefault(same_subject(home.subject), [])
            kin += [home] if home not in kin[-1:] else []
    return groups


def _home(
    candidate: Candidate, subject: str | None, groups: Sequence[_Group], by_subject: Mapping[str, Sequence[_Group]]
) -> _Group | None:
    """The review that a document belongs to: one of its subject, or the one just before it in the same place."""
    if subject:
        for group in reversed(by_subject.get(same_subject(subject), [])):
            if _goes_with(candidate, group):
                return group
    last = groups[-1] if groups else None
    if last is None or (subject and last.subject) or last.members[-1].place.section != candidate.place.section:
        return None
    before = last.members[-1]
    if before.place.block == candidate.place.block:
        return last if subject or last.subject or _same_topic(candidate, before) else None
    both_nameless = subject is None and last.subject is None
    return last if both_nameless and before.place.nearest and _same_topic(candidate, before) else None


def _goes_with(candidate: Candidate, group: _Group) -> bool:
    """Whether a document of the group's subject is of its review: the label may have been used again."""
    last = group.members[-1]
    if last.place.section == candidate.place.section or candidate.year in group.years:
        return True
    return not (group.years and candidate.year) and not _both_headed(candidate, last)


def _same_topic(one: Candidate, other: Candidate) -> bool:
    return topic_of(one.own) is None or topic_of(one.title) == topic_of(other.title)


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
