"""Processes that run beside a review (inquest, trial, other reviews), and how people took part, by their words."""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.model import Passage, Role
from ingest.passages.sentences import sentence_spans


class Process(StrEnum):
    """A process beside a review."""

    INQUEST = "inquest"
    CRIMINAL = "criminal investigation or trial"
    FAMILY_COURT = "family court proceedings"
    DOMESTIC_HOMICIDE = "domestic homicide review"
    ADULT_REVIEW = "safeguarding adult review"
    HEALTH_INCIDENT = "health serious incident investigation"
    POLICE_CONDUCT = "police complaints investigation"
    PRISONS = "prisons and probation investigation"
    CHILD_DEATH = "child death review"


class Part(StrEnum):
    """Who took part in a review."""

    FAMILY = "family"
    PRACTITIONERS = "practitioners"


_PROCESSES = {
    Process.INQUEST: r"\binquests?\b|\bcoroner(?:'s|’s)?\b",
    Process.CRIMINAL: (
        r"\bcriminal (?:proceedings?|trial|investigations?|process|prosecution|case|court)\b|\bcrown court\b"
        r"|\b(?:was|were|been) (?:charged|convicted|prosecuted|sentenced|tried|acquitted)\b|\bmurder trial\b"
        r"|\bcrown prosecution service\b"
    ),
    Process.FAMILY_COURT: (
        r"\b(?:care|family court|public law|private law) proceedings\b|\bfamily court\b|\bfact[- ]finding hearing\b"
    ),
    Process.DOMESTIC_HOMICIDE: r"\bdomestic homicide review\b|\bDHR\b",
    Process.ADULT_REVIEW: r"\bsafeguarding adults? review\b|\badult practice review\b",
    Process.HEALTH_INCIDENT: (
        r"\bserious (?:untoward )?incident (?:investigation|review|report)\b|\broot cause analysis\b|\bSUI\b"
        r"|\bhealthcare safety investigation\b|\bmental health homicide review\b"
    ),
    Process.POLICE_CONDUCT: (
        r"\bIOPC\b|\bIPCC\b|\bindependent (?:office for police conduct|police complaints commission)\b"
    ),
    Process.PRISONS: r"\bprisons and probation ombudsman\b|\bserious further offence review\b",
    Process.CHILD_DEATH: r"\bchild death (?:overview|review)\b|\bCDOP\b",
}
_PATTERNS = {process: re.compile(words, re.IGNORECASE) for process, words in _PROCESSES.items()}

_TOOK_PART = {
    Part.FAMILY: re.compile(
        r"\b(?:famil(?:y|ies)|parents?|mother|father|grand(?:mother|father|parents?)|carers?|siblings?|relatives?)\b"
        r"[^.]{0,120}\b(?:met|spoke|spoken|interview\w*|contribut\w+|invited|declin\w+|took part|take part|taking part"
        r"|participat\w+|views|conversation|contacted|shared (?:their|her|his)|chose not|agreed to)\b"
        r"|\b(?:met with|spoke (?:to|with)|interviewed|contacted|wrote to|conversations? with)\b[^.]{0,60}"
        r"\b(?:famil|parent|mother|father|grand|carer|sibling)",
        re.IGNORECASE,
    ),
    Part.PRACTITIONERS: re.compile(
        r"\A(?!.*\b(?:panel of|training)\b).*"
        r"\b(?:practitioners?|professionals?|staff|front-?line workers?|managers?)\b[^.]{0,120}"
        r"\b(?:event|workshop|interview\w*|conversations?|met|took part|take part|taking part|participat\w+"
        r"|contribut\w+|attended|day|group)\b",
        re.IGNORECASE | re.DOTALL,
    ),
}
_ABOUT_THE_REVIEW = frozenset(
    {Role.METHODOLOGY, Role.TERMS_OF_REFERENCE, Role.FAMILY_VIEW, Role.PRACTITIONER_VIEW, Role.SUMMARY}
)
_BESIDE = _ABOUT_THE_REVIEW | {Role.FRONT_MATTER, Role.CONCLUSION, Role.NARRATIVE, Role.APPENDIX}


def process_in(passage: Passage, process: Process) -> tuple[int, int] | None:
    """The first sentence of a passage that speaks of a process, or ``None``."""
    if passage.role not in _BESIDE:
        return None
    return _sentence(passage, _PATTERNS[process])


def part_in(passage: Passage, part: Part) -> tuple[int, int] | None:
    """The first sentence of a passage that says how people took part in the review, or ``None``."""
    return _sentence(passage, _TOOK_PART[part]) if passage.role in _ABOUT_THE_REVIEW else None


def _sentence(passage: Passage, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    text = passage.text
    return next((span for span in sentence_spans(text) if pattern.search(text[slice(*span)])), None)
