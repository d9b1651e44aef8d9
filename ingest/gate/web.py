"""The gate for web pages: elements that a browser does not show and whose words the reader took all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from ingest.gate.reasons import Findings, Reason
from ingest.model import Hold, Page

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"^[\w-]*[.#][\w-]+$")
_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
_NEVER_READ = frozenset({"script", "style", "template", "noscript", "head", "svg"})
_FEWEST = 8
"""Letters and digits below which an unseen element is an icon's name or a label for screen readers."""


def inspect(data: bytes, pages: tuple[Page, ...]) -> Findings:
    """What is hidden in a web page, of that which was read."""
    try:
        root = html.document_fromstring(data)
    except (etree.ParserError, ValueError):
        return Findings()
    unseen = [squeezed for words in _unseen(root) if len(squeezed := _squeezed(words)) >= _FEWEST]
    held = [page.index for page in pages if any(words in _squeezed(page.raw) for words in unseen)]
    return Findings(tuple(Hold(page, Reason.HIDDEN) for page in held))


def _unseen(root: etree._Element) -> Iterator[str]:
    """The words of elements that are not shown, a piece of text at a time."""
    names = set(_hidden_names(root))
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _NEVER_READ:
            continue
        if _is_unseen(element, names):
            yield from (text for text in map(str, element.itertext()) if text.strip())


def _is_unseen(element: etree._Element, names: set[str]) -> bool:
    if element.get("hidden") is not None or _UNSEEN.search(element.get("style") or ""):
        return True
    own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    return bool(own & names)


def _hidden_names(root: etree._Element) -> Iterator[str]:
    """Classes and ids that the page's own style sheets hide; sheets of other files are not fetched."""
    for style in root.iter("style"):
        for selectors, rules in _RULE.findall(style.text or ""):
            if _UNSEEN.search(rules):
                named = (selector.strip() for selector in selectors.split(","))
                yield from (re.sub(r"^[\w-]*(?=[.#])", "", name) for name in named if _SIMPLE.match(name))


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text))
