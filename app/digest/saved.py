"""Saved scopes as filters: between what the ledger keeps and what is counted, and in a person's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app import words
from app.address import GROUPS
from index.searching.query import Filters

KEPT = tuple(name for name in GROUPS if name != "kinds")
"""The filters of several values that a scope keeps. Reviews are counted, so kinds of document are none of them."""
_NAMES = {one.name for one in fields(Filters)}
_READ = TypeAdapter(Filters)


def narrowed(filters: Filters) -> Filters:
    """Filters without what a scope does not keep."""
    return replace(filters, kinds=(), reviews_only=False)


def stored(filters: Filters) -> dict[str, Any]:
    """Filters as the ledger keeps them: only those that are on."""
    kept = {name: value for name, value in asdict(narrowed(filters)).items() if value not in ((), None, False)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def filters_of(kept: Mapping[str, Any]) -> Filters:
    """What the ledger kept as filters; what this version does not know of it is left out."""
    try:
        return narrowed(_READ.validate_python({name: value for name, value in kept.items() if name in _NAMES}))
    except ValidationError:
        return Filters()


def said(filters: Filters, boards: Mapping[str, str]) -> str:
    """Filters in a person's words: "Under 1 · neglect or fathers, partners · Wales · from 2015"; "All reviews"."""
    parts = [" or ".join(_named(name, value, boards) for value in getattr(filters, name)) for name in KEPT]
    if filters.from_year is not None:
        parts.append(f"from {filters.from_year}")
    if filters.to_year is not None:
        parts.append(f"to {filters.to_year}")
    return " · ".join(part for part in parts if part) or "All reviews"


def _named(name: str, value: str, boards: Mapping[str, str]) -> str:
    if name == "publishers":
        return boards.get(value, value)
    if name in ("themes", "harms", "agencies"):
        return words.named(name, value)
    return value if name == "nations" else words.label(value)
