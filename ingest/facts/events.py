"""When it happened: the incident, the period reviewed, and the day on which the report was done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.cast import Cast
from ingest.facts.told import Told
from ingest.model import Evidence, Role
from ingest.written.dates import When, dates_in, ranges_in
from ingest.written.needed import needed

DEATH = needed(
    r"\b(?:died|dies|deaths? of|deaths?|(?:was|were|been) (?:\w+ )?(?:killed|murdered|stabbed|shot|drowned)|drowned"
    r"|took (?:his|her|their) own li(?:fe|ves)|(?:found|pronounced|declared|was|shot) dead|fatal(?:ly)?|suicide"
    r"|homicide"
    r"|murder(?:ed)?|(?:hanged|killed) (?:him|her)self|strangled|smothered|suffocated|(?:stabbed|beaten) to death"
    r"|lived (?:for )?(?:only |just )?\w+ (?:hours|days|minutes))\b",
    re.IGNORECASE,
)
HURT = needed(
    r"\b(?:injur\w+|admitted|hospital|ambulance|fractur\w+|broken|burn(?:s|ed)|scald\w*|swallow\w+|ingest\w+"
    r"|overdos\w+"
    r"|collaps\w+|unresponsive|could not be woken|unconscious|convulsi\w+|starv\w+|removed|police protection|powers of"
    r"|disclos\w+|told (?:\w+ ){0,4}(?:teacher|mother|worker|nurse|police|manager|carer|doctor|friend|staff"
    r"|parents|school|aunt|adult)|allegations?|alleged|arrested|abus\w+|assault"
    r"|assaulted|rap(?:ed|e)|exploit\w+|traced|harmed|stabb\w+|charged|poison\w+|neglect\w*|(?:was|were|been) found"
    r"|seriously ill|born|premature\w*|fire|missing|restrain\w+|came to light|emerged|witness\w*|report(?:ed)?"
    r"|incident"
    r"|(?:interim|emergency|full)? ?(?:care|protection) orders?|taken into care|became looked after"
    r"|whistle-?blow\w*|attack\w*"
    r"|shak(?:en|ing)|bruis\w+|diagnos\w+|cut|hanged|hanging|hurt|ward|placed with|strip[- ]?search\w*|slapp\w+"
    r"|kick\w*|ill-?treat\w+|sexual\w*|paramedics?|(?:given|gave) birth|lifeless|found (?:her|him|them)|jumped"
    r"|fell|struck|hit|brought to|taken (?:to|by)|rushed|emergency (?:services|department)|999|cardiac arrest"
    r"|resuscitat\w+"
    r"|stopped breathing|not breathing|haemorrhag\w+|scans?|x-rays?|skeletal survey|ligature|shook|smother\w*|crushed"
    r"|collid\w+|collision|run over|choked|savaged|mauled|abduct\w+|kidnap\w+|tortur\w+|blackmail\w*|groom\w+|raped"
    r"|conclud\w+|discovered|noticed|seen|searched|covert|fabricat\w+|invent\w+|symptoms|police officers|set fire"
    r"|killed"
    r"|stabs?|breaking|delivered|birth at|attempt\w*|ran away|gave an account|removal|sustained|suffered|weighed)\b",
    re.IGNORECASE,
)
ABOUT = needed(
    r"\b(?:th(?:is|e) (?:\w+ ){0,5}(?:review|report|case|summary|briefing) (?:concerns|is about|relates to"
    r"|considers|was"
    r" (?:prompted|triggered|begun|commissioned|held) (?:because|after|following|by))|it (?:concerns|is about"
    r"|relates to)"
    r"|subject of th(?:is|e)|the review concerns|in respect of|following the)\b",
    re.IGNORECASE,
)
_PROCESS = needed(
    r"\b(?:convicted|sentenced|pleaded|pleading|acquitted|trial|(?:crown|criminal|high) court|coroner|inquest"
    r"|verdict|jury|decided|commissioned"
    r"|rapid review|panel met|notified|published|publication|accepted|signed off|completed|agreed|evaluated|launched"
    r"|learning event|workshop|interview(?:ed|s)|met the|Working Together|guidance|Regulations|recommended that"
    r"|directed|sub-?committee|sub-?group|chief officers|criteria|Ofsted|inspection|separated|divorced"
    r"|review was (?:held|begun|started|sisted)|chair(?:ed)?|case (?:was )?closed)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:()]|,\s+(?:and|but|which|who|after which)\b|\band (?:was|were|is) (?:convicted|sentenced)|\band convicted"
)
_EARLIER = needed(
    r"\b(?:previous|earlier|history|since (?:he|she|they) (?:was|were)|grew up|had been|until|placed|moved|booked"
    r"|began|started|referred|referral|closed|plan (?:was|ended|ceased)|registered|second|third)\b",
    re.IGNORECASE,
)
_TELLS_OF = re.compile(
    r"\b(?:disclos\w+|told|found|discover\w+|alleg\w+|report\w*|said|conclud\w+"
    r"|learn\w+)\b[^.;]{0,60}?\bhad been\b",
    re.IGNORECASE,
)
"""What had been done and was told of on that day."""
_PERIOD = needed(
    r"\b(?:(?:period|time ?frame|time ?scale|scope|dates?)(?: covered| of review| reviewed)?:(?=\s)|(?:period"
    r"|time ?frame|time ?scale|time ?line|scope|dates?)\b[^.;]{0,50}?\b(?:review\w*|examin\w+"
    r"|consider\w*"
    r"|covered|covers|scope|looked|ran|runs|is|was|from|between|for)|review(?:ed)? period"
    r"|(?:review|report|panel|authors?|we|reviewers?)\b[^.;]{0,40}?\b(?:looked at|looks at|look at|consider(?:s|ed)"
    r"|cover(?:s|ed)|examine[sd]?|focus(?:es|ed)|spans|concentrat\w+)|time considered|time between|the time from"
    r"|examine the involvement|asked to (?:look at|examine|consider|review|provide|give|submit|set out|describe)"
    r"|who had worked"
    r" with|(?:involvement|contacts?|events|work|information|chronolog\w+|services?)\b[^.;]{0,40}\b(?:from"
    r"|between|covering)"
    r"|time ?frame\b|period (?:under review|reviewed|of review|covered)|the period (?=\d|[A-Z][a-z]+ (?:19|20)"
    r"|from|between)"
    r"|review(?:s|ed)?,? (?:of )?(?:the )?(?:events|period|time|care|practice|work)|covering|the review spans)(?:\b"
    r"|(?<=:))",
    re.IGNORECASE,
)
_WENT_ON = needed(r"\b(?:abus\w+|exploit\w+|traffick\w+|harmed|ill-?treat\w+|assault\w+|neglect\w*)\b", re.IGNORECASE)
"""Harm that went on over a time is dated by its end."""
_TRIED = needed(r"\b(?:murder|manslaughter|killing|attack|assault)\b[^,;]{0,60}? on (?=\d)", re.IGNORECASE)
_PERIOD_HEADING = needed(r"\b(?:time ?(?:frame|scale|line|period)|scope|period|terms of reference|remit)\b", re.I)
_BORN = re.compile(r"\b(?:was|were) born\b", re.IGNORECASE)
_SURE = 7.0
_FIRST = 12
"""Among its first sentences a report says what happened, even where its words are none that we know."""
_AGE_HEAD = re.compile(r"\bages? ?(?:in|at|on|\()(?=[^\t]*(?:19|20)\d\d)", re.IGNORECASE)
"""The head of a family table: "Age in March 2021", which is the month of the incident."""

_DONE = needed(
    r"\b(?:report|review|it|summary|overview)\b(?P<link>[^.;]{0,60}?)\b(?P<verb>completed|finished|concluded|finalised"
    r"|signed off|accepted|agreed|approved|adopted|endorsed|ratified|presented to|submitted to|received by)\b",
    re.IGNORECASE,
)
_DONE_BY = needed(
    r"\b(?:board|L?SCB|L?SCP|partners|partnership|committee|panel|group)\b[^.;]{0,30}?\b(?P<verb>signed off|accepted"
    r"|agreed"
    r"|approved|adopted"
    r"|endorsed|ratified|received)\b (?:the|this) (?:\w+ ){0,3}(?:report|review)\b",
    re.IGNORECASE,
)
_DONE_LINE = re.compile(
    r"^(?:\W*(?:date (?:of )?)?(?:final |overview )?(?:report |review )?(?:was )?)(?P<verb>completed|finished"
    r"|finalised"
    r"|signed off|accepted|agreed|approved|(?<=date of )(?:report|review)"
    r"|adopted|endorsed|ratified|presented|completion|adoption)\b[^;]{0,60}$",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(r"\b(?:published|Working Together|Act|guidance)\b", re.IGNORECASE)
_BEFORE_DONE = re.compile(
    r"\b(?:rapid review|action plan|draft|individual|agency|terms of reference|chronolog\w+)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the sentence it was read from, the place in it, and how strongly it speaks."""

    value: str
    told: Told
    at: int
    score: float


