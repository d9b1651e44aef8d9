"""Records in plain words: what a reader sees in place of identifiers, months and missing values."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from functools import cache

from ingest.model import Document, DocumentStatus, Evidence, Passage, Review, ReviewStatus
from ingest.vocabulary.reading import vocabulary

GRADES = {
    "A": "findings or recommendations in a report or its executive summary",
    "B": "analysis, narrative or a learning summary",
    "C": "a catalogue abstract only",
    "D": "a briefing, whose details may have been changed",
    "E": "secondary: reported by somebody else",
}

_OWN_WAYS = {
    "scr": "serious case review",
    "cspr": "child safeguarding practice review",
    "lcspr": "local child safeguarding practice review",
    "cpr": "child practice review",
    "susr": "single unified safeguarding review",
    "cmr": "case management review",
    "gp": "GP",
    "cafcass": "Cafcass",
    "camhs": "CAMHS",
    "other": "other document",
    "gp-primary-care": "GP and primary care",
    "education-la": "local authority education",
}


def label(identifier: str) -> str:
    """An identifier of the vocabulary as a phrase in sentence case: ``good-practice`` is "Good practice"."""
    phrase = term(identifier)
    return phrase[:1].upper() + phrase[1:]


def term(identifier: str) -> str:
    """The same within a line, in lower case as far as the phrase allows; names that have capitals keep them."""
    known = _labels("harms").get(identifier) or _labels("ages").get(identifier)
    if known:
        return known[:1].lower() + known[1:]
    return _OWN_WAYS.get(identifier, identifier.replace("-", " ").replace("_", " "))


def named(kind: str, identifier: str) -> str:
    """What the vocabulary calls a theme, an agency, a harm or a method, or a value of another filter as a phrase."""
    return _labels(kind).get(identifier) or label(identifier)


@cache
def _labels(kind: str) -> dict[str, str]:
    """Labels by id: "early-help" is a theme and an agency, so each kind has its own."""
    held = vocabulary()
    terms = {
        "themes": held.themes,
        "agencies": held.agencies,
        "harms": held.harms,
        "methods": held.methods,
        "ages": held.ages,
    }
    return {one.id: one.label for one in terms.get(kind, ())}


@cache
def tag_choices() -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """What can be added as a tag: groups of themes, then the agencies, each as (about, id, label)."""
    held = vocabulary()
    groups = [
        (group.label, tuple(("theme", one.id, one.label) for one in held.themes_of(group.id))) for group in held.groups
    ]
    return (*groups, ("Agencies", tuple(("agency", one.id, one.label) for one in held.agencies)))


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 review", "1,204 passages", "2 copies"."""
    if number == 1:
        return f"1 {noun}"
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {plural}"


def age(least: int | None, most: int | None) -> str:
    """An age in months, or a range, as people say it; empty when it is not stated."""
    known = [months for months in (least, most) if months is not None]
    if not known:
        return ""
    first, last = _months(min(known)), _months(max(known))
    return first if first == last else f"{first} to {last}"


def _months(months: int) -> str:
    if months < 0:
        return "unborn"
    if months == 0:
        return "under 1 month"
    return count(months, "month") if months < 24 else count(months // 12, "year")


def pages(passage: Passage) -> str:
    """The pages of a passage, by their place in the file and as printed: "p. 31 (printed 29)"."""
    return page_numbers(passage.pages, passage.page_labels)


def page_numbers(numbers: Sequence[int], labels: Sequence[str | None]) -> str:
    """Page numbers with printed labels where these differ."""
    sign = "p." if len(numbers) == 1 else "pp."
    printed = [name or "" for name in labels]
    differs = any(name and name != str(number) for number, name in zip(numbers, printed, strict=False))
    return f"{sign} {_ends(numbers)}" + (f" (printed {_ends([name or 'none' for name in printed])})" if differs else "")


def _ends(values: Sequence[object]) -> str:
    return str(values[0]) if len(values) == 1 else f"{values[0]}–{values[-1]}"


def review_line(review: Review) -> str:
    """The facts of a review on one line. What is not known is left out, but for the year, which is always spoken of."""
    parts = [
        review.publisher or "",
        str(review.year) if review.year else "year not stated",
        term(review.review_type) if review.review_type else "",
        age(review.age_months_min, review.age_months_max),
        f"{review.children} children" if (review.children or 0) > 1 else "",
        ", ".join(term(harm) for harm in review.harm_types),
    ]
    return " · ".join(part for part in parts if part)


def document_line(document: Document) -> str:
    """The facts of a document that belongs to no review, and that it belongs to none."""
    year = document.facts.year
    parts = [
        document.facts.publisher or "",
        str(year) if year else "year not stated",
        f"{term(document.kind)}, not a case review",
        count(document.pages, "page"),
    ]
    return " · ".join(part for part in parts if part)


def status_line(review: Review | None) -> str:
    """What a careful reader must know about whether a review is still published; empty when there is nothing to say."""
    if review and review.status in (ReviewStatus.NO_LONGER_PUBLISHED, ReviewStatus.WITHDRAWN):
        return "This review is no longer published. What is shown was held before it was taken down."
    if review and review.status is ReviewStatus.RECORD_ONLY:
        return "Only the record of this review is held. Its report is not, so nothing in it can be searched."
    return ""


def unread_line(document: Document) -> str:
    """What could not be read of a document, what can be searched, and what to do; empty when all was read."""
    unread = len(document.unreadable_pages)
    if not unread:
        return sentence(document.reason) if document.reason else ""
    verb = "is a picture" if unread == 1 else "are pictures"
    if document.status is DocumentStatus.UNREADABLE:
        whole = f"All {count(unread, 'page')}" if unread > 1 else "Its only page"
        return f"{whole} {verb} without text. Nothing of it can be searched. {TESSERACT}"
    rest = document.pages - unread
    others = f"The other {rest} are searchable" if rest > 1 else "The other one is searchable"
    return f"{count(unread, 'page')} of {document.pages} {verb} without text. {others}. {TESSERACT}"


def sentence(reason: str) -> str:
    """A reason as a sentence of its own."""
    return reason[:1].upper() + reason[1:].rstrip(".") + "."


TESSERACT = "Install Tesseract and add the file again to read them."


def evidence_of(document: Document, fact: str) -> Evidence | None:
    """The words a fact was read from, where they were kept."""
    return next((item for item in document.facts.evidence if item.fact == fact), None)


def years(first_and_last: tuple[int, int] | None) -> str:
    """A span of years of publication: "published 2009 to 2025"."""
    if not first_and_last:
        return "with no year of publication stated"
    first, last = first_and_last
    return f"published in {first}" if first == last else f"published {first} to {last}"


def day(written: str | None) -> str:
    """A date of the record ("2024-07-18", "2024-07", "2024") as people write it."""
    year, month, of_month = [*(written or "").split("-"), "", ""][:3]
    name = calendar.month_name[int(month)] if month else ""
    return " ".join(part for part in (of_month.lstrip("0"), name, year) if part)


def ordinal(number: int) -> str:
    """First, second, third; then 4th, 5th."""
    names = {1: "first", 2: "second", 3: "third"}
    if number in names:
        return names[number]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
