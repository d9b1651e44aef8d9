"""The law of cleaning: no letter or digit is invented, and none is lost but in named furniture.

It answers whether the cleaned text and the furniture together are the raw page, in order. It does not answer whether
the raw page is what the eye sees, nor whether the right lines were set aside.
"""

from __future__ import annotations

import unicodedata

from ingest.model import Page


def skeleton(text: str) -> str:
    """Letters and digits only, compatibility forms folded, case kept."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(filter(str.isalnum, folded))


def fault(page: Page) -> str | None:
    """What is wrong with a cleaned page, or None when the law holds."""
    raw = page.raw.split("\n")
    aside: set[int] = set()
    for item in page.furniture:
        if not 0 <= item.line < len(raw) or raw[item.line] != item.text:
            return f"page {page.index}: furniture that is not a line of the page"
        aside.add(item.line)
    kept = "\n".join(line for number, line in enumerate(raw) if number not in aside)
    if skeleton(kept) != skeleton(page.text):
        return f"page {page.index}: cleaning changed the words"
    if any(not 0 <= b.start < b.end <= len(page.text) for b in page.lines):
        return f"page {page.index}: a line box outside the text"
    return None
