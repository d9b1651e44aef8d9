"""Templates to HTML. Everything that comes from a report or a person is escaped here, and nowhere else is HTML made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app import address, words
from app.digest.address import to_save

_FOLDER = Path(__file__).parent / "templates"


def render(template: str, **values: object) -> str:
    """Fill a template; a name that is missing is an error and not an empty place."""
    return _environment.get_template(template).render(**values)


def marked(text: str, places: Iterable[tuple[int, int]]) -> Markup:
    """The exact text with the given places in ``<mark>``; places that overlap or fall outside are joined or dropped."""
    pieces: list[str | Markup] = []
    at = 0
    for start, end in sorted(places):
        start = max(start, at)
        if start < end <= len(text):
            pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
            at = end
    return Markup("").join([*pieces, escape(text[at:])])


def _make() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = marked
    environment.filters["label"] = words.label
    environment.filters["term"] = words.term
    environment.filters["ordinal"] = words.ordinal
    environment.globals.update(words=words, count=words.count, to_review=address.to_review, to_save=to_save)
    return environment


_environment = _make()
