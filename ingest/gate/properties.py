"""A file's own properties, which often name the person who typed it: reported beside the document, never indexed."""

from __future__ import annotations

import re

AUTHOR_NAMED = "the file's properties name a person as its author"

_NAME = re.compile(r"^[A-Z][\w'’-]+(?:,? (?:[A-Z]\.? )?[A-Z][\w'’-]+){1,3}$")
_ORGANISATION = re.compile(
    r"\b(?:board|council|partnership|trust|service|services|ofsted|inspectorate|department|government|office|ltd|"
    r"limited|team|group|association|society|university|police|nhs|safeguarding|children|user|admin\w*|author)\b",
    re.IGNORECASE,
)


def notes_of(*authors: str | None) -> tuple[str, ...]:
    """A note where one of these properties looks like a person's name. The name itself is not in it."""
    return (AUTHOR_NAMED,) if any(_is_person(author or "") for author in authors) else ()


def _is_person(author: str) -> bool:
    return bool(_NAME.match(author.strip())) and not _ORGANISATION.search(author)
