"""The children whom a review is about: how many, how old when the harm came to them, boy or girl.

Only a subject child's age counts. An age belongs to whoever is named last before it; a relative's is passed over, and
so is one that another date or "at the age of" ties to an earlier time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.facts.cast import Cast
from ingest.facts.events import DEATH, HURT
from ingest.facts.sexes import sex_of, sex_word
from ingest.facts.told import Told
from ingest.model import Child, Evidence
from ingest.written.ages import Age, age_in_cell, age_lists_in, ages_in, unborn
from ingest.written.dates import dates_in
from ingest.written.needed import needed
from ingest.written.numbers import NUMBERS

_AT_THE_EVENT = re.compile(
    r"^\W*(?:and )?(?:(?:old )?when (?:he|she|they|it|this|the (?:\w+ ){1,3})\w*\W*(?:died|was killed|was admitted"
    r"|were"
    r"|was found|was taken|was injured|was harmed|suffered|was removed|incident|abuse)|at the time of (?:his|her"
    r"|their|the)"
    r" (?:death|injur|incident|admission|event|removal)|at (?:his|her|their) death)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:(?:since|until|before|after) (?:he|she|they)|(?:from|by|until|before|after)(?: the age of)?)\s*$", re.I
)
_COMPARED = re.compile(r"\b(?:as|like|than) an? $", re.IGNORECASE)
_OF_AGE = re.compile(r"\w+(?: \w+)? of ", re.IGNORECASE)
"""He weighed as much as "a child of five"."""
_OF_SUBJECT = re.compile(r"\bat (?:about |just |only )?$", re.IGNORECASE)
_AT_AGE = re.compile(r"^at the age of", re.IGNORECASE)
_ABOUT_REVIEW = needed(
    r"\b(?:this|the) (?:\w+ ){0,6}(?:review|report|summary|briefing)\b|\bin this (?:report|summary)\b|\bit concerns\b",
    re.I,
)
_LATER = needed(
    r"\b(?:inquest|convicted|sentenced|at the time of (?:writing|the review|publication)|now)\b", re.IGNORECASE
)
_OTHER_ROW = re.compile(
    r"\b(?:mother|father|partner|grand\w+|aunt|uncle|half-\w+|step\w+|brother of|sister of|carer|cousin|other"
    r"|friend)\b"
    r"|^(?:sibling \d|adult)",
    re.IGNORECASE,
)
_COUNTS = {**NUMBERS, "both": 2, "twins": 2, "triplets": 3}
_COUNT = needed(
    r"\b(?:(two|three|four|five|six|seven) (?:\w+ )?(?:children|babies|infants|siblings|brothers and sisters|sisters"
    r"|brothers|girls|boys|young people|cases)|(twins|triplets))\b",
    re.IGNORECASE,
)
_ENOUGH, _SURE = 3.0, 7.0
_PAIR_WITHIN = 30

Found = tuple[tuple[Child, ...], tuple[Evidence, ...], bool]
"""Children, the grounds of what is said of them, and whether the text contradicts itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An age that may be a child's, with what speaks for it."""

    label: str | None
    age: Age
    told: Told
    score: float


def children_of(sentences: Sequence[Told], cast: Cast, incident: str | None) -> Found:
    """Each subject child with age and sex, the grounds, and whether the text contradicts itself on an age."""
    candidates = [item for told, head in _with_heads(sentences) for item in _candidates(told, head, cast, incident)]
    candidates = _beside_the_event(candidates, sentences, incident)
    if cast.several:
        return _several(candidates, sentences, cast)
    open_number = cast.subject is None or _plural(cast.subject) or "/" in cast.subject
    together = (_together(sentences, cast) or _pair(sentences)) if open_number else None
    return together or _single(candidates, sentences, cast)


def count_of(children: Sequence[Child], sentences: Sequence[Told], cast: Cast) -> tuple[int | None, Evidence | None]:
    """How many children the review is about: those it labels, or the number that its first sentences give."""
    if cast.subject is None:
        return None, None
    if _plural(cast.subject) or len(children) > 1:
        for text, told in ((cast.subject, None), *((told.text, told) for told in sentences if told.early)):
            match = _COUNT.search(text)
            number = _COUNTS.get((match[1] or match[2]).lower()) if match else None
            if match and number and number >= len(children):
                return number, told.evidence("children", match.start()) if told else None
    return (len(children) or None), None


def _plural(subject: str) -> bool:
    return bool(
        re.search(r"\b(?:group|siblings|family|children|babies|infants|people|sisters|brothers)\b", subject, re.I)
    )


def _with_heads(sentences: Sequence[Told]) -> Iterator[tuple[Told, tuple[str, ...]]]:
    """Every sentence; a table's row comes with the head of its table."""
    head: tuple[str, ...] = ()
    for told in sentences:
        if not told.row:
            head = ()
        elif not head:
            head = told.row
        yield told, head


