"""A case told without labels, as panels note it down: "Girl 15, LAC", "two sibs aged 3 and 6", "baby, 7/52, died".

A report names its children, and the readers beside this one go by those names; a pasted summary has none. Here an age
belongs to whoever stands in its own words ("19-year-old mother"), else to whoever was named last before it. An age of
a relative, and one that is tied to an earlier time ("first referred aged 2"), is never the child's. Two ages of one
child contradict each other and are both kept.

Health shorthand: 7/52 is seven weeks, 4/12 four months, 3/7 three days; 32/40 is 32 weeks of pregnancy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.written.ages import NUMBER, number_of, whole_months

_GIRLS = r"girls?|daughters?|sisters|females?|young wom[ae]n|schoolgirls?"
_BOYS = r"boys?|sons?|brothers|males?|young m[ae]n|schoolboys?|lads?"
_NEUTRAL = (
    r"bab(?:y|ies)|infants?|toddlers?|child(?:ren)?(?! (?:protection|in need|benefit|care order|sexual|criminal"
    r"|and adol|and fam|health))|kids?|newborns?|neonates?|new-?born|young persons?|young people|yps?"
    r"|teen(?:ager)?s?|pupils?"
    r"|twins?|triplets?|youths?|adolescents?|unborn|subject|pre-?schoolers?"
)
RELATIVE = (
    r"(?:half|step|birth|foster|adoptive|grand|ex|great)[ -]?(?:mother|father|mum|dad|brother|sister|sibling|sib|parent"
    r"|son|daughter|child|children|carer|partner|uncle|aunt)s?|mothers?|fathers?|mum(?:my)?s?|mam|dad(?:dy)?s?"
    r"|parents?|partners?|boyfriend|girlfriend|uncle|aunt(?:ie|y)?|cousins?|nan|nain|gran(?:ny|dad)?|carers?|friends?"
    r"|husband|wife|lodger|neighbours?|m[ae]n|wom[ae]n|adult (?:male|female)s?|adults?|perpetrators?"
    r"|mo|fa|mgm|pgm|mgf|pgf|bf|gf"
    r"|(?:her|his|their|whose|the child's|child's) (?:[\w-]+ ){0,2}(?:brother|sister|sibling|sib|son|daughter|twin)s?"
    r"|(?:older|younger|elder|another|other|eldest|oldest|youngest|big|little|previous) (?:[\w-]+ )?"
    r"(?:brother|sister|sibling|sib|child|son|daughter|kid)(?:s|ren)?|mother['’]s partner|perp"
)
PERSON = re.compile(
    rf"(?<![\w-])(?:(?P<other>{RELATIVE})|(?P<girl>{_GIRLS})|(?P<boy>{_BOYS})|(?P<child>{_NEUTRAL})"
    r"|(?P<sibling>siblings?|sibs?|brother|sister))(?![\w-])",
    re.I,
)
_YEARS = r"(?:years?|yrs?|y)"
_MONTHS = r"(?:months?|mths?|mos?|m)"
_WEEKS = r"(?:weeks?|wks?|w)"
_DAYS = r"(?:days?|d)"
_UNIT = rf"(?:{_YEARS}|{_MONTHS}|{_WEEKS}|{_DAYS}|hours?)"
_ONE = rf"{NUMBER}(?:\.5|½| and a half)?"
_OLD = re.compile(
    rf"(?<![\w/.])(?:(?P<number>{_ONE})[\s-]*(?:(?P<unit>{_UNIT})(?:[\s-]*(?:and )?(?P<more>{NUMBER})[\s-]*{_MONTHS})?"
    r"[\s-]*(?:old|of age|o)\b|(?P<yo>y/o|y\.o\.?|yo\b|yr/o))|(?P<short>\d{1,2})\s?/\s?(?P<of>52|12|7)(?![\d/]))",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"\b(?:aged?|ages)\s*:?\s*(?:about |around |just |only |nearly |almost |between |from |is |was |of )*"
    rf"(?P<list>{_ONE}(?:\s*{_UNIT}\b)?(?:(?:\s*,\s*(?:and )?|\s*(?:and|&|to|-|–|/)\s*){_ONE}(?:\s*{_UNIT}\b)?)*"
    rf"(?:[\s-]*old)?)(?![\w/%])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"(?<![\w-])(?:(?:{_GIRLS}|{_BOYS}|teenager|twins?)\s*[,(:–-]?\s*|(?:{_NEUTRAL}|siblings?|sibs?)\s*[,(:–-]\s*)"
    rf"(?:(?:was|is|of|just)\s+)?(?P<list>\d{{1,2}}(?:\s*{_UNIT}\b)?(?:(?:\s*,\s*(?:and )?|\s*(?:and|&)\s*)\d{{1,2}}"
    rf"(?:\s*{_UNIT}\b)?)*)(?=\s*(?:[,;.)\n–-]|$|and\b|with\b|who\b|is\b|has\b|was\b|[a-z]))(?!\s*(?:x\b|times|/|:"
    r"|sessions|visits|contacts|referrals|weeks?|months?|days?|hours?|years?|per|%|other|more|of\b|children|different))"
    r"(?![\d/.]\d)",
    re.IGNORECASE,
)
_WAS = re.compile(
    rf"\b(?:he|she|they|who|child|baby|boy|girl|infant|toddler|young person|yp)\s+"
    rf"(?:was|is|were|are)\s+(?:just |only |nearly |about )?(?P<list>{_ONE}(?:\s*{_UNIT}\b)?)"
    r"(?=\s*(?:[.,;)\n]|$|when\b|at the time|and\b))",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"\b(?:{_GIRLS}|{_BOYS}|{_NEUTRAL}) of (?:about |just |only |nearly )*(?P<list>{_ONE}(?:\s*{_UNIT}\b)?)"
    r"(?=\s*(?:[,;.)\n]|$|was\b|who\b|is\b|and\b|with\b|has\b|had\b|died\b))",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:in|for|over|past|last|within|every|next|after|of|about)(?: the)?(?: (?:last|past))?\s+$", re.I
)
_LONG_SINCE = re.compile(r"\s*(?:ago|history|later|before|earlier|prior|since)\b", re.IGNORECASE)
_FOR = re.compile(r"\s+(?:of|to)\s+(?:an?\s+)?$", re.IGNORECASE)
_ITEM = re.compile(rf"(?P<number>{_ONE})(?:\s*(?P<unit>{_UNIT})\b)?", re.IGNORECASE)
_BEFORE_BIRTH = re.compile(
    r"\bunborn\b(?! (?:baby|child) (?:protocol|procedure|policy))|\b\d{1,2}(?:\+\d)?/40\b|\b\d{1,2}(?:\+\d)? weeks?"
    r"(?:['’])?(?: and \d days)? (?:pregnant|gestation)|\bpre-?birth (?:assessment|conference)",
    re.IGNORECASE,
)
_NEWBORN = re.compile(r"\b(?:new-?born|neonate|(?:hours|minutes) old|day-old|concealed birth)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:since|until|till|from|before|after|by|at|when|turn(?:ed|ing))\s+(?:the\s+)?(?:(?:he|she|they|child|baby) "
    r"(?:was|were|is|turned)\s+)?$|\b(?:first|previously|prior|removed|adopted|placed|moved|arrived|referred|diagnosed"
    r"|excluded|accommodated|registered|historic\w*|abused|born when \w+)\b[^,.;\n]{0,40}$|\bwhen (?:he|she|they)\b"
    r"[^,.;\n]{0,20}$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:died|dies|death|killed|murdered|stabbed|hospital|collaps\w+|injur\w+|drowned|found|presented|ingest\w+)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[.;\n•](?!\d)|\bwhile\b")
_COUNT = re.compile(
    r"\b(?P<number>two|three|four|five|six|seven|eight|nine|[2-9])\s+(?:x\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:children|kids|siblings|sibs|brothers|sisters|boys|girls|babies|young people|infants)\b|\b(?P<twins>twin(?:s| "
    r"(?:girls|boys|babies|sisters|brothers)))\b|\b(?P<triplets>triplets)\b|\b(?:sibling group|group|family) of "
    r"(?P<group>two|three|four|five|six|seven|eight|nine|[2-9])\b",
    re.IGNORECASE,
)
_NOT_THE_COUNT = re.compile(
    r"\b(?:has|had|have|other|her|his|older|younger|elder|half|step|previous|youngest of|eldest of|oldest of|one of"
    r"|first of|last of|and|with|grandmother of|abused|lives with|lived with|second of|third of|middle of)"
    r"\s+(?:the )?$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:Child|Baby|Sibling|YP|Young Person) ?(?:[A-Z]|\d{1,2})\b(?!['’]s)")
_HE, _SHE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE), re.compile(r"\b(?:she|her|herself)\b", re.I)
_ADULT = 19 * 12
_CHILDHOOD = 18 * 12
_NEAR = 25
_STRETCH = 2_000


@dataclass(frozen=True, slots=True)
class Noted:
    """What a text without labels says of its children; ``words`` are the words of each age.

    ``adult`` is the age in months of the one whom the text is about, where no child is named at all; ``several`` says
    that two children or more have labels of their own.
    """

    ages: tuple[int, ...]
    words: tuple[str, ...]
    children: int | None
    sex: str | None
    contradicted: bool = False
    adult: int | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place where ages stand, whose they are ("other", "girl", "boy", "child", or nobody's), and if long past."""

    months: tuple[int, ...]
    start: int
    end: int
    whose: str | None
    earlier: bool


