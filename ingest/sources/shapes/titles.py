"""What a title or a link's words say of a review: the publisher of a place, the subject, the year, the date."""

from __future__ import annotations

from functools import cache

from ingest.publishers import Registered, publisher_named, register

_FORMS = (
    "{} Safeguarding Children Partnership",
    "{} Safeguarding Children Board",
    "{} Local Safeguarding Children Board",
    "{} Child Protection Committee",
    "{} Safeguarding Board",
    "{} LSCB",
    "{}",
)


def publisher_at(place: str, year: int | None) -> str:
    """The board of a place under the name that it had in ``year``, by the register of publishers; else the place."""
    board = _board_at(place)
    if board is None:
        return place
    names = [name for name in board.names if year is None or _held(name.since, name.until, year)]
    return (names or list(board.names))[-1].name


@cache
def _board_at(place: str) -> Registered | None:
    known = (publisher_named(form.format(place)) for form in _FORMS)
    found = next((board for board in known if board is not None), None)
    if found is None:
        key = "-".join(place.casefold().replace("&", "and").split())
        found = next((board for board in register() if board.id == key), None)
    return found


def _held(since: int | None, until: int | None, year: int) -> bool:
    return (since is None or since <= year) and (until is None or year < until)
