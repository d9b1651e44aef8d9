"""Recommendations, their families and what repeats, in words: for the terminal and the page."""

from __future__ import annotations

from collections.abc import Iterator

from app import words
from index.recommendations.gathered import Recommendation
from index.recommendations.recommending import Before, Family, Listing
from index.recommendations.repeat import Repeats

BEST = (
    "Best worded are those that name who, what and by when, the shortest first; where none does, those that name who "
    "and what."
)
NOT_ALL = "Published reviews are not all reviews, and what was recommended is not what was done."
_SHORT = 300


def searched(found: Listing | Before) -> str:
    """What was looked through, before what was found."""
    scope = found.scope
    many = words.count(found.recommendations, "recommendation")
    said = f"Looked through {many} in {words.count(scope.reviews, 'review')}"
    said += f" and {words.count(found.inquiries, 'inquiry report')}" if found.inquiries else ""
    said += f", {words.years(scope.years)}" if scope.years else ""
    apart = [
        f"{number} {what}" for number, what in ((scope.undated, "undated"), (scope.unreadable, "unreadable")) if number
    ]
    return said + (f"; {' and '.join(apart)} not counted." if apart else ".")


def verdict(found: Before) -> str:
    """Whether it was recommended before, in one sentence."""
    family = found.family
    if family is None:
        if not found.recommendations:
            return "There are no recommendations in this scope."
        if found.possible:
            return "No recommendation in this scope clearly asks for the same. Some possibly do: judge them yourself."
        return "No recommendation in this scope asks for the same. The nearest are shown so that you can judge."
    return f"Recommended before: {tally(family, found.scope.reviews)}."


def tally(family: Family, of: int) -> str:
    """How often, when and by how many: "in 3 of 24 reviews, 2009 to 2022, by 3 publishers"."""
    parts = [f"in {len(family.reviews)} of {words.count(of, 'review')}"]
    outside = len({one.source for one in family.members if one.review is None})
    if outside:
        parts[0] += f" and in {words.count(outside, 'inquiry report')}"
    if family.years:
        parts.append(words.years(family.years))
    parts.append(f"by {words.count(len(family.boards), 'publisher')}")
    return ", ".join(parts)


def asked(family: Family) -> str:
    """Whom it asked."""
    named = (f"{words.named('agencies', name)} ({number})" for name, number in family.agencies)
    return ", ".join(named) or "nobody that is named"


def facts(one: Recommendation) -> tuple[tuple[str, str], ...]:
    """What a recommendation names, as pairs of a question and its own words."""
    named = one.named
    return (
        ("Who", "; ".join(named.who) or "not named"),
        ("What", "an act is named" if named.what else "no act is named"),
        ("By when", named.when or "not stated"),
        ("Can be checked by", "; ".join(named.checks) or "no words that say so"),
    )


def place(one: Recommendation) -> str:
    """Where it stands."""
    title = one.review.title if one.review else one.document.title
    parts = (title, one.publisher or "publisher not stated", str(one.year or "year not stated"))
    return " · ".join((*parts, words.page_numbers(one.record.pages, one.record.page_labels)))


def before_lines(found: Before, limit: int) -> Iterator[str]:
    """The answer to "has this been recommended before?"."""
    yield searched(found)
    yield verdict(found)
    if found.family:
        yield f"Asked of: {asked(found.family)}"
        best = found.family.best
        yield from (f"Best worded: “{short(one)}” ({place(one)})" for one in best[:1])
        for one in found.family.members[:limit]:
            yield from _member(one)
    if found.possible:
        yield "Possibly the same, and not counted:"
        for one in found.possible[:limit]:
            yield from _member(one)
    if not (found.family or found.possible):
        for one in found.nearest:
            yield from _member(one)
    yield NOT_ALL


def listing_lines(found: Listing, limit: int) -> Iterator[str]:
    """The families in scope."""
    yield searched(found)
    families = words.count(len(found.families), "family").replace("familys", "families")
    yield f"{families} of recommendations that ask for the same; {found.alone} others stand alone."
    for number, one in enumerate(found.families[:limit], start=1):
        yield ""
        yield f"{number}. {tally(one, found.scope.reviews)}; asked of {asked(one)}"
        for member in one.members[:4]:
            yield from _member(member)
    yield NOT_ALL


def repeat_lines(found: Repeats, limit: int) -> Iterator[str]:
    """What repeats among a board's own reviews."""
    yield f"{found.name}: {words.count(len(found.reviews), 'review')} held" + (
        f", {found.undated} of them undated" if found.undated else ""
    )
    themes, again = len(found.themes), len(found.recommendations)
    yield f"{words.count(themes, 'theme')} and {words.count(again, 'recommendation')} stand in two or more of them."
    for one in found.themes[:limit]:
        yield ""
        yield f"{words.named('themes', one.theme)}: {len(one.times)} of {words.count(len(found.reviews), 'review')}"
        for time in one.times:
            yield f"   {time.review.year or 'undated'} {time.review.title}"
        yield from (f"   said to be done ({done.review.year}): “{short_of(done.text)}”" for done in one.done)
        if not one.done:
            yield "   no passage on it speaks of action; that does not mean that nothing was done"
    for repeated in found.recommendations[:limit]:
        yield ""
        yield f"Recommended {tally(repeated.family, len(found.reviews))}"
        for member in repeated.family.members:
            yield from _member(member)


def short(one: Recommendation) -> str:
    """A recommendation's words on one line, cut where they are long."""
    return short_of(one.record.text)


def _member(one: Recommendation) -> Iterator[str]:
    yield f"   {one.year or 'undated'} · {place(one)}"
    yield f"      “{short(one)}”"
    for response in one.responses:
        yield f"      answered in {response.document.title}: “{short_of(response.passages[0].text)}”"


def short_of(text: str) -> str:
    """A text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rsplit(" ", 1)[0] + " …"
