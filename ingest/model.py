"""The records that everything else passes around: frozen, plain, and free of the database.

Words are those of the glossary in README.md: publisher, source, snapshot, document, review, page, passage, role.
Offsets are Python string offsets (code points) into the *cleaned* text of a page; page numbers count from 1 in the
order of the file, and the printed label stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """What one file is. The first group belongs to a case review; the rest never counts as one."""

    OVERVIEW_REPORT = "overview-report"
    EXECUTIVE_SUMMARY = "executive-summary"
    LEARNING_SUMMARY = "learning-summary"
    SEVEN_MINUTE_BRIEFING = "seven-minute-briefing"
    ACTION_PLAN = "action-plan"
    RESPONSE = "response"
    CATALOGUE_ABSTRACT = "catalogue-abstract"
    INSPECTION = "inspection"
    INQUIRY = "inquiry"
    PROCEDURE = "procedure"
    OTHER = "other"


REVIEW_KINDS = frozenset(
    {
        DocumentKind.OVERVIEW_REPORT,
        DocumentKind.EXECUTIVE_SUMMARY,
        DocumentKind.LEARNING_SUMMARY,
        DocumentKind.SEVEN_MINUTE_BRIEFING,
        DocumentKind.ACTION_PLAN,
        DocumentKind.RESPONSE,
        DocumentKind.CATALOGUE_ABSTRACT,
    }
)


class Role(StrEnum):
    """What a passage does in its report, whatever its heading was called."""

    FRONT_MATTER = "front-matter"
    SUMMARY = "summary"
    METHODOLOGY = "methodology"
    TERMS_OF_REFERENCE = "terms-of-reference"
    FAMILY_BACKGROUND = "family-background"
    NARRATIVE = "narrative"
    FAMILY_VIEW = "family-view"
    PRACTITIONER_VIEW = "practitioner-view"
    ANALYSIS = "analysis"
    FINDING = "finding"
    LESSON = "lesson"
    GOOD_PRACTICE = "good-practice"
    RECOMMENDATION = "recommendation"
    RESPONSE = "response"
    CONCLUSION = "conclusion"
    APPENDIX = "appendix"
    BOILERPLATE = "boilerplate"


class ReviewStatus(StrEnum):
    """Whether a review can still be had from its publisher, and whether its text is held."""

    LIVE = "live"
    NO_LONGER_PUBLISHED = "no-longer-published"
    WITHDRAWN = "withdrawn"
    RECORD_ONLY = "record-only"


class DocumentStatus(StrEnum):
    """How much of a document could be read."""

    READ = "read"
    PARTLY_READ = "partly-read"
    UNREADABLE = "unreadable"


class PageStatus(StrEnum):
    """How a page came by its text. ``UNREADABLE`` is a picture whose words nobody has read.

    ``HELD_BACK`` is a page that the gate stopped: its words are not stored until a person lets it through.
    """

    READ = "read"
    OCR = "ocr"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    HELD_BACK = "held-back"


class FurnitureKind(StrEnum):
    """Lines that belong to the page and not to the report: kept, marked, never indexed."""

    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page-number"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class SetAside:
    """One line of furniture, as it stood on the page (``line`` counts from 0 in the raw text)."""

    kind: FurnitureKind
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class LineBox:
    """Where a line of the cleaned text stands on the page, in fractions of its width and height from the top left."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, raw as the reader gave it (lines joined by newlines) and cleaned (paragraphs joined by newlines)."""

    index: int
    label: str | None
    raw: str
    text: str
    status: PageStatus
    furniture: tuple[SetAside, ...] = ()
    lines: tuple[LineBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A slice ``text[start:end]`` of the cleaned text of page ``page``."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One headed paragraph or numbered item: the unit that is found, tagged and cited.

    ``text`` is its spans' slices joined by a newline; ``heading`` is the path of headings above it, outermost first.
    """

    id: str
    document_id: str
    order: int
    spans: tuple[Span, ...]
    text: str
    role: Role
    heading: tuple[str, ...]
    number: str | None
    pages: tuple[int, ...]
    page_labels: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a fact was read from: an exact slice of the cleaned text of ``page``.

    ``confidence`` is "clear", or "possible" where a person should look; ``value`` is what these words alone say.
    """

    fact: str
    page: int
    quote: str
    confidence: str = "clear"
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A child whom a review is about. ``age_months`` is -1 before birth."""

    label: str | None = None
    age_months: int | None = None
    age_text: str | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one document says of itself and its case. ``None`` and ``()`` mean not stated or not read: never guessed.

    Dates are as precise as they are stated (a year, a month, a day). ``sex`` is "mixed" where the children differ.
    ``contradicted`` names the facts that the document states in two ways: the evidence holds both. ``altered`` says
    that the document itself tells of details changed to protect the family. ``language`` is "en" or "cy" (Welsh).
    """

    kind: DocumentKind
    title: str
    publisher: str | None = None
    nation: str | None = None
    subject: str | None = None
    review_type: str | None = None
    published: str | None = None
    incident: str | None = None
    age_months_min: int | None = None
    age_months_max: int | None = None
    sex: str | None = None
    children: int | None = None
    harm_types: tuple[str, ...] = ()
    method: str | None = None
    agencies: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    aliases: tuple[str, ...] = ()
    author: str | None = None
    completed: str | None = None
    period: tuple[str | None, str | None] | None = None
    subjects: tuple[Child, ...] = ()
    fatal: bool | None = None
    cp_plan: bool | None = None
    looked_after: bool | None = None
    contradicted: tuple[str, ...] = ()
    altered: bool = False
    language: str = "en"

    @property
    def year(self) -> int | None:
        """Year of publication."""
        return int(self.published[:4]) if self.published else None


@dataclass(frozen=True, slots=True)
class Publisher:
    """A board, partnership or panel that publishes reviews."""

    id: str
    name: str
    nation: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A place that is collected from, and how it was when last visited."""

    name: str
    publisher: str | None
    health: str
    last_complete: datetime | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bytes fetched once: where from, when, and the hash under which the archive keeps them."""

    sha256: str
    address: str
    fetched: datetime
    size: int
    media_type: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a review, or of something kept beside the reviews. Its id is the SHA-256 of its bytes."""

    id: str
    kind: DocumentKind
    title: str
    status: DocumentStatus
    media_type: str
    pages: int
    unreadable_pages: tuple[int, ...]
    reason: str | None
    paths: tuple[str, ...]
    source_url: str | None
    review_id: str | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Review:
    """One case review with all its documents: the thing that is counted, once."""

    id: str
    title: str
    publisher_id: str | None
    publisher: str | None
    nation: str | None
    subject: str | None
    review_type: str | None
    year: int | None
    incident_year: int | None
    age_months_min: int | None
    age_months_max: int | None
    sex: str | None
    children: int | None
    harm_types: tuple[str, ...]
    method: str | None
    agencies: tuple[str, ...]
    evidence_grade: str | None
    status: ReviewStatus
    documents: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Hold:
    """A page that the gate stopped, and why: the name of a reason, never the hidden or identifying text itself."""

    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that reading one file gives: what a worker sends back and the catalogue stores in one step.

    ``holds`` names every page that the gate has something against, those that a person released among them; ``notes``
    are its remarks on the file that hold nothing back.
    """

    media_type: str
    facts: Facts
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    problems: tuple[str, ...] = ()
    holds: tuple[Hold, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """Pages that are pictures whose words nobody has read."""
        return tuple(page.index for page in self.pages if page.status is PageStatus.UNREADABLE)

    @property
    def status(self) -> DocumentStatus:
        """Unreadable when no page has text, partly read when some page is a picture."""
        held_back = any(page.status is PageStatus.HELD_BACK for page in self.pages)
        if not any(page.text for page in self.pages) and not held_back:
            return DocumentStatus.UNREADABLE
        whole = not (self.unreadable_pages or self.problems or held_back)
        return DocumentStatus.READ if whole else DocumentStatus.PARTLY_READ

    @property
    def reason(self) -> str | None:
        """What could not be read, in words, or ``None`` when all was."""
        pictures, pages = len(self.unreadable_pages), len(self.pages)
        if self.status is DocumentStatus.READ:
            return None
        if self.status is DocumentStatus.PARTLY_READ:
            plural = "is a picture" if pictures == 1 else "are pictures"
            said = [f"{pictures} of its {pages} pages {plural} without text"] if pictures else []
            held_back = sum(page.status is PageStatus.HELD_BACK for page in self.pages)
            waits = "waits" if held_back == 1 else "wait"
            said += [f"{held_back} of its {pages} pages {waits} for a person to look at them"] if held_back else []
            return "; ".join([*said, *self.problems])
        if pictures == 0:
            return "it holds no text"
        return (
            "its one page is a picture without text" if pages == 1 else f"its {pages} pages are pictures without text"
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read at all, and why, in plain words."""

    path: str
    reason: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A passage with the document and the review it belongs to: what the index is built from."""

    passage: Passage
    document: Document
    review: Review | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is held. ``reviews`` counts each once; ``documents`` includes what belongs to no review."""

    reviews: int
    documents: int
    passages: int
    pages: int
