"""From what was asked to what is shown: the HTML of an answer, and what the filter column needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app import words
from app.address import GROUPS, OF_REVIEWS, STEP, WITHIN, Asked
from app.house import House
from app.render import render
from app.review.chips import Chips, chips
from app.themes import address as theme_address
from index.engine.payload import age_group_ids
from index.errors import BadQuery, IndexingError, IndexLocked, IndexMissing
from index.searching.query import Answer, PassageHit, Why
from index.tagging.tags import UNTAGGED
from ingest.model import DocumentKind, Role

EXAMPLES = (
    "bruising seen by a GP, baby not yet mobile, no referral",
    "father or partner not known to the health visitor",
    "missed appointments not followed up",
)

_ORDERS: dict[str, Callable[[], list[str]]] = {
    "age_groups": age_group_ids,
    "roles": lambda: [role.value for role in Role],
    "kinds": lambda: [kind.value for kind in DocumentKind],
}
_NEAREST = 3

Facets = Mapping[str, Mapping[str, int]]
Boards = Mapping[str, str]
"""A board's id and the name that it used last."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The results as HTML, the counts for the filter column, the years that can be chosen, and the boards' names.

    ``of`` says of how many reviews those counts are.
    """

    html: str
    facets: Facets = field(default_factory=dict)
    years: list[int] = field(default_factory=list)
    boards: Boards = field(default_factory=dict)
    of: str = ""


def show(house: House, asked: Asked, came: str, turn: int) -> Shown:
    """Answer what was asked, or say in words why it cannot be answered. ``came`` says what set it off."""
    frame = {"asked": asked, "came": came, "turn": turn, "themes": theme_address.from_search(asked)}
    held = house.library.catalogue.counts().reviews
    asked = asked if held else replace(asked, others=True)
    try:
        answer = house.search(asked.query, asked.for_index(), asked.show + 1)
    except IndexingError as problem:
        return Shown(_trouble(problem, asked, came, turn))
    facets = {name: _offered(answer, asked, name) for name in GROUPS}
    years = sorted(int(year) for year in answer.facets.get("year", {}))
    boards = house.boards()
    of = f"n of {held:,}{' and others' if asked.others else ''}" if held else ""
    if asked.empty:
        template = "browse.html" if asked.on or asked.within != "everything" else "start.html"
        return Shown(render(template, **frame, **_listed(answer, asked)), facets, years, boards, of)
    told = _told(house, answer)
    return Shown(
        render("results.html", **frame, told=told, **_answered(answer, asked, boards)), facets, years, boards, of
    )


def _offered(answer: Answer, asked: Asked, name: str) -> Mapping[str, int]:
    """The counts of one filter, without the values that the rest of the page has put out of reach."""
    counts = answer.facets.get(GROUPS[name].facet, {})
    if name == "kinds" and not asked.others:
        return {kind: number for kind, number in counts.items() if kind in OF_REVIEWS}
    kept = WITHIN[asked.within][1]
    if name == "roles" and kept:
        return {role: number for role, number in counts.items() if role in kept}
    return counts


def holds_others(house: House) -> bool:
    """Whether case reviews are held and beside them something else, so that there is a choice."""
    documents = house.library.catalogue.documents()
    return len({document.review_id is None for document in documents}) == 2


def choices(name: str, counts: Mapping[str, int], ticked: tuple[str, ...], boards: Boards) -> list[tuple[str, str]]:
    """The boxes of one filter with their counts; what is ticked stays, so that it can be unticked."""
    values = {**dict.fromkeys(ticked, 0), **counts}
    order = _ORDERS.get(name, list)()
    last = len(order)
    ranked = sorted(
        values, key=lambda one: (order.index(one) if one in order else last, words.named(name, one).lower())
    )
    return [(f"{_named(name, value, boards)} ({values[value]:,})", value) for value in ranked]


def _named(name: str, value: str, boards: Boards) -> str:
    return boards.get(value, value) if name == "publishers" else words.named(name, value)


def ticked(asked: Asked, boards: Boards) -> list[str]:
    """What is ticked in the filter column, in words, for a printed page."""
    said = [_named(name, value, boards) for name in GROUPS for value in getattr(asked.filters, name)]
    years = (("from", asked.filters.from_year), ("to", asked.filters.to_year))
    return said + [f"published {word} {year}" for word, year in years if year is not None]


def fold_words(asked: Asked) -> str:
    """The words on the button that unfolds the filters on a phone."""
    return f"Filters ({asked.on} on)" if asked.on else "Filters"


def searched(answer: Answer) -> str:
    """What was searched, said before what was found."""
    documents = words.count(answer.documents_searched, "document")
    span = words.years(answer.years)
    if not answer.reviews_searched:
        return f"{documents}, {span}"
    return f"{words.count(answer.reviews_searched, 'review')} and {documents}, {span}"


def tally(answer: Answer) -> str:
    """What was found, out of how many."""
    things = words.count(answer.reviews_searched, "review")
    if not answer.reviews_searched:
        things = words.count(answer.documents_searched, "document")
    if not answer.passages_searched:
        return "No document is left under these filters. Clear some of them to search more."
    if answer.nothing_found:
        nearest = " The nearest is shown below so that you can judge." if answer.results else ""
        return f"No passage in the {things} searched is close to this.{nearest}"
    if any(result.review is None for result in answer.results):
        return (
            f"{answer.close:,} {_contain(answer.close)}, of {things} and the inspections and inquiries beside them. "
            "Best match first."
        )
    return f"{answer.close:,} of {things} {_contain(answer.close)}. Best match first."


def because(why: Why, text: str = "") -> str:
    """Why a passage, whose text is ``text``, matched, in words."""
    return " ".join(_because(why, text))


def _because(why: Why, text: str) -> Iterator[str]:
    bridged = [word for bridge in why.bridges for word in bridge.words]
    if why.words:
        yield "It has " + ", ".join(f"“{word}”" for word in dict.fromkeys(why.words)) + " from your words."
    elif not bridged:
        yield "It has none of your words; it is close in meaning."
    for bridge in why.bridges:
        yield f"It has {', '.join(f'“{word}”' for word in bridge.words)}: you wrote “{bridge.query}” ({bridge.term})."
    if why.sentence:
        yield f"Nearest in meaning: “{' '.join(text[slice(*why.sentence)].split())}”"
    ranks = []
    if why.lexical_rank is not None:
        ranks.append(f"{words.ordinal(why.lexical_rank)} by words")
    if why.dense_rank is not None:
        ranks.append(f"{words.ordinal(why.dense_rank)} by meaning")
    if ranks:
        yield f"Among all passages searched it came {' and '.join(ranks)}."
    if why.filters:
        yield f"It passed {words.count(len(why.filters), 'filter')}: {', '.join(map(_passed, why.filters.items()))}."


def _passed(applied: tuple[str, tuple[str, ...]]) -> str:
    facet, values = applied
    name = next((one for one, group in GROUPS.items() if group.facet == facet), "")
    legend = GROUPS[name].legend.lower() if name else facet
    return f"{legend} {' and '.join(words.named(name, value) if name else value for value in values)}"


def _told(house: House, answer: Answer) -> Callable[[PassageHit], Chips]:
    """From a passage that was found to its tags as they stand, with the words that show each."""
    tags = house.tags([hit.passage.id for result in answer.results for hit in result.passages])
    return lambda hit: chips(hit.passage, tags.get(hit.passage.id, UNTAGGED))


def _contain(number: int) -> str:
    return "contains a close passage" if number == 1 else "contain a close passage"


def _answered(answer: Answer, asked: Asked, boards: Boards) -> dict[str, object]:
    close = [result for result in answer.results if result.close] if answer.close else answer.results[:_NEAREST]
    return {
        "results": close[: asked.show],
        "searched": searched(answer),
        "tally": tally(answer),
        "notes": _notes(answer, asked),
        "ticked": ticked(asked, boards),
        "because": because,
        "further": _further(asked) if len(close) > asked.show else "",
    }


def _listed(answer: Answer, asked: Asked) -> dict[str, object]:
    """What is held, or held under the filters, when no words are given."""
    here = [result for result in answer.results if result.passages]
    return {
        "searched": searched(answer),
        "results": here[: asked.show],
        "empty": not answer.passages_searched,
        "further": _further(asked) if len(here) > asked.show else "",
        "examples": [Asked(query=example) for example in EXAMPLES],
    }


def _further(asked: Asked) -> str:
    return f"{asked.address(show=asked.show + STEP)}#result-{asked.show + 1}"


def _notes(answer: Answer, asked: Asked) -> list[str]:
    """What a careful reader must know about the scope of this search."""
    notes = []
    if asked.within != "everything":
        notes.append(f"Only {WITHIN[asked.within][0]} were searched.")
    notes.extend(
        f"Not searched, for they say what should happen and not what did: {words.count(number, words.term(kind))}."
        for kind, number in answer.left_out.items()
    )
    return notes


_TROUBLES: dict[type[IndexingError], tuple[str, str]] = {
    IndexMissing: (
        "Nothing has been indexed yet",
        "Everything that was added is kept. Make it searchable with: commonthread index",
    ),
    IndexLocked: (
        "The index is in use by another program",
        "Nothing was lost. Try again when the other program has finished.",
    ),
    BadQuery: (
        "This search cannot be run as it stands",
        "Your words and filters are kept. Change them and search again.",
    ),
}
"""For each error its heading, and what was kept and what to do."""

_USUAL = ("The library cannot be searched now", "Nothing in the library was changed.")


def _trouble(problem: IndexingError, asked: Asked, came: str, turn: int) -> str:
    heading, kept = next((value for kind, value in _TROUBLES.items() if isinstance(problem, kind)), _USUAL)
    return render(
        "trouble.html",
        heading=heading,
        what=str(problem),
        kept=kept,
        address=asked.address(),
        title="Search",
        level="h2",
        came=came,
        turn=turn,
    )