def period_of(
    sentences: Sequence[Told], incident: str | None = None
) -> tuple[tuple[str, str | None] | None, Evidence | None]:
    """The period that was reviewed, from the first sentence that says so."""
    best: tuple[float, tuple[str, str | None], Evidence] | None = None
    for told in sentences:
        heading = told.heading[-1] if told.heading else ""
        cue = _PERIOD.search(told.text)
        if told.order > 400 or not (cue or _PERIOD_HEADING.search(heading)):
            continue
        for first, last in ranges_in(told.text):
            value = (first.iso, last.iso if last else incident)
            score = _period_score(told, cue, value)
            if score > 0 and (best is None or score > best[0]):
                best = (score, value, told.evidence("period", first.start))
    return (best[1], best[2]) if best else (None, None)


def _period_score(told: Told, cue: re.Match[str] | None, value: tuple[str, str | None]) -> float:
    words = cue[0].lower() if cue else ""
    score = 1.0 + (2 if "period" in words or "time" in words or "scope" in words else 0)
    score += 2 if re.search(r"\bunder review|reviewed|in scope|considered|examined\b", told.text, re.I) else 0
    score += 1 if cue and told.role in (Role.METHODOLOGY, Role.TERMS_OF_REFERENCE, Role.SUMMARY) else 0
    score += 1 if len(value[0]) > 4 else -1
    return score - told.order / 200


