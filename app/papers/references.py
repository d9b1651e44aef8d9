"""The reviews that a document rests on, as a bibliography: in words, as RIS and as BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.model import ReviewStatus

_STATUS = {
    ReviewStatus.LIVE: "published when last seen",
    ReviewStatus.NO_LONGER_PUBLISHED: "no longer published; text held",
    ReviewStatus.WITHDRAWN: "withdrawn",
    ReviewStatus.RECORD_ONLY: "record only; no text held",
}
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "{": r"\{", "}": r"\}"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One document of a review that is cited. What is not known is ``None`` and is said to be unknown or left out."""

    key: str
    publisher: str | None
    year: int | None
    title: str
    kind: str
    address: str | None
    retrieved: date | None
    status: ReviewStatus

    @property
    def line(self) -> str:
        """Publisher (year) title, kind, address, retrieval date, archive status."""
        year = str(self.year) if self.year else "year not stated"
        parts = [f"{self.publisher or 'Publisher not stated'} ({year}) {self.title}. {self.kind}."]
        if self.address:
            parts.append(f"{self.address}.")
        if self.retrieved:
            parts.append(f"Retrieved {self.retrieved.day} {self.retrieved:%B %Y}.")
        parts.append(f"Status: {self.standing}.")
        return " ".join(parts)

    @property
    def standing(self) -> str:
        """Whether it can still be had; of a file that a person gave nobody has looked."""
        if self.status is ReviewStatus.LIVE and not self.address:
            return "held as a file; not checked on a website"
        return _STATUS[self.status]


def ris(references: list[Reference]) -> str:
    """The RIS file that reference managers read; one RPRT record each."""
    return "".join(_ris(one) for one in references)


def bibtex(references: list[Reference]) -> str:
    """The BibTeX file; one ``techreport`` each, keys made distinct."""
    seen: dict[str, int] = {}
    entries = []
    for one in references:
        key = re.sub(r"[^A-Za-z0-9-]", "", one.key) or "review"
        seen[key] = seen.get(key, 0) + 1
        entries.append(_bibtex(one, key if seen[key] == 1 else f"{key}-{seen[key]}"))
    return "\n".join(entries)


def _ris(one: Reference) -> str:
    fields = [
        ("TY", "RPRT"),
        ("AU", f"{one.publisher}," if one.publisher else None),  # the comma says that this is not a person's name
        ("PB", one.publisher),
        ("PY", str(one.year) if one.year else None),
        ("TI", one.title),
        ("M3", one.kind),
        ("UR", one.address),
        ("Y2", one.retrieved.strftime("%Y/%m/%d") if one.retrieved else None),
        ("N1", f"Status: {one.standing}"),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def _bibtex(one: Reference, key: str) -> str:
    fields = [
        ("title", f"{{{_escaped(one.title)}}}"),
        ("author", f"{{{_escaped(one.publisher)}}}" if one.publisher else None),
        ("institution", _escaped(one.publisher) if one.publisher else "not stated"),
        ("year", str(one.year) if one.year else None),
        ("type", _escaped(one.kind)),
        ("url", one.address),
        ("urldate", one.retrieved.isoformat() if one.retrieved else None),
        ("note", _escaped(f"Status: {one.standing}")),
    ]
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@techreport{{{key},\n{lines}}}\n"


def _escaped(text: str) -> str:
    marked = "".join(_LATEX.get(letter, letter) for letter in " ".join(text.split()))
    return re.sub(r"([&%$#_])", r"\\\1", marked)
