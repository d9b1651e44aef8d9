"""What a document says of itself and of its case, each fact with the words it was read from.

The first pages say what a document is (front.py); the sentences of a review (told.py) say who it is about (cast.py,
children.py, sexes.py), when it happened (events.py), what happened (harms.py, standing.py), how and by whom it was
reviewed (making.py) and which agencies took part (involved.py). What is not stated plainly stays unknown: nothing is
guessed, and nothing is taken from the file's name but the kind of document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.cast import Cast, cast_of, named_in_text
from ingest.facts.children import children_of, count_of
from ingest.facts.events import completed_of, incident_of, period_of
from ingest.facts.fates import fatal_of
from ingest.facts.front import (
    Front,
    front_of,
    kind_of,
    nation_for,
    published_of,
    publisher_of,
    quoted,
    review_type_of,
    subject_of,
    title_within,
)
from ingest.facts.harms import harms_of
from ingest.facts.involved import agencies_of
from ingest.facts.making import author_of, method_of
from ingest.facts.noted import Noted, noted_in
from ingest.facts.sexes import sex_of
from ingest.facts.shorthand import fate_in, spelt_out, standing_in
from ingest.facts.standing import looked_after_of, plan_of
from ingest.facts.told import Told, told
from ingest.model import REVIEW_KINDS, Child, DocumentKind, Evidence, Facts
from ingest.read.layout import CleanDocument
from ingest.vocabulary.reading import vocabulary
from ingest.written.subjects import counted_subject_in, subject_in
from ingest.written.welsh import WELSH, board_in, kind_in, label_in, language_of, published_in, type_in

__all__ = ["facts_of", "facts_of_case"]

_ALTERED = re.compile(
    r"\b(?:details?|names and \w+|facts|circumstances|features)\b[^.;]{0,60}\b(?:have been|has been|were|are)\b"
    r"[^.;]{0,20}\b(?:changed|altered|disguised|fictionali[sz]ed)\b",
    re.IGNORECASE,
)
"""How a briefing says that what it tells is not quite what happened."""
_ANSWERS = frozenset({DocumentKind.RESPONSE, DocumentKind.ACTION_PLAN})
"""What speaks of a review from outside: who wrote it, how and with whom it was done is not told there."""


def facts_of(document: CleanDocument, file_name: str) -> Facts:
    """The facts of a document, from its first pages and, for a review, its whole text."""
    front = front_of(document, file_name)
    if language_of("\n".join(page.page.text for page in document.pages)) == WELSH:
        return _in_welsh(front)
    subject, publisher, (review_type, _) = subject_of(front), publisher_of(front), review_type_of(front)
    is_review = sum(fact is not None for fact in (subject, publisher, review_type)) >= 2
    kind = kind_of(front, subject, is_review=is_review)
    if kind not in REVIEW_KINDS:
        published = published_of(front)[0] if front.pages else None
        return Facts(kind=kind, title=title_within(kind, front), published=published)
    facts = Facts(kind=kind, title=front.title, publisher=publisher, subject=subject, review_type=review_type)
    facts = replace(facts, nation=nation_for(publisher, review_type, document))
    return _of_the_case(_of_the_front(facts, front), told(document))


def facts_of_case(document: CleanDocument) -> Facts:
    """The facts of a case that is told without a front: a pasted summary, which names no publisher and no report.

    Where it labels its child ("Child AR") the readers of reports find the age; else it is read as noted (noted.py).
    """
    text, sentences = "\n\n".join(page.page.text for page in document.pages), told(document)
    label = subject_in(text)
    noted, fate = noted_in(text), fate_in(text)
    facts, cast = _with_cast(Facts(DocumentKind.OTHER, "", subject=label[0] if label else None), sentences)
    facts = _with_children(_with_dates(facts, sentences, cast), sentences, cast)
    if label is None or facts.age_months_min is None or noted.several:
        facts = _with_noted(facts, noted)
    spelt = [replace(one, text=spelt_out(one.text)) for one in sentences]
    reported, _ = fatal_of(sentences, cast)
    facts = _with_harm(facts, spelt, cast, fate=fate[0] if fate else bool(reported))
    if not (fate or reported):
        facts = replace(facts, fatal=None, harm_types=facts.harm_types or _either_way(spelt, cast))
    plan, care = standing_in(text)
    facts = replace(
        facts,
        cp_plan=plan if facts.cp_plan is None else facts.cp_plan,
        looked_after=care if facts.looked_after is None else facts.looked_after,
    )
    return _with_making(facts, sentences)


def _either_way(sentences: Sequence[Told], cast: Cast) -> tuple[str, ...]:
    """The harms of a child of whom nobody says that it died or lives, but for those that are always a death."""
    deaths = {term.id for term in vocabulary().harms if term.fatal}
    return tuple(harm for harm in harms_of(sentences, cast, None, None)[0] if harm not in deaths)


def _with_noted(facts: Facts, noted: Noted) -> Facts:
    """Ages, number and sex as a text without labels gives them."""
    ages = noted.ages or ((noted.adult,) if noted.adult else ())
    kept = tuple(item for item in facts.evidence if item.fact not in ("age", "sex", "children"))
    return replace(
        facts,
        children=noted.children,
        age_months_min=min(ages, default=None),
        age_months_max=max(ages, default=None),
        sex=noted.sex,
        subjects=tuple(Child(None, months, None) for months in noted.ages),
        evidence=(*kept, *(Evidence("age", 0, word, "clear") for word in noted.words)),
        contradicted=("age",) if noted.contradicted else (),
    )


def _in_welsh(front: Front) -> Facts:
    """What a Welsh cover states in set forms. Nothing of the case is read: the words that tell of it are English."""
    board, label = board_in(front.text), label_in(front.names) or label_in(front.cover) or label_in(front.text)
    type_, published = type_in(front.text) or (None, None), published_in(front.cover) or (None, None)
    if sum(fact is not None for fact in (board, label, type_[0])) < 2:
        return Facts(DocumentKind.OTHER, front.title, published=published[0], language=WELSH)
    name = board[0] if board else None
    evidence = (
        *quoted("publisher", name, front.pages, name),
        *quoted("subject", label, front.pages, label),
        *quoted("review_type", type_[1], front.pages, type_[0]),
        *quoted("published", published[1], front.pages, published[0]),
    )
    return Facts(
        kind=kind_in(front.names),
        title=front.title,
        publisher=name,
        nation="Wales",
        subject=label,
        review_type=type_[0],
        published=published[0],
        evidence=evidence,
        language=WELSH,
    )


def _of_the_front(facts: Facts, front: Front) -> Facts:
    """What the first pages state, with their words."""
    published, words = published_of(front)
    _, type_words = review_type_of(front)
    evidence = (
        *quoted("publisher", facts.publisher, front.pages, facts.publisher),
        *quoted("subject", facts.subject, front.pages, facts.subject),
        *quoted("review_type", type_words, front.pages, facts.review_type),
        *quoted("published", words, front.pages, published),
    )
    return replace(facts, published=published, evidence=evidence)


def _of_the_case(facts: Facts, sentences: Sequence[Told]) -> Facts:
    """What the text tells of the case; each reader gets what those before it found."""
    facts = replace(facts, altered=any(_ALTERED.search(told.text) for told in sentences))
    facts, cast = _with_cast(facts, sentences)
    facts = _with_dates(facts, sentences, cast)
    facts = _with_children(facts, sentences, cast)
    facts = _with_harm(facts, sentences, cast)
    return facts if facts.kind in _ANSWERS else _with_making(facts, sentences)


def _with_cast(facts: Facts, sentences: Sequence[Told]) -> tuple[Facts, Cast]:
    counted = facts.subject if facts.subject and counted_subject_in(facts.subject) else None
    label = named_in_text(sentences) if counted else None
    cast = cast_of(label or facts.subject, sentences)
    if not cast.several:
        cast = replace(cast, sex=sex_of(sentences, cast, None)[0])
    aliases = (*([counted] if counted and label else []), *cast.aliases)
    return replace(facts, subject=label or facts.subject, aliases=aliases), cast


def _with_dates(facts: Facts, sentences: Sequence[Told], cast: Cast) -> Facts:
    answers = facts.kind in _ANSWERS
    period, period_ground = (None, None) if answers else period_of(sentences)
    incident, grounds, contradicted = incident_of(sentences, cast, period, facts.published)
    completed, completed_ground = (None, None) if answers else completed_of(sentences)
    if period and period[1] is None:
        period = (period[0], incident)
    return replace(
        facts,
        incident=incident,
        completed=completed,
        period=period,
        evidence=(*facts.evidence, *grounds, *_some(completed_ground, period_ground)),
        contradicted=(*facts.contradicted, *(["incident"] if contradicted else [])),
    )


def _with_children(facts: Facts, sentences: Sequence[Told], cast: Cast) -> Facts:
    children, grounds, contradicted = children_of(sentences, cast, facts.incident)
    number, number_ground = count_of(children, sentences, cast)
    ages = [child.age_months for child in children if child.age_months is not None]
    if contradicted:
        ages += [int(item.value) for item in grounds if item.fact == "age" and item.value]
    return replace(
        facts,
        subjects=children,
        children=number,
        age_months_min=min(ages, default=None),
        age_months_max=max(ages, default=None),
        sex=_sex(children),
        evidence=(*facts.evidence, *grounds, *_some(number_ground)),
        contradicted=(*facts.contradicted, *(["age"] if contradicted else [])),
    )


def _with_harm(facts: Facts, sentences: Sequence[Told], cast: Cast, *, fate: bool | None = None) -> Facts:
    incident = next((item for item in facts.evidence if item.fact == "incident"), None)
    fatal, fatal_ground = fatal_of(sentences, cast)
    fatal = fatal if fate is None else fate
    harms, grounds = harms_of(sentences, cast, fatal, incident)
    if fatal is None and harms:
        fatal, fatal_ground = False, replace(grounds[0], fact="fatal", confidence="possible", value="false")
    plan, plan_ground = plan_of(sentences, cast)
    looked_after, care_ground = looked_after_of(sentences, cast)
    return replace(
        facts,
        fatal=fatal,
        harm_types=harms,
        cp_plan=plan,
        looked_after=looked_after,
        evidence=(*facts.evidence, *grounds, *_some(fatal_ground, plan_ground, care_ground)),
    )


def _with_making(facts: Facts, sentences: Sequence[Told]) -> Facts:
    author, author_ground = author_of(sentences)
    method, method_ground = method_of(sentences, facts.review_type)
    agencies, grounds = agencies_of(sentences)
    evidence = (*facts.evidence, *_some(author_ground, method_ground), *grounds)
    return replace(facts, author=author, method=method, agencies=agencies, evidence=evidence)


def _sex(children: Sequence[Child]) -> str | None:
    """The sex of all, "mixed" where they differ, nothing where one is unknown."""
    sexes = {child.sex for child in children}
    if len(sexes) == 2 and None not in sexes:
        return "mixed"
    return sexes.pop() if len(sexes) == 1 else None


def _some(*grounds: Evidence | None) -> Iterator[Evidence]:
    return (ground for ground in grounds if ground is not None)
