"""What identifies by its shape: numbers, dates, addresses, schools, accounts, each with its pattern.

NHS numbers carry a check digit (modulus 11; NHS Data Dictionary); postcodes follow the pattern of BS 7666. The name of
a kind is what a person is told was found.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.written.dates import MONTH


class Identifies(StrEnum):
    """What kind of thing was marked."""

    NAME = "name"
    BIRTH = "date of birth"
    NUMBER = "reference number"
    REGISTRATION = "car registration"
    ADDRESS = "address"
    TELEPHONE = "telephone number"
    EMAIL = "e-mail address"
    SCHOOL = "school or nursery"
    PRACTICE = "surgery or clinic"
    ACCOUNT = "online account"
    WORSHIP = "place of worship"


_MONTH = f"(?:{MONTH})"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}\.?,?[ -]\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
)
UP = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŔŘŚŞŠŢŤŪŮŰŲŴŶŹŻŽ"
_NTH = r"\d{1,2}(?:st|nd|rd|th)"
_LOOSE = (
    rf"(?:{_DATE}|{_NTH} (?:of )?(?:the )?(?:{_MONTH}|{_NTH})\.?,? ['’]?\d{{2,4}}"
    rf"|\d{{1,2}} {_MONTH}\.?,? ['’]?\d{{2,4}}"
    r"|\d{1,2}[./-][ivx]{1,4}[./-]\d{2,4}|\d{6}|\d{8}"
    r"|(?:Christmas|Boxing|New Year['’]s|Valentine['’]s|St \w+['’]s) (?:Day|Eve),? (?:in )?\d{4})"
)
"""A date in any form, told from other numbers by the words before it."""
WORD = rf"[{UP}][\w’'-]*\w"
_PLACE = rf"(?:(?:St\.? |Our Lady |The )?(?:{WORD}|of|the|and|&|on)(?:[ -](?:{WORD}|of|the|and|&|on)){{0,4}})"

_ROAD = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Crescent|Cres|Gardens|Grove|Place|Terrace|Walk|Court|Rise|Hill"
    r"|Row|View|Green|Mews|Park|Square|Parade|Croft|Fold|Garth|Quay|Estate|Brow|Bank|Brae|Wynd|Loan|Wharf|Vale|Mount"
    r"|Meadows?|Gate|Path|Approach|Chase|Yard|Buildings|Side|Nook|Common|Villas|Cottages|Vennel|Circus|Dene|Bridge)"
)

ROADS = re.compile(_ROAD)
PATTERNS: tuple[tuple[Identifies, re.Pattern[str]], ...] = (
    (Identifies.EMAIL, re.compile(r"[\w.+'-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")),
    (Identifies.ACCOUNT, re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}")),
    (
        Identifies.ACCOUNT,
        re.compile(
            r"\b(?:https?://)?(?:www\.|m\.)?(?:facebook|instagram|tiktok|twitter|x|snapchat|youtube|onlyfans|linkedin)"
            r"\.com/[\w./@-]+",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.ACCOUNT,
        re.compile(
            r"\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|roblox|facebook|fb|whatsapp|telegram|kik|onlyfans"
            r"|reddit|xbox|psn|twitch|fortnite|minecraft|steam|online|gaming|screen|user)\b"
            r"(?: (?:account|profile|page))?(?: (?:user ?name|name|handle|user|id|tag|account))?"
            r"(?: (?:is|was|called|under|as))?\s*[:–-]?\s*"
            r"(?P<it>[A-Za-z]*(?:\w[._]\w|[a-z]\d|(?-i:[a-z][A-Z]))[\w.]*\w)",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.ACCOUNT,
        re.compile(r"(?<![\w/])(?:u/|t\.me/|discord\.gg/)\w[\w-]+|(?<![\w#])[\w.-]*[A-Za-z][\w.-]*#\d{4}\b"),
    ),
    (
        Identifies.ACCOUNT,
        re.compile(
            r"\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|roblox|facebook|fb|kik|onlyfans|reddit|vinted|bebo) "
            r"(?:account|profile|page|user ?name|name|handle|user|id|tag)(?: (?:is|was|called|under|as))?\s*[:–-]?\s*"
            r"(?P<it>\w+(?:-\w+){1,3})",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.ACCOUNT,
        re.compile(
            r"(?<![\w./@])(?=[\w.]*[._]\w)(?=[\w.]*\d|[\w.]*_)[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+(?![\w@])"
        ),
    ),
    (
        Identifies.BIRTH,
        re.compile(
            r"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|born(?: on)?(?: the)?|birth ?date|birthday|turned \w+ on)"
            rf"(?: (?:is|was|on))?[\s:(,–-]*(?P<it>{_LOOSE})",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.BIRTH,
        re.compile(
            rf"{WORD} {WORD}(?:, | \()(?P<it>\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d)(?=[).,;]|$)", re.MULTILINE
        ),
    ),
    (
        Identifies.BIRTH,
        re.compile(
            rf"(?P<it>{_LOOSE})\s*\)?\s*\(?(?:(?:is|was) (?:(?:his|her|their|the) )?)?"
            r"(?:d\.?o\.?b\b\.?|date of birth|birthday)",
            re.IGNORECASE,
        ),
    ),
    (
        Identifies.NUMBER,
        re.compile(
            r"\b(?:NHS|hospital|patient|case|client|crime|incident|reference|ref|URN|UPN|ICS|LCS|Mosaic|Liquid ?Logic"
            r"|Care ?First|CRN|URL?N|log|PNC|record|passport|court|MRN|CHI|unit|Paris|RiO|System ?One|SystmOne|EMIS"
            r"|Framework-?i|Eclipse|CareDirector|Care ?Notes|ULN|NINO|NI|national insurance|Home Office|BRP|custody"
            r"|collar|licence|badge|tenancy|account|sort code|claim|policy|file|PIN)\.?\s*"
            r"(?:case |custody )?(?:ID|no\.?|nos?\.?|number|num|ref(?:erence)?|#)?"
            r"\s*(?:is|was)?\s*[:#]?\s*"
            r"(?P<it>(?! ?(?:19|20)\d\d\b(?![/\d]))(?-i:[A-Z]{0,4}[ /-]?\d[\dA-Z/ -]{2,}[\dA-Z]))\b",
            re.IGNORECASE,
        ),
    ),
    (Identifies.NUMBER, re.compile(r"(?<![\d+])\d{3}[ -]\d{3}[ -]\d{4}(?!\d)")),
    (Identifies.NUMBER, re.compile(r"(?<![\d+/.,£$€-])\d{7,10}(?![\d/]|[.,]\d)")),
    (Identifies.NUMBER, re.compile(r"\b[A-Z]{1,4}\d{5,}[A-Z]?\b|\b[A-Z] \d{3} \d{3}\b")),
    (Identifies.NUMBER, re.compile(r"\b\d{2,5} of \d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")),
    (
        Identifies.REGISTRATION,
        re.compile(
            r"\b[A-Z]{2}\d{2} [A-Z]{3}\b|(?i:\b[A-Z]{2}\d{2}[A-Z]{3}\b)|\b[A-Z]\d{1,3} [A-Z]{3}\b"
            r"|\b[A-Z]{3} \d{1,3}[A-Z]\b"
            r"|\b(?=[A-Z]{0,2}[IZ])[A-Z]{3} (?!(?:19|20)\d\d\b)\d{3,4}\b"
        ),
    ),
    (
        Identifies.REGISTRATION,
        re.compile(
            r"\b(?:reg(?:istration)?|number ?plate|plate|VRM|VRN)\.?(?: (?:no\.?|number|mark))?(?: (?:is|was))?"
            r"\s*[:#]?\s*(?P<it>[A-Z]{1,3}\d{1,4} ?[A-Z]{0,3}|(?-i:[A-Z]{3} ?\d{1,4}|\d{1,4} ?[A-Z]{1,3}))\b",
            re.IGNORECASE,
        ),
    ),
    (Identifies.NUMBER, re.compile(r"\b[A-Z]{1,4}[/-]?\d{2,}(?:[/-][A-Z\d]+)+\b|\b\d+/[A-Z]{1,3}/\d+(?:/\d+)?\b")),
    (
        Identifies.NUMBER,
        re.compile(r"\b[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NPQR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE),
    ),
    (Identifies.NUMBER, re.compile(r"\b[A-Z]\d{12}[A-Z]?\b")),
    (
        Identifies.TELEPHONE,
        re.compile(r"(?<![\d+/])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)(?:\d[ ()-]{0,2}){8,9}\d(?!\d)"),
    ),
    (Identifies.ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)),
    (
        Identifies.ADDRESS,
        re.compile(
            rf"\b(?:The )?{WORD}(?: {WORD}){{0,2}}, \d{{1,4}}[a-z]? (?:{WORD} ){{1,3}}{_ROAD}\b"
            rf"|\b(?:{WORD} (?:House|Court|Tower|Point|Heights|Lodge|Caravan|Travellers['’]|Traveller|Holiday|Mobile)"
            rf"(?: (?:Park|Site|Home Park|Estate))?|(?:The|Old) {WORD}(?: {WORD})?),? (?=\d|plot|pitch|unit|{WORD})"
            rf"(?:(?:plot|pitch|unit) \d+|(?:\d{{1,4}}[a-z]? )?{WORD}(?: {WORD}){{0,2}} {_ROAD})\b"
            rf"|(?<=\bat |\bin |\bto )(?:The )?{WORD} (?:House|Lodge|Hall|Villa|Cottage|Farm|Manor|Grange|Barn)\b"
            rf"|\b(?:[Uu]nit|[Pp]lot|[Pp]itch|[Cc]aravan|[Rr]oom) \d+,? (?:{WORD} ){{1,3}}(?:Park|Site|Estate|Yard)\b"
        ),
    ),
    (
        Identifies.ADDRESS,
        re.compile(
            rf"(?<=\bat |\bto |\bin )\d{{1,4}}[a-z]? The {WORD}(?: {WORD})?\b"
            rf"|\b(?:{WORD} ){{1,3}}(?:Travellers?['’]?|Gypsy|Caravan|Showmen['’]s|Mobile Home) (?:Site|Park|Yard)\b"
            rf"|(?<=\bat |\bin |\bto )(?:The|Old|Upper|Lower|Nether|Wee) {WORD}(?: {WORD})?, {WORD}\b"
            rf"|(?<=the |The ){WORD}(?: {WORD}){{0,2}}, (?:{WORD} ){{1,2}}{_ROAD}\b"
            r"|\b(?:Tŷ|Ty|Plas|Maes|Bryn|Cwrt|Llys|Parc|Heol|Ffordd|Stryd|Lôn|Clos|Rhodfa|Rhes|Trem)"
            rf"(?:[ -](?:y|yr|[{UP}][\w’'-]+)){{1,3}}(?:, (?:Tŷ|Ty|Plas|Maes|Bryn|Heol|Ffordd|Stryd|Lôn|Clos|Rhodfa)"
            rf"(?:[ -](?:y|yr|[{UP}][\w’'-]+)){{1,3}})?"
        ),
    ),
    (
        Identifies.ADDRESS,
        re.compile(
            rf"\b(?:[Ff]lat \w+,? |[Aa]p(?:artmen)?t\.? |\d/\d,? |[Nn]o\.? )?\d{{1,4}}[a-z]?,? (?:{WORD} ){{1,4}}"
            rf"{_ROAD}\b(?:, {WORD}(?: {WORD})?(?=,? [A-Z]{{1,2}}\d))?"
            r"|\b\d{1,4}[a-z]? (?:Heol|Ffordd|Stryd|Lôn|Clos|Rue) [A-Z]\w+(?: [A-Z]\w+)?"
            rf"|\b(?:[Ff]lat|[Aa]p(?:artmen)?t|[Uu]nit|[Rr]oom) \d+[A-Za-z]?,? (?:{WORD})(?: {WORD})?"
            r" (?:House|Court|Tower|Point|Heights|Lodge|Wharf|Mill|Hall|Place|Buildings)\b"
        ),
    ),
    (
        Identifies.SCHOOL,
        re.compile(
            rf"\b{_PLACE} (?:(?:C ?of ?E|CE|RC|Roman Catholic|Catholic|Church of England|Community|Junior|Infants?"
            r"|Primary|Secondary|High|Grammar|Middle|Comprehensive|Nursery|Free|Special|Sixth Form|Girls['’]?|Boys['’]?"
            r"|Academy|Pre-?[Ss]chool|First) )*(?:School|Academy|College|Nursery|Pre-?[Ss]chool|Playgroup|Kindergarten"
            r"|Primary|High|Children['’]s Centre|PRU|Sixth Form|Federation|Nursery Class|Madras{1,2}ah?|Yeshiva|Cheder"
            r"|Learning Centre|Childminding|Childminders?)\b"
            r"|\b(?:Ysgol|Cylch|Meithrinfa|Sgoil)(?: (?:[A-ZŴŶÂÊÎÔÛ][\w’'-]+|y|yr|a|ti)){1,4}\b"
        ),
    ),
    (
        Identifies.SCHOOL,
        re.compile(
            rf"(?<=[a-z,] )(?P<it>{WORD} {WORD}(?: {WORD})?) (?:day )?(?:nursery|pre-?school|playgroup|primary"
            r"|infants?|juniors?|academy|college|school)\b"
        ),
    ),
    (
        Identifies.WORSHIP,
        re.compile(
            rf"\b{_PLACE} (?:Church|Chapel|Mosque|Masjid|Gurdwara|Temple|Synagogue|Shul|Cathedral|Kingdom Hall|Parish"
            r"|Mandir)\b"
        ),
    ),
    (
        Identifies.PRACTICE,
        re.compile(
            rf"\b{_PLACE} (?:Surgery|Medical Centre|Medical Practice|Health Centre|Practice|Clinic|Group Practice"
            r"|Family Centre|Children['’]s Home|Refuge|Care Home|Hostel)\b"
        ),
    ),
)
