"""Sexual harm in a sentence, told by who did it: a relative, another child, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.written.needed import needed

INTRA, EXTRA, BY_CHILD = "sexual-abuse-intra", "sexual-abuse-extra", "harmful-sexual-behaviour"

_HARM = (
    r"(?:sexual(?:ly|ised)? (?:abus\w+|assault\w*|offen[cs]\w*|harm\w*|touch\w*|activit\w+|exploit\w+|violence"
    r"|contact)"
    r"|(?:child )?sex offences?|raped?\b|raping|rapes\b|indecen\w+|incest\w*|(?<!non-)molest\w*"
    r"|(?:have|had|having|for|expected|in return for) sex\b"
    r"|coming into (?:her|his) (?:bed)?room|(?:abus\w+|touched|harmed) (?:\w+ )?sexually)"
)
_KIN = (
    r"(?:(?:mother|father|mum|dad)['’]s (?:[\w-]+ )?(?:partner|boyfriend|husband|friend)|(?:step|adoptive |birth "
    r"|half-|foster )?"
    r"-?(?:father|mother|brother|dad)|father figure|uncle|aunt|grand(?:father|dad|parent|mother)s?|cousin|relatives?"
    r"|family members?|partner|siblings?|parents?|lodger)"
)
_CHILD = (
    r"(?:(?:two|three|four|other|another|older|younger|elder|fellow|foster|the|a|an|same|male|female|\d{1,2}-year-old"
    r"|fifteen-year-old) )*(?:boys?|girls?|pupils?|peers?|young (?:people|person)|child(?:ren)?|students?|residents?"
    r"|foster (?:brother|sister|sibling)s?)"
)
_BY_KIN = needed(rf"{_HARM}[^.;]{{0,70}}?\bby (?:[\w'’-]+ ){{0,4}}?{_KIN}\b", re.IGNORECASE)
_KIN_DID = needed(
    rf"(?<!told )(?<!to )(?<!with )\b(?:her|his|their|the|CHILD['’]s|an?|mother['’]s)? ?(?:\w+ ){{0,2}}?{_KIN}\b"
    rf"(?!['’]s (?!partner|boyfriend))(?:(?!\b(?:told|disclos\w+|reported|said|found|asked|heard|discovered"
    rf"|knew)\b)[^.;]){{0,90}}?\b{_HARM}",
    re.IGNORECASE,
)
_AT_HOME = needed(
    rf"\bintra-?familial|\bincest|\bsexual abuse (?:in|within) (?:the|a|his|her) famil"
    rf"|{_HARM}[^.;]{{0,50}}\b(?:at home|in the (?:family|home))\b|\bwas the father of the baby",
    re.IGNORECASE,
)
_BY_A_CHILD = needed(
    rf"{_HARM}[^.;]{{0,60}}?\bby (?:{_CHILD}|CHILD)\b(?!['’])"
    rf"|\bCHILD,?(?: (?:had|has|who|then|aged|was|is|\w+,))* (?:been )?(?:sexually )?(?:touched|abused|assaulted"
    rf"|raped|molested)\b(?! by| in| at)"
    rf"|\b(?:boy|pupil|peer|young person|brother)\b[^.;]{{0,50}}\bsexual(?:ly)? (?:abused|assaulted|harmed"
    rf"|touched)\b(?! by)"
    r"|\b(?:harmful|problematic|inappropriate|concerning) sexual(?:ised)? behaviou?r|\bsexually harmful"
    r"|\bsexualised behaviou?r (?:towards?|to)\b"
    r"|\bpeer[- ](?:on[- ]peer )?(?:sexual )?abuse|\bchild[- ]on[- ]child|\bpeer on peer"
    r"|\bsexual(?:ly|ised)?\b[^.;]{0,40}\b(?:between|involving) (?:the )?(?:two |three )?(?:children|siblings|pupils"
    r"|boys|girls|young people)"
    rf"|{_HARM} (?:of|on|towards?|against) (?:an? |the |two |three |several )?(?:another|other|younger|older|fellow"
    rf"|two younger)\b",
    re.IGNORECASE,
)
_OUTSIDE = needed(
    r"\bsexual(?:ly)? exploit\w+|\bCSE\b|\bgroom(?:ed|ing)\b|\btraffick\w+|\bsextort\w+|\bblackmail\w*"
    r"|\b(?:sexual|indecent|nude|explicit) (?:images?|videos?|photographs?|pictures?)\b[^.;]*\b(?:online|internet"
    r"|app|game|sent|send|himself|herself)"
    r"|\b(?:sex|sexual \w+) with (?:\w+ )?(?:men|adults?|males?)",
    re.IGNORECASE,
)
_OUTSIDER = needed(
    rf"{_HARM}[^.;]{{0,90}}\b(?:online|internet|app\b|met (?:her|him|on)|men\b|man\b|males?\b|strangers?|taxis?"
    rf"|part(?:y|ies)"
    r"|gangs?|neighbour|coach|teacher|tutor|priest|hotel|adults?)\b"
    rf"|\b(?:online|internet|app\b|met (?:her|him|on)|men\b|man\b|males?\b|strangers?|taxis?|part(?:y|ies)|gangs?"
    rf"|neighbour|coach|teacher|tutor|priest|hotel)\b(?:(?!\bthat\b)[^.;]){{0,60}}?\b{_HARM}",
    re.IGNORECASE,
)
_ANY = needed(rf"\b{_HARM}", re.IGNORECASE)
_HINT = re.compile(
    r"sex|rape|raping|indecent|incest|molest|groom|\bCSE\b|traffick|peer|intra|father of the baby|blackmail"
    r"|into h",
    re.IGNORECASE,
)


def sexual_harm(text: str) -> Iterator[tuple[str | None, float, int]]:
    """The kinds that a sentence tells of, how plainly, and where; no kind where it does not say who did it.

    ``CHILD`` stands in ``text`` for the names of the review's children.
    """
    if not _HINT.search(text):
        return
    found = [
        (kind, strength, match.start())
        for kind, strength, pattern in (
            (BY_CHILD, 2.0, _BY_A_CHILD),
            (INTRA, 2.0, _BY_KIN),
            (INTRA, 2.0, _AT_HOME),
            (INTRA, 1.5, _KIN_DID),
            (EXTRA, 2.0, _OUTSIDE),
            (EXTRA, 1.2, _OUTSIDER),
        )
        if (match := pattern.search(text))
    ]
    sure = [item for item in found if item[1] >= 2.0] or found
    yield from {kind: (kind, strength, at) for kind, strength, at in reversed(sure)}.values()
    if not found and (match := _ANY.search(text)):
        yield None, 1.0, match.start()
