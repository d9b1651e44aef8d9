"""Which model and which engine an index is made with: one frozen record, built at the entry point and passed down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MODEL_VARIABLE = "COMMONTHREAD_MODEL"
URL_VARIABLE = "COMMONTHREAD_QDRANT_URL"
COLLECTION_VARIABLE = "COMMONTHREAD_QDRANT_COLLECTION"


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """``model`` is a folder with a sentence-transformers model (``None``: the packaged one); ``qdrant_url`` names a
    server or cluster (``None``: the embedded engine); ``collection`` begins the names of our collections there."""

    model: Path | None = None
    qdrant_url: str | None = None
    collection: str = "commonthread"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> IndexConfig:
        """Read the settings from the environment (the process's own unless another is given)."""
        given = os.environ if environment is None else environment
        model = given.get(MODEL_VARIABLE, "").strip()
        return cls(
            model=Path(model).expanduser() if model else None,
            qdrant_url=given.get(URL_VARIABLE, "").strip() or None,
            collection=given.get(COLLECTION_VARIABLE, "").strip() or "commonthread",
        )
