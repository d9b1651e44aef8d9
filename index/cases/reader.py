"""Reads a case out of a pasted text with the readers that read reports, and out of a held review from its record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from index.cases.case import Ages, Case, Signal, Trait
from index.errors import BadQuery
from index.recurring.counting import CountedReview
from index.tagging.examples import examples
from index.tagging.likeness import MeaningSource
from index.tagging.tags import PassageTags, Span, Strength
from index.tagging.workers import tagging_of
from index.vectors.embedding import Embedder, Vectors
from ingest.errors import BadDocument
from ingest.facts import facts_of_case
from ingest.guard.marks import words_of
from ingest.model import Document, DocumentKind, DocumentStatus, Facts, Held, Passage, Review, Role
from ingest.passages.structure import passages_of
from ingest.read import plain
from ingest.read.clean import clean
from ingest.vocabulary.reading import vocabulary

T = TypeVar("T")

LONGEST = 400_000
"""Characters of a case: about 150 pages. What is longer is a report, to be added to the library."""
SHORTEST = 3
"""Words that can be called a case."""
MOST_PARTS = 24
"""Pieces that are compared by meaning; of a longer text they are taken evenly from beginning to end."""

MOST_READ = 120
"""Passages that are read for themes, agencies and circumstances; of a longer text they are taken evenly."""

_TELLING = (Role.SUMMARY, Role.FAMILY_BACKGROUND, Role.NARRATIVE, Role.ANALYSIS)
"""Roles of the passages of a review that tell its case, those that tell it shortest first."""
_POSSIBLE = 0.5
_ENGLISH, _ENOUGH_WORDS = 0.35, 8
_NO_CASE = (
    "No age, harm, theme or agency could be read, so this may not be a case. It is compared by meaning alone, and what "
    "is nearest may be far from it."
)
_LONG = (
    "The text is long. Age, harm and children were read from all of it; themes, agencies and circumstances from {} of "
    "its {:,} passages, taken evenly from beginning to end. A summary is read whole."
)
_ADULT = "The person appears to be an adult. The library holds reviews about children."
_ADULT_WORDS = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|lady|gentlem[ae]n|adults? at risk|adult social care|pensioner|care home|Mrs?|Ms)\b"
)
_CHILD_WORDS = re.compile(
    r"\b(?:child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|boys?|girls?|sons?|daughters?|siblings?|brothers?|sisters?"
    r"|twins?|teenagers?|adolescents?|young (?:person|people|wom[ae]n|m[ae]n)|pupils?|newborn|unborn|pregnan\w+"
    r"|months? old)\b",
    re.IGNORECASE,
)
_FOREIGN = "The text does not seem to be in English. Only English is read; what stands below may be little or wrong."


class CaseReader:
    """Reads cases. Nothing of a text is kept after it is read."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        themes = vocabulary().themes
        names = [theme.id for theme in themes]
        likeness = MeaningSource(embedder.fingerprint, examples(themes), names, embedder.encode_passages).likeness
        self._tagging = tagging_of(likeness)

    def read(self, text: str) -> Case:
        """The case that a text tells. Raises ``BadQuery`` for one that is empty, a mere word, or far too long."""
        check(text)
        try:
            document = clean(plain.read(Path("summary"), text.encode("utf-8", "ignore")))
        except BadDocument as problem:
            raise BadQuery("The text holds nothing that can be read.") from problem
        facts = facts_of_case(document)
        passages = [replace(one, role=Role.NARRATIVE) for one in passages_of(document, "")]
        if not passages:
            raise BadQuery("The text holds nothing that can be read.")
        whole = "\n".join(passage.text for passage in passages)
        placed = evenly(list(zip(_starts(passages), passages, strict=True)), MOST_READ)
        read = [passage for _, passage in placed]
        compared = evenly(range(len(read)))
        vectors = self._embedder.encode_passages([passage.text for passage in read])
        tagged = [self._tagging.tags(_held(passage), vector) for passage, vector in zip(read, vectors, strict=True)]
        traits = (*_harms(facts, whole), *_tags(tagged, [start for start, _ in placed], whole))
        notes = (
            *(() if traits or facts.age_months_min is not None else (_NO_CASE,)),
            *((_LONG.format(len(read), len(passages)),) if len(read) < len(passages) else ()),
            *_notes(facts, whole),
        )
        return Case(
            whole,
            tuple(read[at].text for at in compared),
            traits,
            _ages(facts, whole),
            facts.fatal,
            facts.children,
            notes,
            vectors=vectors[list(compared)],
        )

    def vectors(self, case: Case) -> Vectors:
        """The vectors of a case's parts, one row each: those known, else made."""
        return self._embedder.encode_passages(list(case.parts)) if case.vectors is None else case.vectors


def case_of_review(counted: CountedReview, passages: Sequence[Passage]) -> Case:
    """A held review as a case: its facts, its clear themes, and the passages that tell it."""
    review = counted.review
    telling = [passage.text for role in _TELLING for passage in passages if passage.role is role]
    themes = (Trait(Signal.THEMES, name, weight=_weight(one.clear)) for name, one in counted.themes.items())
    harms = (Trait(Signal.HARM, harm) for harm in review.harm_types)
    agencies = (Trait(Signal.AGENCIES, agency) for agency in review.agencies)
    return Case(
        text="",
        parts=evenly(telling),
        traits=(*harms, *themes, *agencies),
        ages=ages_of(review),
        children=review.children,
        review_id=review.id,
    )


