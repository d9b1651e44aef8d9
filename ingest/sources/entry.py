"""What a published page lists: entries, their links, and where to go on. Shapes make these; the crawl acts on them.

A shape is a pure function from one fetched page to a :class:`Listing`: no request is made and nothing is stored there,
so each is tested with a page and the records expected of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was fetched: the final address, the body and its media type (lower case, without parameters)."""

    address: str
    body: bytes
    media_type: str = "text/html"
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A file: its address, and what it is called (the sentence before it where the link says only "here").

    ``fetch`` is false where the source's rules let the link be recorded but not followed, as with the catalogue of a
    library that is not to be collected in bulk.
    """

    address: str
    text: str
    fetch: bool = True


@dataclass(frozen=True, slots=True)
class Abstract:
    """A catalogue's own account of a review, block by block, as it stands there; ``None`` where there is no block."""

    incident: str | None = None
    background: str | None = None
    learning: str | None = None
    recommendations: str | None = None
    model: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One review as a page lists it, with its files. What the page does not state is ``None``, never guessed.

    ``html`` is a whole small page kept as the document of an entry that has a text of its own: a catalogue abstract,
    or a report published as a web page (``kind`` says which, in the words of ``ingest.model.DocumentKind``).
    """

    title: str
    links: tuple[Link, ...] = ()
    year: int | None = None
    publisher: str | None = None
    anonymous: bool = False
    subject: str | None = None
    published: str | None = None
    abstract: Abstract | None = None
    html: bytes | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All that one page gives. ``follow`` are pages of the same source still to be read; ``problems`` are in words."""

    entries: tuple[Entry, ...] = ()
    follow: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
