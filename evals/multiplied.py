"""The fictional library made as large as asked for, to time what grows with a library; no figure of quality uses it.

Every review, document, page, passage and tag stands again and again under ids of its own. In each sentence of a copy
one word that carries no tag is exchanged for a made-up word of the copy, so that no copy repeats another and nothing
is taken for standing text; its vector is that of the original, moved a little at random. Nothing is embedded or tagged
anew: the index is written by the shipped builder from these tags and vectors.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.config import IndexConfig
from index.desk import bring_up_to_date, embedder_of, vectors_of
from index.engine.payload import Tags
from index.tagging.library import payload_tags
from index.tagging.store import FILE as TAGS
from index.tagging.store import TagStore
from index.tagging.tags import UNTAGGED, PassageTags
from index.tagging.version import version
from index.vectors.cache import VectorCache, text_key
from index.vectors.embedding import Vectors, unit
from ingest.library import Library
from ingest.model import Held
from ingest.passages.sentences import sentence_spans

_KEYS = {
    "reviews": ("id",),
    "documents": ("id", "review_id"),
    "passages": ("id", "document_id"),
    "pages": ("document_id",),
    "paths": ("document_id", "path"),
}
"""Tables that are multiplied, with the columns that hold ids."""
_WORD = re.compile(r"\b[a-z]{5,}\b")
_MOVED = 0.5
"""Length of what is added to a vector of length one: a copy is at a cosine of 0.89 to its original."""
_FIRST_YEAR, _YEARS = 2006, 20


def multiplied(source: Path, target: Path, passages: int) -> Library:
    """A copy of an indexed library, multiplied until it holds about so many passages, and indexed."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("index", "counted.json", "*.lock"))
    with closing(sqlite3.connect(target / "catalogue.sqlite")) as database:
        (held,) = database.execute("SELECT count(*) FROM passages").fetchone()
        times = max(1, round(passages / held))
        for table, keys in _KEYS.items():
            _multiply(database, table, keys, times)
        database.execute(
            "UPDATE reviews SET year = ? + (year * 7 + rowid) % ? WHERE year IS NOT NULL AND id LIKE '%-copy-%'",
            (_FIRST_YEAR, _YEARS),
        )
        database.commit()
    with closing(sqlite3.connect(target / "cache" / TAGS)) as database:
        _multiply(database, "tags", ("passage",), times)
        database.commit()
    library = Library.open(target)
    _tell_apart(library, times)
    with TagStore(target / "cache" / TAGS) as tags:
        known = tags.get([one.passage.id for one in library.catalogue.held()])

    def tagger(held: Held) -> Tags:
        return payload_tags(known.get(held.passage.id, UNTAGGED))

    bring_up_to_date(library, IndexConfig(), tagger=tagger, vocabulary=version())
    return library


def _multiply(database: sqlite3.Connection, table: str, keys: tuple[str, ...], times: int) -> None:
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    copied = [f"{name} || '-copy-' || ?1" if name in keys else name for name in columns]
    originals = f"CREATE TEMP TABLE originals AS SELECT * FROM {table}"  # noqa: S608 - names of our own
    database.execute(originals)
    for number in range(1, times):
        database.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(copied)} FROM originals",  # noqa: S608
            (number,),
        )
    database.execute("DROP TABLE originals")


def _tell_apart(library: Library, times: int) -> None:
    """Give each copy of a passage a text and a vector of its own."""
    model = embedder_of(IndexConfig()).fingerprint
    originals = [one.passage for one in library.catalogue.held() if "-copy-" not in one.passage.id]
    random = np.random.default_rng(7)
    with (
        VectorCache(vectors_of(library)) as cache,
        TagStore(library.cache_folder / TAGS) as tags,
        closing(sqlite3.connect(library.folder / "catalogue.sqlite")) as database,
    ):
        found, vectors = (
            tags.get([one.id for one in originals]),
            cache.get(model, [text_key(one.text) for one in originals]),
        )
        places = {one.id: list(_places(one.text, found.get(one.id, UNTAGGED))) for one in originals}
        for number in range(1, times):
            texts = {one.id: _other(one.text, places[one.id], number) for one in originals}
            database.executemany(
                "UPDATE passages SET text = ? WHERE id = ?",
                ((text, f"{name}-copy-{number}") for name, text in texts.items()),
            )
            cache.put(
                model,
                {
                    text_key(texts[one.id]): _moved(vectors[text_key(one.text)], random)
                    for one in originals
                    if text_key(one.text) in vectors
                },
            )
        database.commit()


def _places(text: str, tags: PassageTags) -> Iterator[tuple[int, int]]:
    """In each sentence the last word of five letters or more that shows no tag."""
    shown = [place for words in _shown(tags) for place in words]
    for sentence in sentence_spans(text):
        words = [match.span() for match in _WORD.finditer(text, *sentence)]
        free = [word for word in words if not any(start < word[1] and word[0] < end for start, end in shown)]
        yield from free[-1:]


def _shown(tags: PassageTags) -> Iterator[tuple[tuple[int, int], ...]]:
    yield from (tag.words for tag in tags.themes)
    yield from (tag.words for tag in tags.agencies)


def _other(text: str, places: Sequence[tuple[int, int]], number: int) -> str:
    """The text with a word of the copy at these places, of the same length: no other place moves."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    for start, end in places:
        text = text[:start] + letters.ljust(end - start, "z")[: end - start] + text[end:]
    return text


def _moved(vector: Vectors, random: np.random.Generator) -> Vectors:
    by = random.standard_normal(len(vector)).astype(np.float32)
    moved: Vectors = unit((vector + _MOVED * by / np.linalg.norm(by))[None, :])[0]
    return moved
