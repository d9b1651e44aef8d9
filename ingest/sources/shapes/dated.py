"""When a page was published, as the page itself says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsel import Selector

from ingest.sources.shapes.titles import date_in

_STATED = re.compile(
    r"^(?:(?:date of )?publi(?:shed|cation)(?: date)?|posted|date|added)\b[\s:–-]*(?:on\b)?[\s:]*(?:\w+day,?\s+)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"^((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")
_LONGEST = 120


def published_of(selector: Selector, lines: Sequence[str]) -> str | None:
    """The date after "Published" or "Posted on", else that of the page's own metadata, as ``YYYY-MM-DD``."""
    for line in lines:
        found = _STATED.match(line)
        if found and len(line) <= _LONGEST:
            date = date_in(line[found.end() :])
            if date:
                return date
    stated = selector.css(
        "meta[property='article:published_time']::attr(content), meta[name='DC.date.issued']::attr(content), "
        "meta[name='dcterms.issued']::attr(content), article time::attr(datetime), main time::attr(datetime)"
    ).getall()
    return next((_whole(match) for match in map(_ISO.match, stated) if match), None)


def _whole(match: re.Match[str]) -> str:
    return "-".join(part for part in match.groups() if part)
