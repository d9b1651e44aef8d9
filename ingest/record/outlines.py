"""What is held, in outline: enough to tell whether anything has changed, read for a whole library in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from ingest.record.database import Database
from ingest.record.tables.decided import DecisionRow
from ingest.record.tables.held import DocumentRow, PassageRow

PassageOutline = tuple[str, str]
"""A passage's id and its role. The id is made from its document, its page and its words."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """All documents with their status and their passages in order, and by passage or review what people decided on it:
    (about, subject, verdict), in one order."""

    statuses: Mapping[str, str]
    passages: Mapping[str, list[PassageOutline]]
    decisions: Mapping[str, list[tuple[str, str, str]]]


def outlines_of(database: Database) -> Outlines:
    """The outlines of a library at one moment."""
    passages: defaultdict[str, list[PassageOutline]] = defaultdict(list)
    decisions: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    in_order = select(PassageRow.document_id, PassageRow.id, PassageRow.role).order_by(
        PassageRow.document_id, PassageRow.place
    )
    said = select(DecisionRow.target, DecisionRow.about, DecisionRow.subject, DecisionRow.verdict).order_by(
        DecisionRow.target, DecisionRow.about, DecisionRow.subject
    )
    with database.reading() as session:
        statuses = {row.id: row.status for row in session.execute(select(DocumentRow.id, DocumentRow.status))}
        for document, passage, role in session.execute(in_order):
            passages[document].append((passage, role))
        for target, about, subject, verdict in session.execute(said):
            decisions[target].append((about, subject, verdict))
    return Outlines(statuses, passages, decisions)
