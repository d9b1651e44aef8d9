"""YAML read strictly: whatever is wrong is said with its file and line, and a key given twice is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ingest.errors import VocabularyError

T = TypeVar("T")
Place = Sequence[int | str]


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML text and the tree of its nodes, which know their lines."""

    path: str
    node: yaml.Node

    def line(self, place: Place) -> int:
        """The line of what stands at ``place``, or of the nearest thing around it that is there."""
        node = self.node
        for step in place:
            node = _inner(node, step) or node
        return int(node.start_mark.line) + 1

    def error(self, place: Place, reason: str) -> VocabularyError:
        """The refusal of what stands at ``place``."""
        return VocabularyError(self.path, self.line(place), reason)


def strict(text: str, path: str, shape: TypeAdapter[T]) -> tuple[T, Source]:
    """What a YAML text holds, in the given shape, with the means to name its lines."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise VocabularyError(path, 1, "the file is empty")
        source = Source(path, node)
        _refuse_repeated_keys(source, node)
        return shape.validate_python(loader.construct_document(node)), source
    except yaml.MarkedYAMLError as error:
        raise VocabularyError(path, _line_of(error), f"this is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise VocabularyError(path, 1, f"this is not YAML: {error}") from error
    except ValidationError as error:
        first = min(
            error.errors(), key=lambda one: one["type"] != "extra_forbidden"
        )  # a misspelt key explains the rest
        raise source.error(first["loc"], _in_words(first)) from error
    finally:
        loader.dispose()


def nearest(word: str, known: Sequence[str]) -> str:
    """A hint at what may have been meant: "; did you mean …?", or nothing."""
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else ""


def _inner(node: yaml.Node, step: Hashable) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        found: yaml.Node | None = node.value[step] if step < len(node.value) else None
        return found
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value if isinstance(value, yaml.CollectionNode) else key
    return None


def _refuse_repeated_keys(source: Source, node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[Any] = set()
        for key, value in node.value:
            if key.value in seen:
                line = int(key.start_mark.line) + 1
                raise VocabularyError(source.path, line, f"“{key.value}” is given twice here")
            seen.add(key.value)
            _refuse_repeated_keys(source, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(source, value)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _in_words(error: ErrorDetails) -> str:
    key = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "entry")
    match error["type"]:
        case "extra_forbidden":
            return f"“{key}” is not a key that is known here"
        case "missing":
            return f"“{key}” is missing"
        case "string_too_short" | "too_short":
            return f"“{key}” is empty"
        case "string_pattern_mismatch":
            return f"“{error['input']}” is not an id: small letters, digits and hyphens"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return f"“{key}”: {error['msg'][:1].lower()}{error['msg'][1:]}, not {error['input']!r}"