def completed_of(sentences: Sequence[Told]) -> tuple[str | None, Evidence | None]:
    """The day or month in which the report was done: completed before accepted, where both are stated."""
    found = [item for told in sentences if told.order < 200 for item in _done(told)]
    if not found:
        return None, None
    best = max(found, key=lambda item: item.score)
    return best.value, best.told.evidence("completed", best.at, best.value)


def _done(told: Told) -> Iterator[Found]:
    match = (
        (_DONE_LINE.search(told.text) if told.on_cover else None)
        or _DONE_BY.search(told.text)
        or _DONE.search(told.text)
    )
    if not match or _BEFORE_DONE.search(told.text[: match.end()]):
        return
    end = match.end("verb")
    dates = [when for when in dates_in(told.text) if end <= when.start < end + 90]
    after = [when for when in dates if not when.iso.startswith("-") and len(when.iso) >= 7]
    if after and not _OTHER_MATTER.search(told.text[end : after[0].start]):
        own = match["verb"].lower() in ("completed", "finished", "concluded", "finalised", "completion")
        yield Found(after[0].iso, told, after[0].start, 2.0 * own + told.on_cover - told.order / 400)


def incident_of(
    sentences: Sequence[Told], cast: Cast, period: tuple[str, str | None] | None, published: str | None
) -> tuple[str | None, tuple[Evidence, ...], bool]:
    """When the harm came to the child, as far as is stated, the grounds, and whether the text contradicts itself."""
    found = [item for told in sentences if told.of_the_case for item in _candidates(told, cast)]
    found = [item for item in found if _possible(item.value, period, published)]
    scored = [Found(f.value, f.told, f.at, f.score + _agreement(f.value, period)) for f in found]
    if not scored or max(item.score for item in scored) < 2:
        scored = [item for item in scored if item.told.order < _FIRST and item.score > 0]
    if not scored:
        return None, (), False
    best = max(scored, key=lambda item: item.score)
    rivals = [item for item in scored if cast.label.search(item.told.text) and _contradicts(best, item)]
    value = best.value if rivals else _sharpened(best.value, scored, sentences, period)
    clear = not rivals and best.score >= 5
    grounds = tuple(i.told.evidence("incident", i.at, i.value, clear=clear) for i in (best, *rivals[:1]))
    return value, grounds, bool(rivals)


def _contradicts(one: Found, other: Found) -> bool:
    """Two sentences that say the same of the event, a death, and give it dates that cannot both be right."""
    both = one.told is not other.told and bool(DEATH.search(one.told.text) and DEATH.search(other.told.text))
    same_level = one.score >= _SURE and other.score >= _SURE
    return both and same_level and not one.value.startswith(other.value) and not other.value.startswith(one.value)


