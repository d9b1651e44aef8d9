"""The data that ships with this package: made or written beforehand, read when first needed."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def shipped_bytes(name: str) -> bytes:
    """The file ``index/data/<name>.yaml`` as it is."""
    return files("index").joinpath("data", f"{name}.yaml").read_bytes()


def shipped(name: str) -> Any:
    """What stands in ``index/data/<name>.yaml``."""
    return yaml.load(shipped_bytes(name), Loader=yaml.CSafeLoader)
