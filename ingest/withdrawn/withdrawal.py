"""Withdrawal: a review or document goes from every place in the library, and does not come back.

The order makes it safe to kill: one transaction writes the tombstones and takes the records away; then the bytes go,
then the database is written anew without what was deleted, then (``index/purge.py``) all that was derived. Until the
last step the tombstones are unfinished, and the next withdrawal, ``finish`` or ``add`` goes on where this one stopped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from ingest.archive import sha256_of
from ingest.decided.decisions import Ledger
from ingest.decided.shortlists import Shortlists
from ingest.errors import BadArgument, LibraryLocked
from ingest.given import Listed
from ingest.library import Library
from ingest.model import Document
from ingest.record.tables.collected import AddressRow, CrawlRow, VersionRow
from ingest.record.tables.decided import ShortlistItemRow
from ingest.record.tables.held import DocumentRow, PassageRow, RefusalRow, ReviewRow, SnapshotRow
from ingest.record.tables.kept_out import TombstoneRow
from ingest.withdrawn.sketch import sketch_of
from ingest.withdrawn.tombstones import WithdrawalReason

Step = Callable[[str], None]
"""Told of every step before it is taken; the tests kill the run there."""


@dataclass(frozen=True, slots=True)
class Going:
    """All that a withdrawal takes away. ``outside`` are files of the user's own, which stay where they are."""

    review_id: str | None
    title: str
    whole_review: bool
    documents: tuple[Document, ...]
    pages: int
    passages: int
    decisions: int
    shortlisted: int
    addresses: tuple[str, ...]
    inside: tuple[str, ...]
    outside: tuple[str, ...]


def going(library: Library, record_id: str) -> Going:
    """What goes with a review, a document, or a passage's document. Raises ``BadArgument`` where none is held."""
    documents, review_id = _named(library, record_id)
    hashes = [document.id for document in documents]
    review = library.catalogue.review(review_id) if review_id else None
    passages = [passage.id for key in hashes for passage in library.catalogue.passages(key)]
    paths = [path for document in documents for path in document.paths if not _is_address(path)]
    whole = review is not None and set(review.documents) <= set(hashes)
    with library.database.reading() as session:
        addresses = sorted(_addresses(session, hashes))
        listed = session.scalars(select(ShortlistItemRow.item)).all()
    named = {*passages, *hashes, *((review_id,) if whole and review_id else ())}
    decided = [one for one in Ledger(library.database).every() if one.target in named]
    return Going(
        review_id=review_id,
        title=review.title if review and whole else documents[0].title,
        whole_review=whole,
        documents=tuple(documents),
        pages=sum(document.pages for document in documents),
        passages=len(passages),
        decisions=len(decided),
        shortlisted=sum(item in named for item in listed),
        addresses=tuple(addresses),
        inside=tuple(path for path in paths if _is_inside(library, path)),
        outside=tuple(path for path in paths if not _is_inside(library, path)),
    )


def withdraw(library: Library, what: Going, reason: WithdrawalReason, step: Step = lambda _: None) -> None:
    """Take the records away and leave tombstones. The caller holds ``library.writing()``, and then calls ``finish``."""
    step("record")
    hashes = [document.id for document in what.documents]
    sketches = {key: sketch_of(page.text for page in library.catalogue.pages(key)) for key in hashes}
    now = datetime.now(UTC)
    with library.database.change() as session:
        for key in hashes:
            session.merge(
                TombstoneRow(
                    sha256=key,
                    review_id=what.review_id,
                    whole_review=what.whole_review,
                    reason=reason.value,
                    withdrawn=now,
                    finished=None,
                    addresses=sorted(_addresses(session, [key])),
                    sketch=list(sketches[key]),
                )
            )
        session.flush()
        _take_away(session, what, hashes)


