"""Answers as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from app import words
from index.searching.query import Answer, PassageHit, Result
from ingest.model import Passage

_WIDTH = 96
_INDENT = " " * 6


def answer_lines(answer: Answer) -> Iterator[str]:
    """What was searched, then what was found: one block a review, its best passages with their pages."""
    yield searched(answer)
    if answer.nothing_found:
        yield "No passage that was searched is close to this. The nearest are shown so that you can judge."
    for number, result in enumerate(answer.results, start=1):
        yield ""
        yield f"{number:>2}  {title(result)}"
        for hit in result.passages:
            yield from _hit_lines(hit)
        if result.more:
            yield f"    {result.more} more {'passage' if result.more == 1 else 'passages'}"


def searched(answer: Answer) -> str:
    """The sentence that comes before any result."""
    years = f", published {answer.years[0]} to {answer.years[1]}" if answer.years else ""
    verb = "holds" if answer.close == 1 else "hold"
    found = "" if answer.nothing_found else f" {answer.close} of {_things(answer)} {verb} a close passage."
    documents = f" and {_count(answer.documents_searched, 'document')}" if answer.reviews_searched else ""
    return f"Searched {_things(answer)}{documents}{years}.{found}"


def title(result: Result) -> str:
    """A review's facts on one line; unknown ones are left out."""
    review = result.review
    if review is None:
        kind, year = words.term(result.document.kind), result.document.facts.year
        return " · ".join(str(part) for part in (result.document.title, kind, year) if part)
    kind = words.term(review.review_type) if review.review_type else ""
    return " · ".join(str(part) for part in (review.title, review.publisher, review.year, kind) if part)


def pages(passage: Passage) -> str:
    """The pages of a passage, with the printed labels where they differ: "p. 31 (printed 29)"."""
    numbers = "–".join(str(page) for page in sorted({passage.pages[0], passage.pages[-1]}))
    labels = [label for label in passage.page_labels if label]
    printed = "–".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""
    mark = "pp." if len(passage.pages) > 1 else "p."
    return f"{mark} {numbers} (printed {printed})" if printed and printed != numbers else f"{mark} {numbers}"


def _hit_lines(hit: PassageHit) -> Iterator[str]:
    role = hit.passage.role.value.replace("-", " ").upper()
    yield f"    {role}  {pages(hit.passage)}  [{hit.passage.id}]"
    quote = " ".join(hit.passage.text.split())
    yield from textwrap.wrap(
        f"“{quote}”", _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False
    )


def _things(answer: Answer) -> str:
    if answer.reviews_searched or not answer.documents_searched:
        return _count(answer.reviews_searched, "review")
    return _count(answer.documents_searched, "document")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