def noted_in(text: str) -> Noted:
    """What a text tells of the children it is about; what is not said stays unknown."""
    mentions = sorted(_mentions(text), key=lambda one: one.start)
    unborn = _BEFORE_BIRTH.search(text)
    own = _own(text, mentions, expected=unborn is not None)
    count = _count(text, own)
    ages, chosen, contradicted = _chosen(text, own, count)
    if unborn and (not ages or (unborn[0].lower() == "unborn" and unborn.start() < chosen[0].start)):
        ages, words = (-1, *ages), (unborn[0], *(text[one.start : one.end] for one in chosen))
    elif not ages and (new := _NEWBORN.search(text)):
        ages, words = (0,), (new[0],)
    else:
        words = tuple(text[one.start : one.end] for one in chosen)
    adult = None if ages else _adult(mentions, named=_names_child(text))
    number = count or _number(ages, contradicted=contradicted, named=_names_child(text))
    return Noted(ages, words, number, _sex(text, own), contradicted, adult, _labels(text) > 1)


def _own(text: str, mentions: Sequence[_Mention], *, expected: bool) -> list[_Mention]:
    """The ages of the children whom the text is about: siblings are these where no other child is spoken of."""
    own = [one for one in mentions if one.whose != "other" and not one.earlier and max(one.months) < _ADULT]
    own = [one for one in own if one.whose or not _goes_on_about_relative(text, one)]
    own = [one for place, one in enumerate(own) if not place or not _is_history(text, own[place - 1], one)]
    others = expected or any(one.whose != "sibling" for one in own)
    return [one for one in own if one.whose != "sibling" or not others]


