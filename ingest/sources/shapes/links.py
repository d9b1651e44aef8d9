"""Addresses and links of a page: made whole, made comparable, and freed of what a site adds to their text."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from ingest.errors import BadArgument
from ingest.sources.register import LinkRule

_FILE = re.compile(r"\.(?:pdf|docx?|odt|rtf)$", re.IGNORECASE)
_DOWNLOAD = re.compile(
    r"/(?:downloads?|documents?|media|assets|file)/[^?#]*\d|[?&](?:download|attachment_id|id)=", re.IGNORECASE
)
_IDLE = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|contrast|print|textsize|lang_switch|wpv_view_count|wpv_sort_\w+|sessionid|phpsessid|ver)$",
    re.IGNORECASE,
)
_SAFE = "/%:=&?~#+!$,;'@()*[]"


def whole(base: str, href: str | None) -> str | None:
    """The web address behind ``href`` on the page ``base``, without fragment; ``None`` for what is no web address."""
    if not href:
        return None
    words = re.sub(r"[\x00-\x20]+", lambda gap: "" if "\n" in gap[0] or "\t" in gap[0] else " ", href.strip())
    try:
        parts = urlsplit(urljoin(base, words))
        parts.port  # noqa: B018 - a port that is no number is found only by asking
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path = quote(parts.path or "/", safe=_SAFE)
    return urlunsplit((parts.scheme, parts.netloc, path, quote(parts.query, safe=_SAFE), ""))


def plain(address: str) -> str:
    """An address to fetch without what only changes the look or counts visitors: contrast, print, tracking."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _IDLE.match(name)]
    query = parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    path = re.sub(r"/print/?$", "", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def key(address: str) -> str:
    """What makes two addresses one page: scheme, ``www.``, a last slash, letter case of the host and the look aside."""
    parts = urlsplit(plain(address))
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{host}{port}{unquote(parts.path).rstrip('/')}" + (f"?{query}" if query else "")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, ``www.`` aside."""
    hosts = [(urlsplit(address).netloc or "").lower().removeprefix("www.") for address in (one, other)]
    return hosts[0] == hosts[1]


def is_file(address: str) -> bool:
    """Whether an address looks like a document to download rather than a page."""
    parts = urlsplit(address)
    if _FILE.search(unquote(parts.path)):
        return True
    return bool(_DOWNLOAD.search(f"{parts.path}?{parts.query}")) and not re.search(
        r"\.(?:html?|aspx|php|jpe?g|png|gif|mp[34]|zip|xlsx?|pptx?|csv|ics)$", parts.path, re.IGNORECASE
    )


def file_words(address: str) -> str:
    """The file's name as words: ``/2019/06/Child-X-SCR%20Final.pdf`` is "Child X SCR Final"."""
    name = unquote(urlsplit(address).path.rsplit("/", 1)[-1])
    return " ".join(re.sub(r"[-_+]+", " ", _FILE.sub("", name)).split())


def allowed(rule: LinkRule, address: str, text: str) -> bool:
    """Whether a rule's patterns let a link pass; a pattern that is left out lets every one."""
    wanted = (_matches(rule.address, address), _matches(rule.text, text))
    refused = (_matches(rule.not_address, address), _matches(rule.not_text, text))
    return False not in wanted and True not in refused


def _matches(pattern: str | None, words: str) -> bool | None:
    return None if pattern is None else bool(_compiled(pattern).search(words))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as problem:
        raise BadArgument(f"{pattern}: not a pattern ({problem})") from problem
