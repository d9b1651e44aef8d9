"""The field's words as data: what a heading is called, what a review is called, and what each means."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """The parsed contents of ``ingest/vocabulary/<name>.yaml``."""
    return yaml.safe_load(files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
