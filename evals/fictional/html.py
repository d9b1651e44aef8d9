"""A text as a page of a council's website, with all the furniture that a reader has to look past."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from evals.fictional.look import look
from evals.fictional.text import Text


def render(text: Text) -> bytes:
    """The report as HTML, the same bytes every time."""
    page = _template().render(
        title=text.front.title,
        board=look(text),
        cover=[_named(block) for block in text.cover],
        body=[_named(block) for block in text.body],
    )
    return page.encode("utf-8")


def _named(block: object) -> tuple[str, object]:
    """A template cannot ask for a type, so each block comes with the name of its own."""
    return type(block).__name__, block


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["named"] = lambda blocks: [_named(block) for block in blocks]
    return environment.get_template("page.html")