def _is_history(text: str, before: _Mention, one: _Mention) -> bool:
    """ "Boy of 14, CP plan aged 6": an age behind the child's in its sentence, at which something else happened."""
    between = text[before.end : one.start]
    if CLAUSE.search(between) or not re.match(r"age", text[one.start : one.end], re.I):
        return False
    segment = between.rpartition(",")[2].replace("and", "")
    return not PERSON.search(segment) and bool(re.search(r"\w", segment))


def _mentions(text: str) -> Iterator[_Mention]:
    """Every place of an age, each once: what stands first in this order of patterns wins."""
    taken: list[tuple[int, int]] = []
    for pattern in (_AGED, _OLD, _OF, _BESIDE, _WAS):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            months = _months(match)
            if months and not _is_no_age(text, match):
                taken.append(match.span())
                yield _Mention(months, *match.span(), _whose(text, match), _is_earlier(text, match))


def _months(match: re.Match[str]) -> tuple[int, ...]:
    groups = match.groupdict()
    if groups.get("short"):
        return (whole_months(int(match["short"]), {"52": "week", "12": "month", "7": "day"}[match["of"]]),)
    if groups.get("list"):
        return _listed(match["list"])
    more = number_of(match["more"]) if match["more"] else 0
    return (whole_months(_amount(match["number"]), _unit(match["unit"]), more),)


