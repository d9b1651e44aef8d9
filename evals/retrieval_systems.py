"""The systems that are compared: the searcher as it ships, its two halves, and what was tried."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from evals.collection import Indexed
from index.config import IndexConfig
from index.desk import open_searcher
from index.query import Mode
from index.search import Searcher

System = Callable[[Indexed], tuple[Searcher, Mode]]
"""Opens a library's searcher, and says in which mode it is asked."""


def _shipped(mode: Mode, library: Indexed) -> tuple[Searcher, Mode]:
    config = IndexConfig.from_environment()
    return open_searcher(library, config, keyword_only=mode is Mode.KEYWORD), mode


SYSTEMS: dict[str, System] = {mode.value: partial(_shipped, mode) for mode in Mode}