def finish(library: Library, step: Step = lambda _: None) -> bool:
    """Take away what is left of every unfinished withdrawal outside the index; ``False`` when there is none.

    The caller holds ``library.writing()``. Raises ``LibraryLocked`` when another program holds the database open in a
    way that keeps old text in its log: nothing is lost, and the next run goes on.
    """
    hashes = {stone.sha256 for stone in library.tombstones.unfinished()}
    if not hashes:
        return False
    from ingest.pipeline import regroup

    step("decisions")
    held = {document.id for document in library.catalogue.documents()}
    for key in sorted(hashes):
        Ledger(library.database).forget(key, held)
        Shortlists(library.database).forget(key, held)
    step("regroup")
    regroup(library)
    step("bytes")
    for place in list(_files_of(library, hashes)):
        place.unlink(missing_ok=True)
    shutil.rmtree(library.arriving, ignore_errors=True)
    step("compact")
    if not library.database.compact():
        raise LibraryLocked(
            "The withdrawal is made, but another program has the library open and old text may still lie in its log. "
            "Close the app, then run: commonthread withdraw --finish"
        )
    return True


def _named(library: Library, record_id: str) -> tuple[Sequence[Document], str | None]:
    catalogue = library.catalogue
    review = catalogue.review(record_id)
    if review is not None:
        return [found for key in review.documents if (found := catalogue.document(key))], review.id
    passage = catalogue.passage(record_id)
    document = catalogue.document(passage.document_id if passage else record_id)
    if document is None:
        stone = library.tombstones.of(record_id)
        was = f" It was {stone.in_words}." if stone else ""
        raise BadArgument(f"There is no review, document or passage with the id {record_id} in this library.{was}")
    return [document], document.review_id


def _take_away(session: Session, what: Going, hashes: Sequence[str]) -> None:
    passages = select(PassageRow.id).where(PassageRow.document_id.in_(hashes))
    items = [*session.scalars(passages), *hashes, *((what.review_id,) if what.whole_review and what.review_id else ())]
    for start in range(0, len(items), 500):
        session.execute(delete(ShortlistItemRow).where(ShortlistItemRow.item.in_(items[start : start + 500])))
    _unsay(session, what)
    session.execute(delete(SnapshotRow).where(SnapshotRow.sha256.in_(hashes)))
    session.execute(delete(RefusalRow).where(or_(RefusalRow.sha256.in_(hashes), RefusalRow.path.in_(what.inside))))
    session.execute(delete(DocumentRow).where(DocumentRow.id.in_(hashes)))
    if what.whole_review:
        session.execute(delete(ReviewRow).where(ReviewRow.id == what.review_id))


def _unsay(session: Session, what: Going) -> None:
    """Keep the addresses, so that nothing is asked for again, and nothing of what was said of them."""
    for row in session.scalars(select(AddressRow).where(AddressRow.address.in_(what.addresses))):
        row.link_text, row.listed, row.headers, row.moved_to = None, asdict(Listed("")), {}, None
    for crawl in session.scalars(select(CrawlRow)):
        crawl.report = _without(crawl.report, set(what.addresses))


def _without(report: object, addresses: set[str]) -> dict[str, object]:
    """A visit's report without what it says of these addresses."""
    if not isinstance(report, dict):
        return {}
    return {
        key: [item for item in value if not _speaks_of(item, addresses)] if isinstance(value, list) else value
        for key, value in report.items()
    }


def _speaks_of(item: object, addresses: set[str]) -> bool:
    return item in addresses if isinstance(item, str) else isinstance(item, dict) and item.get("address") in addresses


def _addresses(session: Session, hashes: Sequence[str]) -> set[str]:
    """Every address on the web that gave these bytes."""
    collected = session.scalars(select(VersionRow.address).where(VersionRow.sha256.in_(hashes)))
    given = session.scalars(select(SnapshotRow.address).where(SnapshotRow.sha256.in_(hashes)))
    return {*collected, *(address for address in given if _is_address(address))}


def _is_address(path: str) -> bool:
    return urlsplit(path).scheme in ("http", "https")


def _is_inside(library: Library, path: str) -> bool:
    return Path(unquote(path)).is_relative_to(library.folder)


def _files_of(library: Library, hashes: Iterable[str]) -> Iterator[Path]:
    """Every file in the library's folder that holds the bytes of one of these: archive, arriving, drop folders."""
    wanted = set(hashes)
    derived = (library.index_folder, library.cache_folder)
    for place in library.folder.rglob("*"):
        if not place.is_file() or place.is_symlink() or any(place.is_relative_to(folder) for folder in derived):
            continue
        if place.name in wanted or sha256_of(place) in wanted:
            yield place