def ages_of(review: Review) -> Ages | None:
    """The ages of a review's children, where they are stated."""
    known = [months for months in (review.age_months_min, review.age_months_max) if months is not None]
    return Ages(min(known), max(known)) if known else None


def evenly(parts: Sequence[T], most: int = MOST_PARTS) -> tuple[T, ...]:
    """At most so many of the parts, spread over all of them."""
    if len(parts) <= most:
        return tuple(parts)
    step = len(parts) / most
    return tuple(parts[int(number * step)] for number in range(most))


def check(text: str) -> None:
    """Raise ``BadQuery`` for a text that is empty, a mere word, or far too long to be a case."""
    if len(text) > LONGEST:
        raise BadQuery(
            f"The text is {len(text):,} characters long; a case may have {LONGEST:,}. Paste a summary of it, or add "
            "the report to the library and choose it there."
        )
    if len(text.split()) < SHORTEST:
        raise BadQuery("This is too short to be a case. Say in a sentence or two who the child is and what happened.")


def _starts(passages: Sequence[Passage]) -> list[int]:
    starts, at = [], 0
    for passage in passages:
        starts.append(at)
        at += len(passage.text) + 1
    return starts


def _held(passage: Passage) -> Held:
    facts = Facts(DocumentKind.OTHER, "")
    document = Document(
        passage.document_id, facts.kind, "", DocumentStatus.READ, "text/plain", 1, (), None, (), None, None, facts
    )
    return Held(passage, document, None)


def _ages(facts: Facts, whole: str) -> Ages | None:
    known = [months for months in (facts.age_months_min, facts.age_months_max) if months is not None]
    return Ages(min(known), max(known), _places(facts, "age", None, whole)) if known else None


def _harms(facts: Facts, whole: str) -> list[Trait]:
    return [Trait(Signal.HARM, harm, _places(facts, "harm", harm, whole)) for harm in facts.harm_types]


def _places(facts: Facts, fact: str, value: str | None, whole: str) -> tuple[Span, ...]:
    """Where the words of a fact stand; words that run over two passages have no one place."""
    quotes = (item.quote for item in facts.evidence if item.fact == fact and value in (None, item.value))
    found = ((at, at + len(quote)) for quote in quotes if (at := whole.find(quote)) >= 0)
    return tuple(sorted(set(found)))


def _tags(tagged: Sequence[PassageTags], starts: Sequence[int], whole: str) -> list[Trait]:
    """Themes and agencies of all passages, each once, with every place of its words."""
    places: dict[tuple[Signal, str], list[Span]] = {}
    weights: dict[tuple[Signal, str], float] = {}
    for start, tags in zip(starts, tagged, strict=True):
        for signal, found in ((Signal.THEMES, tags.themes), (Signal.AGENCIES, tags.agencies)):
            for tag in found:
                key = (signal, tag.id)
                places.setdefault(key, []).extend((start + a, start + b) for a, b in tag.words)
                weights[key] = max(weights.get(key, 0.0), _weight(tag.strength is Strength.CLEAR))
    return [Trait(signal, value, tuple(places[signal, value]), weights[signal, value]) for signal, value in places]


def _weight(clear: bool) -> float:
    return 1.0 if clear else _POSSIBLE


def _notes(facts: Facts, whole: str) -> list[str]:
    """What a person must know of the reading: what is missing, doubtful or not meant for this library."""
    said = [_FOREIGN] if _is_foreign(whole) else []
    if facts.age_months_min is None and _ADULT_WORDS.search(whole) and not _CHILD_WORDS.search(whole):
        said.append(_ADULT)
    elif facts.age_months_min is None:
        said.append("The child's age is not stated in words that could be read. Add it to compare by age.")
    elif facts.age_months_min >= 18 * 12:
        said.append(_ADULT)
    if "age" in facts.contradicted:
        said.append("The text states the age in two ways; both are used.")
    stated = sum(child.age_months is not None for child in facts.subjects)
    if facts.children and facts.children > 1 and "age" not in facts.contradicted:
        all_of = "" if stated == facts.children else f" Ages are stated of {stated}."
        said.append(f"The text is about {facts.children} children; their ages are compared together.{all_of}")
    if not facts.harm_types:
        said.append("What happened to the child could not be read as a kind of harm. Add it to compare by harm.")
    return said


def _is_foreign(whole: str) -> bool:
    """Whether few of a text's words are English words that reports use."""
    known = words_of("words", "ordinary.yaml")
    words = re.findall(r"[^\W\d_]{3,}", whole.casefold())
    return len(words) >= _ENOUGH_WORDS and sum(word in known for word in words) < _ENGLISH * len(words)


def labels_of(signal: Signal) -> Mapping[str, str]:
    """The vocabulary's labels for the values of a signal."""
    held = vocabulary()
    terms = {Signal.THEMES: held.themes, Signal.AGENCIES: held.agencies, Signal.HARM: held.harms}
    return {term.id: term.label for term in terms.get(signal, ())}
