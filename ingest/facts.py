"""What a document says of itself on its first pages: kind, publisher, subject, type, date and the child's age.

Each fact keeps the words it was read from. What is not stated plainly stays unknown: nothing is guessed, and nothing
is taken from the file's name but the kind of document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.ages import subject_ages
from ingest.boards import board_names, nation_in, nation_of
from ingest.dates import DATE, iso
from ingest.model import REVIEW_KINDS, DocumentKind, Evidence, Facts
from ingest.read.layout import CleanDocument, CleanPage
from ingest.subjects import counted_subject_in, subject_in
from ingest.vocabulary import load

_FRONT_PAGES = 2
_PUBLISHED = re.compile(
    r"\b(?:published|publication(?: date)?|date of publication)\b(?:\s+(?:on|in|:))*[\s:–-]*", re.IGNORECASE
)
_OTHER_DATE = re.compile(
    r"\b(?:accepted|agreed|completed|approved|adopted|born|died|death|incident|adoption|ratified|presented)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Front:
    """The first pages as the fact readers see them: the title's words, all the words, and where the pages lie."""

    title: str
    names: str
    text: str
    pages: Sequence[CleanPage]


def facts_of(document: CleanDocument, file_name: str) -> Facts:
    """The facts of a document, from its first pages and, for the child's age, its whole text."""
    pages = [page for page in document.pages if page.page.text.strip()][:_FRONT_PAGES]
    title = _title(document, pages) or file_name
    text = "\n".join(page.page.text for page in pages)
    front = _Front(title, f"{title}\n{document.title or ''}\n{file_name}", text, pages)
    subject, review_type, publisher = _subject(front), _review_type(front), _publisher(front)
    kind = _kind(front, subject, is_review=_is_review(subject, publisher[0], review_type))
    facts = Facts(kind=kind, title=title)
    if kind not in REVIEW_KINDS:
        title = _title_within(kind, text) or title
        return replace(facts, title=title, published=_published(_cover(pages))[0] if pages else None)
    facts = replace(facts, publisher=publisher[0], nation=publisher[1], review_type=review_type)
    return _review_facts(facts, front, document, subject)


def _review_facts(facts: Facts, front: _Front, document: CleanDocument, subject: str | None) -> Facts:
    published, published_words = _published(_cover(front.pages))
    ages = subject_ages([(page.page.index, page.page.text) for page in document.pages], subject)
    stated = next((entry["nation"] for entry in load("reviews") if entry["id"] == facts.review_type), None)
    evidence = [
        *_quoted("publisher", facts.publisher, front.pages),
        *_quoted("subject", subject, front.pages),
        *_quoted("published", published_words, front.pages),
        *(Evidence("age", age.page, age.quote) for age in ages[:1]),
    ]
    return replace(
        facts,
        nation=stated or facts.nation or nation_in("\n".join(page.page.text for page in document.pages)),
        subject=subject,
        published=published,
        age_months_min=min((age.months for age in ages), default=None),
        age_months_max=max((age.months for age in ages), default=None),
        evidence=tuple(evidence),
    )


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


def _title_within(kind: DocumentKind, text: str) -> str | None:
    """The words by which such a document names itself, where its first line is an address or a date."""
    patterns = [entry["title"] for entry in load("kinds") if entry["kind"] == kind and "title" in entry]
    found = (re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
    return next((match[0].strip() for match in found if match), None)


def _cover(pages: Sequence[CleanPage]) -> str:
    """What stands before the first long paragraph of the first page."""
    lines: list[str] = []
    for line in (pages[0].page.text if pages else "").split("\n")[:25]:
        if len(line.split()) > 45:
            break
        lines.append(line)
    return "\n".join(lines)


def _is_review(subject: str | None, publisher: str | None, review_type: str | None) -> bool:
    """Two of the three that make a review: whom it is about, who published it, and what it calls itself."""
    return sum(fact is not None for fact in (subject, publisher, review_type)) >= 2


def _subject(front: _Front) -> str | None:
    labelled = subject_in(front.title) or subject_in(_cover(front.pages))
    return labelled[0] if labelled else counted_subject_in(front.title)


def _kind(front: _Front, subject: str | None, *, is_review: bool) -> DocumentKind:
    """The first kind whose words are there. A manual about reviews names boards and types, but never a child."""
    for entry in load("kinds"):
        kind = DocumentKind(entry["kind"])
        if (kind in REVIEW_KINDS and not is_review) or (kind is DocumentKind.PROCEDURE and subject):
            continue
        where = front.names if entry["where"] == "title" else front.text
        if any(re.search(pattern, where, re.IGNORECASE) for pattern in entry["names"]):
            return kind
    return DocumentKind.OVERVIEW_REPORT if is_review else DocumentKind.OTHER


def _review_type(front: _Front) -> str | None:
    """The type named in the title, else on the cover, else in the text of the first pages."""
    for where in (front.title, _cover(front.pages), front.text):
        for entry in load("reviews"):
            if any(re.search(name, where, re.IGNORECASE | re.MULTILINE) for name in entry["names"]):
                return str(entry["id"])
    return None


def _publisher(front: _Front) -> tuple[str | None, str | None]:
    """The board named first on the cover, else the one named most on the first pages; with its nation where plain."""
    on_cover = board_names(_cover(front.pages))
    if on_cover:
        return on_cover[0][0], nation_of(on_cover[0][0])
    named = Counter(name for name, _ in board_names(front.text))
    if not named:
        return None, None
    name = named.most_common(1)[0][0]
    return name, nation_of(name)


def _published(cover: str) -> tuple[str | None, str | None]:
    """The date after "Published", else a line of the cover that is nothing but a date."""
    for cue in _PUBLISHED.finditer(cover):
        match = DATE.match(cover, cue.end())
        if match and iso(match):
            return iso(match), cover[cue.start() : match.end()]
    for line in cover.split("\n"):
        match = DATE.search(line)
        if match and len(line.strip()) <= len(match[0]) + 4 and not _OTHER_DATE.search(line):
            return iso(match), match[0]
    return None, None


def _quoted(fact: str, words: str | None, pages: Sequence[CleanPage]) -> Iterator[Evidence]:
    """The words as they stand on the first of ``pages`` that has them, letter case aside."""
    for page in pages:
        place = page.page.text.casefold().find(words.casefold()) if words else -1
        if words and place >= 0:
            yield Evidence(fact, page.page.index, page.page.text[place : place + len(words)])
            return
