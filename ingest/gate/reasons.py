"""Why the gate stops a page. A reason is a name and never holds any of the words it was found by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.model import Hold

FILE = 0
"""The page number of a hold on the file as a whole: its bytes are not handed out, its pages are not touched by it."""


class Reason(StrEnum):
    """The names of all reasons, and after them the words that people read."""

    COVERED = "covered-text"
    BLENDED = "background-coloured-text"
    INVISIBLE = "invisible-text"
    TINY = "tiny-text"
    OUTSIDE = "text-outside-page"
    REDACTION = "unapplied-redaction"
    HIDDEN = "hidden-words"
    CHANGES = "tracked-changes"
    COMMENTS = "comments"
    ATTACHMENT = "attached-file"
    UNCHECKED = "not-checked"
    NHS_NUMBER = "nhs-number"
    BIRTH = "date-of-birth-with-name"
    ADDRESS = "home-address"
    TELEPHONE = "telephone-number"
    EMAIL = "private-email"


WORDS = {
    Reason.COVERED: "text under a shape or picture",
    Reason.BLENDED: "text in the colour of what is behind it",
    Reason.INVISIBLE: "text set to be invisible",
    Reason.TINY: "text too small to be seen",
    Reason.OUTSIDE: "text outside the visible page",
    Reason.REDACTION: "a redaction that was marked and never applied",
    Reason.HIDDEN: "words marked as hidden",
    Reason.CHANGES: "tracked changes",
    Reason.COMMENTS: "comments",
    Reason.ATTACHMENT: "another file attached to the document",
    Reason.UNCHECKED: "the page could not be checked for hidden text",
    Reason.NHS_NUMBER: "an NHS number",
    Reason.BIRTH: "a date of birth with a name",
    Reason.ADDRESS: "a house number with its postcode",
    Reason.TELEPHONE: "a private telephone number",
    Reason.EMAIL: "a private e-mail address",
}


def said(reason: str) -> str:
    """A reason in words."""
    return WORDS[Reason(reason)] if reason in {known.value for known in Reason} else reason


@dataclass(frozen=True, slots=True)
class Findings:
    """What the gate has to say of a file: pages to hold, and notes on the file that hold nothing."""

    holds: tuple[Hold, ...] = ()
    notes: tuple[str, ...] = ()
