"""A checked draft as the JSON that ``check-draft --json`` prints, and in words for the terminal and the page.

The draft's own sentences are in the answer to whoever gave them, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app import contract, words
from app.themes.address import Asked
from app.themes.tables import scope_line
from index.drafts.draft import Checked, Evidence, Report
from index.drafts.figures import Figure
from index.drafts.opposed import Kind
from index.drafts.support import Verdict

_MAKES = {
    Verdict.SUPPORTED: "says it",
    Verdict.PARTLY: "says part of it",
    Verdict.NOT_FOUND: "is nearest to it",
    Verdict.CONTRADICTED: "says otherwise",
}
_OPPOSED = {
    Kind.OPPOSITE: "The sentence has “{here}” where the review has “{there}”.",
    Kind.ACTOR: "The sentence says it of “{here}”, the review of “{there}”.",
    Kind.SHARE: "The sentence says “{here}”, the review “{there}”.",
}

Json = dict[str, Any]

MEANS = {
    Verdict.SUPPORTED: "A held review says it.",
    Verdict.PARTLY: "A held review says part of it, or something near; the rest was not found.",
    Verdict.NOT_FOUND: "No held review was found to say it. That does not mean that it is untrue.",
    Verdict.CONTRADICTED: "A held review seems to say otherwise. Look at its words.",
}
CAVEAT = (
    "Sentences are compared by their words, meaning, numbers and denials; no verdict replaces reading the passage. "
    "The draft stays in memory only."
)


def answer(report: Report) -> Json:
    """The whole report."""
    return {
        "library_revision": report.revision,
        "reviews_searched": report.reviews,
        "counts": {verdict.value: report.count(verdict) for verdict in Verdict},
        "passed_over": report.passed_over,
        "unchecked": report.unchecked,
        "language": "cy" if report.welsh else "en",
        "sentences": [sentence(one) for one in report.sentences],
    }


def sentence(one: Checked) -> Json:
    """One sentence with what was found."""
    return {
        "text": one.claim.text,
        "start": one.claim.start,
        "end": one.claim.end,
        "claims": one.claim.claims,
        "verdict": one.verdict.value if one.verdict else None,
        "reason": why(one),
        "figure": _figure(one.figure) if one.figure else None,
        "evidence": [_evidence(found) for found in one.evidence],
    }


def summary(report: Report) -> str:
    """What was checked and how it came out, in a sentence or two."""
    counted = ", ".join(f"{report.count(verdict)} {verdict.value}" for verdict in Verdict)
    claims = sum(one.verdict is not None for one in report.sentences)
    said = f"{words.count(claims, 'sentence')} compared with {words.count(report.reviews, 'review')}: {counted}. "
    said += f"{words.count(report.passed_over, 'sentence')} without a claim about reviews passed over."
    if report.unchecked:
        said += f" {words.count(report.unchecked, 'further claim')} not checked: give the rest as a draft of its own."
    if report.welsh:
        said += " The draft seems not to be in English; only English words are compared."
    return said


def why(one: Checked) -> str:
    """Why a sentence has its verdict."""
    if one.verdict is None:
        return "Claims nothing of reviews." if not one.claim.claims else "Not checked: the draft holds too many claims."
    if one.claim.unknown or one.claim.published:
        return one.reason
    if one.figure and one.figure.agrees is not None:
        return counted(one.figure)
    said = MEANS[one.verdict]
    if one.evidence:
        said = " ".join([said, *_differences(one)])
    return f"{said} {counted(one.figure)}" if one.figure else said


def counted(figure: Figure) -> str:
    """A figure as the library counts it."""
    if figure.agrees is None or figure.theme is None:
        return f"The figure “{figure.words}” cannot be recomputed: it is not about one theme of the vocabulary."
    label = words.named("themes", figure.theme)
    of = words.count(figure.of or 0, "review")
    return (
        f"The figure “{figure.words}” {'agrees' if figure.agrees else 'does not agree'}: the library has {label} in "
        f"{figure.reviews} of {of}, {figure.clear} of them clearly."
    )


def scope_of(one: Checked) -> str:
    """What a recomputed figure was counted over; empty where none was."""
    return scope_line(one.figure.table) if one.figure and one.figure.table else ""


def behind(one: Checked) -> str:
    """The address at which the passages behind a recomputed figure stand; empty where none was."""
    figure = one.figure
    if not figure or not figure.table or not figure.theme:
        return ""
    return Asked(filters=figure.table.question.filters).at(figure.theme).address()


def lead(one: Checked, found: Evidence) -> str:
    """What a passage is, and what it makes of the sentence; behind a figure it only stands for others."""
    role = words.label(found.held.passage.role.value)
    counted_again = one.figure is not None and one.figure.agrees is not None
    return role if counted_again else f"{role}: {_MAKES[found.verdict]}"


def lines(report: Report) -> Iterator[str]:
    """The report for a person at a terminal."""
    yield summary(report)
    for one in report.sentences:
        if one.verdict is None:
            continue
        yield ""
        yield f"{one.verdict.value.upper()}: {' '.join(one.claim.text.split())}"
        yield f"   {why(one)}"
        if scope := scope_of(one):
            yield f"   Counted over {scope}."
        for found in one.evidence[:2]:
            yield f"   “{' '.join(found.text.split())}” ({place(found)})"
    yield ""
    yield CAVEAT


def place(found: Evidence) -> str:
    """Where evidence stands."""
    title = found.held.review.title if found.held.review else found.held.document.title
    return f"{title}, {words.pages(found.held.passage)}"


def _differences(one: Checked) -> Iterator[str]:
    found = one.evidence[0].found
    if found.number_differs:
        yield "Another number stands there."
    if found.number_missing and not found.number_differs:
        yield "A number of the sentence does not stand there."
    if found.denial_differs:
        yield "One of the two denies what the other says."
    for opposed in found.opposed:
        yield _OPPOSED[opposed.kind].format(here=opposed.here, there=opposed.there)
    absent = [*found.missing, *(name for name in found.alone if not set(name.split()) & set(found.missing))]
    if absent and one.verdict is Verdict.PARTLY:
        yield f"Not there: {', '.join(absent[:8])}."


def _figure(figure: Figure) -> Json:
    return {
        "words": figure.words,
        "theme": figure.theme,
        "reviews": figure.reviews,
        "clear": figure.clear,
        "of": figure.of,
        "agrees": figure.agrees,
        "scope": scope_line(figure.table) if figure.table else None,
    }


def _evidence(found: Evidence) -> Json:
    return {
        "text": found.text,
        "verdict": found.verdict.value,
        "share_of_words": round(found.found.share, 3),
        "cosine": round(found.found.cosine, 3),
        "passage": contract.example(found.held),
    }
