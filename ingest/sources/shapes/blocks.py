"""A web page as its blocks of text in order, each with its links, its heading level and the row of a table it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from parsel import Selector

from ingest.errors import BadArgument
from ingest.sources.entry import Fetched

MOST_BYTES = 5 * 2**20
UNREADABLE = "this is not a web page that can be read: it is empty, over 5 MiB, or a file of another kind"
_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select", "object", "head"})
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "input",
     "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
     "u", "var", "wbr"}
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 6, "button": 6, "dt": 6, "legend": 6}
_TITLE_CLASS = re.compile(
    r"(?:accordion|toggle|tab)\w*[-_]*(?:title|head|button|label)|(?:title|head)\w*[-_]*accordion"
)
_AROUND = re.compile(
    r"^(?:breadcrumbs?|menu|nav|navbar|navigation|main-?nav|site-?nav|side-?bar|cookies?|cookie-?\w+|skip-?links?"
    r"|site-?footer|site-?header|social-?\w+|share-?\w+|related-?posts?|comments?)$"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_BOLD = frozenset({"b", "strong"})
_FAINT_HEADING = 7
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in a block: what it points at, where its text stands in the block's text, and its hidden label."""

    href: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or cell. ``heading`` is its level, 7 for a bold line, 0 for none.

    ``row`` is the text of the first cell of its table row, where it stands in a later one; ``column`` the table's
    heading above it; ``cell`` the row and cell of the page, both counted from 0. ``listed`` blocks are items of a list.
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    heading: int = 0
    row: str = ""
    column: str = ""
    cell: tuple[int, int] | None = None
    listed: bool = False


@dataclass(slots=True)
class _Walk:
    """What is being read: the open block, and where in the page it is."""

    text: str = ""
    bold: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    open_anchor: tuple[str, int, str] | None = None
    heading: int = 0
    bold_depth: int = 0
    list_depth: int = 0

    def add(self, words: str | None) -> None:
        if not words:
            return
        plain = " ".join(words.split())
        gap = words[0].isspace() and self.text and not self.text.endswith(" ")
        piece = (" " if gap else "") + plain + (" " if plain and words[-1].isspace() else "")
        if self.text.endswith(" "):
            piece = piece.lstrip()
        self.text += piece
        self.bold += len(plain) if self.bold_depth else 0

    def close_anchor(self) -> None:
        if self.open_anchor is not None:
            href, start, label = self.open_anchor
            self.anchors.append(Anchor(href, start, len(self.text), label))
            self.open_anchor = None

    def flush(self) -> Iterator[Block]:
        """The block that ends here, with its text trimmed. A link that runs on is divided."""
        going_on = self.open_anchor
        self.close_anchor()
        lead = len(self.text) - len(self.text.lstrip())
        text = self.text.strip()
        anchors = tuple(_moved(anchor, lead, len(text)) for anchor in self.anchors)
        if text or anchors:
            bold = self.bold >= len(text.replace(" ", "")) * 0.9 and 0 < len(text) <= _LONGEST_HEADING and not anchors
            yield Block(text, anchors, self.heading or (_FAINT_HEADING if bold else 0), listed=self.list_depth > 0)
        self.text, self.bold, self.anchors = "", 0, []
        self.open_anchor = (going_on[0], 0, going_on[2]) if going_on else None


def selector_of(page: Fetched) -> Selector | None:
    """The page as a tree, decoded as it declares; ``None`` for what is empty, too large or not a web page."""
    if (
        not page.body.strip()
        or len(page.body) > MOST_BYTES
        or page.body.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG"))
    ):
        return None
    text = _CONTROLS.sub("", decoded(page))
    if "<" not in text:
        return None
    try:
        selector = Selector(text=text, type="html")
    except (ValueError, etree.LxmlError):
        return None
    return selector if selector.root is not None and isinstance(selector.root.tag, str) else None


def decoded(page: Fetched) -> str:
    """The text of a page: by its byte order mark, the server's word, its own, else as UTF-8 or Windows-1252."""
    if page.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.body.decode("utf-16", "replace")
    if page.body.startswith(b"\xef\xbb\xbf"):
        return page.body.decode("utf-8-sig", "replace")
    declared = _CHARSET.search(page.body[:4096])
    for name in (page.encoding, declared[1].decode("ascii", "ignore") if declared else None, "utf-8"):
        try:
            return page.body.decode(name or "utf-8")
        except (LookupError, UnicodeError):
            continue
    return page.body.decode("windows-1252", "replace")