def _candidates(told: Told, cast: Cast) -> Iterator[Found]:
    text = told.text
    head = _AGE_HEAD.search(text) if told.row else None
    if head:
        yield from (Found(when.iso, told, when.start, 6.0) for when in dates_in(text) if when.start >= head.start())
    if told.row or not (DEATH.search(text) or HURT.search(text)):
        return
    ranges = [(first.start, last.start) for first, last in ranges_in(text) if last]
    went_on = bool(ranges) and not _PERIOD.search(text) and bool(_WENT_ON.search(text))
    apart = {place for first, last in ranges for place in ((first,) if went_on else (last,))}
    for when in dates_in(text):
        clause = _clause(text, when)
        if when.iso.startswith("-") or when.start in apart or _of_the_process(clause, when):
            continue
        near_event = DEATH.search(clause) or HURT.search(clause)
        if near_event or not _PROCESS.search(text):
            yield Found(when.iso, told, when.start, _event_score(told, cast, clause, when))


def _of_the_process(clause: str, when: When) -> bool:
    """Whether a date is of a trial or a meeting, and not of the murder that was tried."""
    process = _PROCESS.search(clause)
    return process is not None and not _TRIED.search(clause[process.start() :])


def _event_score(told: Told, cast: Cast, clause: str, when: When) -> float:
    text = told.text
    score = 4.0 * bool(ABOUT.search(text)) + 2.0 * bool(cast.label.search(text))
    score += 3.0 if DEATH.search(clause) and cast.child.search(text) else 1.0 * bool(DEATH.search(text))
    score += 1.0 * bool(HURT.search(clause)) + 1.0 * bool(cast.child.search(text))
    score -= 3.0 * bool(_EARLIER.search(_TELLS_OF.sub("", clause))) + 2.0 * bool(_PROCESS.search(text))
    score -= 3.0 * bool(_BORN.search(clause) and not DEATH.search(text))
    first = cast.anyone.search(text, 0, when.start)
    score -= 3.0 * bool(first and first["other"] and not cast.label.search(text) and not DEATH.search(clause))
    score -= 4.0 * bool(re.search(r"\b(?:father|mother|parent|grand\w+|sibling)\b[^,;]{0,25}\bdied\b", text, re.I))
    return score + max(0.0, 3.0 - told.order / 10)


def _clause(text: str, when: When) -> str:
    """The part of the sentence, between its joints, that holds the date."""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, when.start)), default=0)
    end = next((m.start() for m in _CLAUSE.finditer(text, when.end)), len(text))
    return text[start:end]


def _possible(value: str, period: tuple[str, str | None] | None, published: str | None) -> bool:
    """Within the period reviewed, give or take, and before publication."""
    if published and value[:7] > published[: len(value[:7])]:
        return False
    if period and not (period[0][: len(value)] <= value and (not period[1] or value[:4] <= period[1][:4])):
        return False
    return not (published and int(value[:4]) < int(published[:4]) - 12)


def _agreement(value: str, period: tuple[str, str | None] | None) -> float:
    """The period reviewed mostly ends with the incident."""
    end = period[1] if period else None
    if not end:
        return 0.0
    if value[:7] == end[:7] and len(value) >= 7:
        return 3.0
    return -1.0 if value[:4] != end[:4] else 0.0


def _sharpened(
    value: str, found: Sequence[Found], sentences: Sequence[Told], period: tuple[str, str | None] | None
) -> str:
    """The day, where one sentence gives the month and another the day of the same event."""
    if len(value) == 10:
        return value
    end = period[1] if period else None
    if end and len(end) == 10 and end.startswith(value) and end[8:] not in ("28", "29", "30", "31"):
        return end
    days = [item for item in found if len(item.value) == 10 and item.value.startswith(value)]
    if days:
        return max(days, key=lambda item: item.score).value
    return _other_day(value, sentences) or value


def _other_day(value: str, sentences: Sequence[Told]) -> str | None:
    """The only day of that month of which the report speaks: in full, or "on 14 May" where it tells of an event."""
    if len(value) != 7:
        return None
    tellings = [(told, when) for told in sentences if told.of_the_case for when in dates_in(told.text)]
    stated = {when.iso for told, when in tellings if len(when.iso) == 10 and when.iso.startswith(value)}
    bare = {
        f"{value[:4]}{when.iso}"
        for told, when in tellings
        if when.iso.startswith(f"{value[4:]}-") and (DEATH.search(told.text) or HURT.search(told.text))
    }
    for days in (stated, bare):
        if len(days) == 1:
            return days.pop()
    return None
