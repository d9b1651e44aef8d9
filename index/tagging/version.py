"""The version of everything that decides a passage's tags; light, so that asking loads neither vocabulary nor numpy."""

from __future__ import annotations

import hashlib
from functools import cache

from index.shipped import shipped_bytes
from ingest.vocabulary.reading import version as vocabulary_version

SETTINGS = 2
"""Raised when the code would tag the same passage otherwise."""

_DATA = ("thresholds", "likeness", "words", "illustrations", "confirmed")


@cache
def version() -> str:
    """Changes with the vocabulary and with anything else that would tag a passage otherwise."""
    seen = hashlib.sha256(str(SETTINGS).encode())
    for name in _DATA:
        seen.update(shipped_bytes(name))
    return f"{vocabulary_version()}-{seen.hexdigest()[:8]}"
