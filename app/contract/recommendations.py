"""Recommendations, their families and what repeats, as the JSON that the commands print."""

from __future__ import annotations

from typing import Any

from app import contract, words
from index.recommendations.gathered import Recommendation
from index.recommendations.recommending import Before, Family, Listing
from index.recommendations.repeat import Done, Repeats
from ingest.model import Document, Held, Passage

Json = dict[str, Any]


def listing(found: Listing, limit: int) -> Json:
    """Families in scope."""
    return {
        **_scope(found),
        "families_found": len(found.families),
        "alone": found.alone,
        "families": [family(one, found.scope.reviews) for one in found.families[:limit]],
    }


def before(found: Before, limit: int) -> Json:
    """Whether something was recommended before."""
    return {
        **_scope(found),
        "nothing_found": found.family is None,
        "family": family(found.family, found.scope.reviews, limit) if found.family else None,
        "possible": [recommendation(one) for one in found.possible],
        "nearest": [recommendation(one) for one in found.nearest],
    }


def family(one: Family, of: int, limit: int | None = None) -> Json:
    """A family: how many reviews of how many, when, who asked whom, and its members, oldest first."""
    return {
        "id": one.middle.id,
        "reviews": len(one.reviews),
        "of": of,
        "review_ids": list(one.reviews),
        "years": list(one.years) if one.years else None,
        "publishers": list(one.boards),
        "agencies": [{"agency": name, "recommendations": number} for name, number in one.agencies],
        "best_worded": [member.id for member in one.best],
        "recommendations": len(one.members),
        "members": [recommendation(member) for member in one.members[:limit]],
    }


def recommendation(one: Recommendation) -> Json:
    """One recommendation in its own words, with what it names and what answers it."""
    record = one.record
    return {
        "id": one.id,
        "text": record.text,
        "number": record.number,
        "title": record.title,
        "heading": list(record.heading),
        "pages": list(record.pages),
        "page_labels": list(record.page_labels),
        "passage_ids": list(record.passage_ids),
        "review": contract.review(one.review) if one.review else None,
        "document": _document(one.document),
        "publisher": one.publisher,
        "year": one.year,
        "themes": list(one.themes),
        "addressees": list(record.addressees),
        "names": {
            "who": list(one.named.who),
            "what": one.named.what,
            "by_when": one.named.when,
            "can_be_checked_by": list(one.named.checks),
        },
        "also_in": [_document(document) for document in one.also_in],
        "responses": [
            {"document": _document(response.document), "passages": [contract.passage(one) for one in response.passages]}
            for response in one.responses
        ],
    }


def repeats(found: Repeats, limit: int) -> Json:
    """What repeats among a board's own reviews."""
    return {
        "publisher": found.publisher,
        "name": found.name,
        "library_revision": found.revision,
        "reviews": [contract.review(one) for one in found.reviews],
        "undated": found.undated,
        "themes": [
            {
                "theme": one.theme,
                "label": words.named("themes", one.theme),
                "reviews": len(one.times),
                "of": len(found.reviews),
                "times": [
                    {
                        "review": contract.review(time.review),
                        "passages": [
                            _example(passage, document)
                            for passage, document in zip(time.passages, time.documents, strict=True)
                        ],
                    }
                    for time in one.times
                ],
                "said_to_be_done": [_done(done) for done in one.done],
            }
            for one in found.themes[:limit]
        ],
        "recommendations": [
            {
                "family": family(one.family, len(found.reviews)),
                "said_to_be_done": [_done(done) for done in one.done],
            }
            for one in found.recommendations[:limit]
        ],
    }


def _scope(found: Listing | Before) -> Json:
    scope = found.scope
    return {
        "filters": contract.filters(found.filters),
        "library_revision": found.revision,
        "scope": {
            "reviews": scope.reviews,
            "undated": scope.undated,
            "unreadable": scope.unreadable,
            "years": list(scope.years) if scope.years else None,
        },
        "recommendations_searched": found.recommendations,
        "inquiries_searched": found.inquiries,
    }


def _done(done: Done) -> Json:
    return {**_example(done.passage, done.document), "words": done.text, "answers_a_recommendation": done.answers}


def _example(passage: Passage, document: Document) -> Json:
    return contract.example(Held(passage, document, None))


def _document(document: Document) -> Json:
    return {"id": document.id, "kind": document.kind.value, "title": document.title}
