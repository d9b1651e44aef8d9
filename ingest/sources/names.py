"""The names that collected files are read under."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_STRANGE = re.compile(r"[^\w.-]")
_NAME = re.compile(r"[^\w .()&,-]")


def file_name(address: str) -> str:
    """The name that a file is read under: that of its address, in letters that any system takes."""
    path, _, fragment = address.partition("#")
    last = unquote(urlsplit(path).path).rstrip("/").rsplit("/", 1)[-1] or "page"
    stem, dot, ending = last.rpartition(".")
    clean = _NAME.sub("_", stem if dot else last)[:100].strip(" .") or "file"
    ending = re.sub(r"\W", "", ending)[:8] if dot else ""
    if fragment:
        return f"{clean} {_STRANGE.sub('_', fragment)[:40]}"
    return f"{clean}.{ending}" if ending else clean