def scope(selector: Selector, within: str | None) -> list[Any]:
    """The elements that hold the page's own content: those of ``within``, else the main part, else the body.

    Raises ``BadArgument`` for a selector that is none.
    """
    if within:
        try:
            return [found.root for found in selector.css(within)]
        except ValueError as problem:
            raise BadArgument(f"{within}: not a CSS selector ({problem})") from problem
    for main in ("main", "[role=main]"):
        found = selector.css(main)
        if found and any(" ".join(one.css("::text").getall()).split() for one in found):
            return [found[0].root]
    body = selector.css("body")
    return [body[0].root] if body else [selector.root]


def blocks_of(elements: list[Any]) -> Iterator[Block]:
    """The blocks of elements in order, without menus, footers and what is never shown."""
    for element in elements:
        yield from _with_rows(_walked(element))


def _walked(root: Any) -> Iterator[tuple[str, Block | None]]:
    """Blocks, between marks without a block where a table, row or cell begins and a table ends."""
    walk = _Walk()
    skipped: Any = None
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in events:
        if event in ("comment", "pi"):
            walk.add(node.tail)
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if node is not root and _is_furniture(node, tag):
                events.skip_subtree()
                skipped = node
                continue
            yield from _entered(walk, node, tag)
        elif node is skipped:
            skipped = None
            walk.add(node.tail)
        else:
            yield from _left(walk, node, tag, inside=node is not root)
    for block in walk.flush():
        yield "", block


def _entered(walk: _Walk, node: Any, tag: str) -> Iterator[tuple[str, Block | None]]:
    if _breaks(tag):
        for block in walk.flush():
            yield "", block
        if tag in ("tr", "td", "th", "table"):
            yield tag, None
        if _heading_level(node, tag):
            walk.heading = _heading_level(node, tag)
    walk.bold_depth += tag in _BOLD
    walk.list_depth += tag == "li"
    if tag == "a" and node.get("href"):
        walk.close_anchor()
        label = " ".join((node.get("aria-label") or node.get("title") or "").split())
        walk.open_anchor = (node.get("href"), len(walk.text) + bool(node.text and node.text[0].isspace()), label)
    if tag == "img" and walk.open_anchor is not None and not walk.text[walk.open_anchor[1] :].strip():
        walk.add(node.get("alt"))
    walk.add(node.text)


def _left(walk: _Walk, node: Any, tag: str, *, inside: bool) -> Iterator[tuple[str, Block | None]]:
    walk.bold_depth -= tag in _BOLD
    if tag == "a":
        walk.close_anchor()
    if _breaks(tag):
        for block in walk.flush():
            yield "", block
        walk.heading = 0 if _heading_level(node, tag) else walk.heading
        walk.list_depth -= tag == "li"
        if tag == "table":
            yield "/table", None
    if inside:
        walk.add(node.tail)


def _with_rows(found: Iterator[tuple[str, Block | None]]) -> Iterator[Block]:
    """Blocks of a table know the first cell of their row and the heading of their column."""
    first, cell, heads, heading_row, rows = "", -1, list[str](), False, -1
    for mark, block in found:
        if mark in ("table", "/table"):
            first, cell, heads = "", -1, []
        elif mark == "tr":
            heading_row, first, cell, rows = not heads, "", -1, rows + 1
        elif mark in ("td", "th"):
            cell += 1
            if heading_row:
                heads.append("")
        elif block is not None and cell >= 0:
            if heading_row and cell < len(heads):
                heads[cell] = f"{heads[cell]} {block.text}".strip()
            if cell == 0 and not first:
                first = block.text
            column = heads[cell] if cell < len(heads) and not heading_row else ""
            yield replace(block, row=first if cell else "", column=column, cell=(rows, cell))
        elif block is not None:
            yield block


def _breaks(tag: str) -> bool:
    return bool(tag) and tag not in _INLINE


def _heading_level(node: Any, tag: str) -> int:
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    return 6 if tag == "div" and _TITLE_CLASS.search(str(node.get("class") or "").lower()) else 0


def _is_furniture(node: Any, tag: str) -> bool:
    if not tag or tag in _SKIPPED or tag in ("nav", "footer", "aside"):
        return True
    if node.get("role") in ("navigation", "contentinfo", "search") or node.get("hidden") is not None:
        return True
    names = f"{node.get('class', '')} {node.get('id', '')}".lower().split()
    return bool(names) and tag not in ("body", "html", "main", "article") and any(_AROUND.match(name) for name in names)


def _moved(anchor: Anchor, by: int, end: int) -> Anchor:
    return Anchor(anchor.href, min(max(anchor.start - by, 0), end), min(max(anchor.end - by, 0), end), anchor.label)
