"""Whether a text tells what happened or weighs it: by how dense the words of either manner stand in it."""

from __future__ import annotations

import re

from ingest.written.dates import MONTH_NAMES

_MONTH = "|".join(MONTH_NAMES)
_WEIGHS = re.compile(
    r"\b(?:(?:should|could|would|might|ought to|may) have|not (?:enough|considered|asked|recognised|understood|shared"
    r"|known|challenged|explored|sufficient\w*)|nobody|no one|none of|never|neither|missed|opportunit\w+|assum\w+"
    r"|optimis\w+|curiosity|challenged?|hindsight|evidence|because|however|although|yet|rather than|instead of"
    r"|in place of|(?:seen|treated|taken) as|understood|the (?:review|panel|reviewers?|author) (?:considers?"
    r"|finds?|found|concludes?|thinks?|notes?|accepts?|recognises?)|meant that|the (?:effect|result|consequence)"
    r"|significan\w+|expected|standard|protocol|guidance|policy|system\w*|practice|professionals|practitioners"
    r"|judgement|decisions?"
    r"|reasonable|patterns?|risks?|thresholds?|matters?|questions?|lack of|fail(?:ed|ure|ures|ings?)|robust\w*"
    r"|insufficient\w*"
    r"|inadequa\w+|(?:in)?effective\w*|impact|importan\w+|crucial|appears?|likely|suggests?|indicates?|therefore"
    r"|consequently"
    r"|contribut\w+|weakness\w*|learning|barriers?|confus\w+|over-?reli\w+|focus\w*|norm\w*|tend(?:ed|ency)"
    r"|would expect"
    r"|should|needs? to|insight|perspective|approach|awareness|lens|complex\w*|dynamic\w*|relian\w+|emphasis"
    r"|culture of"
    r"|workload|capacity|pressures?)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"\b(?:on (?:the )?\d{{1,2}}|(?:{_MONTH})|20\d\d|(?:a|two|three|four|five|six|ten) (?:days?|weeks?|months?) later"
    r"|the (?:next|following|same) (?:day|week|month|morning|evening)|that (?:day|night|evening)|visited|telephoned"
    r"|rang|called|attended|arrived|admitted|discharged|referred|reported|told|said|saw|wrote|recorded|moved|booked"
    r"|arrested"
    r"|found|met|returned|gave birth|was born|went|began|came|closed|opened|agreed|asked|phoned|contacted|spoke|sent"
    r"|received|left|stayed|registered|(?:did not|failed to) attend|disclosed|stated|noted|observed|presented"
    r"|transferred"
    r"|allocated|held|died|removed|placed|separated|charged|bailed|released|sentenced|excluded|later that|19\d\d"
    r"|aged \w+"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|lived|living with|appointments?|weigh(?:ed|t)|brought|taken to"
    r"|started"
    r"|stopped|took)\b",
    re.IGNORECASE,
)


_FEWEST = 60


def weighing(text: str) -> float:
    """Words that weigh less words that tell, in a hundred words: below about -3 a text tells, above it weighs.

    A text shorter than 60 words counts as that long, so that one word does not decide.
    """
    words = max(_FEWEST, len(text.split()))
    return 100 * (len(_WEIGHS.findall(text)) - len(_TELLS.findall(text))) / words
