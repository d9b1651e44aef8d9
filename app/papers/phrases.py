"""The fixed sentences that connect quotes and figures, each under a name, filled with values and nothing else."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from app import words
from app.papers.paper import Sentence, Value
from ingest.vocabulary.lines import strict

_FILE = "phrases.yaml"


def sentence(phrase: str, **values: Value) -> Sentence:
    """The phrase with these values. Raises ``KeyError`` for an unknown phrase or a value that it lacks."""
    return Sentence(phrase, filled(phrases()[phrase], values), MappingProxyType(dict(values)))


def filled(pattern: str, values: Mapping[str, Value]) -> str:
    """A pattern with its values: ``{n:review}`` gives "7 reviews", ``{n:of review}`` "7 of 24 reviews"."""
    return _Filler().vformat(pattern, (), values)


@cache
def phrases() -> Mapping[str, str]:
    """Every phrase by its name. Raises ``VocabularyError`` where the packaged file is wrong."""
    text = files("app.papers").joinpath(_FILE).read_text("utf-8")
    found, _ = strict(text, _FILE, TypeAdapter(dict[str, str]))
    return MappingProxyType(found)


class _Filler(string.Formatter):
    """Formats numbers with their nouns; anything else as it is."""

    def format_field(self, value: Value, spec: str) -> str:
        """See ``string.Formatter``."""
        noun = spec.removeprefix("of ")
        if isinstance(value, tuple):
            return f"{value[0]:,} of {words.count(value[1], noun)}"
        if isinstance(value, int):
            return words.count(value, noun) if noun else f"{value:,}"
        return value

    def check_unused_args(self, used: set[int | str], args: object, kwargs: Mapping[str, Any]) -> None:
        """A value that stands nowhere is a mistake in the phrase or in its use."""
        spare = set(kwargs) - used
        if spare:
            raise KeyError(f"no place in the phrase for {', '.join(sorted(spare))}")
