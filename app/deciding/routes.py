"""The two addresses at which the pages' own script keeps a person's decision on a tag or a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app import words
from app.deciding.decide import Act, correct_fact, decide_tag, family_of, person, undo_fact
from app.house import House
from app.render import render
from app.review import facts as facts_table
from app.review.chips import chips
from app.web.posted import answered
from index.tagging.tags import UNTAGGED
from ingest.decided.decisions import About

_LONGEST = 8_192

_Short = Annotated[str, Field(max_length=300)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    by: Annotated[str, Field(max_length=100)] = ""


class _OfTag(_Asked):
    """A decision on a tag of a passage."""

    passage: _Short
    about: Literal[About.THEME, About.AGENCY]
    term: _Short
    act: Act


class _OfFact(_Asked):
    """A decision on a fact of a review; without a value it takes one back."""

    review: _Short
    name: _Short
    value: Annotated[str, Field(max_length=2_000)] | None = None


def router(house: House) -> APIRouter:
    """The routes, over one library."""
    routes = APIRouter()

    @routes.post("/decide/tag")
    async def tag(request: Request) -> Response:
        """Keep a decision on a tag; answers with the passage's tags as they stand now."""
        return await _answer(request, lambda body: _tag(house, _OfTag.model_validate_json(body)))

    @routes.post("/decide/fact")
    async def fact(request: Request) -> Response:
        """Keep a decision on a fact; answers with the review's facts as they stand now."""
        return await _answer(request, lambda body: _fact(house, _OfFact.model_validate_json(body)))

    return routes


async def _answer(request: Request, decide: Callable[[bytes], dict[str, str]]) -> Response:
    too_long = "This is too long to be a decision. Nothing was changed."
    return await answered(request, decide, longest=_LONGEST, too_long=too_long)


def _tag(house: House, asked: _OfTag) -> dict[str, str]:
    done = decide_tag(house.library, asked.passage, asked.about, asked.term, asked.act, person(asked.by))
    passage = house.library.catalogue.passage(asked.passage)
    assert passage is not None  # noqa: S101 - it was there when it was decided upon
    tags, made = house.tags([passage.id]), house.decisions([passage.id])
    shown = chips(passage, tags.get(passage.id, UNTAGGED), made.get(passage.id, ()))
    return {"said": done.words, "html": render("tags_of_passage.html", shown=shown)}


def _fact(house: House, asked: _OfFact) -> dict[str, str]:
    by = person(asked.by)
    if asked.value is None:
        done = undo_fact(house.library, asked.review, asked.name, by)
    else:
        done = correct_fact(house.library, asked.review, asked.name, asked.value, by)
    review, documents = family_of(house.library, asked.review)
    rows = facts_table.rows_of(review, documents, house.decisions([review.id]).get(review.id, ()))
    html = render("facts_of_review.html", facts=rows, id=review.id, title=review.title, review=review)
    return {"said": done.words, "html": html, "title": review.title, "line": words.review_line(review)}
