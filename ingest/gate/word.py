"""The gate for Word files: tracked changes, comments, hidden runs, black over black, and files inside the file.

A Word file has no pages; the reader makes them (``ingest/read/docx.py``). A finding is held on the page where the
paragraph around it was read to, or on every page where that cannot be told.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree

from ingest.gate.properties import notes_of
from ingest.gate.reasons import FILE, Findings, Reason
from ingest.model import Hold, Page
from ingest.read.sniff import WORD_PART

_CHANGES = {qn(tag) for tag in ("w:ins", "w:del", "w:moveFrom", "w:moveTo")}
_COMMENTS = {qn(tag) for tag in ("w:commentRangeStart", "w:commentReference")}
_INSIDE = re.compile(r"^word/(?:embeddings|activeX)/.")
_PROPERTIES = "docProps/core.xml"
_DARK = frozenset({"black", "000000"})
_PALE = re.compile(r"(?:F[A-F0-9]){3}", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off"})
_HALF_POINTS = 2
_PART_OF_PARAGRAPH = 40


def inspect(data: bytes, pages: tuple[Page, ...]) -> Findings:
    """What is hidden in a Word file, by the pages that the reader made of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = [name for name in names if re.fullmatch(r"word/(?:document|footnotes|endnotes)\.xml", name)]
        roots = [_parsed(archive.read(name)) for name in sorted(parts, key=lambda name: name != WORD_PART)]
        properties = _parsed(archive.read(_PROPERTIES)) if _PROPERTIES in names else None
    holds = {Hold(FILE, Reason.ATTACHMENT) for name in names if _INSIDE.match(name)}
    for root in roots:
        for element, reason in _found(root):
            holds |= {Hold(page, reason) for page in _pages_of(element, pages)}
    return Findings(tuple(sorted(holds, key=lambda hold: (hold.page, hold.reason))), _authors(properties))


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _found(root: etree._Element) -> Iterator[tuple[etree._Element, Reason]]:
    for element in root.iter():
        if element.tag in _CHANGES:
            yield element, Reason.CHANGES
        elif element.tag in _COMMENTS:
            yield element, Reason.COMMENTS
        elif element.tag == qn("w:r"):
            reason = _of_run(element)
            if reason and any((text.text or "").strip() for text in element.iter(qn("w:t"))):
                yield element, reason
        elif element.tag == qn("w:txbxContent") and _is_hidden_box(element):
            yield element, Reason.HIDDEN


def _of_run(run: etree._Element) -> Reason | None:
    settings = run.find(qn("w:rPr"))
    if settings is None:
        return None
    if _is_on(settings, "w:vanish") or _is_on(settings, "w:specVanish"):
        return Reason.HIDDEN
    colour = _value(settings, "w:color")
    size = _value(settings, "w:sz")
    if size.isdigit() and int(size) <= _HALF_POINTS:
        return Reason.TINY
    dark_behind = _value(settings, "w:highlight") in _DARK or _fill(settings) in _DARK
    if dark_behind and (
        colour == "000000" or (_value(settings, "w:highlight") in _DARK and not _PALE.fullmatch(colour))
    ):
        return Reason.COVERED
    if _PALE.fullmatch(colour) and not dark_behind and not _is_on_a_ground(run, settings):
        return Reason.BLENDED
    return None


def _is_on(settings: etree._Element, tag: str) -> bool:
    found = settings.find(qn(tag))
    return found is not None and (found.get(qn("w:val")) or "1") not in _OFF


def _value(settings: etree._Element, tag: str) -> str:
    found = settings.find(qn(tag))
    return (found.get(qn("w:val")) or "").lower() if found is not None else ""


def _fill(settings: etree._Element) -> str:
    found = settings.find(qn("w:shd"))
    return (found.get(qn("w:fill")) or "").lower() if found is not None else ""


def _is_on_a_ground(run: etree._Element, settings: etree._Element) -> bool:
    """Whether pale words may stand on something darker: a shaded run or paragraph, a table, a shape."""
    if settings.find(qn("w:shd")) is not None or settings.find(qn("w:highlight")) is not None:
        return True
    for above in run.iterancestors():
        if above.tag in (qn("w:tbl"), qn("w:txbxContent")):
            return True
        if above.tag == qn("w:p"):
            format_ = above.find(qn("w:pPr"))
            if format_ is not None and any(format_.find(qn(tag)) is not None for tag in ("w:shd", "w:pStyle")):
                return True
    return False


def _is_hidden_box(box: etree._Element) -> bool:
    for above in box.iterancestors():
        if "visibility:hidden" in (above.get("style") or "").replace(" ", ""):
            return True
        properties = [child for child in above if str(child.tag).endswith("}docPr")]
        if any((item.get("hidden") or "0") not in _OFF for item in properties):
            return True
    return False


def _pages_of(element: etree._Element, pages: tuple[Page, ...]) -> list[int]:
    paragraph = element if element.tag == qn("w:p") else next(element.iterancestors(qn("w:p")), None)
    words = "".join(text.text or "" for text in paragraph.iter(qn("w:t"))) if paragraph is not None else ""
    part = _squeezed(words)[:_PART_OF_PARAGRAPH]
    found = [page.index for page in pages if part and part in _squeezed(page.raw)]
    return found or [page.index for page in pages]


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _authors(properties: etree._Element | None) -> tuple[str, ...]:
    if properties is None:
        return ()
    named = [item.text for item in properties if str(item.tag).rpartition("}")[2] in ("creator", "lastModifiedBy")]
    return notes_of(*named)
