"""A person decides on a tag or a fact: what the command line and the app do alike.

Each function holds the library while it writes, and raises ``LibraryLocked`` where another command does; then nothing
was kept.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.errors import NothingFound
from app.review.facts import in_words, name_of
from index.desk import machine_tags_of
from index.tagging.tags import UNTAGGED
from ingest import pipeline
from ingest.decided import corrections
from ingest.decided.anchors import passage_anchor, review_anchor
from ingest.decided.decision_file import LONGEST_NOTE, unknown_term
from ingest.decided.decisions import About, Decision, Ledger, Merged, Verdict, located, now
from ingest.decided.stated import read_value
from ingest.errors import BadArgument
from ingest.library import Library
from ingest.model import Document, Passage, Review
from ingest.record.family import lead_of
from ingest.vocabulary.reading import vocabulary

_LONGEST_NAME = 100


class Act(StrEnum):
    """What a person does to a tag."""

    ADD = "add"
    REMOVE = "remove"
    ACCEPT = "accept"
    UNDO = "undo"


_SAID = {Act.ADD: "added", Act.REMOVE: "rejected", Act.ACCEPT: "accepted", Act.UNDO: "taken back"}


@dataclass(frozen=True, slots=True)
class Person:
    """Who decides, and what they note beside it."""

    name: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a decision: whether it is new, and in words what now stands."""

    changed: bool
    words: str


def person(name: str | None = None, note: str | None = None) -> Person:
    """Who decides: the name given, or the user of this machine. Raises ``BadArgument`` for what cannot be kept."""
    who = " ".join((name or "").split()) or _user()
    said = (note or "").strip() or None
    if len(who) > _LONGEST_NAME or not who.isprintable():
        raise BadArgument(f"A name has at most {_LONGEST_NAME} printed characters.")
    if said and len(said) > LONGEST_NOTE:
        raise BadArgument(f"A note has at most {LONGEST_NOTE} characters; this one has {len(said)}.")
    return Person(who, said)


def decide_tag(library: Library, passage_id: str, about: About, term: str, act: Act, by: Person) -> Done:
    """Accept, reject or add a tag of a passage, or take back what was decided on it.

    Raises ``NothingFound`` for a passage that is not held and where there is nothing to take back, ``BadArgument`` for
    a term that the vocabulary does not have and for accepting a tag that the passage does not carry.
    """
    refuse_unknown(about, term, act)
    with library.writing():
        passage = library.catalogue.passage(passage_id)
        if passage is None:
            raise NothingFound(f"There is no passage with the id {passage_id} in this library. Nothing was changed.")
        ledger = Ledger(library.database)
        verdict = _verdict(library, ledger, passage, (about, term), act)
        decision = Decision(
            about=about,
            target=passage.id,
            subject=term,
            verdict=verdict,
            decided_by=by.name,
            decided=now(),
            anchor=passage_anchor(passage, library.catalogue.passages(passage.document_id)),
            note=by.note,
        )
        changed = ledger.decide(decision)
    said = {Verdict.ADD: Act.ADD, Verdict.REJECT: Act.REMOVE, Verdict.ACCEPT: Act.ACCEPT, Verdict.UNDO: Act.UNDO}
    already = "" if changed else " already"
    return Done(changed, f"{label_of(about, term)}: {_SAID[said[verdict]]}{already}.")


def refuse_unknown(about: About, term: str, act: Act) -> None:
    """Raise ``BadArgument`` for a term that the vocabulary does not have; one it had once can be taken back."""
    reason = unknown_term(about, term)
    if reason and act is not Act.UNDO:
        raise BadArgument(f"{reason}. Nothing was changed.")


def correct_fact(library: Library, review_id: str, name: str, value: str, by: Person) -> Done:
    """Put a value in place of what was read of a review; the value read, said again, confirms it.

    Raises ``BadArgument`` for what cannot be a value of that fact, ``NothingFound`` for a review that is not held.
    """
    given = corrections.parsed(name, value)
    with library.writing():
        review, documents = family_of(library, review_id)
        verdict = Verdict.ACCEPT if given and given == read_value(documents, name) else Verdict.CORRECT
        changed = _keep_fact(library, review, documents, (name, verdict, given), by)
    done = "confirmed" if verdict is Verdict.ACCEPT else "corrected"
    shown = in_words(name, given) or corrections.NOT_STATED
    return Done(changed, f"{review.title}, {_plainly(name)}: {done}{'' if changed else ' already'}, {shown}.")


