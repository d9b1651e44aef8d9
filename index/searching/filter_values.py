"""Whether the values of the filters exist: one that does not is named, with those that may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from index.engine import store
from index.engine.payload import age_group_ids
from index.errors import BadQuery
from index.searching.census import Census
from index.searching.query import Filters
from index.searching.request import FACETS, chosen_values
from ingest.model import DocumentKind, Role
from ingest.vocabulary.reading import vocabulary

_NATIONS = ("England", "Northern Ireland", "Scotland", "Wales")
_MANY = 3
_NAMED = {"age_group": "age group", "review_type": "review type", "kind": "document kind"}


def check_values(filters: Filters, census: Census) -> None:
    """Raises ``BadQuery`` for a value that neither the vocabulary nor any document held has.

    A value that exists and that nothing held has is no error: the answer is then that nothing is there.
    """
    for name, values in chosen_values(filters).items():
        if name == "year":
            continue
        known = _known(name)
        unknown = [value for value in values if value not in known]
        held = census.values(store.PUBLISHER_KEYS if name == "publisher" else FACETS[name]) if unknown else ()
        unknown = [value for value in unknown if value not in held]
        if unknown:
            raise BadQuery(_said(name, unknown, {**dict.fromkeys(held, ""), **known}))


def _said(name: str, unknown: Sequence[str], choices: dict[str, str]) -> str:
    what = _NAMED.get(name, name)
    more = f", nor {len(unknown) - 1:,} others that were given" if len(unknown) > 1 else ""
    near = _near(unknown[0], choices)
    if near:
        return f"There is no {what} {unknown[0][:80]!r}{more}. Near it: {', '.join(near)}."
    few = sorted(choices) if len(choices) <= 24 else []
    return f"There is no {what} {unknown[0][:80]!r}{more}." + (f" There are: {', '.join(few)}." if few else "")


def _near(value: str, choices: dict[str, str]) -> list[str]:
    """The ids nearest to ``value``, which may be spelt wrong, be a label, or be part of a name."""
    asked = _plain(value)
    spelt = {**{_plain(label): key for key, label in choices.items() if label}, **{_plain(key): key for key in choices}}
    close = get_close_matches(asked, spelt, n=_MANY, cutoff=0.6)
    within = (name for name in sorted(spelt, key=len) if len(asked) > 2 and asked in name)
    return list(dict.fromkeys(spelt[name] for name in (*close, *within)))[:_MANY]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _known(name: str) -> dict[str, str]:
    """What can be given whether or not anything held has it: ids and their labels."""
    held = vocabulary()
    terms = {"theme": held.themes, "agency": held.agencies, "harm": held.harms, "review_type": held.reviews}
    if name in terms:
        return {term.id: term.label for term in terms[name]}
    fixed: dict[str, Iterable[str]] = {
        "age_group": age_group_ids(),
        "role": (role.value for role in Role),
        "kind": (kind.value for kind in DocumentKind),
        "nation": _NATIONS,
    }
    return dict.fromkeys(fixed.get(name, ()), "")
