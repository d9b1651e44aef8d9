"""What else a note of a case says: whether a child died, and where the child stood; its shorthand spelt out."""

from __future__ import annotations

import re

from ingest.facts.noted import CLAUSE, PERSON, RELATIVE, clause_start, kind

_DIED = re.compile(
    r"\b(?:died|dies|deceased|passed away|death|dead|fatal(?:ly)?|killed|murdered|drowned|SUDIC?|SUDC|SIDS|suicide"
    r"|(?:own|their) li(?:fe|ves)|overl(?:ay|aid|ain)|stillborn|starved to death|hanged)\b",
    re.IGNORECASE,
)
_DID_NOT = re.compile(
    r"\b(?:non-?|near(?:ly)?[- ]?|almost |attempt\w* (?:to )?|tried to |threat\w* (?:of |to )?|risk of |thoughts? of "
    r"|not |no |could have |might have |may have |would have |fear(?:ed|s)? (?:of )?|about |since (?:the |her |his )?)"
    r"(?:(?:commit|take|end|took|taking|ending|kill) )?(?:(?:his|her|their|a|the) )?$",
    re.IGNORECASE,
)
_ATTEMPT = re.compile(r"suicide (?:attempt|ideation|note|risk|prevention|plan)", re.IGNORECASE)
_OF_A_RELATIVE = re.compile(
    rf"\b(?:death|suicide|murder|killing) of (?:(?:his|her|their|the|a) )?(?:\w+ )?(?:{RELATIVE})\b", re.IGNORECASE
)
_BESIDE_CHILD = re.compile(rf"\b(?:and|with) (?:(?:his|her|their|the) )?(?:{RELATIVE})\b", re.IGNORECASE)
_PARENT_OF = re.compile(
    r"\b(?:the )?(mother|mum|father|dad) of (?:an? |the |this |two |three )?(?:[\w-]+ ){0,3}?(?:boy|girl|child|baby"
    r"|toddler|infant|son|daughter|children|siblings)\b",
    re.IGNORECASE,
)
_SHORTHAND = {
    "NAI": "non-accidental injury",
    "AHT": "abusive head trauma",
    "OD": "overdose",
    "DSH": "deliberate self-harm",
    "HSB": "harmful sexual behaviour",
    "CSA": "child sexual abuse",
    "CCE": "child criminal exploitation",
    "RTC": "road traffic collision",
    "RTA": "road traffic accident",
    "DKA": "diabetic ketoacidosis",
    "DV": "domestic violence",
    "DA": "domestic abuse",
}
_SHORT = re.compile(rf"(?<![\w-])(?:{'|'.join(_SHORTHAND)}|#(?=\s?[a-z]))(?![\w])|#(?=\s?[a-z])")
_KILLED = re.compile(
    r"\b(?:his |her |their )?(mother|mum|father|dad) (?:was )?(killed|murdered) (?:at home )?by\b", re.IGNORECASE
)
_IN_CARE = re.compile(
    r"\b(?:LAC|CLA|looked[- ]after|section 20|s\.?20|care order|ICO"
    r"|children['’]s home|foster (?:care|placement|carers?))\b",
    re.I,
)
_ON_PLAN = re.compile(
    r"\b(?:on|subject to|had|under|a|current)\s+(?:an? )?(?:CPP?|child protection) ?(?:plan|register)?\b", re.I
)
_NO_LONGER = re.compile(
    r"\b(?:not|no|never|sib\w*|brother|sister|mother|mum|father|dad|previous\w*|ended|closed"
    r"|removed|former\w*|stepped down)\b",
    re.I,
)
_ALIVE = re.compile(
    r"\b(?:surviv(?:ed|es)|recover(?:ed|ing|y)|alive|non-?fatal|near[- ]fatal|discharged home|ICU|PICU|placed in foster"
    r"|now (?:in|lives|living|safe|with|well))\b",
    re.IGNORECASE,
)


def fate_in(text: str) -> tuple[bool, str] | None:
    """Whether a child of the text died of it, with the words that say so; nothing where neither is said."""
    alone = not any(kind(one) in ("girl", "boy", "child") for one in PERSON.finditer(text))
    for match in _DIED.finditer(text):
        before = text[clause_start(text, match.start()) : match.start()]
        before = _PARENT_OF.sub("mother", before)
        before = _BESIDE_CHILD.sub(lambda found: "·" * len(found[0]), before)
        named = list(PERSON.finditer(before))
        if named and "," in before[named[-1].end() :]:
            named = named[:1]
        last = kind(named[-1]) if named else None
        anothers = (last == "other" or (last == "sibling" and not alone)) and not re.search(
            r"\bby (?:\w+ ){0,3}$", before
        )
        only_tried = _ATTEMPT.match(text, match.start())
        if (
            not only_tried
            and not anothers
            and not _DID_NOT.search(before)
            and not _OF_A_RELATIVE.match(text, match.start())
        ):
            return True, match[0]
    alive = _ALIVE.search(text)
    return (False, alive[0]) if alive else None


def spelt_out(text: str) -> str:
    """Health and police shorthand in words: "NAI" is a non-accidental injury, "#" a fracture."""
    spelt = _SHORT.sub(lambda found: _SHORTHAND.get(found[0], "fracture of "), text)
    spelt = _PARENT_OF.sub(lambda found: f"the child's {found[1].lower()}", spelt)
    return _KILLED.sub(lambda found: f"the child's {found[1].lower()} was {found[2]} by", spelt)


def standing_in(text: str) -> tuple[bool | None, bool | None]:
    """Whether the child is noted as on a protection plan, and as looked after; only a plain "yes" is read."""
    return _plain(_ON_PLAN, text), _plain(_IN_CARE, text)


def _plain(said: re.Pattern[str], text: str) -> bool | None:
    """``True`` where a clause says so and names nobody else and no end."""
    for match in said.finditer(text):
        begin = clause_start(text, match.start())
        end = next((found.start() for found in CLAUSE.finditer(text, match.end())), len(text))
        if not _NO_LONGER.search(text[begin:end]):
            return True
    return None