def undo_fact(library: Library, review_id: str, name: str, by: Person) -> Done:
    """Take back what was decided on a fact: what was read stands again. ``NothingFound`` where nobody has decided."""
    corrections.fact_named(name)
    with library.writing():
        review, documents = family_of(library, review_id)
        standing = Ledger(library.database).on([review.id]).get(review.id, ())
        if not any(one.subject == name for one in standing):
            raise NothingFound(f"Nobody has decided on this of {review.title}: {_plainly(name)}. Nothing was changed.")
        _keep_fact(library, review, documents, (name, Verdict.UNDO, ()), by)
    return Done(True, f"{review.title}, {_plainly(name)}: taken back; what was read stands again.")


def take_in(library: Library, decisions: Sequence[Decision]) -> tuple[Merged, int]:
    """Merge decisions from elsewhere, each led to its passage or review here; and how many of them find none yet."""
    catalogue, read = library.catalogue, dict[str, Sequence[Passage]]()
    with library.writing():
        reviews = catalogue.reviews()
        held = {review.id for review in reviews}
        led, waiting = [], 0
        for one in decisions:
            here = one.target in held if one.about is About.FACT else catalogue.passage(one.target) is not None
            target = one.target if here else located(one, reviews, catalogue.passages, read)
            waiting += target is None and one.stands
            led.append(replace(one, target=target or one.target))
        merged = Ledger(library.database).merge(led)
        pipeline.regroup(library)
    return merged, waiting


def family_of(library: Library, review_id: str) -> tuple[Review, list[Document]]:
    """A review and its documents; raises ``NothingFound``."""
    review = library.catalogue.review(review_id)
    found = (library.catalogue.document(one) for one in (review.documents if review else ()))
    documents = [document for document in found if document]
    if review is None or not documents:
        raise NothingFound(f"There is no review with the id {review_id} in this library. Nothing was changed.")
    return review, documents


def label_of(about: About, term: str) -> str:
    """What the vocabulary calls a theme or an agency."""
    terms = vocabulary().themes if about is About.THEME else vocabulary().agencies
    return next((one.label for one in terms if one.id == term), term)


def _verdict(library: Library, ledger: Ledger, passage: Passage, what: tuple[About, str], act: Act) -> Verdict:
    """The verdict that an act comes to: what a machine tagged already is accepted and not added."""
    about, term = what
    standing = next(
        (one for one in ledger.on([passage.id]).get(passage.id, ()) if (one.about, one.subject) == what), None
    )
    if act is Act.UNDO:
        if standing is None:
            raise NothingFound(f"Nobody has decided on “{term}” of this passage. Nothing was changed.")
        return Verdict.UNDO
    if act is Act.REMOVE:
        return Verdict.REJECT
    machine = machine_tags_of(library, [passage.id]).get(passage.id, UNTAGGED)
    read = any(tag.id == term for tag in (machine.themes if about is About.THEME else machine.agencies))
    if act is Act.ACCEPT and not read and not (standing and standing.verdict is Verdict.ADD):
        raise BadArgument(
            f"The passage does not carry “{term}”, so there is nothing to accept. Add it with: --add {term}"
        )
    return Verdict.ACCEPT if read else Verdict.ADD


def _keep_fact(
    library: Library,
    review: Review,
    documents: list[Document],
    what: tuple[str, Verdict, corrections.Value],
    by: Person,
) -> bool:
    name, verdict, value = what
    decision = Decision(
        about=About.FACT,
        target=review.id,
        subject=name,
        verdict=verdict,
        decided_by=by.name,
        decided=now(),
        anchor=review_anchor(review, lead_of(documents).id),
        value=value,
        note=by.note,
    )
    changed = Ledger(library.database).decide(decision)
    pipeline.regroup(library)
    return changed


def _plainly(name: str) -> str:
    """A fact's name within a sentence."""
    return name_of(name)[:1].lower() + name_of(name)[1:]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name is known for this user: in a container, as a rule
        return "unknown"
