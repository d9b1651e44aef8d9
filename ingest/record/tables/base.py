"""The root of the tables, and what the catalogue knows of itself."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables; JSON columns hold what records.py writes and reads."""

    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[Any]: JSON}


class MetaRow(Base):
    """The schema version and the library revision."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
