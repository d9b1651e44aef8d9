"""Whether a text tells what happened or weighs it: by how dense the words of either manner stand in it."""

from __future__ import annotations

import re

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEIGHS = re.compile(
    r"\b(?:(?:should|could|would|might|ought to|may) have|not (?:enough|considered|asked|recognised|understood|shared"
    r"|known|challenged|explored|sufficient\w*)|nobody|no one|none of|never|neither|missed|opportunit\w+|assum\w+"
    r"|optimis\w+|curiosity|challenged?|hindsight|evidence|because|however|although|yet|rather than|instead of"
    r"|in place of|(?:seen|treated|taken) as|understood|the (?:review|panel|reviewers?|author) (?:considers?"
    r"|finds?|found|concludes?|thinks?|notes?|accepts?|recognises?)|meant that|the (?:effect|result|consequence)"
    r"|significan\w+|expected|standard|protocol|guidance|policy|system\w*|practice|professionals|practitioners|judgement|decisions?"
    r"|reasonable|patterns?|risks?|thresholds?|matters?|questions?)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"\b(?:on (?:the )?\d{{1,2}}|(?:{_MONTH})|20\d\d|(?:a|two|three|four|five|six|ten) (?:days?|weeks?|months?) later"
    r"|the (?:next|following|same) (?:day|week|month|morning|evening)|that (?:day|night|evening)|visited|telephoned"
    r"|rang|called|attended|arrived|admitted|discharged|referred|reported|told|said|saw|wrote|recorded|moved|booked|arrested"
    r"|found|met|returned|gave birth|was born|went|began|came|closed|opened|agreed|asked)\b",
    re.IGNORECASE,
)


def weighing(text: str) -> float:
    """Words that weigh less words that tell, in a hundred words: below about -2 a text tells, above it weighs."""
    words = max(1, len(text.split()))
    return 100 * (len(_WEIGHS.findall(text)) - len(_TELLS.findall(text))) / words
