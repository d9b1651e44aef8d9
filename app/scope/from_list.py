"""Gathers what a scoping note from a shortlist is made of, for the command line and the page."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.errors import NothingFound
from app.papers import cite
from app.reports.listed_note import ListedScope
from app.reports.scoping_parts import used
from app.shortlist.export import leads_of
from app.shortlist.view import listed, reviews_of
from index.cases.again import with_others
from index.cases.case import Case, Signal, Trait
from index.cases.scoping import scoping_of
from ingest.vocabulary.reading import vocabulary

if TYPE_CHECKING:
    from index.recommendations.recommending import Recommending
    from index.recurring.counting import Counted, CountedReview
    from ingest.decided.shortlists import Shortlist
    from ingest.library import Library


def note_from(
    library: Library, counted: Counted, recommending: Callable[[], Recommending], shortlist: Shortlist, made: datetime
) -> ListedScope:
    """What the reviews of a list say to a new scope. Raises ``NothingFound`` where it speaks of no review held."""
    items = listed(library, shortlist)
    known = {one.review.id: one for one in counted.reviews}
    chosen = [known[name] for name in reviews_of(items) if name in known]
    if not chosen:
        raise NothingFound(
            f"The shortlist “{shortlist.name}” speaks of no review that is held, so there is nothing to write a note "
            "from. Put a review or a passage of one on it."
        )
    themes = shared_themes(chosen)
    case = Case("", (), tuple(Trait(Signal.THEMES, theme) for theme in themes), None)
    scoping = scoping_of(case, [one.review.id for one in chosen], counted, library.catalogue)
    scoping = with_others(scoping, len(counted.reviews), recommending)
    quoted = [*used(scoping), *(one.cited for one in items if one.cited)]
    named = [(one.document, one.review) for one in quoted]
    named += [(document, one.review) for document, one in leads_of(library, items)]
    return ListedScope(
        shortlist.name,
        tuple(items),
        scoping,
        tuple(themes),
        tuple(theme.id for theme in vocabulary().themes if theme.id not in scoping.themes),
        len(counted.reviews),
        counted.revision,
        tuple(cite.bibliography(named, lambda document: cite.fetched(library, document))),
        made,
        f"commonthread scope --shortlist {shlex.quote(shortlist.name)} --out NOTE.docx",
    )


def shared_themes(chosen: Sequence[CountedReview]) -> list[str]:
    """Themes that more than one of the reviews carries, those that most carry first; of one review its clear ones."""
    if len(chosen) == 1:
        return [theme for theme, one in chosen[0].themes.items() if one.clear]
    carried = Counter(theme for one in chosen for theme in one.themes)
    return [theme for theme, number in sorted(carried.items(), key=lambda pair: (-pair[1], pair[0])) if number > 1]