def _candidates(told: Told, head: tuple[str, ...], cast: Cast, incident: str | None) -> Iterator[Candidate]:
    if told.row:
        yield from _in_row(told, head, cast)
        return
    if not told.of_the_case or told.order > 600:
        return
    for age in ages_in(told.text):
        before, after = told.text[: age.start], told.text[age.end :]
        at_age = _OF_SUBJECT.search(before) and not age.text.lower().startswith("aged")
        whom = (_of_the_sentence(told, cast) if at_age else None) or _owner(before[-90:], age, after, cast)
        if whom is not None and age.months < 12 * 19:
            label = whom if whom in cast.members else None
            yield Candidate(label, age, told, _score(told, age, before, after, incident) + 2 * bool(label))


def _owner(before: str, age: Age, after: str, cast: Cast) -> str | None:
    """Whose age it is: a label, "" for a child unnamed, ``None`` for anybody else."""
    nouns = re.match(r"(?:[ -]+(?!and\b|when\b|who\b|at\b|while\b)\w+){1,3}", after)
    own = cast.anyone.search(age.text) or (cast.anyone.search(nouns[0]) if nouns and "old" in age.text else None)
    if _COMPARED.search(before) and _OF_AGE.match(age.text):
        return None
    if age.bare:
        return _behind_name(before, cast)
    if own and own["other"] and not age.text.lower().startswith("at the"):
        return None
    if own and own["child"]:
        return own["child"] if cast.label.fullmatch(own["child"]) else cast.apposed(f"{before}{own[0]}") or ""
    last = cast.nearest(before)
    return last if last is None or cast.label.fullmatch(last) else ""


def _behind_name(before: str, cast: Cast) -> str | None:
    """The label right before a comma: "Rook, six, drowned"."""
    names = [match for match in cast.label.finditer(before) if re.fullmatch(r",\s*", before[match.end() :])]
    return names[-1][0] if names else None


def _of_the_sentence(told: Told, cast: Cast) -> str | None:
    """The child with whom a sentence begins: "Baby Moss was found … beside both parents … at five weeks of age"."""
    first = cast.anyone.search(told.text)
    return first[0] if first and first.start() < 40 and cast.label.fullmatch(first[0]) else None


def _score(told: Told, age: Age, before: str, after: str, incident: str | None) -> float:
    text = told.text
    score = 1.0 + max(0.0, 3.0 - told.order / 12)
    score += 3.0 * bool(DEATH.search(text)) + 1.5 * bool(HURT.search(text)) + 2.0 * bool(_ABOUT_REVIEW.search(text))
    score += 4.0 * bool(_AT_THE_EVENT.search(after))
    score -= 5.0 * bool(_EARLIER.search(before)) + 3.0 * bool(_LATER.search(text))
    if _AT_AGE.match(age.text) and not re.search(r"\bdied\s*,?\s*$", before):
        score -= 4.0
    return score + _dated(text, incident)


def _dated(text: str, incident: str | None) -> float:
    """For an age beside the date of the incident, against one beside another date."""
    dates = [when.iso for when in dates_in(text) if not when.iso.startswith("-")]
    if not incident or not dates:
        return 0.0
    near = any(date.startswith(incident[:7]) or incident.startswith(date) for date in dates)
    return 4.0 if near else -5.0


def _in_row(told: Told, head: tuple[str, ...], cast: Cast) -> Iterator[Candidate]:
    """A family table's row for a child of the review: its label, or the word "subject"."""
    row = told.row
    column = next((i for i, cell in enumerate(head) if re.match(r"(?:\w+ )?ages?\b", cell, re.IGNORECASE)), None)
    if column is None or column >= len(row) or row == head:
        return
    age = age_in_cell(row[column])
    label = next((name for name in cast.members if name.casefold() == row[0].casefold()), None)
    named = label or re.search(r"\bsubject\b", told.text, re.IGNORECASE) or row[0] in cast.names
    generic = re.match(r"(?:the )?(?:child|baby|young person|boy|girl)\b", row[0], re.IGNORECASE)
    if age and (named or (generic and not _OTHER_ROW.search(told.text))):
        yield Candidate(label, replace(age, start=told.text.find(row[column])), told, 9.0)


def _beside_the_event(
    candidates: Sequence[Candidate], sentences: Sequence[Told], incident: str | None
) -> list[Candidate]:
    """ "A girl died on 2 March 2013. She was 12 years old.": the sentence after the event's speaks of its time."""

    def follows(item: Candidate) -> bool:
        before = sentences[places[item.told] - 1] if places[item.told] else item.told
        if before.paragraph != item.told.paragraph or before is item.told or dates_in(item.told.text):
            return False
        return _dated(before.text, incident) > 0 and bool(DEATH.search(before.text) or HURT.search(before.text))

    wanted = {item.told for item in candidates}
    places = {told: place for place, told in enumerate(sentences) if told in wanted}
    return [replace(item, score=item.score + 4.0) if follows(item) else item for item in candidates]


