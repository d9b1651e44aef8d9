"""Which agencies a passage names, and the part each plays: involved, asked to act, author or commissioner."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.tagging.boilerplate import SILENT
from index.tagging.cue_finder import CueFinder, Hits
from index.tagging.negation import denied, within
from index.tagging.tags import AgencyTag, Part, Span, Strength, joined
from ingest.model import Passage, Role
from ingest.passages.addressees import asked_in
from ingest.passages.sentences import sentence_spans
from ingest.vocabulary.terms import Agency

_ASKING = frozenset({Role.RECOMMENDATION})
_BOARD = "safeguarding-partnership"
_MADE = (
    (
        Part.COMMISSIONER,
        re.compile(
            r"\b(?:commission(?:ed|ing)|decided (?:to|that)|agreed (?:to|that)|initiated|instigated|appointed"
            r"|convened)\b.{0,120}\breview|\breview .{0,60}\b(?:commissioned|initiated) by\b",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    (
        Part.AUTHOR,
        re.compile(
            r"\b(?:(?:written|prepared|produced|authored|led|chaired|completed|carried out) by|author|lead reviewer"
            r"|panel (?:was made up|consisted|included|members))\b",
            re.IGNORECASE,
        ),
    ),
)

_OFFICE = re.compile(
    r"\b(?:Directors?|Chief (?:Executive|Constable|Superintendent|Nurs\w+|Officer)|Commissioner|Chair(?:person)?"
    r"|Accountable Officer|Superintendent|Manager|Head) (?:of|for|,)|\bChief (?:Executive|Constable|Nurs\w+ Officer)\b"
)
_OFFICES = 3
"""So many offices in a passage before the report begins are those to whom a letter is written."""


class AgencyReader:
    """Reads agencies out of passages. Safe from several threads."""

    def __init__(self, agencies: Sequence[Agency]) -> None:
        self._cues = CueFinder(agencies)

    def read(self, passage: Passage, silent: tuple[Span, ...]) -> tuple[AgencyTag, ...]:
        """Every agency of a passage with its part; ``silent`` are the places that carry no tag."""
        hits = self._cues.find(passage.text)
        if passage.role is Role.FRONT_MATTER and len(_OFFICE.findall(passage.text)) >= _OFFICES:
            return _written_to(hits)
        if passage.role in SILENT:
            return _makers(passage.text, hits)
        hits = _standing(hits, (*silent, *denied(passage.text)))
        if passage.role in _ASKING:
            return _asked(passage, hits, [one for one in passage.heading[::-1] if self._named(one)])
        return _involved(hits, self._named(passage.heading[-1]) if passage.heading else frozenset())

    def _named(self, heading: str) -> frozenset[str]:
        """The agencies that a heading names."""
        return frozenset(agency for agency, hits in _longest(self._cues.find(heading)).items() if hits.strong)


def _standing(hits: Mapping[str, Hits], not_so: tuple[Span, ...]) -> dict[str, Hits]:
    return {
        agency: Hits(
            [span for span in found.strong if not within(span, not_so)],
            [span for span in found.weak if not within(span, not_so)],
        )
        for agency, found in hits.items()
    }


def _involved(hits: Mapping[str, Hits], heading: frozenset[str]) -> tuple[AgencyTag, ...]:
    """Those that are named; one that stands over the passage and is not named in it is possible."""
    hits = _longest(hits)
    clear = [
        AgencyTag(agency, Part.INVOLVED, Strength.CLEAR, joined(found.strong))
        for agency, found in hits.items()
        if found.strong
    ]
    possible = [
        AgencyTag(agency, Part.INVOLVED, Strength.POSSIBLE, joined(hits[agency].weak) if agency in hits else ())
        for agency in sorted(heading)
        if not (agency in hits and hits[agency].strong)
    ]
    return (*clear, *possible)


def _longest(hits: Mapping[str, Hits]) -> dict[str, Hits]:
    """A name that is part of another agency's longer name does not count: the school in "school nurse"."""
    every = [(span, agency) for agency, found in hits.items() for span in found.strong]

    def kept(agency: str, span: Span) -> bool:
        size = span[1] - span[0]
        return not any(
            other != agency and start <= span[0] and span[1] <= end and end - start > size
            for (start, end), other in every
        )

    return {
        agency: Hits([span for span in found.strong if kept(agency, span)], found.weak)
        for agency, found in hits.items()
    }


def _asked(passage: Passage, hits: Mapping[str, Hits], headings: Sequence[str]) -> tuple[AgencyTag, ...]:
    """Those that a recommendation asks to act."""
    tags = []
    for agency in asked_in(passage.text, headings).agencies:
        found = hits.get(agency) or Hits()
        words = joined(found.strong[:1] or found.weak[:1])
        tags.append(AgencyTag(agency, Part.ADDRESSEE, Strength.CLEAR if words else Strength.POSSIBLE, words))
    return tuple(tags)


def _written_to(hits: Mapping[str, Hits]) -> tuple[AgencyTag, ...]:
    """Those whose officers a letter is written to."""
    return tuple(
        AgencyTag(agency, Part.ADDRESSEE, Strength.CLEAR, joined(found.strong))
        for agency, found in _longest(hits).items()
        if found.strong
    )


def _makers(text: str, hits: Mapping[str, Hits]) -> tuple[AgencyTag, ...]:
    """Those that had the review made, or made it, where it says how it was made; only boards commission one."""
    tags: dict[str, AgencyTag] = {}
    for start, end in sentence_spans(text):
        part = next((part for part, words in _MADE if words.search(text[start:end])), None)
        for agency, found in hits.items() if part else ():
            inside = [span for span in found.strong if start <= span[0] and span[1] <= end]
            if part and inside and (agency == _BOARD) == (part is Part.COMMISSIONER):
                tags.setdefault(agency, AgencyTag(agency, part, Strength.CLEAR, joined(inside)))
    return tuple(tags.values())
