"""A retrieval collection in BEIR layout, as a library that the shipped code indexes and searches.

A folder with ``corpus.jsonl`` ({_id, title, text}), ``queries.jsonl`` ({_id, text}) and ``qrels/test.tsv`` (query-id,
corpus-id, score, with a header). Each corpus item becomes a document of its own; text beyond what the model reads at
once becomes several passages, and the document has the place of its best one. A query counts when the qrels name it;
one whose scores are all 0 has no right answer.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.config import IndexConfig
from index.desk import bring_up_to_date
from index.engine.payload import untagged
from ingest.model import Document, DocumentKind, DocumentStatus, Facts, Held, Passage, Role, Span
from ingest.passages.sentences import pieces
from ingest.passages.tokens import PASSAGE_TOKENS, count_tokens


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be found. ``heading`` and ``role`` are ours: other collections have none."""

    id: str
    title: str
    text: str
    heading: tuple[str, ...] = ()
    role: str = Role.NARRATIVE.value


@dataclass(frozen=True, slots=True)
class Collection:
    """What is searched, what is asked, and how good each judged item is for each query."""

    name: str
    items: tuple[Item, ...]
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]

    @property
    def answerable(self) -> list[str]:
        """The judged queries to which at least one item is an answer."""
        return [name for name, scores in self.judged.items() if max(scores.values()) > 0]

    @property
    def mark(self) -> str:
        """Changes with any item."""
        lines = "".join(f"{item}\n" for item in self.items)
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def read(folder: Path, split: str = "test") -> Collection:
    """Read a collection. Raises ``FileNotFoundError`` or ``ValueError`` naming the file that is not as it should be."""
    items = tuple(map(_item, _lines(folder / "corpus.jsonl")))
    queries = {str(row["_id"]): str(row["text"]) for row in _lines(folder / "queries.jsonl")}
    judged: dict[str, dict[str, int]] = {}
    file = folder / "qrels" / f"{split}.tsv"
    with file.open(encoding="utf-8", newline="") as handle:
        for row in csv.reader(handle, delimiter="\t"):
            if len(row) != 3:
                raise ValueError(f"{file}: {row} is not query-id, corpus-id, score")
            if row[2] != "score":
                judged.setdefault(row[0], {})[row[1]] = max(0, int(float(row[2])))
    unknown = judged.keys() - queries.keys()
    if unknown:
        raise ValueError(f"{file}: {len(unknown)} queries are not in queries.jsonl, {min(unknown)} first")
    return Collection(folder.resolve().name, items, queries, judged)


@dataclass(slots=True)
class CollectionRecord:
    """A collection as the record that an index is built from."""

    collection: Collection
    _held: dict[str, Held] = field(init=False)

    def __post_init__(self) -> None:
        self._held = {held.passage.id: held for item in self.collection.items for held in _held_of(item)}

    def revision(self) -> int:
        """A number of the items: the same for the same collection."""
        return int(self.collection.mark[:12], 16)

    def held(self) -> Iterator[Held]:
        """See ``index.engine.build.PassageRecord``."""
        return iter(self._held.values())

    def held_of(self, passage_ids: Sequence[str]) -> dict[str, Held]:
        """See ``index.engine.build.PassageRecord``."""
        return {name: self._held[name] for name in passage_ids if name in self._held}


@dataclass(slots=True)
class Indexed:
    """A collection's library in a scratch folder; it is what ``index.desk`` needs of one."""

    catalogue: CollectionRecord
    index_folder: Path
    cache_folder: Path


def indexed(collection: Collection, scratch: Path) -> Indexed:
    """Index a collection by the shipped builder; what stands in ``scratch`` already is used again."""
    folder = scratch / collection.name
    library = Indexed(CollectionRecord(collection), folder / "index", folder / "cache")
    bring_up_to_date(library, IndexConfig.from_environment(), tagger=untagged, vocabulary="none")
    return library


def _item(row: Mapping[str, object]) -> Item:
    extra = row.get("metadata")
    known = extra if isinstance(extra, dict) else {}
    heading = tuple(map(str, known.get("heading", ())))
    role = str(known.get("role") or Role.NARRATIVE.value)
    return Item(str(row["_id"]), str(row.get("title") or ""), str(row["text"]), heading, role)


def _lines(file: Path) -> Iterator[dict[str, object]]:
    with file.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                yield json.loads(line)
            except ValueError as problem:
                raise ValueError(f"{file}, line {number}: {problem}") from problem


def _held_of(item: Item) -> Iterator[Held]:
    """A document and its passages. The title stands before the text, as BEIR's own baselines have it."""
    text = "\n".join(part for part in (item.title.strip(), item.text.strip()) if part) or "–"
    facts = Facts(DocumentKind.OVERVIEW_REPORT, item.id)
    key = hashlib.sha256(item.id.encode()).hexdigest()
    document = Document(
        key, facts.kind, item.id, DocumentStatus.READ, "text/plain", 1, (), None, (item.id,), None, None, facts
    )
    for order, (start, end) in enumerate(pieces(text, lambda piece: count_tokens(piece) <= PASSAGE_TOKENS)):
        place = Span(1, start, end)
        name = f"{key[:24]}{order:08d}"
        body = text[start:end]
        passage = Passage(name, key, order, (place,), body, Role(item.role), item.heading, None, (1,), (None,))
        yield Held(passage, document, None)
