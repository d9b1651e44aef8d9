"""A person's decisions on tags and facts: ``tag`` and ``fact``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from app import output
from ingest.library import Library

if TYPE_CHECKING:
    from app.cli import Place

_BY = "Who decides (default: the user of this machine)."


@click.command()
@click.argument("passage_id", metavar="PASSAGE")
@click.option("--add", multiple=True, metavar="T", help="The passage carries T. Repeatable, as are the others.")
@click.option("--remove", multiple=True, metavar="T", help="The passage does not carry T.")
@click.option("--accept", multiple=True, metavar="T", help="The machine's tag T is right.")
@click.option("--undo", multiple=True, metavar="T", help="Take back what was decided on T.")
@click.option("--agency", is_flag=True, help="T is the id of an agency, and not of a theme.")
@click.option("--by", default=None, help=_BY)
@click.option("--note", default=None, help="Why, in a person's own words.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def tag(place: Place, /, passage_id: str, agency: bool, as_json: bool, **given: Any) -> None:
    """Decide on the tags of a passage: a person's decision is kept, and reapplied whatever is read or tagged anew."""
    from app import contract
    from app.deciding.decide import Act, decide_tag, person, refuse_unknown
    from index.desk import tags_of
    from ingest.decided.decisions import About, Ledger

    acts = [(act, term) for act in Act for term in given[act.value]]
    if not acts:
        raise click.UsageError("Say what to decide, with --add, --remove, --accept or --undo.")
    if len({term for _, term in acts}) < len(acts):
        raise click.UsageError("The same tag is given twice.")
    about = About.AGENCY if agency else About.THEME
    for act, term in acts:
        refuse_unknown(about, term, act)
    library, by = Library.open(place.folder), person(given["by"], given["note"])
    done = [decide_tag(library, passage_id, about, term, act, by) for act, term in acts]
    for one in done:
        output.say(one.words)
    if any(one.changed for one in done):
        output.say("Search follows at the next: commonthread index")
    if as_json:
        tags = partial(tags_of, library)
        output.data(contract.shown(library.catalogue, passage_id, tags, Ledger(library.database).on))


@click.command()
@click.argument("review_id", metavar="REVIEW")
@click.argument("name", metavar="NAME")
@click.argument("value", required=False)
@click.option("--undo", is_flag=True, help="Take the correction back: what was read stands again.")
@click.option("--by", default=None, help=_BY)
@click.option("--note", default=None, help="Why, in a person's own words.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def fact(
    place: Place, /, review_id: str, name: str, value: str | None, undo: bool, as_json: bool, **given: Any
) -> None:
    """Correct or confirm a fact of a review, as: fact ID age "7 weeks". The value "not stated" takes it away.

    Names: publisher, nation, subject, review_type, published, incident, completed, period, age, sex, children,
    harm_types, method, agencies, fatal, cp_plan, looked_after, author.
    """
    from app.contract.facts import facts
    from app.deciding.decide import correct_fact, family_of, person, undo_fact
    from ingest.decided.decisions import Ledger

    if undo == (value is not None):
        raise click.UsageError("Give a value, or --undo.")
    library, by = Library.open(place.folder), person(given["by"], given["note"])
    if value is None:
        done = undo_fact(library, review_id, name, by)
    else:
        done = correct_fact(library, review_id, name, value, by)
    output.say(done.words)
    if done.changed:
        output.say("Search follows at the next: commonthread index")
    if as_json:
        review, documents = family_of(library, review_id)
        output.data(
            {
                "review": review.id,
                **facts(review, documents, Ledger(library.database).on([review.id]).get(review.id, ())),
            }
        )
