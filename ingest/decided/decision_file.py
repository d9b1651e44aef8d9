"""Decisions as one YAML file: written for people to read and keep, read strictly.

It holds no word of a report: passages are named by id, and by the anchor that finds them after a re-read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AwareDatetime, Field, TypeAdapter

from ingest.decided import corrections
from ingest.decided.anchors import PassageAnchor, ReviewAnchor
from ingest.decided.decisions import VERDICTS, About, Decision, Verdict
from ingest.errors import BadArgument
from ingest.vocabulary.entries import Entry, Words
from ingest.vocabulary.lines import Source, nearest, strict
from ingest.vocabulary.reading import vocabulary

LONGEST_NOTE = 1000
_HEAD = "# Decisions of people on tags and facts. Take them in with: commonthread decisions --import FILE\n"


class _Made(Entry):
    """What every decision says."""

    subject: Words
    verdict: Verdict
    by: Annotated[Words, Field(max_length=100)]
    at: AwareDatetime
    note: Annotated[Words, Field(max_length=LONGEST_NOTE)] | None = None


class _OnPassage(_Made):
    about: Literal[About.THEME, About.AGENCY]
    passage: Words
    anchor: PassageAnchor


class _OnReview(_Made):
    about: Literal[About.FACT]
    review: Words
    anchor: ReviewAnchor
    value: tuple[str | int | bool, ...] = ()


class _File(Entry):
    decisions: tuple[Annotated[_OnPassage | _OnReview, Field(discriminator="about")], ...]


def text_of(decisions: Iterable[Decision]) -> str:
    """The file's text; the same decisions give the same text."""
    entries = [_entry(one) for one in sorted(decisions, key=lambda one: (one.decided, one.key))]
    return _HEAD + yaml.safe_dump({"decisions": entries}, sort_keys=False, allow_unicode=True, width=120)


def read_file(path: Path) -> list[Decision]:
    """The decisions of a file; ``VocabularyError`` names the file, the line and what is wrong there."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"{path}: the file cannot be read: {error}") from error
    return read_text(text, str(path))


def read_text(text: str, path: str) -> list[Decision]:
    """The decisions of a file's text."""
    file, source = strict(text, path, TypeAdapter(_File))
    for place, entry in enumerate(file.decisions):
        field, reason = _wrong(entry)
        if reason:
            raise source.error(("decisions", place, field), reason)
    decisions = [_decision(entry) for entry in file.decisions]
    _refuse_doubles(decisions, source)
    return decisions


def _refuse_doubles(decisions: list[Decision], source: Source) -> None:
    seen: set[tuple[str, str, str]] = set()
    for place, one in enumerate(decisions):
        if one.key in seen:
            reason = f"there are two decisions on {one.about} “{one.subject}” of {one.target}"
            raise source.error(("decisions", place, "subject"), reason)
        seen.add(one.key)


def _wrong(entry: _OnPassage | _OnReview) -> tuple[str, str | None]:
    """The field that is wrong and why, or no reason."""
    if entry.verdict not in VERDICTS[entry.about]:
        allowed = ", ".join(sorted(VERDICTS[entry.about]))
        return "verdict", f"“{entry.verdict}” is not said of a {entry.about}; it is one of {allowed}"
    if isinstance(entry, _OnPassage):
        return "subject", unknown_term(entry.about, entry.subject)
    if entry.subject not in corrections.FACTS:
        return "subject", f"“{entry.subject}” is not a fact{nearest(entry.subject, list(corrections.FACTS))}"
    if entry.verdict is not Verdict.UNDO:
        return "value", corrections.refusal(entry.subject, entry.value)
    return "value", "what is taken back has no value" if entry.value else None


def unknown_term(about: About, name: str) -> str | None:
    """Why a name is not the id of a theme or an agency, with the nearest ids, or ``None``."""
    held = vocabulary()
    terms = held.themes if about is About.THEME else held.agencies
    if any(term.id == name for term in terms):
        return None
    what = "a theme" if about is About.THEME else "an agency"
    by_name = {known.casefold(): term.id for term in terms for known in (term.id, *term.names)}
    if name.casefold() in by_name:
        return f"“{name}” is not the id of {what}; it is “{by_name[name.casefold()]}”"
    return f"“{name}” is not the id of {what}{nearest(name.casefold(), [term.id for term in terms])}"


def _entry(decision: Decision) -> dict[str, Any]:
    place = "review" if decision.about is About.FACT else "passage"
    entry: dict[str, Any] = {
        "about": decision.about.value,
        place: decision.target,
        "subject": decision.subject,
        "verdict": decision.verdict.value,
    }
    if decision.about is About.FACT and decision.stands:
        entry["value"] = list(decision.value)
    entry |= {"by": decision.decided_by, "at": decision.decided.isoformat()}
    if decision.note:
        entry["note"] = decision.note
    return entry | {"anchor": decision.anchor.model_dump(mode="json")}


def _decision(entry: _OnPassage | _OnReview) -> Decision:
    return Decision(
        about=entry.about,
        target=entry.review if isinstance(entry, _OnReview) else entry.passage,
        subject=entry.subject,
        verdict=entry.verdict,
        decided_by=entry.by,
        decided=entry.at,
        anchor=entry.anchor,
        value=entry.value if isinstance(entry, _OnReview) else (),
        note=entry.note,
    )
