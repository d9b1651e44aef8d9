"""What the first pages say a document is: its kind, title, publisher, subject, type of review, date of publication."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.told import cover_of
from ingest.model import REVIEW_KINDS, DocumentKind, Evidence
from ingest.read.layout import CleanDocument, CleanPage
from ingest.vocabulary import load
from ingest.written.boards import board_names, nation_in, nation_of, short_names
from ingest.written.dates import DATE, iso
from ingest.written.publishers import publisher_named
from ingest.written.subjects import counted_subject_in, subject_in

_FRONT_PAGES = 2
_PUBLISHED = re.compile(
    r"\b(?:published|publication(?: date)?|date of publication)\b(?:\s+(?:on|in|:))*[\s:–-]*", re.IGNORECASE
)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d(?=[.,;]?\s*$)", re.MULTILINE)
_STATED = re.compile(r"^Catalogue abstract: [\s\S]*?^Subject: (.+)$", re.MULTILINE)
_OTHER_DATE = re.compile(
    r"\b(?:accepted|agreed|completed|approved|adopted|born|died|death|incident|adoption|ratified|presented"
    r"|signed off)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Front:
    """The first pages as the fact readers see them: the title, everything that names the file, cover, text, pages."""

    title: str
    names: str
    cover: str
    text: str
    pages: Sequence[CleanPage]


def front_of(document: CleanDocument, file_name: str) -> Front:
    """The first pages that hold text."""
    pages = [page for page in document.pages if page.page.text.strip()][:_FRONT_PAGES]
    title = _title(document, pages) or file_name
    cover = "\n".join(line.text for line in cover_of(document))
    text = "\n".join(page.page.text for page in pages)
    return Front(title, f"{title}\n{document.title or ''}\n{file_name}", cover, text, pages)


def subject_of(front: Front) -> str | None:
    """The label of the child or children that an abstract states, else the one in the title or on the cover."""
    stated = _STATED.search(front.cover)
    if stated:
        return stated[1]
    labelled = subject_in(front.title) or subject_in(front.cover)
    return labelled[0] if labelled else counted_subject_in(front.title)


def kind_of(front: Front, subject: str | None, *, is_review: bool) -> DocumentKind:
    """The first kind whose words are there. A manual about reviews names boards and types, but never a child."""
    for entry in load("kinds"):
        kind = DocumentKind(entry["kind"])
        proven = is_review or kind is DocumentKind.CATALOGUE_ABSTRACT  # a page that this project wrote and says so
        if (kind in REVIEW_KINDS and not proven) or (kind is DocumentKind.PROCEDURE and subject):
            continue
        where = front.names if entry["where"] == "title" else front.text
        if any(re.search(pattern, where, re.IGNORECASE) for pattern in entry["names"]):
            return kind
    return DocumentKind.OVERVIEW_REPORT if is_review else DocumentKind.OTHER


def title_within(kind: DocumentKind, front: Front) -> str:
    """The words by which such a document names itself, where its first line is an address or a date."""
    patterns = [entry["title"] for entry in load("kinds") if entry["kind"] == kind and "title" in entry]
    found = (re.search(pattern, front.text, re.IGNORECASE) for pattern in patterns)
    return next((match[0].strip() for match in found if match), front.title)


def review_type_of(front: Front) -> tuple[str | None, str | None]:
    """The type named in the title, else on the cover, else in the text of the first pages; and its words."""
    for where in (front.title, front.cover, front.text):
        for entry in load("reviews"):
            for name in entry["names"]:
                match = re.search(name, where, re.IGNORECASE | re.MULTILINE)
                if match:
                    return str(entry["id"]), match[0]
    return None, None


def publisher_of(front: Front) -> str | None:
    """The board named first on the cover, else the one named most on the first pages, else its short name there."""
    on_cover = board_names(front.cover)
    if on_cover:
        return on_cover[0][0]
    named = Counter(name for name, _ in board_names(front.text)) or Counter(short_names(front.text))
    return named.most_common(1)[0][0] if named else None


def nation_for(publisher: str | None, review_type: str | None, document: CleanDocument) -> str | None:
    """The nation that the type of review settles, else the register of publishers, the board's name, or guidance."""
    stated = next((entry["nation"] for entry in load("reviews") if entry["id"] == review_type), None)
    if stated:
        return str(stated)
    known = publisher_named(publisher) if publisher else None
    if known:
        return known.nation
    return (nation_of(publisher) if publisher else None) or nation_in("\n".join(p.page.text for p in document.pages))


def published_of(front: Front) -> tuple[str | None, str | None]:
    """The date after "Published", else a line of the cover that is nothing but a date; and its words."""
    for cue in _PUBLISHED.finditer(front.cover):
        match = DATE.match(front.cover, cue.end())
        if match and iso(match):
            return iso(match), front.cover[cue.start() : match.end()]
        year = _YEAR_ALONE.match(front.cover, cue.end())
        if year:
            return year[0], front.cover[cue.start() : year.end()]
    for line in front.cover.split("\n"):
        match = DATE.search(line)
        if match and len(line.strip()) <= len(match[0]) + 4 and not _OTHER_DATE.search(line):
            return iso(match), match[0]
    return None, None


def quoted(fact: str, words: str | None, pages: Sequence[CleanPage], value: str | None = None) -> Iterator[Evidence]:
    """The words as they stand on the first of ``pages`` that has them, letter case aside."""
    for page in pages:
        place = page.page.text.casefold().find(words.casefold()) if words else -1
        if words and place >= 0:
            yield Evidence(fact, page.page.index, page.page.text[place : place + len(words)], value=value)
            return


def _title(document: CleanDocument, pages: Sequence[CleanPage]) -> str:
    """The first heading of the first page, or its largest line; a file's own title is often the template's."""
    for page in pages[:1]:
        blocks = [block for block in page.blocks if page.page.text[block.start : block.end].strip()]
        stated = [block for block in blocks if block.heading == 1]
        largest = max((block.size or 0 for block in blocks), default=0)
        chosen = stated or [b for b in blocks if largest and (b.size or 0) >= largest * 0.98] or blocks
        if chosen:
            return " ".join(page.page.text[chosen[0].start : chosen[0].end].split())[:200]
    return document.title or ""