def _listed(words: str) -> tuple[int, ...]:
    """ "3, 6 and 9", "18 months and 4": a number takes the unit behind it, and without one the next one's or years."""
    found: list[int] = []
    unit: str | None = None
    for item in reversed(list(_ITEM.finditer(words))):
        unit = item["unit"] or unit
        found.append(whole_months(_amount(item["number"]), _unit(unit)))
    return tuple(reversed(found))


def _amount(words: str) -> float:
    half = re.search(r"\.5|½| and a half", words)
    return number_of(words[: half.start()] if half else words) + (0.5 if half else 0)


def _unit(word: str | None) -> str:
    first = (word or "year").lower()
    return {"m": "month", "w": "week", "d": "day", "h": "hour"}.get(first[0], "year")


def _is_no_age(text: str, match: re.Match[str]) -> bool:
    """ "on 4/12" is a day, "in 4/12" a time."""
    if not match.groupdict().get("short"):
        return False
    if _LASTING.search(text[: match.start()]) or _LONG_SINCE.match(text, match.end()):
        return True
    return bool(re.search(r"(?:\bon|\bdated?|\bdob|\bborn|\bscore[ds]?)[:\s]+$|[\d/]$", text[: match.start()], re.I))


def _whose(text: str, match: re.Match[str]) -> str | None:
    """Whose an age is: of the noun that it describes, else of whoever is named last before it in the sentence."""
    inside = PERSON.match(match[0])
    begin = clause_start(text, match.start())
    before = list(PERSON.finditer(text, begin, match.end() if inside else match.start()))
    if inside and match.re in (_BESIDE, _OF):
        return kind(before[-1] if before else inside)
    ahead = _noun_after(text, match.end()) if match.re is _OLD else None
    if ahead:
        return kind(ahead)
    if before and _FOR.fullmatch(text, before[-1].end(), match.start()):
        return "child"
    return kind(before[-1]) if before else None


def _noun_after(text: str, at: int) -> re.Match[str] | None:
    """The person whom an age describes: "19-year-old first-time mother"."""
    found = PERSON.search(text, at, at + 40)
    if not found or not re.fullmatch(r"[\s-]*(?:[\w/-]+ ){0,3}", text[at : found.start()]):
        return None
    between = text[at : found.start()].lower()
    if re.search(r"\b(?:and|with|whose|by|of|to|found|was|is|died|lives|known|has)\b", between):
        return None
    while following := PERSON.match(text, found.end() + 1):
        found = following
    return found


def kind(person: re.Match[str]) -> str:
    """Whom a match of ``PERSON`` names: "girl", "boy", "child", "sibling" or "other"."""
    return next(name for name, words in person.groupdict().items() if words)


def clause_start(text: str, at: int) -> int:
    """Where the sentence or line of a place begins; it is looked for near by first, for a text may be long."""
    near = max(0, at - _STRETCH)
    found = max((found.end() for found in CLAUSE.finditer(text, near, at)), default=0)
    return found or (max((found.end() for found in CLAUSE.finditer(text, 0, near)), default=0) if near else 0)


def _is_earlier(text: str, match: re.Match[str]) -> bool:
    begin = clause_start(text, match.start())
    before = text[begin : match.start()]
    if match.re is _BESIDE:
        return False
    said = _EARLIER.search(before)
    end = next((found.start() for found in CLAUSE.finditer(text, match.end())), len(text))
    if not said:
        return False
    return not _EVENT.search(text[begin:end]) or bool(re.search(r"first|previous|since", said[0], re.IGNORECASE))


def _goes_on_about_relative(text: str, mention: _Mention) -> bool:
    """ "Dad is in prison. He is 17.": an age that nobody owns, right behind a sentence about a relative alone."""
    begin = clause_start(text, mention.start)
    earlier = clause_start(text, max(begin - 1, 0))
    named = list(PERSON.finditer(text, earlier, begin))
    return bool(named) and all(kind(one) == "other" for one in named)


