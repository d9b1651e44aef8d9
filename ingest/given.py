"""A file on its way into the library, and where it comes from: a person's folder, or an address on the web."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ingest.model import DocumentKind, Facts


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page that lists a document says of it. ``None`` is not stated.

    ``kind`` is set for a text that the page itself holds (a catalogue's abstract, a report published as a web page).
    """

    title: str
    publisher: str | None = None
    nation: str | None = None
    subject: str | None = None
    published: str | None = None
    kind: DocumentKind | None = None

    def completing(self, facts: Facts) -> Facts:
        """The facts, with those that a document does not state taken from the page that lists it."""
        missing = {
            name: value
            for name in ("publisher", "nation", "subject", "published")
            if getattr(facts, name) is None and (value := getattr(self, name)) is not None
        }
        return replace(facts, **missing) if missing else facts

    def stating(self, facts: Facts) -> Facts:
        """The facts of a text that the page itself holds: what the page says of it is what it is."""
        if self.kind is None:
            return facts
        if self.kind is not DocumentKind.CATALOGUE_ABSTRACT:
            return replace(facts, kind=self.kind)
        said = {name: getattr(self, name) for name in ("publisher", "nation", "subject", "published")}
        kept = tuple(item for item in facts.evidence if item.fact not in said)
        return replace(facts, kind=self.kind, title=self.title, evidence=kept, **said)


@dataclass(frozen=True, slots=True)
class Given:
    """One file to take in. ``address`` and ``source`` say where it was collected; without them a person gave it."""

    file: Path
    address: str | None = None
    source: str | None = None
    fetched: datetime | None = None
    listed: Listed | None = None

    @property
    def name(self) -> str:
        """What the record knows it by: its address, or its path."""
        return self.address or str(self.file)

    @property
    def place(self) -> str:
        """Its address, as one whatever it is."""
        return self.address or self.file.absolute().as_uri()