def _single(candidates: Sequence[Candidate], sentences: Sequence[Told], cast: Cast) -> Found:
    best, rivals = _best(candidates)
    label = cast.subject
    sex, ground = sex_of(sentences, cast, None)
    grounds = [ground] if ground else []
    if best is None:
        before_birth = _before_birth(sentences, cast)
        if before_birth:
            told, match = before_birth
            grounds.insert(0, told.evidence("age", match.start(), "-1"))
            return (Child(label, -1, match[0], sex),), tuple(grounds), False
        return ((Child(label, None, None, sex),) if label else ()), tuple(grounds), False
    grounds[:0] = _age_grounds(best, rivals)
    return (Child(label, best.age.months, best.age.text, sex),), tuple(grounds), bool(rivals)


def _several(candidates: Sequence[Candidate], sentences: Sequence[Told], cast: Cast) -> Found:
    """One child for each label, with the age that its own sentences or row give."""
    by_label: dict[str, list[Candidate]] = defaultdict(list)
    for item in candidates:
        if item.label:
            by_label[item.label].append(item)
    children, grounds, contradicted = [], [], False
    for label in cast.members:
        best, rivals = _best(by_label[label])
        sex, ground = sex_of(sentences, cast, label)
        age = best.age if best else None
        children.append(Child(label, age.months if age else None, age.text if age else None, sex))
        grounds += [*(_age_grounds(best, rivals) if best else ()), *([ground] if ground else ())]
        contradicted |= bool(rivals)
    return tuple(children), tuple(grounds), contradicted


def _together(sentences: Sequence[Told], cast: Cast) -> Found | None:
    """Children without labels, whose ages one sentence gives together."""
    for told in sentences:
        for ages in age_lists_in(told.text) if told.of_the_case and told.order < 120 else ():
            if len(ages) > 1 and cast.about_child(told.text[: ages[0].start]) and max(a.months for a in ages) < 228:
                children = tuple(Child(None, age.months, age.text) for age in ages)
                return children, (told.evidence("age", ages[0].start),), False
    return None


def _pair(sentences: Sequence[Told]) -> Found | None:
    """ "A boy aged 13 and a girl aged eight", said where the report says what it is about."""
    for told in sentences[:_PAIR_WITHIN]:
        ages = [age for age in ages_in(told.text) if age.months < 228]
        for first, last in pairwise(ages) if told.of_the_case else ():
            between = told.text[first.end : last.end]
            ahead = told.text[max(0, first.start - 30) : first.end]
            sexes = (sex_word(ahead) or sex_word(told.text[first.end : first.end + 12]), sex_word(between))
            if all(sexes) and re.search(r"\band (?:an?|the|his|her) ", between) and len(between) < 70:
                pair = zip((first, last), sexes, strict=True)
                children = tuple(Child(None, age.months, age.text, sex) for age, sex in pair)
                grounds = (told.evidence("age", first.start), told.evidence("sex", first.start))
                return children, grounds, False
    return None


def _best(candidates: Iterable[Candidate]) -> tuple[Candidate | None, list[Candidate]]:
    """The age that most speaks for, and those that contradict it from as good a place."""
    ranked = sorted(candidates, key=lambda item: (-item.score, item.told.order))
    if not ranked or ranked[0].score < _ENOUGH:
        return None, []
    best = ranked[0]
    finer = [c for c in ranked if c.score > best.score - 4 and _finer(c.age.months, best.age.months)]
    chosen = finer[0] if finer else best
    rivals = [c for c in ranked if c.score > max(best.score - 5, _SURE) and not _agree(c.age.months, chosen.age.months)]
    return chosen, rivals


def _finer(one: int, other: int) -> bool:
    """Whether ``one`` says more exactly what ``other`` says in whole years: 39 months and three years."""
    return one != other and other >= 12 and other % 12 == 0 and one // 12 == other // 12


def _agree(one: int, other: int) -> bool:
    return one == other or _finer(one, other) or _finer(other, one)


def _age_grounds(best: Candidate, rivals: Sequence[Candidate]) -> list[Evidence]:
    different = {item.age.months: item for item in reversed(rivals)}
    clear = not rivals and best.score >= _SURE - 2
    return [
        item.told.evidence("age", item.age.start, str(item.age.months), clear=clear)
        for item in (best, *different.values())
    ]


def _before_birth(sentences: Sequence[Told], cast: Cast) -> tuple[Told, re.Match[str]] | None:
    """The subject is a child not born yet: said where the report says what it is about."""
    for told in sentences:
        match = unborn(told.text) if told.order < 40 and told.of_the_case else None
        if match and not re.search(
            r"\b(?:unborn (?:babies|children|baby (?:protocol|procedure|policy)))\b", told.text, re.I
        ):
            return told, match
    return None