def _count(text: str, own: Sequence[_Mention]) -> int | None:
    """How many children a text says it is about, where it gives a number of them and no one child's age."""
    for match in _COUNT.finditer(text):
        before = text[clause_start(text, match.start()) : match.start()]
        related = PERSON.search(match[0])
        if _NOT_THE_COUNT.search(before) and not re.search(
            r"\b(?:mother|mum|mo|parents?|family) (?:with|has|of)\s+$", before, re.I
        ):
            continue
        if related and kind(related) == "other":
            continue
        words = match["number"] or match["group"]
        number = number_of(words) if words else 2 if match["twins"] else 3
        if len(own) == 1 and len(own[0].months) == 1 and own[0].end < match.start() and not match["group"]:
            continue
        return number
    return None


def _chosen(text: str, own: Sequence[_Mention], count: int | None) -> tuple[tuple[int, ...], list[_Mention], bool]:
    """The ages of the children: all of a list, one of each of several, or one child's, which may contradict itself."""
    if not own:
        return (), [], False
    lists = [one for one in own if len(one.months) > 1]
    if lists:
        first = lists[0]
        rest = [
            one for one in own if one is not first and len(one.months) == 1 and one.whose and one.start < first.start
        ]
        chosen = [*rest, first] if count is None or len(first.months) + len(rest) <= count else [first]
        return tuple(month for one in chosen for month in one.months), chosen, False
    sexes = {one.whose for one in own if one.whose in ("girl", "boy")}
    several = (count or 1) > 1 or _labels(text) > 1 or len(sexes) > 1 or _in_one_list(text, own)
    different = list({one.months: one for one in reversed(own)}.values())[::-1]
    if several:
        return tuple(one.months[0] for one in different), different, bool(count and len(different) > count)
    first = different[0]
    rivals = [one for one in different[1:] if not _agree(one.months[0], first.months[0])]
    finer = next((one for one in different if one.months[0] % 12 and _agree(one.months[0], first.months[0])), first)
    chosen = [finer, *rivals]
    return tuple(one.months[0] for one in chosen), chosen, bool(rivals)


def _labels(text: str) -> int:
    """How many children have labels: "Child 1", "Child B"."""
    return len(set(_LABEL.findall(text)))


def _in_one_list(text: str, own: Sequence[_Mention]) -> bool:
    """ "Baby 5/12 and toddler, 2": different words for children a few letters apart."""
    gaps = [(text[one.end : two.start], one.whose and two.whose) for one, two in pairwise(own)]
    return bool(gaps) and all(whose and len(gap) < _NEAR and not CLAUSE.search(gap) for gap, whose in gaps)


def _agree(one: int, other: int) -> bool:
    """Whether both may be said of one child: the same, or whole years and months within that year."""
    low, high = sorted((one, other))
    return low == high or (low % 12 == 0 and low >= 12 and high // 12 == low // 12)


def _number(ages: Sequence[int], *, contradicted: bool, named: bool) -> int | None:
    if contradicted or not ages:
        return 1 if contradicted or named else None
    return len(ages)


def _names_child(text: str) -> bool:
    return any(kind(one) != "other" for one in PERSON.finditer(text))


def _adult(mentions: Sequence[_Mention], *, named: bool) -> int | None:
    """The age of the adult whom a text is about: one without a child, or one that calls an adult its subject."""
    old = [one for one in mentions if one.months[0] >= _CHILDHOOD]
    return next((one.months[0] for one in old if one.whose != "other" or not named), None)


def _sex(text: str, own: Sequence[_Mention]) -> str | None:
    """By what the children are called where they are first named, else by pronouns where only one sex is spoken of."""
    called = [one.whose for one in own if one.whose in ("girl", "boy")]
    if not called:
        called = [sex for one in PERSON.finditer(text) if (sex := kind(one)) in ("girl", "boy")][:2]
    kinds = set(called)
    if len(kinds) == 2:
        return "mixed" if len(own) > 1 or len({month for one in own for month in one.months}) > 1 else None
    if kinds:
        return "female" if "girl" in kinds else "male"
    he, she = bool(_HE.search(text)), bool(_SHE.search(text))
    women = re.search(r"\b(?:mother|mum|mo|gran|nan|aunt|sister|wom[ae]n)\b", text, re.I)
    men = re.search(r"\b(?:father|dad|fa|partner|uncle|brother|m[ae]n|boyfriend)\b", text, re.I)
    if he and not she and not men:
        return "male"
    return "female" if she and not he and not women else None
