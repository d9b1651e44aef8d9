"""The Recurring themes page read back from its HTML: what stands in a table, as a person would read it."""

from __future__ import annotations

import re
from html import unescape

Screen = dict[tuple[str, str], str]


def main_table(page: str) -> Screen:
    """The first table by theme and column, as its words stand on the page; a column is named without its number."""
    table = re.search(r'<table class="heat">(.*?)</table>', page, re.DOTALL)
    if table is None:
        return {}
    head, _, body = table[1].partition("<tbody>")
    return {
        (row[0], column): figure for row in rows_of(body) for column, figure in zip(columns(head), row[1:], strict=True)
    }


def columns(head: str) -> list[str]:
    """The columns at the head of a table, but the first."""
    cells = re.findall(r"<th [^>]*>(.*?)</th>", head, re.DOTALL)[1:]
    return [words(cell.partition('<span class="of">')[0]) for cell in cells]


def table_of(page: str, label: str) -> dict[str, list[str]]:
    """The table in the region with this label: its rows by their first cell (two, where the second is words)."""
    region = re.search(rf'role="region" aria-label="{re.escape(label)}".*?<tbody>(.*?)</table>', page, re.DOTALL)
    assert region, label
    return {row[0]: row[1:] for row in rows_of(region[1])}


def rows_of(body: str) -> list[list[str]]:
    """The rows of a table, each as the words of its cells."""
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def words(html: str) -> str:
    """The words that are seen: what is said to screen readers alone is left out, and who decided."""
    bare = re.sub(r'<span class="(?:unseen|by-person)">.*?</span>', "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", bare)).split())
