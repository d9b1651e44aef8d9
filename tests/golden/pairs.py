"""Golden pairs: an invented page in the structure of a real one, and what must be read from it, read by a person."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from ingest.sources.entry import Entry, Fetched, Listing
from ingest.sources.register import SourceEntry
from ingest.sources.shapes import SHAPES

FOLDER = Path(__file__).parent
NOBODY = "nobody"
HERE = "https://www.fictional.example/list/"
NOTE = "# Fictional: what must be read from the invented page beside this file.\n"
_TYPES = {".html": "text/html", ".json": "application/json"}


def pages() -> list[Path]:
    """Every page of every pair."""
    return sorted(path for path in FOLDER.glob("*/*") if path.suffix in _TYPES)


def beside(page: Path) -> Path:
    """The file that says what a page must be read as."""
    return page.with_suffix(".yaml")


def source_of(page: Path, given: dict[str, Any]) -> SourceEntry:
    """The source that the page is read for: its shape is the folder's name, the rest what the pair states."""
    stated: dict[str, Any] = {
        "name": "fictional",
        "publisher": "Northmere Safeguarding Children Partnership",
        "nation": "England",
        "start_urls": (HERE,),
        "expect_min": 0,
        "expect_max": 100,
    }
    return SourceEntry(shape=page.parent.name, **{**stated, **given})  # type: ignore[arg-type]


def read(page: Path, given: dict[str, Any]) -> Listing:
    """The page read by its shape, as if it had been fetched from ``address``."""
    address = given.get("address", HERE)
    source = source_of(page, {name: value for name, value in given.items() if name != "address"})
    return SHAPES[source.shape](Fetched(address, page.read_bytes(), _TYPES[page.suffix]), source)


def expected_of(page: Path) -> dict[str, Any]:
    """What the pair states."""
    found = yaml.safe_load(beside(page).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def plain(listing: Listing) -> dict[str, Any]:
    """A listing as the files write it: what is not stated is left out."""
    return {
        "entries": [_entry(entry) for entry in listing.entries],
        "follow": list(listing.follow),
        "problems": list(listing.problems),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    values = {field.name: getattr(entry, field.name) for field in fields(Entry)}
    values["links"] = [_kept({"address": one.address, "text": one.text}) | _unfetched(one.fetch) for one in entry.links]
    if entry.abstract is not None:
        abstract = entry.abstract
        values["abstract"] = _kept({field.name: getattr(abstract, field.name) for field in fields(abstract)})
        if abstract.keywords:
            values["abstract"]["keywords"] = list(abstract.keywords)
    values["html"] = _main(entry.html) if entry.html is not None else None
    return _kept(values)


def _unfetched(fetch: bool) -> dict[str, bool]:
    return {} if fetch else {"fetch": False}


def _main(html: bytes) -> list[str]:
    """The lines of a written page between its main marks."""
    text = html.decode("utf-8")
    return text[text.index("<main>\n") + 7 : text.index("</main>")].splitlines()


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, False, [], ())}
