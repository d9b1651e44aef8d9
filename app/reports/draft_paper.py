"""A checked draft as a paper, to go back to its author: each sentence, its verdict, the passages with references."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version

from app import words
from app.contract import draft as said
from app.papers import cite
from app.papers.cite import Retrieved
from app.papers.paper import Block, Heading, Paper, Paragraph, Points, Sentence
from app.papers.phrases import sentence
from index.drafts.draft import Checked, Evidence, Report
from index.drafts.support import Verdict
from index.quoting.cited import Cited


def draft_paper(report: Report, retrieved: Retrieved, made: datetime) -> Paper:
    """The whole paper. The draft's own sentences stand in it as they were given."""
    day = words.day(made.date().isoformat())
    judged = [one for one in report.sentences if one.verdict]
    used = [(found.held.document, found.held.review) for one in judged for found in one.evidence]
    references = cite.bibliography(used, retrieved)
    blocks = (
        Heading(1, "What was checked"),
        Paragraph(tuple(_counted(report, len(judged)))),
        Points(
            tuple(sentence("draft-means", verdict=one.value.capitalize(), means=said.MEANS[one]) for one in Verdict)
        ),
        Heading(1, "Sentence by sentence"),
        *(block for number, one in enumerate(judged, start=1) for block in _judged(number, one)),
        Heading(1, "References"),
        Points(tuple(sentence("reference", line=one.line) for one in references)),
        Heading(1, "How this was made"),
        Points(
            (
                sentence("draft-caveat"),
                sentence("caveat-published"),
                sentence("draft-made", revision=report.revision, day=day, version=version("commonthread")),
            )
        ),
    )
    return Paper("Checked draft", f"Each claim beside what the held reviews say, {day}", blocks, keywords=("draft",))


def _counted(report: Report, judged: int) -> Iterator[Sentence]:
    counts = {name: report.count(which) for name, which in zip(_NAMES, Verdict, strict=True)}
    yield sentence("draft-counted", sentences=judged, reviews=report.reviews, **counts)
    yield sentence("draft-passed", passed=report.passed_over)
    if report.unchecked:
        yield sentence("draft-unchecked", unchecked=report.unchecked)
    if report.welsh:
        yield sentence("draft-welsh")


_NAMES = ("supported", "partly", "missing", "against")


def _judged(number: int, one: Checked) -> Iterator[Block]:
    verdict = one.verdict.value.capitalize() if one.verdict else ""
    yield Heading(2, f"{number}. {verdict}")
    yield Paragraph((sentence("draft-sentence", sentence=" ".join(one.claim.text.split())),))
    reason = [sentence("draft-reason", reason=said.why(one))]
    scope = said.scope_of(one)
    if scope:
        reason.append(sentence("draft-scope", scope=scope))
    yield Paragraph(tuple(reason))
    for found in one.evidence:
        yield cite.quote(_cited(found), said.lead(one, found))


def _cited(found: Evidence) -> Cited:
    held = found.held
    return Cited(held.passage, held.document, held.review, found.start, found.end)
