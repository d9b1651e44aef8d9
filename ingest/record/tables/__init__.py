"""The catalogue's tables, in SQLAlchemy's words. Lists and nested records are JSON, so SQLite and PostgreSQL agree.

All are imported here, so that a new library has every one of them and an older library gets what it lacks.
"""

from ingest.record.tables import collected, decided, held, kept_out
from ingest.record.tables.base import Base

__all__ = ["Base", "collected", "decided", "held", "kept_out"]
