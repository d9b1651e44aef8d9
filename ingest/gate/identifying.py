"""Words that point at a private person: numbers, addresses, dates of birth.

Pages are full of numbers and addresses that are meant to be found: boards, councils, helplines. A hit must therefore
look like a private person's. What is found is never returned: only that it is there.

NHS numbers carry a check digit (modulus 11; NHS Data Dictionary). Postcodes follow the pattern of BS 7666.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.gate.reasons import Reason
from ingest.written.dates import MONTH, MONTH_NAMES

_NHS = re.compile(r"(?<![\d+])(?:(\d{3})([ -])(\d{3})\2(\d{4})|(\d{10}))(?!\d)")
_NHS_LABEL = re.compile(r"\bNHS\b[^.\n]{0,40}$", re.IGNORECASE)
_FULL_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -](?:{MONTH})[, -]+\d{{2,4}}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})\b",
    re.IGNORECASE,
)
_BORN = re.compile(r"\b(?:date of birth|d\.?o\.?b\b\.?|born on|dyddiad geni)", re.IGNORECASE)
_PERSON = re.compile(r"\b([A-Z][a-zà-ÿ'’]+(?:-[A-Z][a-z]+)?) ([A-Z][a-zà-ÿ'’]{2,}(?:-[A-Z][a-z]+)?)\b")
_NOT_A_NAME = frozenset(
    f"child children baby infant young person mother father parent sibling brother sister adult family case review "
    f"date birth age gender ethnicity name of died death report section table subject serious the a an and born dob "
    f"local safeguarding board council partnership health social care service services nhs trust county city borough "
    f"school hospital white british asian black african european welsh scottish irish english "
    f"{' '.join(MONTH_NAMES)} "
    f"monday tuesday wednesday thursday friday saturday sunday appendix learning practice relationship status "
    f"maternal paternal aunt uncle grandmother grandfather partner half step address legal order first known".split()
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
_HOUSE = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[A-Z][\w'’-]+ ){1,4}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Crescent|Gardens|Grove|Place|Terrace|Walk|Court|Rise|Hill|"
    r"Row|View|Green|Mews|Park|Square|Heol|Ffordd|Stryd)\b"
)
_OFFICE = re.compile(
    r"\b(?:council|civic|ofsted|office|offices|hospital|school|college|university|centre|center|trust|board|hall|"
    r"house|building|buildings|floor|suite|unit|ltd|limited|llp|commission|commissioner|inspectorate|department|"
    r"ministry|headquarters|police|clinic|surgery|court|business|contact us|published by|write to|charity|registered|"
    r"partnership|nspcc|society|association|foundation|helpline|freepost|tel(?:ephone)?|www)\b",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<![\d+])(?:(?:\+|00)44 ?(?:\(0\) ?)?|0)7\d(?:[ -]?\d){8}(?!\d)")
_LANDLINE = re.compile(r"(?<![\d+])(?:(?:\+|00)44 ?(?:\(0\) ?)?|\(?0)(?:1|2)\d(?:[ ()-]{0,2}\d){7,8}(?!\d)")
_PRIVATE_LINE = re.compile(
    r"\b(?:(?:his|her|their|home|mobile|personal|family|mother|father|parent|grand\w+|carer|next of kin)(?:['’]s)?"
    r"(?: (?:home|mobile|phone|telephone|contact|number|tel|no))+|next of kin)\b",
    re.IGNORECASE,
)
_OFFICE_LINE = re.compile(
    r"\b(?:council|helpline|press|office|text(?:ing)? service|charity|duty|out of hours)\b", re.IGNORECASE
)
_EMAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_PROVIDERS = re.compile(
    r"@(?:[\w-]+\.)*(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|btinternet|"
    r"btopenworld|talktalk|sky|virginmedia|ntlworld|blueyonder|tiscali|protonmail|proton|mail)\.(?:com|co\.uk|net|me|uk)$",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\.(?:gov\.uk|nhs\.uk|nhs\.net|police\.uk|org\.uk|ac\.uk|sch\.uk|mod\.uk|parliament\.uk|gov\.wales|gov\.scot|"
    r"gov|org|scot|wales|cymru|edu|int|example)$|@(?:nhs\.net|\w+\.(?:wales|scot|cymru))$",
    re.IGNORECASE,
)
_BOARD_BOX = re.compile(r"[\w.]*(?:lscb|lscp|safeguarding|board|council)", re.IGNORECASE)
_DUTY = re.compile(
    r"^(?:info|information|enquir\w*|inquir\w*|contact\w*|admin\w*|help\w*|support|office|mail|hello|team|press|"
    r"media|safeguarding\w*|lscb\w*|lscp\w*|board|reception|customer\w*|service\w*|secretary|feedback|complaints?|"
    r"post\w*|general|web\w*|no-?reply|training|publications?|copyright|foi|dpo|privacy|duty|mash)\b",
    re.IGNORECASE,
)


def identifying_in(text: str) -> set[Reason]:
    """The kinds of identifying words that stand in a text."""
    return {reason for reason, is_in in _RULES.items() if is_in(text)}


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(digits[9])


def _nhs_number(text: str) -> bool:
    for found in _NHS.finditer(text):
        digits = found[5] or found[1] + found[3] + found[4]
        labelled = _NHS_LABEL.search(text[max(0, found.start() - 60) : found.start()])
        if is_nhs_number(digits) and (labelled or not found[5]):
            return True
    return False


def _birth(text: str) -> bool:
    for found in _BORN.finditer(text):
        near = text[max(0, found.start() - 120) : found.end() + 120]
        after = text[found.end() : found.end() + 40]
        if _FULL_DATE.search(after) and any(_is_name(*names) for names in _PERSON.findall(near)):
            return True
    return False


def _is_name(*words: str) -> bool:
    return all(len(word) > 1 and word.casefold() not in _NOT_A_NAME for word in words)


def _home_address(text: str) -> bool:
    for found in _POSTCODE.finditer(text):
        house = list(_HOUSE.finditer(_before(text, found.start(), 110)))
        around = text[max(0, found.start() - 220) : found.end() + 60]
        if house and not _OFFICE.search(around.replace(house[-1][0], " ")):
            return True
    return False


def _before(text: str, at: int, letters: int) -> str:
    return text[max(0, at - letters) : at]


def _telephone(text: str) -> bool:
    """A mobile number outside an organisation's block, or any number that is said to be somebody's own."""
    for pattern, always in ((_MOBILE, True), (_LANDLINE, False)):
        for found in pattern.finditer(text):
            before, around = _before(text, found.start(), 80), text[max(0, found.start() - 160) : found.end() + 100]
            if _PRIVATE_LINE.search(before) or (always and not _OFFICE_LINE.search(around)):
                return True
    return False


def _email(text: str) -> bool:
    return any(_is_private(found[0]) for found in _EMAIL.finditer(text))


def _is_private(address: str) -> bool:
    if _PROVIDERS.search(address):
        return not _DUTY.match(address) and not _BOARD_BOX.match(address)
    return not _PUBLIC.search(address) and not _DUTY.match(address) and "." in address.partition("@")[0]


_RULES: dict[Reason, Callable[[str], bool]] = {
    Reason.NHS_NUMBER: _nhs_number,
    Reason.BIRTH: _birth,
    Reason.ADDRESS: _home_address,
    Reason.TELEPHONE: _telephone,
    Reason.EMAIL: _email,
}
